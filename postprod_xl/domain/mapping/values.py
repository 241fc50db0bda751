"""Cells of other files as typed values: what people write anywhere for a day, a time, a length, a word of a list.

`schema.kinds.typed` reads what people type in our own workbook; here more is understood, and nothing is guessed: what
reads two ways is refused with both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from postprod_xl.domain.mapping.known_names import KnownNames
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.english import french_word
from postprod_xl.schema.kinds import EXPECTED, Damaged, ExcelError, Kind, NoCachedValue, Unreadable, typed
from postprod_xl.schema.table import Column
from postprod_xl.schema.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, clock_text
from postprod_xl.schema.validate import accepted
from postprod_xl.schema.vocabulary import YesNo

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "janvier janv jan january", "fevrier fevr fev february feb", "mars march mar", "avril avr april apr",
            "mai may", "juin june jun", "juillet juil july jul", "aout aou august aug", "septembre sept september sep",
            "octobre oct october", "novembre nov november", "decembre dec december",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_WEEKDAY = re.compile(
    r"^(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=\d|[a-z])"
)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?[ .\-/]+([a-z]+)\.?[ .,\-/]+(\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"([a-z]+)\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})")
_ORIGIN_OF_1904 = date(1904, 1, 1)
_TWELVE_HOURS = re.compile(r"(\d{1,2})(?:[:h.](\d{2}))?(?::\d{2})? ?([ap])\.?m\.?")
_BARE_HOURS = re.compile(r"(\d{1,2})(?:,(\d{1,2}))?")
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-9]|3[0-5])([0-5]\d)")
_LATEST_CLOCK = 36 * MINUTES_PER_HOUR
"""An end past midnight is written up to 36:00; later, it is no time of one session."""
_LENGTH = re.compile(r"\d+ ?(?:h|:)|\d+ ?(?:min|mn|m)\b", re.IGNORECASE)
_IN_HOURS = re.compile(r"\((?:h|heures?|hours?|hh:mm)\)|\b(?:heures|hours)\b", re.IGNORECASE)
_IN_MINUTES = re.compile(r"\((?:min|mn|minutes?)\)|\b(?:min|mn|minutes?)\b")
_IN_NO_HOURS = re.compile(
    r"\((?:j|jours?|days?|s|sec|secondes?|seconds?)\)|\b(?:en jours|in days|secondes?|seconds?)\b"
)
_SHORTEST_PAUSE = 5
_CHECK_MARKS = frozenset("✓✔☑✅")
_DASHES = frozenset({"-", "–", "—", "/", "n/a", "na", "néant", "neant", "none", "null"})


@dataclass(frozen=True)
class CellForm:
    """How the cells of a column of a foreign list are written.

    Parameters
    ----------
    heading
        Their heading, which may say a unit.
    month_first
        Whether a day in figures has its month first, as in the United States.
    counts_from_1904
        Whether a day that has lost its format is a number counted from 1904.
    """

    heading: str = ""
    month_first: bool = False
    counts_from_1904: bool = False


PLAIN = CellForm()


def converted(column: Column, raw: Any, form: CellForm = PLAIN, names: KnownNames | None = None) -> Any:
    """The typed value of a cell of a foreign list for a column of ours.

    Parameters
    ----------
    column
        The column.
    raw
        What the cell holds, as a `Grid` has it.
    form
        How the cells of its column are written.
    names
        The codes of the office by name, for a column that refers to a table; without it a text is taken as a code.

    Returns
    -------
    Any
        As `schema.kinds.typed`: cents, minutes, days, a word of the list, a code; what is empty where the cell is.
        A time of the clock is in minutes after midnight, 1560 for 02:00 the next day written `26:00`.

    Raises
    ------
    Unreadable
        With what is expected, in French.
    """
    if isinstance(raw, NoCachedValue) and column.kind is Kind.TEXT and not column.references:
        # A program that computes nothing writes as a formula what was typed as a text: =1+1.
        raw = f"={raw.formula}"
    if isinstance(raw, ExcelError | NoCachedValue | Damaged):
        raise Unreadable(EXPECTED[column.kind])
    text = cleaned(raw) if isinstance(raw, str) else raw
    if text is None or text == "" or (isinstance(text, str) and text.casefold() in _DASHES):
        return typed(column.kind, None)
    if column.references and names is not None:
        return names.code(column.references, shown(text))
    if column.choices or column.kind is Kind.BOOL:
        return accepted(column, typed(column.kind, _word(column, shown(text))))
    if column.kind is Kind.CLOCK:
        return clock_minutes(text)
    return accepted(column, typed(column.kind, _plain_form(column, text, form)))


def _plain_form(column: Column, raw: Any, form: CellForm) -> Any:
    if column.kind is Kind.DAY:
        return written_day(raw, form)
    if column.kind is Kind.HOURS:
        return length_minutes(raw, form)
    if column.kind is Kind.INT and "min" in plain_letters(column.heading):
        return pause_minutes(raw, form)
    if column.kind is Kind.PERCENT and isinstance(raw, str) and "%" in form.heading and "%" not in raw:
        return f"{raw} %"
    if column.kind is Kind.PERCENT and isinstance(raw, float) and raw > 1:
        return raw / 100
    return raw


def _word(column: Column, text: str) -> str:
    """A word of a closed list as we spell it, from its English or without its accents."""
    if column.kind is Kind.BOOL and text in _CHECK_MARKS:
        return YesNo.YES
    word = french_word(column, text)
    plain = plain_letters(word)
    return next((option for option in column.choices if plain_letters(option) == plain), word)


def written_day(raw: Any, form: CellForm = PLAIN) -> Any:
    """A day as `typed` reads it, from any of the forms that people write; what is none is given back.

    >>> written_day("lundi 30 novembre 2026"), written_day("Nov 30, 2026"), written_day("20261130")
    (datetime.date(2026, 11, 30), datetime.date(2026, 11, 30), datetime.date(2026, 11, 30))
    >>> written_day("11/30/2026", CellForm(month_first=True))
    datetime.date(2026, 11, 30)
    """
    if isinstance(raw, float) and form.counts_from_1904 and raw.is_integer() and raw < 10**5:
        return _ORIGIN_OF_1904 + timedelta(days=int(raw))
    if isinstance(raw, float) and raw.is_integer():
        compact = _COMPACT.fullmatch(f"{raw:.0f}")
        return raw if compact is None else _day(*compact.groups())
    if not isinstance(raw, str):
        return raw
    text = _WEEKDAY.sub("", plain_letters(raw))
    if found := _COMPACT.fullmatch(text):
        return _day(*found.groups())
    if (found := _DAY_MONTH.fullmatch(text)) and (month := _MONTHS.get(found[2])):
        return _day(found[3], str(month), found[1])
    if (found := _MONTH_DAY.fullmatch(text)) and (month := _MONTHS.get(found[1])):
        return _day(found[3], str(month), found[2])
    if form.month_first and (found := _NUMERIC.fullmatch(text)):
        return _day(found[4], found[1], found[3])
    return text


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError as error:
        raise Unreadable(EXPECTED[Kind.DAY]) from error


def month_first_said(cells: Iterable[Any]) -> bool | None:
    """Whether the days of a column are written month first; None when each reads both ways, or some only each way.

    >>> month_first_said(["11/30/2026", "12/01/2026"]), month_first_said(["30/11/2026", "12/01/2026"])
    (True, False)
    >>> month_first_said(["12/01/2026"])
    """
    pairs = [found for cell in cells if isinstance(cell, str) and (found := _NUMERIC.fullmatch(cell.strip()))]
    beyond = {(int(pair[1]) > 12, int(pair[3]) > 12) for pair in pairs}
    # One day that is none, 31/13/2026, says nothing of the others.
    is_first, is_second = (False, True) in beyond, (True, False) in beyond
    return is_first if is_first != is_second else None


def is_month_first(cells: Iterable[Any]) -> bool:
    """Whether the days of a column can only be written month first; what reads both ways is read as in France."""
    return month_first_said(cells) is True


def clock_minutes(raw: Any) -> int:
    """A time of the clock in minutes after midnight, up to 36:00 for the day after.

    >>> clock_minutes("9h30"), clock_minutes("9:30 PM"), clock_minutes("25:30"), clock_minutes(9.5), clock_minutes("18")
    (570, 1290, 1530, 570, 1080)

    Raises
    ------
    Unreadable
        It is none, or reads two ways: `9.30`.
    """
    if isinstance(raw, datetime):
        raw = raw.time()
    if isinstance(raw, timedelta) or (
        isinstance(raw, str) and _LENGTH.match(raw) and "m" not in raw.casefold()
    ):
        return _until_noon(typed(Kind.HOURS, raw))
    if isinstance(raw, bool):
        raise Unreadable(EXPECTED[Kind.CLOCK])
    if isinstance(raw, int | float) and raw > 1:
        _refuse_part_of_days(raw, _LATEST_CLOCK)
        return _until_noon(typed(Kind.HOURS, float(raw)))
    if isinstance(raw, int | float) and raw == 1:
        raise Unreadable("une heure (01:00 ou 24:00)")
    if isinstance(raw, str):
        raw = plain_letters(raw)
        if found := _TWELVE_HOURS.fullmatch(raw):
            return _twelve_hours(int(found[1]), int(found[2] or 0), found[3])
        if found := _FOUR_DIGITS.fullmatch(raw):
            return _until_noon(int(found[1]) * MINUTES_PER_HOUR + int(found[2]))
        if _BARE_HOURS.fullmatch(raw):
            return _until_noon(typed(Kind.HOURS, raw))
    return int(typed(Kind.CLOCK, raw))


def _until_noon(minutes: int) -> int:
    if not 0 <= minutes <= _LATEST_CLOCK:
        raise Unreadable(
            f"une heure (09:30 ou 9h30), jusqu'à {clock_text(_LATEST_CLOCK)} pour le lendemain midi"
        )
    return minutes


def _twelve_hours(hour: int, minute: int, half: str) -> int:
    if not 1 <= hour <= 12 or minute >= MINUTES_PER_HOUR:
        raise Unreadable(EXPECTED[Kind.CLOCK])
    return (hour % 12 + (12 if half == "p" else 0)) * MINUTES_PER_HOUR + minute


def length_minutes(raw: Any, form: CellForm = PLAIN) -> Any:
    """A length of time as `typed` reads one; a bare number is in the unit that its heading says, else in hours.

    >>> length_minutes(480.0, CellForm("Durée (min)")), length_minutes("90", CellForm("Minutes passées"))
    (datetime.timedelta(seconds=28800), datetime.timedelta(seconds=5400))

    Raises
    ------
    Unreadable
        A bare number under a heading in days or in seconds.
    """
    if isinstance(raw, time | timedelta) or (isinstance(raw, str) and _LENGTH.match(raw)):
        return raw
    heading = plain_letters(form.heading)
    if _IN_NO_HOURS.search(heading):
        raise Unreadable(f"une durée en heures ou en minutes (« {form.heading} » ne l'est pas)")
    if _IN_MINUTES.search(heading) and not _IN_HOURS.search(heading):
        return timedelta(minutes=float(typed(Kind.NUMBER, raw)))
    if isinstance(raw, float):
        _refuse_part_of_days(raw, MINUTES_PER_DAY)
    return raw


def _refuse_part_of_days(raw: float, most: int) -> None:
    """Refuse a number that may be days of at most some minutes, its format lost, as well as hours: 8 h or 20 min."""
    days, in_hundredths = raw * MINUTES_PER_DAY, raw * 100
    is_whole = abs(days - round(days)) < 0.01
    if 0 < days <= most and is_whole and abs(in_hundredths - round(in_hundredths)) > 0.001:
        hours = clock_text(round(raw * MINUTES_PER_HOUR))
        raise Unreadable(f"une heure qui ne se lit que d'une façon : {hours} ou {clock_text(round(days))}")


def pause_minutes(raw: Any, form: CellForm = PLAIN) -> Any:
    """A pause in minutes, as `typed` reads a whole number.

    >>> pause_minutes("1h"), pause_minutes("0:45"), pause_minutes("30 min"), pause_minutes(1.5, CellForm("Pause (h)"))
    (60, 45, 30, 90)

    Raises
    ------
    Unreadable
        A number that may be hours or minutes: 1 or 1,5 under « Pause ».
    """
    if isinstance(raw, time | timedelta) or (isinstance(raw, str) and _LENGTH.match(raw)):
        return typed(Kind.HOURS, raw)
    number = typed(Kind.NUMBER, raw)
    if _IN_HOURS.search(form.heading):
        return typed(Kind.HOURS, float(number))
    if number and 0 < number < 1 and isinstance(raw, float):
        # A length of time that has lost its format is a part of a day.
        minutes = round(raw * MINUTES_PER_DAY)
        if abs(raw * MINUTES_PER_DAY - minutes) < 0.1 and minutes % _SHORTEST_PAUSE == 0:
            return minutes
    if number and 0 < number < _SHORTEST_PAUSE and "min" not in form.heading.casefold():
        said = shown(raw)
        raise Unreadable(f"une pause qui ne se lit que d'une façon : {said} h ou {said} min")
    return raw
