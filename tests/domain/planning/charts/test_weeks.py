"""The next four weeks as they are drawn, on Monday 23 November 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.documents.charts.gantt import Gantt, Look
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.charts.boards import people_of, rooms_of
from postprod_xl.domain.planning.charts.weeks import weeks_of
from tests.domain.offices import office, table_rows


def nov(day: int) -> date:
    return date(2026, 11, day)


def dec(day: int) -> date:
    return date(2026, 12, day)


def task(code: str, first: date, last: date, **rest: Any) -> dict[str, Any]:
    row = {"task": code, "project": "P1", "start_day": first, "end_day": last, "state": "Confirmé"}
    return {**row, "duration_days": Decimal(1), "label": code.title(), **rest}


def made(tasks: list[dict[str, Any]], **tables: list[dict[str, Any]]) -> Office:
    given = {"Projets": [{"code": "P1", "status": "En cours", "title": "Crue"}], "Planning": tasks, **tables}
    return office(**{name: table_rows(name, rows) for name, rows in given.items()})


def booking(task: str, day: date, **rest: Any) -> dict[str, Any]:
    return {"day": day, "half_day": "Journée", "project": "P1", "task": task, "state": "Confirmé", **rest}


def columns(chart: Gantt, look: Look | None = None) -> list[list[int]]:
    """The columns drawn of each heading, of one look or of all of them."""
    return [
        [
            place
            for bar in group.heading.bars
            if look in (None, bar.look)
            for place in range(bar.first, bar.last + 1)
        ]
        for group in chart.groups
    ]


def test_four_weeks_are_twenty_days_from_this_monday():
    chart = weeks_of(made([task("A", nov(23), nov(24))]))
    assert (len(chart.slots), chart.slots[0].first, chart.slots[-1].first) == (20, nov(23), dec(18))
    assert chart.lines == ("Situation au 23/11/2026, jusqu'au 18/12/2026 : 1 projet, 1 tâche.",)


def test_only_what_shares_a_day_with_the_four_weeks_is_drawn():
    ended, begun = task("AVANT", nov(16), nov(20)), task("DEDANS", nov(19), nov(23))
    later, last = task("APRES", dec(21), dec(22)), task("FIN", dec(18), dec(30))
    chart = weeks_of(made([ended, begun, later, last]))
    assert [row.task for row in chart.groups[0].tasks] == ["DEDANS", "FIN"]


def test_a_series_has_a_group_per_episode_and_a_single_film_one():
    tasks = [
        task("E2-MIX", nov(24), nov(24), episode=2),
        task("E1-MIX", nov(23), nov(23), episode=1),
        task("BIBLE", nov(25), nov(25)),
    ]
    chart = weeks_of(made(tasks))
    assert [group.heading.label for group in chart.groups] == ["Crue", "épisode 1 — Crue", "épisode 2 — Crue"]
    assert [[row.task for row in group.tasks] for group in chart.groups] == [
        ["BIBLE"],
        ["E1-MIX"],
        ["E2-MIX"],
    ]
    alone = weeks_of(made([task("MIX", nov(23), nov(23), episode=1)]))
    assert [group.heading.label for group in alone.groups] == ["Crue"]


def test_each_person_has_her_bookings_on_a_line_each_and_who_is_free_is_there():
    people = [
        {"code": "T1", "first_name": "Léa", "last_name": "Roy", "job": "Monteuse"},
        {"code": "T2", "first_name": "Ali", "last_name": "Ben"},
    ]
    bookings = [
        booking("A", nov(23), technician="T1", room="S1"),
        booking("A", nov(25), technician="T1", room="S1", half_day="Matin"),
        booking("B", nov(25), technician="T1", half_day="Après-midi"),
    ]
    tasks = [task("A", nov(23), nov(25)), task("B", nov(25), nov(25))]
    chart = people_of(made(tasks, Equipe=people, Reservations=bookings))
    assert [(group.heading.technician, group.heading.label) for group in chart.groups] == [
        ("T1", "Léa Roy — Monteuse"),
        ("T2", "Ali Ben"),
    ]
    assert [(row.task, row.halves) for row in chart.groups[0].tasks] == [
        ("A", {2: "matin"}),
        ("B", {2: "a.-m."}),
    ]
    assert columns(chart) == [[0, 2], []]
    # Four half-days of the forty of four weeks.
    assert [group.heading.state for group in chart.groups] == ["10 %", "0 %"]
    assert chart.lines[0].endswith("2 personnes, dont 1 sans réservation.")


def test_an_absence_is_seen_and_a_conflict_is_that_of_who_it_names():
    clash = "T1 déjà pris par P2-MIX (Confirmé)"
    bookings = [
        booking("A", nov(24), technician="T1", room="S1", conflict=clash),
        booking("A", nov(26), technician="T1", room="S1", conflict="Contrat à régler : DPAE absente de T1"),
    ]
    tables = {
        "Equipe": [{"code": "T1"}],
        "Salles": [{"code": "S1", "name": "Auditorium"}],
        "Absences": [{"resource": "T1", "first_day": nov(30), "last_day": dec(1)}],
        "Reservations": bookings,
    }
    tasks = [task("A", nov(24), nov(26))]
    people, rooms = people_of(made(tasks, **tables)), rooms_of(made(tasks, **tables))
    assert columns(people, Look.CLASH) == [[1]] and columns(people, Look.SUMMARY) == [[3]]
    assert columns(people, Look.ABSENT) == [[5, 6]]
    assert columns(rooms, Look.CLASH) == [[]] and columns(rooms) == [[1, 3]]


def test_a_room_known_by_a_booking_alone_is_drawn_last():
    bookings = [booking("A", nov(24), technician="T1", room="S9")]
    chart = rooms_of(made([task("A", nov(24), nov(24))], Salles=[{"code": "S1"}], Reservations=bookings))
    assert [group.heading.room for group in chart.groups] == ["S1", "S9"]


def test_an_episode_with_dates_of_its_own_has_its_director_its_promise_and_its_lateness():
    tasks = [
        task("E1-MIX", nov(23), nov(25), episode=1),
        task("E2-MIX", nov(24), nov(24), episode=2),
    ]
    own = {"project": "P1", "number": 1, "title": "Le port", "director": "Zoé Lam", "delivery_day": nov(24)}
    projects = [{"code": "P1", "status": "En cours", "title": "Crue", "delivery_day": dec(18)}]
    chart = weeks_of(made(tasks, Projets=projects, Episodes=[{**own, "late_days": Decimal(1)}]))
    first, second = (group.heading for group in chart.groups)
    assert (first.label, first.mark, first.late_days) == ("épisode 1 — Le port — Zoé Lam", 1, Decimal(1))
    assert (second.label, second.mark, second.late_days) == ("épisode 2 — Crue", 19, None)
    assert [bar.look for bar in chart.groups[0].tasks[0].bars] == [Look.FIRM, Look.LATE]
