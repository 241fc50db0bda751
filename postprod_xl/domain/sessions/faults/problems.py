"""What is to be corrected in session reports, whether they are paid or billed.

A refresh reports all of it; a month of pay what concerns its sessions, an invoice what concerns those it bills.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import employing, holders
from postprod_xl.domain.planning.problem.presence import presence_of
from postprod_xl.domain.sessions.counted import counted_rows
from postprod_xl.domain.sessions.done import sessions_in_order
from postprod_xl.domain.sessions.faults.clashes import person_twice, sessions_of_absent, shared_rooms
from postprod_xl.domain.sessions.faults.one_session import (
    Fault,
    contracts_of_other_projects,
    foreign_contracts,
    foreign_tasks,
    half_written_hours,
    hours_of_clock_change,
    impossible_hours,
    long_sessions,
    without_cause,
)
from postprod_xl.domain.sessions.waiting.to_confirm import sessions_to_confirm, unconfirmed
from postprod_xl.domain.wording import counted, counted_whole
from postprod_xl.parameters import rate
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.units import MINUTES_PER_HOUR

LISTED_ONE_BY_ONE = 3


def session_faults(office: Office) -> list[Fault]:
    """Everything wrong in the sessions of an office, rule by rule, in the order they were worked.

    Parameters
    ----------
    office
        Read for `Seances`, `Planning`, `Contrats`, `Absences`, `Equipe` and `Salles`.
    """
    sessions = sessions_in_order(office)
    presence = presence_of(office)
    most_minutes, most_overnight = (
        int(rate(f"proportion.{name}", office.today) * MINUTES_PER_HOUR)
        for name in ("session_hours", "overnight_hours")
    )
    return [
        *impossible_hours(sessions),
        *half_written_hours(sessions, office.today),
        *long_sessions(sessions, most_minutes, most_overnight),
        *hours_of_clock_change(sessions),
        *without_cause(sessions, office.today),
        *person_twice(sessions, employing(office)),
        *shared_rooms(sessions, presence.places),
        *sessions_of_absent(sessions, presence),
        *foreign_tasks(sessions, office["Planning"].by_key("task", "project")),
        *foreign_contracts(sessions, holders(office)),
        *contracts_of_other_projects(sessions, office["Contrats"].by_key("contract", "project")),
    ]


def faults_about(faults: Iterable[Fault], rows: Collection[int]) -> list[Fault]:
    """The faults about some rows of `Seances`."""
    return [fault for fault in faults if any(row in rows for row in fault.rows)]


def fault_problems(faults: Iterable[Fault]) -> list[Problem]:
    """The problems of some faults: one for all those of a kind and of a person or a room that has many."""
    alike: dict[tuple[str, str], list[Problem]] = {}
    for fault in faults:
        alike.setdefault((fault.what or fault.problem.heading, fault.whose), []).append(fault.problem)
    return [problem for problems in alike.values() for problem in _in_short(problems)]


def faults_by_row(faults: Iterable[Fault]) -> dict[int, list[str]]:
    """The words of the faults of each row of `Seances`, each once."""
    words_of: dict[int, list[str]] = {}
    for fault in faults:
        for row in fault.rows if fault.what else ():
            words = words_of.setdefault(row, [])
            words += [] if fault.what in words else [fault.what]
    return words_of


def report_problems(office: Office, faults: Iterable[Fault]) -> list[Problem]:
    """What is to be corrected in session reports: the faults, what was reported too soon, what is to be confirmed."""
    waiting = sessions_to_confirm(office)
    past = waiting.where(day < office.today for day in waiting.column("day"))
    return [*fault_problems(faults), *_reported_too_soon(office), *unconfirmed(past)]


def _in_short(problems: list[Problem]) -> list[Problem]:
    if len(problems) <= LISTED_ONE_BY_ONE:
        return problems
    first, others = problems[0], counted_whole(len(problems) - 1, "autre séance")
    return [replace(first, message=f"{first.message} (et {others} dans ce cas)")]


def _reported_too_soon(office: Office) -> Iterator[Problem]:
    """One warning for the sessions to come that are validated or give what is left: they cannot be over."""
    sessions = office["Seances"].only("day", "validated", "done_rate", "remaining_days")
    days = zip(sessions.column("day"), counted_rows(office), strict=True)
    to_come = sessions.where(counts and day > office.today for day, counts in days)
    soon = [
        session
        for session in to_come
        if session.validated or session.done_rate is not None or session.remaining_days is not None
    ]
    if soon:
        day = soon[0].day
        others = f" (et {counted(len(soon) - 1, 'autre')})" if len(soon) > 1 else ""
        message = (
            f"séance du {day:%d/%m/%Y}{others} déjà renseignée alors qu'elle est à venir : elle ne compte pas "
            "avant son jour, corrigez la date si elle a eu lieu"
        )
        expected = f"une date jusqu'au {office.today:%d/%m/%Y}"
        yield soon[0].warning("day", f"{day:%d/%m/%Y}", expected, message)
