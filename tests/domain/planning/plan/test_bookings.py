"""Bookings from Monday 23 November 2026, and what they clash with."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.planning.plan.bookings import Bookings, bookings
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import office, table_rows


def nov(day: int) -> date:
    return date(2026, 11, day)


def task(code: str, days: str = "1", predecessors: str = "", **rest: Any) -> dict[str, Any]:
    row = {"task": code, "project": "P1", "duration_days": Decimal(days), "predecessors": predecessors}
    return {**row, "technician": "T1", "state": "Confirmé", **rest}


def kept(code: str, days: str = "1", **rest: Any) -> dict[str, Any]:
    """A task whose start somebody has imposed: it stays there over anything."""
    return task(code, days, fixed_day=nov(23), **rest)


def booked(*tasks: dict[str, Any], **frames: list[dict[str, Any]]) -> Bookings:
    tables = {
        "Projets": [{"code": "P1"}, {"code": "P2"}],
        "Equipe": [{"code": "T1"}, {"code": "T2"}],
        "Salles": [{"code": "S1"}],
        **frames,
    }
    given_office = office(
        Planning=table_rows("Planning", list(tasks)),
        **{name: table_rows(name, rows) for name, rows in tables.items()},
    )
    plan = schedule(given_office)
    return bookings(plan)


def lines(found: Bookings) -> list[tuple[int, str, str]]:
    columns = (found.rows.column(name) for name in ("day", "half_day", "task"))
    return [(day.day, half, code) for day, half, code in zip(*columns, strict=True)]


def conflicts(found: Bookings) -> list[str]:
    return found.rows.column("conflict")


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
    assert list(found.rows.columns) == [column.name for column in BY_NAME["Reservations"].columns]


def test_a_quarter_of_a_day_takes_its_half_day() -> None:
    found = booked(task("A", "0.25"), task("B", "0.5", "A"), task("C", "0.75", "B"))
    assert lines(found) == [(23, "Matin", "A"), (23, "Après-midi", "B"), (24, "Journée", "C")]
    assert not any(conflicts(found))


def test_two_tasks_of_one_person_follow_each_other() -> None:
    found = booked(task("A", "1.5"), task("B", "1", project="P2"))
    # The shorter first: the sum of the ends is the least.
    assert lines(found) == [(23, "Journée", "B"), (24, "Journée", "A"), (25, "Matin", "A")]
    assert not any(conflicts(found)) and not found.problems


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
    found = booked(kept("A", "2"), kept("B", "3", project="P2"))
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


def test_a_task_tells_the_first_day_it_clashes_whatever_the_order_of_the_rows() -> None:
    found = booked(kept("A", "3"), task("B", "0.5", fixed_day=nov(25)), task("C", "0.5", fixed_day=nov(24)))
    assert found.conflicts[5] == "Conflit le 24/11 : T1 déjà pris par C (Confirmé) (et 1 autre)"


def test_a_room_and_a_person_taken_by_the_same_task_make_one_clash() -> None:
    found = booked(kept("A", room="S1"), kept("B", room="S1"))
    assert conflicts(found)[0] == "T1 et S1 déjà pris par B (Confirmé)"
    assert len(found.problems) == 1


def test_a_room_alone_is_feminine() -> None:
    found = booked(kept("A", room="S1"), kept("B", technician="T2", room="S1"))
    assert conflicts(found)[1] == "S1 déjà prise par A (Confirmé)"
    assert found.problems[0].heading == "Salle"


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("Option 1", "Confirmé"), ["2e option : T1 déjà pris par B (Confirmé)", ""]),
        (("Confirmé", "Option 2"), ["", "2e option : T1 déjà pris par A (Confirmé)"]),
        (("Option 2", "Option 1"), ["2e option : T1 aussi en option pour B (Option 1)", ""]),
        (
            ("Option 1", "Option 1"),
            ["T1 aussi en option pour B (Option 1)", "T1 aussi en option pour A (Option 1)"],
        ),
        (("", "Option 1"), ["2e option : T1 aussi en option pour B (Option 1)", ""]),
    ],
)
def test_the_weaker_booking_yields(states: tuple[str, str], expected: list[str]) -> None:
    found = booked(kept("A", state=states[0]), kept("B", state=states[1]))
    assert conflicts(found) == expected
    assert len(found.problems) == 1


def test_a_second_option_is_told_as_such_in_the_alert() -> None:
    found = booked(kept("A", state="Option 1"), kept("B"))
    assert found.conflicts == {5: "2e option le 23/11 : T1 déjà pris par B (Confirmé)"}


def test_a_task_pauses_over_an_absence_and_one_that_stays_clashes_with_it() -> None:
    absent = [
        {"resource": "T1", "first_day": nov(24), "last_day": nov(25), "half_day": "Matin", "reason": "Secret"}
    ]
    found = booked(task("A", "1.5"), task("B", "0.5", "A"), Absences=absent)
    # The mornings of the 24th and 25th are off: A goes on in the afternoon of the 24th, B in that of the 25th.
    assert lines(found) == [(23, "Journée", "A"), (24, "Après-midi", "A"), (25, "Après-midi", "B")]
    assert not any(conflicts(found)) and not found.problems
    found = booked(task("A", "1", fixed_day=nov(24)), Absences=absent)
    assert lines(found) == [(24, "Journée", "A"), (25, "Après-midi", "A")]
    assert conflicts(found) == ["T1 absent", ""]
    assert found.problems[0].message == "A : T1 absent, 1 demi-journée à partir du 24/11/2026"
    assert "Secret" not in repr(found.problems)


def test_an_absence_without_end_is_one_day_and_told_as_a_reversed_one_is() -> None:
    absences = [
        {"resource": "S1", "first_day": nov(23)},
        {"resource": "T1", "first_day": nov(25), "last_day": nov(24)},
    ]
    found = booked(kept("A", "2", room="S1"), Absences=absences)
    assert lines(found) == [(23, "Journée", "A"), (24, "Journée", "A"), (25, "Journée", "A")]
    assert conflicts(found) == ["S1 indisponible", "", ""]
    assert [problem.table for problem in found.problems] == ["Absences", "Absences", "Planning"]
    assert found.problems[0].message == (
        "l'absence de S1 n'a pas de fin : seul le 23/11/2026 est compté, et les jours suivants peuvent être réservés ; "
        "tapez son dernier jour (le même pour un seul jour)"
    )


def test_half_a_day_of_absence_needs_no_end() -> None:
    away = {"resource": "S1", "first_day": nov(23), "half_day": "Matin"}
    found = booked(kept("A", "2", room="S1"), Absences=[away])
    assert not [problem for problem in found.problems if problem.table == "Absences"]


def test_people_and_rooms_are_off_on_the_days_their_week_leaves_out() -> None:
    frames = {
        "Equipe": [{"code": "T1", "working_days": "lu,me-ve"}],
        "Salles": [{"code": "S1", "open_days": "ma-sa"}],
    }
    # The room opens on Tuesday, the person comes back on Wednesday.
    assert lines(booked(task("A", "2", room="S1"), **frames)) == [(25, "Journée", "A"), (26, "Journée", "A")]
    found = booked(kept("A", "1", room="S1"), **frames)
    assert conflicts(found) == ["S1 fermée ce jour-là", "T1 ne travaille pas ce jour-là", ""]


def test_what_another_production_holds_is_avoided_or_told_without_its_name() -> None:
    rows = [task("A", "2"), task("B", "1", fixed_day=nov(24), technician="T2")]
    given_office = office(
        Planning=table_rows("Planning", rows),
        Projets=table_rows("Projets", [{"code": "P1"}]),
        Equipe=table_rows("Equipe", [{"code": "T1"}, {"code": "T2"}]),
    )
    outside = [Busy("T1", nov(23), "Matin"), Busy("T2", nov(24)), Busy("T3", nov(24))]
    found = bookings(schedule(given_office, outside), outside)
    assert lines(found) == [
        (23, "Après-midi", "A"),
        (24, "Journée", "A"),
        (24, "Journée", "B"),
        (25, "Matin", "A"),
    ]
    assert conflicts(found) == ["", "", "T2 occupé (autre production)", ""]
    assert found.conflicts == {6: "Conflit le 24/11 : T2 occupé (autre production)"}


def test_an_unreadable_week_is_told_and_counts_as_every_day() -> None:
    found = booked(task("A"), Equipe=[{"code": "T1", "working_days": "toujours"}])
    (problem,) = found.problems
    assert (problem.table, problem.heading, problem.found) == ("Equipe", "Jours travaillés", "toujours")
    assert conflicts(found) == [""]


def test_several_clashes_of_a_task_show_the_first_and_count_the_others() -> None:
    found = booked(kept("A"), kept("B"), kept("C"), kept("D"))
    assert found.conflicts[5] == "Conflit le 23/11 : T1 déjà pris par B (Confirmé) (et 2 autres)"
    assert len(found.problems) == 6  # four tasks, six pairs


def test_an_empty_office_has_no_booking() -> None:
    found = booked()
    assert len(found.rows) == 0 and not found.problems and not found.conflicts


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
def test_bookings_are_sorted_cover_each_task_and_take_nobody_twice(
    rows: list[tuple[int, str, str, int]],
) -> None:
    tasks = [
        task(f"A{rank}", str(Decimal(quarters) / 4), technician=who, room=room, earliest_day=nov(day))
        for rank, (quarters, who, room, day) in enumerate(rows)
    ]
    found = booked(*tasks).rows
    halves = ["Journée", "Matin", "Après-midi"]
    keys = [
        (day, halves.index(half), code)
        for day, half, code in zip(
            found.column("day"), found.column("half_day"), found.column("task"), strict=True
        )
    ]
    assert keys == sorted(set(keys))
    taken = Counter()
    for day, half, _, technician, room in found.select("day", "half_day", "task", "technician", "room"):
        for code in filter(None, (technician, room)):
            taken.update((code, day, part) for part in (halves[1:] if half == "Journée" else [half]))
    assert max(taken.values(), default=1) == 1
    for rank, (quarters, who, room, _) in enumerate(rows):
        own = [row.half_day for row in found if row.task == f"A{rank}"]
        # Every task works all its half-days, a quarter of a day counting for one.
        worked = sum(2 if half == "Journée" else 1 for half in own)
        assert worked == (-(-quarters // 2) if who or room else 0)
