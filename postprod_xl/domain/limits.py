"""The limit of what a column holds: what reaches it is never written, for it could not be read back."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
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


def too_large(table: str, column: Column, values: Iterable[Any]) -> Problem | None:
    """What refuses the figures of a column, None when they can be written and read back."""
    limit = LIMITS.get(column.kind)
    if limit is None:
        return None
    found = next((value for value in values if value is not None and abs(value) >= limit), None)
    if found is None:
        return None
    shown, most = _shown(column.kind, found), _shown(column.kind, limit)
    message = (
        f"{shown} calculés, il faut moins de {most} : vérifiez les quantités, les prix et les taux saisis"
    )
    return blocking(table, None, column.heading, shown, f"moins de {most}", message)


def _shown(kind: Kind, value: Any) -> str:
    if kind is Kind.EURO:
        return euros_text(value)
    return hours_text(value) if kind is Kind.HOURS else decimal_text(Decimal(value))
