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


class TooLarge(ArithmeticError):
    """A computed figure that a column of its kind would refuse when read; `problem` names it, blocking."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def too_large(
    table: str, column: Column, values: Iterable[Any], rows: Iterable[int | None] = repeat(None)
) -> Problem | None:
    """What refuses the figures of a column, at the row of the first, None when they can be read back."""
    limit = LIMITS.get(column.kind)
    if limit is None:
        return None
    cells = zip(values, rows, strict=False)
    found, row = next(((v, at) for v, at in cells if v is not None and abs(v) >= limit), (None, None))
    if found is None:
        return None
    shown, most = _shown(column.kind, found), _shown(column.kind, limit)
    message = (
        f"{shown} calculés, il faut moins de {most} : vérifiez les quantités, les prix et les taux saisis"
    )
    return blocking(table, row, column.heading, shown, f"moins de {most}", message)


def _shown(kind: Kind, value: Any) -> str:
    if kind is Kind.EURO:
        return euros_text(value)
    return hours_text(value) if kind is Kind.HOURS else decimal_text(Decimal(value))
