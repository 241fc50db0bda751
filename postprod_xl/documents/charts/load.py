"""How full each person and each room is, week by week, as it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postprod_xl.documents.charts.gantt import Slot

BANDS = (
    (Decimal("0.9"), "90 – 100 %", "#E8943A"),
    (Decimal("0.6"), "60 – 90 %", "#F5C469"),
    (Decimal("0.3"), "30 – 60 %", "#FBE3AE"),
    (Decimal(0), "< 30 %", "#FDF4DF"),
)
"""From which rate on each band goes, what the legend calls it and its colour, the fullest first."""
OVER_FILL, OVER, ABSENT, NO_PRESENCE = "#D1343B", "surcharge", "absent", "abs."
"""Of a week where more is booked than there is room for; of one without presence, in the legend and in its cell."""
COLUMNS = ("Ressource", "Code", "Nom", "Fonction ou type", "Semaines en surcharge")
"""What stands left of the weeks."""


@dataclass(frozen=True, slots=True)
class LoadCell:
    """One week of a person or room.

    Parameters
    ----------
    booked
        Half-days booked.
    capacity
        Half-days that there are: working days from today on, absences deducted.
    is_over
        Whether more is booked than there is room for, over the week, or on a day whose booking clashes.
    """

    booked: int
    capacity: int
    is_over: bool

    @property
    def rate(self) -> Decimal | None:
        """Booked over capacity, to a hundredth; None where there is no capacity.

        >>> LoadCell(5, 8, False).rate, LoadCell(2, 0, True).rate
        (Decimal('0.63'), None)
        """
        if not self.capacity:
            return None
        return Decimal((200 * self.booked + self.capacity) // (2 * self.capacity)) / 100


@dataclass(frozen=True)
class LoadRow:
    """One person or room; `cells` are those of the weeks, in their order."""

    kind: str
    code: str
    name: str
    role: str
    cells: tuple[LoadCell, ...]

    @property
    def over_weeks(self) -> int:
        return sum(cell.is_over for cell in self.cells)


@dataclass(frozen=True)
class Load:
    """The people, then the rooms; `lines` say in French what is shown and what is left out."""

    today: date
    slots: tuple[Slot, ...]
    rows: tuple[LoadRow, ...]
    lines: tuple[str, ...]
