"""PLN-01 to PLN-06: the order of steps, each pair of steps and the boundary of the day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.schema.vocabulary import TaskState
from tests.domain.technique.cases import a_project, raised

FIRST = date(2026, 12, 1)
PAIRS = [
    ("PLN-01", "CONFORMATION", "VERROUILLAGE"),
    ("PLN-02", "ETALONNAGE", "CONFORMATION"),
    *(
        ("PLN-03", "MIXAGE", step)
        for step in ("POSTSYNCHRO", "BRUITAGE", "MONTAGE_PAROLES", "MONTAGE_SON", "MUSIQUE", "VOIX_OFF")
    ),
    ("PLN-04", "VI", "MIXAGE"),
    ("PLN-04", "AD_MIX", "MIXAGE"),
    *(
        ("PLN-05", step, awaited)
        for step in ("PAD", "DCP", "IMF")
        for awaited in ("ETALONNAGE", "MIXAGE", "TITRAGE_FINAL")
    ),
    ("PLN-06", "LIVRAISON", "QC"),
]


def task(step: str, first: int, last: int, **cells: Any) -> dict[str, Any]:
    """A task from a day of December to another."""
    days = {"start_day": FIRST.replace(day=first), "end_day": FIRST.replace(day=last)}
    return {"task": f"{step}-{first}", "step": step, **days, **cells}


def planned(*tasks: dict[str, Any]):
    return a_project(workflow={}, task=list(tasks))


@pytest.mark.parametrize(("rule", "step", "awaited"), PAIRS)
def test_a_step_that_starts_before_the_end_of_what_it_waits_for_is_told(rule: str, step: str, awaited: str):
    (found,) = raised(rule, planned(task(awaited, 1, 10), task(step, 9, 12)))
    assert found.found == f"{step}-9 commence le 09/12/2026, {awaited}-1 finit le 10/12/2026"
    assert found.message.endswith(f" : {found.found}.")
    assert found.expected == f"{step}-9 à partir du 10/12/2026"


@pytest.mark.parametrize(("rule", "step", "awaited"), PAIRS)
def test_a_step_may_start_the_day_the_other_ends(rule: str, step: str, awaited: str):
    assert not raised(rule, planned(task(awaited, 1, 10), task(step, 10, 12)))


@pytest.mark.parametrize(("rule", "step", "awaited"), PAIRS)
def test_the_order_is_not_looked_at_the_other_way_round(rule: str, step: str, awaited: str):
    assert not raised(rule, planned(task(step, 20, 22), task(awaited, 1, 10)))


def test_an_episode_is_compared_with_its_own_tasks_only():
    mix = task("MIXAGE", 5, 6, episode=1)
    assert not raised(
        "PLN-03", planned(mix, task("MONTAGE_SON", 1, 4, episode=1), task("MONTAGE_SON", 7, 9, episode=2))
    )
    assert raised("PLN-03", planned(mix, task("MONTAGE_SON", 7, 9, episode=1)))


def test_a_task_of_no_episode_is_not_compared_with_those_of_an_episode():
    assert not raised("PLN-06", planned(task("QC", 1, 20), task("LIVRAISON", 10, 10, episode=2)))


def test_a_task_cancelled_keeps_nobody_waiting():
    cancelled = task("MONTAGE_SON", 1, 10, state=TaskState.CANCELLED)
    assert not raised("PLN-03", planned(cancelled, task("MIXAGE", 5, 6)))


def test_a_task_finished_keeps_its_days():
    finished = task("MONTAGE_SON", 1, 10, state=TaskState.DONE)
    assert raised("PLN-03", planned(finished, task("MIXAGE", 5, 6, state=TaskState.DONE)))


@pytest.mark.parametrize("blank", ["start_day", "end_day"])
def test_a_task_without_days_is_not_compared(blank: str):
    assert not raised("PLN-03", planned(task("MONTAGE_SON", 1, 10) | {blank: None}, task("MIXAGE", 5, 6)))
    assert not raised("PLN-03", planned(task("MONTAGE_SON", 1, 10), task("MIXAGE", 5, 6) | {blank: None}))


def test_one_task_waits_for_all_those_of_the_other_step():
    parts = task("CONFORMATION", 1, 3), task("CONFORMATION", 4, 8)
    assert raised("PLN-02", planned(*parts, task("ETALONNAGE", 5, 12)))
    assert not raised("PLN-02", planned(*parts, task("ETALONNAGE", 8, 12)))


def test_several_tasks_all_wait_for_the_only_one_of_the_other_step():
    (found,) = raised(
        "PLN-01", planned(task("VERROUILLAGE", 9, 9), task("CONFORMATION", 5, 6), task("CONFORMATION", 7, 8))
    )
    assert found.message.endswith(", et 1 autre.")
    assert found.expected == "CONFORMATION-5 à partir du 09/12/2026, CONFORMATION-7 à partir du 09/12/2026"


def test_reels_are_graded_as_they_are_conformed():
    conformed = task("CONFORMATION", 1, 3), task("CONFORMATION", 4, 6)
    assert not raised("PLN-02", planned(*conformed, task("ETALONNAGE", 6, 8), task("ETALONNAGE", 4, 5)))
    assert raised("PLN-02", planned(*conformed, task("ETALONNAGE", 3, 4), task("ETALONNAGE", 5, 8)))


def test_what_keeps_a_task_longest_says_when_it_may_start():
    (found,) = raised(
        "PLN-03", planned(task("MIXAGE", 5, 6), task("MUSIQUE", 1, 12), task("MONTAGE_SON", 1, 9))
    )
    assert found.expected == "MIXAGE-5 à partir du 12/12/2026"


def test_a_project_without_task_has_no_order():
    assert not any(raised(rule, a_project(workflow={})) for rule, _, _ in PAIRS)
