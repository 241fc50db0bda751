"""The history of the lines: one row a day a line whose figures changed, never changed afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.memory.run_days import RunDay
from postprod_xl.domain.quotes.follow_up.history import (
    Figures,
    LineKey,
    history_of,
    history_problems,
    noted_today,
)
from postprod_xl.schema.rows import Rows, no_rows
from postprod_xl.schema.tables.history import HISTORY
from tests.domain.offices import office, table_rows

PROJECTS = [
    {"code": "TERR", "status": "En cours"},
    {"code": "MAREE", "status": "Devis"},
    {"code": "VIEUX", "status": "Annulé"},
]
MON, MIX = LineKey("TERR", "MON"), LineKey("TERR", "MIX")
HOUR = 60

Worked = dict[LineKey, Figures]


def nov(day: int) -> date:
    return date(2026, 11, day)


def figures(worked: int, sold: int | None = 16) -> Figures:
    """16 hours sold and planned, so many worked, 16 projected."""
    return Figures(None if sold is None else sold * HOUR, 16 * HOUR, worked * HOUR, max(16, worked) * HOUR)


def home(day: date, lines: Worked, history: Rows, runs: tuple[RunDay, ...] = ()) -> Office:
    overruns = [
        {
            "project": key.project,
            "line": key.line,
            "sold_minutes": each.sold,
            "planned_minutes": each.planned,
            "worked_minutes": each.worked,
            "projected_minutes": each.projected,
        }
        for key, each in lines.items()
    ]
    tables = {"Projets": PROJECTS, "Depassements": overruns}
    rows = {name: table_rows(name, records) for name, records in tables.items()}
    made = office(day, **rows, Historique=history)
    return made if not runs else Office(made.tables, made.settings, day, runs)


class Days:
    """Refreshes one after the other, the rows of the ledger kept."""

    def __init__(self) -> None:
        self.history = no_rows(HISTORY)
        self.runs: tuple[RunDay, ...] = ()

    def run(self, day: date, lines: Worked) -> list[tuple[str, int, Any]]:
        """What a refresh adds: the line, its number, the hours worked; None of a line that is gone."""
        added = noted_today(home(day, lines, self.history, self.runs), self.runs)
        self.history = self.history.followed_by(added)
        kept = tuple(run for run in self.runs if run.day != day)
        self.runs = (*kept, RunDay(day, self.runs[-1].day if self.runs else None))
        worked = added.select("line", "number", "worked_minutes")
        return [(line, number, minutes and minutes // HOUR) for line, number, minutes in worked]

    def change(self, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
        """What a person does in the ledger."""
        names = [*self.history.columns]
        records = [dict(zip(names, cells, strict=True)) for cells in self.history.select(*names)]
        self.history = table_rows(HISTORY.name, change(records))

    def messages(self, day: date) -> list[str]:
        return [problem.message for problem in history_problems(home(day, {}, self.history))]


def test_a_line_gets_a_row_on_the_days_its_figures_change_only():
    days = Days()
    assert days.run(nov(2), {MON: figures(0), MIX: figures(0)}) == [("MIX", 1, 0), ("MON", 2, 0)]
    assert days.run(nov(3), {MON: figures(8), MIX: figures(0)}) == [("MON", 3, 8)]
    assert days.run(nov(4), {MON: figures(8), MIX: figures(0)}) == []
    assert days.run(nov(5), {MON: figures(8), MIX: figures(0, sold=24)}) == [("MIX", 4, 0)]


def test_a_second_refresh_of_a_day_adds_nothing_whatever_was_worked_since_the_first():
    days = Days()
    days.run(nov(2), {MON: figures(0)})
    assert days.run(nov(2), {MON: figures(8), MIX: figures(1)}) == []
    assert days.run(nov(3), {MON: figures(8), MIX: figures(1)}) == [("MIX", 2, 1), ("MON", 3, 8)]
    # Nothing had changed at the first refresh of the 4th.
    assert days.run(nov(4), {MON: figures(8), MIX: figures(1)}) == []
    assert days.run(nov(4), {MON: figures(16), MIX: figures(1)}) == []


def test_a_workbook_refreshed_before_it_had_a_history_gets_its_first_rows_the_same_day():
    days = Days()
    days.runs = (RunDay(nov(2)),)
    assert days.run(nov(2), {MON: figures(8)}) == [("MON", 1, 8)]


def test_a_line_taken_out_of_its_project_is_noted_once_and_a_cancelled_project_never():
    days = Days()
    days.run(nov(2), {MON: figures(8), LineKey("VIEUX", "V1"): figures(8)})
    assert days.run(nov(3), {}) == [("MON", 2, None)]
    assert days.run(nov(4), {}) == []
    assert days.run(nov(5), {MON: figures(8)}) == [("MON", 3, 8)]


def test_a_day_given_by_mistake_is_taken_back_and_judges_nothing():
    days = Days()
    days.run(nov(2), {MON: figures(8)})
    far = date(2027, 3, 1)
    assert days.run(far, {MON: figures(8), MIX: figures(0)}) == [("MIX", 2, 0)]
    # Which of the two days is the mistake is not known yet: nothing is noted.
    assert days.run(nov(3), {MON: figures(9), MIX: figures(0)}) == []
    # The leap is come back from: `settled` leaves the far day out.
    days.runs = tuple(run for run in days.runs if run.day != far)
    assert days.run(nov(4), {MON: figures(9), MIX: figures(0)}) == [("MIX", 3, 0), ("MON", 4, 9)]
    history = history_of(home(far, {}, days.history))
    assert [note.day for note in history.notes[MIX]] == [nov(4)]
    # On that day itself, when it comes, what changed is noted.
    assert days.run(far, {MON: figures(10), MIX: figures(0)}) == [("MON", 5, 10)]


def test_rows_in_any_order_say_the_same():
    days = Days()
    days.run(nov(2), {MON: figures(0), MIX: figures(0)})
    days.run(nov(3), {MON: figures(8), MIX: figures(0)})
    before = history_of(home(nov(3), {}, days.history)).notes
    days.change(lambda records: records[::-1])
    assert history_of(home(nov(3), {}, days.history)).notes == before
    assert days.run(nov(4), {MON: figures(8), MIX: figures(0)}) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("worked_minutes", 99),
        ("noted_day", nov(1)),
        ("number", 7),
        ("line", "X"),
        ("project", ""),
        ("seal", ""),
    ],
)
def test_a_row_typed_over_is_named_and_not_believed(column: str, value: Any):
    days = Days()
    days.run(nov(2), {MON: figures(0)})
    days.run(nov(3), {MON: figures(8)})
    days.change(lambda records: [records[0], {**records[1], column: value}])
    typed_over = [text for text in days.messages(nov(4)) if "modifiée à la main dans Historique" in text]
    assert len(typed_over) == 1
    assert [note.figures for note in history_of(home(nov(4), {}, days.history)).notes[MON]] == [figures(0)]
    # What it said is said again, once.
    assert days.run(nov(4), {MON: figures(8)})[-1][0] == "MON"
    assert days.run(nov(5), {MON: figures(8)}) == []


def test_rows_cut_are_counted_and_the_numbers_go_on():
    days = Days()
    for day in range(2, 7):
        days.run(nov(day), {MON: figures(day)})
    days.change(lambda records: [records[0], records[4]])
    assert days.messages(nov(7)) == [
        "TERR : 3 lignes en moins dans Historique (n° 2, 3, 4) ; reprenez l'onglet d'une version gardée"
    ]
    assert days.run(nov(7), {MON: figures(7)}) == [("MON", 6, 7)]


def test_a_row_copied_in_the_ledger_counts_once():
    days = Days()
    days.run(nov(2), {MON: figures(0)})
    days.change(lambda records: [*records, *records])
    assert len(history_of(home(nov(2), {}, days.history)).notes[MON]) == 1
    assert days.messages(nov(2)) == []


@given(
    st.lists(
        st.tuples(st.integers(2, 28), st.dictionaries(st.sampled_from([MON, MIX]), st.integers(0, 4))),
        max_size=12,
    )
)
def test_whatever_the_refreshes_rows_only_grow_one_a_day_a_line_at_most(runs):
    days, seen = Days(), []
    for day, hours in runs:
        lines = {key: figures(worked) for key, worked in hours.items()}
        days.run(nov(day), lines)
        rows = [*days.history.select(*days.history.columns)]
        assert rows[: len(seen)] == seen
        assert days.run(nov(day), lines) == []
        seen = rows
    noted = [*days.history.select("noted_day", "project", "line")]
    assert len(noted) == len(set(noted))


@given(st.lists(st.dictionaries(st.sampled_from([MON, MIX]), st.integers(0, 4)), max_size=12))
def test_read_back_the_history_gives_the_figures_of_every_day(runs):
    days = Days()
    for day, hours in enumerate(runs, 2):
        days.run(nov(day), {key: figures(worked) for key, worked in hours.items()})
    history = history_of(home(nov(28), {}, days.history))
    for day, hours in enumerate(runs, 2):
        for key in (MON, MIX):
            known = [note.figures for note in history.notes[key] if note.day <= nov(day)]
            assert (known or [Figures()])[-1] == (figures(hours[key]) if key in hours else Figures())
