"""A person who has half of their days for a task, from Monday 23 November 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.bookings import Bookings, bookings
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.domain.planning.shifts.shifted import shifted
from postprod_xl.engines.schedule import verify
from postprod_xl.schema.problems import Severity
from tests.domain.offices import office, table_rows, with_plan

HALF = Decimal("0.5")


def nov(day: int) -> date:
    return date(2026, 11, day)


def task(code: str, days: str, share: Decimal | None = HALF, **rest: Any) -> dict[str, Any]:
    row = {"task": code, "project": "P1", "duration_days": Decimal(days), "technician": "T1"}
    return {**row, "day_share": share, **rest}


def fixed(code: str, days: str, share: Decimal | None = HALF, **rest: Any) -> dict[str, Any]:
    return task(code, days, share, state="Confirmé", fixed_day=nov(23), **rest)


def house(*tasks: dict[str, Any], **rows: list[dict[str, Any]]) -> Office:
    tables = {"Projets": [{"code": "P1"}], "Equipe": [{"code": "T1"}], "Planning": list(tasks), **rows}
    return office(nov(23), **{name: table_rows(name, given) for name, given in tables.items()})


def days(found: Bookings, code: str) -> list[tuple[int, str]]:
    rows = found.rows.select("task", "day", "half_day")
    return [(day.day, half) for task, day, half in rows if task == code]


def dates(made: OfficeSchedule, row: int) -> tuple[int, int]:
    start, end = (made.columns.column(name)[row] for name in ("start_day", "end_day"))
    return start.day, end.day


def test_four_days_at_half_time_take_eight_mornings() -> None:
    made = schedule(house(task("A", "4")))
    # Two weeks but for the weekend: 23 to 27, then 30 November to 2 December.
    assert days(bookings(made), "A") == [(day, "Matin") for day in (23, 24, 25, 26, 27, 30, 1, 2)]
    assert dates(made, 0) == (23, 2)
    assert verify(made.plan.model.problem, made.plan.result) == []


def test_two_at_half_time_share_the_days_and_the_third_waits() -> None:
    made = schedule(house(task("A", "2"), task("B", "2"), task("C", "1")))
    assert sorted(dates(made, row) for row in range(3)) == [(23, 24), (23, 26), (25, 30)]
    assert set(bookings(made).rows.column("conflict")) == {""}


def test_two_confirmed_at_half_time_are_no_clash_and_three_are() -> None:
    two = bookings(schedule(house(fixed("A", "2"), fixed("B", "2"))))
    assert (days(two, "A")[0], days(two, "B")[0]) == ((23, "Matin"), (23, "Après-midi"))
    assert two.problems == []
    three = bookings(schedule(house(fixed("A", "2"), fixed("B", "2"), fixed("C", "2"))))
    assert len(three.problems) == 1


def test_somebody_at_half_time_is_free_for_the_other_half() -> None:
    made = schedule(house(fixed("A", "1"), task("B", "0.5", None)))
    assert days(bookings(made), "B") == [(23, "Après-midi")]


def test_a_lag_and_a_slack_are_in_whole_days() -> None:
    # A on the 23rd, B two working days later: 26 and 27. Due on Wednesday 2 December, three days after.
    rows = [task("A", "1", None), task("B", "1", predecessors="A FD+2j")]
    made = schedule(house(*rows, Projets=[{"code": "P1", "delivery_day": date(2026, 12, 2)}]))
    assert dates(made, 1) == (26, 27)
    assert made.columns.column("slack_days")[1] in (Decimal(3), Decimal("3.5"))
    assert made.columns.column("reason")[1] == "attend A (fin le 23/11/2026, + 2 j)"


@pytest.mark.parametrize("share", [None, Decimal(1)])
def test_a_whole_share_changes_nothing(share: Decimal | None) -> None:
    assert days(bookings(schedule(house(task("A", "1", share)))), "A") == [(23, "Journée")]


@pytest.mark.parametrize(("share", "text"), [("0.25", "25 %"), ("0.75", "75 %"), ("0", "0 %")])
def test_a_share_that_half_days_cannot_hold_is_refused_by_name(share: str, text: str) -> None:
    (problem,) = schedule(house(task("A", "1", Decimal(share)))).problems
    assert problem.severity is Severity.BLOCKING
    assert problem.message == (
        f"A : une part de {text} ne tient pas en demi-journées, attendu : 50 %, 100 % ou rien"
    )


def test_the_plan_of_an_unchanged_office_is_itself() -> None:
    before = house(task("A", "2"), fixed("B", "2"), task("C", "1.5"), task("D", "1", None))
    made = schedule(before)
    again = schedule(with_plan(before, made))
    assert again.columns == made.columns
    assert bookings(again).rows == bookings(made).rows


def test_two_tasks_that_clashed_share_their_days_once_both_are_at_half_time() -> None:
    whole = house(fixed("A", "1", None), fixed("B", "1", None))
    held = with_plan(whole, schedule(whole))["Planning"]
    halved = held.with_columns({"day_share": [HALF, HALF]})
    made = schedule(with_plan(whole, schedule(whole)).with_rows("Planning", halved))
    assert bookings(made).problems == []


def test_a_task_at_half_time_moves_onto_the_days_of_another() -> None:
    given = house(fixed("A", "1"), task("B", "1", state="Confirmé", fixed_day=nov(26)))
    made = shifted(with_plan(given, schedule(given)), "A", nov(26))
    # One has the mornings of 26 and 27, the other the afternoons.
    after = bookings(made.after)
    assert {half for _, half in days(after, "A")}.isdisjoint(half for _, half in days(after, "B"))
    assert [day for day, _ in days(after, "A")] == [26, 27]
    assert after.problems == []
