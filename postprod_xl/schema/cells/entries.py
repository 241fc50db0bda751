"""What people type and what they mean: one reader a kind, each strict about what cannot be meant.

Every reader takes a raw cell that is not empty and reads the whole of it: nothing is cut, nothing is guessed.
What it cannot be raises `ValueError`; `Unreadable` when more than the expectation of the kind is worth saying.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.units import CENTS_PER_EURO, QUARTER, folded, half_up
from postprod_xl.schema.vocabulary import YesNo


class Unreadable(ValueError):
    """The value cannot be of the kind asked for; the text says what was expected."""


def text_of(raw: Any) -> str:
    return shown(raw)


# Thousands in groups of three, by spaces or, before a decimal comma, by points.
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3})+(?=,))(?:[.,][0-9]+)?"
)
_LONGEST_NUMBER = 64
_TWO_READINGS = re.compile(r"([+-]?[1-9][0-9]{0,2})[.]([0-9]{3})")
_TWO_AMOUNTS = re.compile(r"([+-]?[1-9][0-9]{0,2})[.,]([0-9]{3})")
MINUS = str.maketrans("−–", "--")
"""The signs that people and word processors type for a minus."""


def number_of(raw: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise ValueError(raw)
    if not isinstance(raw, str):
        # Spreadsheets keep, show and compare fifteen digits.
        number = Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(raw)
        if not number.is_finite():
            raise ValueError(raw)
        return number
    text = raw.translate(MINUS)
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        raise ValueError(raw)
    _read_one_way(text, _TWO_READINGS)
    text = text.replace(" ", "")
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    return Decimal(text)


def _read_one_way(text: str, two_readings: re.Pattern[str]) -> None:
    if both := two_readings.fullmatch(text):
        raise Unreadable(
            f"un nombre qui ne se lit que d'une façon : {both[1]} {both[2]} ou {both[1]},{both[2]}"
        )


def integer_of(raw: Any) -> int:
    number = number_of(raw)
    if number != number.to_integral_value():
        raise ValueError(raw)
    return int(number)


def percent_of(raw: Any) -> Decimal:
    if not isinstance(raw, str):
        return number_of(raw)
    number = number_of(raw.removesuffix("%").rstrip())
    if number and not raw.endswith("%"):
        raise Unreadable("un pourcentage écrit avec son signe (30 %)")
    return number / 100


def cents_of(raw: Any) -> int:
    return half_up(exact_cents(raw))


def exact_cents(raw: Any) -> Decimal:
    """An amount in cents, with the parts of a cent that a cell may hold and does not show."""
    if isinstance(raw, str):
        raw = raw.removesuffix("€").rstrip()
        # No amount has three decimals: the comma of another language parts its thousands.
        _read_one_way(raw.translate(MINUS), _TWO_AMOUNTS)
    return number_of(raw) * CENTS_PER_EURO


def days_of(raw: Any) -> Decimal:
    if isinstance(raw, str):
        raw = re.sub(r" ?(j|jours?)$", "", raw, flags=re.IGNORECASE)
    number = number_of(raw)
    if number % QUARTER:
        raise ValueError(raw)
    return number


_YES = frozenset({"oui", "o", "x", "vrai", "true", "1", "yes"})
_NO = frozenset({"non", "n", "faux", "false", "0", "no"})


def boolean_of(raw: Any) -> bool:
    word = folded(text_of(raw))
    if word not in _YES | _NO:
        raise ValueError(raw)
    return word in _YES


def anything_of(raw: Any) -> Any:
    if isinstance(raw, bool):
        return (YesNo.YES if raw else YesNo.NO).value
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date()
    if isinstance(raw, int | float):
        return number_of(raw).normalize() + 0
    return raw


_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNGROUPED = re.compile(r"-?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?=,))(?:[.,][0-9]+)?")


def anything_of_csv(text: str) -> Any:
    """A CSV field of any kind: a number or an ISO day when it reads as one, text after Excel's quote mark."""
    if text.startswith("'"):
        return text[1:]
    if _ISO_DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            # No calendar has this day: it is a text that looks like one.
            return text
    is_number = _UNGROUPED.fullmatch(text) and not _TWO_READINGS.fullmatch(text)
    return number_of(text) if is_number else text
