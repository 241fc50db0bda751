"""The statement of a project for its production: what was agreed, billed, paid, delivered, and what is to come."""

from __future__ import annotations

from postprod_xl.documents.project_statement import ProjectStatement
from postprod_xl.documents.quote import QuoteOrder
from postprod_xl.domain.accounts.projects import worth_cents
from postprod_xl.domain.accounts.statements.billed import billed_elsewhere_cents, stated_invoices
from postprod_xl.domain.accounts.statements.given_days import awaited, stated_deliveries
from postprod_xl.domain.accounts.statements.stated_lines import pending_orders, stated_groups
from postprod_xl.domain.invoicing.receivables import receivables
from postprod_xl.domain.invoicing.steps import client_refusals, no_quote
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.amending.agreed import accepted_orders, accepted_quote, each_added
from postprod_xl.domain.quotes.versions.client_quote import QuoteRefused, client_quote
from postprod_xl.schema.problems import Problem, Refusal
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import ProjectStatus


class StatementRefused(Refusal):
    """A statement that cannot be printed, with the problem that says why."""


def no_accounts(project: Row) -> Problem:
    """The refusal of a project that is cancelled."""
    message = f"{project.code} est « {project.status} » : ses comptes ne sont plus tenus, rien n'est imprimé"
    return project.blocking("status", project.status, "un projet suivi", message)


def project_statement(office: Office, project: str) -> ProjectStatement:
    """The statement of a project, ready to be printed; its figures are those of `Comptes` and of `Factures`.

    It holds what the producer's copy may hold: no cost, no hour worked, no change order that was not sent, no invoice
    of another client.

    Parameters
    ----------
    office
        As just refreshed.
    project
        Code of a project that exists.

    Raises
    ------
    StatementRefused
        It is cancelled, has no accepted quote or no client; the VAT rate of its quote is not known.
    """
    row = next(row for row in office["Projets"] if row.code == project)
    if row.status == ProjectStatus.CANCELLED:
        raise StatementRefused(no_accounts(row))
    original = accepted_quote(office, project)
    if original is None:
        raise StatementRefused(no_quote(office, project))
    for refusal in client_refusals(office, project):
        raise StatementRefused(refusal)
    try:
        quote = client_quote(office, project, None, QuoteOrder.HOUSE)
    except QuoteRefused as refused:
        raise StatementRefused(refused.problem) from refused
    orders = tuple(each_added(office, accepted_orders(office, project)))
    agreed = original.cents + sum(order.cents for order in orders)
    return ProjectStatement(
        project=project,
        title=quote.title,
        day=office.today,
        seller=quote.seller,
        buyer=quote.buyer,
        facts=quote.facts,
        original=original,
        orders=orders,
        pending=tuple(pending_orders(office, project)),
        groups=tuple(stated_groups(office, quote)),
        adjustments=quote.adjustments,
        hours_cents=worth_cents(office)[project] - agreed,
        invoices=tuple(stated_invoices(office, row)),
        elsewhere_cents=billed_elsewhere_cents(office, row),
        invoiced_cents=receivables(office).invoiced[project],
        deliveries=tuple(stated_deliveries(office, row)),
        awaited=tuple(awaited(office, row)),
    )
