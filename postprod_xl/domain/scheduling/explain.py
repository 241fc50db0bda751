"""Why each task stands where it stands, and what it calls for, in the words of the trade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd

from postprod_xl.domain.office import Office
from postprod_xl.domain.scheduling.links import QUARTERS_PER_DAY, Link
from postprod_xl.domain.scheduling.problem import Progress, SchedulingProblem, Task
from postprod_xl.domain.scheduling.result import Cause, Placement, Reason
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import plain

PLANNING = BY_NAME["Planning"]
OPTIONS = ("Option 1", "Option 2")


def reason_text(problem: SchedulingProblem, placed: Sequence[Placement | None], place: int) -> str:
    """What determines the dates of a task, in French; empty for a finished task.

    Examples
    --------
    `attend P001-SYNCHRO (début le 01/10/2026, + 5 j)`, `rushes reçus le 30/09/2026`, `reste 12 j à faire`.
    """
    task, placement = problem.tasks[place], placed[place]
    if placement is None or task.progress is Progress.DONE:
        return ""
    cause = placement.cause
    if cause.link is not None:
        return _link_text(problem, placed, cause.link)
    if cause.reason is Reason.REMAINING:
        return _remaining_text(task)
    if cause.reason is Reason.FIXED and task.frozen:
        return f"figée au {french(cause.day)}"
    return _DAY_TEXTS[cause.reason].format(french(cause.day))


_DAY_TEXTS = {
    Reason.TODAY: "pas commencée : ne peut débuter avant aujourd'hui",
    Reason.RUSHES: "rushes reçus le {}",
    Reason.EARLIEST: "début au plus tôt le {}",
    Reason.FIXED: "début fixé le {}",
}


def _link_text(problem: SchedulingProblem, placed: Sequence[Placement | None], link: Link) -> str:
    before = placed[link.predecessor]
    assert before is not None  # a task placed by a link follows a placed task
    moment = (
        f"fin le {french(before.end_day)}"
        if link.kind.leaves_the_end
        else f"début le {french(before.start_day)}"
    )
    verb = "attend" if link.kind.holds_the_start else "finit après"
    return f"{verb} {problem.tasks[link.predecessor].code} ({moment}{_lag_text(link.lag)})"


def _lag_text(lag: int) -> str:
    return f", {'+' if lag > 0 else '−'} {days_text(abs(lag))} j" if lag else ""


def _remaining_text(task: Task) -> str:
    if not task.remaining:
        return "plus rien à faire : passez la tâche en Terminé"
    return f"reste {days_text(task.remaining)} j à faire"


def days_text(quarters: int) -> str:
    """Quarters of a day as French days: `2,25`."""
    return plain(Decimal(quarters) / QUARTERS_PER_DAY).replace(".", ",")


def french(day: date | None) -> str:
    """A day as `12/03/2026`."""
    return f"{day:%d/%m/%Y}" if day is not None else ""


def task_alerts(office: Office, late: Sequence[Decimal | None], closed: Sequence[bool]) -> list[str]:
    """What each task calls for: its lateness, its option to confirm; empty for a closed task."""
    tasks = office["Planning"]
    rows = zip(tasks["state"].tolist(), tasks["option_until"].tolist(), late, closed, strict=True)
    notice = timedelta(days=office.settings["option_notice_days"])
    alerts = []
    for state, until, days, is_closed in rows:
        option = "" if is_closed else _option_alert(state, until, office.today, notice)
        parts = [f"Retard de {days} j" if days and not is_closed else "", option]
        alerts.append(" ; ".join(part for part in parts if part))
    return alerts


def _option_alert(state: str, until: date | None, today: date, notice: timedelta) -> str:
    if state not in OPTIONS or until is None or until > today + notice:
        return ""
    if until < today:
        return f"Option échue le {until:%d/%m} : à confirmer"
    return f"Option à confirmer avant le {until:%d/%m}"


def with_conflicts(alerts: pd.Series, conflicts: Mapping[int, str]) -> pd.Series:
    """The alerts of `Planning` with the conflict of each row added.

    Parameters
    ----------
    alerts
        `Planning[Alerte]`, index = row number.
    conflicts
        Text by row number, as `bookings` gives them.
    """
    merged = [
        " ; ".join(part for part in (alert, conflicts.get(row, "")) if part)
        for row, alert in zip(alerts.index.tolist(), alerts.tolist(), strict=True)
    ]
    return pd.Series(merged, index=alerts.index, dtype=object, name=alerts.name)


def option_problems(office: Office, closed: Sequence[bool]) -> list[Problem]:
    """One warning per option whose last day is past."""
    tasks = office["Planning"]
    columns = (tasks[name].tolist() for name in ("task", "state", "option_until"))
    problems = []
    for row, code, state, until, is_closed in zip(tasks.index.tolist(), *columns, closed, strict=True):
        if not is_closed and state in OPTIONS and until is not None and until < office.today:
            message = f"l'option sur {code} est échue depuis le {french(until)} : confirmez-la ou annulez-la"
            expected = "une option à venir, ou l'état Confirmé"
            heading = PLANNING.heading("option_until")
            problems.append(warning("Planning", row, heading, french(until), expected, message))
    return problems


def placement_problems(problem: SchedulingProblem, placed: Sequence[Placement | None]) -> list[Problem]:
    """One warning per imposed start that is past, on a day off, or that something contradicts."""
    problems = []
    for task, placement in zip(problem.tasks, placed, strict=True):
        if task.progress is not Progress.TO_DO or placement is None or task.fixed is None:
            continue
        for message in _fixed_messages(problem, placed, task, placement):
            heading = PLANNING.heading("earliest_day" if task.frozen else "fixed_day")
            expected = "un jour ouvré possible pour cette tâche"
            problems.append(warning("Planning", task.row, heading, french(task.fixed), expected, message))
    return problems


def _fixed_messages(
    problem: SchedulingProblem, placed: Sequence[Placement | None], task: Task, placement: Placement
) -> list[str]:
    assert task.fixed is not None
    start = f"début fixé le {french(task.fixed)}"
    messages = []
    if task.fixed < problem.today:
        messages.append(
            f"{start}, déjà passé sans que rien soit fait : la tâche est placée à partir d'aujourd'hui"
        )
    elif not task.calendar.is_working(task.fixed):
        messages.append(f"{start}, jour non ouvré : la tâche est placée au {french(placement.start_day)}")
    if placement.overruled is not None:
        obstacle = _overruled_text(problem, placed, placement.overruled)
        messages.append(f"{start} avant {obstacle} ; la date fixée est gardée")
    return messages


def _overruled_text(problem: SchedulingProblem, placed: Sequence[Placement | None], cause: Cause) -> str:
    if cause.link is None:
        label = "la réception des rushes" if cause.reason is Reason.RUSHES else "le début au plus tôt"
        return f"{label} ({french(cause.day)})"
    before = placed[cause.link.predecessor]
    assert before is not None
    code = problem.tasks[cause.link.predecessor].code
    lag = _lag_text(cause.link.lag)
    if cause.link.kind.leaves_the_end:
        return f"la fin de {code} ({french(before.end_day)}{lag})"
    return f"le début de {code} ({french(before.start_day)}{lag})"


def frozen_problems(problem: SchedulingProblem) -> list[Problem]:
    """One warning per frozen task to do whose start no date imposes."""
    expected = "un Début fixé, ou un Début au plus tôt"
    message = "la tâche est figée sans date : elle reste calculée ; indiquez son Début fixé"
    heading = PLANNING.heading("frozen")
    return [
        warning("Planning", task.row, heading, "Oui", expected, message)
        for task in problem.tasks
        if task.frozen and task.fixed is None and task.progress is Progress.TO_DO
    ]
