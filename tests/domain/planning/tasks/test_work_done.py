"""How far a project is, by its planned days."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from postprod_xl.domain.planning.tasks.work_done import work_done
from tests.domain.offices import MONDAY, office, table_rows


def rate(*tasks: dict[str, Any], sessions: tuple[dict[str, Any], ...] = (), status: str = "En cours") -> Any:
    rows = [{"task": f"T{at}", "project": "P1", **task} for at, task in enumerate(tasks)]
    done = [{"number": str(at), "day": MONDAY, "project": "P1", **row} for at, row in enumerate(sessions)]
    found = work_done(
        office(
            Projets=table_rows("Projets", [{"code": "P1", "status": status}]),
            Planning=table_rows("Planning", rows),
            Seances=table_rows("Seances", done),
        )
    )
    return found["P1"].rate if "P1" in found else "no task"


def days(number: str, **rest: Any) -> dict[str, Any]:
    return {"duration_days": Decimal(number), **rest}


def test_a_task_weighs_its_duration():
    # 2 days done of 8
    assert rate(days("2", state="Terminé"), days("6")) == Decimal("0.25")


def test_what_the_last_session_says_remains_is_what_is_not_done():
    # 4 days, of which 1 remains; 4 more not begun: 3 of 8
    said = {"task": "T0", "remaining_days": Decimal(1)}
    assert rate(days("4"), days("4"), sessions=(said,)) == Decimal("0.375")


def test_the_progress_announced_on_the_task_counts_once_it_is_under_way():
    assert rate(days("4", state="En cours", done_rate=Decimal("0.5"))) == Decimal("0.5")
    assert rate(days("4", done_rate=Decimal("0.5"))) == 0


def test_without_an_announcement_the_hours_worked_count_until_a_quarter_of_a_day_is_left():
    # 6 h of a day of 8 h on a task of 2 days leave 1.25 days; 20 h leave a quarter.
    worked = {"task": "T0", "start": 9 * 60, "end": 15 * 60}
    assert rate(days("2"), sessions=(worked,)) == Decimal("0.375")
    assert rate(days("2"), sessions=(worked,) * 4) == Decimal("0.875")


def test_a_task_that_needs_more_than_it_was_planned_for_takes_nothing_from_the_others():
    more = {"task": "T0", "remaining_days": Decimal(9)}
    assert rate(days("4"), days("4", state="Terminé"), sessions=(more,)) == Decimal("0.5")


def test_milestones_and_cancelled_tasks_weigh_nothing():
    assert rate(days("2", state="Terminé"), days("0"), {}, days("8", state="Annulé")) == 1
    assert rate(days("0"), {}) is None
    assert rate(days("2"), status="Annulé") == "no task"


def test_what_a_settled_project_left_open_is_not_to_do_any_more():
    assert rate(days("2", state="Terminé"), days("2"), status="Soldé") == 1
