"""Cells of the ledger that a person emptied or typed over: the document is no longer what was issued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from postprod_xl.domain.invoicing.credits.standing import credited_standings, note_vat_cents
from postprod_xl.domain.invoicing.register.ledger import ENTRY_CELLS, NUMBER, SERIES
from postprod_xl.domain.invoicing.register.lost import RESTORE, TRACES, is_traced, own_documents
from postprod_xl.domain.money import amount_cents, share_cents
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.wording import euros_text, listed
from postprod_xl.schema.bounds import value_text
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import InvoiceType

_TABS = {"project": "Projets", "client": "Clients"}
WITHOUT_NUMBER = "un document sans numéro"
_HALF_PRINTED = Decimal("0.005")

_ALWAYS = (
    "type", "day", "project", "client", "subject", "total_cents", "vat_cents", "total_with_vat_cents", "deposits_cents",
    "payable_cents",
)  # fmt: skip
_ALWAYS_ON_A_LINE = ("rank", "label", "quantity", "unit_price_cents", "vat_rate", "amount_cents")


@fact(Factures=ENTRY_CELLS, LignesFacture=" ".join(("invoice", *_ALWAYS_ON_A_LINE)), **TRACES)
def amount_damage(office: Office) -> list[Problem]:
    """The documents whose cells are emptied, or whose amounts no longer follow from each other.

    The total all taxes included is the total and its VAT (that of the lines, by rate); what is to pay, the total
    less the deposits; a credit note names its invoice; `FA` numbers are invoices and deposits, `AV` credit notes.
    Emptied cells of a document issued here block, the rest are warnings.
    """
    numbers = set(office["Factures"].column("number")) - {""}
    vat, traced = _vat_of_lines(office), is_traced(office)
    problems: list[Problem] = []
    own = {entry.row for entry in own_documents(office)}
    emptied = {*_with_empty_cells(office["Factures"], _ALWAYS).numbers}
    for invoice in office["Factures"]:
        if invoice.row in own:
            if invoice.row in emptied:
                problems += _emptied(invoice, invoice.number, _ALWAYS, traced)
            problems += _sums(invoice, vat)
            problems += _documents(invoice, numbers, traced)
    problems += _credited_beyond(office)
    for line in _with_empty_cells(office["LignesFacture"], _ALWAYS_ON_A_LINE):
        problems += _emptied(line, line.invoice, _ALWAYS_ON_A_LINE, traced)
    return problems


@fact(
    Factures="number type day project client origin due_day",
    LignesFacture="invoice line quantity unit_price_cents discount_rate amount_cents",
    Devis="line project",
    Projets="code",
    Clients="code",
    **TRACES,
)
def loose_ends(office: Office) -> list[Problem]:
    """Faults of cells that no amount depends on: projects, unknown clients, due days, prices of lines.

    An emptied due day of a document issued here blocks, the rest are warnings.
    """
    codes = {name: set(office[table].column("code")) for name, table in _TABS.items()}
    traced = is_traced(office)
    problems: list[Problem] = []
    for invoice in office["Factures"]:
        for name, held in codes.items():
            code = getattr(invoice, name)
            if code and code not in held:
                message = f"{_named(invoice)} : « {code} » n'est pas dans {_TABS[name]}, {RESTORE} ou le code"
                problems.append(invoice.warning(name, code, f"un code de {_TABS[name]}", message))
        problems += _due(invoice, traced)
    return [*problems, *_priced(office["LignesFacture"]), *_of_another_project(office, codes["project"])]


def _of_another_project(office: Office, projects: set[str]) -> Iterator[Problem]:
    """The documents whose lines are in the quote of another project than the one that the ledger gives."""
    quoted: defaultdict[str, set[str]] = defaultdict(set)
    for line, project in office["Devis"].select("line", "project"):
        quoted[line].add(project)
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for number, line in office["LignesFacture"].select("invoice", "line"):
        owners[number] |= quoted.get(line, set())
    for invoice in office["Factures"]:
        held = owners[invoice.number]
        if held and invoice.project in projects - held:
            owner = listed(sorted(held))
            quote = f"ses lignes sont au devis de {owner}"
            message = f"{_named(invoice)} est au compte de {invoice.project}, {quote} : {RESTORE}"
            yield invoice.warning("project", invoice.project, owner, message)


def _vat_of_lines(office: Office) -> dict[str, int]:
    """The VAT of each document from its lines: that of each rate, on the total of its lines.

    The last of several credit notes gives back what stands of the VAT of its invoice (`credits.VatLeft`).
    """
    bases: dict[tuple[str, Any], int] = {}
    for number, rate, cents in office["LignesFacture"].select("invoice", "vat_rate", "amount_cents"):
        if number:
            bases[number, rate] = bases.get((number, rate), 0) + (cents or 0)
    vat: dict[str, int] = {}
    for (number, rate), cents in bases.items():
        vat[number] = vat.get(number, 0) + share_cents(cents, rate)
    return vat | note_vat_cents(office)


def _with_empty_cells(rows: Rows, names: Iterable[str]) -> Rows:
    """The rows that have an empty cell in one of some columns: few of a long ledger."""
    empty = {
        at for name in names for at, value in enumerate(rows.column(name)) if value is None or value == ""
    }
    return rows.at(sorted(empty))


def _emptied(
    row: Row, document: str, names: tuple[str, ...], traced: Callable[[str], bool]
) -> Iterator[Problem]:
    empty = [name for name in names if getattr(row, name) in (None, "")]
    if empty:
        headings = ", ".join(f"« {row.table.heading(name)} »" for name in empty)
        message = f"{document or WITHOUT_NUMBER} n'a plus de {headings} : {RESTORE}"
        report = row.blocking if not document or traced(document) else row.warning
        yield report(empty[0], "vide", "ce qui a été émis", message)


def _sums(invoice: Row, vat: dict[str, int]) -> Iterator[Problem]:
    total, tax, whole = invoice.total_cents, invoice.vat_cents, invoice.total_with_vat_cents
    if None not in (total, tax, whole) and total + tax != whole:
        yield _unequal(invoice, "total_with_vat_cents", (whole, total + tax), "total HT et TVA")
    expected = vat.get(invoice.number)
    if None not in (tax, expected) and tax != expected:
        yield _unequal(invoice, "vat_cents", (tax, expected), "TVA de ses lignes")
    payable = invoice.payable_cents
    owed = None if whole is None else whole - (invoice.deposits_cents or 0)
    if None not in (payable, owed) and payable != owed:
        yield _unequal(invoice, "payable_cents", (payable, owed), "total TTC moins les acomptes")


def _named(invoice: Row) -> str:
    return invoice.number or WITHOUT_NUMBER


def _unequal(invoice: Row, name: str, cents: tuple[int, int | None], what: str) -> Problem:
    found, expected = euros_text(cents[0]), euros_text(cents[1] or 0)
    message = (
        f"{_named(invoice)} : « {invoice.table.heading(name)} » de {found}, {what} de {expected} : {RESTORE}"
    )
    return invoice.warning(name, found, expected, message)


def _documents(invoice: Row, numbers: set[str], traced: Callable[[str], bool]) -> Iterator[Problem]:
    number, kind, origin = invoice.number, invoice.type, invoice.origin
    series = SERIES.get(kind)
    if series and number and not number.startswith(series):
        message = f"{number} porte le type « {kind} », dont les numéros commencent par {series} : {RESTORE}"
        yield invoice.warning("type", kind, "le type du document émis", message)
    # An invoice that a credit note names and that the ledger lost is said with all those it lost.
    if kind == InvoiceType.CREDIT_NOTE and origin not in numbers and not NUMBER.fullmatch(origin):
        lost = (
            f"annule « {origin} », qui n'est pas dans le registre"
            if origin
            else "ne dit plus la facture annulée"
        )
        message = f"{_named(invoice)} {lost} : {RESTORE}"
        report = invoice.blocking if not origin and traced(number) else invoice.warning
        yield report("origin", origin or "vide", "le numéro de la facture annulée", message)
    if kind in SERIES and kind != InvoiceType.CREDIT_NOTE and origin:
        message = f"{_named(invoice)} n'est pas un avoir et cite « {origin} » : {RESTORE}"
        yield invoice.warning("origin", origin, "rien", message)


def _credited_beyond(office: Office) -> Iterator[Problem]:
    """The invoices of which credit notes give back more than was billed: an amount or a number was typed over."""
    own = {entry.number: entry for entry in own_documents(office)}
    for number, stands in credited_standings(office["Factures"].records).items():
        if stands.total_cents < 0 and (last := own.get(stands.credits[-1])):
            notes, excess = listed(stands.credits), euros_text(-stands.total_cents)
            verb = "reprennent" if stands.credits[1:] else "reprend"
            message = f"{notes} {verb} {excess} HT de plus que {number} n'a facturé : {RESTORE}"
            yield last.warning(
                "total_cents", euros_text(last.total_cents), "ce qui reste de la facture", message
            )


def _due(invoice: Row, traced: Callable[[str], bool]) -> Iterator[Problem]:
    day, due = invoice.day, invoice.due_day
    if invoice.type in SERIES and invoice.type != InvoiceType.CREDIT_NOTE and due is None:
        message = f"{_named(invoice)} n'a plus d'échéance : elle ne sera jamais dite en retard, {RESTORE}"
        report = invoice.blocking if traced(invoice.number) else invoice.warning
        yield report("due_day", "vide", "la date limite de paiement", message)
    if day is not None and due is not None and due < day:
        found, expected = f"{due:%d/%m/%Y}", f"une date à partir du {day:%d/%m/%Y}"
        message = f"{_named(invoice)} est à payer le {found}, avant sa date du {day:%d/%m/%Y} : {RESTORE}"
        yield invoice.warning("due_day", found, expected, message)


def _priced(lines: Rows) -> Iterator[Problem]:
    """The lines whose amount is not their quantity at their price, to the half-hundredth of a unit that is printed."""
    terms = lines.select("quantity", "unit_price_cents", "discount_rate", "amount_cents")
    wrong = [at for at, of_line in enumerate(terms) if not _holds(*of_line)]
    for line in lines.at(wrong):
        quantity, price, amount = line.quantity, line.unit_price_cents, line.amount_cents
        expected = amount_cents(quantity, price, line.discount_rate)
        shown = f"{value_text(Kind.NUMBER, quantity)} × {euros_text(price)}"
        message = f"{line.invoice or WITHOUT_NUMBER} : {shown} ne fait pas {euros_text(amount)} : {RESTORE}"
        yield line.warning("amount_cents", euros_text(amount), euros_text(expected), message)


def _holds(quantity: Decimal | None, price: int | None, discount: Decimal | None, amount: int | None) -> bool:
    """Whether the terms of a line agree; where one is empty, there is nothing to compare."""
    if quantity is None or price is None or amount is None:
        return True
    gap = abs(amount - amount_cents(quantity, price, discount))
    # Most lines hold to the cent: the tolerance is worked out for the others.
    return gap <= 1 or gap <= 1 + half_up(abs(price) * _HALF_PRINTED)
