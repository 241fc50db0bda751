"""When a deliverable is ready and how late it is, counted by hand day by day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.technique.deliveries.planned import planned_projects
from postprod_xl.domain.technique.deliveries.ready import ready_columns
from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType
from postprod_xl.schema.vocabulary import TaskState
from tests.domain.offices import office, records_of, table_rows

DAY = date(2026, 11, 30)
PAD = {"task": "PAD", "step": "PAD", "end_day": date(2027, 1, 8)}


def ready(deliverable: dict[str, Any], task: dict[str, Any] = PAD, **project: Any) -> dict[str, Any]:
    rows: dict[str, list[dict[str, Any]]] = {
        "Projets": [{"code": "P", "delivery_day": date(2027, 1, 4), "department": "75", **project}],
        "Episodes": [{"project": "P", "number": 2, "delivery_day": date(2027, 1, 6)}],
        "Planning": [{"project": "P", **task}],
        "Livrables": [
            {"project": "P", "deliverable": "L", "type": DeliverableType.PAD_HD, "task": "PAD", **deliverable}
        ],
    }
    held = office(DAY, **{name: table_rows(name, records) for name, records in rows.items()})
    (found,) = records_of(ready_columns(held, planned_projects(held)))
    return found


def counted_otherwise(promised: date, end: date, off: frozenset[date] = frozenset()) -> Decimal | None:
    """Every day after the promise, one by one: neither a Saturday, nor a Sunday, nor a holiday."""
    days = [promised + timedelta(rank) for rank in range(1, (end - promised).days + 1)]
    late = sum(day.weekday() < 5 and day not in off for day in days)
    return Decimal(late) if late else None


def test_it_is_late_of_the_working_days_after_the_day_of_its_project():
    """Owed Monday 4 January, ready Friday 8: Tuesday, Wednesday, Thursday and Friday, four days."""
    assert ready({}) == {"ready_day": date(2027, 1, 8), "late_days": 4}


def test_its_own_day_comes_before_that_of_its_episode_which_comes_before_that_of_its_project():
    """Owed Wednesday 6 with its episode: 2 days; owed Thursday 7 by itself: 1 day; another episode: its project's."""
    assert ready({"episode": 2})["late_days"] == 2
    assert ready({"episode": 2, "due_day": date(2027, 1, 7)})["late_days"] == 1
    assert ready({"episode": 3})["late_days"] == 4


@pytest.mark.parametrize("end", [date(2026, 12, 24), date(2027, 1, 4), date(2027, 1, 5), date(2027, 1, 31)])
def test_lateness_is_what_counting_every_day_gives(end: date):
    assert ready({}, {**PAD, "end_day": end})["late_days"] == counted_otherwise(date(2027, 1, 4), end)


def test_the_holidays_of_its_place_are_no_days_late():
    """Owed Thursday 24 December, ready Monday 28: Friday 25 is off everywhere, Saturday 26 is no working day."""
    assert ready({"due_day": date(2026, 12, 24)}, {**PAD, "end_day": date(2026, 12, 28)})["late_days"] == 1
    off = frozenset({date(2027, 3, 26), date(2027, 3, 29)})
    good_friday = {**PAD, "end_day": date(2027, 3, 30)}
    for place, holidays in (("75", off - {date(2027, 3, 26)}), ("57", off)):
        late = ready({"due_day": date(2027, 3, 25)}, good_friday, department=place)["late_days"]
        assert late == counted_otherwise(date(2027, 3, 25), date(2027, 3, 30), holidays)


def test_on_the_day_it_is_not_late():
    assert ready({"due_day": date(2027, 1, 8)}) == {"ready_day": date(2027, 1, 8), "late_days": None}


def test_once_made_it_was_ready_on_the_day_it_was():
    made = {"state": DeliverableState.MADE, "state_day": date(2027, 1, 5)}
    assert ready(made) == {"ready_day": date(2027, 1, 5), "late_days": 1}


def test_made_without_a_day_it_was_ready_when_its_task_was_over():
    over = {**PAD, "state": TaskState.DONE}
    assert ready({"state": DeliverableState.CHECKED}, over)["ready_day"] == date(2027, 1, 8)
    assert ready({"state": DeliverableState.CHECKED})["ready_day"] is None


def test_to_be_made_again_it_has_no_day_once_its_task_is_over():
    again = {"state": DeliverableState.REJECTED, "state_day": date(2027, 1, 5)}
    assert ready(again, {**PAD, "state": TaskState.DONE})["ready_day"] is None
    assert ready(again)["ready_day"] == date(2027, 1, 8)


@pytest.mark.parametrize(
    ("deliverable", "task"),
    [
        ({"task": ""}, PAD),
        ({"task": "AUTRE"}, PAD),
        ({}, {**PAD, "state": TaskState.CANCELLED}),
        ({}, {**PAD, "project": "AUTRE"}),
        ({}, {**PAD, "end_day": None}),
    ],
)
def test_without_a_task_of_its_project_that_has_a_day_nothing_is_known(
    deliverable: dict[str, Any], task: dict[str, Any]
):
    assert ready(deliverable, task) == {"ready_day": None, "late_days": None}


def test_without_any_promise_it_is_not_late():
    assert ready({}, delivery_day=None) == {"ready_day": date(2027, 1, 8), "late_days": None}
