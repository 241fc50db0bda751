"""The curves of a project: what was noted of its lines, added up day by day, to the figures of the present day."""

from __future__ import annotations

from datetime import date, timedelta

from postprod_xl.documents.charts.progress import ProgressPoint
from postprod_xl.domain.quotes.follow_up.history import Figures, LineKey
from postprod_xl.domain.quotes.follow_up.progress import progress_of
from tests.domain.quotes.follow_up.test_history import HOUR, MIX, MON, Days, Worked, figures, home, nov


def points(days: Days, today: date, lines: Worked) -> list[ProgressPoint]:
    drawn = progress_of(home(today, lines, days.history)).projects
    return list(drawn[0].points) if drawn else []


def hours(point: ProgressPoint) -> tuple[date, int, int, int, int]:
    measures = (point.sold, point.planned, point.worked, point.projected)
    return point.day, *(minutes // HOUR for minutes in measures)


def test_a_curve_goes_by_steps_from_the_first_note_to_the_figures_of_the_day():
    days = Days()
    days.run(nov(2), {MON: figures(0), MIX: figures(0)})
    days.run(nov(3), {MON: figures(8), MIX: figures(0)})
    days.run(nov(9), {MON: figures(8), MIX: figures(24)})
    now = {MON: figures(10), MIX: figures(24)}
    assert [*map(hours, points(days, nov(9), now))] == [
        (nov(2), 32, 32, 0, 32),
        (nov(3), 32, 32, 8, 32),
        (nov(8), 32, 32, 8, 32),  # until the day before the change
        (nov(9), 32, 32, 34, 40),  # 10 + 24 as they are now, 16 + 24 projected
    ]
    assert points(days, nov(9), now)[-1].variance == 8 * HOUR


def test_a_line_that_sells_no_hours_or_is_not_followed_by_them_is_in_no_curve_and_said():
    other = LineKey("TERR", "COO")
    lines = {MON: figures(8), MIX: figures(8, sold=None), other: Figures(40 * HOUR, 0, 0, None)}
    drawn = progress_of(home(nov(2), lines, Days().history))
    assert [*map(hours, drawn.projects[0].points)] == [(nov(2), 16, 16, 8, 16)]
    assert drawn.lines[-1] == "2 lignes que leurs heures ne suivent pas, à part."


def test_a_line_taken_away_counts_until_that_day():
    days = Days()
    days.run(nov(2), {MON: figures(8), MIX: figures(8)})
    days.run(nov(3), {MON: figures(8)})
    assert [*map(hours, points(days, nov(4), {MON: figures(8)}))] == [
        (nov(2), 32, 32, 16, 32),
        (nov(3), 16, 16, 8, 16),
        (nov(4), 16, 16, 8, 16),
    ]


def test_projects_cancelled_settled_or_without_hours_sold_have_no_curve():
    lines = {LineKey("VIEUX", "V1"): figures(8), LineKey("MAREE", "M1"): figures(8, sold=None)}
    drawn = progress_of(home(nov(2), lines, Days().history))
    assert drawn.projects == ()
    assert drawn.lines[-1] == "Aucun projet en cours n'a de ligne suivie par ses heures."


def test_what_a_mistaken_day_to_come_noted_is_not_drawn():
    days = Days()
    days.run(nov(2), {MON: figures(8)})
    days.run(nov(20), {MON: figures(16)})
    assert [*map(hours, points(days, nov(3), {MON: figures(9)}))] == [
        (nov(2), 16, 16, 8, 16),
        (nov(3), 16, 16, 9, 16),
    ]


def test_two_years_of_changes_are_drawn_in_under_two_hundred_points_with_the_last_of_each_stretch():
    days, first = Days(), date(2024, 11, 1)
    for count in range(750):
        days.run(first + timedelta(days=count), {MON: figures(count)})
    today = first + timedelta(days=750)
    drawn = points(days, today, {MON: figures(750)})
    assert len(drawn) < 200
    by_day = {point.day: point.worked // HOUR for point in drawn}
    # A day of each month, the last one, then of each week, then each day: each as it was noted.
    assert by_day[date(2024, 11, 30)] == 29 and date(2024, 11, 15) not in by_day
    assert all(by_day[today - timedelta(days=back)] == 750 - back for back in range(90))
    worked = [point.worked for point in drawn]
    assert worked == sorted(worked)
