"""What is wrong in the rows of `Achats`, or to be looked at before it is paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from postprod_xl.domain.money import share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import bills_hours
from postprod_xl.domain.purchases.costs import orders, paid_cents, with_vat_cents
from postprod_xl.domain.purchases.suppliers import Supplier, is_same_year, near_names, squeezed, supplier_of
from postprod_xl.domain.wording import counted_whole, euros_text, first_names
from postprod_xl.parameters import UnknownRate, in_force
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import ContractType

_ORDER = (
    ("ordered_day", "received_day"),
    ("ordered_day", "invoice_day"),
    ("invoice_day", "due_day"),
    ("ordered_day", "paid_day"),
)
_PAST = ("ordered_day", "received_day", "invoice_day", "paid_day")


def purchase_problems(office: Office) -> list[Problem]:
    """The problems of the purchases of an office: an invoice noted twice blocks, the rest are warnings.

    Parameters
    ----------
    office
        Tables `Achats`, `Devis`, `Equipe` and `Contrats`.
    """
    purchases = office["Achats"]
    if not len(purchases):
        return []
    found = [problem for row in purchases for problem in _row_problems(office, row)]
    return [
        *found,
        *_line_problems(office),
        *_order_problems(office),
        *_same_supplier(office),
        *_file_problems(office),
        *near_names(office),
    ]


def _row_problems(office: Office, row: Row) -> Iterator[Problem]:
    yield from _day_problems(row, office.today)
    yield from _amount_problems(row)
    yield from _vat_problems(row)
    if not row.supplier and not row.technician:
        yield row.warning(
            "supplier", "vide", "le nom du fournisseur", f"{row.purchase} n'a pas de fournisseur"
        )


def _day_problems(row: Row, today: date) -> Iterator[Problem]:
    for before, after in _ORDER:
        first, last = getattr(row, before), getattr(row, after)
        if first and last and last < first:
            heading = row.table.heading(before).lower()
            message = f"{row.purchase} : le {last:%d/%m/%Y} est avant « {heading} », le {first:%d/%m/%Y}"
            yield row.warning(after, f"{last:%d/%m/%Y}", f"à partir du {first:%d/%m/%Y}", message)
    for name in _PAST:
        day = getattr(row, name)
        if day and day > today:
            message = f"{row.purchase} : le {day:%d/%m/%Y} n'est pas encore arrivé"
            yield row.warning(name, f"{day:%d/%m/%Y}", "un jour passé", message)


def _amount_problems(row: Row) -> Iterator[Problem]:
    asked, paid = with_vat_cents(row), paid_cents(row)
    if row.invoice and row.invoiced_cents is None:
        message = f"{row.purchase} : la facture {row.invoice} n'a pas de montant"
        yield row.warning("invoiced_cents", "vide", "le montant de la facture", message)
    if row.invoiced_cents is not None and not row.invoice:
        message = f"{row.purchase} : {euros_text(row.invoiced_cents)} HT facturés sans numéro de facture"
        yield row.warning("invoice", "vide", "le numéro de la facture", message)
    if row.invoiced_cents is not None and (row.vat_cents or 0) * row.invoiced_cents < 0:
        message = f"{row.purchase} : la TVA et le montant hors taxes ne sont pas du même signe"
        yield row.warning("vat_cents", euros_text(row.vat_cents or 0), "une TVA du même signe", message)
    if abs(paid) > abs(asked or 0) or paid * (asked or 0) < 0:
        message = f"{row.purchase} : {euros_text(paid)} payés pour {euros_text(asked or 0)} facturés"
        yield row.warning("paid_cents", euros_text(paid), f"{euros_text(asked or 0)} au plus", message)


def _vat_problems(row: Row) -> Iterator[Problem]:
    """Tax that no rate gives: of one rate where a person typed it, of several at most the highest where it was read."""
    if row.vat_cents is None or row.invoiced_cents is None or row.invoice_day is None:
        return
    try:
        rates: Sequence[Decimal] = in_force("purchases.vat_rates", row.invoice_day).value
    except UnknownRate:
        return
    base, tax = abs(row.invoiced_cents), abs(row.vat_cents)
    is_one_rate = any(abs(tax - share_cents(base, Decimal(rate))) <= 1 for rate in rates)
    if is_one_rate or (row.fingerprint and tax <= share_cents(base, max(map(Decimal, rates)))):
        return
    message = f"{row.purchase} : {euros_text(tax)} de TVA sur {euros_text(base)} HT, aucun taux en vigueur ne les donne"
    yield row.warning("vat_cents", euros_text(tax), "le montant hors taxes × un taux en vigueur", message)


def _line_problems(office: Office) -> Iterator[Problem]:
    """Lines of another project, and invoices of people who are paid, not billed."""
    projects = office["Devis"].by_key("line", "project")
    statuses = office["Equipe"].by_key("code", "status")
    contracts = office["Contrats"].select("technician", "type")
    serving = {who for who, kind in contracts if kind == ContractType.SERVICE}
    for row in office["Achats"]:
        of = projects.get(row.line)
        if of and of != row.project:
            held = (
                f"l'achat de {row.project}"
                if row.project
                else "l'achat d'aucun : le projet ne le supporte pas"
            )
            message = f"{row.purchase} : la ligne {row.line} est du projet {of}, {held}"
            column, expected = ("line", f"une ligne de {row.project}") if row.project else ("project", of)
            yield row.warning(column, getattr(row, column) or "vide", expected, message)
        who = row.technician
        if who and not bills_hours(statuses.get(who)) and who not in serving:
            message = f"{row.purchase} : {who} n'est ni indépendant ni en Prestation, sa paie compte déjà ses séances"
            yield row.warning("technician", who, "un indépendant", message)


def _order_problems(office: Office) -> Iterator[Problem]:
    """Orders billed beyond what was ordered."""
    for rows in orders(office):
        ordered = sum(row.ordered_cents or 0 for row in rows)
        billed = sum(row.invoiced_cents or 0 for row in rows)
        if ordered and billed > ordered:
            message = f"{rows[0].purchase} : {euros_text(billed)} HT facturés pour {euros_text(ordered)} HT commandés"
            last = [row for row in rows if row.invoiced_cents][-1]
            yield last.warning(
                "invoiced_cents", euros_text(billed), f"{euros_text(ordered)} au plus", message
            )


def _same_supplier(office: Office) -> Iterator[Problem]:
    """Invoices noted twice, and accounts that are no longer those of their supplier."""
    numbers: defaultdict[str, list[Row]] = defaultdict(list)
    accounts: dict[tuple[str, str], Row] = {}
    for row in office["Achats"]:
        supplier, number = supplier_of(row), squeezed(row.invoice).casefold()
        if number:
            for other in numbers[number]:
                if supplier.is_same_as(supplier_of(other)) and is_same_year(
                    row.invoice_day, other.invoice_day
                ):
                    message = (
                        f"{row.invoice} de {supplier.name} est déjà l'achat {other.purchase} : gardez-en un"
                    )
                    yield row.blocking("invoice", row.invoice, "une facture notée une fois", message)
                    break
            numbers[number].append(row)
        known = _first_account(accounts, supplier, row) if row.iban else row
        if squeezed(known.iban) != squeezed(row.iban):
            message = (
                f"{row.purchase} : le compte de {supplier.name} n'est plus celui de {known.purchase} : appelez-le au "
                "numéro que vous connaissez avant de payer"
            )
            yield row.warning("iban", row.iban, known.iban, message)


def _first_account(accounts: dict[tuple[str, str], Row], supplier: Supplier, row: Row) -> Row:
    """The first row that has an account of a supplier, however it is named there; `row` itself when it is the first."""
    held = (accounts[key] for key in supplier.keys if key in accounts)
    known = next((other for other in held if supplier.is_same_as(supplier_of(other))), row)
    for key in supplier.keys:
        accounts.setdefault(key, known)
    return known


def _file_problems(office: Office) -> Iterator[Problem]:
    """Files of received invoices that are gone, in one warning, or are no longer what was received."""
    seen = office.files.received if office.files else None
    kept = [row for row in office["Achats"] if row.file and row.fingerprint]
    gone = [row for row in kept if seen is not None and row.file not in seen]
    if gone:
        names = first_names([f"{row.purchase} ({row.file})" for row in gone])
        message = (
            f"{counted_whole(len(gone), 'facture reçue')} sans fichier : {names} ; remettez-le à sa place"
        )
        yield gone[0].warning("file", "absent", gone[0].file, message)
    for row in kept:
        if seen and row.file in seen and seen[row.file].sha256 != row.fingerprint.casefold():
            message = f"{row.purchase} : le fichier {row.file} n'est plus celui qui a été reçu, remettez-le"
            yield row.warning("file", row.file, "le fichier reçu, à son empreinte", message)
