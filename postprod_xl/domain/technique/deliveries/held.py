"""The deliverables that blocking findings hold: what is said of them, of their task and of their project.

To be held moves nothing: no date, no booking and no state changes by itself. A deliverable is held while a blocking
finding of its own is neither lifted nor accepted by a waiver; one that its recipient received is held by nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.technique.deliveries.planned import planned_projects
from postprod_xl.domain.technique.deliveries.ready import promised_day
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.wording import counted_whole, first_names, listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.technique import DELIVERABLES, WAIVERS
from postprod_xl.schema.technical_vocabulary import DeliverableState
from postprod_xl.schema.units import folded

_SETTLED = frozenset({DeliverableState.CHECKED, DeliverableState.ACCEPTED})
"""The states that say that nothing is wrong with a deliverable."""


class HeldDeliverable(NamedTuple):
    """A deliverable that must not leave: its project, its code, the rules that hold it, the day it is owed."""

    project: str
    code: str
    rules: str
    owed: date | None

    @property
    def name(self) -> str:
        """As a person calls it."""
        return f"{self.project} {self.code}"

    def is_due(self, today: date) -> bool:
        """Whether it should have left already, or should today."""
        return self.owed is not None and self.owed <= today


def held_deliverables(office: Office) -> list[HeldDeliverable]:
    """The deliverables held, of projects still to deliver, in sheet order.

    Parameters
    ----------
    office
        With the computed columns of `Livrables`.
    """
    rows = [row for row in office[DELIVERABLES.name].select("project", "deliverable", "held_by") if row[2]]
    if not rows:
        return []
    statuses = office["Projets"].by_key("code", "status")
    owed = {
        (project.code, folded(deliverable.code)): promised_day(project, deliverable, office.today)
        for project in planned_projects(office)
        for deliverable in project.deliverables
    }
    return [
        HeldDeliverable(project, code, rules, owed.get((project, folded(code))))
        for project, code, rules in rows
        if statuses.get(project) not in DELIVERED_PROJECTS
    ]


def held_by_project(office: Office) -> dict[str, list[HeldDeliverable]]:
    """The same by project."""
    found: dict[str, list[HeldDeliverable]] = {}
    for one in held_deliverables(office):
        found.setdefault(one.project, []).append(one)
    return found


def held_text(held: Sequence[HeldDeliverable]) -> str:
    """What is said of a project some of whose deliverables are held."""
    return f"{counted_whole(len(held), 'livrable retenu')} : {first_names([one.code for one in held])}"


def task_alerts(office: Office) -> Mapping[int, str]:
    """What `Alerte` of `Planning` says of the tasks that make what is held, by row number.

    A task of another project makes nothing of this one: it says nothing.
    """
    told: dict[tuple[str, str], list[str]] = {}
    rows = office[DELIVERABLES.name].select("project", "deliverable", "task", "held_by")
    for project, code, task, rules in rows:
        if task and rules:
            told.setdefault((project, folded(task)), []).append(f"Livrable {code} retenu par {rules}")
    if not told:
        return {}
    tasks = zip(office["Planning"].numbers, office["Planning"].select("project", "task"), strict=True)
    return {
        number: " ; ".join(told[project, folded(task)])
        for number, (project, task) in tasks
        if (project, folded(task)) in told
    }


def contradictions(office: Office, found: Sequence[TechnicalFinding]) -> Iterator[Problem]:
    """One warning for each deliverable checked or received that a blocking finding says is wrong."""
    blocking: dict[tuple[str, str], list[str]] = {}
    for finding in found:
        if finding.holds and finding.object:
            blocking.setdefault((finding.project, folded(finding.object)), []).append(finding.rule)
    for row in office[DELIVERABLES.name] if blocking else ():
        rules = blocking.get((row.project, folded(row.deliverable)))
        if rules and row.state in _SETTLED:
            verb = "sont bloquants" if len(rules) > 1 else "est bloquant"
            message = (
                f"{row.project} {row.deliverable} est « {row.state} », et {listed(rules)} {verb} : levez-les, ou "
                f"acceptez-les dans {WAIVERS.tab}"
            )
            yield row.warning("state", str(row.state), "un livrable sans constat bloquant", message)
