"""What is beyond a limit of working time: which limit, whose, on which day, by how much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from postprod_xl.domain.payroll.watch.work_periods import WorkPeriod


class BreachKind(StrEnum):
    """The limits that are watched, by the words of an alert after « 1 séance »."""

    DAY = "d'un jour au-delà du maximum"
    WEEK = "d'une semaine au-delà du maximum"
    AVERAGE = "au-delà de la moyenne de 12 semaines"
    REST = "sans le repos quotidien avant elle"
    SPAN = "d'une amplitude trop longue"
    WEEKLY_REST = "sans le repos hebdomadaire avant elle"
    WEEK_DAYS = "d'un jour de trop dans la semaine"
    DAYS_IN_A_ROW = "d'un jour de trop à la suite"
    OVERTIME = "au-delà du contingent annuel"
    SUNDAYS = "d'un dimanche au-delà du maximum annuel"

    @property
    def is_allowed(self) -> bool:
        """Whether it is only to be known: no text forbids it by itself."""
        return self is BreachKind.DAYS_IN_A_ROW


class Breach(NamedTuple):
    """One limit that one person is beyond.

    Parameters
    ----------
    day
        The day to act on: the one that is too long, that goes beyond a week, or that comes too soon.
    brief
        The figure and the limit, in a few words.
    text
        The same in a sentence, with the dates and the article.
    cause
        What goes beyond, in order: the sessions and the bookings to look at.
    """

    kind: BreachKind
    person: str
    day: date
    brief: str
    text: str
    cause: Sequence[WorkPeriod]

    @property
    def names(self) -> list[str]:
        """The numbers of the sessions and the tasks booked."""
        return list(dict.fromkeys(period.name for period in self.cause))
