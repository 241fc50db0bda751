"""The letters of a paper: what a font can print, and what stands in the place of the rest."""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from postprod_xl.documents.papers.figures import NARROW, NO_BREAK
from postprod_xl.documents.typesetting.refusal import PaperRefused

MISSING = "\ufffd"
"""Printed for a letter that no font has: PDF/A and PDF/UA refuse a file where one is not shown."""
_NAMED = 5
_LINE_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n")
# Controls, joiners and marks of direction, tags: nothing of a printed text, and some change the order of the others.
_UNPRINTED = frozenset({"Cc", "Cf"})
_VARIATIONS = frozenset({*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)})


@lru_cache(maxsize=8)
def letters_of(fonts: tuple[Path, ...]) -> frozenset[int]:
    """The characters that some of the font files can print.

    Raises
    ------
    PaperRefused
        One of them is no font.
    """
    from fontTools.ttLib import TTFont, TTLibError

    found: set[int] = set()
    for path in fonts:
        try:
            with path.open("rb") as file, TTFont(file, lazy=True) as font:
                found |= set(font.getBestCmap() or ())
        except (TTLibError, OSError, LookupError, ValueError, struct.error) as error:
            message = f"la police « {path.name} » du dossier des modèles ne se lit pas : retirez-la"
            raise PaperRefused(message, "templates_folder") from error
    return frozenset(found)


class Printed:
    """Texts made printable, and the characters that had to be replaced.

    Parameters
    ----------
    letters
        What the fonts can print.
    """

    def __init__(self, letters: frozenset[int]) -> None:
        self._letters = letters
        self.replaced: dict[str, str] = {}
        """Each character that no font has, and the first text where it stands."""

    def data(self, value: Any) -> Any:
        """The same data, all its texts printable."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.data(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.data(each) for each in value]
        return value

    def text(self, text: str) -> str:
        """A text with composed accents and French spaces, less what is never printed; what no font has is `MISSING`."""
        if text.isascii() and text.isprintable():
            return unbroken(text)
        text = unicodedata.normalize("NFC", unbroken(text.replace("\r\n", "\n").replace("\r", "\n")))
        return "".join(self._letter(letter, text) for letter in text.translate(_LINE_BREAKS))

    def remarks(self) -> list[str]:
        """One French line that names what had to be replaced; none when nothing had."""
        if not self.replaced:
            return []
        first = list(self.replaced.items())[:_NAMED]
        named = ", ".join(f"« {letter} » (U+{ord(letter):04X})" for letter, _ in first)
        more = ", …" if len(self.replaced) > _NAMED else ""
        return [f"la police n'a pas {named}{more} : imprimé « {MISSING} » ; d'abord dans « {first[0][1]} »"]

    def _letter(self, letter: str, text: str) -> str:
        if letter == "\n":
            return letter
        if letter == "\t":
            return " "
        code, kind = ord(letter), unicodedata.category(letter)
        if kind in _UNPRINTED or code in _VARIATIONS:
            return ""
        # A private letter is drawn by one font alone, and PDF/A-3a refuses it.
        if code in self._letters and kind not in ("Co", "Cs"):
            return letter
        self.replaced.setdefault(letter if kind != "Cs" else MISSING, shortened(text))
        return MISSING


def unbroken(text: str) -> str:
    """A text whose spaces do not break before a mark that is never alone on a line; none is added.

    Lexique des règles typographiques of the Imprimerie nationale: a narrow space before ; ! and ?, a whole one before
    the colon, the percent and euro signs, and inside guillemets.

    >>> unbroken("Prix : 10 % « net » ; oui !").replace(NO_BREAK, "~").replace(NARROW, "_")
    'Prix~: 10~% «~net~»_; oui_!'
    """
    if " " not in text:
        return text
    text = text.replace(" :", f"{NO_BREAK}:").replace("« ", f"«{NO_BREAK}")
    for mark in "»%€":
        text = text.replace(f" {mark}", f"{NO_BREAK}{mark}")
    for mark in ";!?":
        text = text.replace(f" {mark}", f"{NARROW}{mark}")
    return text


def shortened(text: str, length: int = 40) -> str:
    r"""The beginning of a text, on one line.

    >>> shortened("a" * 50, 5), shortened("a\nb")
    ('aaaaa…', 'a b')
    """
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length]}…"
