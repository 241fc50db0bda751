"""Session reports that cannot both be true: one person or one room in two places, the same report twice, absences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from postprod_xl.domain.planning.problem.axis import WHOLE_DAY
from postprod_xl.domain.planning.problem.presence import AFTERNOON, MORNING, Presence
from postprod_xl.domain.sessions.done import Session
from postprod_xl.domain.sessions.faults.one_session import Fault, fault
from postprod_xl.schema.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, clock_text

TWICE = "en double"
OVERLAPPING = "en même temps qu'une autre"
SHARED = "dans une salle prise par un autre projet"
ABSENT, CLOSED = "un jour d'absence", "dans une salle indisponible"
# A session that ends by 14:00 does not take the afternoon, one that starts from 13:00 not the morning.
_MORNING_ENDS, _AFTERNOON_STARTS = 13 * MINUTES_PER_HOUR, 14 * MINUTES_PER_HOUR


def person_twice(sessions: Sequence[Session], employing: Collection[str] = ()) -> Iterator[Fault]:
    """The same report typed twice, even under two numbers, and two sessions of one person at a time.

    Parameters
    ----------
    employing
        The contracts that hire: pay counts once what two sessions under them have in common.
    """
    busy: dict[str, Session] = {}
    at_once: dict[str, dict[tuple[int, int], Session]] = {}
    for session in sessions:
        who, first, until = session.person, session.first, session.until
        if not who or first == until:
            continue
        held = busy.get(who)
        if held is None or first >= held.until:
            busy[who], at_once[who] = session, {(first, until): session}
            continue
        same = at_once[who].setdefault((first, until), session)
        if same is session:
            yield _overlap(session, held, {session.contract, held.contract}.issubset(employing))
        else:
            yield _typed_twice(session, same)
        if until > held.until:
            busy[who] = session


def _typed_twice(session: Session, same: Session) -> Fault:
    message = (
        f"la séance {session.number} de {session.person} a le jour et les heures de {same.number} : "
        "le même bon saisi deux fois ? effacez-en un"
    )
    expected = f"une seule séance de {session.person} à ces heures"
    return fault(session, "number", session.number, expected, message, TWICE, (same.row,))


def _overlap(session: Session, held: Session, is_paid_once: bool) -> Fault:
    paid = "heures payées une fois, " if is_paid_once else ""
    message = (
        f"{session.person} est déjà en séance {held.number} le {held.day:%d/%m/%Y} "
        f"jusqu'à {clock_text(held.end or 0)} : {paid}corrigez l'une des deux"
    )
    expected = f"un début après la fin de {held.number}"
    start = clock_text(session.start or 0)
    return fault(session, "start", start, expected, message, OVERLAPPING, (held.row,))


class _Room:
    """The sessions that keep a room the latest so far: of one project, and of any other."""

    def __init__(self, first: Session) -> None:
        self.latest = first
        self.other: Session | None = None

    def held_by_another(self, session: Session) -> Session | None:
        """The session of another project that still holds the room when one starts."""
        held = self.latest if self.latest.project != session.project else self.other
        return held if held and held.until > session.first else None

    def take(self, session: Session) -> None:
        """Keep the latest session, and the latest of those of other projects."""
        latest = self.latest
        if session.until > latest.until:
            self.latest = session
            if latest.project != session.project:
                self.other = latest
        elif session.project != latest.project and (self.other is None or session.until > self.other.until):
            self.other = session


def shared_rooms(sessions: Sequence[Session], places: Mapping[str, int]) -> Iterator[Fault]:
    """Sessions of two projects in one room at a time, or of more projects than the room has places (`places`)."""
    rooms: dict[str, _Room] = {}
    there: dict[str, list[Session]] = {}
    for session in sessions:
        if not session.room or session.first == session.until:
            continue
        if session.room in places:
            yield from _crowded(session, there.setdefault(session.room, []), places[session.room])
            continue
        room = rooms.get(session.room)
        if room is None:
            rooms[session.room] = _Room(session)
            continue
        if held := room.held_by_another(session):
            yield _taken(session, held, "prise")
        room.take(session)


def _crowded(session: Session, there: list[Session], places: int) -> Iterator[Fault]:
    """A session that comes into a room whose places other projects have all taken; `there` is kept up to date."""
    there[:] = [held for held in there if held.until > session.first]
    others = {held.project: held for held in there if held.project != session.project}
    if len(others) >= places:
        first = min(others.values(), key=lambda held: held.until)
        yield _taken(session, first, f"pleine ({places} places), dont une prise")
    there.append(session)


def _taken(session: Session, held: Session, state: str) -> Fault:
    message = (
        f"la salle {session.room} est {state} par {held.project}, séance {held.number} du "
        f"{held.day:%d/%m/%Y} jusqu'à {clock_text(held.end or 0)} : corrigez l'une des deux"
    )
    expected = f"une salle libre, ou un début après la fin de {held.number}"
    return fault(session, "room", session.room, expected, message, SHARED, (held.row,))


def sessions_of_absent(sessions: Sequence[Session], presence: Presence) -> Iterator[Fault]:
    """Sessions on a day, or a half of it, when their person is absent or their room cannot be used.

    The reason of an absence is private and never shown.
    """
    away = presence.absences
    for session in sessions if away else ():
        for name, code, what in (("technician", session.person, ABSENT), ("room", session.room, CLOSED)):
            if code in away and presence.away(code, session.day.toordinal()) & _halves(session):
                state = "absent" if what == ABSENT else "indisponible"
                message = (
                    f"{code} est {state} le {session.day:%d/%m/%Y}, jour de la séance {session.number} : "
                    "corrigez la séance ou l'absence"
                )
                yield fault(session, name, code, "un jour sans absence", message, what)


def _halves(session: Session) -> int:
    """The halves of its day that a session takes; both when its hours are not known."""
    if session.start is None or session.end is None:
        return WHOLE_DAY
    end = session.end + (MINUTES_PER_DAY if session.end < session.start else 0)
    taken = (session.start < _MORNING_ENDS and MORNING) | (end > _AFTERNOON_STARTS and AFTERNOON)
    return taken or WHOLE_DAY
