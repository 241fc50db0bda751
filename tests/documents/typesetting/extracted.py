"""The words of a PDF, as another program reads them."""

from __future__ import annotations

import subprocess


def words_of(pdf: bytes) -> str:
    """The text of a PDF, pages one after the other, all its spaces plain and single."""
    return _words(pdf, "-layout")


def words_in_order(pdf: bytes) -> str:
    """The same, each cell and column whole, in the order they were set."""
    return _words(pdf, "-raw")


def _words(pdf: bytes, order: str) -> str:
    run = subprocess.run(["pdftotext", order, "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())
