"""The lines of a file written as text: its encoding, its ends of lines."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from postprod_xl.documents.media.untrusted import MEBIBYTE, UnreadableMedia, bytes_of

LARGEST_TEXT = 32 * MEBIBYTE
_BOMS = ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))


def lines_of(path: Path) -> tuple[list[str], str]:
    """The lines of a text file, and a remark when its encoding had to be supposed.

    Raises
    ------
    UnreadableMedia
        It is no text, or too large.
    """
    data = bytes_of(path, LARGEST_TEXT)
    text, remark = _decoded(data)
    if "\0" in text:
        raise UnreadableMedia("ce n'est pas un fichier de texte")
    return re.split(r"\r\n|\r|\n", text), remark


def _decoded(data: bytes) -> tuple[str, str]:
    coding = next((coding for mark, coding in _BOMS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(coding), ""
    except UnicodeDecodeError:
        return data.decode(
            "cp1252", "replace"
        ), "codage non déclaré, lu comme du Windows-1252 : vérifiez les accents"
