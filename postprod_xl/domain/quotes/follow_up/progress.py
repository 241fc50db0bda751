"""The hours of the projects through time as they are drawn: a `postprod_xl.documents.charts.progress.ProgressChart`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from postprod_xl.documents.charts.progress import ProgressChart, ProgressPoint, ProjectProgress
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS
from postprod_xl.domain.quotes.follow_up.history import Figures, LineKey, current_figures, history_of
from postprod_xl.domain.wording import counted

_DAILY, _WEEKLY = timedelta(days=92), timedelta(days=366)
_ONE_DAY = timedelta(days=1)

Changes = Mapping[date, Mapping[LineKey, Figures]]
"""What lines come to on the days on which they change."""


def progress_of(office: Office) -> ProgressChart:
    """How the hours of each project went, from its history to the figures of the present day.

    Parameters
    ----------
    office
        With `Depassements` computed.

    Returns
    -------
    ProgressChart
        The projects neither settled nor cancelled that sell hours. A line that sells none, or that its hours do not
        follow, is left out of the curves, which compare like with like. Every change of the last three months is a
        point, then one a week, then one a month after a year: `Historique` holds them all.
    """
    by_project = _changes(office)
    projects = [
        ProjectProgress(code, title, tuple(_stepped(_totals(by_project[code], office.today))))
        for code, title, status in office["Projets"].select("code", "title", "status")
        if status not in CLOSED_PROJECTS and _sells_hours(by_project[code])
    ]
    return ProgressChart(office.today, tuple(projects), tuple(_lines(office, projects)))


def _changes(office: Office) -> defaultdict[str, dict[date, dict[LineKey, Figures]]]:
    """By project and day, the lines that change: what was noted up to the present day, and the figures of the day."""
    found: defaultdict[str, dict[date, dict[LineKey, Figures]]] = defaultdict(dict)
    now, today = current_figures(office), office.today
    for key, notes in history_of(office).notes.items():
        for note in notes:
            if note.day < today:
                found[key.project].setdefault(note.day, {})[key] = note.figures
        found[key.project].setdefault(today, {})[key] = now.get(key, Figures())
    for key, figures in now.items():
        found[key.project].setdefault(today, {})[key] = figures
    return found


def _sells_hours(changes: Changes) -> bool:
    return any(
        figures.sold and _is_compared(figures) for lines in changes.values() for figures in lines.values()
    )


def _totals(changes: Changes, today: date) -> Iterator[ProgressPoint]:
    """The totals of a project on the days drawn."""
    standing: dict[LineKey, Figures] = {}
    drawn = _drawn_days(changes, today)
    for day in sorted(changes):
        standing |= changes[day]
        if day in drawn:
            yield _total(day, standing.values())


def _total(day: date, lines: Iterable[Figures]) -> ProgressPoint:
    compared = [figures for figures in lines if _is_compared(figures)]
    return ProgressPoint(
        day, *(sum(minutes or 0 for minutes in column) for column in zip(*compared, strict=True))
    )


def _is_compared(figures: Figures) -> bool:
    """Whether a line sells hours and is followed by them: what it will take is known in hours."""
    return figures.sold is not None and figures.projected is not None


def _drawn_days(days: Iterable[date], today: date) -> set[date]:
    """The last day of each week, and of each month, further back."""
    kept: dict[tuple[int, ...], date] = {}
    for day in sorted(days):
        age = today - day
        if age <= _DAILY:
            kept[day.toordinal(),] = day
        elif age <= _WEEKLY:
            kept[day.isocalendar()[:2]] = day
        else:
            kept[day.year, day.month, 0] = day
    return set(kept.values())


def _stepped(points: Iterable[ProgressPoint]) -> Iterator[ProgressPoint]:
    """The points with, before each change, the day until which nothing had changed."""
    before: ProgressPoint | None = None
    for point in points:
        if (
            before is not None
            and before.day < point.day - _ONE_DAY
            and replace(before, day=point.day) != point
        ):
            yield replace(before, day=point.day - _ONE_DAY)
        yield point
        before = point


def _lines(office: Office, projects: Sequence[ProjectProgress]) -> Iterator[str]:
    yield f"Situation au {office.today:%d/%m/%Y}."
    if not projects:
        yield "Aucun projet en cours n'a de ligne suivie par ses heures."
        return
    yield "Heures vendues, réalisées et projetées de chaque projet ; ses jours se déplient à gauche de son titre."
    shown = {project.code for project in projects}
    now = [figures for key, figures in current_figures(office).items() if key.project in shown]
    others = sum(not _is_compared(figures) for figures in now)
    if others:
        yield f"{counted(others, 'ligne')} que leurs heures ne suivent pas, à part."
