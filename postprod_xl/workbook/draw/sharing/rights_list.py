"""The list of what is free as a workbook of its own: values only, to read, sort and print."""

from __future__ import annotations

from typing import NamedTuple

from postprod_xl.documents.sharing.rights_list import TITLE, RightsList
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.tables.catalogue import AVAILABLE_RIGHTS, MATERIAL, WORK_VERSIONS, WORKS
from postprod_xl.workbook.draw.list_workbook import ListCell, ListColumn, ListSheet, list_workbook

_TABLE = "DroitsListe"
_A3 = 8


class _Shown(NamedTuple):
    """A column: the field of `FreeRights`, its heading, its width, its kind."""

    name: str
    heading: str
    width: float
    kind: Kind | None = None


_COLUMNS = (
    _Shown("title", WORKS.heading("title"), 30.0),
    _Shown("original_title", WORKS.heading("original_title"), 24.0),
    _Shown("year", WORKS.heading("year"), 9.0, Kind.INT),
    _Shown("type", WORKS.heading("type"), 20.0),
    _Shown("countries", WORKS.heading("countries"), 14.0),
    _Shown("minutes", WORKS.heading("minutes"), 10.0, Kind.INT),
    _Shown("original_language", WORKS.heading("original_language"), 10.0),
    _Shown("versions", WORK_VERSIONS.tab, 38.0),
    _Shown("material", MATERIAL.tab, 34.0),
    _Shown("media", AVAILABLE_RIGHTS.heading("media"), 30.0),
    _Shown("territories", AVAILABLE_RIGHTS.heading("territories"), 34.0),
    _Shown("first", AVAILABLE_RIGHTS.heading("first_day"), 12.0, Kind.DAY),
    _Shown("last", AVAILABLE_RIGHTS.heading("last_day"), 12.0, Kind.DAY),
)


def rights_list_workbook(listed: RightsList) -> bytes:
    """Draw a list, one row for the rights of a work that are free on the same days.

    What nobody says of any work has no column.
    """
    shown = [each for each in _COLUMNS if any(getattr(row, each.name) for row in listed.rows)]
    return list_workbook(
        ListSheet(
            TITLE,
            _TABLE,
            f"{listed.house}, {TITLE.lower()} au {listed.day:%d/%m/%Y}".removeprefix(", "),
            [" · ".join(filter(None, (listed.house, f"situation au {listed.day:%d/%m/%Y}"))), *listed.asked],
            [ListColumn(each.heading, each.width, align=_align(each.kind)) for each in shown],
            [[ListCell(getattr(row, each.name), each.kind) for each in shown] for row in listed.rows],
            paper=_A3,
        )
    )


def _align(kind: Kind | None) -> str:
    return "left" if kind is None else "center"
