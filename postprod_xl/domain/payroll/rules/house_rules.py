"""What the office typed in `Conventions`: its own values of pay rules, and the rules that it confirms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from postprod_xl.domain.payroll.rules.in_force import RuleEntry
from postprod_xl.domain.payroll.rules.names import named
from postprod_xl.domain.payroll.rules.values import rule_value
from postprod_xl.schema.kinds import Unreadable, is_empty

if TYPE_CHECKING:
    from postprod_xl.domain.office import Office
    from postprod_xl.schema.rows import Row

READS = "code rule house_value confirmed_by confirmed_day"
"""The columns of `Conventions` that pay rules are read from."""


@dataclass(frozen=True)
class HouseRules:
    """What an office signed of one agreement.

    Parameters
    ----------
    values
        Its own values, each of which comes instead of the published one.
    confirmed
        The names of the rules that it signed, with a value of its own or not.
    is_confirmed
        Whether it signed the agreement as a whole.
    """

    values: tuple[RuleEntry, ...] = ()
    confirmed: frozenset[str] = frozenset()
    is_confirmed: bool = False


def is_signed(row: Row, today: date) -> bool:
    """Whether somebody confirmed a row of `Conventions`, by name and on a day that is not to come."""
    return bool(row.confirmed_by) and row.confirmed_day is not None and row.confirmed_day <= today


def house_rules(office: Office) -> dict[str, HouseRules]:
    """What the office signed, by the code of the agreement."""
    signed: dict[str, list[Row]] = {}
    for row in office["Conventions"]:
        if is_signed(row, office.today):
            signed.setdefault(row.code, []).append(row)
    return {
        code: HouseRules(
            tuple(entry for row in rows for entry in _own_values(row)),
            frozenset(name for row in rows if (name := _name(row))),
            any(not row.rule for row in rows),
        )
        for code, rows in signed.items()
    }


def _own_values(row: Row) -> Iterator[RuleEntry]:
    known = named(row.rule)
    if known is None or is_empty(row.house_value):
        return
    try:
        value: Any = rule_value(known.rule, row.house_value)
    except Unreadable:
        # Reported apart: what cannot be read changes nothing.
        return
    yield RuleEntry(*known, value)


def _name(row: Row) -> str:
    known = named(row.rule)
    return RuleEntry(*known, None).name if known else ""
