"""The words of a PDF, as another program reads them."""

from __future__ import annotations

import itertools
import re
import subprocess
from collections.abc import Iterator

_WORD = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>')


def words_of(pdf: bytes) -> str:
    """The text of a PDF, pages one after the other, all its spaces plain and single."""
    return _words(pdf, "-layout")


def words_in_order(pdf: bytes) -> str:
    """The same, each cell and column whole, in the order they were set."""
    return _words(pdf, "-raw")


def _words(pdf: bytes, order: str) -> str:
    run = subprocess.run(["pdftotext", order, "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def covering(pdf: bytes) -> Iterator[tuple[str, str]]:
    """Two words of a page of which one is printed over the other, for more than a point."""
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout
    for page in boxes.decode().split("</page>"):
        words = [(*map(float, found[:4]), found[4]) for found in _WORD.findall(page)]
        for (left, top, right, foot, one), (x, y, end, low, other) in itertools.combinations(words, 2):
            half = min(foot - top, low - y) / 2
            if min(right, end) - max(left, x) > 1 and min(foot, low) - max(top, y) > half:
                yield one, other
