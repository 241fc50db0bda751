"""The demonstration office with the rows of optional families of tabs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from postprod_xl.domain.demo import demo_office
from postprod_xl.domain.demo.catalogue import beside_catalogue, demo_catalogue
from postprod_xl.domain.demo.technique import demo_technique
from postprod_xl.schema.families import CATALOGUE


def whole_demo(day: date, families: Collection[str] = ()) -> dict[str, list[dict[str, Any]]]:
    """The input tables of the demonstration office and of every optional family of tabs.

    Parameters
    ----------
    day
        The day the office is looked at.
    families
        Those that its workbook has: the catalogue brings its buyers, and the project that delivered one of its works.
    """
    rows = {**demo_office(day), **demo_technique(day), **demo_catalogue(day)}
    if CATALOGUE.name in families:
        for table, more in beside_catalogue(day).items():
            rows[table] = [*rows[table], *more]
    return rows
