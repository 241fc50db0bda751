"""The records of a technical advice to fill in: `domain.quotes.feasibility` builds it, `workbook.draw` draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ANSWER_COLUMNS = ("feasibility", "needed_days", "technical_advice", "approved_by", "approved_day")
"""The columns of `Devis` that the technician fills in, by code name; the form heads them as the workbook does."""
FORM_HEADING, FINGERPRINT_HEADING = "Formulaire", "Empreinte"
"""What a row of a form is told by: the form, and what was asked."""
SOLD_DAYS_HEADING = "Jours vendus"


@dataclass(frozen=True)
class AskedLine:
    """A quote line that a technician is asked about.

    Parameters
    ----------
    line, item, label, quantity, unit
        As `Devis` has them, the label and the unit being those of the rate card where it leaves them blank.
    sold_days
        The days that it sells; None when it sells no hours.
    room_type
        Where it is worked, in the words of the rate card.
    fingerprint
        Of what is asked: the line as it was when the form was made.
    """

    line: str
    item: str
    label: str
    quantity: Decimal | None
    unit: str
    sold_days: Decimal | None
    room_type: str
    fingerprint: str


@dataclass(frozen=True)
class AdviceForm:
    """What one technician is asked about one version of a quote: no cost, no price, no other client.

    Parameters
    ----------
    identifier
        Of the form: the same as long as the same lines are asked of the same person.
    project, version
        Of the quote.
    title
        Title of the project.
    technician, name
        Code and name of who is asked.
    facts
        What there is to know beside the lines, in French: a label and a text each.
    lines
        What is asked.
    day
        The day the form is made.
    """

    identifier: str
    project: str
    version: int
    title: str
    technician: str
    name: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[AskedLine, ...]
    day: date

    @property
    def file_name(self) -> str:
        """The name of its file, without extension."""
        return f"{self.project} v{self.version} - avis de {self.technician} {self.name}"

    @property
    def folder_name(self) -> str:
        """The name of a folder of the forms of one request."""
        return f"{self.project} - avis techniques {self.day:%Y-%m-%d}"
