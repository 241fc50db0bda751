"""Lines compared with the sessions there are: new, there already, or another word of one that is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from postprod_xl.domain.comparing.change import Change, ChangeKind
from postprod_xl.domain.importing.source import Line
from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions.counted import rows_to_confirm
from postprod_xl.domain.sessions.day_hours import UsualHours
from postprod_xl.domain.sessions.done import sessions_in_order
from postprod_xl.domain.sessions.from_bookings import session_numbers
from postprod_xl.domain.sessions.worked_time import moments_of, worked
from postprod_xl.domain.wording import hours_text
from postprod_xl.schema.kinds import is_empty
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.units import MINUTES_PER_DAY, clock_text, folded
from postprod_xl.schema.vocabulary import DayPart

_COMPARED = (
    "day", "project", "task", "technician", "room", "start", "end", "pause_minutes", "done_rate", "remaining_days",
    "nature", "cause", "billing", "remarks",
)  # fmt: skip
_WHO_AND_WHAT = ("day", "technician", "project", "task")
_PLACED = "{} d'après une durée seule : début et fin posés à l'import"


@dataclass
class Matched:
    """What became of the lines of all the files.

    Parameters
    ----------
    added
        The records of new rows of `Seances`, by code name.
    known
        How many lines are there already.
    changes
        What lines say otherwise than the sessions that are there.
    rejected
        Lines that contradict a session, with why.
    placed
        Numbers of the sessions that said their hours alone.
    covered
        Sessions to confirm of the same booking as a new one, by number.
    """

    added: list[dict[str, Any]] = field(default_factory=list)
    known: int = 0
    changes: list[Change] = field(default_factory=list)
    rejected: list[Line] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)


class Matcher:
    """The sessions of an office, and those added since; lines are taken one after the other."""

    def __init__(self, office: Office) -> None:
        sessions = office["Seances"]
        names = ("number", *_COMPARED)
        records = [dict(zip(names, cells, strict=True)) for cells in sessions.select(*names)]
        waits = rows_to_confirm(office)
        self.found = Matched()
        self._hours = UsualHours.of(office)
        self._numbers = session_numbers(sessions.column("number"))
        self._by_number: dict[str, dict[str, Any]] = {folded(row["number"]): row for row in records}
        self._waiting = {
            (row["day"], row["task"], row["technician"]): row["number"]
            for row, is_waiting in zip(records, waits, strict=True)
            if is_waiting and row["task"]
        }
        held = [row for row, is_waiting in zip(records, waits, strict=True) if not is_waiting]
        self._contents = {_content(row): row for row in held}
        self._unclaimed: defaultdict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
        for row in held:
            self._unclaimed[_who_on_what(row)].append(row)
        self._busy: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for session in sessions_in_order(office):
            if session.first < session.until:
                self._busy[session.person].append((session.first, session.until, session.number))

    def take(self, line: Line) -> None:
        """Put a checked line among the new ones, those there already, those that differ or those that are rejected."""
        number = str(line.values.get("number", ""))
        held = self._by_number.get(folded(number)) if number else None
        held = held or (
            self._contents.get(_content(line.values)) if "start" in line.values else self._claimed(line)
        )
        if held is not None:
            self._compare(line, held)
        else:
            self._add(line, number)

    def _compare(self, line: Line, held: Mapping[str, Any]) -> None:
        """A line whose session is there: nothing more, or what it says otherwise."""
        changes = list(_changes(line, held))
        self.found.changes += changes
        self.found.known += not changes

    def _claimed(self, line: Line) -> dict[str, Any] | None:
        """The session there is of the same person and work as hours alone, of their length if there is one.

        Each session answers for one line: two of one length are two lines.
        """
        rows, task = self._unclaimed[_who_on_what(line.values)], line.values.get("task")
        found = [row for row in rows if task in (None, row["task"])]
        minutes = line.values["worked_minutes"]
        held = min(found, key=lambda row: _minutes(row) != minutes, default=None)
        if held is not None:
            rows.remove(held)
        return held

    def _add(self, line: Line, number: str) -> None:
        is_placed = "start" not in line.values
        values = {**line.values, **(self._placed(line.values) if is_placed else {})}
        moments = moments_of(values["day"], values["start"], values["end"])
        if problem := self._contradiction(line, values, moments):
            self.found.rejected.append(replace(line, problems=(problem,)))
            return
        values["number"] = number or self._next_number()
        values.pop("worked_minutes", None)
        self._busy[values["technician"]].append((*moments, values["number"]))
        self._by_number[folded(values["number"])] = values
        self._contents[_content(values)] = values
        self.found.added.append(values)
        if is_placed:
            self.found.placed.append(values["number"])
        if waiting := self._waiting.pop((values["day"], values.get("task", ""), values["technician"]), ""):
            self.found.covered.append(waiting)

    def _contradiction(
        self, line: Line, values: Mapping[str, Any], moments: tuple[int, int]
    ) -> Problem | None:
        """Why a new session cannot stand beside those of its person."""
        person, (first, until) = values["technician"], moments
        busy = self._busy[person]
        other = next((name for begin, end, name in busy if begin < until and first < end), "")
        if not other:
            return None
        hours = f"{clock_text(values['start'])}–{clock_text(values['end'])}"
        message = (
            f"{person} est déjà en séance {other} le {values['day']:%d/%m/%Y}, que {hours} chevauche : corrigez l'une "
            "des deux"
        )
        return line.problem(
            "start", SESSIONS.heading("start"), hours, (f"des heures hors de {other}", message)
        )

    def _next_number(self) -> str:
        return next(number for number in self._numbers if folded(number) not in self._by_number)

    def _placed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The start and the end of hours known alone: from the usual start, or after what is there that day."""
        usual = self._hours.booked(DayPart.WHOLE_DAY, None, values["technician"], values.get("room", ""))
        midnight, _ = moments_of(values["day"], 0, 0)
        minutes = values["worked_minutes"]
        length = minutes + (values.get("pause_minutes") or 0)
        busy = ((begin - midnight, end - midnight) for begin, end, _ in self._busy[values["technician"]])
        ends = [end for begin, end in busy if 0 <= begin < MINUTES_PER_DAY]
        start = max([usual.start, *ends])
        if start + length > MINUTES_PER_DAY:
            # The day is full: it is told as a clash with what is there.
            start = usual.start
        said = _PLACED.format(hours_text(minutes))
        remarks = values.get("remarks", "")
        return {
            "start": start,
            "end": (start + length) % MINUTES_PER_DAY,
            "remarks": f"{remarks} ; {said}" if remarks else said,
        }


