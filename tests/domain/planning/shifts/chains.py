"""A confirmed chain of four tasks, and what another project has confirmed beside it.

Monday 23 November 2026 is today; rushes on Tuesday 24. The plan in force has no gap:

- A, two days, T1 in S1, 24 and 25, confirmed;
- B, one day behind A, T2, 26, confirmed;
- V, half a day behind B, nobody, 27 in the morning, confirmed;
- C, one day behind V, T3, from 27 in the afternoon to 30 in the morning, an option. Due on Friday 4 December.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.schema.vocabulary import TaskState
from tests.domain.offices import MONDAY, office, table_rows, with_plan

CONFIRMED, OPTION = TaskState.CONFIRMED, TaskState.OPTION_1
TEAM = [{"code": code, "skills": "Mixeur"} for code in ("T1", "T2", "T3", "T4")]


def nov(day: int) -> date:
    return date(2026, 11, day)


def dec(day: int) -> date:
    return date(2026, 12, day)


def task(code: str, days: str, predecessors: str = "", **rest: Any) -> dict[str, Any]:
    row = {"task": code, "project": "P1", "duration_days": Decimal(days), "predecessors": predecessors}
    return {**row, "state": CONFIRMED, **rest}


def held(row: dict[str, Any], start: date, end: date, person: str = "", room: str = "") -> dict[str, Any]:
    """A row with the plan in force in its computed columns."""
    return {
        **row,
        "start_day": start,
        "end_day": end,
        "assigned_technician": person,
        "assigned_room": room,
    }


A = held(task("A", "2", technician="T1", room="S1"), nov(24), nov(25), "T1", "S1")
B = held(task("B", "1", "A", technician="T2"), nov(26), nov(26), "T2")
V = held(task("V", "0.5", "B"), nov(27), nov(27))
C = held(task("C", "1", "V", technician="T3", state=OPTION), nov(27), nov(30), "T3")
CHAIN = (A, B, V, C)


def of_another(code: str, person: str, day: date, room: str = "", **rest: Any) -> dict[str, Any]:
    """A day of another project, imposed on it so that nothing else may move it."""
    return held(task(code, "1", project="P2", technician=person, room=room, **rest), day, day, person, room)


def chain(*tasks: dict[str, Any], today: date = MONDAY, **tables: list[dict[str, Any]]) -> Office:
    """An office that holds the plan of a chain, made on its day."""
    rows = {
        "Projets": [
            {"code": "P1", "rushes_day": nov(24), "delivery_day": dec(4)},
            {"code": "P2"},
        ],
        "Equipe": TEAM,
        "Salles": [{"code": "S1", "type": "Auditorium"}, {"code": "S2", "type": "Auditorium"}],
        "Planning": list(tasks or CHAIN),
        **tables,
    }
    given = office(today, **{name: table_rows(name, held) for name, held in rows.items()})
    return with_plan(given, schedule(given))


def days(given: Office) -> dict[str, tuple[date, date]]:
    """First and last day of each task, as the office holds them."""
    return {row.task: (row.start_day, row.end_day) for row in given["Planning"]}
