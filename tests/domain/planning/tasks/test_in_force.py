"""The plan in force as both of its tables say it: one heals the other, and what they dispute is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.in_force import Kept, days_held, plan_in_force
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 23)


def nov(day: int) -> date:
    return date(2026, 11, day)


TASK: dict[str, Any] = {
    "task": "A",
    "project": "P1",
    "duration_days": Decimal(2),
    "start_day": nov(24),
    "end_day": nov(25),
    "assigned_technician": "T1",
    "assigned_room": "S1",
}
FIRST, SECOND = (
    {"day": nov(day), "half_day": half, "task": "A", "technician": "T1", "room": "S1"}
    for day, half in ((24, "Après-midi"), (25, "Journée"))
)
RIGHT = Kept(nov(24), 1, "T1", "S1")


def held(task: dict[str, Any] | None = None, *bookings: dict[str, Any]) -> Office:
    codes = {
        "Equipe": [{"code": "T1"}, {"code": "T2"}],
        "Salles": [{"code": "S1"}],
        "Projets": [{"code": "P1"}],
    }
    tables = {**codes, "Planning": [{**TASK, **(task or {})}], "Reservations": list(bookings)}
    return office(TODAY, **{name: table_rows(name, rows) for name, rows in tables.items()})


def messages(home: Office) -> list[str]:
    return [problem.message for problem in plan_in_force(home).problems]


def test_the_plan_in_force_is_that_of_both_tables() -> None:
    home = held({}, FIRST, SECOND)
    assert plan_in_force(home).kept == {"A": RIGHT} and not messages(home)


def test_computed_cells_that_were_emptied_are_taken_from_the_bookings() -> None:
    empty = {"start_day": None, "end_day": None, "assigned_technician": "", "assigned_room": ""}
    home = held(empty, FIRST, SECOND)
    assert plan_in_force(home).kept == {"A": RIGHT} and not messages(home)


def test_a_name_that_most_cells_do_not_say_is_passed_over() -> None:
    for home in (
        held({"assigned_technician": "T2"}, FIRST, SECOND),
        held({}, {**FIRST, "technician": "T2"}, SECOND),
    ):
        assert plan_in_force(home).kept == {"A": RIGHT} and not messages(home)


def test_a_name_that_is_no_code_is_never_held() -> None:
    home = held({"assigned_technician": "#REF!"}, SECOND)
    assert plan_in_force(home).kept["A"].person == "T1"


def test_two_names_that_weigh_the_same_are_named() -> None:
    home = held({"assigned_technician": "T2", "start_day": nov(25)}, SECOND)
    [message] = messages(home)
    assert plan_in_force(home).kept["A"].person == "T2"
    assert message.startswith("A : « T2 » ici, « T1 » dans Réservations")


def test_a_start_that_the_bookings_do_not_say_is_named() -> None:
    home = held({"start_day": nov(30), "end_day": nov(30)}, FIRST, SECOND)
    assert plan_in_force(home).kept == {"A": RIGHT}
    assert messages(home)[0].startswith("A : « 30/11/2026 » ici, « 24/11/2026 » dans Réservations")


def test_bookings_without_a_day_are_told_once_and_the_start_is_that_of_the_task() -> None:
    home = held({}, {**FIRST, "day": None}, {**SECOND, "half_day": ""})
    assert plan_in_force(home).kept == {"A": Kept(nov(24), 0, "T1", "S1")}
    assert messages(home)[0].startswith("2 lignes de Réservations sans date")


def test_bookings_that_are_gone_are_told() -> None:
    assert messages(held()) == [
        "A : plus de ligne dans Réservations, elles sont refaites à partir de ses dates"
    ]
    assert not messages(held({"state": "Terminé", "fixed_day": nov(20)}))


def test_computed_days_no_task_can_have_are_named_and_left_out() -> None:
    for start, end in ((nov(25), nov(24)), (date(1950, 1, 1), nov(24)), (nov(24), date(2099, 1, 1))):
        assert days_held(start, end, TODAY) is None
        assert "modifiés à la main" in messages(held({"start_day": start, "end_day": end}))[0]


def test_a_finished_task_whose_days_are_lost_says_what_is_estimated() -> None:
    done = {**TASK, "task": "B", "state": "Terminé", "start_day": None, "end_day": None}
    home = held({}, FIRST, SECOND)
    home = home.with_rows("Planning", table_rows("Planning", [TASK, done]))
    [message] = messages(home)
    assert message.startswith("B : terminée sans qu'un jour en soit connu")


def test_a_task_begun_may_start_before_its_bookings_or_have_none_left() -> None:
    home = held({"start_day": nov(23), "state": "En cours"}, FIRST, SECOND)
    assert not messages(home)
    session = table_rows("Seances", [{"number": "S1", "task": "A", "day": TODAY}])
    assert not messages(held().with_rows("Seances", session))
