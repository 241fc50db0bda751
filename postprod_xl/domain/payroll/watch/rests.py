"""Too little rest: between two days of work, in a civil week, and too many days without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from postprod_xl.domain.payroll.watch.breaches import Breach, BreachKind
from postprod_xl.domain.payroll.watch.limits import (
    Bound,
    CountLimit,
    Limit,
    count_limit,
    hours_limit,
    limit,
    strictest_minutes,
)
from postprod_xl.domain.payroll.watch.person_time import PersonTime, monday_of
from postprod_xl.domain.payroll.watch.work_periods import WorkPeriod
from postprod_xl.domain.wording import counted, day_text, hours_text
from postprod_xl.schema.units import DAYS_PER_WEEK, MINUTES_PER_DAY, MINUTES_PER_HOUR, clock_text

_WEEK_MINUTES = DAYS_PER_WEEK * MINUTES_PER_DAY
_FAR = 2 * _WEEK_MINUTES


class WorkDay(NamedTuple):
    """What a person works from one rest to the next: the periods of one civil day, and the end of its night.

    Parameters
    ----------
    day
        The ordinal of the day it begins on.
    periods
        In order.
    last
        The period that ends it.
    """

    day: int
    periods: list[WorkPeriod]
    last: WorkPeriod


def work_days(periods: Sequence[WorkPeriod]) -> list[WorkDay]:
    """The days of work of a person.

    What begins on another day than the day of work does belongs to it when it follows within the time of a break
    (`break_hours`): a session cut at midnight is one night of work.

    Parameters
    ----------
    periods
        Those of the person, in order.
    """
    known = count_limit("break_hours", date.max)
    longest = known.number * MINUTES_PER_HOUR if known else 0
    days: list[WorkDay] = []
    for period in periods:
        day = period.begins // MINUTES_PER_DAY
        held = days[-1] if days else None
        if held and (day == held.day or period.first - held.last.until <= longest):
            held.periods.append(period)
            if period.until > held.last.until:
                days[-1] = held._replace(last=period)
        else:
            days.append(WorkDay(day, [period], period))
    return days


def too_little_rest(time: PersonTime) -> Iterator[Breach]:
    """The rests of a person that are too short, and the days worked without one.

    The rest between two days of work is at least that of a day, and a day of work leaves room for it in the 24 hours
    that begin with it: it spans 13 hours at most for a rest of 11. Each civil week has a rest of the
    least there is, which may go on into the next week but lies for half of its time in its own. Sources:
    `working_limits.toml`, row by row.
    """
    days = work_days(time.periods)
    yield from _short_rests(time.person, days)
    yield from _stretched_days(time.person, days)
    yield from _weeks_without_rest(time)
    yield from _too_many_days(time.person, days)


def _short_rests(person: str, days: Sequence[WorkDay]) -> Iterator[Breach]:
    longest = strictest_minutes(Bound.DAILY_REST)
    for one, two in pairwise(days):
        before, after = one.last, two.periods[0]
        minutes = after.first - before.until
        if minutes >= longest:
            continue
        day = date.fromordinal(after.day)
        least = _least(Bound.DAILY_REST, (before, after), day)
        if least and minutes < least.minutes:
            found = hours_text(minutes)
            text = (
                f"{found} de repos entre le {_moment(before.ends)} et le {_moment(after.begins)}, "
                f"{least.text} au moins {least.origin}"
            )
            yield Breach(
                BreachKind.REST, person, day, f"{found} de repos, {least.text} au moins", text, [after]
            )


def _stretched_days(person: str, days: Iterable[WorkDay]) -> Iterator[Breach]:
    """The days of work that leave no room for a rest in the 24 hours that begin with them."""
    shortest = MINUTES_PER_DAY - strictest_minutes(Bound.DAILY_REST)
    for held in days:
        first, last = held.periods[0], held.last
        minutes = last.until - first.first
        if minutes <= shortest:
            continue
        day = date.fromordinal(held.day)
        least = _least(Bound.DAILY_REST, held.periods, day)
        most = MINUTES_PER_DAY - least.minutes if least else minutes
        if least and minutes > most:
            found, bound = hours_text(minutes), hours_limit(most)
            text = (
                f"{found} du {_moment(first.begins)} au {_moment(last.ends)}, {bound} d'amplitude au plus pour "
                f"{least.text} de repos par 24 h {least.origin}"
            )
            brief = f"{found} d'amplitude, {bound} au plus"
            yield Breach(BreachKind.SPAN, person, day, brief, text, held.periods)


class _Rest(NamedTuple):
    """A time without work: its length, its bounds in minutes of the clock, what ends it where that is known."""

    minutes: int
    begins: int
    ends: int
    after: WorkPeriod | None = None

    def inside(self, monday: int) -> int:
        """Its minutes in the civil week of a Monday."""
        first = monday * MINUTES_PER_DAY
        return max(0, min(self.ends, first + _WEEK_MINUTES) - max(self.begins, first))


def _rests(periods: Sequence[WorkPeriod], least_minutes: int) -> Iterator[_Rest]:
    """The rests of a person that are long enough; before the first period and after the last one they are."""
    until, ends = periods[0].until, periods[0].ends
    yield _Rest(_FAR, periods[0].begins - _FAR, periods[0].begins, periods[0])
    for period in periods:
        if period.first - until >= least_minutes:
            yield _Rest(period.first - until, ends, period.begins, period)
        if period.until > until:
            until, ends = period.until, period.ends
    yield _Rest(_FAR, ends, ends + _FAR)


def _weeks_without_rest(time: PersonTime) -> Iterator[Breach]:
    longest = strictest_minutes(Bound.WEEKLY_REST)
    rested: set[int] = set()
    for rest in _rests(time.periods, longest):
        first, last = monday_of(rest.begins // MINUTES_PER_DAY), rest.ends // MINUTES_PER_DAY
        weeks = range(first, last + 1, DAYS_PER_WEEK)
        rested.update(week for week in weeks if 2 * rest.inside(week) >= longest)
    worked = {monday_of(period.begins // MINUTES_PER_DAY) for period in time.periods}
    for week in sorted(worked - rested):
        monday = date.fromordinal(week)
        held = [period for period in time.periods if monday_of(period.day) == week]
        least = _least(Bound.WEEKLY_REST, held, monday)
        if least:
            short = [rest for rest in _rests(time.periods, 1) if rest.minutes < longest and rest.inside(week)]
            found = max(short, key=lambda rest: rest.inside(week), default=None)
            yield _week_without_rest(time.person, monday, least, found, held[-1])


def _week_without_rest(
    person: str, monday: date, least: Limit, found: _Rest | None, last: WorkPeriod
) -> Breach:
    # A rest can still be given until the last day of the week.
    after = max(last, found.after) if found and found.after else last
    length = hours_text(found.minutes) if found else hours_text(0)
    where = f" (du {_moment(found.begins)} au {_moment(found.ends)})" if found else ""
    text = (
        f"{length} de repos d'affilée au plus dans la semaine du {monday:%d/%m/%Y}{where}, {least.text} au moins "
        f"{least.origin}"
    )
    brief = f"{length} de repos dans la semaine, {least.text} au moins"
    return Breach(BreachKind.WEEKLY_REST, person, date.fromordinal(after.day), brief, text, [after])


def _too_many_days(person: str, days: Sequence[WorkDay]) -> Iterator[Breach]:
    """The days beyond the most of a civil week, then those beyond as many in a row over two weeks."""
    by_day: dict[int, WorkDay] = {}
    for held in days:
        by_day.setdefault(held.day, held)
    for run in _runs(by_day):
        most = count_limit("week_days", date.fromordinal(run[0]))
        if most is None or len(run) <= most.number:
            continue
        weeks = Counter(map(monday_of, run))
        full = [week for week, count in weeks.items() if count > most.number]
        for week in full:
            worked = [day for day in run if monday_of(day) == week]
            yield _full_week(person, week, [by_day[day] for day in worked], most)
        if not full:
            yield _long_run(person, [by_day[day] for day in run], most)


def _runs(days: Iterable[int]) -> Iterator[list[int]]:
    """Days in order, parted where one is missing."""
    run: list[int] = []
    for day in days:
        if run and day != run[-1] + 1:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _full_week(person: str, week: int, days: Sequence[WorkDay], most: CountLimit) -> Breach:
    count, monday = counted(len(days), "jour"), date.fromordinal(week)
    text = f"{count} travaillés dans la semaine du {monday:%d/%m/%Y}, {most.number} au plus ({most.source})"
    return _beyond(
        BreachKind.WEEK_DAYS,
        person,
        f"{count} dans la semaine, {most.number} au plus",
        text,
        days[most.number :],
    )


def _long_run(person: str, days: Sequence[WorkDay], most: CountLimit) -> Breach:
    count = counted(len(days), "jour")
    first, last = (date.fromordinal(held.day) for held in (days[0], days[-1]))
    text = (
        f"{count} de suite, du {first:%d/%m/%Y} au {last:%d/%m/%Y}, plus de {most.number} : permis si chaque semaine "
        f"civile a son repos ({most.source})"
    )
    return _beyond(BreachKind.DAYS_IN_A_ROW, person, f"{count} de suite", text, days[most.number :])


def _beyond(kind: BreachKind, person: str, brief: str, text: str, days: Sequence[WorkDay]) -> Breach:
    cause = [period for held in days for period in held.periods]
    return Breach(kind, person, date.fromordinal(days[0].day), brief, text, cause)


def _least(bound: Bound, held: Iterable[WorkPeriod], day: date) -> Limit | None:
    return limit(bound, {period.convention for period in held}, day)


def _moment(minutes: int) -> str:
    """A moment of the clock as a sentence says it: « mardi 24/11/2026 à 23:00 »."""
    ordinal, of_day = divmod(minutes, MINUTES_PER_DAY)
    return f"{day_text(date.fromordinal(ordinal))} à {clock_text(of_day)}"
