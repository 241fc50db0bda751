"""What a person emptied or typed over in the ledger: an issued document no longer says what was issued."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from postprod_xl.domain.invoicing.ledger import SERIES
from postprod_xl.domain.money import amount_cents, half_up, share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.bounds import value_text
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import InvoiceType

INVOICES, LINES = BY_NAME["Factures"], BY_NAME["LignesFacture"]
RESTORE = "rétablissez la ligne du registre"
_TABS = {"project": "Projets", "client": "Clients"}
_HALF_PRINTED = Decimal("0.005")

_ALWAYS = (
    "type", "project", "client", "subject", "total_cents", "vat_cents", "total_with_vat_cents", "payable_cents",
)  # fmt: skip
_ALWAYS_ON_A_LINE = ("rank", "label", "quantity", "unit_price_cents", "vat_rate", "amount_cents")

Cells = dict[str, Any]


def amount_damage(office: Office) -> list[Problem]:
    """Warnings of the documents whose cells are emptied, or whose amounts no longer follow from each other.

    The total all taxes included is the total and its VAT (that of the lines, by rate); what is to pay, the total
    less the deposits; a credit note names its invoice; `FA` numbers are invoices and deposits, `AV` credit notes.
    """
    numbers = set(office["Factures"].column("number"))
    vat = _vat_of_lines(office)
    problems: list[Problem] = []
    for row, cells in _rows(office, "Factures"):
        problems += _emptied("Factures", row, cells, _ALWAYS)
        problems += _sums(row, cells, vat)
        problems += _documents(row, cells, numbers)
    for row, cells in _rows(office, "LignesFacture"):
        problems += _emptied("LignesFacture", row, cells, _ALWAYS_ON_A_LINE)
    return problems


def loose_ends(office: Office) -> list[Problem]:
    """Warnings of cells that no amount depends on: unknown projects and clients, due days, prices of lines."""
    codes = {name: set(office[table].column("code")) for name, table in _TABS.items()}
    problems = []
    for row, cells in _rows(office, "Factures"):
        for name, held in codes.items():
            if cells[name] and cells[name] not in held:
                message = f"{cells['number']} : « {cells[name]} » n'est pas dans {_TABS[name]}, {RESTORE} ou le code"
                problems.append(
                    _warned(INVOICES, row, name, cells[name], f"un code de {_TABS[name]}", message)
                )
        problems += _due(row, cells)
    for row, cells in _rows(office, "LignesFacture"):
        problems += _priced(row, cells)
    return problems


def _rows(office: Office, table: str) -> Iterator[tuple[int, Cells]]:
    frame, names = office[table], tuple(BY_NAME[table].by_name)
    columns = [frame.column(name) for name in names]
    for row, *values in zip(frame.numbers, *columns, strict=True):
        yield row, dict(zip(names, values, strict=True))


def _vat_of_lines(office: Office) -> dict[str, int]:
    """The VAT of each document from its lines: that of each rate, on the total of its lines."""
    bases: dict[tuple[str, Any], int] = {}
    for _, cells in _rows(office, "LignesFacture"):
        key = cells["invoice"], cells["vat_rate"]
        bases[key] = bases.get(key, 0) + (cells["amount_cents"] or 0)
    vat: dict[str, int] = {}
    for (number, rate), cents in bases.items():
        vat[number] = vat.get(number, 0) + share_cents(cents, rate)
    return vat


def _emptied(table: str, row: int, cells: Cells, names: tuple[str, ...]) -> Iterator[Problem]:
    document = cells.get("number") or cells.get("invoice") or "un document sans numéro"
    for name in names:
        if cells[name] is None or cells[name] == "":
            heading = BY_NAME[table].heading(name)
            message = f"{document} n'a plus de « {heading} » : {RESTORE}"
            yield _warned(BY_NAME[table], row, name, "vide", "ce qui a été émis", message)


def _sums(row: int, cells: Cells, vat: dict[str, int]) -> Iterator[Problem]:
    total, tax, whole = cells["total_cents"], cells["vat_cents"], cells["total_with_vat_cents"]
    if None not in (total, tax, whole) and total + tax != whole:
        yield _unequal(row, cells, "total_with_vat_cents", (whole, total + tax), "total HT et TVA")
    if tax is not None and cells["number"] in vat and tax != vat[cells["number"]]:
        yield _unequal(row, cells, "vat_cents", (tax, vat[cells["number"]]), "TVA de ses lignes")
    payable = cells["payable_cents"]
    owed = None if whole is None else whole - (cells["deposits_cents"] or 0)
    if None not in (payable, owed) and payable != owed:
        yield _unequal(row, cells, "payable_cents", (payable, owed), "total TTC moins les acomptes")


def _unequal(row: int, cells: Cells, name: str, cents: tuple[int, int | None], what: str) -> Problem:
    found, expected = euros_text(cents[0]), euros_text(cents[1] or 0)
    heading = INVOICES.heading(name)
    message = f"{cells['number']} : « {heading} » de {found}, {what} de {expected} : {RESTORE}"
    return _warned(INVOICES, row, name, found, expected, message)


def _documents(row: int, cells: Cells, numbers: set[str]) -> Iterator[Problem]:
    number, kind, origin = cells["number"], cells["type"], cells["origin"]
    series = SERIES.get(kind)
    if series and number and not number.startswith(series):
        message = f"{number} porte le type « {kind} », dont les numéros commencent par {series} : {RESTORE}"
        yield _warned(INVOICES, row, "type", kind, "le type du document émis", message)
    if kind == InvoiceType.CREDIT_NOTE and origin not in numbers:
        message = f"{number} annule « {origin} », qui n'est pas dans le registre : {RESTORE}"
        yield _warned(INVOICES, row, "origin", origin, "le numéro de la facture annulée", message)
    if kind in SERIES and kind != InvoiceType.CREDIT_NOTE and origin:
        message = f"{number} n'est pas un avoir et cite « {origin} » : {RESTORE}"
        yield _warned(INVOICES, row, "origin", origin, "rien", message)


def _due(row: int, cells: Cells) -> Iterator[Problem]:
    day, due = cells["day"], cells["due_day"]
    if cells["type"] in SERIES and cells["type"] != InvoiceType.CREDIT_NOTE and due is None:
        message = f"{cells['number']} n'a plus d'échéance : elle ne sera jamais dite en retard, {RESTORE}"
        yield _warned(INVOICES, row, "due_day", "vide", "la date limite de paiement", message)
    if day is not None and due is not None and due < day:
        found, expected = f"{due:%d/%m/%Y}", f"une date à partir du {day:%d/%m/%Y}"
        message = f"{cells['number']} est à payer le {found}, avant sa date du {day:%d/%m/%Y} : {RESTORE}"
        yield _warned(INVOICES, row, "due_day", found, expected, message)


def _priced(row: int, cells: Cells) -> Iterator[Problem]:
    """A line whose amount is not its quantity at its price, to the half-hundredth of a unit that is printed."""
    quantity, price, amount = cells["quantity"], cells["unit_price_cents"], cells["amount_cents"]
    if None in (quantity, price, amount):
        return
    expected = amount_cents(quantity, price, cells["discount_rate"])
    if abs(amount - expected) > 1 + half_up(abs(price) * _HALF_PRINTED):
        shown = f"{value_text(Kind.NUMBER, quantity)} × {euros_text(price)}"
        message = f"{cells['invoice']} : {shown} ne fait pas {euros_text(amount)} : {RESTORE}"
        yield _warned(LINES, row, "amount_cents", euros_text(amount), euros_text(expected), message)


def _warned(table: Table, row: int, name: str, found: str, expected: str, message: str) -> Problem:
    return warning(table.name, row, table.heading(name), found, expected, message)
