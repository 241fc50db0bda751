"""Damaged cells put into the parts of a workbook, without any reader or writer of ours."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from functools import cache

import xlsxwriter

from tests.fuzz.office import parts
from tests.fuzz.values import Damage
from tests.masters import contents, repacked

_ROW = re.compile(r'(<row r="(\d+)"[^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>.*?</c>)', re.DOTALL)
_STYLE = re.compile(r' s="\d+"')


def with_damages(parts: Mapping[str, bytes], damages: Iterable[Damage]) -> dict[str, bytes]:
    """The parts, each damaged cell in place of the one that stood there."""
    by_part: dict[str, dict[int, dict[str, Damage]]] = {}
    for damage in damages:
        letters = damage.spot.cell.rstrip("0123456789")
        by_part.setdefault(damage.spot.part, {}).setdefault(damage.spot.row, {})[letters] = damage
    return {**parts, **{part: _sheet(parts[part], rows) for part, rows in by_part.items()}}


def _sheet(xml: bytes, rows: dict[int, dict[str, Damage]]) -> bytes:
    def row(match: re.Match[str]) -> str:
        damages = rows.get(int(match[2]))
        return match[0] if damages is None else f"{match[1]}>{_row(match[3] or '', damages)}</row>"

    return _ROW.sub(row, xml.decode()).encode()


def _row(inner: str, damages: dict[str, Damage]) -> str:
    cells = {match[1]: (match[0], (_STYLE.search(match[2]) or [""])[0]) for match in _CELL.finditer(inner)}
    written = {letters: cell for letters, (cell, _) in cells.items()}
    for letters, damage in damages.items():
        written[letters] = damage.xml(cells.get(letters, ("", ""))[1])
    return "".join(written[letters] for letters in sorted(written, key=lambda name: (len(name), name)))


_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="{row}">{cell}</row></sheetData></worksheet>'
)


def lone_cell(damage: Damage) -> bytes:
    """A workbook of one tab where the damaged cell stands alone, with the styles and texts of the office."""
    spot = damage.spot
    opening = re.search(rf'<c r="{spot.cell}"([^>]*)>', parts()[spot.part].decode())
    style = _STYLE.search(opening[1]) if opening else None
    sheet = _SHEET.format(row=spot.row, cell=damage.xml(style[0] if style else ""))
    known = {name: parts()[name] for name in ("xl/styles.xml", "xl/sharedStrings.xml")}
    return repacked({**_one_tab(spot.tab), **known, "xl/worksheets/sheet1.xml": sheet.encode()})


@cache
def _one_tab(title: str) -> dict[str, bytes]:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        book.add_worksheet(title).write("A1", "texte")
    return contents(data)
