"""The least that an hour or a month may be paid: by the law, and by an agreement where the office typed it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.monthly.hours import legal_month_minutes
from postprod_xl.parameters import changes, rate
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import CENTS_PER_EURO, MINUTES_PER_HOUR, half_up

LEGAL = "SMIC"
_HOURLY = "minimum_wage.hourly"
MINIMA_READ = "convention genre job since_day hourly_cents monthly_cents"
"""The columns of `Minima` that minimum wages are read from."""


class Minimum(NamedTuple):
    """The least for an hour, or for a month, on a day: cents, and what says so in French."""

    cents: int
    source: str


@dataclass(frozen=True)
class Minima:
    """The minimum wages in force, day by day: the law, and the rows of `Minima`.

    A row is that of an agreement, of a function as it is written in contracts whatever its accents and its case, and of
    a genre; one without genre holds for the genres that have no row of the function. Of several, the last to begin
    holds. No amount is supposed: an agreement of which nobody typed the minimum has that of the law.

    Parameters
    ----------
    rows
        By agreement, genre and function, each in the order they begin.
    """

    rows: Mapping[tuple[str, str, str], Sequence[Row]]

    @staticmethod
    def of(rows: Iterable[Row]) -> Minima:
        """The minimum wages of some rows of `Minima`."""
        held: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for row in rows:
            held[row.convention, row.genre, plain_letters(row.job)].append(row)
        return Minima({key: sorted(found, key=lambda row: row.since_day) for key, found in held.items()})

    def hour(self, convention: str, genre: str, job: str, day: date) -> Minimum:
        """The least hourly rate of a contract on a day.

        Raises
        ------
        UnknownRate
            Before the first minimum wage of the law that is known.
        """
        row = self._row(convention, genre, job, day)
        own_cents = None if row is None else row.hourly_cents
        return _higher(half_up(_legal_hour_cents(day)), own_cents, row)

    def month(self, convention: str, genre: str, job: str, day: date, minutes: int) -> Minimum:
        """The least salary of a contract for a month of so many minutes, on a day.

        That of an agreement is for the legal hours: it is reduced for fewer, and the same for more.

        Raises
        ------
        UnknownRate
            Before the first minimum wage of the law that is known.
        """
        row, own_cents = self._row(convention, genre, job, day), None
        if row is not None and row.monthly_cents is not None:
            whole = legal_month_minutes(day)
            own_cents = half_up(Decimal(row.monthly_cents * min(minutes, whole)) / whole)
        return _higher(half_up(_legal_hour_cents(day) * minutes / MINUTES_PER_HOUR), own_cents, row)

    def changes(self, convention: str, genre: str, job: str) -> list[date]:
        """The days on which the minimum of a contract may change, ascending."""
        own = {row.since_day for rows in self._found(convention, genre, job) for row in rows}
        return sorted(own.union(changes(_HOURLY)))

    def _row(self, convention: str, genre: str, job: str, day: date) -> Row | None:
        for rows in self._found(convention, genre, job):
            place = bisect_right(rows, day, key=lambda row: row.since_day)
            if place:
                return rows[place - 1]
        return None

    def _found(self, convention: str, genre: str, job: str) -> Iterator[Sequence[Row]]:
        """The rows of a function: those of its genre before those of every genre."""
        name = plain_letters(job)
        for key in dict.fromkeys([(convention, genre, name), (convention, "", name)]):
            yield self.rows.get(key, ())


@cache
def _legal_hour_cents(day: date) -> Decimal:
    return rate(_HOURLY, day) * CENTS_PER_EURO


def _higher(legal_cents: int, cents: int | None, row: Row | None) -> Minimum:
    if row is None or cents is None or cents <= legal_cents:
        return Minimum(legal_cents, LEGAL)
    return Minimum(cents, f"minimum {row.convention} de « {row.job} »")


@fact(Minima=MINIMA_READ)
def minima(office: Office) -> Minima:
    """The minimum wages that an office knows."""
    return Minima.of(office["Minima"])
