"""The records of a week's session reports to fill in: `domain.importing` builds them, `workbook.draw` draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from postprod_xl.schema.units import week_code

ANSWER_COLUMNS = (
    "day",
    "project",
    "task",
    "room",
    "start",
    "end",
    "pause_minutes",
    "done_rate",
    "remaining_days",
    "nature",
    "cause",
    "remarks",
)
"""The columns of `Seances` that the technician fills in, by code name; the form heads them as the workbook does."""

FORM_HEADING, OFFICE_HEADING = "Formulaire", "Maison"
"""The labels beside which a form says what it is, and whose."""
FORM_MARK = "SEANCES"
"""What the name of a form begins with, before its technician and its week."""


@dataclass(frozen=True)
class FormLine:
    """A session foreseen by a booking, or a blank one to fill in.

    Parameters
    ----------
    identifier
        Number that the session will have in `Seances`: the same as long as the same is booked.
    day
        Its day; None for a blank one.
    project, task, room
        Codes, empty where nothing says them.
    told
        What the codes stand for: title of the project, label of the task.
    foreseen
        The hours that the booking usually takes, in French.
    """

    identifier: str
    day: date | None = None
    project: str = ""
    task: str = ""
    room: str = ""
    told: str = ""
    foreseen: str = ""


@dataclass(frozen=True)
class SessionForm:
    """What one technician is asked about one week: no cost, no pay, no project but those worked on.

    Parameters
    ----------
    technician, name
        Code and name of who is asked.
    monday
        First day of the week.
    office
        Name of the house, empty when it has none.
    lines
        What is booked and not reported yet, then the blank lines.
    projects, tasks, rooms
        What may be chosen: codes, and what each stands for.
    day
        The day the form is made.
    """

    technician: str
    name: str
    monday: date
    office: str
    lines: tuple[FormLine, ...]
    projects: Sequence[tuple[str, str]]
    tasks: Sequence[tuple[str, str]]
    rooms: Sequence[tuple[str, str]]
    day: date

    @property
    def week(self) -> str:
        """The week, as `2026-W49`."""
        return week_code(self.monday)

    @property
    def identifier(self) -> str:
        """What the form says of itself: `SEANCES HUET 2026-W49`."""
        return f"{FORM_MARK} {self.technician} {self.week}"

    @property
    def file_name(self) -> str:
        """The name of its file, without extension."""
        return f"{self.week} - séances de {self.technician} {self.name}"

    @property
    def folder_name(self) -> str:
        """The name of a folder of the forms of one week."""
        return f"Bons de séance {self.week}"
