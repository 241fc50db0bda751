"""The facts of projects with what their deliverables are compared with: the quote, the days promised, every task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.episodes import episodes_of
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.technique.facts.gathered import technical_projects
from postprod_xl.domain.technique.facts.quoted import QuoteFacts
from postprod_xl.domain.technique.facts.records import ProjectFacts
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import TaskState


def planned_projects(office: Office) -> tuple[ProjectFacts, ...]:
    """The projects of `technical_projects`, each with its quote, the days promised of its episodes and task owners."""
    projects = technical_projects(office)
    if not projects:
        return ()
    quotes, owners, days = _quotes(office), _owners(office), _promised_days(office)
    return tuple(
        replace(
            project,
            quote=quotes.get(project.code),
            owners=owners,
            promised_days=days[project.code],
        )
        for project in projects
    )


def _owners(office: Office) -> Mapping[str, str]:
    return {folded(task): project for task, project in office["Planning"].select("task", "project")}


def _promised_days(office: Office) -> defaultdict[str, dict[int, date]]:
    days: defaultdict[str, dict[int, date]] = defaultdict(dict)
    for key, episode in episodes_of(office).items():
        if episode.promised is not None:
            days[key.project][key.number] = episode.promised
    return days


def _quotes(office: Office) -> dict[str, QuoteFacts]:
    """The quote of each project that has lines; a line sold for nothing sells nothing."""
    standing, orders = line_rows(office), effects(office)
    items: defaultdict[str, set[str]] = defaultdict(set)
    lines: set[str] = set()
    rows = zip(standing.rows.select("project", "line", "item", "quantity"), standing.held, strict=True)
    for (project, line, item, quantity), is_held in rows:
        held = items[project]
        sold = (quantity if is_held else 0) or Decimal(0)
        if sold + orders.quantities.get(line, Decimal(0)) > 0:
            lines.add(line)
            held.add(item)
    paid: defaultdict[str, set[str]] = defaultdict(set)
    for project, step, line, state in office["Planning"].select("project", "step", "line", "state"):
        if line in lines and state != TaskState.CANCELLED:
            paid[project].add(folded(step))
    priced = frozenset(office["Tarifs"].column("item"))
    return {
        project: QuoteFacts(frozenset(held), priced, frozenset(paid[project]))
        for project, held in items.items()
        if held
    }
