"""The lines of an invoice: a deposit, a part of the quote, or the balance of everything sold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pandas as pd

from postprod_xl.domain.change_orders import effects
from postprod_xl.domain.columns import by_key, known
from postprod_xl.domain.invoice_ledger import INVOICE, entries, standing
from postprod_xl.domain.money import amount_cents, share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes import ACCEPTED, Totals, accepted_versions, totals
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import frame_of

WHOLE = Decimal(1)
LUMP_SUM = "forfait"
ADJUSTMENTS, ORDERS, ALREADY = "Remise, imprévus et frais généraux", "Avenants", "Déjà facturé"
_RATES = ("discount_rate", "contingency_rate", "overhead_rate")
BILLED = "Situation déjà facturée"

LEDGER_TERMS = (
    "label", "quantity", "unit", "unit_price_cents", "amount_cents", "vat_rate", "line", "discount_rate",
)  # fmt: skip
"""What a printed line and a row of `LignesFacture` share, in the order of `Line`."""


@dataclass(frozen=True)
class Line:
    """One line of an invoice; `group` is the heading it is printed under, `line` the quote line it bills."""

    label: str
    quantity: Decimal
    unit: str
    unit_price_cents: int
    amount_cents: int
    vat_rate: Decimal
    line: str = ""
    discount_rate: Decimal | None = None
    group: str = ""


@dataclass(frozen=True)
class AcceptedQuote:
    """The version a project is invoiced on."""

    project: str
    version: int
    day: date | None
    discount_rate: Decimal | None
    contingency_rate: Decimal | None
    overhead_rate: Decimal | None
    totals: Totals

    @property
    def title(self) -> str:
        """« devis accepté v1 du 31/08/2026 »."""
        dated = f" du {self.day:%d/%m/%Y}" if self.day else ""
        return f"devis accepté v{self.version}{dated}"


def accepted_quote(office: Office, project: str) -> AcceptedQuote | None:
    """The accepted version of a project, None when there is none."""
    version = accepted_versions(office).get(project)
    if version is None:
        return None
    frame = office["Versions"]
    row = frame[(frame["project"] == project) & (frame["version"] == version) & (frame["status"] == ACCEPTED)]
    day, discount, contingency, overhead = (known(row[name])[0] for name in ("day", *_RATES))
    whole = totals(office)[project, version]
    return AcceptedQuote(project, version, day, discount, contingency, overhead, whole)


def lump_line(label: str, cents: int, vat_rate: Decimal, group: str = "") -> Line:
    """One unit at an agreed amount."""
    return Line(label, WHOLE, LUMP_SUM, cents, cents, vat_rate, group=group)


def quote_lines(office: Office, quote: AcceptedQuote, part: Decimal, vat_rate: Decimal) -> list[Line]:
    """A part of an accepted quote, line by line, by family; together exactly that part of its total.

    Each quantity is taken for its part and each amount rounded half up; the global discount, contingency
    and overhead follow, then the cents of rounding on a line of their own.
    """
    lines = _priced_lines(office, quote, part, vat_rate)
    whole = quote.totals
    for label, rate, cents in (
        ("Remise globale", quote.discount_rate, -whole.discount),
        ("Imprévus", quote.contingency_rate, whole.contingency),
        ("Frais généraux", quote.overhead_rate, whole.overhead),
    ):
        if shared := share_cents(cents, part):
            lines.append(lump_line(f"{label} {percent_text(rate)}", shared, vat_rate, ADJUSTMENTS))
    rounding = share_cents(whole.total, part) - sum(line.amount_cents for line in lines)
    return [*lines, lump_line("Arrondi", rounding, vat_rate, ADJUSTMENTS)] if rounding else lines


def balance_lines(office: Office, quote: AcceptedQuote, vat_rate: Decimal) -> list[Line]:
    """The whole accepted quote and change orders, less what invoices of the project already billed.

    What was billed is taken back line by line, at the VAT rate of its invoice, so that each quote line is
    billed once in all; lines of one earlier invoice bear the same label.
    """
    return [
        *quote_lines(office, quote, WHOLE, vat_rate),
        *_order_lines(office, quote.project, vat_rate),
        *_billed_lines(office, quote.project),
    ]


def credited_lines(office: Office, number: str) -> list[Line]:
    """The lines of an issued invoice as they stand in the ledger."""
    return _ledger_lines(office, {number})[number]


def lines_frame(number: str, lines: Sequence[Line]) -> pd.DataFrame:
    """Rows of `LignesFacture` of an invoice, ranks from 1."""
    rows = [
        {"invoice": number, "rank": rank} | {name: getattr(line, name) for name in LEDGER_TERMS}
        for rank, line in enumerate(lines, start=1)
    ]
    return frame_of(BY_NAME["LignesFacture"], rows)


def printed_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines as they are printed: those of one earlier invoice add up in one."""
    printed: dict[tuple[str, Decimal] | int, Line] = {}
    for position, line in enumerate(lines):
        if not line.label.startswith(BILLED):
            printed[position] = line
            continue
        key = (line.label, line.vat_rate)
        billed = printed[key].amount_cents if key in printed else 0
        printed[key] = lump_line(line.label, billed + line.amount_cents, line.vat_rate, ALREADY)
    return list(printed.values())


