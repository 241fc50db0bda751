"""Workbooks whose tables another program lost or renamed."""

from __future__ import annotations

import re
from collections.abc import Collection

from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.make.validations import list_name

Parts = dict[str, bytes]


def without_tables(parts: Parts, names: Collection[str] = tuple(BY_NAME)) -> Parts:
    """The same workbook where tables are plain cells, the names of their lists and of the drawings gone."""
    parts = dict(parts)
    for part in [part for part in parts if part.startswith("xl/tables/") and _name(parts[part]) in names]:
        _forget(parts, part)
    lost = "|".join([list_name(name) for name in names] + ["DessinGantt", "DessinCharge"])
    pattern = rf'<definedName name="(?:{lost})">[^<]*</definedName>'
    return {**parts, "xl/workbook.xml": re.sub(pattern.encode(), b"", parts["xl/workbook.xml"])}


def renamed_table(parts: Parts, old: str, new: str) -> Parts:
    """The same workbook where a person renamed a table: Excel makes every formula follow."""
    changed = {}
    for part, data in parts.items():
        text = data.decode("utf-8", "surrogateescape")
        if part.startswith("xl/tables/"):
            text = re.sub(rf'(name|displayName)="{old}"', rf'\1="{new}"', text)
        if part.endswith(".xml"):
            text = re.sub(rf"\b{old}\[", f"{new}[", text)
        changed[part] = text.encode("utf-8", "surrogateescape")
    return changed


def sheet_of(parts: Parts, table: str) -> str:
    """The part of the sheet where a table stands."""
    (part,) = (part for part in parts if part.startswith("xl/tables/") and _name(parts[part]) == table)
    (sheet, _) = _link(parts, part)
    return sheet


def _name(data: bytes) -> str:
    match = re.search(rb'displayName="([^"]+)"', data)
    assert match
    return match[1].decode()


def _link(parts: Parts, table: str) -> tuple[str, bytes]:
    """The sheet that has a table, and the relationship by which it has it."""
    wanted = f'Target="../{table.removeprefix("xl/")}"'.encode()
    for holder, data in parts.items():
        if holder.startswith("xl/worksheets/_rels/"):
            for relation in re.findall(rb"<Relationship [^>]*/>", data):
                if wanted in relation:
                    return holder.replace("_rels/", "").removesuffix(".rels"), relation
    raise AssertionError(table)


def _forget(parts: Parts, table: str) -> None:
    sheet, relation = _link(parts, table)
    holder = sheet.replace("worksheets/", "worksheets/_rels/") + ".rels"
    parts[holder] = parts[holder].replace(relation, b"")
    identifier = re.search(rb'\bId="([^"]+)"', relation)
    assert identifier
    data = parts[sheet].replace(b'<tablePart r:id="%s"/>' % identifier[1], b"")
    count = data.count(b"<tablePart ")
    data = re.sub(rb'<tableParts count="\d+">', b'<tableParts count="%d">' % count, data)
    parts[sheet] = data.replace(b'<tableParts count="0"></tableParts>', b"")
    types = rb'<Override PartName="/%s"[^>]*/>' % re.escape(table.encode())
    parts["[Content_Types].xml"] = re.sub(types, b"", parts["[Content_Types].xml"])
    del parts[table]
