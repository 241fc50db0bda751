"""What would happen if: rushes come later, somebody is away. Two plans are compared, nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from postprod_xl.domain.planning.shifts.consequent_shifts import Gone, LaterRushes, renegotiated
from postprod_xl.domain.planning.shifts.rebookings import late_by_row, late_text
from postprod_xl.domain.planning.shifts.renegotiation import (
    NOTHING_ASKED,
    Renegotiation,
    received,
    renegotiation,
)
from postprod_xl.domain.planning.shifts.shifted import in_force
from postprod_xl.domain.planning.shifts.unconfirmed import confirmed_tasks, unconfirmed
from postprod_xl.domain.wording import closest_names, counted_whole, first_names
from postprod_xl.schema.bounds import WORK_DAYS, is_outside
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.projects import EPISODES, PROJECTS
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

    The end is None when it is not known: `unplaced` are the tasks that then have no place. `promised` is the day that
    the project is due.
    """

    project: str
    before: date | None
    after: date | None
    late_before: int
    late_after: int
    unplaced: tuple[str, ...] = ()
    promised: date | None = None


@dataclass(frozen=True)
class Move:
    """A task whose dates or people change; `late` says in French that it comes later after its own due day."""

    task: str
    start_before: date | None
    start_after: date | None
    end_before: date | None
    end_after: date | None
    people_before: tuple[str, str]
    people_after: tuple[str, str]
    late: str = ""


@dataclass(frozen=True)
class Consequences:
    """What a hypothesis changes: deliveries, then tasks, in the order of their tables; then the new problems."""

    deliveries: list[Delivery]
    moves: list[Move]
    problems: list[str]
    renegotiation: Renegotiation = NOTHING_ASKED

    @property
    def lines(self) -> list[str]:
        """The same in French, one consequence a line."""
        asked, told = self.renegotiation, self.renegotiation.tasks
        others = [move for move in self.moves if move.task not in told]
        lines = [*asked.lines, *map(delivery_line, self.deliveries), *map(move_line, others), *self.problems]
        return [*lines, *asked.steps] or ["aucune conséquence : ni livraison ni tâche ne bouge"]


def what_if(
    office: Office,
    rushes: Sequence[LateRushes],
    away: Sequence[Away],
    outside: Sequence[Busy] = (),
    free: Sequence[str] = (),
) -> Consequences:
    """What changes in the plan of an office if rushes are late, people are away, confirmed tasks are free to move.

    The plan as it is now is made first, then the changed office is planned from it, so that only what must
    move does: confirmed tasks too, which are then to be renegotiated.

    Raises
    ------
    UnreadableWhatIf
        When a project, a person or a room does not exist, or a project has no rushes day.
    ShiftRefused
        When one of the tasks that would be free is none that is confirmed and may move.
    """
    before = schedule(office, outside)
    codes = confirmed_tasks(office, before, free)
    booked = bookings(before, outside, hiring_gaps(office, before))
    planned = in_force(before, booked.rows)
    moved = _rushes_moved(planned, with_rushes(planned, rushes))
    there = {one.project: text for one in moved if (text := received(before, one, office.today))}
    moved = [one for one in moved if one.project not in there]
    changed = without(with_rushes(planned, [late for late in rushes if late.project not in there]), away)
    changed = unconfirmed(changed, codes)
    supposed = moved, [Gone(*absence) for absence in away]
    negotiated = renegotiated(before, changed, supposed, outside)
    found = negotiated.settled
    after = found.made
    known_already = {problem.message for problem in (*before.problems, *booked.problems)}
    rebooked = bookings(after, outside, hiring_gaps(found.office, after))
    problems = [problem.message for problem in (*after.problems, *rebooked.problems)]
    return Consequences(
        *compared((planned, before), (found.office.with_columns("Planning", after.columns), after)),
        [message for message in dict.fromkeys(problems) if message not in known_already],
        renegotiation(before, negotiated, supposed, there.values()),
    )


def _rushes_moved(before: Office, after: Office) -> list[LaterRushes]:
    """The rushes of the projects that come on another day, or else the next ones of their episodes."""
    found: dict[str, LaterRushes] = {}
    for table, name in ((EPISODES, "project"), (PROJECTS, "code")):
        told, expected = (office[table.name].select(name, "rushes_day") for office in (before, after))
        for (code, day), (_, later) in zip(told, expected, strict=True):
            if day != later and (code not in found or table is PROJECTS or day < found[code].told):
                found[code] = LaterRushes(code, day, later, table.tab)
    own = [office["Episodes"].select("project", "number", "rushes_day") for office in (before, after)]
    return [
        one._replace(
            episodes=tuple(
                (number, later)
                for (code, number, day), (_, _, later) in zip(*own, strict=True)
                if code == one.project and day != later
            )
        )
        for one in found.values()
    ]


