"""Who could do a task: people ranked by skill, availability, affinity with the director, cost and load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.planning.explain.reasons import days_text, french
from postprod_xl.domain.planning.plan.solved import Placement, Plan
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.domain.planning.tasks.to_plan import Task
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.units import folded

_LOAD_SLOTS = 40
_AFFINITIES = {
    2: "demandé par {}",
    1: "s'entend bien avec {}",
    -1: "réserve de {}",
    -2: "à éviter avec {}",
}


class Rank(NamedTuple):
    """One candidate for a task, best first in a ranking.

    Parameters
    ----------
    person, name
        Code and last name.
    has_skill
        Whether the skill asked for is among the person's.
    busy, away
        Half-days of the window already taken by other tasks, and those of absences or days off.
    affinity
        With the director of the project, from -2 to 2.
    day_cents
        What a day costs.
    load
        Half-days booked in the four weeks from the first day of the window.
    assigned
        Whether the plan has chosen this person.
    reasons
        The same in French, one phrase each.
    """

    person: str
    name: str
    has_skill: bool
    busy: int
    away: int
    affinity: int
    day_cents: int
    load: int
    assigned: bool
    reasons: tuple[str, ...]

    @property
    def is_free(self) -> bool:
        """Whether nothing takes the person over the whole window."""
        return not self.busy and not self.away


def ranked_candidates(plan: Plan, code: str) -> list[Rank]:
    """The people who could do a task, best first: skill, free half-days, affinity, cost, load.

    Parameters
    ----------
    plan
        The plan of the office; the window is where it has what is left of the task, and what it does not
        take counts as free.
    code
        Code of the task; one that is not planned, has no date or is over, has no candidate.

    Returns
    -------
    list of Rank
        Those who have the skill, and the person asked for even without it.
    """
    tasks = plan.model.listed.tasks
    place = next((place for place, task in enumerate(tasks) if task.code == code), None)
    at = None if place is None else plan.placements[place]
    if place is None or at is None:
        return []
    window = _Window(plan, place, tasks[place], at)
    if not window.slots:
        return []
    ranks = [window.rank(person) for person in window.people()]
    return sorted(ranks, key=_order)


def _order(rank: Rank) -> tuple[bool, int, int, int, int, str]:
    return (
        not rank.has_skill,
        rank.busy + rank.away,
        -rank.affinity,
        rank.day_cents,
        rank.load,
        rank.person,
    )


@dataclass(frozen=True)
class _Window:
    """Where the plan has a task, and what everybody does then."""

    plan: Plan
    place: int
    task: Task
    at: Placement

    @cached_property
    def slots(self) -> list[int]:
        """The half-days still to work, from today on; none of a task that is over."""
        return self.plan.open_slots(self.place, self.at.work_from, self.at.end)

    def people(self) -> list[str]:
        house = self.plan.model.roster.house
        skill = folded(self.task.skill)
        able = [person.code for person in house.people.values() if skill and skill in person.skills]
        asked = [self.task.technician] if self.task.technician else []
        return list(dict.fromkeys([*able, *asked]))

    def rank(self, code: str) -> Rank:
        house = self.plan.model.roster.house
        person = house.people.get(code)
        away = [slot for slot in self.slots if self._is_away(code, slot)]
        slots, taken = set(self.slots), self._taken(code)
        busy = {slot: by for slot, by in taken.items() if slot in slots and slot not in away}
        load = sum(self.at.work_from <= slot < self.at.work_from + _LOAD_SLOTS for slot in taken)
        found = Rank(
            person=code,
            name=person.name if person else "",
            has_skill=bool(person and folded(self.task.skill) in person.skills),
            busy=len(busy),
            away=len(away),
            affinity=house.affinity(self.task.director, code),
            day_cents=person.day_cents if person else 0,
            load=load,
            assigned=self.at.person == code,
            reasons=(),
        )
        return found._replace(reasons=tuple(self._reasons(found, sorted(busy.items()))))

    def _is_away(self, code: str, slot: int) -> bool:
        axis, presence = self.plan.model.axis, self.plan.model.roster.house.presence
        day, bit = axis.day(slot).toordinal(), 1 << axis.half(slot)
        return bool((presence.away(code, day) | presence.closed(ResourceKind.PERSON, code, day)) & bit)

    def _taken(self, code: str) -> dict[int, str]:
        """The half-days a person works on other tasks, with the task."""
        found = {}
        for place, task in enumerate(self.plan.model.listed.tasks):
            at = self.plan.placements[place]
            if place != self.place and at is not None and at.person == code and self.plan.books(place):
                found.update(dict.fromkeys(self.plan.worked_slots(place), task.code))
        return found

    def _reasons(self, rank: Rank, busy: Sequence[tuple[int, str]]) -> list[str]:
        director = self.task.director
        texts = [
            f"compétence {self.task.skill}" if rank.has_skill else f"sans la compétence {self.task.skill}"
        ]
        texts.append(self._availability(rank, busy))
        if rank.affinity and director:
            texts.append(_AFFINITIES[max(-2, min(2, rank.affinity))].format(director))
        texts.append(f"{euros_text(rank.day_cents)} par jour" if rank.day_cents else "coût inconnu")
        texts.append(f"{days_text(rank.load)} j retenus sur quatre semaines")
        if rank.assigned:
            texts.append("choix du plan")
        return texts

    def _availability(self, rank: Rank, busy: Sequence[tuple[int, str]]) -> str:
        if rank.is_free:
            first_day = self.plan.model.axis.day(self.slots[0])
            return f"libre du {french(first_day)} au {french(self.at.end_day)}"
        parts = []
        if busy:
            slot, task = busy[0]
            day = french(self.plan.model.axis.day(slot))
            parts.append(f"pris {days_text(rank.busy)} j, dès le {day} par {task}")
        if rank.away:
            parts.append(f"absent {days_text(rank.away)} j")
        return ", ".join(parts)
