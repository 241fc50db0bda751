"""Facts of an office are found once, and again as soon as what they read has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from postprod_xl.domain.office import Office, fact
from tests.domain.offices import MONDAY, office, table_rows

TASKS = [{"task": "A", "project": "P1"}, {"task": "B", "project": "P1"}]


def counted_tasks() -> tuple[list[Office], object]:
    """A fact that says how often it was looked for."""
    asked: list[Office] = []

    @fact(Planning="task project")
    def count(held: Office) -> int:
        asked.append(held)
        return len([*held["Planning"].select("task", "project")])

    return asked, count


def test_a_fact_is_found_once_for_an_office_and_those_made_from_it():
    asked, count = counted_tasks()
    held = office(Planning=table_rows("Planning", TASKS))
    alerts = held["Planning"].with_columns({"alert": ["", "en retard"]})
    assert [count(held), count(held.with_rows("Planning", alerts)), count(held)] == [2, 2, 2]
    assert len(asked) == 1


@pytest.mark.parametrize("change", ["column", "rows", "day"])
def test_a_fact_is_found_again_when_what_it_reads_has_changed(change):
    asked, count = counted_tasks()
    held = office(Planning=table_rows("Planning", TASKS))
    assert count(held) == 2
    if change == "column":
        held = held.with_rows("Planning", held["Planning"].with_columns({"project": ["P1", "P2"]}))
    elif change == "rows":
        held = held.with_rows("Planning", held["Planning"].at([0]))
    else:
        held = replace(held, today=MONDAY + timedelta(days=1))
    assert count(held) == (1 if change == "rows" else 2)
    assert len(asked) == 2


def test_a_fact_that_reads_a_column_it_does_not_declare_fails():
    @fact(Planning="task")
    def lines(held: Office) -> list[str]:
        return held["Planning"].column("line")

    with pytest.raises(KeyError, match="line"):
        lines(office())


def test_a_fact_is_found_again_when_what_is_given_with_the_office_is_another_object():
    asked = []

    @fact(Planning="task")
    def known(held: Office, wanted: list[str]) -> int:
        asked.append(wanted)
        return len(set(held["Planning"].column("task")) & set(wanted))

    held, wanted = office(Planning=table_rows("Planning", TASKS)), ["A"]
    assert [known(held, wanted), known(held, wanted), known(held, ["A", "B"])] == [1, 1, 2]
    assert asked == [["A"], ["A", "B"]]
