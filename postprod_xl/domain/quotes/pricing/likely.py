"""Who is likely to do the work of a quote line and in which room, and what they cost, charges included.

The people and the rooms are those that the plan assigns, by the days of their tasks. Before any plan, of the people who
have a skill it is the one whom the plan would choose first (`preference`: the wish of the director, then the cost of a
day), and of the rooms of a type the cheapest. Whoever has no known cost is not chosen, and one whom the plan assigns
without a known cost leaves the cost unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.accounts.hourly import day_costs
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.problem.roster import preference, skills_of
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import TaskState

BY_PLAN = " au planning"
"""What is said of those that the plan assigns."""

Days = Mapping[str, Decimal]
"""Days of tasks by the code of whoever does them, or of the room where."""


class LikelyCost(NamedTuple):
    """What a minute of a person or a day of a room costs, in cents not yet rounded, and who or which, in French."""

    cents: Decimal
    who: str


@dataclass(frozen=True)
class Likely:
    """The people and rooms that the lines of an office are likely to take.

    Parameters
    ----------
    office
        Tables `Equipe`, `Salles`, `Affinites`, `Projets` and `Planning`, with its computed columns.
    """

    office: Office

    def has_people(self, line: str) -> bool:
        """Whether the plan assigns somebody to the tasks of a line."""
        return line in self._people

    def person(self, line: str, project: str, skill: str) -> LikelyCost | None:
        """A minute of who is likely to work a line, None when no cost is known."""
        if planned := self._people.get(line):
            return _weighted(planned, self._minute_cents)
        able = [code for code in self._able.get(folded(skill), ()) if code in self._minute_cents]
        if not able:
            return None
        director = folded(self._directors.get(project, ""))
        code = min(able, key=lambda each: (self._unwanted(director, each), each))
        return LikelyCost(self._minute_cents[code], f"{code} pour « {skill} »")

    def room(self, project: str, room_type: str) -> LikelyCost | None:
        """A day of the room of a type that a project is likely to take, None when no cost is known."""
        costs = {
            code: Decimal(cents)
            for code, kind, cents in self.office["Salles"].select("code", "type", "day_cost_cents")
            if folded(kind) == room_type and cents is not None
        }
        if planned := self._rooms.get((project, room_type)):
            return _weighted(planned, costs)
        if not costs:
            return None
        code = min(costs, key=lambda each: (costs[each], each))
        return LikelyCost(costs[code], code)

    def _unwanted(self, director: str, code: str) -> int:
        return preference(self._affinities.get((director, code), 0), self._day_cents[code])

    @cached_property
    def _day_cents(self) -> dict[str, int | None]:
        return day_costs(self.office)

    @cached_property
    def _minute_cents(self) -> dict[str, Decimal]:
        house = self.office.settings["day_minutes"]
        lengths = self.office["Equipe"].by_key("code", "day_minutes")
        return {
            code: Decimal(cents) / (lengths[code] or house)
            for code, cents in self._day_cents.items()
            if cents is not None
        }

    @cached_property
    def _able(self) -> dict[str, list[str]]:
        able: defaultdict[str, list[str]] = defaultdict(list)
        for code, skills in self.office["Equipe"].select("code", "skills"):
            for skill in skills_of(skills):
                able[skill].append(code)
        return dict(able)

    @cached_property
    def _directors(self) -> dict[str, str]:
        return self.office["Projets"].by_key("code", "director")

    @cached_property
    def _affinities(self) -> dict[tuple[str, str], int]:
        rows = self.office["Affinites"].select("director", "technician", "score")
        return {(folded(director), code): score or 0 for director, code, score in rows}

    @cached_property
    def _people(self) -> dict[str, Days]:
        found: defaultdict[str, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        names = ("line", "state", "duration_days", "assigned_technician", "technician")
        for line, state, days, assigned, asked in self.office["Planning"].select(*names):
            person = assigned or asked
            if line and person and days and state != TaskState.CANCELLED:
                found[line][person] += days
        return dict(found)

    @cached_property
    def _rooms(self) -> dict[tuple[str, str], Days]:
        found: defaultdict[tuple[str, str], defaultdict[str, Decimal]] = defaultdict(
            lambda: defaultdict(Decimal)
        )
        types = self.office["Salles"].by_key("code", "type")
        names = ("project", "state", "duration_days", "assigned_room", "room")
        for project, state, days, assigned, asked in self.office["Planning"].select(*names):
            room = assigned or asked
            if room in types and days and state != TaskState.CANCELLED:
                found[project, folded(types[room])][room] += days
        return dict(found)


def _weighted(days: Days, cents: Mapping[str, Decimal]) -> LikelyCost | None:
    """The average of some costs by days; None as soon as one of them is not known."""
    if not days.keys() <= cents.keys():
        return None
    total = sum(days.values())
    average = sum((cents[code] * share for code, share in days.items()), Decimal(0)) / total
    return LikelyCost(average, f"{first_names(sorted(days))}{BY_PLAN}")
