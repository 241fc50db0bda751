"""What the purchases add to the cost of each project: suppliers by line, independents in place of their sessions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from postprod_xl.domain.accounts.labour import LABOUR_FROM, PaidTime, billed_labour
from postprod_xl.domain.money import shares
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.purchases.costs import COSTED_FROM, purchase_costs
from postprod_xl.domain.works import Work, of_projects
from postprod_xl.schema.cells.formats import MONTH_WRITTEN
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import half_up


@dataclass(frozen=True)
class Bought:
    """What purchases cost, in cents before tax; the empty project is the house itself.

    Parameters
    ----------
    incurred, committed
        Of suppliers, by project and line: invoiced or delivered; the same with what is ordered and still to come.
    services
        Invoiced by independents, by project.
    replaced
        What the sessions that these invoices pay would have cost, by project, not rounded.
    replaced_times
        The time of these sessions.
    """

    incurred: Counter[Work] = field(default_factory=Counter)
    committed: Counter[Work] = field(default_factory=Counter)
    services: Counter[str] = field(default_factory=Counter)
    replaced: Mapping[str, Decimal] = field(default_factory=dict)
    replaced_times: frozenset[PaidTime] = frozenset()

    def open_cents(self, work: Work) -> int:
        """What is ordered of a work, neither delivered nor invoiced."""
        return self.committed[work] - self.incurred[work]

    def to_date_cents(self) -> Counter[str]:
        """What was invoiced or delivered, by project."""
        found = of_projects(self.incurred)
        found.update(self.services)
        return found

    def to_come_cents(self) -> Counter[str]:
        """What is ordered, neither delivered nor invoiced, by project."""
        return of_projects({work: self.open_cents(work) for work in self.committed})


@fact(Achats=f"{COSTED_FROM} technician month", **LABOUR_FROM)
def bought(office: Office) -> Bought:
    """What the purchases of an office cost its projects.

    The invoice of an independent pays his sessions of the month that it says, else of its own, on its project, on
    every one when it names none: it takes their place, and never adds to them. What is ordered of him and not
    invoiced is the work that his sessions and bookings count already.

    Parameters
    ----------
    office
        Tables `Achats`, `Seances`, `Contrats`, `Equipe` and `Planning`.
    """
    purchases = office["Achats"]
    is_service = [bool(technician) for technician in purchases.column("technician")]
    suppliers = purchase_costs(office.with_rows("Achats", purchases.where(not each for each in is_service)))
    times = {time: cost.cents or Decimal(0) for time, cost in billed_labour(office).items()}
    by_person = times_by_person(times)
    services: Counter[str] = Counter()
    replaced: set[PaidTime] = set()
    for invoice in purchases.where(is_service):
        if invoice.invoiced_cents is None:
            continue
        paid = {time: times[time] for time in paid_by(invoice, by_person)}
        replaced |= paid.keys()
        for project, cents in _by_project(invoice, paid):
            services[project] += cents
    saved: defaultdict[str, Decimal] = defaultdict(Decimal)
    for time in replaced:
        saved[time.project] += times[time]
    return Bought(suppliers.incurred, suppliers.committed, services, saved, frozenset(replaced))


def worked_month(invoice: Row) -> date | None:
    """The month of the sessions that an independent invoices: the one noted, else that of the invoice."""
    if MONTH_WRITTEN.fullmatch(invoice.month):
        return date.fromisoformat(f"{invoice.month}-01")
    day: date | None = invoice.invoice_day
    return day and day.replace(day=1)


def times_by_person(times: Iterable[PaidTime]) -> Mapping[tuple[str, date | None], Sequence[PaidTime]]:
    """Some times by who worked them and their month."""
    found: defaultdict[tuple[str, date | None], list[PaidTime]] = defaultdict(list)
    for time in times:
        found[time.terms.holder, time.month].append(time)
    return found


def paid_by(invoice: Row, times: Mapping[tuple[str, date | None], Sequence[PaidTime]]) -> Iterator[PaidTime]:
    """The times that the invoice of an independent pays: those of its month, on its project or on any."""
    for time in times.get((invoice.technician, worked_month(invoice)), ()):
        if invoice.project in ("", time.project):
            yield time


def _by_project(invoice: Row, paid: Mapping[PaidTime, Decimal]) -> Iterator[tuple[str, int]]:
    """What an invoice costs each project: its own, else those whose sessions it pays, by what these would cost."""
    weights: Counter[str] = Counter()
    for time, cents in paid.items():
        weights[time.project] += half_up(cents)
    if invoice.project or not any(weights.values()):
        yield invoice.project, invoice.invoiced_cents
    else:
        yield from shares(invoice.invoiced_cents, weights)
