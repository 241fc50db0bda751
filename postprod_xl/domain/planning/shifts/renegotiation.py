"""What late rushes or an absence ask of those who hold confirmed dates: the chain as it would have to be, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.explain.replacements import replacements
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.planning.shifts.chain import Chain, is_confirmed, spans_on
from postprod_xl.domain.planning.shifts.rebookings import Rebooking, rebookings
from postprod_xl.domain.planning.shifts.request import AskedShift, ShiftRefused, from_to
from postprod_xl.domain.planning.shifts.shifted import Settled, command_text, settle
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.domain.wording import first_names
from postprod_xl.engines.schedule import Commitment
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.team import ABSENCES


class LaterRushes(NamedTuple):
    """The rushes of a project expected on another day than the one in its row of `Projets` or `Episodes`."""

    project: str
    told: date
    expected: date
    tab: str = PROJECTS.tab


class Gone(NamedTuple):
    """A person or a room that would not be there, from the first day to the last."""

    code: str
    first: date
    last: date


@dataclass(frozen=True)
class Renegotiation:
    """What has to be asked of the people whose dates are confirmed.

    Parameters
    ----------
    rebookings
        The confirmed tasks that change, with the bookings to release and to make.
    remarks
        What is to be known before: rushes already there, tasks that may not move; a French line each.
    steps
        How to do it, a French line each.
    commands
        The commands of these steps.
    """

    rebookings: tuple[Rebooking, ...] = ()
    remarks: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()

    @property
    def tasks(self) -> frozenset[str]:
        """The confirmed tasks that change."""
        return frozenset(one.task for one in self.rebookings)

    @property
    def lines(self) -> list[str]:
        """What is asked, in French, one task a line."""
        return [*self.remarks, *(one.asking for one in self.rebookings)]


NOTHING_ASKED = Renegotiation()


def received(made: OfficeSchedule, rushes: LaterRushes, today: date) -> str:
    """What says that the rushes of a project are already there, in French; empty when they may still be late.

    They are when the day that `Projets` holds is past, and the later one too, or every task that nothing of the project
    comes before is finished.
    """
    if rushes.expected <= rushes.told or rushes.told >= today:
        return ""
    told = f"{rushes.project} : les rushes ont été reçus le {french(rushes.told)}"
    tasks = made.plan.model.listed.tasks
    first = [tasks[place] for place in _first_places(made.plan, rushes.project)]
    if first and all(task.progress is Progress.DONE for task in first):
        names = first_names([task.code for task in first])
        return f"{told} ({names} : terminé) ; rien n'est demandé"
    if rushes.expected <= today:
        return f"{told}, et le {french(rushes.expected)} est passé ; rien n'est demandé"
    return ""


def renegotiated(
    before: OfficeSchedule,
    changed: Office,
    supposed: tuple[Sequence[LaterRushes], Sequence[Gone]],
    outside: Sequence[Busy] = (),
) -> Settled:
    """A changed office whose confirmed tasks have moved where they would have to.

    Parameters
    ----------
    before
        The plan before anything changed.
    changed
        The office that holds it, with what is supposed.
    supposed
        LaterRushes that come later, people and rooms away.
    outside
        What other workbooks hold of the same people and rooms.
    """
    made = schedule(changed, outside)
    late = {rushes.project for rushes in supposed[0]}
    late_places, gone = _places_of(made.plan, late), _gone_from(before, supposed[1])

    def chain_of(plan: Plan) -> Chain:
        activities = plan.model.problem.activities
        return Chain(
            plan,
            spans_on(before.plan, plan),
            lambda place: activities[place].commitment is not Commitment.FROZEN,
            late_places,
            gone,
        ).pushed()

    return settle(changed, made, chain_of, outside)


def renegotiation(
    before: OfficeSchedule,
    found: Settled,
    supposed: tuple[Sequence[LaterRushes], Sequence[Gone]],
    remarks: Iterable[str] = (),
) -> Renegotiation:
    """What the changed office asks, and the steps that do it; the parameters are those of `renegotiated`."""
    rushes, absences = supposed
    asked = rebookings(before, found.made, found.pushes)
    heads = _heads(found)
    commands = [command_text(task.code, _start(found, place)) for place, task in heads]
    steps = [
        f"{task.code} : pour la décaler, et ce qui la suit : {command}"
        for (_, task), command in zip(heads, commands, strict=True)
    ]
    moved = {one.project for one in asked}
    steps = [*_stand_ins(before.plan, absences, {one.task for one in asked}), *steps]
    heading = PROJECTS.heading("rushes_day")
    typed = [
        f"{one.project} : tapez d'abord « {heading} » au {french(one.expected)} dans {one.tab}"
        for one in rushes
        if one.project in moved
    ]
    typed += [
        f"{one.code} : saisissez d'abord son absence {from_to(one.first, one.last)} dans {ABSENCES.tab}"
        for one in absences
    ]
    told = [*remarks, *_continued(before.plan, rushes), *_stuck(before.plan, found)]
    told += _brought_forward(found.made.plan, rushes)
    return Renegotiation(tuple(asked), tuple(told), (*(typed if steps else ()), *steps), tuple(commands))


def _stand_ins(plan: Plan, absences: Sequence[Gone], asked: set[str]) -> Iterator[str]:
    """Who or what is free to take the bookings that an absence breaks, in the place of a shift."""
    for gone in absences:
        for booking in replacements(plan, *gone):
            if booking.task in asked and booking.able:
                codes = first_names([one.code for one in booking.able])
                days = from_to(booking.first, booking.last)
                yield f"{booking.task} : libre {days} à la place de {gone.code}, sans rien décaler : {codes}"


def _places_of(plan: Plan, projects: Iterable[str]) -> frozenset[int]:
    wanted = set(projects)
    tasks = enumerate(plan.model.listed.tasks)
    return frozenset(place for place, task in tasks if task.project.code in wanted)


def _first_places(plan: Plan, project: str) -> list[int]:
    """The tasks of a project that no other task of it comes before."""
    tasks = plan.model.listed.tasks
    followers = {
        link.successor
        for link in plan.model.listed.links
        if tasks[link.predecessor].project.code == tasks[link.successor].project.code
    }
    return [place for place in sorted(_places_of(plan, [project])) if place not in followers]


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


def _brought_forward(plan: Plan, rushes: Sequence[LaterRushes]) -> Iterator[str]:
    """For rushes that come earlier, that a confirmed date stays until somebody moves it, where it could be moved."""
    for one in rushes:
        day = max(one.expected, plan.model.today)
        for place in _first_places(plan, one.project) if one.expected < one.told else ():
            task, at = plan.model.listed.tasks[place], plan.placements[place]
            if at is None or not is_confirmed(plan, place) or task.frozen or at.start_day <= day:
                continue
            try:
                AskedShift(plan, place, day).span()
            except ShiftRefused:
                continue
            yield (
                f"{task.code} : confirmée au {french(at.start_day)}, elle garde son jour ; pour l'avancer, "
                f"tapez « {PROJECTS.heading('rushes_day')} » au {french(one.expected)} dans {one.tab}, puis "
                f"{command_text(task.code, day)}"
            )


def _continued(plan: Plan, rushes: Sequence[LaterRushes]) -> Iterator[str]:
    """For a project part of which is begun, that only the rest waits for the late rushes."""
    for one in rushes:
        tasks = (plan.model.listed.tasks[place] for place in sorted(_places_of(plan, [one.project])))
        begun = [task.code for task in tasks if task.progress is Progress.BEGUN]
        if begun:
            names = first_names(begun)
            yield (
                f"{one.project} : {names}, déjà commencé, continue ; le reste attend les rushes du "
                f"{french(one.expected)}"
            )


def _stuck(plan: Plan, found: Settled) -> Iterator[str]:
    for place, day in found.stuck.items():
        task, at = plan.model.listed.tasks[place], plan.placements[place]
        assert at is not None
        who = ", ".join(filter(None, (task.project.code, at.person, at.room)))
        yield (
            f"{task.code} : figée au {french(at.start_day)} ({who}), elle devrait passer au {french(day)} : "
            "à défiger et à renégocier"
        )
