"""The records of the service sheets of a day or of a week: who works where, when and on what; no pay, no cost.

`domain.calling.service_sheets` works them out; `documents.papers.service_sheet` and a drawn tab print them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ServiceBy(StrEnum):
    """What has a sheet of its own."""

    PERSON = "personne"
    PROJECT = "projet"
    HOUSE = "maison"


@dataclass(frozen=True)
class ServiceLine:
    """What is booked of a day, or of a half of it.

    Parameters
    ----------
    day, part, start, end
        When: a `DayPart`, and its usual hours in minutes after midnight.
    who, job
        Who does it; empty where nobody is booked.
    title, label
        The project and the task in words.
    where
        The room and its site; empty without any.
    state
        How firm it is.
    is_clashing
        Whether it runs into something that is to be settled first.
    """

    day: date
    part: str
    start: int
    end: int
    who: str
    job: str
    title: str
    label: str
    where: str
    state: str
    is_clashing: bool = False


@dataclass(frozen=True)
class ServiceSheet:
    """The sheet of a person, of a room, of a project or of the house, its lines by day and hour.

    Parameters
    ----------
    code, name, detail
        Of whom, or of what; a code is empty for the house.
    lines
        What is booked.
    names_people
        Whether a line says who works: the sheet of a person does not.
    """

    code: str
    name: str
    detail: str
    lines: tuple[ServiceLine, ...]
    names_people: bool = True


@dataclass(frozen=True)
class BoardCell:
    """What a person is booked for on a day; empty when nothing."""

    text: str = ""
    is_option: bool = False
    is_clashing: bool = False


@dataclass(frozen=True)
class BoardRow:
    """A person, what is booked of the day looked at, and of each day of its week."""

    who: str
    job: str
    lines: tuple[ServiceLine, ...]
    cells: tuple[BoardCell, ...]


@dataclass(frozen=True)
class ServiceBoard:
    """The house on one page: a day in full, and its week.

    Parameters
    ----------
    today
        The day it is made on.
    day
        The day in full.
    days
        Those of its week: Monday to Friday, and a Saturday or a Sunday on which somebody is booked.
    lines
        What it shows, in sentences.
    rows
        Who is booked that week, by name; what nobody is booked for comes last.
    """

    today: date
    day: date
    days: tuple[date, ...]
    lines: tuple[str, ...]
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True)
class ServiceSheets:
    """The sheets of some days, in the order of their names.

    Parameters
    ----------
    today
        The day they are made on.
    first, last
        The days they tell of.
    by
        What has a sheet of its own.
    contact
        Whom to call about them.
    sheets
        In the order printed.
    board
        The week of the house on one page, which a sheet of each of its days would hide; None but for that.
    """

    today: date
    first: date
    last: date
    by: ServiceBy
    contact: str
    sheets: tuple[ServiceSheet, ...]
    board: ServiceBoard | None = None
