"""Who could do a task, best first, with the reasons, and why the plan has somebody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.planning.explain.reasons import days_text, french
from postprod_xl.domain.planning.plan.solved import Placement, Plan
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.domain.planning.problem.roster import TO_AVOID, affinity_text, preference
from postprod_xl.domain.planning.tasks.in_force import Kept
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.domain.wording import euros_text, from_to
from postprod_xl.engines.schedule import slack
from postprod_xl.parameters import rate
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.units import folded

_LOAD_SLOTS = 40


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
    later
        Half-days by which the task would end after the plan's end; None when no end is found.
    breaks
        Whether a promise would suffer from it: a delivery or a due day would be late, or later.
    affinity
        With the director of the task, from -2 to 2.
    day_cents
        What a day costs, charges included; None when nothing says it.
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
    later: int | None
    breaks: bool
    affinity: int
    day_cents: int | None
    load: int
    assigned: bool
    reasons: tuple[str, ...]

    @property
    def missing(self) -> int:
        """Half-days of the window that the person cannot give."""
        return self.busy + self.away

    @property
    def is_free(self) -> bool:
        """Whether nothing takes the person over the whole window."""
        return not self.missing


def ranked_candidates(plan: Plan, code: str) -> list[Rank]:
    """The people who could do a task, best first.

    Those who have the skill first; those who can give at least half of the window; those whom the director does not
    refuse; those who are there, but for a small part of the task (`choosing.bearable_part`), and whoever the director
    likes as long as no promise suffers; those with whom none suffers. Then, by `preference` as the plan itself
    chooses, the wish of the director and the cost of a day; last, who would end first and who is the least booked.

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
    window = _window(plan, code)
    return [] if window is None else sorted(map(window.rank, window.people()), key=window.order)


def ranked_within(plan: Plan, place: int, first: int, end: int) -> list[Rank]:
    """The people who could do the part of a task that lies between two moments, best first as `ranked_candidates`.

    Parameters
    ----------
    place
        Of a task that has a date.
    first, end
        The first slot of the part, and the moment after its last one.
    """
    task, at = plan.model.listed.tasks[place], plan.placements[place]
    assert at is not None
    last_day = plan.model.axis.day(end - 1)
    window = _Window(plan, place, task, at._replace(work_from=first, end=end, end_day=last_day))
    return sorted(map(window.rank, window.people()), key=window.order)


def is_away(plan: Plan, resource: ResourceKind, code: str, slot: int) -> bool:
    """Whether a person is not there, or a room closed, on a half-day."""
    axis, presence = plan.model.axis, plan.model.roster.house.presence
    day, bit = axis.day(slot).toordinal(), 1 << axis.half(slot)
    return bool((presence.away(code, day) | presence.closed(resource, code, day)) & bit)


def why_chosen(plan: Plan, code: str, ranks: Sequence[Rank], before: Mapping[str, Kept]) -> str:
    """Why the plan has another person than the first candidate for a task; empty when it has that one, or nobody.

    Parameters
    ----------
    before
        The plan in force that this one started from, by task code.

    Examples
    --------
    `le planning a pris COST : BERG est pris par MAREE-E02-MONTAGE_IMAGE jusqu'au 12/01/2027`
    """
    window = _window(plan, code)
    chosen = next((rank for rank in ranks if rank.assigned), None)
    if window is None or chosen is None or chosen is ranks[0]:
        return ""
    held = before.get(code)
    had = held is not None and held.person == chosen.person
    return f"le planning a pris {chosen.person} : {window.why(ranks[0], chosen, had)}"


