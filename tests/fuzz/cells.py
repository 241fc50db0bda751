"""Damaged cells put into the parts of a workbook, without any reader or writer of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tests.fuzz.office import parts
from tests.fuzz.values import Damage
from tests.masters import repacked

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


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def lone_cell(damage: Damage) -> bytes:
    """A workbook of one tab where the damaged cell stands alone, with the styles and texts of the office."""
    spot = damage.spot
    row = re.search(rf'<c r="{spot.cell}"([^>]*)>', parts()[spot.part].decode())
    style = _STYLE.search(row[1]) if row else None
    cell = damage.xml(style[0] if style else "")
    types = {
        "workbook": "sheet.main",
        "sheet1": "worksheet",
        "styles": "styles",
        "sharedStrings": "sharedStrings",
    }
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in types.items()
    )
    links = {"rId1": "worksheet/sheet1", "rId2": "styles/styles", "rId3": "sharedStrings/sharedStrings"}
    relations = "".join(
        f'<Relationship Id="{id}" Type="{_LINKS}/{kind}" Target="{name}.xml"/>'
        for id, (kind, _, name) in ((id, link.partition("/")) for id, link in links.items())
    )
    rels = f'<Relationships xmlns="{_PACKAGE}/relationships">%s</Relationships>'
    main = f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    xml = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": rels % main,
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        f'<sheet name="{spot.tab}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": rels % relations,
        "xl/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData><row r="{spot.row}">{cell}</row></sheetData>'
        "</worksheet>",
    }
    texts = {name: parts()[name] for name in ("xl/styles.xml", "xl/sharedStrings.xml")}
    return repacked({name: text.encode() for name, text in xml.items()} | texts)
