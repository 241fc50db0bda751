"""What the bookings of freelancers lack on paper, from Monday 23 November 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import Refresh, refreshed
from tests.domain.offices import office, table_rows


def nov(day: int) -> date:
    return date(2026, 11, day)


def task(code: str, first: date, days: str = "2", **rest: Any) -> dict[str, Any]:
    """A task confirmed on its first day for T1."""
    row = {"task": code, "project": "P1", "duration_days": Decimal(days), "fixed_day": first}
    return {**row, "technician": "T1", "state": "Confirmé", **rest}


def contract(**terms: Any) -> dict[str, Any]:
    usual = {"contract": "C1", "technician": "T1", "project": "P1", "type": "CDDU", "hourly_rate_cents": 3000}
    days = {"first_day": nov(24), "last_day": nov(30), "declared_day": nov(20), "signed_day": nov(20)}
    return {**usual, **days, **terms}


def house(*tasks: dict[str, Any], contracts: list[dict[str, Any]], **frames: Any) -> Office:
    people = [
        {"code": "T1", "status": "Intermittent", "skills": "Mixeur"},
        {"code": "T2", "status": "Permanent"},
    ]
    return office(
        Projets=table_rows("Projets", [{"code": "P1"}, {"code": "P2"}]),
        Equipe=table_rows("Equipe", people),
        Planning=table_rows("Planning", list(tasks)),
        Contrats=table_rows("Contrats", contracts),
        **frames,
    )


def told(run: Refresh) -> list[str]:
    """The warnings on the person of a task."""
    return [problem.message for problem in run.problems if problem.heading == "Technicien"]


def marks(run: Refresh) -> list[tuple[int, str, str]]:
    columns = (run.rows["Reservations"].column(name) for name in ("day", "task", "conflict"))
    return [(day.day, code, conflict) for day, code, conflict in zip(*columns, strict=True) if conflict]


def incomplete(run: Refresh) -> list[tuple[int, str]]:
    found = run.rows["Actions"]
    return [(row.count, row.detail) for row in found if row.subject == "Contrats incomplets"]


def test_a_confirmed_booking_without_contract_is_told_on_the_booking_the_task_and_the_home_page() -> None:
    run = refreshed(house(task("A", nov(24)), contracts=[]), [])
    assert told(run) == [
        "A le 24/11/2026 : T1 sans contrat sur P1 ; attendu : un contrat signé qui couvre ce jour, et sa DPAE, "
        "au plus tard le 24/11/2026"
    ]
    assert marks(run) == [(24, "A", "Contrat manquant : T1 sans contrat sur P1")]
    assert run.columns["Planning"].column("alert") == ["Contrat manquant le 24/11 : T1 sans contrat sur P1"]
    assert incomplete(run) == [(1, "T1 sur P1")]


@pytest.mark.parametrize(
    ("terms", "mark"),
    [
        ({}, []),
        ({"first_day": nov(25)}, [(24, "A", "Contrat manquant : T1 hors du contrat C1 sur P1")]),
        ({"last_day": nov(24)}, [(25, "A", "Contrat manquant : T1 hors du contrat C1 sur P1")]),
        ({"project": "P2"}, [(24, "A", "Contrat manquant : T1 sans contrat sur P1")]),
        ({"project": ""}, []),
        ({"declared_day": None}, [(24, "A", "Contrat à régler : contrat C1 de T1, DPAE absente")]),
        ({"declared_day": nov(25)}, [(24, "A", "Contrat à régler : contrat C1 de T1, DPAE après ce jour")]),
        ({"signed_day": None}, [(24, "A", "Contrat à régler : contrat C1 de T1, contrat non signé")]),
        ({"signed_day": None, "declared_day": None, "type": "Prestation"}, []),
    ],
)
def test_the_first_booked_day_says_what_it_lacks(terms: dict[str, Any], mark: list[Any]) -> None:
    run = refreshed(house(task("A", nov(24)), contracts=[contract(**terms)]), [])
    assert (marks(run), len(told(run))) == (mark, len(mark))


@pytest.mark.parametrize(
    "rest",
    [
        {"state": "Option 1"},
        {"technician": "T2"},
        {"technician": "", "skill": "Mixeur", "fixed_day": date(2026, 12, 14)},
        {"state": "", "fixed_day": date(2026, 12, 14)},
    ],
    ids=["an option", "an employee", "a far choice of the plan", "not confirmed and far"],
)
def test_what_is_not_yet_a_booking_of_a_freelancer_needs_no_contract(rest: dict[str, Any]) -> None:
    run = refreshed(house(task("A", nov(24), **rest), contracts=[]), [])
    assert (marks(run), told(run)) == ([], [])


@pytest.mark.parametrize("state", ["Confirmé", "En cours", ""])
@pytest.mark.parametrize(("first", "lacks"), [(date(2026, 12, 1), True), (date(2026, 12, 2), False)])
def test_whoever_the_plan_chose_needs_a_contract_once_its_dpae_can_be_made(
    state: str, first: date, lacks: bool
) -> None:
    # Eight days after Monday 23 November is Tuesday 1 December.
    chosen = task("A", first, technician="", skill="Mixeur", state=state)
    if state == "En cours":
        chosen |= {"fixed_day": None, "earliest_day": first}
        lacks = True  # under way, it goes on today
    run = refreshed(house(chosen, contracts=[]), [])
    assert run.columns["Planning"].column("assigned_technician") == ["T1"]
    found = [problem.message for problem in run.problems if problem.heading == "Technicien affecté"]
    assert [message.split(" ; ")[0].split(" : ")[1] for message in found] == [
        "T1 sans contrat sur P1"
    ] * lacks


@pytest.mark.parametrize(
    ("terms", "mark"),
    [
        ({"type": "CDI", "project": ""}, []),
        ({"type": "CDI", "declared_day": None}, ["Contrat à régler : contrat C1 de T2, DPAE absente"]),
        ({"signed_day": None}, ["Contrat à régler : contrat C1 de T2, contrat non signé"]),
        ({"last_day": nov(23), "signed_day": None}, []),
    ],
)
def test_the_contract_of_an_employee_is_to_be_declared_and_signed_before_a_booking_too(
    terms: dict[str, Any], mark: list[str]
) -> None:
    # T2 is a permanent: no contract is asked for, but the one that covers the day is looked at.
    booked = task("A", nov(24), technician="T2")
    run = refreshed(house(booked, contracts=[contract(technician="T2", **terms)]), [])
    assert [text for _, _, text in marks(run)] == mark


def test_one_line_a_person_and_project_at_the_first_day() -> None:
    tasks = task("A", nov(26)), task("B", nov(24)), task("C", nov(30), project="P2")
    run = refreshed(house(*tasks, contracts=[]), [])
    assert [message.split(" : ")[0] for message in told(run)] == ["B le 24/11/2026", "C le 30/11/2026"]


def test_two_contracts_that_follow_each_other_cover_a_task() -> None:
    parts = contract(last_day=nov(24)), contract(contract="C2", first_day=nov(25))
    assert marks(refreshed(house(task("A", nov(24)), contracts=list(parts)), [])) == []


def test_a_dpae_too_early_to_make_is_not_asked_for() -> None:
    far = task("A", date(2026, 12, 14))
    terms = contract(last_day=None, declared_day=None, signed_day=None)
    assert marks(refreshed(house(far, contracts=[terms]), [])) == []


def test_a_dpae_dated_after_a_far_booking_is_told_at_once() -> None:
    far = task("A", date(2026, 12, 14))
    terms = contract(last_day=None, declared_day=date(2026, 12, 15), signed_day=None)
    assert marks(refreshed(house(far, contracts=[terms]), [])) == [
        (14, "A", "Contrat à régler : contrat C1 de T1, DPAE après ce jour")
    ]


def test_what_the_sessions_tell_of_a_contract_is_not_told_again() -> None:
    session = {"number": "S1", "day": nov(23), "project": "P1", "technician": "T1", "contract": "C1"}
    terms = contract(first_day=nov(23), declared_day=None)
    run = refreshed(
        house(task("A", nov(24)), contracts=[terms], Seances=table_rows("Seances", [session])), []
    )
    assert sum("DPAE absente" in problem.message for problem in run.problems) == 1
    assert marks(run) == [(24, "A", "Contrat à régler : contrat C1 de T1, DPAE absente")]
    assert incomplete(run) == [(1, "C1")]


def test_a_booking_without_contract_is_no_conflict_of_bookings() -> None:
    actions = refreshed(house(task("A", nov(24)), contracts=[]), []).rows["Actions"]
    counts = dict(zip(actions.column("subject"), actions.column("count"), strict=True))
    assert counts["Conflits de réservation"] == 0


def test_a_booking_after_the_end_of_a_contract_says_the_true_dates_of_the_nearest() -> None:
    parts = (
        contract(contract="C2", first_day=nov(20), last_day=nov(24)),
        contract(first_day=nov(2), last_day=nov(3)),
    )
    (message,) = told(refreshed(house(task("A", nov(24)), contracts=list(parts)), []))
    assert message.startswith(
        "A le 25/11/2026 : T1 hors du contrat C2 sur P1 (contrat du 20/11/2026 au 24/11/2026) ; attendu : "
    )
