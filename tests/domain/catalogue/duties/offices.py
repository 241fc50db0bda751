"""The smallest catalogues of the tests of duties, on 30 November 2026."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from postprod_xl.domain.catalogue.duties.part import duties_part
from postprod_xl.domain.catalogue.part import CataloguePart
from postprod_xl.domain.office import Office
from postprod_xl.schema.catalogue_vocabulary import WorkType
from tests.domain.offices import office, records_of, table_rows

DAY = date(2026, 11, 30)
FILM = {"work": "ETE", "title": "L'Été", "type": WorkType.FILM, "original_language": "fr"}
Cells = Mapping[str, Any]


def a_catalogue(today: date = DAY, **tables: list[Cells]) -> Office:
    """An office with one film, `ETE`, unless `Oeuvres` are given, and the rows of other tables."""
    rows = {"Oeuvres": [FILM], **tables}
    return office(today, **{name: table_rows(name, [*map(dict, given)]) for name, given in rows.items()})


def duties(today: date = DAY, **tables: list[Cells]) -> CataloguePart:
    """What the duties give of such an office."""
    return duties_part(a_catalogue(today, **tables))


def findings(rule: str, today: date = DAY, **tables: list[Cells]) -> list[str]:
    """The messages of the findings of a rule."""
    return [one.message for one in duties(today, **tables).findings if one.rule == rule]


def alerts(today: date = DAY, **tables: list[Cells]) -> list[tuple[str, str]]:
    """The sentences of `Alerte` that the duties say by themselves, with their table."""
    return [(alert.row.table.name, alert.text) for alert in duties(today, **tables).alerts]


def deadlines(today: date = DAY, **tables: list[Cells]) -> list[dict[str, Any]]:
    """The rows of `EcheancesDroits`."""
    return records_of(duties(today, **tables).rows["EcheancesDroits"])