def _changes(line: Line, before: Mapping[str, Any]) -> Iterator[Change]:
    """What a line says otherwise than a session that is there; what it leaves empty says nothing."""
    number = str(before["number"])
    values = line.values
    names = _COMPARED if "start" in values else _WHO_AND_WHAT
    for name in names:
        if name in values and values[name] != before.get(name):
            yield Change("Seances", number, ChangeKind.CHANGED, name, before.get(name), values[name])
    if "start" not in values and _minutes(before) != values["worked_minutes"]:
        yield Change(
            "Seances",
            number,
            ChangeKind.CHANGED,
            "worked_minutes",
            _minutes(before),
            values["worked_minutes"],
        )


def _content(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What two reports of one session have in common, whatever their numbers."""
    return (*(values.get(name) or "" for name in _WHO_AND_WHAT), values.get("start"), values.get("end"))


def _who_on_what(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """The same of reports that say their hours alone, and perhaps no task."""
    return tuple(values.get(name) or "" for name in ("day", "technician", "project"))


def _minutes(values: Mapping[str, Any]) -> int | None:
    start, end = values.get("start"), values.get("end")
    if is_empty(start) or is_empty(end):
        return None
    return worked(start, end, values.get("pause_minutes") or 0, values["day"])  # type: ignore[arg-type]
