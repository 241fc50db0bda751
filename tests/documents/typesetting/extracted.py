"""The words of a PDF, as another program reads them."""

from __future__ import annotations

import subprocess


def words_of(pdf: bytes) -> str:
    """The text of a PDF, pages one after the other, all its spaces plain and single."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())
