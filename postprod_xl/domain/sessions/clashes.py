"""Session reports that cannot both be true: one person or one room in two places, the same report twice, absences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postprod_xl.domain.planning.problem.axis import WHOLE_DAY
from postprod_xl.domain.planning.problem.presence import AFTERNOON, MORNING, Presence
from postprod_xl.domain.sessions.faults import Fault, Report
from postprod_xl.schema.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, clock_text

TWICE = "en double"
OVERLAPPING = "en même temps qu'une autre"
SHARED = "dans une salle prise par un autre projet"
ABSENT, CLOSED = "un jour d'absence", "dans une salle indisponible"
# A session that ends by 14:00 does not take the afternoon, one that starts from 13:00 not the morning.
_MORNING_ENDS, _AFTERNOON_STARTS = 13 * MINUTES_PER_HOUR, 14 * MINUTES_PER_HOUR


def person_twice(sessions: Sequence[Report]) -> Iterator[Fault]:
    """The same report typed twice, even under two numbers, and two sessions of one person at a time."""
    busy: dict[str, Report] = {}
    at_once: dict[str, dict[tuple[int, int], Report]] = {}
    for report in sessions:
        who, first, until = report.person, report.first, report.until
        if not who or first == until:
            continue
        held = busy.get(who)
        if held is None or first >= held.until:
            busy[who], at_once[who] = report, {(first, until): report}
            continue
        same = at_once[who].setdefault((first, until), report)
        yield _overlap(report, held) if same is report else _typed_twice(report, same)
        if until > held.until:
            busy[who] = report


def _typed_twice(report: Report, same: Report) -> Fault:
    message = (
        f"la séance {report.number} de {report.person} a le jour et les heures de {same.number} : "
        "le même bon saisi deux fois ? effacez-en un"
    )
    expected = f"une seule séance de {report.person} à ces heures"
    return report.fault("number", report.number, expected, message, TWICE, (same.row,))


def _overlap(report: Report, held: Report) -> Fault:
    message = (
        f"{report.person} est déjà en séance {held.number} le {held.day:%d/%m/%Y} "
        f"jusqu'à {clock_text(held.end or 0)} : corrigez l'une des deux"
    )
    expected = f"un début après la fin de {held.number}"
    start = clock_text(report.start or 0)
    return report.fault("start", start, expected, message, OVERLAPPING, (held.row,))


class _Room:
    """The sessions that keep a room the latest so far: of one project, and of any other."""

    def __init__(self, first: Report) -> None:
        self.latest = first
        self.other: Report | None = None

    def held_by_another(self, report: Report) -> Report | None:
        """The session of another project that still holds the room when one starts."""
        held = self.latest if self.latest.project != report.project else self.other
        return held if held and held.until > report.first else None

    def take(self, report: Report) -> None:
        """Keep the latest session, and the latest of those of other projects."""
        latest = self.latest
        if report.until > latest.until:
            self.latest = report
            if latest.project != report.project:
                self.other = latest
        elif report.project != latest.project and (self.other is None or report.until > self.other.until):
            self.other = report


def shared_rooms(sessions: Sequence[Report]) -> Iterator[Fault]:
    """Sessions of two projects in one room at a time."""
    rooms: dict[str, _Room] = {}
    for report in sessions:
        if not report.room or report.first == report.until:
            continue
        room = rooms.get(report.room)
        if room is None:
            rooms[report.room] = _Room(report)
            continue
        if held := room.held_by_another(report):
            message = (
                f"la salle {report.room} est prise par {held.project}, séance {held.number} du "
                f"{held.day:%d/%m/%Y} jusqu'à {clock_text(held.end or 0)} : corrigez l'une des deux"
            )
            expected = f"une salle libre, ou un début après la fin de {held.number}"
            yield report.fault("room", report.room, expected, message, SHARED, (held.row,))
        room.take(report)


def sessions_of_absent(sessions: Sequence[Report], presence: Presence) -> Iterator[Fault]:
    """Sessions on a day, or a half of it, when their person is absent or their room cannot be used.

    The reason of an absence is private and never said.
    """
    away = presence.absences
    for report in sessions if away else ():
        for name, code, what in (("technician", report.person, ABSENT), ("room", report.room, CLOSED)):
            if code in away and presence.away(code, report.day.toordinal()) & _halves(report):
                state = "absent" if what == ABSENT else "indisponible"
                message = (
                    f"{code} est {state} le {report.day:%d/%m/%Y}, jour de la séance {report.number} : "
                    "corrigez la séance ou l'absence"
                )
                yield report.fault(name, code, "un jour sans absence", message, what)


def _halves(report: Report) -> int:
    """The halves of its day that a session takes; both when its hours are not known."""
    if report.start is None or report.end is None:
        return WHOLE_DAY
    end = report.end + (MINUTES_PER_DAY if report.end < report.start else 0)
    taken = (report.start < _MORNING_ENDS and MORNING) | (end > _AFTERNOON_STARTS and AFTERNOON)
    return taken or WHOLE_DAY