def compared(
    before: tuple[Office, OfficeSchedule], after: tuple[Office, OfficeSchedule]
) -> tuple[list[Delivery], list[Move]]:
    """The deliveries and the tasks that differ between two offices that hold their plans."""
    (office, made), (changed, remade) = before, after
    return (
        list(_deliveries(office, changed, _without_place(remade, changed))),
        list(_moves(office, made, remade)),
    )


def with_rushes(office: Office, rushes: Sequence[LateRushes]) -> Office:
    """The office with the rushes of some projects moved by working days.

    Those of its episodes that are still to come move, and those of the project unless only episodes wait for theirs.
    """
    projects, episodes = office["Projets"], office["Episodes"]
    days = projects.by_key("code", "rushes_day")
    departments = projects.by_key("code", "department")
    own = list(episodes.select("project", "rushes_day"))
    for late in rushes:
        if late.project not in days:
            raise UnreadableWhatIf(
                f"projet « {late.project} » inconnu dans {PROJECTS.tab} ; {closest_names(late.project, list(days))}"
            )
        calendar, day = WorkCalendar.of(departments[late.project]), days[late.project]
        coming = [
            at for at, (code, held) in enumerate(own) if code == late.project and _is_coming(office, held)
        ]
        if day is None and not coming:
            heading = PROJECTS.heading("rushes_day")
            raise UnreadableWhatIf(
                f"le projet {late.project} n'a pas de {heading} à déplacer : tapez-la dans {PROJECTS.tab}"
            )
        if day is not None and (not coming or _is_coming(office, day)):
            days[late.project] = calendar.shift(day, late.days)
        for at in coming:
            own[at] = late.project, calendar.shift(own[at][1], late.days)
    moved = office.with_columns("Projets", {"rushes_day": list(days.values())})
    return moved.with_columns("Episodes", {"rushes_day": [held for _, held in own]})


def _is_coming(office: Office, day: date | None) -> bool:
    return day is not None and day >= office.today


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
    projects = before["Projets"].select("code", "delivery_day")
    for (code, promised), (end, late), (new_end, new_late) in zip(projects, *ends, strict=True):
        if (end, late) != (new_end, new_late):
            tasks = tuple(unplaced.get(code, ()))
            yield Delivery(code, end, new_end, int(late or 0), int(new_late or 0), tasks, promised)


def _moves(office: Office, before: OfficeSchedule, after: OfficeSchedule) -> Iterator[Move]:
    names = ("start_day", "end_day", "assigned_technician", "assigned_room")
    plans = [made.columns.select(*names) for made in (before, after)]
    lateness = late_by_row(before), late_by_row(after)
    rows = zip(office["Planning"].numbers, office["Planning"].select("task", "due_day"), *plans, strict=True)
    for row, (task, due), old, new in rows:
        if old != new and (old[0] or new[0]):
            is_later = due is not None and lateness[1][row] > lateness[0][row]
            late = late_text(lateness[1][row], due) if is_later else ""
            yield Move(task, old[0], new[0], old[1], new[1], old[2:], new[2:], late)


def delivery_line(delivery: Delivery) -> str:
    """When a project is delivered, and how late, in one French line."""
    if delivery.after is None:
        names = first_names(delivery.unplaced)
        verb = "ont" if len(delivery.unplaced) > 1 else "a"
        return f"{delivery.project} : fin prévue inconnue, {names} n'{verb} pas de place"
    moved = f"{delivery.project} : {_end_text(delivery.before, delivery.after)}"
    if not delivery.late_after:
        return moved if delivery.promised is None else f"{moved}, la livraison tient"
    if delivery.late_after == delivery.late_before:
        return f"{moved}, toujours {counted_whole(delivery.late_after, 'jour ouvré')} de retard"
    return f"{moved}, {counted_whole(delivery.late_after, 'jour ouvré')} de retard au lieu de {delivery.late_before}"


def _end_text(before: date | None, after: date) -> str:
    if before == after:
        return f"fin prévue toujours le {french(after)}"
    instead = "inconnue jusque-là" if before is None else f"au lieu du {french(before)}"
    return f"fin prévue le {french(after)} {instead}"


def move_line(move: Move) -> str:
    """Where a task goes, and with whom, in one French line."""
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
    return f"{move.task} : {', '.join([*parts, *([move.late] if move.late else [])])}"
