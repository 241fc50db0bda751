"""The message about each row that a rebuilt table no longer has, kept for what a person wrote beside it."""

from __future__ import annotations

from datetime import date

from postprod_xl.engines.ooxml.tables.matching import KeptRow
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.engines.ooxml.tables.rebuilding import TableContent
from postprod_xl.schema.cells.characters import brief
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import Kind, Unreadable, typed
from postprod_xl.schema.tables import BY_NAME


def _moments(table: str) -> dict[str, Kind]:
    """The columns of days and of moments, whose cells are numbers, by heading."""
    columns = BY_NAME[table].columns if table in BY_NAME else ()
    return {column.heading: column.kind for column in columns if column.kind in (Kind.DAY, Kind.INSTANT)}


def _moment(kind: Kind, serial: float) -> date | float:
    try:
        return typed(kind, serial)
    except Unreadable:
        return serial


def kept_line(place: TablePlace, row: KeptRow, content: TableContent, shift: int = 0) -> str:
    """One French line about a row kept for a person's notes; `shift` are the days from 1900's origin to the book's."""
    address = place.cell(row.number, content.key[0] if content.key else place.headings[0])
    moments = _moments(place.name)
    parts = (
        _moment(moments[heading], part + shift) if heading in moments and isinstance(part, float) else part
        for heading, part in zip(content.key, row.key, strict=False)
    )
    name = brief(" / ".join(map(shown, parts)))
    reason = "sa clé est en double" if row.ambiguous else "elle n'existe plus"
    return (
        f"{place.sheet}!{address} — ligne « {name} » conservée à la fin du tableau « {place.name} » : {reason}, "
        "mais vous avez écrit à côté ; recopiez vos notes au bon endroit, puis supprimez la ligne."
    )
