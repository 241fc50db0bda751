"""What clients paid, owe, and are to be invoiced."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.accounts.cash.flows import (
    DUE_IN,
    RECEIVED,
    STEPS,
    TO_RECEIVE,
    UNSIGNED,
    Flow,
    part_cents,
)
from postprod_xl.domain.accounts.cash.planned_progress import PlannedProgress
from postprod_xl.domain.invoicing.credits.standing import standings
from postprod_xl.domain.invoicing.parties.terms import client_due_day, due_day
from postprod_xl.domain.invoicing.receivables import unpaid_invoices
from postprod_xl.domain.invoicing.steps import is_by_progress
from postprod_xl.domain.money import share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.lettering import lettering, payments
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS
from postprod_xl.domain.quotes.versions.totals import accepted_versions, reference_versions
from postprod_xl.domain.vat import vat_rate
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import InvoiceType, StepType


def incoming(office: Office, remaining: Mapping[str, Decimal]) -> Iterator[Flow]:
    """What was due, received, is still owed and is to be invoiced, in no order.

    What is owed since before today is expected this month, less the advances of the clients: moved to an invoice or
    given back, they are money that does not come a second time. A step not invoiced is expected on its planned day,
    today at the earliest, and the terms of payment of its client later; a Situation by progress is estimated by
    what the plan has done of its project that day, and a Solde is what is left of the revenue of its project
    (`Comptes`) once the other steps are invoiced.

    Parameters
    ----------
    office
        With the rows of `Comptes` and `Reservations`, and the computed columns of `Echeancier` and `Versions`.
    remaining
        Working days still needed by each task.
    """
    yield from _due(office)
    invoices = {invoice.number: invoice for invoice in office["Factures"]}
    yield from _received(office, invoices)
    yield from _owed(office, invoices)
    yield from _kept(office, invoices)
    yield from _steps(office, PlannedProgress.of(office, remaining))


def _due(office: Office) -> Iterator[Flow]:
    stands = standings(office)
    for invoice in office["Factures"]:
        if invoice.type != InvoiceType.CREDIT_NOTE and (cents := stands[invoice.number].payable_cents):
            yield Flow(DUE_IN, invoice.due_day, cents)


def _received(office: Office, invoices: Mapping[str, Row]) -> Iterator[Flow]:
    for payment in payments(office):
        if payment.is_use or not payment.cents:
            continue
        invoice = invoices.get(payment.document)
        vat, taxed = _tax_of(office, invoice, payment.cents)
        remark = ""
        if payment.day is None:
            remark = f"règlement sans date : {payment.document or payment.client}"
        elif invoice is None:
            remark = f"avance, TVA non comptée : {payment.client}"
        yield Flow(RECEIVED, payment.day, payment.cents, vat, taxed, remark)


def _owed(office: Office, invoices: Mapping[str, Row]) -> Iterator[Flow]:
    for unpaid in unpaid_invoices(office):
        day, remark, invoice = unpaid.due_day, "", invoices[unpaid.number]
        if day is None:
            remark = f"sans échéance : {unpaid.number}"
        elif day < office.today:
            day, remark = office.today, f"en retard : {unpaid.number}"
        vat, taxed = _tax_of(office, invoice, unpaid.cents)
        yield Flow(TO_RECEIVE, day, unpaid.cents, vat, taxed, remark)


def _kept(office: Office, invoices: Mapping[str, Row]) -> Iterator[Flow]:
    for payment, cents in lettering(office).kept:
        vat, taxed = _tax_of(office, invoices.get(payment.document), cents)
        remark = f"avance à porter ou à rendre : {payment.client}"
        yield Flow(TO_RECEIVE, office.today, -cents, -vat, taxed, remark)


def _tax_of(office: Office, invoice: Row | None, cents: int) -> tuple[int, date | None]:
    """The VAT in what an invoice is paid, and the day of the invoice under « TVA sur les débits », else None."""
    if invoice is None:
        return 0, None
    vat = part_cents(cents, invoice.vat_cents or 0, invoice.total_with_vat_cents or 0)
    return vat, (invoice.day if office.settings["vat_on_debits"] else None)


class _Project(NamedTuple):
    """What is left to invoice of a project, before tax, and who pays it.

    `whole_cents` is what its shares are of, `worth_cents` all that it earns, `billed_cents` what its invoices billed of
    it, deposits aside.
    """

    code: str
    column: str
    left_cents: int
    whole_cents: int
    worth_cents: int
    billed_cents: int
    client: Row | None


def _steps(office: Office, planned: PlannedProgress) -> Iterator[Flow]:
    steps: defaultdict[str, list[Row]] = defaultdict(list)
    for step in office["Echeancier"]:
        if not step.invoice:
            steps[step.project].append(step)
    for project in _projects(office):
        own = sorted(steps[project.code], key=lambda step: step.rank)
        yield from _of_project(office, project, own, planned)


def _projects(office: Office) -> Iterator[_Project]:
    """The projects not closed that have a quote, signed or not."""
    accepted, reference = accepted_versions(office), reference_versions(office)
    versions = office["Versions"].select("project", "version", "total_cents")
    totals = {(code, version): cents for code, version, cents in versions}
    clients = {client.code: client for client in office["Clients"]}
    figures = office["Comptes"].select("project", "final_revenue_cents", "invoiced_cents")
    earned = {code: (revenue or 0, invoiced or 0) for code, revenue, invoiced in figures}
    billed = _billed_cents(office)
    for code, status, client in office["Projets"].select("code", "status", "client"):
        if status in CLOSED_PROJECTS or code not in reference:
            continue
        whole, is_signed = totals.get((code, reference[code])) or 0, code in accepted
        worth, invoiced = earned.get(code, (0, 0)) if is_signed else (whole, 0)
        column = STEPS if is_signed else UNSIGNED
        payer = clients.get(client)
        yield _Project(code, column, max(worth - invoiced, 0), whole, worth, billed[code], payer)


def _billed_cents(office: Office) -> Counter[str]:
    """What stands of the invoices of each project, before tax, deposits aside."""
    stands, found = standings(office), Counter[str]()
    for number, kind, project in office["Factures"].select("number", "type", "project"):
        if kind == InvoiceType.INVOICE:
            found[project] += stands[number].total_cents
    return found


def _of_project(
    office: Office, project: _Project, steps: list[Row], planned: PlannedProgress
) -> Iterator[Flow]:
    """The steps of a project by rank, each within what the others leave; a Solde takes the rest, wherever it stands."""
    left, billed = project.left_cents, project.billed_cents
    balances = []
    for step in steps:
        if step.type == StepType.BALANCE:
            balances.append(step)
            continue
        wanted, remark = _step_cents(project, step, planned, billed, office.today)
        cents = max(min(wanted, left), 0)
        left -= cents
        billed += cents if step.type == StepType.PROGRESS else 0
        if cents or remark:
            yield _step_flow(office, project, step, cents, remark)
    if left and balances:
        yield _step_flow(office, project, balances[0], left, "")
    elif left:
        yield _taxed(office, project, None, left, f"reste à facturer sans étape : {project.code}")


def _step_cents(
    project: _Project, step: Row, planned: PlannedProgress, billed_cents: int, today: date
) -> tuple[int, str]:
    """What a step is to invoice, before tax, and what there is to say of it."""
    if not is_by_progress(step):
        amount = step.amount_cents
        return (share_cents(project.whole_cents, step.share_rate) if amount is None else int(amount)), ""
    name = f"{project.code} {step.rank}"
    share = step.planned_day and planned.share(project.code, max(step.planned_day, today))
    if share is None:
        return 0, f"situation non estimée : {name}"
    return share_cents(
        project.worth_cents, share
    ) - billed_cents, f"situation estimée d'après le planning : {name}"


def _step_flow(office: Office, project: _Project, step: Row, cents: int, remark: str) -> Flow:
    if step.planned_day is None:
        return _taxed(office, project, None, cents, remark or f"étape sans date : {project.code} {step.rank}")
    return _taxed(office, project, max(step.planned_day, office.today), cents, remark)


def _taxed(office: Office, project: _Project, invoiced: date | None, cents: int, remark: str) -> Flow:
    """What is to be invoiced on a day, its tax added, on the day when it is to be paid."""
    client, vat = project.client, _rate(project.client, invoiced or office.today)
    if vat is None:
        return Flow(project.column, None, cents, remark=f"TVA non connue : {project.code}")
    tax = share_cents(cents, vat)
    taxed = invoiced if office.settings["vat_on_debits"] else None
    return Flow(
        project.column, invoiced and _paid_day(office, client, invoiced), cents + tax, tax, taxed, remark
    )


def _paid_day(office: Office, client: Row | None, invoiced: date) -> date:
    if client is None:
        return due_day(invoiced, office.settings["payment_days"], end_of_month=False)
    return client_due_day(office, client, invoiced)


def _rate(client: Row | None, day: date) -> Decimal | None:
    regime, postcode = (client.vat_regime, client.postcode) if client else ("", "")
    try:
        return vat_rate(regime, postcode, day)
    except UnknownRate:
        return None
