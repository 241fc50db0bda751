"""What follows the work row by row: bookings without a report, causes asked for, where the line of a session is at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.home.concerns.concern import Concern
from postprod_xl.domain.home.concerns.gathered import concerns_of
from postprod_xl.domain.home.concerns.overrun import stake_cents
from postprod_xl.domain.home.dashboard import actions
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.memory.booked import PastBookings
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sessions.done import session_minutes, sessions_in_order
from postprod_xl.domain.sessions.faults.one_session import without_cause
from postprod_xl.domain.sessions.line_columns import line_columns
from postprod_xl.domain.sessions.waiting.unreported import Unreported, unreported, unreported_problems
from tests.domain.offices import MONDAY, office, table_rows
from tests.domain.sessions.test_from_bookings import FRIDAY, booking, house, with_sessions

THURSDAY = date(2026, 11, 19)
SOLD = {
    "Versions": table_rows("Versions", [{"project": "P1", "version": 1, "status": "Accepté"}]),
    "Devis": table_rows(
        "Devis",
        [
            {
                "line": "L1", "project": "P1", "version": 1, "item": "IMG-20", "unit": "jour",
                "quantity": Decimal(5), "unit_price_cents": 60_000, "unit_cost_cents": 30_000,
            }
        ],
    ),
    "Tarifs": table_rows("Tarifs", [{"item": "IMG-20", "unit": "jour", "unit_minutes": 480}]),
}  # fmt: skip


def missing(held: Office) -> list[Unreported]:
    return unreported(held, PastBookings(held))


def test_a_booking_without_a_session_is_to_chase_at_the_price_of_its_line():
    held = house(booking("A", part="Matin"), booking("A", day=THURSDAY), **SOLD)
    # A day of L1 is sold 600 €, a half 300 €.
    assert missing(held) == [
        Unreported(THURSDAY, "P1", "A", "HUET", 480, 60_000),
        Unreported(FRIDAY, "P1", "A", "HUET", 240, 30_000),
    ]


@pytest.mark.parametrize(
    "changed", [{}, {"state": "Annulée"}, {"technician": ""}, {"state": "Confirmée", "end": 700}]
)
def test_a_session_answers_for_its_booking_whatever_became_of_it(changed: dict[str, Any]):
    assert missing(with_sessions(house(booking("A"), **SOLD), **changed)) == []


def test_a_session_of_somebody_who_was_not_booked_stands_in_for_one_booking_of_its_task():
    """HUET replaced that morning: the report that is there is not asked of him too."""
    held = house(booking("A"), booking("B"), **SOLD)
    assert missing(with_sessions(held, technician="IMBERT")) == []
    both = [booking("A"), {**booking("A"), "technician": "PERRIN"}]
    assert [
        each.technician for each in missing(with_sessions(house(*both, **SOLD), technician="IMBERT"))
    ] in (
        ["HUET"],
        ["PERRIN"],
    )


@pytest.mark.parametrize(
    ("booked", "project"),
    [
        (booking("B"), "En cours"),
        (booking("GONE"), "En cours"),
        (booking("A", day=MONDAY), "En cours"),
        (booking("A"), "Annulé"),
        (booking("A"), "Soldé"),
    ],
)
def test_options_cancelled_tasks_days_to_come_and_closed_projects_are_left_out(
    booked: dict[str, Any], project: str
):
    projects = table_rows("Projets", [{"code": "P1", "status": project}])
    assert missing(house(booked, Projets=projects)) == []


def test_the_last_days_have_a_warning_each_and_those_before_one():
    found = [Unreported(date(2026, 11, day), "P1", "A", "HUET", 480, 60_000) for day in (16, 17, 18, 19)]
    told = [
        problem.message.replace("\u00a0", " ").split(" : ")[0] for problem in unreported_problems(found, 2)
    ]
    assert told == [
        "2 réservations du 16/11/2026 au 17/11/2026 sans bon de séance (A HUET, A HUET), "
        "1 200,00 € HT au prix de vente",
        "1 réservation du 18/11/2026 sans bon de séance (A HUET), 600,00 € HT au prix de vente",
        "1 réservation du 19/11/2026 sans bon de séance (A HUET), 600,00 € HT au prix de vente",
    ]
    assert [*unreported_problems([], 2)] == []


def test_a_refresh_names_what_was_booked_and_not_reported_and_so_does_its_second():
    first = refreshed(house(booking("A"), **SOLD), [])
    again = refreshed(replace(first.office, memory=first.memory), [])
    for run in (first, again):
        assert [each.name for each in run.missing] == ["A HUET 20/11"]
        found = dict(run.rows["Actions"].select("subject", "detail"))
        assert found["Bons à réclamer"].replace("\u00a0", " ") == "600,00 € HT : A HUET 20/11"


@pytest.mark.parametrize(
    ("session", "is_asked"),
    [
        ({"nature": "Non prévue"}, True),
        ({"billing": "En plus"}, True),
        ({"nature": "Non prévue", "cause": "Panne technique"}, False),
        ({"billing": "En plus", "cause": "Demande production"}, False),
        ({"nature": "Prévue", "billing": "Offerte"}, False),
        ({}, False),
        ({"nature": "Non prévue", "day": date(2026, 11, 24)}, False),
        ({"nature": "Non prévue", "state": "Annulée"}, False),
    ],
)
def test_work_that_was_not_planned_says_why(session: dict[str, Any], is_asked: bool):
    row = {"number": "S1", "project": "P1", "day": FRIDAY, "start": 540, "end": 900, **session}
    held = office(Seances=table_rows("Seances", [row]))
    found = [fault.problem for fault in without_cause(sessions_in_order(held), held.today)]
    assert [(problem.heading, problem.row) for problem in found] == ([("Cause", 5)] if is_asked else [])
    assert all("S1" in problem.message and "6h00" in problem.message for problem in found)


@pytest.mark.parametrize(
    ("session", "left"),
    [
        # 20 h left on the line at the last refresh, 6 h typed since.
        ({}, 20 * 60 - 360),
        # Counted by the last refresh: it is in what is left.
        ({"left_minutes": 900}, 20 * 60),
        ({"billing": "En plus"}, 20 * 60),
        ({"state": "Annulée"}, 20 * 60),
        ({"end": None}, 20 * 60),
        ({"task": "T2"}, None),
        ({"task": ""}, None),
    ],
)
def test_a_session_shows_what_is_left_of_its_line_as_it_is_typed(session: dict[str, Any], left: int | None):
    row = {"number": "S1", "project": "P1", "day": FRIDAY, "task": "T1", "start": 540, "end": 900, **session}
    line = {"line": "L1", "left_minutes": 1200, "projected_minutes": 2700, "unpaid_minutes": 300}
    held = office(
        Seances=table_rows("Seances", [row]),
        Planning=table_rows("Planning", [{"task": "T1", "line": "L1"}, {"task": "T2", "line": "L2"}]),
        Depassements=table_rows("Depassements", [line, {"line": "L2"}]),
    )
    assert len(session_minutes(held)) == 1
    (found,) = line_columns(held)
    others = (2700, 300) if left is not None else (None, None)
    assert (found.line_left_minutes, found.line_projected_minutes, found.line_unpaid_minutes) == (
        left,
        *others,
    )
    assert found.line == {"T1": "L1", "T2": "L2", "": ""}[row["task"]]


def test_the_dearest_sessions_to_validate_are_named_first():
    sessions = [
        {"number": f"S{at}", "project": "P1", "task": task, "day": FRIDAY, "start": 540, "end": 540 + minutes}
        for at, (task, minutes) in enumerate([("", 480), ("A", 60), ("A", 240)])
    ]
    held = house(Seances=table_rows("Seances", sessions), **SOLD)
    found = dict(actions(held, concerns_of(held, []), []).select("subject", "detail"))
    # 1 h and 4 h of a day of 8 sold 600 €: 75 € and 300 €; nothing says the price of S0.
    assert found["Séances à valider"].replace("\u00a0", " ") == "375,00 € HT : S2, S1, S0"


def test_what_a_line_costs_is_without_the_hours_billed_on_top():
    line = {"variance_cents": 90_000, "variance_minutes": 720, "extra_minutes": 480, "unpaid_minutes": 240}
    (row,) = table_rows("Depassements", [line])
    # 12 h over are 900 €; 4 of them nobody pays: 300 €
    assert stake_cents(row) == 30_000


def test_of_one_light_the_dearest_concern_comes_first():
    missing = [Unreported(FRIDAY, "P1", "A", "HUET", 480, 60_000)]
    lines = [
        {"project": "P1", "line": "L1", "level": "Dépassement prévu", "variance_cents": cents}
        for cents in (50_000,)
    ]
    held = house(Depassements=table_rows("Depassements", lines), **SOLD)
    concerns: list[Concern] = [
        each
        for each in concerns_of(held, [], missing).by_project["P1"]
        if each.light == "overrun_light" and each.cents
    ]
    assert [each.cents for each in concerns] == [60_000, 50_000]
    assert concerns[0].text.replace("\u00a0", " ") == "1 réservation sans bon, 600,00 € HT : A HUET 20/11"
