"""The lines of session reports that a form or a list holds, each read by the columns that its headings are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from postprod_xl.documents.grid import Grid
from postprod_xl.documents.session_form import (
    ANSWER_COLUMNS,
    FORM_HEADING,
    FORM_MARK,
    OFFICE_HEADING,
)
from postprod_xl.domain.importing.source import Line, Source, place_of
from postprod_xl.domain.mapping.known_names import KnownNames
from postprod_xl.domain.mapping.listing import Listing
from postprod_xl.domain.mapping.proposal import ColumnMapping, MappedColumn, Sureness
from postprod_xl.domain.mapping.values import CellForm, converted
from postprod_xl.schema.bounds import CALENDAR
from postprod_xl.schema.kinds import Kind, Unreadable, is_empty, shown_in
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.units import MINUTES_PER_DAY, folded, week_code

_READ = (
    "number", "day", "project", "task", "technician", "contract", "room", "start", "end", "pause_minutes", "done_rate",
    "remaining_days", "nature", "cause", "billing", "remarks", "worked_minutes",
)  # fmt: skip
READ_COLUMNS: tuple[Column, ...] = tuple(SESSIONS.by_name[name] for name in _READ)
"""What is read of a list: hours worked stand for a start and an end; only the house says that a report is checked."""

_FORM_COLUMNS = ("number", *ANSWER_COLUMNS)
_REPORTED = ("start", "end", "pause_minutes", "done_rate", "remaining_days", "cause", "remarks")
"""What a technician fills in of a session that was booked."""
_FORM = re.compile(rf"{FORM_MARK} (.+) (20[0-9]{{2}}-W[0-9]{{2}})")
_BLANK_LINE = re.compile(r".*-[0-9a-f]{4}-[0-9]{1,2}")
_TOTAL = re.compile(r"(?:sous-?)?tota(?:l|ux)\b|somme\b|sum\b|signature\b|visa\b", re.IGNORECASE)


class FormIdentity(NamedTuple):
    """What a form says of itself."""

    technician: str
    week: str
    office: str

    @property
    def name(self) -> str:
        """As it is named to a person."""
        return f"formulaire {self.technician} {self.week}"


def form_identity(grid: Grid) -> FormIdentity | None:
    """What the form in a sheet says of itself; None where the sheet is no form."""
    told: dict[str, str] = {}
    for cells in list(grid.rows.values())[:10]:
        texts = [str(value).strip() for value in cells.values()]
        for label, value in pairwise(texts):
            if folded(label) in (folded(FORM_HEADING), folded(OFFICE_HEADING)):
                told.setdefault(folded(label), value)
    found = _FORM.fullmatch(told.get(folded(FORM_HEADING), ""))
    if found is None:
        return None
    return FormIdentity(found[1], found[2], told.get(folded(OFFICE_HEADING), "").strip("—"))


def form_mapping(listing: Listing) -> tuple[ColumnMapping, list[str]]:
    """The columns of a form, which have our headings, and the headings that it has lost."""
    ours = {folded(SESSIONS.heading(name)): name for name in _FORM_COLUMNS}
    columns = [
        MappedColumn(heading, ours.get(folded(heading), ""), Sureness.NAMED, "")
        for heading in listing.headings
    ]
    held = {mapped.column for mapped in columns}
    lost = [SESSIONS.heading(name) for name in _FORM_COLUMNS if name not in held]
    return ColumnMapping(SESSIONS, tuple(columns)), lost


@dataclass(frozen=True)
class LineReader:
    """What turns the rows of a list into lines.

    Parameters
    ----------
    names
        The codes of the office by name.
    projects
        The project of each task.
    """

    names: KnownNames
    projects: Mapping[str, str]

    def lines(self, source: Source, listing: Listing, mapping: ColumnMapping) -> Iterator[Line]:
        """The lines of a list, those of its totals and signatures left out."""
        columns = {name: listing.headings[mapped.heading] for name, mapped in mapping.read.items()}
        place = place_of(source, listing.grid)
        for row, cells in listing.rows:
            raw = {
                name: cells[mapped.heading]
                for name, mapped in mapping.read.items()
                if mapped.heading in cells
            }
            own = {name for name in raw if columns[name]}
            if own and not _is_total(raw.get("day"), cells):
                yield self._line(Line(place, row, listing.grid.is_csv, columns), raw, mapping, listing.grid)

    def _line(self, line: Line, raw: Mapping[str, Any], mapping: ColumnMapping, grid: Grid) -> Line:
        values: dict[str, Any] = {}
        problems = []
        for column in READ_COLUMNS:
            if column.name not in raw:
                continue
            cell = raw[column.name]
            form = mapping.form(column.name, grid.counts_from_1904)
            try:
                value = self._value(column, cell, form, values)
                if isinstance(cell, datetime) and column.kind is Kind.CLOCK:
                    value = _on_its_day(column, value, cell.date(), values.get("day"))
            except Unreadable as error:
                found = shown_in(column.kind, cell)
                message = f"trouvé « {found} », attendu : {error}"
                heading = mapping.read[column.name].heading
                problems.append(line.problem(column.name, heading, found, (str(error), message)))
                continue
            if not is_empty(value):
                values[column.name] = value
        return replace(line, values=values, problems=tuple(problems))

    def _value(self, column: Column, cell: Any, form: CellForm, before: Mapping[str, Any]) -> Any:
        """A typed value; a task is looked for among those of the project of its line, which is read before it."""
        if column.name != "task" or isinstance(cell, float) or not isinstance(cell, str) or not cell.strip():
            return converted(column, cell, form, self.names)
        project = before.get("project")
        try:
            return self.names.code(
                column.references, cell, lambda code: project in (None, self.projects.get(code))
            )
        except Unreadable:
            # A task of another project is told as such.
            return self.names.code(column.references, cell)


def _on_its_day(column: Column, minutes: int, told: date, day: date | None) -> int:
    """A time whose cell says its day too: that of the session, or for its end the next one, counted from the first."""
    if day is None or told < CALENDAR[0] or told == day:
        return minutes
    if column.name == "end" and told == day + timedelta(days=1):
        return minutes + MINUTES_PER_DAY
    raise Unreadable(f"une heure du {day:%d/%m/%Y}, le jour de la ligne")


def _is_total(day: Any, cells: Mapping[str, Any]) -> bool:
    """Whether a row adds up those above, or is signed: it says so in the place of its day, or has none."""
    told = cells.values() if day is None else [day]
    return any(isinstance(value, str) and _TOTAL.match(value.strip()) for value in told)


def is_unfilled(line: Line) -> bool:
    """Whether a line of a form is as it was sent: nothing of what a technician reports is filled in."""
    if any(name in line.values for name in _REPORTED) or line.problems:
        return False
    number = str(line.values.get("number", ""))
    is_blank = not number or bool(_BLANK_LINE.fullmatch(number))
    return not is_blank or not any(name in line.values for name in ("day", "project", "task", "room"))


def outside_week(line: Line, week: str) -> bool:
    """Whether the day of a line is not of the week of its form."""
    day: date | None = line.values.get("day")
    return day is not None and week_code(day) != week
