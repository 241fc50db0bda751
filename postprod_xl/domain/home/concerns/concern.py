"""One thing to look at on a project: which light it turns, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import Light, ProjectStatus

DELIVERY, OVERRUNS, INVOICING, CONTROLS = (
    "delivery_light",
    "overrun_light",
    "invoicing_light",
    "controls_light",
)
"""The columns of `Accueil` that hold lights."""
LIGHTS = (DELIVERY, OVERRUNS, INVOICING, CONTROLS)
ENGAGED = frozenset({ProjectStatus.CONFIRMED, ProjectStatus.UNDER_WAY})
"""Projects whose work is promised: what is not known of them is to be found out."""


class Concern(NamedTuple):
    """One thing to look at on a project.

    Parameters
    ----------
    project
        Code of the project.
    light, colour
        The column of `Accueil` that it turns, red or orange.
    text
        What it is and what to do, in French.
    table
        The table where to do it.
    is_gap
        Whether something is missing that only a person can give: a plan, a quote, a day.
    cents
        The money at stake: of one light and colour, the dearest is looked at first.
    """

    project: str
    light: str
    colour: Light
    text: str
    table: str
    is_gap: bool = False
    cents: int = 0

    @property
    def line(self) -> str:
        """The text and the tab where to go."""
        return f"{self.text} ({BY_NAME[self.table].tab})"


def engaged_projects(office: Office) -> list[str]:
    """The projects confirmed or under way, in sheet order."""
    return [code for code, status in office["Projets"].select("code", "status") if status in ENGAGED]


def money(cents: int, tax: str = "HT") -> str:
    """An amount to say after a comma, empty when there is none.

    >>> money(123450).replace(chr(160), " "), money(0)
    (', 1 234,50 € HT', '')
    """
    return f", {euros_text(cents)} {tax}" if cents > 0 else ""


def first_named(names: Sequence[str]) -> str:
    """The first of some names, then an ellipsis when there are more: a line of the home page is short.

    >>> first_named(["MIX", "PAD"]), first_named(["MIX", "MIX"])
    ('MIX…', 'MIX')
    """
    return f"{names[0]}{'…' if len(set(names)) > 1 else ''}"
