"""One movement of money, made or expected: its day, its column of `Tresorerie`, its amount and the VAT in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import half_up

DUE_IN, RECEIVED, TO_RECEIVE, STEPS = "due_in_cents", "received_cents", "to_receive_cents", "steps_cents"
DUE_OUT, PAID, TO_PAY, LABOUR = "due_out_cents", "paid_cents", "to_pay_cents", "labour_cents"
VAT, UNSIGNED = "vat_cents", "unsigned_cents"
INCOMING = frozenset({RECEIVED, TO_RECEIVE, STEPS})
OUTGOING = frozenset({PAID, TO_PAY, LABOUR, VAT})
"""What the balance of a month is made of."""


class Flow(NamedTuple):
    """Money that moves, moved or is due.

    Parameters
    ----------
    column
        The column of `Tresorerie` it counts in.
    day
        Any day of its month; None when nobody knows it.
    cents
        With tax; people are paid without.
    vat_cents
        The VAT in it: collected of what comes in, deductible of what goes out.
    taxed_day
        The day on which that VAT is due; None for that of the movement, as it is of services (CGI art. 269, 2, c).
    remark
        What is to be known of it, in French; empty when nothing is.
    """

    column: str
    day: date | None
    cents: int
    vat_cents: int = 0
    taxed_day: date | None = None
    remark: str = ""


def incoming_cents(row: Row) -> int:
    """What comes in of a row of `Tresorerie`."""
    return sum(getattr(row, column) for column in INCOMING)


def outgoing_cents(row: Row) -> int:
    """What goes out of a row of `Tresorerie`."""
    return sum(getattr(row, column) for column in OUTGOING)


def part_cents(cents: int, part: int, whole: int) -> int:
    """The part of an amount that another is of its whole; nothing of nothing."""
    return half_up(Decimal(cents) * part / whole) if whole else 0
