"""A quote as the data of its template, `devis.typ`: every figure a text ready to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from postprod_xl.documents.papers.figures import euros, long_day, number, percent
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.parties import party_data
from postprod_xl.documents.quote import (
    LINES_TOTAL,
    TO_DEFINE,
    Adjustment,
    ClientQuote,
    PricedLine,
    QuoteOrder,
)
from postprod_xl.schema.tables.quotes import VERSIONS


def quote_paper(quote: ClientQuote) -> Paper:
    """The paper of a quote; its columns of discounts and of units are there only where a line has some."""
    return Paper(
        "devis",
        f"{quote.heading} — {quote.title}",
        quote.day,
        f"{quote.project} - devis v{quote.version}{_suffix(quote)} {quote.day:%Y-%m-%d}",
        {
            "tampon": quote.stamp.upper(),
            "numero": quote.heading,
            "objet": quote.title,
            "date_longue": long_day(quote.day),
            "validite": long_day(quote.valid_until),
            "vendeur": party_data("Prestataire", quote.seller),
            "client": party_data("Client", quote.buyer),
            "renseignements": [list(fact) for fact in quote.facts],
            "remises": quote.has_discounts,
            "groupes": [
                {
                    "titre": group.title,
                    "lignes": [_line(line) for line in group.lines],
                    "total": euros(group.total_cents),
                }
                for group in quote.groups
            ],
            "totaux": _totals(quote),
            "mentions": [*_left_out(quote), *filter(None, (quote.vat_mention,)), *quote.conditions],
        },
    )


def _suffix(quote: ClientQuote) -> str:
    cnc = " CNC" if quote.order is QuoteOrder.CNC else ""
    return f"{cnc}{f' {quote.stamp.lower()}' if quote.stamp else ''}"


def _line(line: PricedLine) -> dict[str, str]:
    return {
        "code": line.line,
        "libelle": line.label,
        "quantite": TO_DEFINE if line.quantity is None else number(line.quantity),
        "unite": line.unit,
        "prix": TO_DEFINE if line.unit_price_cents is None else euros(line.unit_price_cents),
        "remise": percent(line.discount_rate) if line.discount_rate else "",
        "montant": TO_DEFINE if line.amount_cents is None else euros(line.amount_cents),
    }


def _totals(quote: ClientQuote) -> list[list[Any]]:
    """Name, amount and whether it stands out, in the order they are added."""
    total = [[VERSIONS.heading("total_cents"), euros(quote.total_cents), True]]
    if quote.adjustments:
        before = [[LINES_TOTAL, euros(quote.subtotal_cents), False]]
        total = [*before, *adjustment_rows(quote.adjustments), *total]
    vat = ["TVA " + percent(quote.vat_rate), euros(quote.vat_cents), False]
    return [*total, vat, [VERSIONS.heading("total_with_vat_cents"), euros(quote.total_with_vat_cents), True]]


def adjustment_rows(adjustments: Sequence[Adjustment]) -> list[list[Any]]:
    """The shares of a quote: name with its rate, amount, and that none stands out."""
    return [[f"{each.label} {percent(each.rate)}", euros(each.cents), False] for each in adjustments]


def _left_out(quote: ClientQuote) -> list[str]:
    """What the totals are without: said first."""
    if not quote.unpriced:
        return []
    named = ", ".join(line.line for line in quote.unpriced)
    return [f"Hors totaux, prix ou quantité à définir : {named}."]
