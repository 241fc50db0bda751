"""What was worked: measured in UTC, cut at midnight and at the edges of the night, pauses placed, counted once."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.hours.parts import WorkedPart, worked_parts
from tests.domain.offices import office, table_rows

THURSDAY = date(2026, 11, 19)
FRIDAY = THURSDAY + timedelta(days=1)
FICTION = {"convention": "2642", "genre": "Fiction"}
"""Night from 22:00 to 07:00, from 20:00 to 06:00 between 21 December and 20 March (art. VI.10)."""


def clock(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes or 0)


def session(hours: str, day: date = THURSDAY, pause: int | None = None, **rest: Any) -> dict[str, Any]:
    """A session of T1 under C1, its hours written `9-17:30`."""
    start, end = map(clock, hours.split("-"))
    held = {"day": day, "project": "P1", "task": "MON", "technician": "T1", "contract": "C1"}
    return {**held, "start": start, "end": end % 1440, "pause_minutes": pause, **rest}


def worked(*sessions: dict[str, Any], **terms: Any) -> Office:
    contract = {"contract": "C1", "technician": "T1", "type": "CDDU", **FICTION, **terms}
    others = [
        {**contract, "contract": "C2"},
        {**contract, "contract": "CP", "type": "Prestation"},
        {**contract, "contract": "CX", "technician": "T2"},
    ]
    numbered = [{"number": f"S{n}", **held} for n, held in enumerate(sessions, 1)]
    return office(
        today=FRIDAY,
        Seances=table_rows("Seances", numbered),
        Contrats=table_rows("Contrats", [contract, *others]),
    )


def parts_of(*sessions: dict[str, Any], **terms: Any) -> list[WorkedPart]:
    return worked_parts(worked(*sessions, **terms))


def shown(parts: list[WorkedPart]) -> list[tuple[str, date, int, bool]]:
    return [(part.session.number, part.day, part.minutes, part.is_night) for part in parts]


def test_a_day_session_is_one_part_of_its_day_and_week():
    (part,) = parts_of(session("9-18", pause=60))
    assert (part.began, part.day, part.monday) == (THURSDAY, THURSDAY, date(2026, 11, 16))
    assert (part.minutes, part.is_night) == (480, False)


def test_a_session_is_cut_at_the_edges_of_the_night_and_at_midnight():
    found = parts_of(session("14-1"))
    assert shown(found) == [
        ("S1", THURSDAY, 480, False),
        ("S1", THURSDAY, 120, True),
        ("S1", FRIDAY, 60, True),
    ]
    # the hour after midnight is of the day its session began for its count, of its own for what falls on it
    assert {part.began for part in found} == {THURSDAY}


def test_an_edge_of_the_night_counts_to_the_minute():
    assert shown(parts_of(session("21:59-22:01"))) == [
        ("S1", THURSDAY, 1, False),
        ("S1", THURSDAY, 1, True),
    ]
    assert shown(parts_of(session("6:59-7:01"))) == [("S1", THURSDAY, 1, True), ("S1", THURSDAY, 1, False)]


@pytest.mark.parametrize(
    ("day", "minutes"), [(date(2026, 12, 20), [240, 240]), (date(2026, 12, 21), [120, 360])]
)
def test_the_night_begins_at_eight_from_the_21st_of_december(day, minutes):
    # 18:00 to 02:00, in a film of fiction: the night from 22:00 on the 20th, from 20:00 on the 21st
    parts = parts_of(session("18-2", day))
    assert [sum(p.minutes for p in parts if p.is_night is night) for night in (False, True)] == minutes


@pytest.mark.parametrize(
    ("day", "minutes"),
    [(date(2026, 10, 24), [120, 180, 240]), (date(2026, 3, 28), [120, 180, 120])],
    ids=["3:00 comes twice", "2:00 does not come"],
)
def test_a_night_of_clock_change_is_measured_in_utc(day, minutes):
    # without agreement the night is 0:00 to 7:00: 22:00 to 00:00, then to 03:00 one hour more or less
    hours = session("22-3", day)
    found = parts_of(hours, session("3-6", day + timedelta(days=1)), convention="Aucune", genre="")
    assert [found[0].minutes, found[2].minutes, found[1].minutes] == minutes
    assert all(one.start + one.minutes == other.start for one, other in pairwise(found))


def test_a_pause_is_taken_outside_the_night_first_then_in_it():
    # 21:00 to 24:00: an hour by day, two of night; the pause takes the hour, then half an hour of the night
    assert shown(parts_of(session("21-24", pause=60))) == [("S1", THURSDAY, 120, True)]
    assert shown(parts_of(session("21-24", pause=90))) == [("S1", THURSDAY, 90, True)]
    assert parts_of(session("21-24", pause=200)) == []


def test_sessions_that_follow_each_other_are_one_stretch_whose_pauses_are_placed_together():
    # 18:00 to 02:00 with an hour of pause: 3 h by day, 4 h of night, wherever it is split and the pause typed
    found = parts_of(session("18-22"), session("22-2", pause=60))
    assert shown(found) == [
        ("S1", THURSDAY, 180, False),
        ("S2", THURSDAY, 120, True),
        ("S2", FRIDAY, 120, True),
    ]


def test_work_that_goes_on_after_midnight_in_another_session_is_of_the_day_it_began():
    assert {part.began for part in parts_of(session("18-24"), session("0-2", FRIDAY))} == {THURSDAY}
    assert parts_of(session("18-23"), session("0-2", FRIDAY))[-1].began == FRIDAY


def test_a_pause_stays_in_the_task_that_it_was_typed_for():
    found = parts_of(session("18-22"), session("22-2", pause=60, task="MIX"))
    assert [part.minutes for part in found] == [240, 60, 120]
    assert {part.began for part in found} == {THURSDAY}


def test_sessions_at_the_same_time_are_counted_once_in_the_first_to_begin():
    found = parts_of(session("9-13"), session("11-15", contract="C2"), session("10-12"))
    assert shown(found) == [("S1", THURSDAY, 240, False), ("S2", THURSDAY, 120, False)]


def test_the_pause_of_a_session_within_another_takes_nothing_of_the_other():
    assert shown(parts_of(session("9-18"), session("9-18", pause=60))) == [("S1", THURSDAY, 540, False)]


def test_only_the_hours_of_the_holder_of_a_contract_that_hires_are_parts():
    without = [session("9-12", contract=""), session("9-12", contract="CP"), session("9-12", contract="CX")]
    cancelled = session("13-14", state="Annulée")
    assert parts_of(*without, cancelled, session("14-14"), session("9-11", start=None)) == []


def test_what_another_contract_pays_takes_nothing_of_hours_at_the_same_time():
    assert [part.minutes for part in parts_of(session("9-12", contract="CP"), session("9-12"))] == [180]


@given(st.integers(0, 400), st.integers(0, 1439), st.integers(2, 1439), st.integers(0, 300), st.data())
def test_splitting_a_session_in_two_at_any_minute_changes_nothing(after, start, length, pause, data):
    day = date(2026, 2, 1) + timedelta(days=after)
    at = data.draw(st.integers(1, length - 1))
    first = data.draw(st.integers(max(0, pause - (length - at)), min(pause, at))) if pause < length else 0
    whole = {"day": day, "start": start, "end": (start + length) % 1440, "pause_minutes": pause}
    cut_day, cut = day + timedelta(days=(start + at) // 1440), (start + at) % 1440
    one = {"day": day, "start": start, "end": cut, "pause_minutes": first}
    other = {"day": cut_day, "start": cut, "end": (start + length) % 1440, "pause_minutes": pause - first}
    if pause >= length:
        return
    assert paid(parts_of(session("0-1") | whole)) == paid(
        parts_of(session("0-1") | one, session("0-1") | other)
    )


def paid(parts: list[WorkedPart]) -> list[tuple[date, date, int, bool]]:
    """Every minute paid, with what decides on its pay."""
    return [
        (part.began, part.day, part.start + minute, part.is_night)
        for part in parts
        for minute in range(part.minutes)
    ]
