"""The minutes worked by night: where a session is cut, and where its pause is taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from postprod_xl.domain.payroll.rules.agreements import Agreements
from postprod_xl.domain.sessions.worked_time import moments_of, utc_minute
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.units import MINUTES_PER_DAY

_ONE_DAY = timedelta(days=1)


class NightTerms(NamedTuple):
    """What decides on the night of a contract."""

    convention: str = ""
    genre: str = ""
    type: str = ""


LAW_ALONE = NightTerms()


class WorkedSpan(NamedTuple):
    """Minutes of one civil day, all by night or all by day; `start` is their first one, in minutes of UTC."""

    day: date
    start: int
    minutes: int
    is_night: bool


class Nights:
    """The nights of contracts, day by day, by the rules of their agreements."""

    def __init__(self, agreements: Agreements) -> None:
        self._agreements = agreements
        self._edges: dict[tuple[NightTerms, date], tuple[tuple[int, bool], ...]] = {}
        self._unknown: set[tuple[NightTerms, date]] = set()

    def spans(self, terms: NightTerms, day: date, start: int, until: int) -> list[WorkedSpan]:
        """What was worked between two moments, cut at midnight and at the edges of the night of each civil day.

        A day whose night is not known has none: see `is_known`.

        Parameters
        ----------
        day
            The civil day of `start`, or one before it.
        start, until
            Minutes of UTC, as `utc_minute`.
        """
        found: list[WorkedSpan] = []
        while start < until:
            for edge, is_night in self._edges.get((terms, day)) or self._edges_of(terms, day):
                if start < edge:
                    end = min(edge, until)
                    found.append(WorkedSpan(day, start, end - start, is_night))
                    if end == until:
                        return found
                    start = end
            day += _ONE_DAY
        return found

    def is_known(self, terms: NightTerms, day: date) -> bool:
        """Whether the night of a civil day is known."""
        if (terms, day) not in self._edges:
            self._edges_of(terms, day)
        return (terms, day) not in self._unknown

    def _edges_of(self, terms: NightTerms, day: date) -> tuple[tuple[int, bool], ...]:
        """The moments at which a day changes between day and night, ascending, and whether it is night until then."""
        window = self._window(terms, day)
        if window is None:
            self._unknown.add((terms, day))
            clocks = [(MINUTES_PER_DAY, False)]
        elif window[1] <= window[0]:
            clocks = [(window[1], True), (window[0], False), (MINUTES_PER_DAY, True)]
        else:
            clocks = [(window[0], False), (window[1], True), (MINUTES_PER_DAY, False)]
        edges = tuple((utc_minute(day, clock), is_night) for clock, is_night in clocks)
        return self._edges.setdefault((terms, day), edges)

    def _window(self, terms: NightTerms, day: date) -> tuple[int, int] | None:
        try:
            return self._agreements.rules(*terms, day).night_on(day)
        except UnknownRate:
            return None


def less_pause(spans: Sequence[WorkedSpan], pause: int) -> list[WorkedSpan]:
    """As many spans, less the minutes of a pause: those outside the night first, from the first of them.

    A report says how long a pause was, not when: the choice leaves as much of the night as the work allows.

    >>> evening, night = WorkedSpan(date(2026, 11, 19), 0, 60, False), WorkedSpan(date(2026, 11, 19), 60, 120, True)
    >>> [span.minutes for span in less_pause([evening, night], 90)]
    [0, 90]
    """
    if len(spans) == 1:
        # The usual day session: a pause that has one place only.
        day, start, minutes, is_night = spans[0]
        taken = min(pause, minutes)
        return [WorkedSpan(day, start + taken, minutes - taken, is_night)]
    by_day = min(pause, sum(span.minutes for span in spans if not span.is_night))
    left = {False: by_day, True: pause - by_day}
    found = []
    for span in spans:
        taken = min(span.minutes, left[span.is_night])
        left[span.is_night] -= taken
        found.append(span._replace(start=span.start + taken, minutes=span.minutes - taken) if taken else span)
    return found


def night_of_session(nights: Nights, terms: NightTerms, day: date, hours: tuple[int, int], pause: int) -> int:
    """The minutes that a session by itself has by night, pause deducted.

    Parameters
    ----------
    hours
        Its start and its end, minutes after midnight; an end before the start is on the next day.
    """
    spans = nights.spans(terms, day, *moments_of(day, *hours))
    return sum(span.minutes for span in less_pause(spans, pause) if span.is_night)
