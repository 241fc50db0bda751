"""What is wrong in one session report: its hours, its task, its contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.payroll.hours.nights import LAW_ALONE, Nights, night_of_session
from postprod_xl.domain.payroll.rules.agreements import published_rules
from postprod_xl.domain.sessions.done import Session
from postprod_xl.domain.sessions.worked_time import clock_change, elapsed
from postprod_xl.domain.wording import hours_text
from postprod_xl.schema.bounds import SHORTEST_PAUSE_MINUTES
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, SATURDAY, clock_text
from postprod_xl.schema.vocabulary import OverrunCause, SessionBilling, SessionNature

CHANGING = "à l'heure du changement d'heure"
_SESSIONS = BY_NAME["Seances"]


class Fault(NamedTuple):
    """One thing wrong in session reports.

    Parameters
    ----------
    problem
        What is reported, at the session to correct.
    rows
        Rows of `Seances` it is about.
    what
        The words of an alert after « 1 séance », empty where other words report it.
    whose
        The person or the room concerned.
    """

    problem: Problem
    rows: tuple[int, ...]
    what: str
    whose: str


def fault(
    session: Session,
    name: str,
    found: str,
    expected: str,
    message: str,
    what: str = "",
    other: tuple[int, ...] = (),
) -> Fault:
    """A fault at the column of a code name; `other` holds the row of the session it is about too."""
    problem = warning("Seances", session.row, _SESSIONS.heading(name), found, expected, message)
    return Fault(problem, (session.row, *other), what, session.room if name == "room" else session.person)


def impossible_hours(sessions: Sequence[Session]) -> Iterator[Fault]:
    """Sessions that end when they start, and pauses longer than their session or too short to be one."""
    for session in sessions:
        start, end, pause = session.start, session.end, session.pause_minutes
        if start is None or end is None:
            continue
        if start == end:
            message = f"fin et début à {clock_text(start)} : la séance compte 0 h, corrigez l'heure de fin"
            yield fault(session, "end", clock_text(end), "une autre heure", message)
        elif pause is not None and pause > elapsed(start, end, session.day):
            message = (
                f"pause de {pause} min plus longue que la séance, qui compte 0 h : corrigez l'une ou l'autre"
            )
            yield fault(session, "pause_minutes", str(pause), "une pause plus courte", message)
        elif pause is not None and 0 < pause < SHORTEST_PAUSE_MINUTES:
            message = f"pause de {pause} min : une pause se compte en minutes, 60 pour une heure ; vérifiez"
            yield fault(session, "pause_minutes", str(pause), "des minutes", message, "pause à vérifier")


def half_written_hours(sessions: Sequence[Session], today: date) -> Iterator[Fault]:
    """Sessions up to today that have one of their two hours: they count nothing."""
    for session in sessions:
        if session.day <= today and (session.start is None) != (session.end is None):
            name, hour = ("start", "de début") if session.start is None else ("end", "de fin")
            message = f"la séance {session.number} n'a pas d'heure {hour} : elle compte 0 h, tapez-la"
            # Its alert has words of its own: see `session_columns` and the pay sheets.
            yield fault(session, name, "vide", "une heure (09:30 ou 9h30)", message)


def long_sessions(sessions: Sequence[Session], most_minutes: int, most_overnight: int) -> Iterator[Fault]:
    """Sessions worked for more than the most that goes without a question, and ends that may be before their start.

    An end before the start is on the next day. The two hours may have been exchanged where that makes more than
    `most_overnight`, pause included, and the session would be one of the day the other way round.
    """
    most = f"{most_minutes // MINUTES_PER_HOUR} h"
    for session in sessions:
        # The clock of a night of change may show an hour less than was worked.
        shown = session.until - session.first + MINUTES_PER_HOUR
        if shown > most_overnight and _looks_exchanged(session, most_overnight):
            yield _exchanged(session, most_overnight)
        elif shown > most_minutes and session.minutes > most_minutes:
            message = f"la séance {session.number} compte {hours_text(session.minutes)}, plus de {most} : à vérifier"
            end = clock_text(session.end or 0)
            yield fault(session, "end", end, f"{most} au plus", message, f"de plus de {most}")


def _looks_exchanged(session: Session, most: int) -> bool:
    start, end, day = session.start or 0, session.end or 0, session.day
    return (
        end < start
        and elapsed(start, end, day) > most
        and not night_of_session(Nights(published_rules()), LAW_ALONE, day, (end, start), 0)
    )


def _exchanged(session: Session, most: int) -> Fault:
    start, end = clock_text(session.start or 0), clock_text(session.end or 0)
    message = (
        f"la séance {session.number} finit à {end}, avant son début ({start}) : comptée "
        f"{hours_text(session.minutes)} jusqu'au lendemain, à vérifier"
    )
    expected = f"une fin après {start}, ou le lendemain dans les {most // MINUTES_PER_HOUR} h"
    return fault(session, "end", end, expected, message, "dont la fin précède le début")


def hours_of_clock_change(sessions: Sequence[Session]) -> Iterator[Fault]:
    """Hours that the clock shows twice, or never, in a night of clock change."""
    for session in sessions:
        if session.day.weekday() >= SATURDAY and session.first < session.until:
            for name, moment in (("start", session.first), ("end", session.until)):
                yield from _hour_of_change(session, name, *divmod(moment, MINUTES_PER_DAY))


def _hour_of_change(session: Session, name: str, ordinal: int, minutes: int) -> Iterator[Fault]:
    day = date.fromordinal(ordinal)
    change = clock_change(day)
    if not change.minutes:
        return
    since = change.by - abs(change.minutes)
    # The clock shows 2:00 twice in October; in March it goes to 3:00 when it should show it.
    if not (since <= minutes if change.minutes > 0 else since < minutes) or minutes >= change.by:
        return
    shown = clock_text(minutes)
    if change.minutes > 0:
        message = f"{shown} vient deux fois le {day:%d/%m/%Y} : la première est comptée, vérifiez les heures"
    else:
        message = (
            f"{shown} ne vient pas le {day:%d/%m/%Y}, l'horloge avance d'une heure : vérifiez les heures"
        )
    yield fault(session, name, shown, "une heure qui vient une fois ce jour-là", message, CHANGING)


def without_cause(sessions: Sequence[Session], today: date) -> Iterator[Fault]:
    """Sessions up to today that were not planned, or that the client pays on top, and that do not say why.

    Without a cause nobody answers for their hours: no change order can ask for them.
    """
    for session in sessions:
        is_extra = session.billing == SessionBilling.EXTRA
        is_asked = is_extra or session.nature == SessionNature.UNPLANNED
        if is_asked and not session.cause and session.day <= today:
            what = session.billing if is_extra else session.nature
            message = (
                f"la séance {session.number}, « {what} », n'a pas de cause : personne ne répond de "
                f"{hours_text(session.minutes)}, choisissez-la"
            )
            expected = ", ".join(OverrunCause)
            yield fault(session, "cause", "vide", expected, message, "sans cause")


def foreign_tasks(sessions: Sequence[Session], owners: Mapping[str, str]) -> Iterator[Fault]:
    """Sessions whose task is of another project; `owners` gives the project of each task."""
    for session in sessions:
        task, project = session.task, session.project
        if task and owners[task] != project:
            message = f"la tâche {task} est du projet {owners[task]}, la séance de {project} : corrigez-en un"
            yield fault(session, "task", task, f"une tâche de {project}", message)


def foreign_contracts(sessions: Sequence[Session], held_by: Mapping[str, str]) -> Iterator[Fault]:
    """Sessions under the contract of another person: nobody is paid for them."""
    for session in sessions:
        who, contract = session.technician, session.contract
        if contract and who and held_by[contract] != who:
            message = (
                f"la séance {session.number} est de {who}, le contrat {contract} de {held_by[contract]} : "
                f"{hours_text(session.minutes)} non payées, corrigez l'un des deux"
            )
            yield fault(session, "contract", contract, f"un contrat de {who}", message)


def contracts_of_other_projects(sessions: Sequence[Session], projects: Mapping[str, str]) -> Iterator[Fault]:
    """Sessions under a contract of another project, whose object number is then declared for them."""
    for session in sessions:
        contract, project = session.contract, session.project
        if contract and projects[contract] not in ("", project):
            message = (
                f"la séance {session.number} est de {project}, le contrat {contract} de {projects[contract]}, "
                "dont le n° d'objet est déclaré : corrigez l'un des deux"
            )
            yield fault(
                session,
                "contract",
                contract,
                f"un contrat de {project}",
                message,
                "au contrat d'un autre projet",
            )
