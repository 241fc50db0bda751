"""What each project costs and is worth at completion: its lines, and the work that no line pays."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from postprod_xl.domain.accounts.costs import costs, day_costs
from postprod_xl.domain.accounts.line_costs import LineCost, line_costs
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.follow_up.following import COUNTED, FollowedLine
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
        What it costs at completion: that of its quote as long as nothing of it is begun.
    variance_cents
        What its plan and its work make it cost beyond its quote, before it is begun too; None without one.
    """

    sold_cents: int | None
    other_cents: int | None
    final_cents: int | None
    variance_cents: int | None


def projected_costs(
    office: Office, followed: Sequence[FollowedLine], remaining: Mapping[str, Decimal]
) -> defaultdict[str, ProjectCost]:
    """What each project costs, in its quote and at completion.

    Until a session is worked on a project, or a task of it begun, an accepted quote is what it costs: the plan may
    foresee more or less, which the variance says. Once it is begun it costs what was spent, and what is still to
    come of its lines (`line_costs`) and of the tasks that no line pays, at the day cost of whoever is assigned.
    """
    spent, accepted, begun = costs(office), accepted_versions(office), begun_projects(office)
    to_date, unpaid = spent.labour_cents() + spent.rooms_cents(), _unpaid_cents(office, remaining)
    lines: defaultdict[str, list[tuple[FollowedLine, LineCost]]] = defaultdict(list)
    for line, cost in zip(followed, line_costs(office, followed), strict=True):
        lines[line.project].append((line, cost))
    found: defaultdict[str, ProjectCost] = defaultdict(lambda: ProjectCost(None, 0, 0, None))
    for project in lines.keys() | to_date.keys() | unpaid.keys():
        held = lines[project]
        if project not in accepted:
            # Nothing is sold yet: only the work that somebody plans is to come.
            held = [(line, cost) for line, cost in held if line.figures.follow_up in COUNTED]
        other = _sum(cost.other_cents for _, cost in held)
        projection = _sum(
            [to_date[project], unpaid[project], other, *(cost.to_come_cents for _, cost in held)]
        )
        sold = _sum(cost.sold_cents for _, cost in held) if project in accepted else None
        is_begun = project in begun or project not in accepted
        variance = None if sold is None or projection is None else projection - sold
        found[project] = ProjectCost(sold, other, projection if is_begun else sold, variance)
    return found


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


def _sum(cents: Iterable[int | None]) -> int | None:
    """A sum, None as soon as one of its parts is not known."""
    parts = list(cents)
    return None if None in parts else sum(part for part in parts if part is not None)


def _unpaid_cents(office: Office, remaining: Mapping[str, Decimal]) -> Counter[str]:
    """Tasks no line pays, of people whose day cost is known."""
    tasks, by_person = office["Planning"], day_costs(office)
    to_come: Counter[str] = Counter()
    for task, project, line, assigned, asked in tasks.select(
        "task", "project", "line", "assigned_technician", "technician"
    ):
        if not line and (days := remaining.get(task)):
            to_come[project] += half_up(days * (by_person.get(assigned or asked) or 0))
    return to_come
