"""Where each project stands: what it sold, what was worked of it, what calls for an action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.project_ends import late_episodes, undated_tasks
from postprod_xl.domain.planning.tasks.episodes import EpisodeKey
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS, DELIVERED_PROJECTS
from postprod_xl.domain.quotes.follow_up.following import followed_lines
from postprod_xl.domain.quotes.versions.totals import accepted_versions
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.technique.deliveries.held import held_by_project, held_text
from postprod_xl.domain.wording import counted, decimal_text, euros_text, first_names
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.vocabulary import OverrunLevel, ProjectStatus

_NOTHING_LEFT: Mapping[str, Decimal] = {}


def status_columns(office: Office, remaining: Mapping[str, Decimal] = _NOTHING_LEFT) -> Rows:
    """`sold_cents`, `actual_cents` and `alert` of `Projets`, for each of its rows; empty for a cancelled project.

    Sold is the accepted quote and change orders; actual is, line by line, the hours worked and the days of rooms at
    their selling price, lines that no session counts left out.

    Parameters
    ----------
    office
        With `Projets.late_days`, the computed columns of `Devis`, the rows of `Depassements` and `Comptes`.
    remaining
        Working days still needed by each task: what was found for the overruns with the same ones is not found anew.
    """
    codes = office["Projets"].column("code")
    sold, actual, alerts = _sold_cents(office), _actual_cents(office, remaining), project_alerts(office)
    return computed_columns(
        "Projets",
        office["Projets"].numbers,
        sold_cents=[sold.get(code) for code in codes],
        actual_cents=[actual[code] if code in sold else None for code in codes],
        alert=[" ; ".join(alerts[code]) for code in codes],
    )


def project_alerts(office: Office) -> dict[str, list[str]]:
    """What calls for an action on each project, the most urgent first; same tables as `status_columns`."""
    overrun = overruns_by_project(office, OverrunLevel.OVERRUN)
    overdue = office["Comptes"].by_key("project", "overdue_cents")
    late, unknown = late_deliveries(office), unknown_deliveries(office)
    episodes, held = late_episode_texts(office), held_by_project(office)
    return {
        code: [
            *([unknown_text(unknown[code])] if code in unknown else []),
            *_alerts(late.get(code), episodes.get(code, ""), overrun[code], overdue.get(code) or 0),
            *([held_text(held[code])] if code in held else []),
        ]
        for code in office["Projets"].column("code")
    }


def late_deliveries(office: Office) -> dict[str, Any]:
    """Working days late of the projects still to deliver that are late, by project, in sheet order."""
    projects = office["Projets"]
    return {
        code: days
        for code, status, days in projects.select("code", "status", "late_days")
        if days and status not in CLOSED_PROJECTS and status != ProjectStatus.DELIVERED
    }


def late_names(office: Office) -> list[str]:
    """What is still to deliver and late, by name: projects, then episodes."""
    return [*late_deliveries(office), *(key.name for key in _late_episodes(office))]


def _late_episodes(office: Office) -> dict[EpisodeKey, Decimal]:
    """Working days late of the episodes still to deliver that are late, of projects still to deliver."""
    statuses = office["Projets"].by_key("code", "status")
    late = late_episodes(office).items()
    return {key: days for key, days in late if statuses.get(key.project) not in DELIVERED_PROJECTS}


def late_episode_texts(office: Office) -> dict[str, str]:
    """What is said of the episodes still to deliver that are late, by project."""
    found: dict[str, list[tuple[int, Decimal]]] = {}
    for key, days in _late_episodes(office).items():
        found.setdefault(key.project, []).append((key.number, days))
    return {project: _late_episodes_text(late) for project, late in found.items()}


def _late_episodes_text(late: Sequence[tuple[int, Decimal]]) -> str:
    if len(late) == 1:
        return f"épisode {late[0][0]} en retard de {decimal_text(late[0][1])} j"
    shown = first_names([f"{number} ({decimal_text(days)} j)" for number, days in late])
    return f"{counted(len(late), 'épisode')} en retard : {shown}"


def unknown_deliveries(office: Office) -> dict[str, list[str]]:
    """The tasks without date of the projects still to deliver, by project: their end is not known."""
    statuses = office["Projets"].by_key("code", "status")
    return {
        project: tasks
        for project, tasks in undated_tasks(office).items()
        if statuses.get(project) not in CLOSED_PROJECTS and statuses.get(project) != ProjectStatus.DELIVERED
    }


def overruns_by_project(office: Office, level: str) -> Counter[str]:
    """How many lines of `Depassements` each project has at a level."""
    overruns = office["Depassements"]
    pairs = overruns.select("project", "level")
    return Counter(project for project, found in pairs if found == level)


def steps_to_invoice(office: Office) -> list[tuple[str, int]]:
    """Project and rank of the steps of `Echeancier` planned up to today and not invoiced, in sheet order.

    A project without an accepted quote has nothing to invoice yet; a closed one no longer has.
    """
    steps, accepted = office["Echeancier"], accepted_versions(office)
    statuses = office["Projets"].by_key("code", "status")
    return [
        (project, rank)
        for project, rank, day, invoice in steps.select("project", "rank", "planned_day", "invoice")
        if day
        and day <= office.today
        and not invoice
        and project in accepted
        and statuses.get(project) not in CLOSED_PROJECTS
    ]


def late_text(days: Any) -> str:
    """What is said of a delivery late of some working days."""
    return f"livraison en retard de {decimal_text(days)} j"


def unknown_text(tasks: Sequence[str]) -> str:
    """What is said of a project some of whose tasks have no date."""
    verb = "ont" if len(tasks) > 1 else "a"
    return f"fin prévue inconnue : {first_names(tasks)} n'{verb} pas de date"


def late_payment_text(cents: int) -> str:
    """What is said of an amount due and not paid."""
    return f"{euros_text(cents)} TTC en retard de paiement"


def _alerts(late_days: Any, late_episodes: str, overrun_lines: int, overdue_cents: int) -> Iterator[str]:
    if late_days:
        yield late_text(late_days)
    if late_episodes:
        yield late_episodes
    if overrun_lines:
        yield counted(overrun_lines, "ligne en dépassement")
    if overdue_cents:
        yield late_payment_text(overdue_cents)


def _sold_cents(office: Office) -> dict[str, int]:
    accounts = office["Comptes"]
    return {
        project: quoted + ordered
        for project, quoted, ordered in accounts.select("project", "quoted_cents", "change_orders_cents")
    }


def _actual_cents(office: Office, remaining: Mapping[str, Decimal]) -> Counter[str]:
    actual: Counter[str] = Counter()
    for line in followed_lines(office, remaining):
        if line.is_held:
            actual[line.project] += line.worked_price_cents
    return actual
