"""XML that programs may write among the cells of a sheet, put into the one spelling that the editor reads.

Comments and processing instructions are set apart while the sheet is edited, and put back where they stood; character
data sections become plain text; rows and cells whose address is understood from their place get it in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from postprod_xl.engines.ooxml.addresses import column_letters, column_number

_SECTION = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*\?>")
# A stand-in is made of two characters that XML forbids and that every pattern takes for white space.
_BITS = 16
_ZERO, _ONE = b"\x0b", b"\x0c"
_STAND_IN = re.compile(rb"[\x0b\x0c]{16}")
_ATTRIBUTE = re.compile(r"""([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]+)")
_LAST_COLUMN = 16_384


def has_sections(data: bytes) -> bool:
    """Tell whether a part has a comment, an instruction or a character data section after its declaration."""
    start = _declaration_end(data)
    return _has_tag(data, b"!", start) or _has_tag(data, b"?", start)


def _has_tag(data: bytes, character: bytes, start: int) -> bool:
    """Tell whether a tag begins with a character; much faster than a search for both."""
    at = data.find(character, start)
    while at > 0 and data[at - 1 : at] != b"<":
        at = data.find(character, at + 1)
    return at > 0


def _declaration_end(data: bytes) -> int:
    found = _DECLARATION.match(data)
    return found.end() if found else 0


def set_apart(data: bytes, apart: list[bytes]) -> bytes:
    """Give a part without sections: a stand-in for each comment and instruction, kept in ``apart``."""

    def stand_in(found: re.Match[bytes]) -> bytes:
        if found[1] is not None:
            text = found[1].replace(b"&", b"&amp;").replace(b"<", b"&lt;")
            return text.replace(b">", b"&gt;")
        apart.append(found[0])
        number = len(apart) - 1
        return b"".join(_ONE if number >> bit & 1 else _ZERO for bit in range(_BITS))

    start = _declaration_end(data)
    return data[:start] + _SECTION.sub(stand_in, data[start:])


def in_front_of_cells(data: bytes, prefix: str) -> bytes:
    """Move what was set apart inside a cell in front of it, so that it stays when the cell changes."""
    cell = re.compile(rf"<{prefix}c(?:\s[^>]*)?(?<!/)>.*?</{prefix}c\s*>".encode(), re.DOTALL)
    return cell.sub(_in_front, data)


def _in_front(cell: re.Match[bytes]) -> bytes:
    return b"".join(_STAND_IN.findall(cell[0])) + _STAND_IN.sub(b"", cell[0])


def put_back(data: bytes, apart: list[bytes]) -> bytes:
    """Give a sheet with its comments and instructions in the place of their stand-ins."""
    if not apart:
        return data

    def section(found: re.Match[bytes]) -> bytes:
        return apart[sum((byte == _ONE[0]) << bit for bit, byte in enumerate(found[0]))]

    return _STAND_IN.sub(section, data)


def can_set_apart(data: bytes) -> bool:
    """Tell whether every section of a part can have its stand-in, and none is a document type."""
    found = sum(1 for _ in _SECTION.finditer(data))
    return found < 1 << _BITS and not _STAND_IN.search(data) and b"<!DOCTYPE" not in data


def addressed_cells(text: str, prefix: str, number: int) -> str:
    """Give the XML of a row whose cells all begin with their address, in capitals and between double quotes.

    Raises
    ------
    ValueError
        Of which the text is a French reason: an address that is none, that of another row, or one past the last
        column.
    """
    column = 0

    def addressed(tag: re.Match[str]) -> str:
        nonlocal column
        attributes = attributes_of(tag[1])
        address = attributes.pop("r", None)
        column = column + 1 if address is None else _column(address, number)
        if column > _LAST_COLUMN:
            raise ValueError(f"la ligne {number} a des cellules après la dernière colonne")
        kept = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return f'<{prefix}c r="{column_letters(column)}{number}"{kept}{"/" if tag[2] else ""}>'

    cell = re.compile(rf"""<{prefix}c(?=[\s/>])((?:[^"'>/]|"[^"]*"|'[^']*'|/(?!>))*)(/?)>""")
    return re.sub(rf"</{prefix}c\s+>", f"</{prefix}c>", cell.sub(addressed, text))


def attributes_of(text: str) -> dict[str, str]:
    """The attributes of a tag by name, as the file spells their values, each fit to stand between double quotes."""
    found = _ATTRIBUTE.findall(text)
    return {name: double or single.replace('"', "&quot;") for name, double, single in found}


def _column(address: str, number: int) -> int:
    found = _ADDRESS.fullmatch(address.strip())
    if found is None or int(found[2]) != number:
        raise ValueError(f"la ligne {number} a une cellule dont l'adresse est « {address} »")
    return column_number(found[1].upper())


def repeated(columns: Iterable[str]) -> str | None:
    """Give the first column letters that come twice, None when all differ."""
    seen: set[str] = set()
    for letters in columns:
        if letters in seen:
            return letters
        seen.add(letters)
    return None
