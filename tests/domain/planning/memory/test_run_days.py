"""Which of two stories that do not fit is taken for the mistake, and until when the other is kept."""

from __future__ import annotations

from datetime import date, timedelta

from postprod_xl.domain.planning.memory.run_days import Memory, RunDay, in_force_on, settled

DAY = date(2026, 11, 23)


def ran(*days: int | tuple[int, int]) -> Memory:
    """Days of refresh counted from `DAY`, each with the day it continued: by default the one run before it."""
    runs: list[RunDay] = []
    for given in days:
        day, after = given if isinstance(given, tuple) else (given, None)
        before = runs[-1].day if runs else None
        runs.append(RunDay(DAY + timedelta(day), before if after is None else DAY + timedelta(after)))
    return tuple(runs)


def kept(memory: Memory, today: int) -> list[int]:
    return [(run.day - DAY).days for run in settled(memory, DAY + timedelta(today))]


def test_a_leap_that_is_come_back_from_is_forgotten_as_soon_as_the_time_goes_on():
    assert kept(ran(-1, 20, (0, -1)), 0) == [-1, 20, 0]
    assert kept(ran(-1, 20, (0, -1)), 1) == kept(ran(-1, 20, (0, -1)), 25) == [-1, 0]


def test_earlier_days_in_a_row_are_mistakes_up_to_three_and_the_later_day_is_come_back_to():
    assert kept(ran(-1, 0, -30, -29), -28) == [-1, 0, -30, -29]
    assert kept(ran(-1, 0, -30, -29, -28), 1) == [-1, 0, -30, -29, -28]
    assert kept(ran(-1, 0, -30, -29, -28), -27) == [-30, -29, -28]


def test_the_plan_in_force_is_that_of_the_last_day_not_after_the_present_one_else_of_the_earliest():
    memory = ran(0, 1, 20, -3)
    places = {today: in_force_on(memory, DAY + timedelta(today)) for today in (-9, -3, 0, 19, 20, 30)}
    assert places == {-9: 3, -3: 3, 0: 0, 19: 1, 20: 2, 30: 2}
