"""What a person should mend in session reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from postprod_xl.domain.columns import by_key, known
from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions import chronological, elapsed_minutes
from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import clock_text

_SESSIONS = BY_NAME["Seances"]


class _Busy(NamedTuple):
    """The session that keeps a person busy the latest so far."""

    until: tuple[date, int]
    number: str
    day: date


def report_problems(office: Office) -> list[Problem]:
    """Sessions whose hours are impossible, that overlap, come too soon, or are of another task or contract.

    Parameters
    ----------
    office
        Read for `Seances`, `Planning` and `Contrats`.
    """
    return [
        *_impossible_hours(office),
        *_overlaps(office),
        *_foreign_tasks(office),
        *_foreign_contracts(office),
        *_reported_too_soon(office),
    ]


def _impossible_hours(office: Office) -> Iterator[Problem]:
    sessions = office["Seances"]
    columns = (known(sessions[name]) for name in ("start", "end", "pause_minutes"))
    rows = zip(sessions.index, *columns, known(elapsed_minutes(sessions)), strict=True)
    for row, start, end, pause, elapsed in rows:
        if elapsed is None:
            continue
        if start == end:
            message = f"fin et début à {clock_text(start)} : la séance compte 0 h, corrigez l'heure de fin"
            yield warning(
                "Seances", row, _SESSIONS.heading("end"), clock_text(end), "une autre heure", message
            )
        elif pause is not None and pause > elapsed:
            message = (
                f"pause de {pause} min plus longue que la séance, qui compte 0 h : corrigez l'une ou l'autre"
            )
            yield warning(
                "Seances",
                row,
                _SESSIONS.heading("pause_minutes"),
                str(pause),
                "une pause plus courte",
                message,
            )


def _overlaps(office: Office) -> Iterator[Problem]:
    sessions = office["Seances"]
    names = ("number", "technician", "day", "start", "end")
    columns = [known(sessions[name]) for name in names]
    busy: dict[str, _Busy] = {}
    for position in chronological(sessions):
        number, who, day, start, end = (column[position] for column in columns)
        if not who or start is None or end is None or start == end:
            continue
        held = busy.get(who)
        if held and (day, start) < held.until:
            yield _overlap(sessions.index[position], who, start, held)
        until = (day if end > start else day + timedelta(days=1), end)
        if held is None or until > held.until:
            busy[who] = _Busy(until, number, day)


def _overlap(row: int, who: str, start: int, held: _Busy) -> Problem:
    message = (
        f"{who} est déjà en séance {held.number} le {held.day:%d/%m/%Y} "
        f"jusqu'à {clock_text(held.until[1])} : corrigez l'une des deux"
    )
    expected = f"un début après la fin de {held.number}"
    return warning("Seances", row, _SESSIONS.heading("start"), clock_text(start), expected, message)


def _foreign_tasks(office: Office) -> Iterator[Problem]:
    sessions, heading = office["Seances"], _SESSIONS.heading("task")
    owners = by_key(office["Planning"], "task", "project")
    columns = (known(sessions[name]) for name in ("project", "task"))
    for row, project, task in zip(sessions.index, *columns, strict=True):
        if task and owners[task] != project:
            message = f"la tâche {task} est du projet {owners[task]}, la séance de {project} : corrigez-en un"
            yield warning("Seances", row, heading, task, f"une tâche de {project}", message)


def _foreign_contracts(office: Office) -> Iterator[Problem]:
    sessions, heading = office["Seances"], _SESSIONS.heading("contract")
    holders = by_key(office["Contrats"], "contract", "technician")
    columns = (known(sessions[name]) for name in ("technician", "contract"))
    for row, technician, contract in zip(sessions.index, *columns, strict=True):
        if contract and technician and holders[contract] != technician:
            message = (
                f"le contrat {contract} est celui de {holders[contract]}, la séance est de {technician} : "
                "corrigez l'un des deux"
            )
            yield warning("Seances", row, heading, contract, f"un contrat de {technician}", message)


def _reported_too_soon(office: Office) -> Iterator[Problem]:
    """One warning for the sessions to come that are validated or say what is left: they cannot be over."""
    sessions = office["Seances"]
    columns = (known(sessions[name]) for name in ("day", "validated", "done_rate", "remaining_days"))
    soon = [
        (row, day)
        for row, day, validated, *facts in zip(sessions.index, *columns, strict=True)
        if day > office.today and (validated or any(fact is not None for fact in facts))
    ]
    if soon:
        row, day = soon[0]
        others = f" (et {counted(len(soon) - 1, 'autre')})" if len(soon) > 1 else ""
        message = (
            f"séance du {day:%d/%m/%Y}{others} déjà renseignée alors qu'elle est à venir : elle ne compte pas "
            "avant son jour, corrigez la date si elle a eu lieu"
        )
        expected = f"une date jusqu'au {office.today:%d/%m/%Y}"
        yield warning("Seances", row, _SESSIONS.heading("day"), f"{day:%d/%m/%Y}", expected, message)
