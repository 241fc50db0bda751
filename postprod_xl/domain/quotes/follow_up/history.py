"""The history of the lines: what each was sold, planned, worked and projected for, from the day that changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.planning.memory.run_days import Memory
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS
from postprod_xl.domain.sealed_rows import NextNumbers, cut_rows, is_settled, seal_of, typed_over
from postprod_xl.domain.wording import counted_whole
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables.history import HISTORY
from postprod_xl.schema.vocabulary import ProjectStatus

_RESTORE = "reprenez l'onglet d'une version gardée"
_FIGURES = ("sold_minutes", "planned_minutes", "worked_minutes", "projected_minutes")


class LineKey(NamedTuple):
    """A line of the quote of a project."""

    project: str
    line: str


class Figures(NamedTuple):
    """Minutes of one line; `sold` is None where it sells no hours, the others once it is no longer there."""

    sold: int | None = None
    planned: int | None = None
    worked: int | None = None
    projected: int | None = None


GONE = Figures()
"""The figures of a line that its project no longer has."""


class Note(NamedTuple):
    """One row of the history."""

    day: date
    key: LineKey
    number: int
    figures: Figures

    @property
    def seal(self) -> str:
        """The mark of a row that nobody changed."""
        return seal_of("H", self.day.isoformat(), *self.key, self.number, *self.figures)


@dataclass
class History:
    """What the rows of `Historique` say, those that the program wrote.

    Parameters
    ----------
    notes
        By line, its notes in the order of their days. One of a day that a later row comes before is left out: its
        day was a mistake.
    damaged
        By project, the numbers in the sheet of the rows that are not as they were written.
    missing
        By project, the numbers of the notes that were cut.
    last_numbers
        The last number of each project.
    """

    notes: defaultdict[LineKey, list[Note]] = field(default_factory=lambda: defaultdict(list))
    damaged: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    missing: dict[str, list[int]] = field(default_factory=dict)
    last_numbers: dict[str, int] = field(default_factory=dict)

    @cached_property
    def days(self) -> frozenset[date]:
        """The days on which something was noted that still stands."""
        return frozenset(note.day for notes in self.notes.values() for note in notes)


@fact(Historique=f"noted_day project number line {' '.join(_FIGURES)} seal")
def history_of(office: Office) -> History:
    """The history of an office, in the order of its numbers whatever that of the rows."""
    history, rows = History(), office["Historique"]
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    whole: dict[tuple[str, int], Note] = {}
    cells = rows.select("noted_day", "project", "line", "number", *_FIGURES, "seal")
    for row, (day, project, line, number, *figures, seal) in zip(rows.numbers, cells, strict=True):
        note = Note(day, LineKey(project, line), number, Figures(*figures))
        if day is None or number is None or note.seal != seal:
            history.damaged[project].append(row)
        else:
            # A row that a person copied says nothing more.
            whole.setdefault((project, number), note)
        numbers[project].add(number)
    for _, note in sorted(whole.items()):
        _take(history, note)
    for project, last in history.last_numbers.items():
        history.missing[project] = [n for n in range(1, last) if n not in numbers[project]]
    return history


def _take(history: History, note: Note) -> None:
    history.last_numbers[note.key.project] = note.number
    notes = history.notes[note.key]
    while notes and notes[-1].day >= note.day:
        notes.pop()
    notes.append(note)


def current_figures(office: Office) -> dict[LineKey, Figures]:
    """The figures of the day of every line of `Depassements`, computed."""
    rows = office["Depassements"].select("project", "line", *_FIGURES)
    return {LineKey(project, line): Figures(*figures) for project, line, *figures in rows}


def noted_today(office: Office, days: Memory) -> Rows:
    """The rows that a refresh adds to the history: one for each line whose figures are not those of its last row.

    The first refresh of a day adds them, and no other one: what changes later in the day is noted on the next. On a
    day before that of the last refresh, which may be the mistake as well as that one, nothing is noted; once it is
    known that the later day was the mistake, each line noted on it gets a row that takes it back. A line that its
    project no longer has gets one row, its figures empty; a project cancelled or no longer there gets none.

    Parameters
    ----------
    office
        With `Depassements` computed.
    days
        The days of refresh before this one, those that are mistakes left out (`Recall.days`).
    """
    history, today = history_of(office), office.today
    if not is_settled(office, days, history.days) or _is_noted(days, history, today):
        return rows_of(HISTORY, [])
    followed = {
        code
        for code, status in office["Projets"].select("code", "status")
        if status != ProjectStatus.CANCELLED
    }
    now = current_figures(office)
    found = [
        (key, now.get(key, GONE))
        for key in dict.fromkeys((*sorted(now), *history.notes))
        if key.project in followed and _is_new(history.notes.get(key, ()), now.get(key, GONE), today)
    ]
    return rows_of(HISTORY, [_record(note) for note in _numbered(found, history.last_numbers, today)])


def _is_noted(days: Memory, history: History, today: date) -> bool:
    """Whether a refresh of the day has noted what there was to note."""
    has_run = bool(days) and days[-1].day == today
    return today in history.days or (has_run and bool(history.days))


def _is_new(notes: Sequence[Note], figures: Figures, today: date) -> bool:
    """Whether the last note of a line is of a day to come, or of other figures."""
    if not notes:
        return figures != GONE
    return notes[-1].day > today or notes[-1].figures != figures


def _numbered(
    found: Sequence[tuple[LineKey, Figures]], last_numbers: Mapping[str, int], today: date
) -> Iterator[Note]:
    numbers = NextNumbers(last_numbers)
    for key, figures in found:
        yield Note(today, key, numbers.of(key.project), figures)


def _record(note: Note) -> dict[str, object]:
    return {
        "noted_day": note.day,
        "project": note.key.project,
        "number": note.number,
        "line": note.key.line,
        **dict(zip(_FIGURES, note.figures, strict=True)),
        "seal": note.seal,
    }


def history_problems(office: Office) -> list[Problem]:
    """One warning per project whose history was typed over, and one per project whose history was cut.

    Nothing more is said of a project settled or cancelled.
    """
    history, rows = history_of(office), office["Historique"]
    statuses = office["Projets"].by_key("code", "status")
    found = []
    for project, numbers in history.damaged.items():
        if statuses.get(project) not in CLOSED_PROJECTS:
            found.append(_typed_over(project, [rows.row(number) for number in numbers]))
    for project, numbers in history.missing.items():
        if numbers and project in statuses and statuses[project] not in CLOSED_PROJECTS:
            found.append(cut_rows(HISTORY, project, numbers, "ligne", _RESTORE))
    return found


def _typed_over(project: str, rows: Sequence[Row]) -> Problem:
    lines = counted_whole(len(rows), "ligne modifiée")
    changed = f"{lines} à la main dans {HISTORY.tab}, le suivi ne les croit plus"
    message = f"{project or 'sans projet'} : {changed} ; {_RESTORE}"
    return typed_over(rows[0], message)
