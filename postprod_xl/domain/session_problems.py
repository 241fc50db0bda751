"""What a person should mend in session reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from postprod_xl.domain.columns import by_key, known
from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions import chronological
from postprod_xl.schema.kinds import clock_text
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME

_SESSIONS = BY_NAME["Seances"]


def report_problems(office: Office, worked: list[int | None]) -> list[Problem]:
    """Sessions whose hours are impossible, that overlap, or whose task or contract is somebody else's.

    Parameters
    ----------
    office
        Read for `Seances`, `Planning` and `Contrats`.
    worked
        Minutes worked in each session, in row order.
    """
    return [
        *_impossible_hours(office, worked),
        *_overlaps(office),
        *_foreign_tasks(office),
        *_foreign_contracts(office),
    ]


def _impossible_hours(office: Office, worked: list[int | None]) -> Iterator[Problem]:
    sessions = office["Seances"]
    columns = (known(sessions[name]) for name in ("start", "end", "pause_minutes"))
    rows = zip(sessions.index, *columns, worked, strict=True)
    for row, start, end, pause, minutes in rows:
        if minutes is None:
            continue
        if start == end:
            message = f"fin et début à {clock_text(start)} : la séance compte 0 h, corrigez l'heure de fin"
            yield warning(
                "Seances", row, _SESSIONS.heading("end"), clock_text(end), "une autre heure", message
            )
        elif minutes < 0:
            message = f"pause de {pause} min plus longue que la séance : corrigez la pause ou les heures"
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
    numbers, technicians, days, starts, ends = (known(sessions[name]) for name in names)
    busy: dict[str, tuple[tuple[date, int], int]] = {}
    for position in chronological(sessions):
        who, day, start, end = (column[position] for column in (technicians, days, starts, ends))
        if not who or start is None or end is None or start == end:
            continue
        until = (day, end) if end > start else (day + timedelta(days=1), end)
        held = busy.get(who)
        if held and (day, start) < held[0]:
            other = numbers[held[1]]
            message = f"{who} est déjà en séance {other} le {days[held[1]]:%d/%m/%Y} jusqu'à {clock_text(held[0][1])}"
            yield warning(
                "Seances", sessions.index[position], _SESSIONS.heading("start"), clock_text(start),
                f"un début après la fin de {other}", f"{message} : corrigez l'une des deux",
            )  # fmt: skip
        if held is None or until > held[0]:
            busy[who] = (until, position)


def _foreign_tasks(office: Office) -> Iterator[Problem]:
    sessions = office["Seances"]
    owners = by_key(office["Planning"], "task", "project")
    for row, project, task in zip(
        sessions.index, known(sessions["project"]), known(sessions["task"]), strict=True
    ):
        if task and owners[task] != project:
            message = f"la tâche {task} est du projet {owners[task]}, la séance est sur {project} : corrigez l'un des deux"
            yield warning("Seances", row, _SESSIONS.heading("task"), task, f"une tâche de {project}", message)


def _foreign_contracts(office: Office) -> Iterator[Problem]:
    sessions = office["Seances"]
    holders = by_key(office["Contrats"], "contract", "technician")
    columns = (known(sessions[name]) for name in ("technician", "contract"))
    for row, technician, contract in zip(sessions.index, *columns, strict=True):
        if contract and technician and holders[contract] != technician:
            message = f"le contrat {contract} est celui de {holders[contract]}, la séance est de {technician} : corrigez l'un des deux"
            yield warning(
                "Seances",
                row,
                _SESSIONS.heading("contract"),
                contract,
                f"un contrat de {technician}",
                message,
            )
