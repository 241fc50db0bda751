"""What the tasks of a plan call for: alerts, options to confirm, imposed dates that cannot be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french, lag_text
from postprod_xl.domain.planning.plan.solved import Placement, Plan
from postprod_xl.domain.planning.tasks.facts import OPTIONS
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.engines.schedule import Conflict, ConflictKind, Link
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import YesNo

PLANNING = BY_NAME["Planning"]


def task_alerts(office: Office, late: Sequence[Decimal | None], closed: Sequence[bool]) -> list[str]:
    """What each task calls for: its lateness, its option to confirm; empty for a closed task."""
    tasks = office["Planning"]
    rows = zip(tasks.column("state"), tasks.column("option_until"), late, closed, strict=True)
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


def with_conflicts(columns: Rows, conflicts: Mapping[int, str]) -> Rows:
    """The columns of `Planning` with the conflict of each row added to its `Alerte`.

    Parameters
    ----------
    columns
        Computed columns of `Planning`, `alert` among them.
    conflicts
        Text by row number, as `bookings` gives them.
    """
    merged = [
        " ; ".join(part for part in (alert, conflicts.get(row, "")) if part)
        for row, alert in zip(columns.numbers, columns.column("alert"), strict=True)
    ]
    return columns.with_columns({"alert": merged})


def pauses(plan: Plan) -> dict[int, str]:
    """By row, the first absence that interrupts a task whose date is kept."""
    found = {}
    for place, task in enumerate(plan.model.listed.tasks):
        at = plan.placements[place]
        if at is None or not plan.books(place) or not plan.model.problem.activities[place].is_fixed:
            continue
        worked = set(plan.worked_slots(place))
        first = min(worked, default=at.end)
        slots = [slot for slot in plan.open_slots(place, first, at.end) if slot not in worked]
        text = next((text for slot in slots if (text := _absence(plan, slot, at))), "")
        if text:
            found[task.row] = text
    return found


def _absence(plan: Plan, slot: int, at: Placement) -> str:
    axis, presence = plan.model.axis, plan.model.roster.house.presence
    day, bit = axis.day(slot), 1 << axis.half(slot)
    for code, word in ((at.person, "absent"), (at.room, "indisponible")):
        if code and presence.away(code, day.toordinal()) & bit:
            return f"Interrompue le {day:%d/%m} : {code} {word}"
    return ""


def option_problems(office: Office, closed: Sequence[bool]) -> list[Problem]:
    """One warning per option whose last day is past."""
    problems = []
    for task, is_closed in zip(office["Planning"], closed, strict=True):
        until = task.option_until
        if not is_closed and task.state in OPTIONS and until is not None and until < office.today:
            message = (
                f"{task.task} : l'option est échue depuis le {french(until)}, confirmez-la ou annulez-la"
            )
            expected = "une option à venir, ou l'état Confirmé"
            problems.append(task.warning("option_until", french(until), expected, message))
    return problems


def placement_problems(plan: Plan) -> list[Problem]:
    """One warning per date that is kept though it is past, on a day off, or contradicted by something."""
    problems = []
    conflicts: dict[int, list[Conflict]] = {}
    for conflict in plan.result.conflicts:
        conflicts.setdefault(conflict.activity, []).append(conflict)
    for place, task in enumerate(plan.model.listed.tasks):
        if plan.placements[place] is None or task.progress is not Progress.TO_DO:
            continue
        if not plan.model.problem.activities[place].is_fixed:
            continue
        day, heading = _kept_day(plan, place, task)
        for fact in (*_fixed_messages(plan, place, task), *_broken_messages(plan, place, conflicts)):
            expected, message = "un jour ouvré possible pour cette tâche", f"{task.code} : {fact}"
            problems.append(warning("Planning", task.row, heading, french(day), expected, message))
    return problems


def _kept_day(plan: Plan, place: int, task: Task) -> tuple[date | None, str]:
    """The day a task keeps, and the heading of the cell that says so."""
    at = plan.placements[place]
    if task.fixed is not None:
        return task.fixed, PLANNING.heading("fixed_day")
    return at.start_day if at else None, PLANNING.heading("frozen" if task.frozen else "state")


def _fixed_messages(plan: Plan, place: int, task: Task) -> Iterator[str]:
    at = plan.placements[place]
    if task.fixed is None or at is None:
        return
    start = f"début fixé le {french(task.fixed)}"
    if task.fixed < plan.model.today:
        yield f"{start}, déjà passé sans que rien soit fait : la tâche est placée à partir d'aujourd'hui"
    elif at.start_day != task.fixed and not task.project.calendar.is_working(task.fixed):
        yield f"{start}, jour non ouvré : la tâche est placée au {french(at.start_day)}"


def _broken_messages(plan: Plan, place: int, conflicts: Mapping[int, list[Conflict]]) -> Iterator[str]:
    """What a date that is kept does not respect: the worst of its links, else the rushes."""
    broken = [
        conflict
        for conflict in conflicts.get(place, ())
        if conflict.kind in (ConflictKind.LINK, ConflictKind.BEFORE_RELEASE)
    ]
    if not broken:
        return
    worst = max(broken, key=lambda conflict: conflict.slot or 0)
    task = plan.model.listed.tasks[place]
    day, _ = _kept_day(plan, place, task)
    kind = "début fixé" if task.fixed is not None else "figée" if task.frozen else "confirmée"
    start = f"{kind} {'le' if task.fixed is not None else 'au'} {french(day)}"
    kept = "fixée" if task.fixed is not None else "prévue"
    yield f"{start} avant {_obstacle(plan, task, worst)} ; la date {kept} est gardée"


def _obstacle(plan: Plan, task: Task, conflict: Conflict) -> str:
    if conflict.kind is ConflictKind.BEFORE_RELEASE or conflict.other is None:
        rushes, earliest = task.rushes, task.earliest
        if rushes is not None and (earliest is None or rushes > earliest):
            return f"la réception des rushes ({french(rushes)})"
        return f"le début au plus tôt ({french(earliest)})"
    before = plan.placements[conflict.other]
    assert before is not None
    code = plan.model.listed.tasks[conflict.other].code
    link = _link_between(plan, conflict.other, conflict.activity)
    if link.kind.leaves_the_end:
        return f"la fin de {code} ({french(before.end_day)}{lag_text(plan.model.lag(link))})"
    return f"le début de {code} ({french(before.start_day)}{lag_text(plan.model.lag(link))})"


def _link_between(plan: Plan, before: int, after: int) -> Link:
    return max(
        (link for link in plan.model.problem.links if (link.predecessor, link.successor) == (before, after)),
        key=lambda link: link.lag,
    )


def frozen_problems(plan: Plan) -> list[Problem]:
    """One warning per frozen task to do whose start no date imposes yet."""
    fixed, earliest = PLANNING.heading("fixed_day"), PLANNING.heading("earliest_day")
    expected = f"un {fixed}, ou un {earliest}"
    fact = f"figée sans date : elle reste calculée ; indiquez son {fixed}"
    heading = PLANNING.heading("frozen")
    return [
        warning("Planning", task.row, heading, YesNo.YES, expected, f"{task.code} : {fact}")
        for task, activity in zip(plan.model.listed.tasks, plan.model.problem.activities, strict=False)
        if task.frozen and not task.never and not activity.is_fixed and task.progress is Progress.TO_DO
    ]
