"""How far each project will be on a day to come, as its plan has it: what a Situation is expected to bill."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postprod_xl.domain.accounts.booked import half_days_of
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import cancelled_rows


@dataclass(frozen=True)
class PlannedProgress:
    """The work of the projects, in days: all of it, what is left, and the days on which that is booked.

    Parameters
    ----------
    whole, left
        Days of the tasks of each project, cancelled ones aside, and what remains of them.
    booked
        The days of the bookings of each project, in order, a day twice for its whole and once for a half.
    """

    whole: Mapping[str, Decimal]
    left: Mapping[str, Decimal]
    booked: Mapping[str, list[date]]

    @classmethod
    def of(cls, office: Office, remaining: Mapping[str, Decimal]) -> PlannedProgress:
        """The progress that the plan of an office foresees, with the rows of `Reservations`."""
        tasks = office["Planning"]
        whole: defaultdict[str, Decimal] = defaultdict(Decimal)
        left: defaultdict[str, Decimal] = defaultdict(Decimal)
        rows = zip(tasks.select("task", "project", "duration_days"), cancelled_rows(office), strict=True)
        for (task, project, days), is_cancelled in rows:
            if not is_cancelled:
                still = remaining.get(task, Decimal(0))
                left[project] += still
                whole[project] += max(days or Decimal(0), still)
        booked: defaultdict[str, list[date]] = defaultdict(list)
        for project, day, half_day in office["Reservations"].select("project", "day", "half_day"):
            booked[project] += [day] * half_days_of(half_day)
        return cls(whole, left, {project: sorted(days) for project, days in booked.items()})

    def share(self, project: str, day: date) -> Decimal | None:
        """The share of the work of a project that is done by the end of a day; None of one without any."""
        whole, booked = self.whole.get(project), self.booked.get(project, [])
        if not whole:
            return None
        done = Decimal(bisect_right(booked, day)) / len(booked) if booked else Decimal(0)
        return 1 - self.left[project] * (1 - done) / whole
