"""The footer of a printed tab: codes of Excel, and texts that a person typed, which must not be read as codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LONGEST = 255
"""Characters of a footer in UTF-16, its codes included: Excel repairs a workbook that has more."""
_ELLIPSIS = "…"


def set_footer(
    sheet: Worksheet, codes: str, texts: dict[str, str] | None = None, margin: float = 0.3
) -> None:
    """Give a tab its footer.

    Parameters
    ----------
    sheet
        The tab.
    codes
        The footer in the codes of Excel, with the name of each text in braces. A space stands between the size of a
        font and a text, lest one that starts with a digit enlarge it.
    texts
        The texts, of any length, by name; the longest are cut.
    margin
        Under the footer, in inches.
    """
    sheet.set_footer("", {"margin": margin})
    # Not through `set_footer`, which takes the `&G` of « R&G Films » for the place of a picture and gives up.
    texts = texts or {}
    room = LONGEST - _length(codes.format_map(dict.fromkeys(texts, "")))
    sheet.footer = codes.format_map(_fitted(texts, room))


def footer_text(text: str, room: int) -> str:
    """A text with its `&` written twice, on one line, cut to so many characters.

    >>> footer_text("Sons & Images", 20), footer_text("Sons && Images", 10)
    ('Sons && Images', 'Sons &&&&…')
    """
    letters = ["&&" if letter == "&" else letter for letter in " ".join(text.split())]
    if sum(map(_length, letters)) <= room:
        return "".join(letters)
    left = room - _length(_ELLIPSIS)
    kept = []
    for letter in letters:
        left -= _length(letter)
        if left < 0:
            break
        kept.append(letter)
    return "".join(kept) + _ELLIPSIS


def _fitted(texts: dict[str, str], room: int) -> dict[str, str]:
    """The texts as a footer takes them, the shortest whole."""
    fitted: dict[str, str] = {}
    for name in sorted(texts, key=lambda name: len(texts[name])):
        share = room // (len(texts) - len(fitted))
        fitted[name] = footer_text(texts[name], share)
        room -= _length(fitted[name])
    return fitted


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
