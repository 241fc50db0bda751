"""The tasks that findings propose: the steps that lift them, their days and their item of the rate card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from postprod_xl.domain.office import Office
from postprod_xl.domain.technique.deliveries.steps_asked import LACKING, steps_asked
from postprod_xl.domain.technique.deliveries.worth import Worth
from postprod_xl.domain.technique.facts.records import DeliverableFacts, ProjectFacts
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.wording import listed
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import TaskState


def with_proposals(
    office: Office, projects: Sequence[ProjectFacts], found: Sequence[TechnicalFinding]
) -> list[TechnicalFinding]:
    """The findings, those that work lifts saying which.

    Parameters
    ----------
    office
        Its `Tarifs` price what is proposed.
    projects
        As `planned_projects` gives them.
    found
        Once waived: what is accepted proposes nothing.
    """
    by_code, worth = {project.code: project for project in projects}, Worth(office)
    return [_proposing(office, by_code[finding.project], worth, finding) for finding in found]


def _proposing(
    office: Office, project: ProjectFacts, worth: Worth, finding: TechnicalFinding
) -> TechnicalFinding:
    deliverable = deliverable_of(project, finding)
    steps = steps_asked(project, deliverable, finding, office.today)
    if not steps:
        return finding
    added = added_steps(project, deliverable, finding, office.today)
    told = worth.text(project, deliverable, added) if added else f"{listed(steps)} : déjà au planning"
    return replace(finding, proposed_task=told)


def added_steps(
    project: ProjectFacts, deliverable: DeliverableFacts | None, finding: TechnicalFinding, day: date
) -> list[str]:
    """The steps that lift a finding and that nobody planned.

    One that the plan already has to do is done right: it is neither planned nor sold twice.
    """
    steps = steps_asked(project, deliverable, finding, day)
    return [step for step in steps if finding.rule in LACKING or not is_ahead(project, deliverable, step)]


def is_ahead(project: ProjectFacts, deliverable: DeliverableFacts | None, step: str) -> bool:
    """Whether the plan of a project has a step still to do, for the episode of a deliverable or for all."""
    episode = None if deliverable is None else deliverable.episode
    return any(
        folded(task.step) == folded(step)
        and task.state is not TaskState.DONE
        and (episode is None or task.episode in (None, episode))
        for task in project.tasks
    )


def deliverable_of(project: ProjectFacts, finding: TechnicalFinding) -> DeliverableFacts | None:
    """The deliverable that a finding is of; None for one of the project, of a source or of a task."""
    code = folded(finding.object)
    return next((one for one in project.deliverables if code and folded(one.code) == code), None)
