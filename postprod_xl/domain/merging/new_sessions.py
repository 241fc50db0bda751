"""The sessions that a technician adds in a copy: those already there, and the rows of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from postprod_xl.domain.merging.changes import ChangeState, ReturnedChange
from postprod_xl.domain.merging.sent import Sent
from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions.from_bookings import only_contract, session_numbers
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from postprod_xl.schema.vocabulary import ReturnedKind

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
    held = office[SESSIONS.name]
    numbers = dict(zip(held.select(*_SAME), held.column("number"), strict=True))
    projects = office[PLANNING.name].by_key("task", "project")
    return [
        _known(change, numbers, projects, sent) if _is_new_session(change) else change for change in changes
    ]


def _known(
    change: ReturnedChange, numbers: Mapping[Any, str], projects: Mapping[str, str], sent: Sent
) -> ReturnedChange:
    session = {**change.returned, **sent.added}
    project = projects.get(session.get("task", ""), sent.added["project"])
    if project != sent.added["project"]:
        why = f"la tâche {session['task']} est d'un autre projet que celui de la copie"
        return replace(change, state=ChangeState.BARRED, why=why)
    number = numbers.get(tuple(session.get(name) for name in _SAME))
    return replace(change, state=ChangeState.SAME, why=f"séance {number}") if number else change


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
