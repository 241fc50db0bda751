"""Too much work: more than the most of a day, of a week, of the average of twelve weeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from postprod_xl.domain.payroll.watch.breaches import Breach, BreachKind
from postprod_xl.domain.payroll.watch.limits import Bound, Limit, count_limit, limit, strictest_minutes
from postprod_xl.domain.payroll.watch.person_time import PersonTime, beyond
from postprod_xl.domain.payroll.watch.work_periods import WorkPeriod
from postprod_xl.domain.wording import day_text, hours_text
from postprod_xl.schema.units import DAYS_PER_WEEK

_TO_SUNDAY = timedelta(days=DAYS_PER_WEEK - 1)
_WEEKS = "average_weeks"


def too_long(time: PersonTime) -> Iterator[Breach]:
    """The days, the weeks and the twelve weeks in which a person works more than the most.

    A day is civil, from 0:00 to 24:00, a week too, from Monday to Sunday. Of several agreements the strictest holds.
    Sources: `working_limits.toml`, row by row.
    """
    shortest_day, shortest_week = strictest_minutes(Bound.DAY), strictest_minutes(Bound.WEEK)
    for day, minutes in time.days.items():
        if minutes > shortest_day:
            yield from _long_day(time, day, minutes)
    for week, minutes in time.weeks.items():
        if minutes > shortest_week:
            yield from _long_week(time, week, minutes)
    yield from _long_averages(time)


def _limit(bound: Bound, held: Sequence[tuple[WorkPeriod, int]], day: date) -> Limit | None:
    return limit(bound, {period.convention for period, _ in held}, day)


def _long_day(time: PersonTime, ordinal: int, minutes: int) -> Iterator[Breach]:
    day, held = date.fromordinal(ordinal), time.within(ordinal, ordinal)
    most = _limit(Bound.DAY, held, day)
    if most and minutes > most.minutes:
        found = hours_text(minutes)
        text = f"{found} le {day_text(day)}, {most.text} par jour au plus {most.origin}"
        brief = f"{found}, {most.text} par jour au plus"
        yield Breach(BreachKind.DAY, time.person, day, brief, text, [period for period, _ in held])


def _long_week(time: PersonTime, ordinal: int, minutes: int) -> Iterator[Breach]:
    monday, held = date.fromordinal(ordinal), time.week(ordinal)
    most = _limit(Bound.WEEK, held, monday)
    if most and minutes > most.minutes:
        found, sunday = hours_text(minutes), monday + _TO_SUNDAY
        text = f"{found} dans la semaine du {monday:%d/%m/%Y} au {sunday:%d/%m/%Y}, {most.text} au plus {most.origin}"
        brief = f"{found}, {most.text} par semaine au plus"
        cause = beyond(held, most.minutes)
        yield Breach(BreachKind.WEEK, time.person, date.fromordinal(cause[0].day), brief, text, cause)


def _long_averages(time: PersonTime) -> Iterator[Breach]:
    """The weeks that end twelve weeks whose average is more than the most."""
    shortest = strictest_minutes(Bound.AVERAGE)
    if max(time.weeks.values()) <= shortest:
        return
    for ordinal in time.weeks:
        monday = date.fromordinal(ordinal)
        known = count_limit(_WEEKS, monday)
        if known is None:
            continue
        first = ordinal - (known.number - 1) * DAYS_PER_WEEK
        total = sum(time.weeks.get(week, 0) for week in range(first, ordinal + 1, DAYS_PER_WEEK))
        if total > known.number * shortest:
            yield from _long_average(time, (first, ordinal), known.number)


def _long_average(time: PersonTime, weeks: tuple[int, int], count: int) -> Iterator[Breach]:
    first, last = date.fromordinal(weeks[0]), date.fromordinal(weeks[1]) + _TO_SUNDAY
    held = time.within(weeks[0], last.toordinal())
    total = sum(minutes for _, minutes in held)
    most = _limit(Bound.AVERAGE, held, last)
    if most and total > count * most.minutes:
        # Rounded up: an average beyond the limit never reads as the limit.
        found = hours_text(-(-total // count))
        brief = f"{found} par semaine en moyenne sur {count} semaines, {most.text} au plus"
        text = (
            f"{found} par semaine en moyenne du {first:%d/%m/%Y} au {last:%d/%m/%Y} ({hours_text(total)} en "
            f"{count} semaines), {most.text} au plus {most.origin}"
        )
        cause = beyond(held, count * most.minutes)
        yield Breach(BreachKind.AVERAGE, time.person, date.fromordinal(cause[0].day), brief, text, cause)
