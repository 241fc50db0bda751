"""When each project can honestly be delivered, and what makes a delivery late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from postprod_xl.domain.columns import known
from postprod_xl.domain.office import Office
from postprod_xl.domain.scheduling.engine import earliest
from postprod_xl.domain.scheduling.plan import Plan
from postprod_xl.domain.scheduling.reasons import Reasons, french
from postprod_xl.domain.scheduling.short_delays import ShortDelays
from postprod_xl.domain.scheduling.tasks import DELIVERED
from postprod_xl.domain.wording import working_days_text
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME

PROJECTS = BY_NAME["Projets"]


class EarliestDelivery(NamedTuple):
    """Earliest delivery days of a project, each with one more thing in its way.

    `unlimited`: links, rushes and working days only, and the starts that a person has imposed; `alone`: without
    the other projects, but for what is confirmed; `together`: with all of them.
    """

    unlimited: date | None
    alone: date | None
    together: date | None


def earliest_deliveries(plan: Plan) -> dict[str, EarliestDelivery]:
    """The earliest honest delivery of every project that has tasks, by project code."""
    ends, free = earliest(plan.model.problem, plan.result), ShortDelays(plan)
    found = {}
    for code, index in plan.model.deliveries.items():
        moments = ends[index].alone, ends[index].together
        days = (None if end is None else plan.day_before(index, end) for end in moments)
        found[code] = EarliestDelivery(free.earliest(code), *days)
    return found


def delivery_problems(
    office: Office, expected: pd.DataFrame, plan: Plan, closed: Sequence[bool]
) -> list[Problem]:
    """One warning per project late on its promised delivery, or promised before its rushes.

    Parameters
    ----------
    expected
        `Fin prévue` and `Retard (j)` of each project, on the index of `Projets`.
    closed
        For each row of `Planning`, whether nothing of it is left to do.
    """
    projects = office["Projets"]
    pairs = zip(office["Planning"]["project"].tolist(), closed, strict=True)
    unfinished = {project for project, is_closed in pairs if not is_closed}
    names = ("code", "status", "rushes_day", "delivery_day")
    columns = (*(known(projects[name]) for name in names), *(known(expected[name]) for name in expected))
    causes = LateCauses(Reasons(plan), ShortDelays(plan))
    problems = []
    for row, code, status, rushes, delivery, end, late in zip(projects.index.tolist(), *columns, strict=True):
        if delivery is None or status in DELIVERED:
            continue
        facts = []
        if rushes is not None and delivery < rushes:
            facts.append(f"avant la réception des rushes le {french(rushes)}")
        if late is not None and code in unfinished:
            facts.append(f"fin prévue le {french(end)} : {working_days_text(int(late))} de retard")
            facts += causes.texts(code)
        if facts:
            problems.append(_delivery(row, code, delivery, " ; ".join(facts)))
    return problems


class LateCauses(NamedTuple):
    """What makes the deliveries of a plan late."""

    reasons: Reasons
    short: ShortDelays

    def texts(self, project: str) -> list[str]:
        """Where the lateness of a delivery comes from, by which tasks, and whether its delay was too short."""
        index = self.reasons.plan.model.deliveries.get(project)
        if index is None:
            return []
        steps = self.reasons.sequence(index)
        sequence = f"enchaînement : {steps} → livraison" if steps else ""
        texts = self.reasons.origin(index), sequence, self.short.text(project)
        return [text for text in texts if text]


def _delivery(row: int, project: str, delivery: date, fact: str) -> Problem:
    heading = PROJECTS.heading("delivery_day")
    message = f"{project} : livraison PAD le {french(delivery)}, {fact}"
    return warning("Projets", row, heading, french(delivery), "une date que le planning permet", message)
