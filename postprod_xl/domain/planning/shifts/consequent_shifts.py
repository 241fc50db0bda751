"""What late rushes or an absence do to a confirmed chain, and the shifts that a person does then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.plan.bookings import bookings
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.planning.shifts.chain import Chain, Push, is_confirmed, spans_on
from postprod_xl.domain.planning.shifts.request import ShiftRefused
from postprod_xl.domain.planning.shifts.shifted import Settled, in_force, settle, shifted
from postprod_xl.domain.planning.tasks.to_plan import Task
from postprod_xl.engines.schedule import Commitment
from postprod_xl.schema.tables.projects import EPISODES, PROJECTS


class LaterRushes(NamedTuple):
    """The rushes of a project expected on another day than the one in its row of `Projets` or `Episodes`.

    `episodes` are the numbers of its episodes whose own rushes move, with the day of each.
    """

    project: str
    told: date
    expected: date
    tab: str = PROJECTS.tab
    episodes: tuple[tuple[int, date], ...] = ()

    def where(self, first: str) -> str:
        """What is to be typed, and where, in French; `first` comes before what is typed."""
        heading = PROJECTS.heading("rushes_day")
        numbers = ", ".join(f"{number} au {french(day)}" for number, day in self.episodes)
        own = f"{EPISODES.tab} : {numbers}"
        if self.tab != PROJECTS.tab:
            return f"tapez {first}« {heading} » dans {own}"
        typed = f"tapez {first}« {heading} » au {french(self.expected)} dans {self.tab}"
        return f"{typed}, et dans {own}" if self.episodes else typed


class Gone(NamedTuple):
    """A person or a room that would not be there, from the first day to the last."""

    code: str
    first: date
    last: date


class ConsequentShift(NamedTuple):
    """A task to shift, and the day to shift it to; `refusal` is the French line that would refuse it, or empty."""

    task: str
    day: date
    refusal: str = ""


@dataclass(frozen=True)
class Renegotiated:
    """A changed office whose confirmed tasks have moved where they would have to, and the shifts that move them.

    Parameters
    ----------
    settled
        The office once the shifts are done; where one is refused, as it would have to be.
    steps
        The shifts, in order.
    """

    settled: Settled
    steps: tuple[ConsequentShift, ...] = ()


def renegotiated(
    before: OfficeSchedule,
    changed: Office,
    supposed: tuple[Sequence[LaterRushes], Sequence[Gone]],
    outside: Sequence[Busy] = (),
) -> Renegotiated:
    """A changed office whose confirmed tasks have moved where they would have to, by the shifts that a person can do.

    Parameters
    ----------
    before
        The plan before anything changed.
    changed
        The office that holds it, with what is supposed.
    supposed
        Rushes that come later, people and rooms away.
    outside
        What other workbooks hold of the same people and rooms.
    """
    made = schedule(changed, outside)
    late = {rushes.project for rushes in supposed[0]}
    late_places, gone = places_of(made.plan, late), _gone_from(before, supposed[1])

    def chain_of(plan: Plan) -> Chain:
        activities = plan.model.problem.activities
        return Chain(
            plan,
            spans_on(before.plan, plan),
            lambda place: activities[place].commitment is not Commitment.FROZEN,
            late_places,
            gone,
        ).pushed()

    found = settle(changed, made, chain_of, outside)
    heads = _heads(found)
    steps = tuple(ConsequentShift(task.code, _start(found, place)) for place, task in heads)
    if not steps:
        return Renegotiated(found)
    return _carried_out(made, found, steps, outside)


def _carried_out(
    made: OfficeSchedule, found: Settled, steps: Sequence[ConsequentShift], outside: Sequence[Busy]
) -> Renegotiated:
    """What the shifts give, one after the other, from the plan that the hypothesis alone makes.

    One that is refused is tried again behind the others. The tasks that are not confirmed may then stand elsewhere
    than where the chain alone would have left them.
    """
    after, office, pushes = made, found.office, dict[int, Push]()
    waiting, done, refused = list(steps), list[ConsequentShift](), list[ConsequentShift]()
    while waiting:
        step = waiting.pop(0)
        try:
            shift = shifted(in_force(after, bookings(after, outside).rows), step.task, step.day, outside)
        except ShiftRefused as refusal:
            refused.append(step._replace(refusal=refusal.problem.message))
            continue
        office, after, pushes = shift.office, shift.after, {**shift.pushes, **pushes}
        done.append(step)
        waiting, refused = [*waiting, *(other._replace(refusal="") for other in refused)], []
    if refused:
        return Renegotiated(found, (*done, *refused))
    settled = replace(found, office=office, made=after, pushes={**found.pushes, **pushes})
    return Renegotiated(settled, tuple(done))


def _gone_from(made: OfficeSchedule, absences: Sequence[Gone]) -> frozenset[int]:
    """The confirmed tasks booked on a day when their person or their room is away."""
    places = {task.code: place for place, task in enumerate(made.plan.model.listed.tasks)}
    hit = set()
    for claim in made.claims:
        days = {piece.day for piece in claim.pieces}
        for gone in absences:
            span = range(gone.first.toordinal(), gone.last.toordinal() + 1)
            if gone.code in (claim.technician, claim.room) and not days.isdisjoint(span):
                hit.add(places[claim.task])
    return frozenset(place for place in hit if is_confirmed(made.plan, place))


def _heads(found: Settled) -> list[tuple[int, Task]]:
    """The tasks to shift, in order: those that the shift of another may not move, then those that none moves."""
    plan = found.made.plan
    tasks, activities = plan.model.listed.tasks, plan.model.problem.activities
    booked = [place for place in found.pushes if activities[place].is_fixed]
    heads, imposed = [], []
    for place in booked:
        before = [other for other in _pushed_by(found, place) if activities[other].is_fixed]
        if not before:
            heads.append((place, tasks[place]))
        elif tasks[place].fixed is not None or tasks[place].project.code != tasks[before[0]].project.code:
            imposed.append((place, tasks[place]))
    return [*reversed(imposed), *heads]


def _pushed_by(found: Settled, place: int) -> list[int]:
    """The tasks pushed that push a task, the nearest first."""
    chain: list[int] = []
    by = found.pushes[place].by
    while by is not None and by in found.pushes and by not in chain:
        chain.append(by)
        by = found.pushes[by].by
    return chain


def _start(found: Settled, place: int) -> date:
    at = found.made.plan.placements[place]
    assert at is not None
    return at.start_day


def places_of(plan: Plan, projects: Iterable[str]) -> frozenset[int]:
    wanted = set(projects)
    tasks = enumerate(plan.model.listed.tasks)
    return frozenset(place for place, task in tasks if task.project.code in wanted)
