"""What a statement owes: what comes to the holder over the period, less what is carried, was stated, or is withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from postprod_xl.documents.catalogue.royalty_statement import DueTerm
from postprod_xl.documents.papers.figures import percent
from postprod_xl.domain.catalogue.statements.register import gross_cents
from postprod_xl.domain.money import share_cents
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue.works import HOLDERS

CARRIED = "Trop-perçu porté au prochain relevé"


@dataclass(frozen=True)
class DueAmount:
    """What is to be paid, term by term; their sum is never below zero.

    Parameters
    ----------
    lines
        The terms, those that are nothing left out but the first.
    withholding_cents
        What is withheld of it.
    carried_cents
        What the next statement deducts.
    """

    lines: tuple[DueTerm, ...]
    withholding_cents: int
    carried_cents: int


def due_of(period_cents: int, carried: Row | None, stated: Sequence[Row], rate: Decimal | None) -> DueAmount:
    """What a statement owes of what comes to a holder over its period.

    A result below zero is never claimed from the holder: the next statement deducts it (practice of the house, for a
    refund of a buyer or a correction is not the fault of the holder). What is withheld is a share of what is paid.

    Parameters
    ----------
    period_cents
        What comes to him over the period, adjustments included.
    carried
        The statement of the period before, whose excess is deducted; None without one.
    stated
        The statements of the same period that this one replaces: what they said was due is deducted.
    rate
        What is withheld of what the house pays him; None for nothing.
    """
    terms = [DueTerm("Part sur la période", period_cents)]
    if carried is not None and carried.carried_cents:
        terms.append(DueTerm(f"Trop-perçu du relevé {carried.number}", -carried.carried_cents))
    terms += [
        DueTerm(f"Déjà dû par le relevé {row.number}", -gross_cents(row))
        for row in stated
        if gross_cents(row)
    ]
    result = sum(term.cents for term in terms)
    withheld = share_cents(max(0, result), rate)
    if withheld and rate is not None:
        terms.append(DueTerm(f"{HOLDERS.heading('withholding_rate')} ({percent(rate)})", -withheld))
    if result < 0:
        terms.append(DueTerm(CARRIED, -result))
    return DueAmount(tuple(terms), withheld, max(0, -result))
