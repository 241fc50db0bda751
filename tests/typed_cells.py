"""Cells of a workbook typed and read in its XML: no library opens and saves the whole file, which takes a second."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.places import find_tables
from tests.masters import contents, repacked

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EPOCH = date(1899, 12, 30)


def place_of(path: Path, table: str) -> TablePlace:
    """Where a table stands."""
    return find_tables(Package.open(path))[table]


def cell_at(path: Path, table: str, code: str, heading: str) -> tuple[TablePlace, str]:
    """The place of a table, and the address of the cell of its row with this key."""
    place = place_of(path, table)
    key = BY_NAME[table].heading(BY_NAME[table].key[0])
    held = cells_of(path, place.sheet_part)
    rows = range(place.first_row, place.last_row + 1)
    return place, place.cell(next(row for row in rows if held.get(place.cell(row, key)) == code), heading)


def cells_of(path: Path, part: str) -> dict[str, Any]:
    """What the filled cells of a sheet hold: texts, numbers, or an error's text."""
    parts = contents(path)
    texts = [
        "".join(item.itertext(f"{NAMESPACE}t")) for item in etree.fromstring(parts["xl/sharedStrings.xml"])
    ]
    found = {}
    for cell in etree.fromstring(parts[part]).iter(f"{NAMESPACE}c"):
        value = cell.findtext(f"{NAMESPACE}v")
        if cell.get("t") == "inlineStr":
            found[cell.get("r")] = "".join(cell.itertext(f"{NAMESPACE}t"))
        elif value is not None:
            kind = cell.get("t", "n")
            found[cell.get("r")] = (
                texts[int(value)] if kind == "s" else float(value) if kind == "n" else value
            )
    return found


def typed(path: Path, part: str, cells: Mapping[str, Any]) -> None:
    """Type values, texts, days or formulas in cells of a sheet; None empties one.

    A new cell takes the format of the one above, as Excel gives it.
    """
    parts = contents(path)
    root = etree.fromstring(parts[part])
    data = root.find(f"{NAMESPACE}sheetData")
    for address, value in cells.items():
        _hold(_cell(data, address), value)
    path.write_bytes(repacked({**parts, part: etree.tostring(root, xml_declaration=True, encoding="UTF-8")}))


def typed_in(path: Path, table: str, code: str, heading: str, value: Any) -> str:
    """Type one cell of the row of a table with this key; gives its tab and address."""
    place, address = cell_at(path, table, code, heading)
    typed(path, place.sheet_part, {address: value})
    return f"{place.sheet}!{address}"


def renamed_heading(path: Path, table: str, heading: str, new: str) -> None:
    """Rename a heading, in the cell and in the table."""
    place, parts = place_of(path, table), contents(path)
    typed(path, place.sheet_part, {place.cell(place.header_row, heading): new})
    parts = contents(path)
    root = etree.fromstring(parts[place.table_part])
    next(c for c in root.iter(f"{NAMESPACE}tableColumn") if c.get("name") == heading).set("name", new)
    path.write_bytes(repacked({**parts, place.table_part: etree.tostring(root, encoding="UTF-8")}))


def _cell(data: Any, address: str) -> Any:
    letters, number = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
    rows = {int(row.get("r")): row for row in data}
    row = rows.get(int(number))
    if row is None:
        row = etree.Element(f"{NAMESPACE}row", r=number)
        data.insert(sum(known < int(number) for known in rows), row)
    cells = {cell.get("r"): cell for cell in row}
    if address in cells:
        return cells[address]
    cell = etree.Element(f"{NAMESPACE}c", r=address)
    above = next(
        (c for c in rows.get(int(number) - 1, ()) if c.get("r") == f"{letters}{int(number) - 1}"), None
    )
    if above is not None and above.get("s"):
        cell.set("s", above.get("s"))
    row.insert(sum(_order(known) < _order(address) for known in cells), cell)
    return cell


def _order(address: str) -> tuple[int, str]:
    letters = address.rstrip("0123456789")
    return len(letters), letters


def _hold(cell: Any, value: Any) -> None:
    cell[:] = []
    cell.attrib.pop("t", None)
    if value is None:
        return
    if isinstance(value, str) and value.startswith("="):
        etree.SubElement(cell, f"{NAMESPACE}f").text = value[1:]
    elif isinstance(value, str):
        cell.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{NAMESPACE}is"), f"{NAMESPACE}t").text = value
    else:
        number = (value - EPOCH).days if isinstance(value, date) else value
        etree.SubElement(cell, f"{NAMESPACE}v").text = f"{number}"