def percent_text(rate: Decimal | None) -> str:
    """A rate as `7,5 %`; nothing when there is none.

    >>> percent_text(Decimal("0.075")), percent_text(Decimal("0.30"))
    ('7,5 %', '30 %')
    """
    return "" if rate is None else f"{(rate * 100).normalize():f} %".replace(".", ",")


def _priced_lines(office: Office, quote: AcceptedQuote, part: Decimal, vat_rate: Decimal) -> list[Line]:
    frame = office["Devis"]
    frame = frame.loc[(frame["project"] == quote.project) & (frame["version"] == quote.version)]
    families = by_key(office["Tarifs"], "item", "family")
    names = ("line", "item", "label", "quantity", "unit", "unit_price_cents", "discount_rate")
    lines = [
        Line(
            label=label or line,
            quantity=quantity * part,
            unit=unit,
            unit_price_cents=price or 0,
            amount_cents=amount_cents(quantity * part, price, discount),
            vat_rate=vat_rate,
            line=line,
            discount_rate=discount,
            group=families.get(item, ""),
        )
        for line, item, label, quantity, unit, price, discount in zip(
            *(known(frame[n]) for n in names), strict=True
        )
        if quantity
    ]
    order = {group: rank for rank, group in enumerate(dict.fromkeys(line.group for line in lines))}
    return sorted(lines, key=lambda line: order[line.group])


def _order_lines(office: Office, project: str, vat_rate: Decimal) -> list[Line]:
    """Accepted change orders, and for each quote line what their replacements took the place of."""
    frame = office["Avenants"]
    frame = frame.loc[(frame["project"] == project) & (frame["status"] == ACCEPTED)]
    units = by_key(office["Devis"], "line", "unit")
    names = ("number", "line", "label", "quantity", "unit_price_cents")
    lines = [
        Line(
            label=f"Avenant {number} — {label}" if label else f"Avenant {number}",
            quantity=quantity or Decimal(0),
            unit=units.get(line, "") or LUMP_SUM,
            unit_price_cents=price or 0,
            amount_cents=amount_cents(quantity, price),
            vat_rate=vat_rate,
            line=line,
            group=ORDERS,
        )
        for number, line, label, quantity, price in zip(*(known(frame[n]) for n in names), strict=True)
    ]
    return lines + _replaced_lines(office, lines)


def _replaced_lines(office: Office, orders: Sequence[Line]) -> list[Line]:
    net = effects(office).cents
    added: dict[str, int] = {}
    for order in orders:
        added[order.line] = added.get(order.line, 0) + order.amount_cents
    return [
        replace(
            lump_line(f"Remplacé par avenant : {line}", net[line] - cents, orders[0].vat_rate, ORDERS),
            line=line,
        )
        for line, cents in added.items()
        if line and net[line] != cents
    ]


def _billed_lines(office: Office, project: str) -> list[Line]:
    earlier = [e for e in standing(entries(office)) if e.project == project and e.type == INVOICE]
    held = _ledger_lines(office, {entry.number for entry in earlier})
    return [
        replace(
            line,
            label=f"{BILLED} : {entry.number} du {entry.day:%d/%m/%Y}",
            quantity=-line.quantity,
            amount_cents=-line.amount_cents,
            group=ALREADY,
        )
        for entry in earlier
        for line in held[entry.number]
    ]


def _ledger_lines(office: Office, numbers: set[str]) -> dict[str, list[Line]]:
    frame = office["LignesFacture"]
    names = ("invoice", "rank", *LEDGER_TERMS)
    rows = sorted(
        (row for row in zip(*(known(frame[n]) for n in names), strict=True) if row[0] in numbers),
        key=lambda row: row[1] or 0,
    )
    held: dict[str, list[Line]] = {number: [] for number in numbers}
    for invoice, _, *terms in rows:
        held[invoice].append(Line(*terms))
    return held
