"""The invoices that the sessions of independents call for, and what is received of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.accounts.bought import paid_by, times_by_person, worked_month
from postprod_xl.domain.accounts.labour import LABOUR_FROM, Labour, PaidTime, billed_labour
from postprod_xl.domain.money import known_sum, shares
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.wording import counted_whole, euros_text, first_names, hours_text, listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.purchases import EXPECTED_INVOICES
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up


class ServiceMonth(NamedTuple):
    """What one invoice is about: an independent, a project, a month."""

    technician: str
    project: str
    month: date

    @property
    def month_text(self) -> str:
        return f"{self.month:%Y-%m}"


class Expected(NamedTuple):
    """What is expected of an independent and received from him, in cents before tax.

    `expected_cents` is None where nothing says what he is paid.
    """

    service: ServiceMonth
    minutes: int
    expected_cents: int | None
    invoiced_cents: int
    purchases: tuple[str, ...]

    @property
    def missing_cents(self) -> int | None:
        return None if self.expected_cents is None else self.expected_cents - self.invoiced_cents


@fact(Achats="purchase project technician month invoice_day invoiced_cents", **LABOUR_FROM)
def expected_invoices(office: Office) -> list[Expected]:
    """What each independent is to invoice, by project and month, the oldest first.

    An hour is worth the rate of its contract, else of `Equipe`, else its part of the day cost, as in `Comptes`. An
    invoice bears on the month that it notes, else on its own; one that names no project bears on the projects worked
    that month, shared by their hours.
    """
    minutes, cents = _worked(office)
    invoiced, purchases = _invoiced(office)
    return [
        Expected(work, minutes[work], cents.get(work, 0), invoiced[work], tuple(purchases[work]))
        for work in sorted(minutes.keys() | invoiced.keys(), key=lambda work: (work.month, *work[:2]))
    ]


def expected_rows(office: Office) -> Rows:
    """The rows of `AchatsAttendus`."""
    return result_rows(
        EXPECTED_INVOICES.name,
        [
            [
                one.service.technician,
                one.service.project,
                one.service.month_text,
                one.minutes,
                one.expected_cents,
                one.invoiced_cents,
                one.missing_cents,
                ", ".join(one.purchases),
                alert_text(office, one),
            ]
            for one in expected_invoices(office)
        ],
    )


def is_to_claim(office: Office, one: Expected) -> bool:
    """Whether an invoice is missing, in whole or in part: its month is over, and the gap is past what is tolerated."""
    is_over = (one.service.month.year, one.service.month.month) < (office.today.year, office.today.month)
    return is_over and one.missing_cents is not None and one.missing_cents > _tolerated(office, one)


def alert_text(office: Office, one: Expected) -> str:
    """What is to be done about what an independent invoices; empty when nothing is."""
    if one.expected_cents is None:
        return f"Taux non connu : complétez son contrat ou {TEAM.tab}"
    missing = one.missing_cents or 0
    if is_to_claim(office, one):
        what = "Il manque" if one.purchases else "Facture à réclamer :"
        return f"{what} {euros_text(missing)} HT"
    if one.purchases and not one.minutes:
        return f"{euros_text(one.invoiced_cents)} HT facturés sans séance ce mois-là"
    if -missing > _tolerated(office, one):
        return f"{euros_text(-missing)} HT facturés de plus que ses séances"
    return ""


def expected_problems(office: Office) -> Iterator[Problem]:
    """What there is to do about the invoices of each independent, at his row of `Equipe`: two warnings at most."""
    team = {person.code: person for person in office["Equipe"]}
    claims: defaultdict[str, list[Expected]] = defaultdict(list)
    others: defaultdict[str, list[Expected]] = defaultdict(list)
    for one in expected_invoices(office):
        if is_to_claim(office, one):
            claims[one.service.technician].append(one)
        elif alert_text(office, one):
            others[one.service.technician].append(one)
    for who, held in claims.items():
        if who in team:
            cents = sum(one.missing_cents or 0 for one in held)
            count = counted_whole(len(held), "facture")
            message = f"{who} : {count} à réclamer, {euros_text(cents)} HT ({_named(held)})"
            yield team[who].warning("code", who, "les factures de ses séances", message)
    for who, held in others.items():
        if who in team:
            first = alert_text(office, held[0])
            message = f"{who} : {first[:1].lower()}{first[1:]} ({_named(held)})"
            yield team[who].warning("code", who, "des factures qui répondent à ses séances", message)


def awaited_invoices(office: Office, month: str) -> Iterator[Problem]:
    """The line that says which independents worked in a month: they are not paid by it, they invoice."""
    team = {person.code: person for person in office["Equipe"]}
    cents: dict[str, list[int | None]] = defaultdict(list)
    minutes: Counter[str] = Counter()
    for one in expected_invoices(office):
        if one.service.month_text == month and one.minutes and one.service.technician in team:
            cents[one.service.technician].append(one.expected_cents)
            minutes[one.service.technician] += one.minutes
    if not cents:
        return
    told = []
    for who, parts in cents.items():
        worth = known_sum(parts)
        amount = "montant non connu" if worth is None else f"{euros_text(worth)} HT"
        told.append(f"{who} ({hours_text(minutes[who])}, {amount})")
    message = f"pas de paie pour {listed(told)} : facture attendue, voir {EXPECTED_INVOICES.tab}"
    first = team[next(iter(cents))]
    yield first.info("status", first.status, "une facture", message)


def _named(held: Sequence[Expected]) -> str:
    return first_names([f"{one.service.project or 'sans projet'} {one.service.month_text}" for one in held])


def _tolerated(office: Office, one: Expected) -> int:
    return half_up((one.expected_cents or 0) * office.settings["independent_gap_rate"])


def _worked(office: Office) -> tuple[Counter[ServiceMonth], dict[ServiceMonth, int | None]]:
    """Minutes worked, and what they are worth; None where a part of them has no rate."""
    minutes: Counter[ServiceMonth] = Counter()
    sixtieths: defaultdict[ServiceMonth, Decimal] = defaultdict(Decimal)
    unknown: set[ServiceMonth] = set()
    for time, cost in billed_labour(office).items():
        work = _work_of(time)
        minutes[work] += cost.minutes
        sixtieths[work] += cost.sixtieths or 0
        if cost.sixtieths is None:
            unknown.add(work)
    cents = {work: half_up(total / MINUTES_PER_HOUR) for work, total in sixtieths.items()}
    return minutes, {work: None if work in unknown else total for work, total in cents.items()}


def _invoiced(office: Office) -> tuple[Counter[ServiceMonth], defaultdict[ServiceMonth, list[str]]]:
    """What independents invoiced of each work, and the purchases that say it."""
    times = billed_labour(office)
    by_person = times_by_person(times)
    cents: Counter[ServiceMonth] = Counter()
    purchases: defaultdict[ServiceMonth, list[str]] = defaultdict(list)
    for invoice in office["Achats"]:
        if not invoice.technician or invoice.invoiced_cents is None:
            continue
        for work, amount in _shared(invoice, times, paid_by(invoice, by_person)):
            cents[work] += amount
            purchases[work].append(invoice.purchase)
    return cents, purchases


def _shared(
    invoice: Row, times: Mapping[PaidTime, Labour], paid: Iterable[PaidTime]
) -> Iterator[tuple[ServiceMonth, int]]:
    """The part of an invoice that bears on each work, whole cents that sum to it."""
    month = worked_month(invoice)
    if month is None:
        return
    minutes: Counter[str] = Counter()
    for time in paid:
        minutes[time.project] += times[time].minutes
    parts = [(invoice.project, invoice.invoiced_cents)]
    if not invoice.project and any(minutes.values()):
        parts = shares(invoice.invoiced_cents, minutes)
    for project, cents in parts:
        yield ServiceMonth(invoice.technician, project, month), cents


def _work_of(time: PaidTime) -> ServiceMonth:
    return ServiceMonth(time.terms.holder, time.project, time.month)
