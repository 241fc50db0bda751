"""The sessions that change orders name as their evidence: what `Avenants[Séances]` holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.wording import hours_text
from postprod_xl.schema.references import SEPARATOR
from postprod_xl.schema.units import MINUTES_PER_HOUR, folded
from postprod_xl.schema.vocabulary import ChangeOrderStatus

_HOURS = r"([0-9]{1,6})h([0-5][0-9])"
_NAMED = re.compile(rf"(.*\S)\s*\({_HOURS}(?: sur {_HOURS})?\)")


class LineSession(NamedTuple):
    """A session that worked on a quote line, as evidence needs it: neither pay nor cost.

    `minutes` are those that are spoken of, the share of its cause that somebody answers for; `whole_minutes` are all
    those worked.
    """

    number: str
    day: date
    task: str
    line: str
    cause: str
    minutes: int
    whole_minutes: int


class Taken(NamedTuple):
    """What a change order takes of a session: all that the production answers for, or the last of it."""

    session: LineSession
    minutes: int


class NamedSession(NamedTuple):
    """A session that a change order names.

    Parameters
    ----------
    number
        Its `N°` in `Seances`, as written.
    taken_minutes
        What the change order takes of it; None when only its number is written: all of it.
    whole_minutes
        What it lasted when it was taken; None when only its number is written.
    """

    number: str
    taken_minutes: int | None = None
    whole_minutes: int | None = None


def is_nameable(number: str) -> bool:
    """Whether a session of this number can be told from the others of a list."""
    return SEPARATOR not in number and "\n" not in number


def sessions_text(taken: Iterable[Taken]) -> str:
    """Some sessions as `Séances` holds them, with the hours of each that are taken.

    >>> from datetime import date
    >>> session = LineSession("BS-0143", date(2026, 11, 16), "MON", "IMG", "Demande production", 480, 480)
    >>> sessions_text([Taken(session, 480), Taken(session._replace(number="BS-0151"), 240)])
    'BS-0143 (8h00) ; BS-0151 (4h00 sur 8h00)'
    """
    return f" {SEPARATOR} ".join(
        f"{session.number} ({taken_text(minutes, session.whole_minutes)})" for session, minutes in taken
    )


def named_in(text: str) -> list[NamedSession]:
    """The sessions that a cell of `Séances` names; hours that a person left out are those of the whole session.

    >>> [tuple(session) for session in named_in("BS-0143 (8h00) ; BS-0151 (4h00 sur 8h00) ; BS-0159")]
    [('BS-0143', 480, 480), ('BS-0151', 240, 480), ('BS-0159', None, None)]
    """
    parts = (part.strip() for part in text.replace("\n", SEPARATOR).split(SEPARATOR))
    return [_named(part) for part in parts if part]


@fact(Avenants="number status sessions")
def sessions_named(office: Office) -> dict[str, str]:
    """The change order that names each session, by its folded number; a refused one gives its sessions back."""
    return {number: order for number, order, status in _naming(office) if is_live(status)}


def sessions_refused(office: Office) -> dict[str, str]:
    """The last refused change order that named each session, by its folded number."""
    return {number: order for number, order, status in _naming(office) if not is_live(status)}


def _naming(office: Office) -> Iterator[tuple[str, str, str]]:
    """Each session named by a change order, its number folded, with the number and the status of that one."""
    for order, status, text in office["Avenants"].select("number", "status", "sessions"):
        for session in named_in(text) if text else ():
            yield folded(session.number), order, status


def is_live(status: str) -> bool:
    """Whether a change order of this status holds its sessions: a refused one gives them back."""
    return status != ChangeOrderStatus.REFUSED


def minutes_by_cause(taken: Iterable[tuple[LineSession, int]]) -> dict[str, int]:
    """Minutes of some sessions by cause, the most first; those of equal causes in the order of the sessions."""
    minutes: Counter[str] = Counter()
    for session, some in taken:
        minutes[session.cause] += some
    return dict(minutes.most_common())


def taken_text(minutes: int, whole: int) -> str:
    """Hours taken of a session, and what it lasted where that is more.

    >>> taken_text(480, 480), taken_text(240, 480)
    ('8h00', '4h00 sur 8h00')
    """
    return hours_text(minutes) if minutes == whole else f"{hours_text(minutes)} sur {hours_text(whole)}"


def _named(part: str) -> NamedSession:
    match = _NAMED.fullmatch(part)
    if match is None:
        return NamedSession(part)
    number, *written = match.groups()
    taken = int(written[0]) * MINUTES_PER_HOUR + int(written[1])
    whole = taken if written[2] is None else int(written[2]) * MINUTES_PER_HOUR + int(written[3])
    return NamedSession(number, taken, whole)
