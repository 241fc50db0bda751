"""The limit of what a column holds: what reaches it is never written, for it could not be read back."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import repeat
from typing import Any

from postprod_xl.domain.wording import decimal_text, euros_text, hours_text
from postprod_xl.schema.kinds import LIMITS, Kind
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.table import Column

Place = tuple[int | None, str]
"""The row of a figure where it is known, and what is said before it: « P001 : »."""
NOWHERE: Place = (None, "")


class TooLarge(ArithmeticError):
    """A computed figure that a column of its kind would refuse when read; `problem` names it, blocking."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def too_large(
    table: str, column: Column, values: Iterable[Any], places: Iterable[Place] = repeat(NOWHERE)
) -> Problem | None:
    """What refuses the figures of a column, at the place of the first, None when they can be read back."""
    limit = LIMITS.get(column.kind)
    if limit is None:
        return None
    for value, (row, name) in zip(values, places, strict=False):
        if value is not None and abs(value) >= limit:
            shown, most = _shown(column.kind, value), f"moins de {_shown(column.kind, limit)}"
            remedy = "vérifiez les quantités, les prix et les taux saisis"
            message = f"{name}{shown} calculés, il faut {most} : {remedy}"
            return blocking(table, row, column.heading, shown, most, message)
    return None


def _shown(kind: Kind, value: Any) -> str:
    if kind is Kind.EURO:
        return euros_text(value)
    return hours_text(value) if kind is Kind.HOURS else decimal_text(Decimal(value))
