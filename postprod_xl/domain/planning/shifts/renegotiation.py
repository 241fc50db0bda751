"""What late rushes or an absence ask of those who hold confirmed dates: the chain as it would have to be, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.explain.replacements import replacements
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.shifts.chain import is_confirmed
from postprod_xl.domain.planning.shifts.consequent_shifts import Gone, LaterRushes, Renegotiated, places_of
from postprod_xl.domain.planning.shifts.rebookings import Rebooking, rebookings
from postprod_xl.domain.planning.shifts.request import AskedShift, ShiftRefused
from postprod_xl.domain.planning.shifts.shifted import Settled, command_text
from postprod_xl.domain.planning.tasks.to_plan import Progress
from postprod_xl.domain.wording import first_names, from_to
from postprod_xl.schema.tables.team import ABSENCES


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
    if rushes.told >= today:
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


def renegotiation(
    before: OfficeSchedule,
    changed: Renegotiated,
    supposed: tuple[Sequence[LaterRushes], Sequence[Gone]],
    remarks: Iterable[str] = (),
) -> Renegotiation:
    """What the changed office asks, and the steps that do it; the parameters are those of `renegotiated`."""
    rushes, absences = supposed
    found = changed.settled
    asked = rebookings(before, found.made, found.pushes)
    commands = [command_text(step.task, step.day) for step in changed.steps if not step.refusal]
    steps = [
        step.refusal
        or f"{step.task} : pour la décaler, et ce qui la suit : {command_text(step.task, step.day)}"
        for step in changed.steps
    ]
    moved = {one.project for one in asked}
    steps = [*_stand_ins(before.plan, absences, {one.task for one in asked}), *steps]
    first, then = ("d'abord ", "") if steps else ("", ", puis actualisez")
    typed = [f"{one.project} : {one.where(first)}{then}" for one in rushes if one.project in moved]
    typed += [
        f"{one.code} : saisissez {first}son absence {from_to(one.first, one.last)} dans {ABSENCES.tab}{then}"
        for one in absences
    ]
    told = [*remarks, *_continued(before.plan, rushes), *_stuck(before.plan, found)]
    told += _brought_forward(found.made.plan, rushes)
    return Renegotiation(
        tuple(asked), tuple(told), (*(typed if steps or asked else ()), *steps), tuple(commands)
    )


def _stand_ins(plan: Plan, absences: Sequence[Gone], asked: set[str]) -> Iterator[str]:
    """Who or what is free to take the bookings that an absence breaks, in the place of a shift."""
    for gone in absences:
        for booking in replacements(plan, *gone):
            if booking.task in asked and booking.able:
                codes = first_names([one.code for one in booking.able])
                days = from_to(booking.first, booking.last)
                yield f"{booking.task} : libre {days} à la place de {gone.code}, sans rien décaler : {codes}"


def _first_places(plan: Plan, project: str) -> list[int]:
    """The tasks of a project that no other task of it comes before."""
    tasks = plan.model.listed.tasks
    followers = {
        link.successor
        for link in plan.model.listed.links
        if tasks[link.predecessor].project.code == tasks[link.successor].project.code
    }
    return [place for place in sorted(places_of(plan, [project])) if place not in followers]


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
                f"{one.where('')}, puis "
                f"{command_text(task.code, day)}"
            )


def _continued(plan: Plan, rushes: Sequence[LaterRushes]) -> Iterator[str]:
    """For a project part of which is begun, that only the rest waits for the late rushes."""
    for one in rushes:
        tasks = (plan.model.listed.tasks[place] for place in sorted(places_of(plan, [one.project])))
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
