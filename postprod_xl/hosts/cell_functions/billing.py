"""Custom functions of what is still to come in: left to invoice of a project, unpaid of a project or a client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from postprod_xl.domain.wording import first_names
from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.hosts.cell_functions.custom import CustomFunction, Formula
from postprod_xl.hosts.cell_functions.projects import PROJECT, live_project, projects_by_code
from postprod_xl.hosts.cell_functions.readers import cell, day_of_computation, unknown
from postprod_xl.hosts.cell_functions.tables import GivenTable, office_of, refuse, remembered, table
from postprod_xl.schema.kinds import Kind, is_empty
from postprod_xl.schema.tables.billing import ACCOUNTS, INVOICES
from postprod_xl.schema.tables.payments import PAYMENTS
from postprod_xl.schema.tables.projects import CLIENTS, PROJECTS
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.schema.vocabulary import InvoiceType

if TYPE_CHECKING:
    from postprod_xl.domain.invoicing.receivables import Unpaid
    from postprod_xl.domain.office import Office


def _left_to_invoice(*wholes: Any) -> Formula:
    *tables, day = wholes
    left = remembered("to invoice", tables, day, lambda: _to_invoice(tables, day))
    rows = projects_by_code(tables[0])

    def cents(code: str) -> int:
        live_project(code, rows)
        if code not in left:
            raise CellFault(f"{code} : aucun devis accepté dans {QUOTE.tab}, rien n'est encore à facturer")
        return int(left[code])

    return cents


def _to_invoice(tables: Sequence[GivenTable | None], day: date) -> dict[str, int]:
    from postprod_xl.domain.accounts.projects import to_invoice_cents
    from postprod_xl.domain.quotes.change_orders import change_order_columns
    from postprod_xl.domain.quotes.lines import quote_columns
    from postprod_xl.domain.quotes.pricing.unpriced import unpriced_problems
    from postprod_xl.domain.quotes.unit_times import unit_problems
    from postprod_xl.domain.quotes.versions.totals import quote_problems, version_columns

    office = office_of(tables, day)
    _refuse_emptied(office, "total_cents", "type", "project")
    refuse([*quote_problems(office), *unit_problems(office), *unpriced_problems(office)])
    office = office.with_columns("Avenants", change_order_columns(office))
    office = office.with_columns("Devis", quote_columns(office))
    office = office.with_columns("Versions", version_columns(office))
    return to_invoice_cents(office)


def _refuse_emptied(office: Office, *needed: str) -> None:
    """Refuse a ledger whose rows lost what a figure is made of: it would be another."""
    for name in needed:
        held = office["Factures"].select("number", name)
        if empty := [number for number, value in held if is_empty(value)]:
            raise CellFault(f"{first_names(empty)} sans « {INVOICES.heading(name)} » dans {INVOICES.tab}")


def _unpaid(
    invoices: GivenTable, projects: GivenTable, clients: GivenTable, payments: GivenTable | None
) -> Formula:
    tables = invoices, projects, clients, payments
    owed: list[Unpaid] = remembered("unpaid", tables, None, lambda: _unpaid_invoices(tables))
    codes = projects.rows.column("code"), clients.rows.column("code")

    def cents(code: str, due_before: date | None) -> int:
        if code in codes[0] and code in codes[1]:
            fact = f"« {code} » est un projet et un client : donnez-leur deux codes"
            raise CellFault(fact)
        if code not in codes[0] and code not in codes[1]:
            fact = f"« {code} » inconnu dans {PROJECTS.tab} et dans {CLIENTS.tab}"
            raise unknown(fact, code, [*codes[0], *codes[1]])
        own = [invoice for invoice in owed if code in (invoice.project, invoice.client)]
        return sum(invoice.cents for invoice in own if _is_due(invoice, due_before))

    return cents


def _is_due(invoice: Unpaid, due_before: date | None) -> bool:
    if due_before is None:
        return True
    if invoice.due_day is None:
        heading = INVOICES.heading("due_day")
        raise CellFault(
            f"{invoice.number} n'a pas de date dans « {heading} » : impossible de dire si elle est échue"
        )
    return invoice.due_day < due_before


def _unpaid_invoices(tables: Sequence[GivenTable | None]) -> list[Unpaid]:
    from postprod_xl.domain.invoicing.receivables import unpaid_invoices

    office = office_of(tables, date.min)
    _refuse_emptied(office, "payable_cents", "type", "project", "client")
    issued = set(office["Factures"].column("number"))
    lost = [
        invoice.number
        for invoice in office["Factures"]
        if invoice.type == InvoiceType.CREDIT_NOTE and invoice.origin not in issued
    ]
    if lost:
        heading = INVOICES.heading("origin")
        raise CellFault(
            f"{first_names(lost)} sans « {heading} » connue dans {INVOICES.tab} : cliquez Vérifier"
        )
    owed = unpaid_invoices(office)
    if tables[-1] is None:
        _refuse_without_payments(office, owed)
    return owed


def _refuse_without_payments(office: Office, owed: Sequence[Unpaid]) -> None:
    """Refuse a ledger whose invoices are paid, as its last refresh says, by rows that the formula was not given."""
    due = {unpaid.number: unpaid.cents for unpaid in owed}
    for number, cents in office["Factures"].select("number", "due_cents"):
        if cents is not None and cents < due.get(number, 0):
            raise CellFault(f"donnez aussi {PAYMENTS.name}[#Tout], qui dit ce qui est payé de {number}")


FUNCTIONS = (
    CustomFunction(
        "PP_RESTE_A_FACTURER",
        f"Reste à facturer HT d'un projet, comme dans {ACCOUNTS.tab} : devis accepté, avenants, heures, moins facturé.",
        (
            PROJECT,
            table("Projets", "La table Projets : Projets[#Tout]."),
            table("Devis", "La table Devis : Devis[#Tout]."),
            table("Versions", "La table Versions, qui dit la version acceptée : Versions[#Tout]."),
            table("Avenants", "La table Avenants, dont les acceptés comptent : Avenants[#Tout]."),
            table("Factures", "La table Factures, acomptes et avoirs compris : Factures[#Tout]."),
            table("Planning", "La table Planning, qui dit la ligne de chaque tâche : Planning[#Tout]."),
            table("Seances", "La table des séances, pour la régie et les heures en plus : Seances[#Tout]."),
            table("Tarifs", "La table Tarifs, pour les heures d'une unité : Tarifs[#Tout]."),
            table("Parametres", "La table Parametres, pour les réglages de la maison : Parametres[#Tout]."),
            day_of_computation(),
        ),
        Kind.EURO,
        _left_to_invoice,
    ),
    CustomFunction(
        "PP_IMPAYES",
        "TTC des factures émises d'un projet ou d'un client, et pas encore payées ; avec un jour : échues avant lui.",
        (
            cell("code", "Code d'un projet ou d'un client.", Kind.TEXT),
            table("Factures", "La table Factures, où vous notez les paiements : Factures[#Tout]."),
            table("Projets", "La table Projets : Projets[#Tout]."),
            table("Clients", "La table Clients : Clients[#Tout]."),
            cell(
                "echues_avant",
                "Seules les factures échues avant ce jour, AUJOURDHUI() par exemple ; vide : toutes.",
                Kind.DAY,
                optional=True,
            ),
            table(
                "Reglements",
                "La table Reglements, si vous y notez les paiements : Reglements[#Tout].",
                optional=True,
            ),
        ),
        Kind.EURO,
        _unpaid,
    ),
)
