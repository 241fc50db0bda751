"""Conflicts of rights found by hand: `tests/cases/catalogue.toml`, in the words of the workbook."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.domain.catalogue.conflicts.found import conflict_rows, rights_findings, rights_part
from postprod_xl.domain.catalogue.contracts.reading import catalogue
from postprod_xl.domain.office import Office
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME
from tests.domain.catalogue.avails.offices import headed
from tests.domain.offices import office, records_of

PATH = Path(__file__).parents[3] / "cases" / "catalogue.toml"
HELD = tomllib.loads(PATH.read_text(encoding="utf-8"))
CASES = [pytest.param(case, id=case["titre"]) for case in HELD["cas"]]
TODAY = date(2026, 11, 30)
TOLD = ("titre", "attendu", "controles")


def described(case: dict[str, Any]) -> Office:
    written = {**HELD["commun"], **{name: rows for name, rows in case.items() if name not in TOLD}}
    tables = {
        name: rows_of(BY_NAME[name], [headed(name, row) for row in rows], 5) for name, rows in written.items()
    }
    return office(TODAY, **tables)


@pytest.mark.parametrize("case", CASES)
def test_the_conflicts_are_those_found_by_hand(case: dict[str, Any]) -> None:
    place = described(case)
    rows = records_of(conflict_rows(place, rights_findings(catalogue(place))))
    wanted = [headed("ConflitsDroits", row) for row in case["attendu"]]
    assert [
        {name: found[name] for name in expected} for found, expected in zip(rows, wanted, strict=False)
    ] == wanted
    assert len(rows) == len(wanted), rows[len(wanted) :]


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_in_the_cells_is_what_the_case_says(case: dict[str, Any]) -> None:
    problems = rights_part(described(case)).problems
    assert [problem.message for problem in problems] == case.get("controles", [])
    assert not any(problem.is_blocking for problem in problems)
