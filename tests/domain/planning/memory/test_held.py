"""The difference between two plans gives the first back, whatever both are."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.planning.memory.held import NOTHING, Held, both, undo, undone
from postprod_xl.domain.planning.memory.lines import lines_of, memory_of
from postprod_xl.domain.planning.memory.run_days import RunDay

DAYS = st.integers(739_000, 739_012)
MOMENTS = st.sets(st.tuples(DAYS, st.integers(0, 2)), max_size=6).map(lambda found: tuple(sorted(found)))
HELD = st.builds(
    Held,
    st.none() | DAYS.map(date.fromordinal),
    st.none() | DAYS.map(date.fromordinal),
    st.sampled_from(["", "T1", 'É"\\|;,']),
    st.sampled_from(["", "S1"]),
    MOMENTS,
)
PLANS = st.dictionaries(st.sampled_from(["A", "B", "C", "=D|1"]), HELD.filter(lambda held: held != NOTHING))


def plan(held: dict[str, Held]) -> dict[str, Held]:
    return {task: line for task, line in held.items() if line != NOTHING}


@given(PLANS, PLANS, PLANS)
def test_undoing_gives_the_plan_before_one_step_or_two_at_a_time(one, two, three):
    older, newer = undo(one, two), undo(two, three)
    assert plan(undone(two, older)) == one
    assert plan(undone(three, both(newer, older))) == one


@given(PLANS, PLANS)
def test_what_is_kept_is_read_back_as_it_was(one, two):
    first = date.fromordinal(739_000)
    memory = (RunDay(first).with_undo(undo(one, two)), RunDay(first.replace(day=28), first))
    assert memory_of(lines_of(memory)) == (memory, "")
    assert memory[0].undo == undo(one, two)


def test_a_booking_that_is_spent_is_kept_alone():
    held = Held(date(2026, 11, 23), date(2026, 11, 24), "T1", "S1", ((1, 0), (2, 1)))
    assert undo({"A": held, "B": held}, {"A": held._replace(moments=((2, 1),)), "B": held}) == {
        "A": ((1, 0),)
    }


def test_bookings_spent_one_day_after_the_other_come_back_in_the_order_of_their_days():
    assert both(newer={"A": ((2, 0),)}, older={"A": ((1, 0),)}) == {"A": ((1, 0), (2, 0))}
