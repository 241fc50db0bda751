"""The pay of `tests/cases/paie_*.toml`, worked out by hand: every rule of every agreement, in a coordinator's words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.counting.amounts import ContractPay, pay_of
from postprod_xl.domain.payroll.declarations import Payroll, payroll
from postprod_xl.schema.kinds import typed
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import office, records_of, table_rows

FOLDER = Path(__file__).parents[2] / "cases"
CASES = [
    pytest.param(case, id=f"{path.stem} : {case['titre']}")
    for path in sorted(FOLDER.glob("paie_*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["cas"]
]
CONTRACT = {"Contrat": "C1", "Technicien": "T1", "Type": "CDDU", "Taux horaire": 20}
SESSION = re.compile(r"(\S+) (\d+):(\d+)-(\d+):(\d+)(?: (C\d))?(?: (P\d))?(?: pause (\d+))?")
SIGNED = {"Confirmé par": "L. Petit", "Confirmé le": date(2026, 1, 5)}


def described(case: dict[str, Any]) -> Office:
    signed = [{"Convention": code} | SIGNED for code in case.get("confirmees", ())]
    tables = {
        "Equipe": [{"Code": "T1", "Matricule": "M1"}],
        "Projets": [{"Code": "P1"}, {"Code": "P2"}],
        "Contrats": [CONTRACT | contract for contract in case["contrats"]],
        "Absences": [{"Ressource": "T1", **absence} for absence in case.get("absences", ())],
        "Conventions": [*signed, *(row | SIGNED for row in case.get("maison", ()))],
    }
    rows = {name: table_rows(name, [_row(name, row) for row in written]) for name, written in tables.items()}
    return office(Seances=table_rows("Seances", [*map(_session, case["seances"])]), **rows)


def _row(table: str, written: dict[str, Any]) -> dict[str, Any]:
    columns = {column.heading: column for column in BY_NAME[table].columns}
    typed_cells = {heading: typed(columns[heading].kind, value) for heading, value in written.items()}
    return {columns[heading].name: value for heading, value in typed_cells.items()}


def _session(written: str) -> dict[str, Any]:
    match = SESSION.fullmatch(written)
    assert match, written
    day, *clock, contract, project, pause = match.groups()
    hours, minutes, last_hour, last_minutes = map(int, clock)
    return {
        "number": written, "day": date.fromisoformat(day), "technician": "T1", "validated": True,
        "start": hours * 60 + minutes, "end": last_hour * 60 + last_minutes, "contract": contract or "C1",
        "project": project or "P1", "pause_minutes": int(pause or 0),
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_pay_is_the_one_computed_by_hand(case: dict[str, Any]) -> None:
    place = described(case)
    months = [payroll(place, month) for month in case["mois"].split()]
    found = items_of(months)
    assert found == expected_items(case)
    sheets = [sheet for result in months for sheet in records_of(result.pay)]
    gross = [sheet["gross_cents"] for sheet in sheets]
    assert (None in gross) == (None in [cents for *_, cents in found])
    assert "brut" not in case or sum(gross) == case["brut"] * 100
    assert "jours" not in case or sheets[0]["days"] == case["jours"]
    assert all(case.get("alerte", "") in sheet["alert"] for sheet in sheets)
    assert "message" not in case or case["message"] in [problem.message for problem in months[0].problems]
    for month in case["mois"].split():
        _projects_bear_the_whole(case, pay_of(place, month))


def _projects_bear_the_whole(case: dict[str, Any], paid: Mapping[str, ContractPay]) -> None:
    gross: Counter[str] = Counter()
    for pay in paid.values():
        assert sum(pay.costs.values()) == (pay.total_cents or 0)
        for item in pay.items:
            assert sum(item.shares.values()) == (item.amount_cents or 0)
            for (project, _), cents in item.shares.items():
                gross[project] += cents
    if "projets" in case:
        assert gross == {project: euros * 100 for project, euros in case["projets"].items()}


def items_of(months: list[Payroll]) -> list[tuple[Any, ...]]:
    """The items of some months: contract, code, hours and cents."""
    names = ("contract", "item", "base_hours", "amount_cents")
    return [line for result in months for line in result.items.select(*names)]


def expected_items(case: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The items that a case was worked out to, as `items_of`."""
    return [_expected(line) for line in case["rubriques"]]


def _expected(line: str) -> tuple[str, str, Decimal, int | None]:
    contract, code, hours, euros = line.split()
    return contract, code, Decimal(hours), None if euros == "-" else int(Decimal(euros) * 100)
