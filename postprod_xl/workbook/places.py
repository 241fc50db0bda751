"""Where the tables of a workbook stand, their headings as people read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.escapes import decoded_escapes
from postprod_xl.engines.ooxml.files.archive import parse
from postprod_xl.engines.ooxml.tables import places
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.units import folded
from postprod_xl.workbook.version import MARK

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package
    from postprod_xl.engines.ooxml.tables.places import TablePlace
    from postprod_xl.schema.table import Headings

_TABLE_NAME = re.compile(rb"""\sdisplayName=["']([^"']*)["']""")


def find_tables(package: Package) -> dict[str, TablePlace]:
    """Find every table of a workbook's file, by name, with `plain_heading` headings; see `places.find_tables`."""
    return places.find_tables(package, plain_heading)


def headings_of(tables: Mapping[str, TablePlace]) -> Headings:
    """The headings of each table of a workbook, by name."""
    return {name: place.headings for name, place in tables.items()}


def may_be_ours(source: bytes) -> bool:
    """Whether the bytes of a workbook bear our mark, or a table with the name of one of ours.

    Only these parts are read: what a command reads afterwards has the last word.

    Raises
    ------
    Refused
        This is no workbook, or a part of it is damaged.
    """
    ours, archive = {folded(table.name) for table in TABLES}, parse(source)
    return any(
        MARK.encode() in archive.inflate(member)
        if member.name.endswith("/workbook.xml")
        else "/tables/" in member.name and _table_name(archive.inflate(member)) in ours
        for member in archive.members
    )


def _table_name(definition: bytes) -> str:
    named = _TABLE_NAME.search(definition)
    return folded(named[1].decode("utf-8", "replace")) if named else ""


def plain_heading(text: str) -> str:
    """Give a heading on one line, as people read it: without what no screen shows.

    >>> plain_heading("Vendu_x000a_  (h) ")
    'Vendu (h)'
    """
    return " ".join(cleaned(decoded_escapes(text)).split())
