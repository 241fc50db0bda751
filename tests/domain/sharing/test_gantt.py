"""The plan of a copy: which tasks, in which looks, and only what the audience reads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from postprod_xl.documents.charts.gantt import Bar, GanttRow, Grain, KeptDay, Look
from postprod_xl.documents.sharing.gantt import SharedGantt
from postprod_xl.domain.sharing.gantt import BESIDE_THE_BARS, shared_gantt
from tests.domain.offices import MONDAY, office, table_rows

FRIDAY = date(2026, 11, 27)
READ = (*BESIDE_THE_BARS, "episode", "due_day", "late_days")
MIX = {
    "project": "P1", "task": "P1-MIX", "label": "Mixage", "state": "Confirmé", "duration_days": Decimal(5),
    "start_day": MONDAY, "end_day": FRIDAY,
}  # fmt: skip


def drawn(*tasks, names=READ, project=(), episodes=()) -> SharedGantt:
    home = office(
        MONDAY,
        Projets=table_rows("Projets", [{"code": "P1", "title": "La Crue", **dict(project)}]),
        Planning=table_rows("Planning", list(tasks)),
        Episodes=table_rows("Episodes", list(episodes)),
    )
    return shared_gantt(home, next(iter(home["Projets"])), home["Planning"], names)


def row_of(*tasks, **more) -> GanttRow:
    ((row,),) = (group.tasks for group in drawn(*tasks, **more).chart.groups)
    return row


def looks(row: GanttRow) -> list[tuple[int, int, Look]]:
    return [(bar.first, bar.last, bar.look) for bar in row.bars]


def test_what_is_planned_after_the_day_promised_is_red():
    row = row_of({**MIX, "promised_day": date(2026, 11, 25), "promise_gap_days": Decimal(2)})
    assert looks(row) == [(0, 2, Look.FIRM), (3, 4, Look.LATE)]
    assert row.kept == KeptDay(date(2026, 11, 25), None, Decimal(2), 2, None)


def test_what_is_done_is_grey_and_marks_the_day_promised_and_the_day_it_was():
    row = row_of({**MIX, "state": "Terminé", "promised_day": date(2026, 11, 25), "actual_day": FRIDAY})
    assert looks(row) == [(0, 4, Look.DONE)] and (row.kept.promised_mark, row.kept.actual_mark) == (2, 4)


def test_without_a_promise_what_is_late_is_red_after_its_due_day_and_the_rest_is_not():
    due = {**MIX, "due_day": date(2026, 11, 24)}
    assert looks(row_of({**due, "late_days": Decimal(3)})) == [(0, 1, Look.FIRM), (2, 4, Look.LATE)]
    # After a delivery, what only follows it is not late.
    assert looks(row_of(MIX, project={"delivery_day": date(2026, 11, 24)})) == [(0, 4, Look.FIRM)]


def test_the_rank_of_an_option_is_not_drawn():
    for state in ("Option 1", "Option 2", ""):
        assert looks(row_of({**MIX, "state": state})) == [(0, 4, Look.OPTION)]


def test_what_an_audience_does_not_read_is_not_drawn():
    promised = {**MIX, "promised_day": date(2026, 11, 25), "actual_day": FRIDAY}
    gantt = drawn(promised, names=("label", "start_day", "end_day", "task"))
    assert gantt.columns == ("label", "start_day", "end_day")
    assert gantt.chart.groups[0].tasks[0].kept == KeptDay()
    # Neither how firm it is: the legend says that it is planned.
    option = drawn({**MIX, "state": "Option 1"}, names=("label", "start_day", "end_day"))
    for shown in (gantt, option):
        assert looks(shown.chart.groups[0].tasks[0]) == [(0, 4, Look.FIRM)]


def test_a_milestone_is_a_mark_and_a_task_without_a_day_is_counted():
    milestone = {**MIX, "duration_days": Decimal(0), "start_day": FRIDAY}
    gantt = drawn(milestone, {"project": "P1", "task": "P1-X", "label": "Sans date"})
    (row,) = gantt.chart.groups[0].tasks
    assert (row.bars, row.mark, gantt.undated, len(gantt.tasks)) == ((), 4, 1, 1)


def test_the_tasks_of_a_series_are_under_their_episodes_each_with_its_delivery():
    episodes = [
        {"project": "P1", "number": number, "title": title, "delivery_day": FRIDAY}
        for number, title in ((1, "Le Gué"), (2, "Le Pont"))
    ]
    tasks = [{**MIX, "task": f"T{number}", "episode": number} for number in (2, 1, None)]
    groups = drawn(*tasks, episodes=episodes).chart.groups
    told = [(group.heading.episode, group.heading.label, group.heading.mark) for group in groups]
    assert told == [("", "La Crue", None), ("1", "Le Gué", 4), ("2", "Le Pont", 4)]


def test_the_heading_of_what_is_late_is_red_after_the_delivery():
    late = drawn({**MIX, "late_days": Decimal(1)}, project={"delivery_day": date(2026, 11, 26)})
    assert late.chart.groups[0].heading.bars == (Bar(0, 3, Look.SUMMARY), Bar(4, 4, Look.LATE))


def test_twelve_weeks_are_drawn_by_days_and_more_by_weeks():
    for end, grain in ((date(2027, 2, 15), Grain.DAY), (date(2027, 2, 16), Grain.WEEK)):
        assert drawn({**MIX, "end_day": end}).chart.grain is grain


def test_a_plan_without_any_day_has_no_group():
    gantt = drawn({"project": "P1", "task": "P1-X", "label": "Sans date"})
    assert (gantt.chart.groups, gantt.undated) == ((), 1)
