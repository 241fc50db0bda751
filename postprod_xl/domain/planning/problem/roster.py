"""Who and which rooms may serve each task, as resources and candidates of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.problem.axis import Axis
from postprod_xl.domain.planning.problem.presence import Presence, ResourceKind
from postprod_xl.domain.planning.tasks.to_plan import Task
from postprod_xl.engines.schedule import Candidate, Resource
from postprod_xl.schema.units import CENTS_PER_EURO, MINUTES_PER_HOUR, folded

BEST_AFFINITY = 2
# One point of affinity comes before any difference of cost.
AFFINITY_PRICE, DEAREST = 10_000, 9_999


class Person(NamedTuple):
    """One row of `Equipe`; `day_cents` is what a day costs."""

    code: str
    name: str
    skills: frozenset[str]
    day_cents: int


class Room(NamedTuple):
    """One row of `Salles`."""

    code: str
    name: str
    type: str
    day_cents: int


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
        """What choosing a person costs: affinity with the director first, then the cost of a day."""
        person = self.people.get(code)
        euros = (person.day_cents if person else 0) // CENTS_PER_EURO
        return (BEST_AFFINITY - self.affinity(director, code)) * AFFINITY_PRICE + min(euros, DEAREST)


def house_of(office: Office, presence: Presence) -> House:
    """The people, rooms and affinities of an office."""
    affinities = {(folded(row.director), row.technician): row.score or 0 for row in office["Affinites"]}
    return House(_people(office), _rooms(office), affinities, presence)


def _people(office: Office) -> dict[str, Person]:
    house_day = office.settings["day_minutes"]
    people = {}
    for row in office["Equipe"]:
        by_hours = (row.hourly_rate_cents or 0) * (row.day_minutes or house_day) // MINUTES_PER_HOUR
        day_cents = row.day_cost_cents or by_hours
        people[row.code] = Person(row.code, row.last_name, skills_of(row.skills), day_cents)
    return people


def skills_of(text: str) -> frozenset[str]:
    """The skills written in one cell, ready to be compared.

    >>> sorted(skills_of("Mixeur; monteur son"))
    ['mixeur', 'monteur son']
    """
    return frozenset(folded(part) for part in text.split(";") if part.strip())


def _rooms(office: Office) -> dict[str, Room]:
    return {row.code: Room(row.code, row.name, row.type, row.day_cost_cents or 0) for row in office["Salles"]}


Key = tuple[ResourceKind, str]


@dataclass
class Roster:
    """The people and rooms that some task may take, numbered as resources of the engine."""

    house: House
    axis: Axis
    keys: list[Key] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    _indexes: dict[Key, int] = field(default_factory=dict)
    _served: dict[tuple[str, ...], tuple[Candidate, ...]] = field(default_factory=dict)

    def index(self, resource: ResourceKind, code: str) -> int:
        """The number of a person or room, which enters the roster the first time it is asked for."""
        key = resource, code
        if key not in self._indexes:
            self._indexes[key] = len(self.keys)
            self.keys.append(key)
            self.resources.append(Resource(open=self.house.presence.mask(self.axis, resource, code)))
        return self._indexes[key]

    def known(self, resource: ResourceKind, code: str) -> int | None:
        """The number of a person or room, None when no task may take it."""
        return self._indexes.get((resource, code))

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
                Candidate(self.index(ResourceKind.ROOM, code), self._room_cost(code))
                for code in self.house.rooms_for(task)
            )
        return self._served[asked]

    def _room_cost(self, code: str) -> int:
        room = self.house.rooms.get(code)
        return min((room.day_cents if room else 0) // CENTS_PER_EURO, DEAREST)


def only(candidates: Sequence[Candidate], index: int | None) -> int | None:
    """A resource if it is among the candidates."""
    return index if index in _resources(candidates) else None


def _resources(candidates: Iterable[Candidate]) -> set[int]:
    return {candidate.resource for candidate in candidates}
