"""A bank statement as its file says it: lines in their order, each with a mark of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.schema.units import CENTS_PER_EURO

EURO = "EUR"
_AMOUNT = re.compile(r"[+-]?\d{1,15}([.,]\d{1,5})?")
_LABEL = 80


class UnreadableStatement(Exception):
    """A file is no bank statement that can be read: one French line that says why and what to do."""


class BankLine(NamedTuple):
    """One line of a statement.

    Parameters
    ----------
    mark
        What tells it from the other lines of its account: the reference of the bank, else its day, amount and label.
    day
        The day it was booked.
    cents
        What came in; negative, what went out.
    label
        What the bank, then the payer, say of it.
    payer
        Who paid, where the file says so.
    currency
        The currency of the amount.
    account
        The IBAN of the account, or its number in the bank; empty when the file does not say.
    """

    mark: str
    day: date
    cents: int
    label: str
    payer: str = ""
    currency: str = EURO
    account: str = ""


@dataclass(frozen=True)
class BankStatement:
    """The lines of a file.

    Parameters
    ----------
    lines
        Booked lines, in the order of the file.
    left_out
        What the file holds besides and is not read, in French.
    """

    lines: tuple[BankLine, ...]
    left_out: tuple[str, ...] = ()


def exact_cents(text: str, format: str) -> int:
    """An amount in units of its currency, as cents.

    Raises
    ------
    UnreadableStatement
        It is none, or has a part of a cent.
    """
    cents = (
        Decimal(text.strip().replace(",", ".")) * CENTS_PER_EURO if _AMOUNT.fullmatch(text.strip()) else None
    )
    if cents is None or cents != int(cents):
        raise UnreadableStatement(f"« {text[:30]} » n'est pas un montant de relevé {format}")
    return int(cents)


def marked(lines: Iterable[BankLine]) -> tuple[BankLine, ...]:
    """The lines, those without a reference of the bank marked by their day, amount and label.

    Lines that have all three in common are told apart by their rank among them: a statement of the same days gives each
    the same mark again.
    """
    met: Counter[str] = Counter()
    found = []
    for line in lines:
        mark = (
            line.mark or f"{line.day:%Y-%m-%d} {line.cents / 100:.2f} {' '.join(line.label.split())[:_LABEL]}"
        )
        met[mark] += 1
        found.append(line._replace(mark=mark if met[mark] == 1 else f"{mark} #{met[mark]}"))
    return tuple(found)
