"""Small plans whose dates were computed by hand: `tests/cases/*.toml`, in the words of a coordinator."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.candidates import ranked_candidates, why_chosen
from postprod_xl.domain.planning.explain.whatif import read_away, read_rushes, what_if
from postprod_xl.domain.planning.plan.bookings import bookings
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.shifts.rebookings import rebookings
from postprod_xl.domain.planning.shifts.request import ShiftRefused
from postprod_xl.domain.planning.shifts.shifted import shifted
from postprod_xl.engines.schedule import verify
from postprod_xl.schema.kinds import Kind, typed
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import office, table_rows, with_plan
from tests.domain.planning.plan.case_words import WORDS

FOLDER = Path(__file__).parents[3] / "cases"
NO_PLANS = ("catalogue", "chronologie", "devis", "factures", "paie_", "technique")
TABLES = ("Projets", "Episodes", "Equipe", "Salles", "Absences", "Affinites", "Planning", "Seances")
CASES = [
    pytest.param(case, id=f"{path.stem} : {case['titre']}")
    for path in sorted(FOLDER.glob("*.toml"))
    if not path.stem.startswith(NO_PLANS)
    for case in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["cas"]
]
ASKED = {"decalage", "rushes", "absences"}
MEANT = {
    "Planning": {"Projet": "P1"},
    "Episodes": {"Projet": "P1"},
    "Seances": {"Projet": "P1"},
    "Projets": {"Département": "75"},
}


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
    for beginning in case.get("debuts_de_problemes", ()):
        assert any(problem.message.startswith(beginning) for problem in made.problems)
    _bookings_are(case, booked.rows)
    for wanted in case.get("candidats", ()):
        _candidates_are(made.plan, wanted)


def _candidates_are(plan: Plan, wanted: dict[str, Any]) -> None:
    ranks = ranked_candidates(plan, wanted["Tâche"])
    assert [rank.person for rank in ranks] == wanted["ordre"]
    said = {rank.person: ", ".join(rank.reasons).replace("\u00a0", " ") for rank in ranks}
    assert all(text in said[person] for person, text in wanted.get("dit", {}).items()), said
    assert why_chosen(plan, wanted["Tâche"], ranks, {}) == wanted.get("choix", "")


def _bookings_are(case: dict[str, Any], rows: Any) -> None:
    listed = list(rows.select("day", "half_day", "task", "conflict"))
    if "reservations" in case:
        assert [f"{day} {half} {task}" for day, half, task, _ in listed] == case["reservations"]
    clashes = [f"{day} {task} : {conflict}" for day, _, task, conflict in listed if conflict]
    assert clashes == case.get("conflits", [])
    if "pas_le_meme_jour" in case:
        one, two = ({day for day, _, task, _ in listed if task == code} for code in case["pas_le_meme_jour"])
        assert one and two and not one & two


@pytest.mark.parametrize("case", [case for case in CASES if ASKED & case.values[0].keys()])
def test_a_shift_and_a_what_if_give_what_was_computed_by_hand(case: dict[str, Any]) -> None:
    given = described(case)
    held = with_plan(given, schedule(given))
    if "refus" in case:
        with pytest.raises(ShiftRefused) as refused:
            shifted(held, *case["decalage"])
        assert refused.value.problem.message == case["refus"]
        return
    if "decalage" in case:
        made = shifted(held, *case["decalage"])
        days = {
            row.task: [row.start_day, row.end_day] for row in with_plan(made.office, made.after)["Planning"]
        }
        lines = [one.done for one in rebookings(made.before, made.after, made.pushes)]
    else:
        rushes = [read_rushes(text) for text in case.get("rushes", ())]
        found = what_if(held, rushes, [read_away(text) for text in case.get("absences", ())])
        days = {move.task: [move.start_after, move.end_after] for move in found.moves}
        lines = found.lines
    assert case.get("apres", {}).items() <= days.items()
    assert [line for line in case.get("dit", ()) if line not in lines] == []
