"""The value of a pay rule as people type it and texts give it: `25 %`, `43`, `22:00-07:00`, `21/12-20/03`."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from postprod_xl.domain.payroll.rules.names import WORDS, Rule, RuleUnit, unit_of
from postprod_xl.domain.payroll.rules.pay_rules import MonthDay, Season, Window
from postprod_xl.schema.bounds import Bounds, expected_text, is_outside
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import Kind, Unreadable, typed
from postprod_xl.schema.units import folded

RuleValue: TypeAlias = "Decimal | int | Window | Season | StrEnum"
"""By its unit: an exact share, minutes, a number, two clock times, two days of the year, or a word."""

_NUMBERS: dict[RuleUnit, tuple[Kind, Bounds]] = {
    RuleUnit.PERCENT: (Kind.PERCENT, (0, 5)),
    RuleUnit.COEFFICIENT: (Kind.PERCENT, (1, 5)),
    RuleUnit.HOURS: (Kind.HOURS, (0, 60_000)),
    RuleUnit.DAYS: (Kind.INT, (0, 366)),
    RuleUnit.TIMES: (Kind.NUMBER, (0, 100)),
}
_BETWEEN = r" ?(?:-|–|—|à|au) ?"
_WINDOW = re.compile(rf"(?:de )?([0-9:h ]+?){_BETWEEN}([0-9:h ]+)", re.IGNORECASE)
_SEASON = re.compile(
    rf"(?:du )?([0-9]{{1,2}})/([0-9]{{1,2}}){_BETWEEN}([0-9]{{1,2}})/([0-9]{{1,2}})", re.IGNORECASE
)
_A_WINDOW, _A_SEASON = "une plage horaire (22:00-07:00)", "une saison (21/12-20/03)"
_LEAP_YEAR = 2000


def rule_value(rule: Rule, raw: Any) -> RuleValue:
    """What a cell says of a rule.

    Parameters
    ----------
    rule
        The rule, which says the unit.
    raw
        A cell that is not empty: a number, a text or a time.

    Raises
    ------
    Unreadable
        With the French expectation.

    Examples
    --------
    >>> rule_value(Rule.SUNDAY_PREMIUM, "50 %"), rule_value(Rule.WEEK_AFTER_1, 35), rule_value(Rule.RECOVERY, "7 h")
    (Decimal('0.5'), 2100, 420)
    >>> rule_value(Rule.NIGHT_WINDOW, "de 22h à 7h"), rule_value(Rule.WINTER, "du 21/12 au 20/03")
    ((1320, 420), ((12, 21), (3, 20)))
    """
    unit = unit_of(rule)
    if unit in _NUMBERS:
        return _number(unit, raw)
    text = cleaned(shown(raw))
    if unit is RuleUnit.WORD:
        return _word(rule, text)
    return _window(text) if unit is RuleUnit.WINDOW else _season(text)


def _number(unit: RuleUnit, raw: Any) -> Any:
    kind, bounds = _NUMBERS[unit]
    value, expected = typed(kind, raw), expected_text(kind, bounds)
    if unit is RuleUnit.COEFFICIENT:
        # « +100 % » would be read as 100 %: no premium at all.
        value = None if shown(raw).startswith("+") else value
        expected += ", tout compris : 200 % pour une heure payée double"
    if value is None or is_outside(value, bounds):
        raise Unreadable(expected)
    return value


def _word(rule: Rule, text: str) -> StrEnum:
    for word in WORDS[rule]:
        if folded(word) == folded(text):
            return word
    raise Unreadable("l'un de ces mots : " + ", ".join(WORDS[rule]))


def _window(text: str) -> Window:
    match = _WINDOW.fullmatch(text)
    try:
        start, end = (typed(Kind.CLOCK, part.strip()) for part in match.groups()) if match else (None, None)
    except Unreadable:
        start = end = None
    if start is None or end is None or start == end:
        raise Unreadable(_A_WINDOW)
    return start, end


def _season(text: str) -> Season:
    match = _SEASON.fullmatch(text)
    try:
        numbers = [int(part) for part in match.groups()] if match else []
        first, last = _month_day(numbers[:2]), _month_day(numbers[2:])
    except ValueError as error:
        raise Unreadable(_A_SEASON) from error
    return first, last


def _month_day(numbers: list[int]) -> MonthDay:
    day, month = numbers
    date(_LEAP_YEAR, month, day)
    return month, day
