"""What keeps a delivery from being sure: late, without a plan, without a date, without slack."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from postprod_xl.domain.home.concerns.concern import DELIVERY, Concern, engaged_projects, first_named, money
from postprod_xl.domain.home.project_status import (
    late_deliveries,
    late_episode_texts,
    late_text,
    unknown_deliveries,
    unknown_text,
)
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.promises.broken import broken_promises
from postprod_xl.domain.planning.promises.problems import AHEAD
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS, cancelled_rows, finished_rows
from postprod_xl.domain.quotes.versions.totals import accepted_versions
from postprod_xl.domain.technique.deliveries.held import held_by_project, held_text
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.technique import DELIVERABLES
from postprod_xl.schema.vocabulary import Light, ProjectStatus

SHORT_SLACK_DAYS = Decimal(3)
"""Slack under which a delivery is watched: practice of the house."""


def delivery_concerns(office: Office) -> Iterator[Concern]:
    """What to look at in the deliveries of an office, the gravest first for each project.

    Parameters
    ----------
    office
        With the computed columns of `Planning` and `Projets`, and `Comptes`.
    """
    yield from _late(office)
    for project, tasks in unknown_deliveries(office).items():
        yield _concern(
            project, Light.RED, f"{unknown_text(tasks)} : donnez leur durée ou leurs liens", "Planning"
        )
    yield from _unplanned(office)
    yield from _held(office)
    yield from _broken(office)
    yield from _unpromised(office)
    yield from _still_quoted(office)
    yield from _without_duration(office)
    yield from _short_slack(office)


def delivery_is_known(office: Office) -> set[str]:
    """The projects that have a plan and an end computed from it."""
    expected = office["Projets"].by_key("code", "expected_day")
    return {project for project in _planned(office) if expected.get(project) is not None}


def _concern(project: str, colour: Light, text: str, table: str, is_gap: bool = False) -> Concern:
    return Concern(project, DELIVERY, colour, text, table, is_gap)


def _late(office: Office) -> Iterator[Concern]:
    sold = office["Comptes"].by_key("project", "quoted_cents")
    for project, days in late_deliveries(office).items():
        worth = f"{money(sold.get(project) or 0)} vendus" if sold.get(project) else ""
        yield _concern(project, Light.RED, f"{late_text(days)}{worth}", "Planning")
    for project, text in late_episode_texts(office).items():
        yield _concern(project, Light.RED, text, "Episodes")


def _held(office: Office) -> Iterator[Concern]:
    """Projects whose deliverables must not leave: red where one of them is owed by now."""
    for project, held in held_by_project(office).items():
        is_due = any(one.is_due(office.today) for one in held)
        text = f"{held_text(held)}, à lever ou à accepter"
        yield _concern(project, Light.RED if is_due else Light.ORANGE, text, DELIVERABLES.name)


def _planned(office: Office) -> set[str]:
    """The projects with a task that is not cancelled."""
    rows = zip(office["Planning"].column("project"), cancelled_rows(office), strict=True)
    return {project for project, is_cancelled in rows if not is_cancelled}


def _unplanned(office: Office) -> Iterator[Concern]:
    planned = _planned(office)
    for project in engaged_projects(office):
        if project not in planned:
            text = "aucune tâche, fin inconnue : bouton Planifier"
            yield _concern(project, Light.RED, text, "Projets", is_gap=True)


def _broken(office: Office) -> Iterator[Concern]:
    """Projects to deliver whose plan no longer keeps what was promised."""
    statuses, broken = office["Projets"].by_key("code", "status"), dict[str, list[str]]()
    for each in broken_promises(office):
        if each.is_told and not each.is_over and statuses.get(each.what.project) not in DELIVERED_PROJECTS:
            broken.setdefault(each.what.project, []).append(each.what.name)
    for project, names in broken.items():
        text = f"{len(names)} {AHEAD[len(names) > 1]} : {first_named(names)}"
        yield _concern(project, Light.ORANGE, text, "Promesses")


def _unpromised(office: Office) -> Iterator[Concern]:
    promised = {code for code, day in office["Projets"].select("code", "delivery_day") if day}
    days = office["Episodes"].select("project", "delivery_day", "due_day")
    promised |= {project for project, delivery, due in days if delivery or due}
    heading = BY_NAME["Projets"].heading("delivery_day")
    for project in engaged_projects(office):
        if project not in promised:
            text = f"aucun jour promis, retard inconnu : remplissez « {heading} »"
            yield _concern(project, Light.ORANGE, text, "Projets", is_gap=True)


def _still_quoted(office: Office) -> Iterator[Concern]:
    """Projects still a quote whose quote is accepted: their plan yields to every other one."""
    accepted = accepted_versions(office)
    for project, status in office["Projets"].select("code", "status"):
        if status == ProjectStatus.QUOTED and project in accepted:
            text = f"devis accepté, planning qui cède aux autres : passez-le à « {ProjectStatus.CONFIRMED} »"
            yield _concern(project, Light.ORANGE, text, "Projets", is_gap=True)


def _without_duration(office: Office) -> Iterator[Concern]:
    engaged, found = set(engaged_projects(office)), dict[str, list[str]]()
    rows = zip(
        office["Planning"].select("project", "task", "duration_days"),
        cancelled_rows(office),
        finished_rows(office),
        strict=True,
    )
    for (project, task, duration), is_cancelled, is_finished in rows:
        if duration is None and project in engaged and not is_cancelled and not is_finished:
            found.setdefault(project, []).append(task)
    for project, tasks in found.items():
        text = f"durée vide, comptée 0 j : {first_named(tasks)}"
        yield _concern(project, Light.ORANGE, text, "Planning", is_gap=True)


def _short_slack(office: Office) -> Iterator[Concern]:
    """Projects to deliver with an unfinished task whose slack is short."""
    statuses = office["Projets"].by_key("code", "status")
    rows = zip(
        office["Planning"].select("project", "slack_days", "task"),
        finished_rows(office),
        cancelled_rows(office),
        strict=True,
    )
    tight: dict[str, list[tuple[Decimal, str]]] = {}
    for (project, slack, task), is_finished, is_cancelled in rows:
        if slack is not None and slack < SHORT_SLACK_DAYS and not is_finished and not is_cancelled:
            tight.setdefault(project, []).append((slack, task))
    for project, tasks in tight.items():
        if statuses.get(project) != ProjectStatus.DELIVERED:
            names = first_named([task for _, task in sorted(tasks, key=lambda pair: pair[0])])
            text = f"moins de {SHORT_SLACK_DAYS} j de marge : {names}"
            yield _concern(project, Light.ORANGE, text, "Planning")
