"""Bookings from Monday 23 November 2026, and what they clash with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postprod_xl.domain.scheduling.bookings import Bookings, bookings
from postprod_xl.domain.scheduling.schedule import schedule
from postprod_xl.schema.tables import BY_NAME
from tests.domain.frames import frame, office


def nov(day: int) -> date:
    return date(2026, 11, day)


def task(code: str, days: str = "1", predecessors: str = "", **rest: Any) -> dict[str, Any]:
    row = {"task": code, "project": "P1", "duration_days": Decimal(days), "predecessors": predecessors}
    return {**row, "technician": "T1", "state": "Confirmé", **rest}


def booked(*tasks: dict[str, Any], **frames: list[dict[str, Any]]) -> Bookings:
    tables = {
        "Projets": [{"code": "P1"}, {"code": "P2"}],
        "Equipe": [{"code": "T1"}, {"code": "T2"}],
        "Salles": [{"code": "S1"}],
        **frames,
    }
    given_office = office(
        Planning=frame("Planning", list(tasks)), **{name: frame(name, rows) for name, rows in tables.items()}
    )
    plan = schedule(given_office)
    return bookings(plan)


def lines(found: Bookings) -> list[tuple[int, str, str]]:
    columns = (found.rows[name].tolist() for name in ("day", "half_day", "task"))
    return [(day.day, half, code) for day, half, code in zip(*columns, strict=True)]


def conflicts(found: Bookings) -> list[str]:
    return found.rows["conflict"].tolist()


def test_a_task_is_booked_each_working_day_and_its_last_half_day() -> None:
    found = booked(task("A", "4.5"), task("B", "1", "A"))
    assert lines(found) == [
        (23, "Journée", "A"),
        (24, "Journée", "A"),
        (25, "Journée", "A"),
        (26, "Journée", "A"),
        (27, "Matin", "A"),
        (27, "Après-midi", "B"),
        (30, "Matin", "B"),
    ]
    assert not found.problems and not any(conflicts(found))
    assert found.rows.columns.tolist() == [column.name for column in BY_NAME["Reservations"].columns]


def test_quarters_fill_the_half_days_they_touch() -> None:
    found = booked(task("A", "0.25"), task("B", "0.5", "A"), task("C", "0.25", "B"))
    assert lines(found) == [(23, "Journée", "B"), (23, "Matin", "A"), (23, "Après-midi", "C")]
    # They follow one another in the same day: nobody is taken twice.
    assert not any(conflicts(found))


def test_only_tasks_with_somebody_and_something_left_are_booked() -> None:
    found = booked(
        task("A", technician=""),
        task("B", state="Terminé"),
        task("C", state="Annulé"),
        task("D", "0"),
        task("E", technician="", room="S1"),
        task("F", project="P2"),
        Projets=[{"code": "P1"}, {"code": "P2", "status": "Annulé"}],
    )
    assert lines(found) == [(23, "Journée", "E")]


def test_what_is_past_is_not_booked() -> None:
    done = {"number": "B1", "day": nov(20), "project": "P1", "task": "A", "remaining_days": Decimal(1)}
    assert lines(booked(task("A", "3"), Seances=[done])) == [(23, "Journée", "A")]


def test_two_confirmed_tasks_clash_on_both_sides_and_are_told_once() -> None:
    found = booked(task("A", "2"), task("B", "3", project="P2"))
    # 23 and 24 are taken twice: four half-days. The 25th is free.
    assert conflicts(found) == [
        "T1 déjà pris par B (Confirmé)",
        "T1 déjà pris par A (Confirmé)",
        "T1 déjà pris par B (Confirmé)",
        "T1 déjà pris par A (Confirmé)",
        "",
    ]
    (problem,) = found.problems
    assert (problem.table, problem.row, problem.heading, problem.found) == ("Planning", 6, "Technicien", "T1")
    assert problem.message == "B : T1 déjà pris par A (Confirmé), 4 demi-journées à partir du 23/11/2026"
    assert found.conflicts == {
        5: "Conflit le 23/11 : T1 déjà pris par B (Confirmé)",
        6: "Conflit le 23/11 : T1 déjà pris par A (Confirmé)",
    }


def test_a_room_and_a_person_taken_by_the_same_task_make_one_clash() -> None:
    found = booked(task("A", room="S1"), task("B", room="S1"))
    assert conflicts(found)[0] == "T1 et S1 déjà pris par B (Confirmé)"
    assert len(found.problems) == 1


def test_a_room_alone_is_feminine() -> None:
    found = booked(task("A", room="S1"), task("B", technician="T2", room="S1"))
    assert conflicts(found)[1] == "S1 déjà prise par A (Confirmé)"
    assert found.problems[0].heading == "Salle"


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("Option 1", "Confirmé"), ["2e option : T1 déjà pris par B (Confirmé)", ""]),
        (("En cours", "Option 2"), ["", "2e option : T1 déjà pris par A (En cours)"]),
        (("Option 2", "Option 1"), ["2e option : T1 aussi en option pour B (Option 1)", ""]),
        (
            ("Option 1", "Option 1"),
            ["T1 aussi en option pour B (Option 1)", "T1 aussi en option pour A (Option 1)"],
        ),
        (("", "Option 1"), ["2e option : T1 aussi en option pour B (Option 1)", ""]),
    ],
)
def test_the_weaker_booking_yields(states: tuple[str, str], expected: list[str]) -> None:
    found = booked(task("A", state=states[0]), task("B", state=states[1]))
    assert conflicts(found) == expected
    assert len(found.problems) == 1


def test_a_second_option_is_told_as_such_in_the_alert() -> None:
    found = booked(task("A", state="Option 1"), task("B"))
    assert found.conflicts == {5: "2e option le 23/11 : T1 déjà pris par B (Confirmé)"}


def test_an_absence_clashes_only_on_its_half_days() -> None:
    absent = [
        {"resource": "T1", "first_day": nov(24), "last_day": nov(25), "half_day": "Matin", "reason": "Secret"}
    ]
    found = booked(task("A", "1.5"), task("B", "0.5", "A"), Absences=absent)
    assert lines(found) == [(23, "Journée", "A"), (24, "Matin", "A"), (24, "Après-midi", "B")]
    assert conflicts(found) == ["", "T1 absent", ""]
    assert found.problems[0].message == "A : T1 absent, 1 demi-journée à partir du 24/11/2026"
    assert "Secret" not in repr(found.problems)


def test_an_absence_without_end_is_one_day_and_a_reversed_one_is_told() -> None:
    absences = [
        {"resource": "S1", "first_day": nov(23)},
        {"resource": "T1", "first_day": nov(25), "last_day": nov(24)},
    ]
    found = booked(task("A", "3", room="S1"), Absences=absences)
    assert conflicts(found) == ["S1 indisponible", "", ""]
    assert [problem.table for problem in found.problems] == ["Absences", "Planning"]


def test_people_and_rooms_are_off_on_the_days_their_week_leaves_out() -> None:
    found = booked(
        task("A", "2", room="S1"),
        Equipe=[{"code": "T1", "working_days": "lu,me-ve"}],
        Salles=[{"code": "S1", "open_days": "ma-sa"}],
    )
    assert conflicts(found) == ["S1 fermée ce jour-là", "T1 ne travaille pas ce jour-là"]


def test_an_unreadable_week_is_told_and_counts_as_every_day() -> None:
    found = booked(task("A"), Equipe=[{"code": "T1", "working_days": "toujours"}])
    (problem,) = found.problems
    assert (problem.table, problem.heading, problem.found) == ("Equipe", "Jours travaillés", "toujours")
    assert conflicts(found) == [""]


def test_several_clashes_of_a_task_show_the_first_and_count_the_others() -> None:
    found = booked(task("A"), task("B"), task("C"), task("D"))
    assert found.conflicts[5] == "Conflit le 23/11 : T1 déjà pris par B (Confirmé) (et 2 autres)"
    assert len(found.problems) == 6  # four tasks, six pairs


def test_an_empty_office_has_no_booking() -> None:
    found = booked()
    assert len(found.rows) == 0 and not found.problems and not found.conflicts


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 30),
            st.sampled_from(["", "T1", "T2"]),
            st.sampled_from(["", "S1"]),
            st.integers(2, 27),
        ),
        max_size=6,
    )
)
def test_bookings_are_sorted_unique_and_cover_each_task(rows: list[tuple[int, str, str, int]]) -> None:
    tasks = [
        task(f"A{rank}", str(Decimal(quarters) / 4), technician=who, room=room, earliest_day=nov(day))
        for rank, (quarters, who, room, day) in enumerate(rows)
    ]
    found = booked(*tasks).rows
    halves = ["Journée", "Matin", "Après-midi"]
    keys = [
        (day, halves.index(half), code)
        for day, half, code in zip(found["day"], found["half_day"], found["task"], strict=True)
    ]
    assert keys == sorted(set(keys))
    for rank, (quarters, who, room, _) in enumerate(rows):
        own = found[found["task"] == f"A{rank}"]
        # Every task starts in the morning: whole days, then a last partial one.
        assert len(own) == (-(-quarters // 4) if who or room else 0)
