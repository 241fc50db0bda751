"""The lines of the memory: what was touched by hand is never believed, and takes the older days with it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from postprod_xl.domain.planning.memory.held import Held
from postprod_xl.domain.planning.memory.lines import lines_of, memory_of
from postprod_xl.domain.planning.memory.run_days import RunDay
from postprod_xl.schema.memory_tab import LONGEST_PART, LONGEST_TEXT

DAYS = [date(2026, 11, day) for day in (19, 20, 23, 24)]
TASK = Held(DAYS[0], DAYS[1], "T1", "S1", ((DAYS[0].toordinal(), 0), (DAYS[1].toordinal(), 1)))
MEMORY = (
    RunDay(DAYS[0]).with_undo({"MON-10": TASK}),
    RunDay(DAYS[1], DAYS[0]).with_undo({"MON-10": ((DAYS[1].toordinal(), 0),)}),
    RunDay(DAYS[2], DAYS[1]).with_undo({"MIX-10": TASK}),
    RunDay(DAYS[3], DAYS[2]),
)


def test_a_line_says_the_day_the_one_before_and_what_changed():
    lines = lines_of(MEMORY)
    assert [(line.rank, line.day, line.after) for line in lines][1:3] == [
        ("2", "2026-11-20", "2026-11-19"),
        ("3", "2026-11-23", "2026-11-20"),
    ]
    assert lines[0].text == '{"MON-10":["T1","S1",[0,1,0,0,1,1]]}'
    assert memory_of(lines) == (MEMORY, "")


@pytest.mark.parametrize(
    "change",
    [
        TASK,
        TASK._replace(moments=()),
        TASK._replace(start=DAYS[0] - timedelta(9)),
        TASK._replace(end=None),
        Held(person="T1"),
        Held(None, None, "", "", TASK.moments),
        TASK._replace(moments=((DAYS[0].toordinal(), 1), (DAYS[0].toordinal(), 2), (DAYS[1].toordinal(), 0))),
        (),
        tuple((DAYS[0].toordinal() + at, 0) for at in (0, 1, 4, 5)),
    ],
)
def test_a_change_is_read_back_as_it_was_written(change):
    assert RunDay(DAYS[2]).with_undo({"MON-10": change}).undo == {"MON-10": change}


def test_a_plan_that_slides_by_a_day_each_day_is_the_same_text_which_compression_keeps_once():
    texts = [
        RunDay(day).with_undo({f"T{number}": _task(day, number) for number in range(200)}).text
        for day in DAYS[2:]
    ]
    assert texts[0] == texts[1]


def _task(day, number):
    first = day.toordinal() + number
    held = Held(None, None, "MARTIN", "SALLE1", ((first, 0), (first + 1, 0)))
    return held._replace(start=date.fromordinal(first), end=date.fromordinal(first + 1))


@pytest.mark.parametrize("column", ["rank", "day", "after", "proof", "text"])
@pytest.mark.parametrize("place", range(4))
def test_a_cell_typed_over_loses_its_day_and_those_before(place, column):
    lines = lines_of(MEMORY)
    lines[place] = lines[place]._replace(**{column: "2026-11-09"})
    memory, line = memory_of(lines)
    assert memory == MEMORY[place + 1 :]
    assert line.startswith("Mémoire du planning — ") and "oubliés" in line
    if place < 3:
        assert f"avant le {DAYS[place + 1]:%d/%m/%Y}" in line


@pytest.mark.parametrize("gone", range(4))
def test_a_line_taken_away_loses_the_days_before_it(gone):
    lines = [line for place, line in enumerate(lines_of(MEMORY)) if place != gone]
    memory, line = memory_of(lines)
    assert memory == (() if gone == len(lines) else MEMORY[gone + 1 :]) and line


def test_two_lines_exchanged_are_not_believed():
    one, two, *rest = lines_of(MEMORY)
    assert memory_of([two, one, *rest])[0] == MEMORY[2:]


def test_a_long_day_takes_several_lines_and_the_oldest_days_give_way():
    whole = {f"T{number}": TASK for number in range(1000)}
    days = [date.fromordinal(DAYS[0].toordinal() + at) for at in range(80)]
    memory = tuple(RunDay(day).with_undo(whole) for day in days)
    memory = (*memory, RunDay(DAYS[0].replace(year=2027)))
    lines = lines_of(memory)
    assert max(len(line.text) for line in lines) == LONGEST_PART
    assert (
        LONGEST_TEXT - max(len(run.text) for run in memory)
        < sum(len(line.text) for line in lines)
        <= LONGEST_TEXT
    )
    kept, forgotten = memory_of(lines)
    assert kept == memory[-len(kept) :] and not forgotten