def _window(plan: Plan, code: str) -> _Window | None:
    """The window of a task, None when nothing of it is left to plan."""
    tasks = plan.model.listed.tasks
    place = next((place for place, task in enumerate(tasks) if task.code == code), None)
    at = None if place is None else plan.placements[place]
    if place is None or at is None:
        return None
    window = _Window(plan, place, tasks[place], at)
    return window if window.slots else None


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

    @cached_property
    def taken(self) -> dict[str, dict[int, int]]:
        """The half-days that each person works on other tasks, with the place of the task."""
        found: dict[str, dict[int, int]] = {}
        for place, at in enumerate(self.plan.placements[: len(self.plan.model.listed.tasks)]):
            if place != self.place and at is not None and at.person and self.plan.books(place):
                found.setdefault(at.person, {}).update(dict.fromkeys(self.plan.worked_slots(place), place))
        return found

    def people(self) -> list[str]:
        house = self.plan.model.roster.house
        skill = folded(self.task.skill)
        able = [person.code for person in house.people.values() if skill and skill in person.skills]
        asked = [self.task.technician] if self.task.technician else []
        return list(dict.fromkeys([*able, *asked]))

    def order(self, rank: Rank) -> tuple[bool, bool, bool, int, int, int, int, str]:
        """The key of the ranking (`ranked_candidates`)."""
        return (
            not rank.has_skill,
            rank.missing * 2 >= len(self.slots),
            rank.affinity <= TO_AVOID,
            self._absence(rank),
            _wanted(rank),
            len(self.slots) if rank.later is None else rank.later,
            rank.load,
            rank.person,
        )

    def _absence(self, rank: Rank) -> int:
        """0 for somebody there, or liked and keeping the promises; 1 for another who keeps them, 2 for who does not."""
        bearable = rate("choosing.bearable_part", self.plan.model.today) * len(self.slots)
        if rank.missing <= bearable or (rank.affinity > 0 and not rank.breaks):
            return 0
        return 1 + rank.breaks

    def rank(self, code: str) -> Rank:
        house = self.plan.model.roster.house
        person = house.people.get(code)
        later, taken = self._later(code), self.taken.get(code, {})
        found = Rank(
            person=code,
            name=person.name if person else "",
            has_skill=bool(person and folded(self.task.skill) in person.skills),
            busy=len(self._busy(code)),
            away=sum(self._is_away(code, slot) for slot in self.slots),
            later=later,
            breaks=later is None or later > self._slack,
            affinity=house.affinity(self.task.director, code),
            day_cents=person.day_cents if person else None,
            load=sum(self.at.work_from <= slot < self.at.work_from + _LOAD_SLOTS for slot in taken),
            assigned=self.at.person == code,
            reasons=(),
        )
        return found._replace(reasons=tuple(self._reasons(found)))

    @cached_property
    def _slack(self) -> int:
        """Half-days the task may end later before a delivery or a due day that is promised suffers."""
        left = slack(self.plan.model.counted_in_days(), self.plan.result)[self.place]
        return self.plan.model.problem.horizon if left is None else max(left, 0)

    def _later(self, code: str) -> int | None:
        """How much later than in the plan a person would end the task, begun no earlier and in one go.

        Days off interrupt it, another task does not; the room is taken to follow.
        """
        worked = [
            slot for slot in self.plan.worked_slots(self.place) if self.at.work_from <= slot < self.at.end
        ]
        taken, left = self.taken.get(code, {}), len(worked) or len(self.slots)
        done = 0
        for slot in self.plan.open_slots(self.place, self.at.work_from, self.plan.model.problem.horizon):
            if slot in taken:
                done = 0
            elif not self._is_away(code, slot):
                done += 1
                if done == left:
                    return max(slot + 1 - self.at.end, 0)
        return None

    def _is_away(self, code: str, slot: int) -> bool:
        return is_away(self.plan, ResourceKind.PERSON, code, slot)

    def why(self, first: Rank, chosen: Rank, had: bool) -> str:
        """What keeps the plan from taking the first candidate; `had` when the plan in force had the chosen one."""
        task, end = self.task, f"{first.person} {self._end(first)}"
        if task.technician:
            return f"{chosen.person} est demandé dans {PLANNING.tab}"
        if first.busy:
            _, by = self._busy(first.person)[0]
            until = self.plan.placements[by]
            other = self.plan.model.listed.tasks[by].code
            return f"{first.person} est pris par {other} jusqu'au {french(until.end_day if until else None)}"
        if first.breaks:
            return end
        if self.plan.model.problem.activities[self.place].is_fixed or task.progress is Progress.BEGUN:
            return f"la tâche est {_held(task)} avec {chosen.person}"
        if had:
            return f"{chosen.person} l'avait déjà au planning en vigueur"
        if first.later:
            return end
        if _wanted(first) == _wanted(chosen):
            return f"{chosen.person} et {first.person} se valent"
        person = PLANNING.heading("technician")
        return f"rien n'écarte {first.person} : écrivez-le dans « {person} » si vous le voulez"

    def _busy(self, code: str) -> list[tuple[int, int]]:
        """The half-days of the window that other tasks take from a person who is there, with the place of the task."""
        taken = self.taken.get(code, {})
        return [(slot, taken[slot]) for slot in self.slots if slot in taken and not self._is_away(code, slot)]

    def _reasons(self, rank: Rank) -> list[str]:
        texts = [
            f"compétence {self.task.skill}" if rank.has_skill else f"sans la compétence {self.task.skill}"
        ]
        texts.append(self._availability(rank))
        if rank.later or rank.later is None:
            texts.append(self._end(rank))
        if rank.affinity and self.task.director:
            wish = affinity_text(rank.affinity, self.task.director)
            # A person refused is named so before anything else.
            texts.insert(0 if rank.affinity <= TO_AVOID else len(texts), wish)
        texts.append(
            "coût non connu"
            if rank.day_cents is None
            else f"{euros_text(rank.day_cents)} par jour tout compris"
        )
        texts.append(f"{days_text(rank.load)} j retenus sur quatre semaines")
        if rank.assigned:
            texts.append("choix du plan")
        return texts

    def _availability(self, rank: Rank) -> str:
        if rank.is_free:
            first_day = self.plan.model.axis.day(self.slots[0])
            return f"libre {from_to(first_day, self.at.end_day)}"
        parts = []
        if rank.busy:
            slot, by = self._busy(rank.person)[0]
            day = french(self.plan.model.axis.day(slot))
            parts.append(
                f"pris {days_text(rank.busy)} j, dès le {day} par {self.plan.model.listed.tasks[by].code}"
            )
        if rank.away:
            parts.append(f"absent {days_text(rank.away)} j")
        return ", ".join(parts)

    def _end(self, rank: Rank) -> str:
        """When a candidate who is not there all along would end the task, and whether a promise would suffer."""
        if rank.later is None:
            return "n'aurait pas la place de la finir"
        end = f"la finirait le {french(self.plan.model.axis.day(self.at.end + rank.later - 1))}"
        return f"{end} et retarderait une livraison ou une échéance" if rank.breaks else end


def _wanted(rank: Rank) -> int:
    return preference(rank.affinity, rank.day_cents)


def _held(task: Task) -> str:
    """How a task keeps its place."""
    if task.progress is Progress.BEGUN:
        return "en cours"
    return "figée" if task.frozen else "fixée" if task.fixed is not None else "confirmée"
