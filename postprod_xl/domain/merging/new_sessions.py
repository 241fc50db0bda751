"""The sessions that a technician adds in a copy: those already there, and the rows of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from postprod_xl.domain.merging.changes import ChangeState, ReturnedChange
from postprod_xl.domain.merging.sent import Sent
from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions.from_bookings import only_contract, session_numbers
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from postprod_xl.schema.vocabulary import ReturnedKind, SessionState

_SAME = ("day", "technician", "task", "start")
"""What two reports of one session have in common."""


def with_known_sessions(
    changes: Sequence[ReturnedChange], office: Office, sent: Sent
) -> list[ReturnedChange]:
    """The changes of a file, the sessions added that cannot be, or that the workbook has already, told.

    Parameters
    ----------
    changes
        As settled.
    office
        Tables `Seances` and `Planning`.
    sent
        What was sent.
    """
    if not any(map(_is_new_session, changes)):
        return [*changes]
    rows = office[SESSIONS.name]
    said = rows.select("number", "end", "pause_minutes", "state")
    held = {
        key: _Report(f"séance {number}", _hours(end, pause))
        for key, (number, end, pause, state) in zip(rows.select(*_SAME), said, strict=True)
        if state != SessionState.CANCELLED
    }
    projects = office[PLANNING.name].by_key("task", "project")
    return [_told(change, held, projects, sent) if _is_new_session(change) else change for change in changes]


def _told(
    change: ReturnedChange, held: dict[Any, _Report], projects: Mapping[str, str], sent: Sent
) -> ReturnedChange:
    """A session added, which those after it in the file are then compared with."""
    session = {**change.returned, **sent.added}
    told = _known(change, session, held, projects)
    if told.state is ChangeState.OPEN:
        report = _Report(f"le changement {change.number}", _hours_of(session))
        held[tuple(session.get(name) for name in _SAME)] = report
    return told


class _Report(NamedTuple):
    """A session reported: what it is called, and until when."""

    name: str
    hours: tuple[int | None, int]


def _hours(end: int | None, pause: int | None) -> tuple[int | None, int]:
    """What tells apart two reports that begin together; no pause is one of none."""
    return end, pause or 0


def _hours_of(session: Mapping[str, Any]) -> tuple[int | None, int]:
    return _hours(session.get("end"), session.get("pause_minutes"))


def _known(
    change: ReturnedChange,
    session: Mapping[str, Any],
    held: Mapping[Any, _Report],
    projects: Mapping[str, str],
) -> ReturnedChange:
    """A session added, as what is reported already makes it: the same one, or one that differs from it."""
    if projects.get(session.get("task", ""), session["project"]) != session["project"]:
        why = f"la tâche {session['task']} est d'un autre projet que celui de la copie"
        return replace(change, state=ChangeState.BARRED, why=why)
    report = held.get(tuple(session.get(name) for name in _SAME))
    if report is None:
        return change
    if report.hours == _hours_of(session):
        return replace(change, state=ChangeState.SAME, why=report.name)
    why = f"{report.name} commence à la même heure, et n'a pas la même fin ou la même pause"
    return replace(change, state=ChangeState.CONFLICT, why=why)


def new_sessions(accepted: Sequence[ReturnedChange], office: Office, sent: Sent) -> dict[str, Rows]:
    """The rows to add to `Seances` for the sessions accepted, numbered after those it has; no table without any."""
    added = [change for change in accepted if change.kind is ReturnedKind.ADDED_ROW]
    if not added:
        return {}
    held = office[SESSIONS.name]
    return {SESSIONS.name: rows_of(SESSIONS, [*_records(added, office, sent)], held.next_number)}


def _records(added: Sequence[ReturnedChange], office: Office, sent: Sent) -> Iterator[dict[str, Any]]:
    numbers = session_numbers(office[SESSIONS.name].column("number"))
    for change in added:
        session = {**change.returned, **sent.added, "number": next(numbers)}
        contract = only_contract(office, session["technician"], session["project"], session["day"])
        yield {**session, "contract": contract.contract if contract else ""}


def _is_new_session(change: ReturnedChange) -> bool:
    is_open = change.state is ChangeState.OPEN
    return is_open and change.kind is ReturnedKind.ADDED_ROW and change.table == SESSIONS.name
