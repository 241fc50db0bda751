"""Offices whose technical findings were listed by hand: `tests/cases/technique.toml`, as a coordinator writes them."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from postprod_xl.schema.kinds import typed
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.technique import COMPATIBILITIES
from tests.domain.offices import office, records_of, table_rows

FILE = Path(__file__).parents[2] / "cases" / "technique.toml"
HELD = tomllib.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)
CASES = [pytest.param(case, id=case["titre"]) for case in HELD["cas"]]
SAID = ("project", "rule", "object", "severity", "state")
HEADINGS = {COMPATIBILITIES.heading(name): name for name in SAID}


def described(case: dict[str, Any]) -> Office:
    tables = {name: rows for name, rows in case.items() if name in BY_NAME}
    return office(
        case["jour"],
        **{name: table_rows(name, [_row(name, row) for row in rows]) for name, rows in tables.items()},
    )


def _row(table: str, written: dict[str, Any]) -> dict[str, Any]:
    cells = {**HELD["modeles"].get(written.get("modele", ""), {}), **written}
    columns = {column.heading: column for column in BY_NAME[table].columns}
    return {
        columns[heading].name: columns[heading].empty if cell == "" else _value(columns[heading].kind, cell)
        for heading, cell in cells.items()
        if heading != "modele"
    }


def _value(kind: Any, cell: Any) -> Any:
    return (
        cell
        if isinstance(cell, date)
        else typed(kind, float(cell) if isinstance(cell, Decimal | int) else cell)
    )


@pytest.mark.parametrize("case", CASES)
def test_the_findings_are_those_listed_by_hand(case: dict[str, Any]) -> None:
    run = refreshed(described(case), ())
    assert [problem.line for problem in run.problems if problem.is_blocking] == []
    found = [tuple(row[name] for name in SAID) for row in records_of(run.rows[COMPATIBILITIES.name])]
    listed = [tuple(row.get(heading, "") for heading in HEADINGS) for row in case["attendu"]]
    assert sorted(found) == sorted(listed)


@pytest.mark.parametrize("case", CASES)
def test_a_second_refresh_finds_the_same(case: dict[str, Any]) -> None:
    first = refreshed(described(case), ())
    second = refreshed(first.office, ())
    again = second.rows[COMPATIBILITIES.name]
    assert records_of(again) == records_of(first.rows[COMPATIBILITIES.name])


def test_the_findings_of_the_mixed_office_hold_and_tell_where_they_are() -> None:
    """What the other tabs show, of the projects that CRUE to MAGA are."""
    run = refreshed(described(HELD["cas"][1]), ())
    held = dict(run.office["Livrables"].select("project", "held_by"))
    assert held == {
        "CRUE": "",
        "LAC": "IMG-04, TCS-03",
        "SERI": "CAD-10, IMG-06, IMG-16, IMG-17, SON-02, SON-08, TCS-01",
        "NETF": "CAD-15, SON-06, SON-07",
        "MAGA": "PLN-12",
    }
    assert run.office["Derogations"].column("state") == ["En vigueur", "Incomplète"]
    (told,) = (row.alert for row in run.office["Flux"] if row.project == "CRUE")
    assert told == "PLN-08 : Rushes : 1 copie de sécurité, moins de 2."
    lines = [
        problem.message for problem in run.problems if problem.table in ("Derogations", "ReglesTechniques")
    ]
    assert lines == [
        "SON-02 : « Ignorée » ne compte pas, la gravité publiée, Bloquant, reste : remplissez Motif, Confirmé par et "
        "Confirmé le",
        "SERI TCS-01 PAD : dérogation incomplète, le constat reste : remplissez Motif",
    ]
