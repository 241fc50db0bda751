"""The sessions that explain the overrun of a quote line: those that the production owes, and the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.amending.named_sessions import LineSession, is_nameable, sessions_named
from postprod_xl.domain.quotes.attributable import client_shares
from postprod_xl.domain.sessions.counted import counted_rows, rows_to_confirm
from postprod_xl.domain.sessions.done import order_worked, session_minutes
from postprod_xl.schema.units import folded, half_up
from postprod_xl.schema.vocabulary import SessionBilling, SessionNature


class Left(StrEnum):
    """Why the hours of a session are not proposed, as a person reads it after them."""

    HOUSE = "à votre charge"
    EXTRA = "« En plus » : facturées sur la ligne ou par son avenant"
    NO_CHARGE = "« Offerte » : jamais facturées"
    NOT_VALIDATED = "pas validées : relisez leurs bons"
    NO_CAUSE = "non prévues et sans cause : indiquez-la"
    TO_CONFIRM = "à confirmer : elles ne comptent pas encore"
    NO_HOURS = "sans heures : indiquez leur début et leur fin"
    TO_COME = "à venir : elles ne sont pas faites"
    OTHER_PROJECT = "notées sur un autre projet que leur tâche"
    NOT_NAMEABLE = "de N° avec un « ; » : changez-le"
    NO_LINE = "sans tâche qui ait une ligne de devis : indiquez-la"


WORKED = frozenset(Left) - {Left.TO_CONFIRM, Left.NO_HOURS, Left.TO_COME, Left.NO_LINE}
"""Those of sessions that count on a line and were worked."""


@dataclass(frozen=True)
class SortedSessions:
    """The sessions that evidence is chosen among; those that a live change order names are in neither place.

    Parameters
    ----------
    claimable
        By quote line, those that the production owes and that nothing sells yet, in the order they were worked.
    left
        By quote line, those that are not proposed, by the reason; those without a line are under that of nothing.
    """

    claimable: defaultdict[str, list[LineSession]] = field(default_factory=lambda: defaultdict(list))
    left: defaultdict[str, defaultdict[Left, list[LineSession]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )


_NAMES = (
    "number", "day", "project", "task", "nature", "cause", "billing", "validated",
)  # fmt: skip


def sorted_sessions(office: Office, project: str) -> SortedSessions:
    """The sessions of one project, sorted; the hours that the house answers for are apart from the production's."""
    tasks, named, found = _tasks_of(office), sessions_named(office), SortedSessions()
    for session, reason in _told(office, project, tasks):
        if reason is not None:
            found.left[session.line][reason].append(session)
        elif folded(session.number) not in named:
            found.claimable[session.line].append(session)
    return found


def _tasks_of(office: Office) -> Mapping[str, tuple[str, str]]:
    """The project and the quote line of each task."""
    return {
        task: (project, line) for task, project, line in office["Planning"].select("task", "project", "line")
    }


def _told(
    office: Office, project: str, tasks: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[LineSession, Left | None]]:
    """The sessions that something is to be said of, in the order they were worked, with what keeps each away."""
    sessions, minutes = office["Seances"], session_minutes(office)
    counts, waits = counted_rows(office), rows_to_confirm(office)
    cells, shares = [*sessions.select(*_NAMES)], client_shares(office)
    for at in order_worked(office):
        number, day, noted, task, nature, cause, billing, validated = cells[at]
        owner, line = tasks.get(task, (noted, ""))
        if project not in (noted, owner) or not (counts[at] or waits[at]):
            continue
        whole, is_past = minutes[at] or 0, day <= office.today
        session = LineSession(number, day, task, line, cause, whole, whole)
        owed = half_up(whole * shares.get(cause, Decimal(0)))
        if waits[at]:
            yield session, Left.TO_CONFIRM
        elif not cause:
            if is_past and nature == SessionNature.UNPLANNED:
                yield session, Left.NO_CAUSE
        else:
            if is_past and whole > owed:
                yield session._replace(minutes=whole - owed), Left.HOUSE
            if owed or (not whole and shares.get(cause)):
                away = _kept_away(session, (owner != noted, not is_past), billing, validated)
                yield session._replace(minutes=owed), away


def _kept_away(session: LineSession, flags: tuple[bool, bool], billing: Any, validated: bool) -> Left | None:
    """What keeps a session that the production caused from being proposed; None when nothing does."""
    is_elsewhere, is_to_come = flags
    reasons = {
        Left.NO_LINE: not session.line,
        Left.OTHER_PROJECT: is_elsewhere,
        Left.TO_COME: is_to_come,
        Left.NO_HOURS: not session.minutes,
        Left.NO_CHARGE: billing == SessionBilling.NO_CHARGE,
        Left.EXTRA: billing == SessionBilling.EXTRA,
        Left.NOT_VALIDATED: not validated,
        Left.NOT_NAMEABLE: not is_nameable(session.number),
    }
    return next((reason for reason, is_so in reasons.items() if is_so), None)
