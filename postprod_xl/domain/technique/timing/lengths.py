"""Lengths of time as people write them for a programme: « 52' », « 1 h 30 », « 90 min », « 1:30:00 »; exact."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from postprod_xl.domain.technique.spellings.written import (
    Written,
    absent,
    impossible,
    known,
    says_nothing,
    unknown_word,
)
from postprod_xl.schema.cells.characters import cleaned

SECONDS_PER_MINUTE, SECONDS_PER_HOUR, SECONDS_PER_DAY = 60, 3600, 86_400
EXPECTED_LENGTH = "une durée (1:30:00, 1h30, 90 min ou 52') ou un timecode (01:30:00:00)"
_SECONDS = r"(?P<seconds>[0-9]+(?:[.,][0-9]+)?)"
_CLOCK = re.compile(rf"(?P<hours>[0-9]+):(?P<minutes>[0-9]{{1,2}}):{_SECONDS}")
_TWO_PARTS = re.compile(r"([0-9]+):([0-9]{1,2})")
_WORDS = re.compile(
    r"(?:(?P<hours>[0-9]+) ?(?:heures|heure|h) ?)?"
    r"(?:(?P<minutes>[0-9]+(?:[.,][0-9]+)?) ?(?:minutes|minute|min|mn|m|['’′]) ?)?"
    rf"(?:{_SECONDS} ?(?:secondes|seconde|sec|s|[\"”″]|''))?"
)
_HOURS_THEN_MINUTES = re.compile(r"(?P<hours>[0-9]+) ?h ?(?P<minutes>[0-9]{1,2})")


def read_length(text: str) -> Written[Fraction]:
    """The seconds of a length of time as it is written.

    « 1:30 » is not known: it is an hour and a half for some, a minute and a half for others.

    Examples
    --------
    >>> [int(read_length(text).value) for text in ("1:30:00", "1h30", "90 min", "52'")]
    [5400, 5400, 5400, 3120]
    """
    text = cleaned(text)
    if says_nothing(text):
        return absent(text)
    if _TWO_PARTS.fullmatch(text):
        return unknown_word(text, f"se lit de deux façons : écrivez {text}:00 ou 0:{text.zfill(5)}")
    match = _CLOCK.fullmatch(text) or _HOURS_THEN_MINUTES.fullmatch(text) or _WORDS.fullmatch(text.casefold())
    if match is None:
        return unknown_word(text, f"n'est pas {EXPECTED_LENGTH}")
    found = match.groupdict()
    hours, minutes, seconds = (_number(found.get(part)) for part in ("hours", "minutes", "seconds"))
    too_many_minutes = found.get("hours") and minutes >= SECONDS_PER_MINUTE
    if too_many_minutes or (found.get("minutes") and seconds >= SECONDS_PER_MINUTE):
        return impossible(text, "les minutes et les secondes vont de 0 à 59")
    return known(text, hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE + seconds)


def _number(text: str | None) -> Fraction:
    return Fraction((text or "0").replace(",", "."))


def length_text(seconds: Fraction) -> str:
    """A length as `01:33:45`, to the nearest thousandth, halves up; without thousandths when they are none.

    >>> length_text(Fraction(5625)), length_text(Fraction(14976, 5))
    ('01:33:45', '00:49:55,200')
    """
    thousandths = math.floor(seconds * 1000 + Fraction(1, 2))
    whole, rest = divmod(thousandths, 1000)
    hours, left = divmod(whole, SECONDS_PER_HOUR)
    clock = f"{hours:02d}:{left // SECONDS_PER_MINUTE:02d}:{left % SECONDS_PER_MINUTE:02d}"
    return f"{clock},{rest:03d}" if rest else clock
