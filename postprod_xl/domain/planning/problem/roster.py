"""Who and which rooms may serve each task, as resources and candidates of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.accounts.hourly import day_costs
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.problem.axis import Axis
from postprod_xl.domain.planning.problem.presence import Presence, ResourceKind
from postprod_xl.domain.planning.tasks.to_plan import Task
from postprod_xl.engines.schedule import Candidate, Resource
from postprod_xl.schema.units import CENTS_PER_EURO, folded

# One step of a wish comes before any difference of cost; nothing a director likes makes up for somebody refused.
_STEP = 10_000
_WISHES = {2: 0, 1: 1, 0: 2, -1: 3, -2: 10}
_UNKNOWN_COST = _STEP - 1
TO_AVOID = -2
_AFFINITIES = {
    2: "demandé par {}",
    1: "s'entend bien avec {}",
    -1: "réserve de {}",
    TO_AVOID: "à éviter avec {}",
}


def preference(affinity: int, day_cents: int | None) -> int:
    """How little a person is wanted for a task: the least first.

    The one order of the reasons to choose: the plan adds them up as the penalties of its choices, and a list of
    candidates sorts by them those whom time does not part. The wish of the director, from 2 to -2, comes before
    any cost; then the cost of a day, in whole euros, one that is not known after every other. A room has no wish.

    Parameters
    ----------
    affinity
        With the director, from -2 to 2.
    day_cents
        What a day costs, charges included, in cents; None when nothing says it.

    Examples
    --------
    >>> preference(2, None) < preference(1, 20_000) < preference(1, 30_000) < preference(0, 10_000)
    True
    """
    return _WISHES[max(TO_AVOID, min(affinity, 2))] * _STEP + _euros(day_cents)


def affinity_text(affinity: int, director: str) -> str:
    """What an affinity other than 0 says of a person, in French.

    >>> affinity_text(2, "Inès Daumas"), affinity_text(-3, "Inès Daumas")
    ('demandé par Inès Daumas', 'à éviter avec Inès Daumas')
    """
    return _AFFINITIES[max(TO_AVOID, min(2, affinity))].format(director)


def _euros(day_cents: int | None) -> int:
    return _UNKNOWN_COST if day_cents is None else min(day_cents // CENTS_PER_EURO, _UNKNOWN_COST - 1)


class Person(NamedTuple):
    """One row of `Equipe`; `day_cents` is what a day costs, charges included, None when nothing says it."""

    code: str
    name: str
    skills: frozenset[str]
    day_cents: int | None


class Room(NamedTuple):
    """One row of `Salles`; `day_cents` is None when nothing says what a day costs."""

    code: str
    name: str
    type: str
    day_cents: int | None


@dataclass(frozen=True)
class House:
    """The people and rooms of an office, who gets on with whom, and who is there when."""

    people: Mapping[str, Person]
    rooms: Mapping[str, Room]
    affinities: Mapping[tuple[str, str], int]
    presence: Presence

    def people_for(self, task: Task) -> Sequence[str]:
        """The people who may serve a task: the one asked for, else all who have the skill."""
        return [task.technician] if task.technician else self._by_skill.get(folded(task.skill), ())

    def rooms_for(self, task: Task) -> Sequence[str]:
        """The rooms that may serve a task: the one asked for, else all of the type."""
        return [task.room] if task.room else self._by_type.get(folded(task.room_type), ())

    @cached_property
    def _by_skill(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for person in self.people.values():
            for skill in person.skills:
                found.setdefault(skill, []).append(person.code)
        return found

    @cached_property
    def _by_type(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for room in self.rooms.values():
            if room.type:
                found.setdefault(folded(room.type), []).append(room.code)
        return found

    @cached_property
    def directors(self) -> frozenset[str]:
        """The directors who have an affinity with somebody, as names are compared."""
        return frozenset(director for director, _ in self.affinities)

    def affinity(self, director: str, code: str) -> int:
        """How well a person gets on with a director, from -2 to 2."""
        return self.affinities.get((folded(director), code), 0)

    def penalty(self, director: str, code: str) -> int:
        """What choosing a person costs the plan, as `preference` says."""
        person = self.people.get(code)
        return preference(self.affinity(director, code), person.day_cents if person else None)


def house_of(office: Office, presence: Presence) -> House:
    """The people, rooms and affinities of an office."""
    return House(_people(office), _rooms(office), affinities_of(office), presence)


def affinities_of(office: Office) -> dict[tuple[str, str], int]:
    """The affinities of an office, by the name of the director as names are compared, and the code of the person."""
    return {(folded(row.director), row.technician): row.score or 0 for row in office["Affinites"]}


def _people(office: Office) -> dict[str, Person]:
    costs = day_costs(office)
    return {
        code: Person(code, name, skills_of(skills), costs[code])
        for code, name, skills in office["Equipe"].select("code", "last_name", "skills")
    }


def skills_of(text: str) -> frozenset[str]:
    """The skills written in one cell, ready to be compared.

    >>> sorted(skills_of("Mixeur; monteur son"))
    ['mixeur', 'monteur son']
    """
    return frozenset(folded(part) for part in text.split(";") if part.strip())


def _rooms(office: Office) -> dict[str, Room]:
    return {row.code: Room(row.code, row.name, row.type, row.day_cost_cents) for row in office["Salles"]}


Key = tuple[ResourceKind, str]


@dataclass
class Roster:
    """The people and rooms that some task may take, numbered as resources of the engine.

    A room of several places is that many resources of one code, numbered one after the other.
    """

    house: House
    axis: Axis
    keys: list[Key] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    _indexes: dict[Key, int] = field(default_factory=dict)
    _served: dict[tuple[str, ...], tuple[Candidate, ...]] = field(default_factory=dict)

    def index(self, resource: ResourceKind, code: str) -> int:
        """The first number of a person or room, which enters the roster the first time it is asked for."""
        key = resource, code
        if key not in self._indexes:
            self._indexes[key] = len(self.keys)
            places = self.house.presence.units(resource, code)
            self.keys += [key] * places
            self.resources += [Resource(open=self.house.presence.mask(self.axis, resource, code))] * places
        return self._indexes[key]

    def known(self, resource: ResourceKind, code: str) -> int | None:
        """The first number of a person or room, None when no task may take it."""
        return self._indexes.get((resource, code))

    def places(self, index: int) -> range:
        """The numbers of the person or room that has one of them."""
        resource, code = self.keys[index]
        first = self._indexes[resource, code]
        return range(first, first + self.house.presence.units(resource, code))

    def code(self, index: int | None) -> str:
        """The code of a person or room, empty without one."""
        return "" if index is None else self.keys[index][1]

    def people(self, task: Task) -> tuple[Candidate, ...]:
        """The candidates who may serve a task, with what each costs."""
        director = folded(task.director)
        # A director who has said nothing of anybody is served as any other.
        known_as = director if director in self.house.directors else ""
        asked = ResourceKind.PERSON.value, task.technician, task.skill, known_as
        if asked not in self._served:
            self._served[asked] = tuple(
                Candidate(self.index(ResourceKind.PERSON, code), self.house.penalty(task.director, code))
                for code in self.house.people_for(task)
            )
        return self._served[asked]

    def rooms(self, task: Task) -> tuple[Candidate, ...]:
        """The rooms that may serve a task, with what each costs."""
        asked = ResourceKind.ROOM.value, task.room, task.room_type
        if asked not in self._served:
            self._served[asked] = tuple(
                Candidate(place, self._room_cost(code))
                for code in self.house.rooms_for(task)
                for place in self.places(self.index(ResourceKind.ROOM, code))
            )
        return self._served[asked]

    def _room_cost(self, code: str) -> int:
        room = self.house.rooms.get(code)
        return _euros(room.day_cents if room else None)


def only(candidates: Sequence[Candidate], index: int | None) -> int | None:
    """A resource if it is among the candidates."""
    return index if index in _resources(candidates) else None


def _resources(candidates: Iterable[Candidate]) -> set[int]:
    return {candidate.resource for candidate in candidates}
