"""The four quantities of a quote line, side by side: sold, planned, worked, to invoice."""

from __future__ import annotations

from postprod_xl.domain.invoicing.billing.billed import invoiced_by_line as invoiced_by_line
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.line_checks import rate_notes
from postprod_xl.domain.quotes.line_work import line_work, planned_minutes
from postprod_xl.domain.quotes.line_worth import billed_hours
from postprod_xl.domain.quotes.pricing.prices import line_prices
from postprod_xl.domain.quotes.pricing.unit_costs import unit_costs
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.sold import sold_times
from postprod_xl.domain.quotes.versions.chapters import line_chapter_titles
from postprod_xl.domain.quotes.versions.totals import line_amounts, line_margins, quoted_line_costs
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows


def quote_columns(office: Office) -> Rows:
    """The computed columns of `Devis`, for each of its rows.

    Amounts and sold hours exist on every row; planned, worked and to invoice only on the row a Ligne stands
    for (`line_rows`), the others keep them empty.

    To invoice is what the line is worth (`line_worth`) less what the invoices billed on it, credit notes
    added back; below zero, too much was invoiced. A line the reference version does not hold is worth its
    change orders alone.
    """
    quote = office["Devis"]
    unit = unit_costs(office, quote)
    amounts, costs = line_amounts(office, quote), quoted_line_costs(quote, unit)
    sold = sold_times(office, quote)
    lines, work, orders = line_rows(office), line_work(office), effects(office)
    planned = planned_minutes(office)
    hours, invoiced = billed_hours(office, work, orders), invoiced_by_line(office)
    standing = dict(zip(lines.rows.numbers, lines.held, strict=True))
    names = quote.column("line")
    named = [line if row in standing else None for row, line in zip(quote.numbers, names, strict=True)]
    quoted = [amount if standing.get(row) else 0 for row, amount in zip(quote.numbers, amounts, strict=True)]
    return computed_columns(
        "Devis",
        quote.numbers,
        amount_cents=amounts,
        cost_cents=costs,
        margin_rate=line_margins(amounts, costs),
        sold_minutes=[time.minutes for time in sold],
        planned_minutes=[None if line is None else planned[line] for line in named],
        worked_minutes=[None if line is None else work.worked[line] for line in named],
        to_invoice_cents=[
            None if line is None else cents + orders.cents[line] + hours.change[line] - invoiced[line]
            for line, cents in zip(named, quoted, strict=True)
        ],
        chapter_title=line_chapter_titles(office, quote),
        rate_note=rate_notes(office, quote),
        price_cents=line_prices(office, quote),
        kept_cost_cents=[cost.cents for cost in unit],
        cost_origin=[cost.origin for cost in unit],
    )


def overinvoiced_lines(office: Office) -> list[Problem]:
    """Lines invoiced for more than they are worth, and lines whose change orders take more than they sell.

    Parameters
    ----------
    office
        With the computed columns of `Devis`.
    """
    return [
        line.warning(
            "to_invoice_cents",
            euros_text(line.to_invoice_cents),
            "un montant positif ou nul",
            _overinvoiced(line.line, line.to_invoice_cents, invoiced_by_line(office)[line.line]),
        )
        for line in office["Devis"]
        if line.to_invoice_cents is not None and line.to_invoice_cents < 0
    ]


def _overinvoiced(line: str, cents: int, invoiced: int) -> str:
    if invoiced <= 0:
        return f"{line} et ses avenants font {euros_text(cents)} : rien n'est dû, vérifiez les avenants"
    excess = euros_text(-cents)
    return f"{excess} facturés de trop sur {line} : vérifiez ses factures, émettez un avoir si besoin"
