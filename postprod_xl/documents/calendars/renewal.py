"""A calendar published again: what each event is called, how often it was changed, which ones were removed.

An event keeps its identity when its booking moves: it is known by what it is about and by its order among the events
about it, not by its days. The order is found again from what was published: the same days first, then days in common,
then what comes next. One identity is never given twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from postprod_xl.documents.calendars.blocks import Block, content_of, with_revision
from postprod_xl.documents.calendars.records import CalendarEvent, OfficeCalendar

CANCELLED_DAYS = 30
"""How long a removed booking is still told: applications read a subscription at least once a day, people import by hand
once a month at most."""
PAST_DAYS = 60
"""How long an event stays once it is over."""


@dataclass(frozen=True)
class Published:
    """A calendar as it is published.

    Parameters
    ----------
    blocks
        Its events, by day.
    used
        The last order given to an event about each thing, of those that are no longer told.
    new, changed, cancelled
        How many events this publication brings, changes and cancels.
    """

    blocks: tuple[Block, ...] = ()
    used: Mapping[str, int] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    cancelled: int = 0


def renewed(
    calendar: OfficeCalendar, before: Iterable[Block], used: Mapping[str, int], scope: UUID, today: date
) -> Published:
    """Publish a calendar after what was published of it.

    Parameters
    ----------
    calendar
        What it shows now, from a day on.
    before
        The events published last; of two with one identity, the one changed most often counts.
    used
        See `Published`.
    scope
        What makes the identities of one house, or of one secret, its own.
    today
        The day: events over by then stay as they were published, and one begun goes on from its first day.

    Returns
    -------
    Published
        The same blocks for the same bookings. An event that nothing replaces is cancelled, and told for
        `CANCELLED_DAYS`; one that is over is told for `PAST_DAYS`.
    """
    known = _latest(before)
    wanted: defaultdict[str, list[CalendarEvent]] = defaultdict(list)
    for event in calendar.events:
        wanted[str(uuid5(scope, f"{calendar.stem}\n{event.about}"))].append(event)
    kept: list[Block] = []
    last_used, counts = dict(used), dict.fromkeys(("new", "changed", "cancelled"), 0)
    for about in dict.fromkeys([*wanted, *known]):
        group = _Group(about, known.get(about, ()), used.get(about, 0), today)
        blocks = list(group.renewed(wanted.get(about, ())))
        told = {block.ordinal for block in blocks}
        dropped = [block.ordinal for block in group.before if block.ordinal not in told]
        if dropped:
            last_used[about] = max(last_used.get(about, 0), *dropped)
        kept += blocks
        _count(counts, group.before, blocks)
    kept.sort(key=lambda block: (block.first, block.hours or (0, 0), block.about, block.ordinal))
    return Published(tuple(kept), last_used, **counts)


def _latest(before: Iterable[Block]) -> dict[str, list[Block]]:
    """The events by what they are about, each as it was changed last."""
    latest: dict[tuple[str, int], Block] = {}
    for block in before:
        identity = block.about, block.ordinal
        if identity not in latest or block.sequence > latest[identity].sequence:
            latest[identity] = block
    grouped: defaultdict[str, list[Block]] = defaultdict(list)
    for block in latest.values():
        grouped[block.about].append(block)
    return grouped


def _count(counts: dict[str, int], before: Sequence[Block], after: Sequence[Block]) -> None:
    sequences = {block.ordinal: block.sequence for block in before}
    for block in after:
        if block.ordinal not in sequences:
            counts["new"] += 1
        elif block.sequence > sequences[block.ordinal]:
            counts["cancelled" if block.is_cancelled else "changed"] += 1


class _Group:
    """The events about one thing: those published, and those wanted now."""

    def __init__(self, about: str, before: Sequence[Block], used: int, today: date) -> None:
        self.about, self.before, self._today = about, before, today
        self._free = [block for block in before if not block.is_cancelled]
        self._free.sort(key=lambda block: (block.first, block.hours or (0, 0)))
        self._gone = [block for block in before if block.is_cancelled]
        self._next = 1 + max([used, *(block.ordinal for block in before)])

    def renewed(self, events: Sequence[CalendarEvent]) -> Iterator[Block]:
        """The blocks of the events wanted, then what is left of those published."""
        wanted = [self._joined(event) for event in sorted(events, key=_place)]
        paired: dict[int, Block] = {}
        for matches in (_has_the_days_of, self._goes_on, self._overlaps, self._is_to_come):
            for at, event in enumerate(wanted):
                if at not in paired:
                    found = next((block for block in self._free if matches(block, event)), None)
                    if found is not None:
                        self._free.remove(found)
                        paired[at] = found
        for at, event in enumerate(wanted):
            yield self._block(event, paired.get(at) or self._given_back(event))
        yield from self._left()

    def _block(self, event: CalendarEvent, block: Block | None) -> Block:
        if block is not None:
            return block.revised(content_of(event, self.about, block.ordinal), self._today)
        ordinal, self._next = self._next, self._next + 1
        return with_revision(content_of(event, self.about, ordinal), 0, self._today)

    def _joined(self, event: CalendarEvent) -> CalendarEvent:
        """An event that begins today and goes on from one published, from its first day."""
        for block in self._free:
            if self._goes_on(block, event):
                return replace(event, first=block.first)
        return event

    def _goes_on(self, block: Block, event: CalendarEvent) -> bool:
        """Whether an event begun before today is still under way."""
        is_whole = block.hours is None and event.hours is None
        begun = event.first in (self._today, block.first)
        return is_whole and begun and block.first < self._today <= block.last

    def _overlaps(self, block: Block, event: CalendarEvent) -> bool:
        has_days = block.first <= event.last and event.first <= block.last
        return has_days and block.first >= self._today

    def _is_to_come(self, block: Block, event: CalendarEvent) -> bool:
        return block.first >= self._today

    def _given_back(self, event: CalendarEvent) -> Block | None:
        """An event cancelled whose booking comes back on the same days."""
        found = next((block for block in self._gone if _has_the_days_of(block, event)), None)
        if found is not None:
            self._gone.remove(found)
        return found

    def _left(self) -> Iterator[Block]:
        """What is still told of the events published that nothing replaces."""
        yesterday = self._today - timedelta(1)
        for block in self._free:
            if block.last < self._today:
                if block.last >= self._today - timedelta(PAST_DAYS):
                    yield block
            elif block.first < self._today:
                yield block.ended(yesterday, self._today)
            else:
                yield block.cancelled(self._today)
        for block in self._gone:
            if block.modified >= self._today - timedelta(CANCELLED_DAYS):
                yield block


def _place(event: CalendarEvent) -> tuple[date, tuple[int, int]]:
    return event.first, event.hours or (0, 0)


def _has_the_days_of(block: Block, event: CalendarEvent) -> bool:
    return (block.first, block.last, block.hours) == (event.first, event.last, event.hours)
