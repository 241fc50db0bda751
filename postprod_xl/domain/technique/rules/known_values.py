"""What is known of one field of a deliverable, declared or measured, and how figures are written in a finding."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from postprod_xl.domain.technique.rules.rule import Case
from postprod_xl.domain.wording import decimal_text
from postprod_xl.parameters import in_force, rate

NO_BREAK = "\u00a0"
MINUS = "−"
SECONDS_PER_MINUTE = 60
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class KnownValue:
    """A value of a field and who says it: empty for the person who declared it, else the name of the file."""

    value: Any
    file: str = ""

    @property
    def said_by(self) -> str:
        """Who says it, for the end of a sentence.

        >>> KnownValue(8).said_by, KnownValue(8, "PAD.mxf").said_by
        ('déclaré', 'mesuré dans « PAD.mxf »')
        """
        return f"mesuré dans « {self.file} »" if self.file else "déclaré"


ValuesOf = Callable[[Case, str], Iterable[KnownValue]]
"""The values of a field of the deliverable of a case, by the code name of its column."""


def declared(case: Case, name: str) -> tuple[KnownValue, ...]:
    """What `Livrables` says of a field, when it says something."""
    value = getattr(case.the_deliverable, name)
    return () if value is None else (KnownValue(value),)


def measured(case: Case, name: str) -> tuple[KnownValue, ...]:
    """What each file inspected of the deliverable says of a field, in the order of `Medias`."""
    files = case.project.measured_of(case.the_deliverable)
    values = ((getattr(file, name), file.file) for file in files)
    return tuple(KnownValue(value, file) for value, file in values if value is not None)


def limit(name: str, day: date) -> Decimal:
    """The number in force of a parameter `file.key`."""
    return rate(name, day)


def parameter(name: str, day: date) -> Any:
    """The list or the table in force of a parameter `file.key`."""
    return in_force(name, day).value


def signed_text(number: Decimal) -> str:
    """A level as it is printed, with a true minus.

    >>> signed_text(Decimal("-24.10")), signed_text(Decimal("0.5"))
    ('−24,1', '0,5')
    """
    return decimal_text(number).replace("-", MINUS)


def with_unit(number: Decimal | int, unit: str) -> str:
    """A figure and its unit, on one line.

    >>> with_unit(Decimal("-23"), "LUFS").replace(chr(160), " ")
    '−23 LUFS'
    """
    return f"{signed_text(Decimal(number))}{NO_BREAK}{unit}"


def grouped(number: int) -> str:
    """A whole number by thousands, as it is printed.

    >>> grouped(48000).replace(chr(160), " ")
    '48 000'
    """
    return f"{number:,}".replace(",", NO_BREAK)


def clock_text(seconds: Fraction | Decimal) -> str:
    """A length of time to the nearest second, halves up.

    >>> clock_text(Fraction(3119, 1)), clock_text(Decimal("59.5"))
    ('00:51:59', '00:01:00')
    """
    minutes, rest = divmod(math.floor(Fraction(seconds) + HALF), SECONDS_PER_MINUTE)
    hours, minutes = divmod(minutes, SECONDS_PER_MINUTE)
    return f"{hours:02d}:{minutes:02d}:{rest:02d}"
