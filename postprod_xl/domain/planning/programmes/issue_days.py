"""The days of the issues to come of a recurrent programme, after those that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.programmes.issues import PlannedIssue, rhythm_day
from postprod_xl.domain.planning.programmes.refusal import asked
from postprod_xl.domain.planning.programmes.rhythm import (
    EXPECTED_RHYTHM,
    Rhythm,
    UnreadableRhythm,
    read_rhythm,
)
from postprod_xl.domain.planning.tasks.absurd_dates import FURTHEST
from postprod_xl.domain.wording import first_names

_ONE_DAY = timedelta(days=1)


class NewIssue(NamedTuple):
    """A new issue: its number, its day in the rhythm and the working day it is due on."""

    number: int
    meant: date
    day: date


class Asked(NamedTuple):
    """What is asked of the days: the rhythm as it is written, the first day if one is imposed, those without issue."""

    every: str
    first: date | None
    excepted: Sequence[date]


@dataclass(frozen=True)
class IssueDays:
    """What the days of new issues are found from.

    Parameters
    ----------
    held
        The issues that have tasks, by number, in order.
    typed
        The days that a person gave issues in `Episodes`, by number.
    calendar
        The working days of the project.
    today
        No new issue is due before it.
    """

    held: Mapping[int, PlannedIssue]
    typed: Mapping[int, date]
    calendar: WorkCalendar
    today: date

    def found(self, numbers: Sequence[int], wanted: Asked) -> list[NewIssue]:
        """The new issues, on the days typed for them, else on those of the rhythm after the last day known.

        A day off of the rhythm gives the working day before it.

        Raises
        ------
        ProgrammeRefused
            A rhythm that is none, a first day that is past or not after the last issue, a day excepted on which no
            issue falls, issues too far away.
        """
        ahead = [*takewhile(self.typed.__contains__, numbers)]
        rest = numbers[len(ahead) :]
        days = self._in_rhythm(len(rest), self._last(ahead), wanted) if rest else []
        meant = {**dict(zip(rest, days, strict=True)), **self.typed}
        return [
            NewIssue(
                number, meant[number], meant[number] if number in self.typed else self._due(meant[number])
            )
            for number in numbers
        ]

    def _last(self, ahead: Sequence[int]) -> tuple[int, date | None]:
        """The last issue whose day is known, and that day in the rhythm."""
        if ahead:
            return ahead[-1], self.typed[ahead[-1]]
        last = max(self.held)
        day = self.held[last].day
        return last, None if day is None else rhythm_day(day, self.held, self.calendar)

    def _in_rhythm(self, count: int, last: tuple[int, date | None], wanted: Asked) -> list[date]:
        rhythm, start = _rhythm(wanted.every), self._start(last, wanted.first)
        after = max(start if wanted.first is None else start - _ONE_DAY, self.today - _ONE_DAY)
        every = rhythm.days(start, after, count + len(wanted.excepted))
        # The day that an issue moves to for a day off stands for it too.
        falls = {self._due(day): day for day in every} | {day: day for day in every}
        for day in wanted.excepted:
            if day not in falls:
                expected = first_names([french(held) for held in every])
                message = f"aucun numéro ne tombe le {french(day)} ; les numéros tombent le {expected}"
                raise asked("--except", french(day), f"le jour d'un numéro : {expected}", message)
        days = rhythm.days(start, after, count, [falls[day] for day in wanted.excepted])
        if days[-1] > self.today + FURTHEST:
            end, expected = french(days[-1]), f"un dernier numéro avant le {french(self.today + FURTHEST)}"
            message = f"le dernier numéro serait le {end}, trop loin d'aujourd'hui ; attendu : {expected}"
            raise asked("--issues", end, expected, message)
        return days

    def _start(self, last: tuple[int, date | None], first: date | None) -> date:
        number, day = last
        if first is None:
            if day is None:
                message = (
                    f"le numéro {number} n'a ni PAD ni échéance : indiquez le jour du suivant par --from"
                )
                raise asked("--from", "", "un jour", message)
            return day
        limit = max(self.today, day + _ONE_DAY) if day else self.today
        if first < limit:
            why = (
                "est passé" if first < self.today else f"n'est pas après le numéro {number}, le {french(day)}"
            )
            raise asked(
                "--from", french(first), f"un jour à partir du {french(limit)}", f"le {french(first)} {why}"
            )
        return first

    def _due(self, day: date) -> date:
        return self.calendar.last_working_day(day)


def _rhythm(text: str) -> Rhythm:
    try:
        return read_rhythm(text)
    except UnreadableRhythm as unreadable:
        message = f"« {text} » n'est pas un rythme, attendu : {EXPECTED_RHYTHM}"
        raise asked("--every", text, EXPECTED_RHYTHM, message) from unreadable
