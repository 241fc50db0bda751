"""Text that a person typed, in the footer of a printed tab."""

from __future__ import annotations

LONGEST = 255
"""Characters of a footer, its codes included: Excel repairs a workbook that has more."""
_ELLIPSIS = "…"


def footer_text(text: str, room: int) -> str:
    """A text with its `&` written twice, on one line, cut to so many characters.

    >>> footer_text("Sons & Images", 20), footer_text("Sons && Images", 10)
    ('Sons && Images', 'Sons &&&&…')
    """
    letters = ["&&" if letter == "&" else letter for letter in " ".join(text.split())]
    if sum(map(len, letters)) <= room:
        return "".join(letters)
    left = room - len(_ELLIPSIS)
    kept = []
    for letter in letters:
        left -= len(letter)
        if left < 0:
            break
        kept.append(letter)
    return "".join(kept) + _ELLIPSIS
