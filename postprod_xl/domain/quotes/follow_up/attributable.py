"""The hours of each quote line that the production answers for, and the sessions that say so.

Which causes are the production's, and for what share of their hours, is a setting of the house by cause.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.quotes.amending.named_sessions import sessions_named
from postprod_xl.domain.quotes.extra_hours import extra_hours
from postprod_xl.domain.sessions.causes import cause_minutes
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import done, session_minutes
from postprod_xl.schema.settings.house import cause_code
from postprod_xl.schema.units import folded, half_up
from postprod_xl.schema.vocabulary import OverrunCause, SessionBilling


class AttributedSession(NamedTuple):
    """A session whose cause is the production's, at least in part.

    Parameters
    ----------
    row, number
        Its row in `Seances`, and its `N°`.
    minutes, attributed_minutes
        Those worked, and the share of them that the setting of the cause attributes to the production.
    """

    row: int
    number: str
    day: date
    task: str
    cause: str
    minutes: int
    attributed_minutes: int


class Attributed(NamedTuple):
    """What the production answers for on one line: the minutes, which are the sum of those of its sessions."""

    minutes: int
    sessions: tuple[AttributedSession, ...]


NOTHING = Attributed(0, ())
_PAID_OR_GIVEN = frozenset({SessionBilling.EXTRA, SessionBilling.NO_CHARGE})


def client_shares(office: Office) -> dict[str, Decimal]:
    """The share of the hours of each cause that the production answers for, from 0 to 1, by cause."""
    return {cause: office.settings[cause_code(cause)] for cause in OverrunCause}


@fact(Planning="task line", Seances=f"number {COUNTED_FROM}")
def attributable(office: Office) -> Mapping[str, Attributed]:
    """What the production answers for on each quote line, in the sessions that count, up to today.

    An hour is attributed by the cause of its session, whether the line overruns or not, and whether or not it was
    negotiated since. A session without a cause, or without a task that a line pays, is attributed to nobody.

    Parameters
    ----------
    office
        Tables `Planning` and `Seances`; the shares by cause are settings (`Cause imputable : …`).

    Returns
    -------
    mapping
        By line, those with at least one such session only; its sessions in the order of the rows.
    """
    shares, lines = client_shares(office), office["Planning"].by_key("task", "line")
    sessions = office["Seances"]
    columns = (sessions.column(name) for name in ("number", "day", "task", "cause"))
    found: defaultdict[str, list[AttributedSession]] = defaultdict(list)
    rows = zip(sessions.numbers, *columns, session_minutes(office), done(office), strict=True)
    for row, number, day, task, cause, minutes, is_done in rows:
        line = lines.get(task) if cause and minutes and is_done else None
        if line and (attributed := half_up(minutes * shares.get(cause, Decimal(0)))):
            found[line].append(AttributedSession(row, number, day, task, cause, minutes, attributed))
    return {
        line: Attributed(sum(session.attributed_minutes for session in held), tuple(held))
        for line, held in found.items()
    }


def negotiable(office: Office) -> Counter[str]:
    """Minutes of each quote line that the production answers for, and that nobody pays nor was asked for.

    Neither « En plus » hours, which are billed on top or paid by a change order, nor those given free, nor the sessions
    that a change order names; what accepted change orders still sell of the line is used up first.
    """
    billing = dict(zip(office["Seances"].numbers, office["Seances"].column("billing"), strict=True))
    named, extra = sessions_named(office), extra_hours(office)
    found: Counter[str] = Counter()
    for line, held in attributable(office).items():
        asked = sum(
            session.attributed_minutes
            for session in held.sessions
            if billing[session.row] not in _PAID_OR_GIVEN and folded(session.number) not in named
        )
        found[line] = max(0, asked - max(0, extra.added[line] - extra.paid[line]))
    return found


def causes_by_line(office: Office) -> defaultdict[str, Counter[str]]:
    """Minutes worked by line and cause, up to today; sessions without a cause are left out."""
    lines = office["Planning"].by_key("task", "line")
    causes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for task, minutes in cause_minutes(office).items():
        if task in lines:
            causes[lines[task]] += minutes
    return causes
