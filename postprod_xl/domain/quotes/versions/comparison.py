"""Two versions of a quote compared line by line, with what the change does to the margin and to the days to plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS
from postprod_xl.domain.quotes.change_orders import effects, is_void
from postprod_xl.domain.quotes.pricing.prices import with_prices
from postprod_xl.domain.quotes.pricing.unit_costs import unit_costs
from postprod_xl.domain.quotes.reference_lines import reference_lines
from postprod_xl.domain.quotes.unit_times import day_lengths
from postprod_xl.domain.quotes.versions.frozen import LINE_CELLS, is_changed
from postprod_xl.domain.quotes.versions.totals import (
    Totals,
    VersionKey,
    accepted_versions,
    line_amounts,
    totals,
    version_keys,
)
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.quotes import QUOTE, VERSIONS
from postprod_xl.schema.vocabulary import ChangeOrderStatus, QuoteChange, QuoteStatus, TaskState

COMPARED = (*LINE_CELLS, "unit_cost_cents")
"""The typed cells of a line that make it another one: those a client reads or that price it, and its cost."""
_HUNDREDTH = Decimal("0.01")


class Side(NamedTuple):
    """A line in one of the versions: its row, with what it is sold at and costs, and the days of work that it sells.

    `sold_days` is None where it sells no hours.
    """

    row: Row
    sold_days: Decimal | None

    @property
    def margin_cents(self) -> int | None:
        """What it leaves, None where its cost is not known."""
        return None if self.row.cost_cents is None else self.row.amount_cents - self.row.cost_cents


@dataclass(frozen=True)
class LineChange:
    """A line that is not the same in both versions.

    Parameters
    ----------
    line
        Its code.
    before, after
        What it is in each, None where it is not in it.
    planned_days
        Days of its tasks, cancelled ones left out.
    """

    line: str
    before: Side | None
    after: Side | None
    planned_days: Decimal

    @property
    def kind(self) -> QuoteChange:
        if self.before is None:
            return QuoteChange.ADDED
        return QuoteChange.REMOVED if self.after is None else QuoteChange.CHANGED

    @property
    def shown(self) -> Row:
        """The row that names it: the one of the second version, else of the first."""
        side = self.after or self.before
        assert side is not None
        return side.row

    @property
    def changed(self) -> list[str]:
        """The code names of the cells that changed; none of a line that was added or removed."""
        if self.before is None or self.after is None:
            return []
        return differing_cells(self.before.row, self.after.row)

    @property
    def total_gap_cents(self) -> int:
        return _cents(self.after) - _cents(self.before)

    @property
    def margin_gap_cents(self) -> int | None:
        """None where a cost is not known."""
        margins = [0 if side is None else side.margin_cents for side in (self.before, self.after)]
        before, after = margins
        return None if before is None or after is None else after - before

    @property
    def sold_gap_days(self) -> Decimal | None:
        """None where neither version sells hours of it."""
        before, after = (None if side is None else side.sold_days for side in (self.before, self.after))
        if before is None and after is None:
            return None
        return (after or Decimal(0)) - (before or Decimal(0))

    @property
    def to_plan_days(self) -> Decimal | None:
        """Days sold in the second version and not planned, below zero those planned too many; None without any."""
        if self.after is None:
            return -self.planned_days if self.planned_days else None
        return None if self.after.sold_days is None else self.after.sold_days - self.planned_days


class PartChange(NamedTuple):
    """A part of a version that its lines do not hold: its heading, its rates, its cents with their sign."""

    heading: str
    rates: tuple[Decimal | None, Decimal | None]
    before_cents: int
    after_cents: int


@dataclass(frozen=True)
class Comparison:
    """Two versions of the quote of a project.

    Parameters
    ----------
    project, first, second
        The project, and the numbers of the two versions.
    lines
        The lines that differ: those of the second version in its order, then those that it no longer has.
    parts
        The global discount, contingency and overhead that differ.
    total
        The total HT of each.
    margins
        The margin of each in cents, None where it is not known.
    amended
        The total HT of each with the accepted change orders of the project; None without any. They stay on whichever
        version is accepted: a Remplacement stands for its line in both.
    """

    project: str
    first: int
    second: int
    lines: Sequence[LineChange]
    parts: Sequence[PartChange]
    total: PartChange
    margins: tuple[int | None, int | None]
    amended: PartChange | None = None

    @property
    def is_same(self) -> bool:
        return not self.lines and not self.parts

    @property
    def margin_gap_cents(self) -> int | None:
        before, after = self.margins
        return None if before is None or after is None else after - before

    @property
    def sold_gap_days(self) -> Decimal:
        """The days of work sold in more, all lines together."""
        return sum((line.sold_gap_days or Decimal(0) for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class Comparer:
    """What compares the versions of an office.

    Parameters
    ----------
    office
        With the computed columns of `Devis` and of `Versions`.
    """

    office: Office

    def compared(self, project: str, first: int, second: int) -> Comparison:
        """Two versions of a project; a line is the same where none of its `COMPARED` cells differs."""
        before, after = (
            {side.row.line: side for side in self._sides[project, each]} for each in (first, second)
        )
        changes = [
            LineChange(line, before.get(line), side, self._planned[line])
            for line, side in after.items()
            if line not in before or differing_cells(before[line].row, side.row)
        ]
        gone = [
            LineChange(line, side, None, self._planned[line])
            for line, side in before.items()
            if line not in after
        ]
        versions = self._versions[project, first], self._versions[project, second]
        figures = self._totals[project, first], self._totals[project, second]
        return Comparison(
            project,
            first,
            second,
            [*changes, *gone],
            _parts(versions, figures),
            PartChange(VERSIONS.heading("total_cents"), (None, None), figures[0].total, figures[1].total),
            (versions[0].margin_cents, versions[1].margin_cents),
            self._amended(project, first, second),
        )

    def by_default(self) -> list[Comparison]:
        """What a refresh compares: of each project with two versions, the accepted one with the latest.

        Without accepted version, or when it is the latest, the latest with the one before; refused ones are left out.
        Versions that are the same, and projects that are over, are not compared.
        """
        accepted = accepted_versions(self.office)
        projects = self.office["Projets"].select("code", "status")
        over = {code for code, status in projects if status in CLOSED_PROJECTS}
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for project, version, status in self.office["Versions"].select("project", "version", "status"):
            if status != QuoteStatus.REFUSED and project not in over:
                numbers[project].append(version)
        found = []
        for project, held in numbers.items():
            if len(held) > 1:
                *_, previous, last = sorted(held)
                reference = accepted.get(project, last)
                found.append(self.compared(project, previous if reference == last else reference, last))
        return [comparison for comparison in found if not comparison.is_same]

    def _amended(self, project: str, first: int, second: int) -> PartChange | None:
        """The totals of two versions with the accepted change orders, which are worked out on the reference one."""
        if project not in self._replaced:
            return None
        added = effects(self.office).project_cents[project]
        before, after = (
            self._totals[project, version].total
            + added
            + sum(self._reference[line] - amounts[line] for line in self._replaced[project])
            for version, amounts in ((each, self._amounts(project, each)) for each in (first, second))
        )
        heading = f"{VERSIONS.heading('total_cents')}, avenants acceptés compris"
        return PartChange(heading, (None, None), before, after)

    @cached_property
    def _replaced(self) -> Mapping[str, set[str]]:
        """The lines that a Remplacement stands for, of each project that has accepted change orders."""
        replaced = effects(self.office).replaced
        found: defaultdict[str, set[str]] = defaultdict(set)
        for project, line, status, kind in self.office["Avenants"].select(
            "project", "line", "status", "type"
        ):
            if status == ChangeOrderStatus.ACCEPTED and not is_void(kind, line):
                found[project] |= {line} & replaced
        return dict(found)

    @cached_property
    def _reference(self) -> Counter[str]:
        """What each line comes to in the version that its project works from."""
        lines = reference_lines(self.office)
        return Counter(dict(zip(lines.column("line"), line_amounts(self.office, lines), strict=True)))

    def _amounts(self, project: str, version: int) -> Counter[str]:
        """What each line of a version comes to."""
        return Counter({side.row.line: side.row.amount_cents for side in self._sides[project, version]})

    @cached_property
    def _versions(self) -> Mapping[VersionKey, Row]:
        return {(row.project, row.version): row for row in self.office["Versions"]}

    @cached_property
    def _totals(self) -> Mapping[VersionKey, Totals]:
        return totals(self.office)

    @cached_property
    def _sides(self) -> defaultdict[VersionKey, list[Side]]:
        """The lines of each version of a project that has several."""
        versions = Counter(self.office["Versions"].column("project"))
        several = {project for project, count in versions.items() if count > 1}
        quote = self.office["Devis"]
        quote = quote.where(project in several for project in quote.column("project"))
        quote = with_prices(self.office, quote)
        quote = quote.with_columns(
            {"unit_cost_cents": [cost.cents for cost in unit_costs(self.office, quote)]}
        )
        found: defaultdict[VersionKey, list[Side]] = defaultdict(list)
        for key, row, length in zip(version_keys(quote), quote, day_lengths(self.office, quote), strict=True):
            minutes = row.sold_minutes
            days = None if minutes is None else (Decimal(minutes) / length).quantize(_HUNDREDTH)
            found[key].append(Side(row, days))
        return found

    @cached_property
    def _planned(self) -> defaultdict[str, Decimal]:
        planned: defaultdict[str, Decimal] = defaultdict(Decimal)
        for line, days, state in self.office["Planning"].select("line", "duration_days", "state"):
            if line and days and state != TaskState.CANCELLED:
                planned[line] += days
        return planned


def differing_cells(before: Row, after: Row) -> list[str]:
    """The code names of the `COMPARED` cells that differ between two rows of `Devis`."""
    return [name for name in COMPARED if is_changed(name, getattr(before, name), getattr(after, name))]


def headings_of(names: Sequence[str]) -> str:
    """Columns of `Devis` as a person reads them."""
    return ", ".join(QUOTE.heading(name) for name in names)


def _cents(side: Side | None) -> int:
    return 0 if side is None else side.row.amount_cents


def _parts(versions: tuple[Row, Row], figures: tuple[Totals, Totals]) -> list[PartChange]:
    cents = {
        "discount_rate": [-each.discount for each in figures],
        "contingency_rate": [each.contingency for each in figures],
        "overhead_rate": [each.overhead for each in figures],
    }
    found = []
    for name, (before, after) in cents.items():
        rates = getattr(versions[0], name), getattr(versions[1], name)
        if before != after or is_changed(name, *rates):
            found.append(PartChange(VERSIONS.heading(name), rates, before, after))
    return found
