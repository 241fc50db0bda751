"""What a cell means by its kind, as an independent reader sees it: a second opinion on `schema.cells.entries`."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from postprod_xl.schema.kinds import Kind

ORIGIN = datetime(1899, 12, 30)
INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}( \d{3})+)([.,]\d+)?$|[+-]?\d{1,3}(\.\d{3})+,\d+$")
_SHOWN = Decimal("1e-9")
_AMBIGUOUS = re.compile(r"[+-]?\d{1,3}\.\d{3}$")


def agrees(kind: Kind, seen: Any, got: Any) -> bool:
    """Whether the value we typed is what a cell says, as an independent reader shows it."""
    if _is_blank(seen):
        return _is_nothing(got)
    if _is_nothing(got) and kind is not Kind.BOOL:
        return False
    try:
        return _JUDGES[kind](seen, got)
    except (ValueError, InvalidOperation, OverflowError):
        return False


def flat(text: str) -> str:
    """A text as a person compares it: invisible characters, case and kind of blank apart."""
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    text = unicodedata.normalize("NFC", text.translate(INVISIBLE))
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text).split())


def _is_blank(seen: Any) -> bool:
    return seen is None or (isinstance(seen, str) and not flat(seen))


def _is_nothing(got: Any) -> bool:
    return (
        got is None
        or str(got) == "False"
        or (isinstance(got, str) and not flat(got))
        or type(got).__name__ == "NAType"
    )


def _text(seen: Any, got: Any) -> bool:
    shown = flat(str(got))
    if isinstance(seen, bool):
        return shown.lower() in (("oui", "vrai", "1") if seen else ("non", "faux", "0"))
    if isinstance(seen, int | float):
        # The greatest number, shown with fifteen digits, is no float any more.
        number, exact = Decimal(shown.replace(",", ".").replace(" ", "").removesuffix("%")), Decimal(seen)
        return any(abs(number * unit - exact) <= abs(exact) * _SHOWN for unit in (1, Decimal("0.01")))
    if isinstance(seen, datetime | date) and any(
        f"{seen:{form}}" in shown for form in ("%Y-%m-%d", "%d/%m/%Y")
    ):
        return True
    if isinstance(seen, datetime | time | timedelta):
        return any(_is_clock(shown, minutes) for minutes in _shown_minutes(seen))
    return flat(str(seen)).lstrip("'") == shown.lstrip("'")


def _shown_minutes(seen: time | timedelta | datetime) -> list[float]:
    """How long a time lasts, and what a clock shows of it when it lasts more than a day."""
    # 29 February 1900, which spreadsheets count, is the day before for those who do not.
    is_leap = isinstance(seen, datetime) and (seen.year, seen.month, seen.day) == (1900, 2, 28)
    return [_minutes(seen), _minutes(seen) % 1440, _minutes(seen) + 1440 * is_leap]


def _is_clock(shown: str, minutes: float) -> bool:
    """Whether a text is a number of minutes as `h:mm` or `h:mm:ss`."""
    match = re.match(r"(-?)(\d+):(\d\d)(?::(\d\d))?$", shown)
    if match is None:
        return False
    sign, hours, rest, seconds = match.groups()
    told = (int(hours) * 60 + int(rest) + int(seconds or 0) / 60) * (-1 if sign else 1)
    return abs(told - minutes) < (1 if seconds is None else 0.02)


def _choice(seen: Any, got: Any) -> bool:
    return _folded(flat(str(seen))) == _folded(flat(str(got))) or _text(seen, got)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _read_number(seen: Any, suffix: str = "") -> Decimal:
    if isinstance(seen, bool):
        raise ValueError(seen)
    if isinstance(seen, int | float):
        return Decimal(repr(seen))
    text = flat(str(seen))
    if suffix:
        text = re.sub(rf"\s*({suffix})$", "", text, flags=re.IGNORECASE)
    if _AMBIGUOUS.match(text) or not _NUMBER.match(text):
        raise ValueError(seen)
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    return Decimal(text.replace(" ", ""))


def _equal(one: Decimal, other: Any) -> bool:
    return math.isclose(one, Decimal(str(other)), rel_tol=1e-12, abs_tol=1e-12)


def _number(seen: Any, got: Any) -> bool:
    return _equal(_read_number(seen), got)


def _days(seen: Any, got: Any) -> bool:
    return _equal(_read_number(seen, "j|jours?"), got)


def _percent(seen: Any, got: Any) -> bool:
    if isinstance(seen, str) and flat(seen).endswith("%"):
        return _equal(_read_number(flat(seen).removesuffix("%").strip()) / 100, got)
    return _equal(_read_number(seen), got)


def _euro(seen: Any, got: Any) -> bool:
    return abs(_read_number(seen, "€|euros?|EUR") * 100 - int(got)) <= Decimal("0.5000001")


def _minutes(seen: time | timedelta | datetime) -> float:
    if isinstance(seen, time):
        return seen.hour * 60 + seen.minute + seen.second / 60
    if isinstance(seen, datetime):
        seen -= ORIGIN if seen >= datetime(1900, 3, 1) else datetime(1899, 12, 31)
    return seen.total_seconds() / 60


_CLOCK = re.compile(r"(-?)(\d+) ?[h:] ?(\d{1,2})?(?: ?(?:min|mn|m))?(?::(\d\d))?$", re.IGNORECASE)


def _clock_minutes(text: str) -> float | None:
    match = _CLOCK.match(text)
    if match is None or int(match[3] or 0) > 59:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0) + int(match[4] or 0) / 60
    return -minutes if match[1] else minutes


def _hours(seen: Any, got: Any) -> bool:
    if isinstance(seen, time | timedelta | datetime):
        return abs(_minutes(seen) - int(got)) <= 0.51
    if isinstance(seen, str):
        text = flat(seen)
        if match := re.match(r"(\d+) ?(?:min|mn)$", text):
            return int(match[1]) == int(got)
        if (minutes := _clock_minutes(text)) is not None:
            return abs(minutes - int(got)) <= 0.51
    return abs(float(_read_number(seen, "h|heures?")) * 60 - int(got)) <= 0.51


def _clock(seen: Any, got: Any) -> bool:
    if isinstance(seen, time | timedelta):
        minutes: float | None = _minutes(seen)
    elif isinstance(seen, datetime):
        minutes = _minutes(seen.time()) if seen.date() <= date(1900, 1, 1) else None
    elif isinstance(seen, str):
        minutes = _clock_minutes(flat(seen))
    else:
        minutes = float(seen) * 1440 if 0 <= seen <= 1 else None
    return minutes is not None and abs(minutes % 1440 - int(got)) % 1439 < 1


_WRITTEN_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)(?: \d\d?:\d\d(?::\d\d)?)?$")


def _day(seen: Any, got: Any) -> bool:
    if isinstance(seen, time | timedelta | bool):
        return False
    if isinstance(seen, int | float):
        seen = ORIGIN + timedelta(days=seen)
    if isinstance(seen, datetime):
        # The evening before, to the minute, is another library's way of writing the day: it must be said.
        return seen.date() == got and seen.time() < time(23, 58)
    if isinstance(seen, date):
        return bool(seen == got)
    text = flat(str(seen))
    if match := _WRITTEN_DAY.match(text):
        year = int(match[3])
        return date(year + 2000 if year < 100 else year, int(match[2]), int(match[1])) == got
    if not re.match(r"\d{4}-\d\d-\d\d($|[T ]\d\d:\d\d)", text):
        raise ValueError(seen)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).astimezone(ZoneInfo("Europe/Paris"))
    return moment.date() == got


_YES, _NO = {"oui", "o", "x", "vrai", "true", "1", "yes"}, {"non", "n", "faux", "false", "0", "no"}


def _bool(seen: Any, got: Any) -> bool:
    if isinstance(seen, int | float):
        seen = str(int(seen)) if seen == int(seen) else "?"
    word = flat(str(seen)).casefold()
    return word in (_YES if got else _NO)


def _unjudged(seen: Any, got: Any) -> bool:
    return True


_JUDGES: dict[Kind, Callable[[Any, Any], bool]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.INT: _number,
    Kind.NUMBER: _number,
    Kind.AMOUNT: _number,
    Kind.PERCENT: _percent,
    Kind.EURO: _euro,
    Kind.HOURS: _hours,
    Kind.CLOCK: _clock,
    Kind.DAY: _day,
    Kind.DAYS: _days,
    Kind.BOOL: _bool,
    Kind.INSTANT: _unjudged,
    Kind.ANY: _unjudged,
}
