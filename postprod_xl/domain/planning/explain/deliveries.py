"""Deliveries late on their promised day, and what makes them late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.origins import Origins
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.explain.short_delays import ShortDelays
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.tasks.absurd_dates import plausible
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.wording import in_sentence, working_days_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables import BY_NAME

PROJECTS = BY_NAME["Projets"]


def delivery_problems(
    office: Office, expected: Rows, causes: LateCauses, closed: Sequence[bool]
) -> list[Problem]:
    """One warning per project late on its promised delivery, or promised before its rushes.

    Parameters
    ----------
    expected
        `Fin prévue` and `Retard (j)` of each project, row by row of `Projets`.
    causes
        What makes the deliveries of the plan late.
    closed
        For each row of `Planning`, whether nothing of it is left to do.
    """
    projects, plan = office["Projets"], causes.origins.plan
    unfinished, delivered = _unfinished(office, plan, closed), _delivery_ends(plan)
    ends = expected.select("expected_day", "late_days")
    problems = []
    for project, (end, late) in zip(projects, ends, strict=True):
        delivery = plausible(project.delivery_day, office.today)
        if delivery is None or project.status in DELIVERED_PROJECTS:
            continue
        facts = []
        rushes = plausible(project.rushes_day, office.today)
        if rushes is not None and delivery < rushes:
            facts.append(f"avant la réception des rushes le {french(rushes)}")
        if late is not None and project.code in unfinished:
            last = delivered[project.code]
            what = "fin" if last == end else "livraison"
            facts.append(f"{what} prévue le {french(last)} : {working_days_text(int(late))} de retard")
            calendar = WorkCalendar.of(project.department)
            facts += causes.texts(plan.model.deliveries.get(project.code), project.code, delivery, calendar)
        if facts:
            problems.append(_delivery(project, delivery, " ; ".join(facts)))
    return problems


def _unfinished(office: Office, plan: Plan, closed: Sequence[bool]) -> set[str]:
    """The projects with something left to do before their delivery."""
    later = {task.row for task in plan.model.listed.tasks if not task.is_awaited}
    tasks = office["Planning"]
    rows = zip(tasks.numbers, tasks.column("project"), closed, strict=True)
    return {project for row, project, is_closed in rows if not is_closed and row not in later}


def _delivery_ends(plan: Plan) -> dict[str, date]:
    """The last day of what the delivery of each project waits for."""
    ends: dict[str, date] = {}
    for task, at in zip(plan.model.listed.tasks, plan.placements, strict=True):
        if at is not None and task.is_awaited:
            ends[task.project.code] = max(at.end_day, ends.get(task.project.code, at.end_day))
    return ends


class LateCauses(NamedTuple):
    """What makes the deliveries of a plan late."""

    origins: Origins
    short: ShortDelays

    @staticmethod
    def of(origins: Origins) -> LateCauses:
        """Those of the plan that some causes explain."""
        return LateCauses(origins, ShortDelays(origins.plan))

    def texts(self, delivery: int | None, name: str, promised: date, calendar: WorkCalendar) -> list[str]:
        """Where the lateness of a delivery comes from, what would spare it, and whether its delay was too short.

        Parameters
        ----------
        delivery
            Its activity, of a project or of an episode; None without one.
        name
            What it is called: the project, or the episode.
        promised, calendar
            The day it is promised for, and the working days of its project.
        """
        if delivery is None:
            return []
        short = self.short.text(delivery, promised, calendar)
        return [*self.origins.of_delivery(delivery, name, calendar), short]


def _delivery(project: Row, promised: date, fact: str) -> Problem:
    heading, day = PROJECTS.heading("delivery_day"), french(promised)
    message = f"{project.code} : {in_sentence(heading)} le {day}, {fact}"
    return project.warning("delivery_day", day, "une date que le planning permet", message)
