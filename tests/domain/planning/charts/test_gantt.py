"""What of a plan is drawn, and how, on Monday 23 November 2026."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.documents.charts.gantt import Bar, Gantt, GanttRow, Look
from postprod_xl.domain.planning.charts import gantt
from postprod_xl.domain.planning.charts.gantt import gantt_of
from tests.domain.offices import MONDAY, office, table_rows


def nov(day: int) -> date:
    return date(2026, 11, day)


def task(code: str, first: date, last: date, **rest: Any) -> dict[str, Any]:
    row = {"task": code, "project": "P1", "start_day": first, "end_day": last, "state": "Confirmé"}
    return {**row, "duration_days": Decimal(1), **rest}


def drawn(*tasks: dict[str, Any], projects: list[dict[str, Any]] | None = None) -> Gantt:
    rows = projects or [{"code": "P1", "status": "En cours"}]
    return gantt_of(office(Planning=table_rows("Planning", list(tasks)), Projets=table_rows("Projets", rows)))


def only_row(chart: Gantt) -> GanttRow:
    ((row,),) = (project.tasks for project in chart.groups)
    return row


def days(chart: Gantt, bar: Bar) -> tuple[date, date, str]:
    return chart.slots[bar.first].first, chart.slots[bar.last].first, bar.look


def bars(chart: Gantt, row: GanttRow) -> list[tuple[date, date, str]]:
    return [days(chart, bar) for bar in row.bars]


def test_a_bar_leaves_a_public_holiday_out():
    chart = drawn(task("A", nov(9), nov(13), state="Terminé"))
    assert bars(chart, only_row(chart)) == [(nov(9), nov(10), Look.DONE), (nov(12), nov(13), Look.DONE)]


@pytest.mark.parametrize(("department", "worked"), [("75", 1), ("67", 0)])
def test_good_friday_is_left_out_in_alsace_moselle_only(department: str, worked: int):
    tasks = table_rows("Planning", [task("A", date(2027, 3, 25), date(2027, 3, 30))])
    projects = table_rows("Projets", [{"code": "P1", "status": "En cours", "department": department}])
    chart = gantt_of(office(date(2027, 3, 22), Planning=tasks, Projets=projects))
    # Good Friday is 26 March; Easter Monday, the 29th, is off everywhere.
    assert bars(chart, only_row(chart)) == [
        (date(2027, 3, 25), date(2027, 3, 25 + worked), Look.FIRM),
        (date(2027, 3, 30), date(2027, 3, 30), Look.FIRM),
    ]


@pytest.mark.parametrize(
    ("state", "look"),
    [
        ("Terminé", Look.DONE),
        ("En cours", Look.FIRM),
        ("Confirmé", Look.FIRM),
        ("Option 1", Look.OPTION),
        ("Option 2", Look.SECOND),
        ("", Look.OPTION),
    ],
)
def test_each_state_has_its_look(state: str, look: Look):
    chart = drawn(task("A", nov(23), nov(24), state=state))
    assert [bar.look for bar in only_row(chart).bars] == [look]


def test_what_falls_after_the_delivery_is_late():
    project = {"code": "P1", "status": "En cours", "delivery_day": nov(25)}
    chart = drawn(task("A", nov(23), nov(27)), projects=[project])
    expected = [(nov(23), nov(25)), (nov(26), nov(27))]
    assert bars(chart, only_row(chart)) == [(*expected[0], Look.FIRM), (*expected[1], Look.LATE)]
    heading = chart.groups[0].heading
    assert bars(chart, heading) == [(*expected[0], Look.SUMMARY), (*expected[1], Look.LATE)]
    assert heading.mark is not None and chart.slots[heading.mark].first == nov(25)


def test_what_falls_after_its_own_term_is_late_before_the_delivery():
    project = {"code": "P1", "status": "En cours", "delivery_day": nov(27)}
    chart = drawn(task("A", nov(23), nov(25), due_day=nov(24)), projects=[project])
    assert bars(chart, only_row(chart))[-1] == (nov(25), nov(25), Look.LATE)


def test_what_is_done_is_not_late_any_more():
    project = {"code": "P1", "status": "En cours", "delivery_day": nov(10)}
    chart = drawn(task("A", nov(16), nov(17), state="Terminé"), projects=[project])
    assert bars(chart, only_row(chart)) == [(nov(16), nov(17), Look.DONE)]


def test_a_delivered_project_is_not_late():
    project = {"code": "P1", "status": "Livré", "delivery_day": nov(24), "late_days": Decimal(2)}
    chart = drawn(task("A", nov(23), nov(26)), projects=[project])
    assert chart.groups[0].heading.late_days is None
    assert [bar.look for bar in chart.groups[0].heading.bars] == [Look.SUMMARY]


def test_one_day_late_in_its_last_week_is_seen_in_weeks():
    project = {"code": "P1", "status": "En cours", "delivery_day": date(2027, 6, 8)}
    chart = drawn(task("A", date(2027, 5, 31), date(2027, 6, 9)), projects=[project])
    assert chart.grain == "semaine"
    assert bars(chart, only_row(chart)) == [
        (date(2027, 5, 31), date(2027, 5, 31), Look.FIRM),
        (date(2027, 6, 7), date(2027, 6, 7), Look.LATE),
    ]


def test_a_milestone_is_a_mark_without_a_bar():
    chart = drawn(task("A", nov(24), nov(24), duration_days=Decimal(0)))
    row = only_row(chart)
    assert row.bars == () and row.mark is not None and chart.slots[row.mark].first == nov(24)


def test_a_chart_of_120_days_is_in_days_and_a_longer_one_in_weeks():
    last = MONDAY + timedelta(120)
    assert drawn(task("A", MONDAY, last)).grain == "jour"
    assert drawn(task("A", MONDAY, last + timedelta(1))).grain == "semaine"


def test_a_task_finished_more_than_thirty_days_ago_is_counted_and_not_drawn():
    # 24 October is thirty days before 23 November.
    kept = task("A", date(2026, 10, 20), date(2026, 10, 24), state="Terminé")
    dropped = task("B", date(2026, 10, 20), date(2026, 10, 23), state="Terminé")
    chart = drawn(kept, dropped)
    assert only_row(chart).task == "A"
    assert "1 tâche terminée depuis plus de 30 jours n'y est plus." in chart.lines


def test_nothing_cancelled_or_settled_is_drawn():
    projects = [{"code": code, "status": status} for code, status in (("P1", "En cours"), ("P2", "Soldé"))]
    chart = drawn(
        task("A", MONDAY, MONDAY, state="Annulé"), task("B", MONDAY, MONDAY, project="P2"), projects=projects
    )
    assert chart.groups == ()
    assert chart.lines == ("Situation au 23/11/2026 : aucune tâche à dessiner.",)


def test_the_nearest_delivery_comes_first_and_finished_projects_last():
    projects = [
        {"code": "FINI", "status": "En cours", "delivery_day": nov(20)},
        {"code": "SANS", "status": "En cours"},
        {"code": "LOIN", "status": "En cours", "delivery_day": nov(30)},
        {"code": "PRES", "status": "En cours", "delivery_day": nov(25)},
    ]
    tasks = [task(code, MONDAY, MONDAY, project=code) for code in ("SANS", "LOIN", "PRES")]
    tasks.append(task("FINI", nov(19), nov(19), project="FINI", state="Terminé"))
    chart = drawn(*tasks, projects=projects)
    assert [project.heading.project for project in chart.groups] == ["PRES", "LOIN", "SANS", "FINI"]
    # A colour is that of the row in Projets: 3, 2, 1, 0.
    assert [project.hue for project in chart.groups] == [3, 2, 1, 0]


def test_the_tasks_of_a_project_are_in_the_order_of_their_start():
    chart = drawn(task("B", nov(25), nov(25)), task("A", nov(24), nov(26)))
    assert [row.task for row in chart.groups[0].tasks] == ["A", "B"]


def test_beyond_the_bound_whole_projects_are_left_out_and_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gantt, "MOST_TASKS", 2)
    projects = [{"code": code, "status": "En cours", "delivery_day": nov(25)} for code in ("P1", "P2")]
    tasks = [task(name, MONDAY, MONDAY, project=name[:2]) for name in ("P1-A", "P1-B", "P2-A")]
    chart = drawn(*tasks, projects=projects)
    assert [project.heading.project for project in chart.groups] == ["P1"]
    assert chart.lines[1].startswith("Au-delà de 2 tâches, ") and chart.lines[1].endswith("il en manque 1.")


def test_a_plan_of_more_than_two_years_is_cut_and_told():
    chart = drawn(task("A", MONDAY, date(2029, 6, 1)))
    last = chart.slots[-1].last
    assert (last - MONDAY).days < 740
    assert f"Le dessin s'arrête au {last:%d/%m/%Y}." in chart.lines
    assert only_row(chart).bars[-1].last == len(chart.slots) - 1


def test_the_heading_says_the_title_the_director_and_the_dates_of_the_whole():
    project = {"code": "P1", "title": "La Crue", "director": "Inès Daumas", "status": "En cours"}
    chart = drawn(task("A", nov(24), nov(25)), task("B", nov(23), nov(24)), projects=[project])
    heading = chart.groups[0].heading
    assert (heading.label, heading.start, heading.end) == ("La Crue — Inès Daumas", nov(23), nov(25))


def test_an_office_without_a_task_has_a_chart_of_this_week():
    chart = drawn()
    assert [slot.first for slot in chart.slots] == [nov(day) for day in (23, 24, 25, 26, 27)]
    assert chart.today_slot == 0
