"""What a received invoice follows in `Achats`, where it is wanted, and why it may be refused."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.documents.facturx.received import ReceivedFile, ReceivedInvoice
from postprod_xl.domain.office import Office
from postprod_xl.domain.purchases.costs import with_vat_cents
from postprod_xl.domain.purchases.received.amounts import EURO
from postprod_xl.domain.purchases.suppliers import Supplier, is_same_number, is_same_year, squeezed
from postprod_xl.domain.wording import closest_names, euros_text, first_names
from postprod_xl.schema.problems import Refusal, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.purchases import PURCHASES
from postprod_xl.schema.units import CENTS_PER_EURO

BY_HAND = f"saisissez la ligne à la main dans {PURCHASES.tab}"


class Destination(NamedTuple):
    """Where a person wants an invoice: a project, a quote line, the code of the order it bills; empty for any."""

    project: str = ""
    line: str = ""
    purchase: str = ""


class Match(NamedTuple):
    """What an invoice follows: the order that it completes, or the purchase that it adds to or lowers.

    `others` are the open orders of its supplier that it may bill all the same.
    """

    order: Row | None = None
    origin: Row | None = None
    others: tuple[Row, ...] = ()


class ReceiptRefused(Refusal):
    """An invoice that no row is made of; it holds the one problem that says why."""


def _refusal(
    found: str, expected: str, message: str, row: Row | None = None, column: str = "invoice"
) -> ReceiptRefused:
    if row is None:
        return ReceiptRefused(blocking("", None, "", found, expected, message))
    return ReceiptRefused(row.blocking(column, found, expected, message))


def refuse_foreign(office: Office, invoice: ReceivedInvoice, seller: Supplier) -> None:
    """Refuse an invoice of the house, for another company, or that the accounts cannot hold."""
    house, buyer = squeezed(office.settings["company_siren"]), squeezed(invoice.buyer.siren)
    if house and seller.siren == house:
        message = f"{invoice.number} : facture émise par la maison, pas une facture reçue"
        raise _refusal(seller.siren, "un fournisseur", message)
    if house and buyer and buyer != house:
        message = (
            f"{invoice.number} : adressée à {invoice.buyer.name} (SIREN {buyer}), pas à la maison (SIREN {house}) : "
            "demandez au fournisseur une facture à votre nom"
        )
        raise _refusal(buyer, house, message)
    if invoice.currency != EURO:
        message = (
            f"{invoice.number} : facture en {invoice.currency}, les comptes sont en euros : {BY_HAND}, au montant "
            "débité par la banque"
        )
        raise _refusal(invoice.currency, EURO, message)


def refuse_twice(office: Office, file: ReceivedFile, known: Sequence[Row]) -> None:
    number, day = file.invoice.number, file.invoice.day
    for row in known:
        if is_same_number(row.invoice, number) and is_same_year(row.invoice_day, day):
            message = f"{number} de {file.invoice.seller.name} est déjà reçue : achat {row.purchase}"
            raise _refusal(number, "une facture nouvelle", message, row)
    for row in office["Achats"]:
        if row.fingerprint and row.fingerprint.casefold() == file.sha256:
            raise _refusal(
                number, "un fichier nouveau", f"ce fichier est déjà reçu : achat {row.purchase}", row
            )


def match_of(office: Office, invoice: ReceivedInvoice, known: Sequence[Row], wanted: Destination) -> Match:
    """What an invoice follows among the purchases of its supplier.

    It is the order asked for, else the one that the invoice names, else the one of its amount. An order that has its
    invoice already gets another one.

    Raises
    ------
    ReceiptRefused
        The order asked for is unknown, or another supplier's; or several are of its amount.
    """
    if wanted.purchase:
        return _following(_named(office, invoice, known, wanted.purchase))
    if invoice.is_credit:
        numbers = [number for number, _ in invoice.origins]
        return Match(origin=next((row for row in known if _is_among(row.invoice, numbers)), None))
    if ordered := next((row for row in known if is_same_number(row.purchase, invoice.order)), None):
        return _following(ordered)
    opened = [row for row in known if is_open(row) and wanted.project in ("", row.project)]
    found = [row for row in opened if row.ordered_cents == cents_of(invoice.totals.base)]
    if len(found) > 1:
        codes = ", ".join(row.purchase for row in found)
        message = f"{invoice.number} : plusieurs commandes lui vont, {codes} : dites laquelle par --purchase"
        raise _refusal(codes, "une seule commande", message)
    return Match(found[0]) if found else Match(others=tuple(opened))


def is_open(purchase: Row) -> bool:
    """Whether a purchase was ordered, and no invoice of it is noted."""
    return bool(purchase.ordered_cents) and not _is_billed(purchase)


def _is_billed(purchase: Row) -> bool:
    return bool(purchase.invoice) or purchase.invoiced_cents is not None


def _following(purchase: Row) -> Match:
    return Match(origin=purchase) if _is_billed(purchase) else Match(purchase)


def _is_among(number: str, numbers: Sequence[str]) -> bool:
    return any(is_same_number(number, each) for each in numbers)


def _named(office: Office, invoice: ReceivedInvoice, known: Sequence[Row], code: str) -> Row:
    rows = {squeezed(row.purchase).casefold(): row for row in office["Achats"]}
    row = rows.get(squeezed(code).casefold())
    if row is None:
        codes = [held.purchase for held in office["Achats"] if is_open(held)]
        message = f"« {code} » n'est pas un achat de {PURCHASES.tab} : {closest_names(code, codes)}"
        raise _refusal(code, "le code d'une commande", message)
    if row.supplier and row not in known:
        message = f"{row.purchase} est commandé à {row.supplier}, la facture est de {invoice.seller.name}"
        raise _refusal(invoice.seller.name, row.supplier, message, row, "supplier")
    return row


def deposits_of(invoice: ReceivedInvoice, known: Sequence[Row]) -> list[Row]:
    """The deposit invoices already received that an invoice deducts.

    Raises
    ------
    ReceiptRefused
        What it deducts is not what they come to.
    """
    prepaid = cents_of(invoice.totals.prepaid)
    if invoice.is_credit or not prepaid:
        return []
    numbers = [number for number, _ in invoice.origins]
    found = [row for row in known if _is_among(row.invoice, numbers)]
    held = sum(with_vat_cents(row) or 0 for row in found)
    if found and held != prepaid:
        codes = first_names([row.purchase for row in found])
        amounts = f"{euros_text(prepaid)} d'acomptes, {codes} en porte {euros_text(held)}"
        message = f"{invoice.number} déduit {amounts} : {BY_HAND}"
        raise _refusal(euros_text(prepaid), euros_text(held), message, found[0], "with_vat_cents")
    return found


def place_of(office: Office, wanted: Destination, followed: Row | None) -> tuple[dict[str, str], list[str]]:
    """The project and the quote line of an invoice: those asked for, else those of what it follows."""
    project, line = wanted.project, wanted.line
    codes = {code.casefold(): code for code in office["Projets"].column("code")}
    if project and project.casefold() not in codes:
        message = f"« {project} » n'est pas un projet : {closest_names(project, [*codes.values()])}"
        raise _refusal(project, "le code d'un projet", message)
    lines = {held.casefold(): (held, of) for held, of in office["Devis"].select("line", "project")}
    if line and line.casefold() not in lines:
        names = [held for held, of in lines.values() if project.casefold() in ("", of.casefold())]
        message = f"« {line} » n'est pas une ligne de devis : {closest_names(line, names)}"
        raise _refusal(line, "le code d'une ligne de devis", message)
    project = codes.get(project.casefold(), "")
    if line:
        line, of = lines[line.casefold()]
        if project and project != of:
            raise _refusal(
                line, f"une ligne de {project}", f"la ligne {line} est du projet {of}, pas de {project}"
            )
        project = of
    if followed is not None and not project:
        project, line = followed.project, followed.line
    said = [] if project else ["aucun projet ne la supporte : --project CODE, ou complétez la ligne"]
    return {"project": project, "line": line}, said


def cents_of(amount: Decimal | None) -> int:
    """An amount of an invoice in cents; one that it leaves out is nothing."""
    return int((amount or Decimal(0)) * CENTS_PER_EURO)
