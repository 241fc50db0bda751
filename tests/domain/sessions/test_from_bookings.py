"""Sessions filled in from the bookings of a day. Monday 23 November 2026 is today; Friday the 20th was booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.commands.day import sessions
from postprod_xl.domain.accounts.costs import costs
from postprod_xl.domain.home.concerns.gathered import concerns_of
from postprod_xl.domain.home.dashboard import actions
from postprod_xl.domain.invoicing.billing.annex import annex
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.declarations import payroll
from postprod_xl.domain.planning.tasks.facts import remaining_days, session_facts
from postprod_xl.domain.quotes.line_work import line_work
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sessions.counted import counted_rows
from postprod_xl.domain.sessions.reports import session_columns
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.settings.house import Settings
from tests.domain.offices import MONDAY, office, records_of, table_rows

FRIDAY, SATURDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 24)


def booking(
    task: str, day: date = FRIDAY, part: str = "Journée", who: str = "HUET", room: str = "MON1"
) -> dict[str, Any]:
    return {"day": day, "half_day": part, "project": "P1", "task": task, "technician": who, "room": room}


def house(*booked: dict[str, Any], today: date = MONDAY, **tables: Rows) -> Office:
    """Two editors, an edit suite, three tasks of one project, and bookings."""
    held = {row["task"]: row for row in booked}
    tasks = [
        {
            "task": code, "project": "P1", "label": code, "line": "L1", "duration_days": Decimal(3), "state": state,
            **{name: held.get(code, {}).get(name, "") for name in ("technician", "room")},
            **{f"assigned_{name}": held.get(code, {}).get(name, "") for name in ("technician", "room")},
        }
        for code, state in (("A", "Confirmé"), ("B", "Option 1"), ("GONE", "Annulé"))
    ]  # fmt: skip
    standing = {
        "Projets": table_rows("Projets", [{"code": "P1", "status": "En cours"}]),
        "Planning": table_rows("Planning", tasks),
        "Reservations": table_rows("Reservations", list(booked)),
        "Equipe": table_rows("Equipe", [{"code": "HUET", "status": "Intermittent"}, {"code": "LENOIR"}]),
        "Salles": table_rows("Salles", [{"code": "MON1"}]),
    }
    return office(today, **{**standing, **tables})


def filled(held: Office, day: date | None = FRIDAY) -> list[dict[str, Any]]:
    """What the command adds, by the columns that it fills in."""
    outcome = sessions(held, day=day)
    assert not outcome.problems
    return records_of(outcome.appended["Seances"]) if outcome.appended else []


def with_sessions(held: Office, day: date = FRIDAY, **changed: Any) -> Office:
    """The office once the sessions of a day are added, with some of their cells changed by a person."""
    added = sessions(held, day=day).appended["Seances"]
    rows = added.with_columns({name: [value] * len(added) for name, value in changed.items()})
    return held.with_rows("Seances", held["Seances"].followed_by(rows))


def test_a_whole_day_is_filled_in_from_its_booking_with_the_hours_of_the_house():
    row = filled(house(booking("A")))[0]
    typed = (
        "number",
        "day",
        "project",
        "task",
        "technician",
        "contract",
        "room",
        "start",
        "end",
        "pause_minutes",
    )
    # 8 hours from 9:00 and one of pause.
    assert [row[name] for name in typed] == ["BS-0001", FRIDAY, "P1", "A", "HUET", "", "MON1", 540, 1080, 60]
    assert (row["state"], row["worked_minutes"]) == ("À confirmer", 480)


@pytest.mark.parametrize(
    ("part", "hours"),
    [("Journée", (600, 1110, 30)), ("Matin", (600, 840, None)), ("Après-midi", (870, 1110, None))],
)
def test_halves_follow_the_start_and_the_pause_of_the_house(part: str, hours: tuple[int, int, int | None]):
    # From 10:00, 8 hours with a pause of 30 minutes: the morning ends at 14:00, the afternoon starts at 14:30.
    held = house(booking("A", part=part))
    settings = Settings({**held.settings, "day_start": 600, "day_pause_minutes": 30})
    row = filled(replace(held, settings=settings))[0]
    assert (row["start"], row["end"], row["pause_minutes"]) == hours


def test_a_room_that_opens_later_and_a_contract_of_seven_hours_are_followed():
    contract = {"contract": "C1", "technician": "HUET", "project": "P1", "day_minutes": 420}
    held = house(
        booking("A"),
        Salles=table_rows("Salles", [{"code": "MON1", "opening": 570}]),
        Contrats=table_rows("Contrats", [contract]),
    )
    row = filled(held)[0]
    assert (row["start"], row["end"], row["contract"]) == (570, 1050, "C1")


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ([], "C1"),
        ([{"contract": "C2", "project": ""}], ""),  # two fit: the person chooses
        ([{"contract": "C2", "project": "P2"}], "C1"),
        ([{"contract": "C2", "project": "P1", "first_day": MONDAY}], "C1"),
    ],
)
def test_the_contract_is_filled_in_when_exactly_one_fits(others: list[dict[str, Any]], code: str):
    rows = [
        {"contract": "C1", "technician": "HUET", "project": "P1"},
        *({"technician": "HUET", **row} for row in others),
    ]
    assert filled(house(booking("A"), Contrats=table_rows("Contrats", rows)))[0]["contract"] == code


def test_numbers_go_on_from_the_last_one_that_counts():
    typed = [
        {"number": "S-0009", "day": MONDAY, "project": "P1"},
        {"number": "extra", "day": MONDAY, "project": "P1"},
    ]
    held = house(booking("A"), booking("B", who="LENOIR"), Seances=table_rows("Seances", typed))
    assert [row["number"] for row in filled(held)] == ["S-0010", "S-0011"]


def test_a_second_time_adds_nothing_and_a_booking_with_its_session_is_counted():
    held = with_sessions(house(booking("A"), booking("B", who="LENOIR")))
    again = sessions(held, day=FRIDAY)
    assert not again.appended
    assert again.summary == "aucune séance à ajouter le 20/11/2026, 2 réservations déjà en séance"
    # One typed without a person, under the contract of the one booked.
    typed = [{"number": "S1", "day": FRIDAY, "project": "P1", "task": "A", "contract": "C1"}]
    contracts = [{"contract": "C1", "technician": "HUET"}]
    held = house(
        booking("A"), Seances=table_rows("Seances", typed), Contrats=table_rows("Contrats", contracts)
    )
    assert not sessions(held, day=FRIDAY).appended


def test_options_and_tasks_gone_are_said():
    outcome = sessions(house(booking("A"), booking("B"), booking("GONE")), day=FRIDAY)
    assert outcome.appended["Seances"].column("task") == ["A", "B"]
    assert outcome.lines == (
        "en option ce jour-là, à annuler si rien n'a eu lieu : B",
        "tâches annulées ou retirées depuis, sans séance : GONE",
    )


def test_yesterday_is_the_last_working_day_and_a_saturday_booked_since_is_said():
    held = house(booking("A"), booking("B", SATURDAY))
    outcome = sessions(held)
    assert outcome.summary == "1 séance du 20/11/2026 à confirmer"
    assert outcome.lines == ("réservations aussi un jour non ouvré : --day 21/11/2026",)


def test_the_bookings_of_yesterday_are_found_after_the_refresh_of_this_morning():
    before = house(booking("A"), booking("A", MONDAY), today=FRIDAY)
    friday = refreshed(before, [])
    assert FRIDAY in friday.office["Reservations"].column("day")
    monday = refreshed(replace(friday.office, today=MONDAY, memory=friday.memory), [])
    assert FRIDAY not in monday.office["Reservations"].column("day")
    now = replace(monday.office, memory=monday.memory)
    assert [(row["task"], row["technician"]) for row in filled(now)] == [("A", "HUET")]


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (TUESDAY, "le mardi 24/11/2026 est à venir : un jour jusqu'au 23/11/2026 attendu, rien n'est ajouté"),
        (SATURDAY, "aucune réservation le samedi 21/11/2026, jour non ouvré : rien n'est ajouté"),
        (MONDAY, "aucune réservation le lundi 23/11/2026 : rien n'est ajouté"),
        (
            date(2026, 11, 19),
            "les réservations du jeudi 19/11/2026 ne sont pas connues (connues depuis le 20/11/2026) : tapez ses "
            "séances à la main",
        ),
    ],
)
def test_a_day_that_gives_no_session_is_refused_in_one_line(day: date, message: str):
    outcome = sessions(house(booking("A")), day=day)
    assert [problem.message for problem in outcome.problems] == [message]
    assert outcome.is_blocked and not outcome.appended


def test_without_any_refresh_nothing_is_known():
    assert "aucune actualisation n'est gardée" in sessions(house(), day=FRIDAY).problems[0].message


def worked(held: Office) -> dict[str, Any]:
    """Every figure that the sessions of an office give."""
    return {
        "hours": {task: facts.minutes for task, facts in session_facts(held).items()},
        "line": line_work(held).worked,
        "left": remaining_days(held)["A"],
        "pay": [sheet for sheet in payroll(held, "2026-11").pay.column("worked_minutes") if sheet],
        "annex": len(annex(held, "P1", MONDAY)),
        "cost": bool(costs(held).minutes),
    }


def paying() -> dict[str, Rows]:
    contract = {
        "contract": "C1", "technician": "HUET", "project": "P1", "type": "CDDU", "hourly_rate_cents": 2000,
        "first_day": FRIDAY, "last_day": MONDAY,
    }  # fmt: skip
    line = {"line": "L1", "project": "P1", "version": 1, "quantity": Decimal(3), "unit": "jour"}
    return {"Contrats": table_rows("Contrats", [contract]), "Devis": table_rows("Devis", [line])}


NOTHING = {"hours": {}, "line": {}, "left": Decimal(3), "pay": [], "annex": 0, "cost": False}


def test_a_session_to_confirm_counts_for_nothing():
    held = with_sessions(house(booking("A"), **paying()))
    assert worked(held) == NOTHING
    columns, problems = session_columns(held)
    assert columns.column("alert") == ["à confirmer : ne compte pas"]
    assert [(problem.heading, problem.message) for problem in problems if problem.table == "Seances"] == [
        (
            "État",
            "1 séance du 20/11/2026 à confirmer (BS-0001) : rien n'en est payé, facturé ni compté tant que vous n'y "
            "touchez pas ; corrigez la ligne, ou changez son état",
        )
    ]
    assert (
        dict(actions(held, concerns_of(held, []), []).select("subject", "count"))["Séances à confirmer"] == 1
    )
    assert dict(actions(held, concerns_of(held, []), []).select("subject", "count"))["Séances à valider"] == 0


def test_a_cancelled_session_counts_for_nothing_and_waits_for_nobody():
    held = with_sessions(house(booking("A"), **paying()), state="Annulée")
    assert worked(held) == NOTHING
    columns, problems = session_columns(held)
    assert columns.column("alert") == ["annulée : ne compte pas"] and not problems


@pytest.mark.parametrize("state", ["", "Confirmée"])
def test_a_session_whose_state_was_changed_counts(state: str):
    held = with_sessions(house(booking("A"), **paying()), state=state)
    assert worked(held) == {
        "hours": {"A": 480}, "line": {"L1": 480}, "left": Decimal(2), "pay": [480], "annex": 1, "cost": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        ({}, False),
        ({"remarks": "bon attendu"}, False),
        ({"end": 1140}, True),
        ({"pause_minutes": 30}, True),
        ({"technician": "LENOIR"}, True),
        ({"remaining_days": Decimal(0)}, True),
        ({"done_rate": Decimal("0.5")}, True),
        ({"validated": True}, True),
        ({"billing": "Incluse"}, True),
        # Typed by hand and said to be confirmed: only its state says otherwise.
        ({"foreseen": "", "end": 1140}, False),
    ],
)
def test_a_session_that_a_person_touched_counts(changed: dict[str, Any], counts: bool):
    held = with_sessions(house(booking("A")), **changed)
    assert list(counted_rows(held)) == [counts]


def test_a_session_to_confirm_does_not_finish_its_task_and_one_reported_does():
    held = house(booking("A"))
    assert remaining_days(with_sessions(held))["A"] == 3
    assert remaining_days(with_sessions(held, remaining_days=Decimal(0)))["A"] == 0


def test_the_pay_and_the_invoice_of_the_month_say_what_is_still_to_confirm():
    held = with_sessions(house(booking("A"), **paying()))
    watched = payroll(held, "2026-11").watched
    assert [problem.message[:36] for problem in watched] == ["1 séance du 20/11/2026 à confirmer ("]
    assert not payroll(held, "2026-10").watched
