"""Offices of a few works and contracts, made from what a person would type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.schema.catalogue_vocabulary import MandateNature, RightsState
from tests.domain.offices import office, table_rows

DAY = date(2026, 11, 30)
SIGNED = {"state": RightsState.SIGNED, "signature_day": date(2020, 1, 1)}
TERM = {
    "media": "Tous",
    "territories": "Monde",
    "first_day": date(2021, 1, 1),
    "last_day": date(2030, 12, 31),
    "is_exclusive": True,
}

Cells = Mapping[str, Any]
"""The cells of a row by code name."""

DEFAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "works": ("Oeuvres", {"work": "CRUE", "title": "La Crue"}),
    "versions": ("VersionsOeuvre", {"work": "CRUE"}),
    "holders": ("AyantsDroit", {}),
    "mandates": (
        "Mandats",
        {"contract": "M1", "works": "CRUE", "nature": MandateNature.DISTRIBUTION, **SIGNED},
    ),
    "mandate_terms": ("TermesMandat", {"term": "T{}", "contract": "M1", **TERM}),
    "sales": ("Ventes", {"sale": "V{}", "works": "CRUE", **SIGNED}),
    "sale_terms": ("TermesVente", {"term": "T{}", "sale": "V1", **TERM}),
    "holdbacks": (
        "Holdbacks",
        {"holdback": "G{}", "sale": "V1", **{key: TERM[key] for key in TERM if key != "is_exclusive"}},
    ),
    "groups": ("GroupesDroits", {}),
}


def catalogue_office(day: date = DAY, **tables: Sequence[Cells]) -> Office:
    """An office of a catalogue on a day.

    Parameters
    ----------
    day
        Today.
    **tables
        By the names of `DEFAULTS`, the cells that differ from the defaults, row after row; `{}` in these is the rank of
        the row. Without `works`, one work CRUE; without mandate, an exclusive one of everything from 2021 to 2030.
    """
    given = {"works": [{}], "mandates": [{}], "mandate_terms": [{}], **tables}
    rows = {}
    for name, cells in given.items():
        table, defaults = DEFAULTS[name]
        rows[table] = table_rows(table, [{**_ranked(defaults, at), **row} for at, row in enumerate(cells, 1)])
    return office(day, **rows)


def _ranked(defaults: Cells, rank: int) -> dict[str, Any]:
    return {name: value.format(rank) if isinstance(value, str) else value for name, value in defaults.items()}
