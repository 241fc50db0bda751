"""The cost of a project beyond its sessions: lines that sell no hours, and work still to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.accounts.costs import Costs
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import Effects
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.unit_times import unit_lengths
from postprod_xl.domain.quotes.versions import accepted_versions, line_costs
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import TaskState


class LineCost(NamedTuple):
    """What a line was to cost: its quote, 0 where its version no longer holds it, and one unit of it."""

    project: str
    line: str
    item: str
    quoted_cents: int
    unit_cents: int
    unit_minutes: int | None

    def hours_cents(self, minutes: int) -> int:
        """Minutes at the cost of the quote."""
        return half_up(Decimal(minutes * self.unit_cents) / self.unit_minutes) if self.unit_minutes else 0


def quoted_costs(office: Office) -> list[LineCost]:
    """What each line of `Devis` was to cost, in the row it stands for."""
    lines, held = line_rows(office)
    columns = lines.select("project", "line", "item", "unit_cost_cents")
    quoted = zip(line_costs(lines), unit_lengths(office, lines), held, strict=True)
    return [
        LineCost(project, line, item, cents if is_held else 0, unit_cents or 0, length)
        for (project, line, item, unit_cents), (cents, length, is_held) in zip(columns, quoted, strict=True)
    ]


def other_cents(office: Office, lines: Iterable[LineCost], orders: Effects) -> Counter[str]:
    """Cost of the accepted lines that sell no hours, by project; change orders move it by their quantity."""
    accepted = accepted_versions(office)
    other: Counter[str] = Counter()
    for cost in lines:
        if not cost.unit_minutes and cost.project in accepted:
            ordered = half_up(orders.quantities.get(cost.line, Decimal(0)) * cost.unit_cents)
            other[cost.project] += cost.quoted_cents + ordered
    return other


def cents_to_come(
    office: Office,
    lines: Sequence[LineCost],
    spent: Costs,
    orders: Effects,
    remaining: Mapping[str, Decimal],
) -> Counter[str]:
    """Cost of the work still to be done, by project.

    The remaining hours of each line at the average cost of those worked on it, else at the cost of the quote;
    an accepted line sold in hours that no task plans, for its quoted cost, change orders included, less what
    was spent on it; the remaining days of a task without a line, at the day cost of whoever is assigned.

    A line whose item the rate card sells without hours (the hire of a room) is no such line: its cost is that
    of the room in the sessions.
    """
    to_come = _planned_cents(office, spent, {cost.line: cost for cost in lines})
    to_come.update(_unpaid_cents(office, remaining))
    accepted, planned, hired = accepted_versions(office), _planned_lines(office), _untimed_items(office)
    for cost in lines:
        if (
            not cost.unit_minutes
            or cost.project not in accepted
            or cost.line in planned
            or cost.item in hired
        ):
            continue
        due = cost.quoted_cents + cost.hours_cents(orders.minutes[cost.line])
        to_come[cost.project] += max(0, due - spent.work_cents((cost.project, cost.line)))
    return to_come


def _planned_cents(office: Office, spent: Costs, by_line: Mapping[str, LineCost]) -> Counter[str]:
    overruns = office["Depassements"]
    to_come: Counter[str] = Counter()
    for project, line, minutes in overruns.select("project", "line", "remaining_minutes"):
        cents = spent.remaining_cents((project, line), minutes)
        to_come[project] += by_line[line].hours_cents(minutes) if cents is None else cents
    return to_come


def _unpaid_cents(office: Office, remaining: Mapping[str, Decimal]) -> Counter[str]:
    """Tasks no line pays, of people whose day cost is known."""
    tasks, day_costs = office["Planning"], office["Equipe"].by_key("code", "day_cost_cents")
    names = ("task", "project", "line", "assigned_technician", "technician")
    to_come: Counter[str] = Counter()
    for task, project, line, assigned, asked in zip(*(tasks.column(name) for name in names), strict=True):
        if not line and (days := remaining.get(task)):
            to_come[project] += half_up(days * (day_costs.get(assigned or asked) or 0))
    return to_come


def _planned_lines(office: Office) -> set[str]:
    tasks = office["Planning"]
    pairs = tasks.select("line", "state")
    return {line for line, state in pairs if line and state != TaskState.CANCELLED}


def _untimed_items(office: Office) -> set[str]:
    hours = office["Tarifs"].by_key("item", "unit_minutes")
    return {item for item, minutes in hours.items() if not minutes}
