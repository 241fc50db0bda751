"""What the office typed in `Conventions`: its own values of pay rules, and the rules that it confirms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

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
    """What the office signed, by the code of the agreement; a row whose value cannot be read says nothing."""
    signed: dict[str, list[tuple[Row, RuleEntry | None]]] = {}
    for row in office["Conventions"]:
        if is_signed(row, office.today):
            try:
                entry = _entry(row)
            except Unreadable:
                # Reported apart, and it refuses the pay of the agreement.
                continue
            signed.setdefault(row.code, []).append((row, entry))
    return {
        code: HouseRules(
            tuple(entry for _, entry in rows if entry and entry.value is not None),
            frozenset(entry.name for _, entry in rows if entry),
            any(not row.rule for row, _ in rows),
        )
        for code, rows in signed.items()
    }


def _entry(row: Row) -> RuleEntry | None:
    """The rule of a row with the value of the office, if it has one; None where it names no known rule.

    Raises
    ------
    Unreadable
        The value is not one of the rule.
    """
    known = named(row.rule)
    if known is None:
        return None
    typed = None if is_empty(row.house_value) else rule_value(known.rule, row.house_value)
    return RuleEntry(*known, typed)
