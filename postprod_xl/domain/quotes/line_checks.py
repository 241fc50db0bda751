"""What a quote line owes to the rate card: a price still to be replaced, a quantity out of the usual."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.drafting.house_rates import estimated_prices
from postprod_xl.domain.quotes.pricing.prices import line_prices
from postprod_xl.domain.quotes.versions.statuses import CLOSED_VERSIONS, versions_with
from postprod_xl.domain.wording import decimal_text, units_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.projects import PROGRAMME_TYPES, RATES
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.schema.vocabulary import QuoteStatus

TO_REPLACE = "tarif estimé, à remplacer"
# What is agreed with the client is no longer questioned.
_SETTLED = CLOSED_VERSIONS | {QuoteStatus.ACCEPTED}


def rate_notes(office: Office, lines: Rows) -> list[str]:
    """What is left to do of the price of each row of `Devis`: an estimate is to be replaced while it is a draft."""
    drafts = versions_with(office, {QuoteStatus.DRAFT})
    if not drafts:
        return [""] * len(lines)
    estimates = estimated_prices(office)
    rows = zip(lines.select("project", "version", "item"), line_prices(office, lines), strict=True)
    return [
        TO_REPLACE if (project, version) in drafts and price in estimates.get(item, ()) else ""
        for (project, version, item), price in rows
    ]


def estimated_lines(office: Office, project: str, version: int) -> list[str]:
    """The lines of a draft whose price is still an estimate."""
    quote = office["Devis"]
    rows = zip(quote.select("project", "version", "line"), rate_notes(office, quote), strict=True)
    return [line for (code, number, line), note in rows if note and (code, number) == (project, version)]


def quantity_problems(office: Office) -> Iterator[Problem]:
    """The quantities under the lowest or over the highest that is usual, in the versions that may still change."""
    settled = versions_with(office, _SETTLED)
    quote = office["Devis"]
    limits = quote.select("project", "version", "quantity", "least_quantity", "most_quantity")
    for number, (project, version, quantity, least, most) in zip(quote.numbers, limits, strict=True):
        if quantity is None or (project, version) in settled:
            continue
        if least is not None and quantity < least:
            yield _unusual(quote.row(number), "least_quantity", "sous la plus basse habituelle")
        elif most is not None and quantity > most:
            yield _unusual(quote.row(number), "most_quantity", "au-dessus de la plus haute habituelle")


def rate_limit_problems(office: Office) -> Iterator[Problem]:
    """The items of `Tarifs` whose lowest quantity for a type of programme is over its highest."""
    for code in PROGRAMME_TYPES:
        least, most = f"least_{code.lower()}", f"most_{code.lower()}"
        for row in office["Tarifs"]:
            low, high = getattr(row, least), getattr(row, most)
            if low is not None and high is not None and low > high:
                found = f"{decimal_text(low)} > {decimal_text(high)}"
                message = f"{row.item} : {RATES.heading(least)} dépasse {RATES.heading(most)}, {found} : inversez-les"
                yield row.warning(least, decimal_text(low), f"{decimal_text(high)} au plus", message)


def _unusual(row: Row, limit: str, where: str) -> Problem:
    quantity, usual = row.quantity, getattr(row, limit)
    message = (
        f"{row.line} en version {row.version} : {units_text(quantity, row.unit)}, {where}, {decimal_text(usual)} : "
        f"gardée telle quelle, relisez-la ou corrigez « {QUOTE.heading(limit)} »"
    )
    side = "au moins" if limit == "least_quantity" else "au plus"
    return row.warning("quantity", decimal_text(quantity), f"{side} {decimal_text(usual)}", message)
