"""The cash of the house month by month, as it is drawn; amounts are cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CashMonth:
    """What came in and went out in a month, expected movements included, and the balances added up to its end."""

    label: str
    first_day: date
    incoming_cents: int
    outgoing_cents: int
    cumulative_cents: int
    unsigned_cents: int

    @property
    def balance_cents(self) -> int:
        return self.incoming_cents - self.outgoing_cents


@dataclass(frozen=True)
class CashCurve:
    """The months, in order; `lines` say in French what is shown and what is left out."""

    today: date
    months: tuple[CashMonth, ...]
    lines: tuple[str, ...]
