"""Which days are on the axis of a plan: those somebody works, and as far back as finished work goes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.domain.planning.plan.schedule import schedule
from tests.domain.offices import office, table_rows

SATURDAY = date(2026, 11, 28)


def task(code, days, predecessors="", **rest):
    row = {"task": code, "project": "P1", "duration_days": Decimal(days), "predecessors": predecessors}
    return {**row, **rest}


def starts(*tasks, **tables):
    frames = {name: table_rows(name, rows) for name, rows in tables.items()}
    made = schedule(
        office(
            Projets=table_rows("Projets", [{"code": "P1"}]), Planning=table_rows("Planning", tasks), **frames
        )
    )
    return made.columns.column("start_day")


@pytest.mark.parametrize(
    ("room_days", "day"), [("", SATURDAY), ("lu-sa", SATURDAY), ("lu-ve", date(2026, 11, 30))]
)
def test_a_saturday_is_worked_by_who_works_it_in_a_room_that_does_not_say_otherwise(room_days, day):
    fixed = task("A", 1, technician="T1", room="S1", fixed_day=SATURDAY)
    team, rooms = [{"code": "T1", "working_days": "lu-sa"}], [{"code": "S1", "open_days": room_days}]
    assert starts(fixed, Equipe=team, Salles=rooms) == [day]


def test_finished_work_without_session_goes_back_as_far_as_its_chain_is_long():
    session = {"number": "S1", "day": date(2026, 11, 16), "project": "P1", "task": "C"}
    chain = (
        task("A", 60, state="Terminé"),
        task("B", 60, "A", state="Terminé"),
        task("C", 5, "B", state="En cours"),
    )
    # 60 and 120 working days before Monday 16 November 2026.
    assert starts(*chain, Seances=[session]) == [date(2026, 5, 28), date(2026, 8, 21), date(2026, 11, 16)]
