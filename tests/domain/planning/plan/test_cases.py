"""Small plans whose dates were computed by hand: `tests/cases/*.toml`, in the words of a coordinator."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.bookings import bookings
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.engines.schedule import verify
from postprod_xl.schema.kinds import Kind, typed
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import office, table_rows
from tests.domain.planning.plan.case_words import WORDS

FOLDER = Path(__file__).parents[3] / "cases"
TABLES = ("Projets", "Equipe", "Salles", "Absences", "Affinites", "Planning", "Seances")
CASES = [
    pytest.param(case, id=f"{path.stem} : {case['titre']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["cas"]
]
MEANT = {"Planning": {"Projet": "P1"}, "Seances": {"Projet": "P1"}, "Projets": {"Département": "75"}}


def described(case: dict[str, Any]) -> Office:
    case = {"Projets": [{"Code": "P1"}], **case}
    frames = {table: table_rows(table, [_row(table, row) for row in case.get(table, ())]) for table in TABLES}
    return office(case["jour"], **frames)


def _row(table: str, written: dict[str, Any]) -> dict[str, Any]:
    cells = {WORDS[table][word]: value for word, value in {**MEANT.get(table, {}), **written}.items()}
    return {name: _value(BY_NAME[table].by_name[name].kind, value) for name, value in cells.items()}


def _value(kind: Kind, value: Any) -> Any:
    if isinstance(value, date):
        return value
    return typed(kind, float(value) if isinstance(value, Decimal | int) else value)


@pytest.mark.parametrize("case", CASES)
def test_the_plan_is_the_one_computed_by_hand(case: dict[str, Any]) -> None:
    made = schedule(described(case))
    booked = bookings(made)
    assert verify(made.plan.model.problem, made.plan.result) == []
    codes = [row["Tâche"] for row in case["Planning"]]
    for expected in case.get("attendu", ()):
        found = made.columns.frame().iloc[codes.index(expected["Tâche"])]
        for word, value in expected.items():
            if word != "Tâche":
                shown = found[WORDS["Planning"][word]]
                assert value in shown if word == "Motif" else (value or None) == (shown or None), word
    for message in case.get("problemes", ()):
        assert message in [problem.message for problem in made.problems]
    _bookings_are(case, booked.rows)


def _bookings_are(case: dict[str, Any], rows: Any) -> None:
    listed = list(rows.select("day", "half_day", "task", "conflict"))
    if "reservations" in case:
        assert [f"{day} {half} {task}" for day, half, task, _ in listed] == case["reservations"]
    clashes = [f"{day} {task} : {conflict}" for day, _, task, conflict in listed if conflict]
    assert clashes == case.get("conflits", [])
    if "pas_le_meme_jour" in case:
        one, two = ({day for day, _, task, _ in listed if task == code} for code in case["pas_le_meme_jour"])
        assert one and two and not one & two
