"""What would happen if: rushes come later, somebody is away. Two plans are compared, nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.plan.bookings import bookings
from postprod_xl.domain.planning.plan.hirings import hiring_gaps
from postprod_xl.domain.planning.plan.project_ends import delivery_columns, undated_tasks
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.wording import closest_names, counted_whole, first_names
from postprod_xl.schema.bounds import WORK_DAYS, is_outside
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.team import ROOMS, TEAM

_RUSHES = re.compile(r"(?P<project>.+?)\s*(?P<sign>[+\-−])\s*(?P<days>\d+)\s*j", re.IGNORECASE)
_AWAY = re.compile(r"(?P<code>.+?)@(?P<first>\d{4}-\d\d-\d\d)(?:\.\.(?P<last>\d{4}-\d\d-\d\d))?")
EXPECTED_RUSHES = "P001+4j (code du projet, puis les jours ouvrés de retard des rushes)"
EXPECTED_AWAY = "T012@2026-12-01..2026-12-05 (code de la personne ou de la salle, premier et dernier jours)"


class UnreadableWhatIf(ValueError):
    """A hypothesis that cannot be read, or names what does not exist; the text is a French line."""


class LateRushes(NamedTuple):
    """The rushes of a project come some working days later (earlier if negative)."""

    project: str
    days: int


class Away(NamedTuple):
    """A person or a room is not there from the first day to the last."""

    code: str
    first: date
    last: date


def read_rushes(text: str) -> LateRushes:
    """A late delivery of rushes.

    Raises
    ------
    UnreadableWhatIf
        When the text is not `P001+4j`, or of more days than a link may have.

    Examples
    --------
    >>> read_rushes("P001+4j")
    LateRushes(project='P001', days=4)
    """
    match = _RUSHES.fullmatch(text.strip())
    if match is None:
        raise UnreadableWhatIf(f"trouvé « {text} », attendu : {EXPECTED_RUSHES}")
    days = int(match["days"])
    if is_outside(Decimal(days), WORK_DAYS):
        raise UnreadableWhatIf(f"trouvé « {text} », attendu : {WORK_DAYS[1]} jours ouvrés au plus")
    return LateRushes(match["project"], days if match["sign"] == "+" else -days)


def read_away(text: str) -> Away:
    """An absence to imagine.

    Raises
    ------
    UnreadableWhatIf
        When the text is not `T012@2026-12-01..2026-12-05`, or ends before it begins.

    Examples
    --------
    >>> read_away("T012@2026-12-01").last
    datetime.date(2026, 12, 1)
    """
    match = _AWAY.fullmatch(text.strip())
    try:
        days = [date.fromisoformat(match[name]) for name in ("first", "last") if match[name]] if match else []
    except ValueError:
        days = []
    if match is None or not days or days[-1] < days[0]:
        raise UnreadableWhatIf(f"trouvé « {text} », attendu : {EXPECTED_AWAY}")
    return Away(match["code"], days[0], days[-1])


@dataclass(frozen=True)
class Delivery:
    """A project whose expected end or lateness changes; working days late before and after, 0 when on time.

    The end is None when it is not known: `unplaced` are the tasks that then have no place.
    """

    project: str
    before: date | None
    after: date | None
    late_before: int
    late_after: int
    unplaced: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """A task whose dates or people change."""

    task: str
    start_before: date | None
    start_after: date | None
    end_before: date | None
    end_after: date | None
    people_before: tuple[str, str]
    people_after: tuple[str, str]


@dataclass(frozen=True)
class Consequences:
    """What a hypothesis changes: deliveries, then tasks, in the order of their tables; then the new problems."""

    deliveries: list[Delivery]
    moves: list[Move]
    problems: list[str]

    @property
    def lines(self) -> list[str]:
        """The same in French, one consequence a line."""
        lines = [*map(_delivery_line, self.deliveries), *map(_move_line, self.moves), *self.problems]
        return lines or ["aucune conséquence : ni livraison ni tâche ne bouge"]


def what_if(
    office: Office, rushes: Sequence[LateRushes], away: Sequence[Away], outside: Sequence[Busy] = ()
) -> Consequences:
    """What changes in the plan of an office if rushes are late and people are away.

    The plan as it is now is made first, then the changed office is planned from it, so that only what must
    move does.

    Raises
    ------
    UnreadableWhatIf
        When a project, a person or a room does not exist, or a project has no rushes day.
    """
    before = schedule(office, outside)
    booked = bookings(before, outside, hiring_gaps(office, before))
    planned = office.with_columns("Planning", before.columns).with_rows("Reservations", booked.rows)
    # The plan just made is the one in force, whatever the last refresh was.
    planned = replace(planned, memory=())
    changed = without(with_rushes(planned, rushes), away)
    after = schedule(changed, outside)
    replanned = changed.with_columns("Planning", after.columns)
    known_already = {problem.message for problem in (*before.problems, *booked.problems)}
    rebooked = bookings(after, outside, hiring_gaps(changed, after))
    problems = [problem.message for problem in (*after.problems, *rebooked.problems)]
    return Consequences(
        list(_deliveries(planned, replanned, _without_place(after, replanned))),
        list(_moves(office, before, after)),
        [message for message in dict.fromkeys(problems) if message not in known_already],
    )


def with_rushes(office: Office, rushes: Sequence[LateRushes]) -> Office:
    """The office with the rushes of some projects moved by working days."""
    projects = office["Projets"]
    days = projects.by_key("code", "rushes_day")
    departments = projects.by_key("code", "department")
    for late in rushes:
        if late.project not in days:
            raise UnreadableWhatIf(
                f"projet « {late.project} » inconnu dans {PROJECTS.tab} ; {closest_names(late.project, list(days))}"
            )
        day = days[late.project]
        if day is None:
            heading = PROJECTS.heading("rushes_day")
            raise UnreadableWhatIf(
                f"le projet {late.project} n'a pas de {heading} à déplacer : tapez-la dans {PROJECTS.tab}"
            )
        days[late.project] = WorkCalendar.of(departments[late.project]).shift(day, late.days)
    return office.with_columns("Projets", {"rushes_day": list(days.values())})


def without(office: Office, away: Sequence[Away]) -> Office:
    """The office with some people or rooms absent."""
    codes = {*office["Equipe"].column("code"), *office["Salles"].column("code")}
    for absence in away:
        if absence.code not in codes:
            proposed = closest_names(absence.code, sorted(codes))
            raise UnreadableWhatIf(
                f"« {absence.code} » inconnu dans {TEAM.tab} et dans {ROOMS.tab} ; {proposed}"
            )
    if not away:
        return office
    rows = [
        {"resource": absence.code, "first_day": absence.first, "last_day": absence.last} for absence in away
    ]
    added = rows_of(BY_NAME["Absences"], rows)
    return office.with_rows("Absences", office["Absences"].followed_by(added))


def _without_place(made: OfficeSchedule, office: Office) -> dict[str, list[str]]:
    """The tasks without place by project: those that are the cause, else all those without date."""
    causes: dict[str, list[str]] = {}
    for place in made.plan.unplaced:
        task = made.plan.model.listed.tasks[place]
        causes.setdefault(task.project.code, []).append(task.code)
    return {**undated_tasks(office), **causes}


def _deliveries(before: Office, after: Office, unplaced: Mapping[str, list[str]]) -> Iterator[Delivery]:
    ends = [delivery_columns(office).select("expected_day", "late_days") for office in (before, after)]
    for code, (end, late), (new_end, new_late) in zip(before["Projets"].column("code"), *ends, strict=True):
        if (end, late) != (new_end, new_late):
            tasks = tuple(unplaced.get(code, ()))
            yield Delivery(code, end, new_end, int(late or 0), int(new_late or 0), tasks)


def _moves(office: Office, before: OfficeSchedule, after: OfficeSchedule) -> Iterator[Move]:
    names = ("start_day", "end_day", "assigned_technician", "assigned_room")
    plans = [made.columns.select(*names) for made in (before, after)]
    for task, old, new in zip(office["Planning"].column("task"), *plans, strict=True):
        if old != new and (old[0] or new[0]):
            yield Move(task, old[0], new[0], old[1], new[1], old[2:], new[2:])


def _delivery_line(delivery: Delivery) -> str:
    if delivery.after is None:
        names = first_names(delivery.unplaced)
        verb = "ont" if len(delivery.unplaced) > 1 else "a"
        return f"{delivery.project} : fin prévue inconnue, {names} n'{verb} pas de place"
    moved = f"{delivery.project} : {_end_text(delivery.before, delivery.after)}"
    if delivery.late_after == delivery.late_before:
        return moved
    if not delivery.late_after:
        return f"{moved}, la livraison tient"
    return f"{moved}, {counted_whole(delivery.late_after, 'jour ouvré')} de retard au lieu de {delivery.late_before}"


def _end_text(before: date | None, after: date) -> str:
    if before == after:
        return f"fin prévue toujours le {french(after)}"
    instead = "inconnue jusque-là" if before is None else f"au lieu du {french(before)}"
    return f"fin prévue le {french(after)} {instead}"


def _move_line(move: Move) -> str:
    if move.start_after is None:
        return f"{move.task} : plus de date, au lieu d'un début le {french(move.start_before)}"
    parts = []
    if move.start_before is None:
        parts.append(f"début le {french(move.start_after)}, sans date jusque-là")
    elif move.start_before != move.start_after:
        parts.append(f"début le {french(move.start_after)} au lieu du {french(move.start_before)}")
    elif move.end_after is not None and move.end_before != move.end_after:
        parts.append(f"fin le {french(move.end_after)} au lieu du {french(move.end_before)}")
    pairs = zip(move.people_before, move.people_after, strict=True)
    parts += [f"{new or 'personne'} au lieu de {old or 'personne'}" for old, new in pairs if old != new]
    return f"{move.task} : {', '.join(parts)}"
