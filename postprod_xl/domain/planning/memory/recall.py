"""The plan in force on a day, taken back from the memory when the last refresh was on another day, and remembered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.memory.held import held_in, holds_the_same, undo, undone, with_held
from postprod_xl.domain.planning.memory.run_days import (
    Memory,
    RunDay,
    in_force_on,
    is_far,
    plan_of,
    settled,
    without,
)
from postprod_xl.domain.planning.tasks.in_force import readable
from postprod_xl.schema.bounds import REMEMBERED_RUN_DAYS
from postprod_xl.schema.problems import Problem, info
from postprod_xl.schema.tables.planning import BOOKINGS

_REMEDY = "vérifiez l'horloge, ou --today"


@dataclass(frozen=True)
class Recall:
    """The plan that a run starts from.

    Parameters
    ----------
    office
        The office, with the plan in force on its day.
    workbook
        The same with the plan of the last refresh, as the workbook holds it.
    days
        The days remembered, the present one not yet among them.
    after
        The day whose plan is in force; None when it is not known.
    lines
        What a person should know of the day: a French line each.
    """

    office: Office
    workbook: Office
    days: Memory
    after: date | None
    lines: tuple[str, ...]

    @property
    def answered(self) -> str:
        """Which problem the plan in force answers, when it was made this very day; see `Plan.answered`."""
        last = self.days[-1] if self.days else None
        return last.answered if last is not None and last.day == self.office.today else ""


def recalled(office: Office) -> Recall:
    """The plan in force on the day of an office.

    Each day of refresh keeps its plan, so that a day given by mistake moves nothing for ever: the plan in force is
    that of the last day not after the present one, as if the later ones had not been.

    Parameters
    ----------
    office
        Tables `Planning` and `Reservations`, which hold the plan of the last refresh, and the memory. Without
        memory, as in a workbook of version 0.1, its day is the first one booked; the day of the last command in
        `Journal`, which is that of a clock, only confirms that it is a later one.
    """
    today = office.today
    days = days_known(office)
    if not days:
        return Recall(office, office, (), None, ())
    at = in_force_on(days, today)
    run, is_last = days[at], at == len(days) - 1
    after = run.after if run.day == today else run.day
    lines = _remarks(office, days[-1].day, None if is_last else run.day)
    if is_last:
        return Recall(office, office, days, after, lines)
    held = plan_of(days, at, held_in(office))
    return Recall(with_held(office, held), office, days, after, lines)


def remembered(recall: Recall, computed: Office, answered: str = "") -> Memory:
    """The memory once the plan of the day is computed.

    Parameters
    ----------
    recall
        What the run started from.
    computed
        The office with the plan of the day.
    answered
        As `Plan` has it.
    """
    *before, last = _with_today(recall, computed)
    return (*before, replace(last, answered=answered))


def _with_today(recall: Recall, computed: Office) -> Memory:
    days, today = recall.days, computed.today
    if not days:
        return (RunDay(today),)
    *older, last = days
    if last.day == today and (not older or holds_the_same(recall.workbook, computed)):
        return days
    before, after = held_in(recall.workbook), held_in(computed)
    if last.day == today:
        previous = older.pop()
        return (*older, previous.with_undo(undo(undone(before, previous.undo), after)), last)
    left = without((*older, last.with_undo(undo(before, after))), lambda run: run.day == today)
    return (*left, RunDay(today, recall.after))[-REMEMBERED_RUN_DAYS:]


def outdated(office: Office) -> list[Problem]:
    """One notice when the last refresh is of an earlier day: what the workbook shows is that day's."""
    last = office.memory[-1].day if office.memory else office.today
    if last >= office.today:
        return []
    shown = f"{last:%d/%m/%Y}"
    message = (
        f"dernière actualisation le {shown} : dates, réservations et accueil sont de ce jour-là, actualisez"
    )
    return [info("Accueil", None, "", shown, f"une actualisation du {office.today:%d/%m/%Y}", message)]


def days_known(office: Office) -> Memory:
    """The days of refresh that are known, without those that the present one shows to be mistakes; see `recalled`."""
    known = office.memory or _last_refresh(office)
    return settled(known, office.today) if known else ()


def _last_refresh(office: Office) -> Memory:
    """The last refresh as the tables tell it, when nothing is remembered; nothing when they do not."""
    first_booked = min(readable(office["Reservations"]).column("day"), default=None)
    if first_booked is None:
        return ()
    # A refresh books from its day on, or from the next day that somebody works.
    clock = max((at.date() for at in office["Journal"].column("at") if at is not None), default=None)
    is_back = first_booked > office.today and clock is not None and clock > office.today
    return (RunDay(first_booked if is_back else min(first_booked, office.today)),)


def _remarks(office: Office, last: date, plan_day: date | None) -> tuple[str, ...]:
    """What to say of a day before that of the last refresh, or long after; `plan_day`: of another plan in force."""
    today = office.today
    is_usual = today >= last and plan_day is None and not is_far(today, last)
    if is_usual or not len(office["Journal"]):
        # Nobody ran anything yet in a workbook without journal: a demonstration is of any day.
        return ()
    source = f"la dernière actualisation est du {last:%d/%m/%Y}"
    if not office.memory:
        source = (
            f"{BOOKINGS.tab} commence au {last:%d/%m/%Y}, jour de la dernière actualisation ou un peu après"
        )
    follows = _follows(today, last, plan_day, bool(office.memory))
    return (f"Attention : jour demandé {today:%d/%m/%Y}, {source}{follows} ; {_REMEDY}",)


def _follows(today: date, last: date, plan_day: date | None, is_remembered: bool) -> str:
    """What the plan is made from, when it is not simply the last one or that one is of a later day."""
    if plan_day is not None and plan_day <= today:
        return f" : le planning repart de celui du {plan_day:%d/%m/%Y}"
    if today >= last:
        return ""
    why = "aucun n'est gardé d'avant" if is_remembered else "la mémoire des jours d'avant est inconnue"
    return f" : le planning repart de celui du {(plan_day or last):%d/%m/%Y}, {why}"
