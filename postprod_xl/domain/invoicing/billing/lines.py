"""The lines of an invoice: a deposit, a part of the quote, those of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from postprod_xl.documents.invoice import InvoiceLine
from postprod_xl.domain.invoicing.credits.standing import credited_by_line
from postprod_xl.domain.money import amount_cents, share_cents, shown_quantity
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.pricing.prices import with_prices
from postprod_xl.domain.quotes.versions.totals import Totals, accepted_versions, totals
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import QuoteStatus, Unit

WHOLE = Decimal(1)
_QUANTITY_DIGITS = 6
ADJUSTMENTS = "Remise, imprévus et frais généraux"
DISCOUNT, CONTINGENCY, OVERHEAD = "Remise globale", "Imprévus", "Frais généraux"
BILLED, ALREADY = "Situation déjà facturée", "Déjà facturé"

LEDGER_TERMS = (
    "label", "quantity", "unit", "unit_price_cents", "amount_cents", "vat_rate", "line", "discount_rate",
    "credited_rank", "version", "sessions",
)  # fmt: skip
"""What a line of a document and a row of `LignesFacture` share."""


@dataclass(frozen=True)
class AcceptedQuote:
    """What a project is invoiced on: its accepted row of `Versions`, and what that comes to."""

    version: Row
    totals: Totals

    @property
    def project(self) -> str:
        """The code of the project."""
        return str(self.version.project)

    @property
    def title(self) -> str:
        """« devis accepté v1 du 31/08/2026 »."""
        dated = f" du {self.version.day:%d/%m/%Y}" if self.version.day else ""
        return f"devis accepté v{self.version.version}{dated}"


def accepted_quote(office: Office, project: str) -> AcceptedQuote | None:
    """The accepted version of a project, None when there is none."""
    number = accepted_versions(office).get(project)
    if number is None:
        return None
    accepted = (project, number, QuoteStatus.ACCEPTED)
    version = next(row for row in office["Versions"] if (row.project, row.version, row.status) == accepted)
    return AcceptedQuote(version, totals(office)[project, number])


def lump_line(label: str, cents: int, vat_rate: Decimal, group: str = "") -> InvoiceLine:
    """One unit at an agreed amount."""
    return InvoiceLine(label, WHOLE, Unit.LUMP_SUM, cents, cents, vat_rate, group=group)


def whole_line(quote: AcceptedQuote, label: str, cents: int, vat_rate: Decimal) -> InvoiceLine:
    """An amount billed on the whole of an accepted quote, which its lines bear together (`billed`)."""
    return replace(lump_line(label, cents, vat_rate), version=quote.version.version)


def adjustment_lines(
    quote: AcceptedQuote, vat_rate: Decimal, reached: Decimal = WHOLE, already: Decimal = Decimal(0)
) -> list[InvoiceLine]:
    """The global discount, contingency and overhead of a quote, from a part of it to another; none that is nothing."""
    version, whole = quote.version, quote.totals
    shares = (
        (f"{label} {percent_text(rate)}", share_cents(cents, reached) - share_cents(cents, already))
        for label, rate, cents in (
            (DISCOUNT, version.discount_rate, -whole.discount),
            (CONTINGENCY, version.contingency_rate, whole.contingency),
            (OVERHEAD, version.overhead_rate, whole.overhead),
        )
    )
    return [lump_line(label, cents, vat_rate, ADJUSTMENTS) for label, cents in shares if cents]


def credited_lines(office: Office, number: str) -> list[InvoiceLine]:
    """The lines of an issued invoice as they stand in the ledger."""
    return [*ledger_lines(office, {number})[number].values()]


def with_shown_quantities(lines: Sequence[InvoiceLine]) -> list[InvoiceLine]:
    """The lines of a document, each with a quantity that can be printed and gives its amount again.

    A part of a quantity may have more decimals than a reader can multiply by.
    """
    return [
        replace(line, quantity=shown_quantity(line.quantity, _QUANTITY_DIGITS, partial(_gives_amount, line)))
        for line in lines
    ]


def _gives_amount(line: InvoiceLine, quantity: Decimal) -> bool:
    """Whether a quantity at the price and discount of a line gives its amount."""
    return amount_cents(quantity, line.unit_price_cents, line.discount_rate) == line.amount_cents


def lines_rows(number: str, lines: Sequence[InvoiceLine]) -> Rows:
    """Rows of `LignesFacture` of an invoice, ranks from 1."""
    rows = [
        {"invoice": number, "rank": rank} | {name: getattr(line, name) for name in LEDGER_TERMS}
        for rank, line in enumerate(lines, start=1)
    ]
    return rows_of(BY_NAME["LignesFacture"], rows)


def printed_lines(lines: Sequence[InvoiceLine]) -> list[InvoiceLine]:
    """The lines as they are printed: those of one earlier invoice add up in one."""
    printed: dict[tuple[str, Decimal] | int, InvoiceLine] = {}
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


def priced_lines(office: Office, quote: AcceptedQuote, vat_rate: Decimal) -> list[InvoiceLine]:
    """Every line of an accepted quote, in its order, those of no quantity included."""
    version = (quote.project, quote.version.version)
    lines = office["Devis"]
    return lines_of_rows(
        office, lines.where(key == version for key in lines.select("project", "version")), vat_rate
    )


def lines_of_rows(office: Office, rows: Rows, vat_rate: Decimal) -> list[InvoiceLine]:
    """Some rows of `Devis` as they are invoiced whole, under the family of their item."""
    families = office["Tarifs"].by_key("item", "family")
    return [
        InvoiceLine(
            label=line.label or line.line,
            quantity=line.quantity or Decimal(0),
            unit=line.unit,
            unit_price_cents=line.unit_price_cents or 0,
            amount_cents=amount_cents(line.quantity, line.unit_price_cents, line.discount_rate),
            vat_rate=vat_rate,
            line=line.line,
            discount_rate=line.discount_rate,
            group=families.get(line.item, ""),
        )
        for line in with_prices(office, rows)
    ]


def by_family(lines: Sequence[InvoiceLine]) -> list[InvoiceLine]:
    """Lines of one group together, the groups and the lines of each in the order they come."""
    order = {group: rank for rank, group in enumerate(dict.fromkeys(line.group for line in lines))}
    return sorted(lines, key=lambda line: order[line.group])


def ledger_lines(office: Office, numbers: set[str]) -> dict[str, dict[int, InvoiceLine]]:
    """The lines of some issued documents, by number, then by rank."""
    held: dict[str, dict[int, InvoiceLine]] = {number: {} for number in numbers}
    lines = office["LignesFacture"]
    own = lines.where(number in numbers for number in lines.column("invoice"))
    for line in sorted(own, key=lambda line: line.rank or 0):
        held[line.invoice][line.rank or 0] = InvoiceLine(
            **{name: getattr(line, name) for name in LEDGER_TERMS}
        )
    return held


def standing_lines(office: Office, numbers: set[str]) -> dict[str, dict[int, InvoiceLine]]:
    """As `ledger_lines`, what partial credit notes left of each line of an invoice; those of nothing left are out.

    What is left of a line is one unit at that amount: its quantity no longer says it.
    """
    credited = credited_by_line(office)
    return {
        number: {
            rank: line if not gone else at_amount(line, line.amount_cents - gone)
            for rank, line in lines.items()
            if not (gone := credited[number, rank]) or gone != line.amount_cents
        }
        for number, lines in ledger_lines(office, numbers).items()
    }


def at_amount(line: InvoiceLine, cents: int) -> InvoiceLine:
    """One unit of a line, at an amount that its quantity does not say."""
    return replace(
        line,
        quantity=WHOLE,
        unit=Unit.LUMP_SUM,
        unit_price_cents=cents,
        amount_cents=cents,
        discount_rate=None,
    )
