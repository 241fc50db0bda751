"""What each project costs and is worth at completion: its lines, and the work that no line pays."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.accounts.bought import Bought, bought
from postprod_xl.domain.accounts.hourly import day_costs
from postprod_xl.domain.accounts.line_costs import LineCost, line_costs
from postprod_xl.domain.accounts.to_date import Spent, spent_to_date
from postprod_xl.domain.money import known_sum
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.follow_up.following import FollowedLine
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.versions.totals import accepted_versions, line_amounts
from postprod_xl.domain.sessions.done import done_sessions
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import BillingMode, FollowUp, TaskState

_BEGUN_STATES = frozenset({TaskState.UNDER_WAY, TaskState.DONE})


@dataclass(frozen=True)
class ProjectCost:
    """What a project costs, in cents; None where the cost of a line is not known.

    Parameters
    ----------
    sold_cents
        What its accepted quote was to cost, accepted change orders included; None without one.
    other_cents
        What no session counts: deliverables, storage, coordination.
    final_cents
        What it costs at completion: that of its quote as long as nothing of it is begun. None without an accepted
        quote too: nobody knows that its work will be done.
    variance_cents
        What its plan and its work make it cost beyond its quote, before it is begun too; None without one.
    unknown_lines, unknown_people
        Its lines, and the people of its tasks that no line pays, whose cost is not known.
    """

    sold_cents: int | None = None
    other_cents: int | None = 0
    final_cents: int | None = None
    variance_cents: int | None = None
    unknown_lines: tuple[str, ...] = ()
    unknown_people: tuple[str, ...] = ()


class _Held(NamedTuple):
    """What the projection of a project is made of."""

    is_begun: bool
    spent: Spent
    lines: Sequence[LineCost]
    unpaid_cents: int
    unpaid_people: Sequence[str]
    beside_cents: int
    beside_open_cents: int


def projected_costs(
    office: Office, followed: Sequence[FollowedLine], remaining: Mapping[str, Decimal]
) -> defaultdict[str, ProjectCost]:
    """What each project costs, in its quote and at completion.

    Until a session is worked on a project, or a task of it begun, an accepted quote is what it costs, and what is
    bought beyond it: the plan may foresee more or less, which the variance says. Once it is begun it costs what was
    spent, and what is still to come of its lines (`line_costs`), of its orders that serve no line, and of the tasks
    that no line pays, at the day cost of whoever is assigned.
    """
    accepted, begun = accepted_versions(office), begun_projects(office)
    to_date, unpaid, purchased = spent_to_date(office), _unpaid_cents(office, remaining), bought(office)
    lines: defaultdict[str, list[LineCost]] = defaultdict(list)
    for cost in line_costs(office, followed):
        lines[cost.project].append(cost)
    beside = _beside(purchased, {cost.line for costs in lines.values() for cost in costs})
    found: defaultdict[str, ProjectCost] = defaultdict(ProjectCost)
    for project in lines.keys() | to_date.keys() | unpaid.keys() | beside.keys():
        if project in accepted:
            cents, people = unpaid.get(project, (0, ()))
            aside = beside.get(project, (0, 0))
            held = _Held(project in begun, to_date[project], lines[project], cents, people, *aside)
            found[project] = _cost(held)
    return found


def _cost(held: _Held) -> ProjectCost:
    lines = held.lines
    other, sold = known_sum(cost.other_cents for cost in lines), known_sum(cost.sold_cents for cost in lines)
    to_come = known_sum(cost.to_come_cents for cost in lines)
    unpaid = None if held.unpaid_people else held.unpaid_cents
    projection = known_sum([held.spent.cents, unpaid, other, to_come, held.beside_open_cents])
    beyond = sum(max(cost.bought_cents + cost.open_cents - (cost.sold_cents or 0), 0) for cost in lines)
    final = projection if held.is_begun else known_sum([sold, beyond + held.beside_cents])
    return ProjectCost(
        sold,
        other,
        final,
        None if sold is None or projection is None else projection - sold,
        tuple(cost.line for cost in lines if None in (cost.sold_cents, cost.other_cents, cost.to_come_cents)),
        tuple(held.unpaid_people),
    )


def _beside(purchased: Bought, lines: Collection[str]) -> dict[str, tuple[int, int]]:
    """What is bought of each project and serves no line of it: all of it, then what is still to come of it."""
    found: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for work, cents in purchased.committed.items():
        project, line = work
        if line not in lines:
            whole, still = found[project]
            found[project] = whole + cents, still + purchased.open_cents(work)
    for project, cents in purchased.services.items():
        whole, still = found[project]
        found[project] = whole + cents, still
    return dict(found)


def begun_projects(office: Office) -> set[str]:
    """The projects of which a session is worked, or a task begun, up to today; delivered ones are."""
    begun = {project for project, _ in done_sessions(office, "project")}
    begun |= {
        project for project, state in office["Planning"].select("project", "state") if state in _BEGUN_STATES
    }
    statuses = office["Projets"].select("code", "status")
    return begun | {code for code, status in statuses if status in DELIVERED_PROJECTS}


def worth_to_come(office: Office, followed: Iterable[FollowedLine]) -> Counter[str]:
    """What is left of the accepted Régie lines sold in hours, at their selling price, by project.

    Before a project is begun it is what their quote says; then what remains of them to work, of one that no task is
    attached to what is sold and not worked. A Remplacement made a line an agreed price: nothing more is to come.
    """
    accepted, begun, replaced = accepted_versions(office), begun_projects(office), effects(office).replaced
    rows = line_rows(office).rows
    to_come: Counter[str] = Counter()
    columns = zip(followed, rows.column("mode"), line_amounts(office, rows), strict=True)
    for line, mode, quoted in columns:
        is_sold = line.is_held and line.project in accepted and line.time.minutes is not None
        if not is_sold or mode != BillingMode.TIME_AND_MATERIALS or line.line in replaced:
            continue
        if line.project not in begun:
            to_come[line.project] += quoted
        elif line.figures.follow_up is FollowUp.HOURS:
            to_come[line.project] += line.time.price_cents(line.hours.remaining)
        else:
            left = max((line.time.minutes or 0) - line.hours.worked, 0)
            to_come[line.project] += line.time.price_cents(left)
    return to_come


def _unpaid_cents(office: Office, remaining: Mapping[str, Decimal]) -> dict[str, tuple[int, list[str]]]:
    """What is left of the tasks no line pays, by project, and their people whose day has no known cost."""
    tasks, by_person = office["Planning"], day_costs(office)
    to_come: dict[str, tuple[int, list[str]]] = {}
    for task, project, line, assigned, asked in tasks.select(
        "task", "project", "line", "assigned_technician", "technician"
    ):
        days, person = remaining.get(task), assigned or asked
        if line or not days or not person:
            continue
        cents, people = to_come.get(project, (0, []))
        day_cents = by_person.get(person)
        if day_cents is None:
            to_come[project] = cents, [*people, person]
        else:
            to_come[project] = cents + half_up(days * day_cents), people
    return to_come
