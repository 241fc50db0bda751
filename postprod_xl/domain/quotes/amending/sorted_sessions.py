"""The sessions that explain the overrun of a quote line: those that the production owes, and the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.amending.named_sessions import LineSession, is_nameable, sessions_named
from postprod_xl.domain.quotes.follow_up.attributable import client_shares
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


class _Report(NamedTuple):
    """A row of `Seances` that counts or waits to be confirmed; `owner` is the project of its task."""

    session: LineSession
    noted: str
    owner: str
    nature: str
    billing: str
    is_validated: bool
    is_past: bool
    waits: bool


def sorted_sessions(office: Office, project: str) -> SortedSessions:
    """The sessions of one project, sorted; the hours that the house answers for are apart from the production's."""
    named, shares, found = sessions_named(office), client_shares(office), SortedSessions()
    for report in _reports(office):
        if project not in (report.noted, report.owner):
            continue
        for session, reason in _told(report, shares):
            if reason is not None:
                found.left[session.line][reason].append(session)
            elif folded(session.number) not in named:
                found.claimable[session.line].append(session)
    return found


def _reports(office: Office) -> Iterator[_Report]:
    """In the order they were worked."""
    sessions, minutes = office["Seances"], session_minutes(office)
    counts, waits = counted_rows(office), rows_to_confirm(office)
    tasks = {
        task: (project, line) for task, project, line in office["Planning"].select("task", "project", "line")
    }
    cells = [*sessions.select(*_NAMES)]
    for at in order_worked(office):
        if counts[at] or waits[at]:
            number, day, noted, task, nature, cause, billing, validated = cells[at]
            owner, line = tasks.get(task, (noted, ""))
            whole = minutes[at] or 0
            session = LineSession(number, day, task, line, cause, whole, whole)
            yield _Report(session, noted, owner, nature, billing, validated, day <= office.today, waits[at])


def _told(report: _Report, shares: Mapping[str, Decimal]) -> Iterator[tuple[LineSession, Left | None]]:
    """What is to be said of a session: its hours with what keeps them from being proposed, None when nothing does."""
    session = report.session
    share = shares.get(session.cause, Decimal(0))
    owed = half_up(session.whole_minutes * share)
    if report.waits:
        yield session, Left.TO_CONFIRM
    elif not session.cause:
        if report.is_past and report.nature == SessionNature.UNPLANNED:
            yield session, Left.NO_CAUSE
    else:
        if report.is_past and session.whole_minutes > owed:
            yield session._replace(minutes=session.whole_minutes - owed), Left.HOUSE
        if owed or (share and not session.whole_minutes):
            yield session._replace(minutes=owed), _kept_away(report)


def _kept_away(report: _Report) -> Left | None:
    """What keeps a session that the production caused from being proposed; None when nothing does."""
    reasons = {
        Left.NO_LINE: not report.session.line,
        Left.OTHER_PROJECT: report.owner != report.noted,
        Left.TO_COME: not report.is_past,
        Left.NO_HOURS: not report.session.whole_minutes,
        Left.NO_CHARGE: report.billing == SessionBilling.NO_CHARGE,
        Left.EXTRA: report.billing == SessionBilling.EXTRA,
        Left.NOT_VALIDATED: not report.is_validated,
        Left.NOT_NAMEABLE: not is_nameable(report.session.number),
    }
    return next((reason for reason, is_so in reasons.items() if is_so), None)
