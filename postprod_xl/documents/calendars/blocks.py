"""The events of an iCalendar file as blocks of text: written through `icalendar`, found again without any parser.

Sources: RFC 5545 (iCalendar), RFC 5546 3.2 (PUBLISH); [MS-OXCICAL] for the properties `X-MICROSOFT-…` and
`X-PUBLISHED-TTL`, RFC 7986 5.7 for `REFRESH-INTERVAL`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache

from postprod_xl.documents.calendars.records import CalendarEvent

PRODUCER = "-//postprod_xl//Calendriers//FR"
ZONE = "Europe/Paris"
_END = "END:VEVENT"
_LINE = "\r\n"
_EVENT = re.compile(r"^BEGIN:VEVENT\r?\n(?:(?!BEGIN:VEVENT).*\n)*?END:VEVENT\r?$", re.MULTILINE)
_HEAD = re.compile(r"^BEGIN:V(?:EVENT|TIMEZONE)\r?$", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_FOLD = re.compile(r"\r?\n[ \t]")
_UID = re.compile(r"([0-9a-f-]{36})-([0-9]{1,6})@postprod-xl")
_OF_REVISION = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
_LAST_SEQUENCE = 2**31 - 1  # RFC 5545 3.3.8
_REFRESHED = timedelta(hours=1)
_CANCELLED = "Annulé : "
_TO_SUMMER, _TO_WINTER = (("DAYLIGHT", "CEST", 3, 1, 2), ("STANDARD", "CET", 10, 2, 1))
"""The two changes of the year in Paris: the last Sunday of March and of October, at 1:00 UTC (directive 2000/84/CE,
art. 2 and 3): its kind, its name, its month, the hours from UTC before and after."""


@dataclass(frozen=True)
class Block:
    """One event as it is published.

    Parameters
    ----------
    about, ordinal
        The two parts of its UID: what it is about, and which of the events about it.
    sequence
        How many times it was changed.
    modified
        The day of the last change.
    first, last, hours
        Its days and its hours; see `CalendarEvent`.
    is_cancelled
        Whether its booking was removed.
    text
        The lines of the event, each ended.
    """

    about: str
    ordinal: int
    sequence: int
    modified: date
    first: date
    last: date
    hours: tuple[int, int] | None
    is_cancelled: bool
    text: str

    @property
    def content(self) -> str:
        """The event without the lines that tell when it was changed."""
        return _without_revision(self.text)

    def revised(self, content: str, day: date) -> Block:
        """The same event with another content, changed on a day; itself when the content is the same."""
        if content == self.content:
            return self
        return with_revision(content, self.sequence + 1, day)

    def cancelled(self, day: date) -> Block:
        """The event of a booking that was removed: applications that pass over the status read it in its title."""
        from icalendar import Event

        event = Event.from_ical(self.text)
        summary = str(event.get("summary", ""))
        for name, value in (
            ("summary", f"{_CANCELLED}{summary}"),
            ("status", "CANCELLED"),
            ("transp", "TRANSPARENT"),
            ("x-microsoft-cdo-busystatus", "FREE"),
        ):
            event.pop(name, None)
            event.add(name, value)
        return self.revised(_rendered(event), day)

    def ended(self, last: date, day: date) -> Block:
        """An event of whole days that ends earlier."""
        from icalendar import Event

        event = Event.from_ical(self.text)
        event.pop("dtend", None)
        event.add("dtend", last + timedelta(1))
        return self.revised(_rendered(event), day)


def content_of(event: CalendarEvent, about: str, ordinal: int) -> str:
    """The lines of an event, without those that tell when it was changed.

    Parameters
    ----------
    event
        What it shows.
    about, ordinal
        The two parts of its UID.
    """
    from icalendar import Event

    made = Event()
    made.add("uid", f"{about}-{ordinal}@postprod-xl")
    if event.hours is None:
        made.add("dtstart", event.first)
        made.add("dtend", event.last + timedelta(1))
    else:
        start, end = event.hours
        made.add("dtstart", _moment(event.first, start))
        made.add("dtend", _moment(event.first + timedelta(end <= start), end))
    for name in ("summary", "location", "description"):
        if text := _text(getattr(event, name)):
            made.add(name, text)
    made.add("status", "TENTATIVE" if event.is_tentative else "CONFIRMED")
    made.add("transp", "OPAQUE" if event.is_busy else "TRANSPARENT")
    made.add("x-microsoft-cdo-busystatus", _busy_status(event))
    return _rendered(made)


def _busy_status(event: CalendarEvent) -> str:
    if not event.is_busy:
        return "FREE"
    return "TENTATIVE" if event.is_tentative else "BUSY"


def with_revision(content: str, sequence: int, day: date) -> Block:
    """The block of a content, changed so many times, the last one on a day.

    The day is all that is told of the moment: two changes of one day are in the order of their sequence.
    """
    stamp = f"{day:%Y%m%d}T000000Z"
    lines = (f"SEQUENCE:{sequence}", f"DTSTAMP:{stamp}", f"LAST-MODIFIED:{stamp}", _END)
    body = content.removesuffix(f"{_END}{_LINE}")
    block = block_of(f"{body}{''.join(f'{line}{_LINE}' for line in lines)}")
    assert block is not None
    return block


def calendar_text(title: str, identifier: str, blocks: Iterable[Block]) -> str:
    """A whole iCalendar file: METHOD:PUBLISH, the time zone of Paris, no alarm.

    Parameters
    ----------
    title, identifier
        What applications call it, and what tells it from another.
    blocks
        Its events, in the order written.
    """
    from icalendar import Calendar

    made = Calendar()
    for name, value in (
        ("prodid", PRODUCER),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("x-wr-calname", " ".join(title.split())),
        ("x-wr-relcalid", identifier),
        ("x-wr-timezone", ZONE),
        ("x-published-ttl", "PT1H"),
    ):
        made.add(name, value)
    made.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    head = made.to_ical().decode().removesuffix(f"END:VCALENDAR{_LINE}")
    return "".join((head, _time_zone(), *(block.text for block in blocks), f"END:VCALENDAR{_LINE}"))


def blocks_of(text: str) -> Iterator[Block]:
    """The events of a text that we wrote; what is cut short or is not ours is passed over."""
    return filter(None, (block_of(found[0]) for found in _EVENT.finditer(text)))


def whole_blocks_of(text: str) -> Iterator[Block]:
    """The events of a file that anybody may have changed: those that are as we write them, to the byte."""
    return filter(_is_whole, blocks_of(text))


def _is_whole(block: Block) -> bool:
    from icalendar import Event

    try:
        event = Event.from_ical(block.text)
    except ValueError:
        return False
    if _CONTROL.search(block.text.replace(_LINE, "")) or event.subcomponents:
        return False
    if not {"SUMMARY", "STATUS", "TRANSP"} <= event.keys():
        return False
    content = _rendered(event)
    return content == block.content and with_revision(content, block.sequence, block.modified) == block


def block_of(text: str) -> Block | None:
    """One event as we wrote it, however its lines end; None when it is not ours."""
    lines = text.replace("\r\n", "\n").strip("\r\n").split("\n")
    told = dict(_named(line) for line in _FOLD.sub("", "\n".join(lines)).split("\n"))
    uid = _UID.fullmatch(told.get("UID", ""))
    try:
        start, end = (_read(told[name]) for name in ("DTSTART", "DTEND"))
        sequence, modified = int(told["SEQUENCE"]), _read(told["LAST-MODIFIED"])
        ended = _day(end) - timedelta(1)
    except (KeyError, ValueError, OverflowError):
        return None
    if uid is None or not 0 <= sequence < _LAST_SEQUENCE:
        return None
    is_timed = isinstance(start, datetime) and isinstance(end, datetime)
    return Block(
        about=uid[1],
        ordinal=int(uid[2]),
        sequence=sequence,
        modified=_day(modified),
        first=_day(start),
        last=_day(start) if is_timed else ended,
        hours=(_minutes(start), _minutes(end)) if is_timed else None,
        is_cancelled=told.get("STATUS") == "CANCELLED",
        text="".join(f"{line}{_LINE}" for line in lines),
    )


def value_in(text: str, name: str) -> str:
    """What the head of a file says of a property; empty when it says nothing."""
    head = _FOLD.sub("", _HEAD.split(text, 1)[0])
    return next((value for key, value in map(_named, re.split(r"\r?\n", head)) if key == name), "")


def _named(line: str) -> tuple[str, str]:
    """The name of a property, without its parameters, and its value."""
    name, _, value = line.partition(":")
    return name.partition(";")[0], value


def _text(typed: str) -> str:
    """A text without the control characters that iCalendar has not (RFC 5545 3.1), a return being a line feed."""
    return _CONTROL.sub("", re.sub("\r\n?", "\n", typed))


def _without_revision(text: str) -> str:
    # Not `splitlines`, which also cuts where a text has a separator of paragraphs.
    return _LINE.join(line for line in text.split(_LINE) if _named(line)[0] not in _OF_REVISION)


def _rendered(event: object) -> str:
    text: str = event.to_ical().decode()  # type: ignore[attr-defined]
    return _without_revision(text)


def _read(value: str) -> date:
    """A day, or a moment, as iCalendar writes it."""
    return datetime.fromisoformat(value.rstrip("Z")) if "T" in value else date.fromisoformat(value)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _minutes(value: date) -> int:
    assert isinstance(value, datetime)
    return value.hour * 60 + value.minute


def _moment(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(*divmod(minutes, 60)), _paris())


@cache
def _paris() -> tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(ZONE)


@cache
def _time_zone() -> str:
    """The VTIMEZONE of Paris, whose rule holds for every year since 1996."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", ZONE)
    for kind, name, month, before, after in (_TO_SUMMER, _TO_WINTER):
        change = TimezoneDaylight() if kind == "DAYLIGHT" else TimezoneStandard()
        # The last Sunday of the month in 1996, by the clock before the change.
        change.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, 1 + before))
        change.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        change.add("tzname", name)
        change.add("tzoffsetfrom", timedelta(hours=before))
        change.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(change)
    text: str = zone.to_ical().decode()
    return text
