"""What the demonstration office is made of, as declared beside this module."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.schema.kinds import Kind, typed
from postprod_xl.schema.units import CENTS_PER_EURO

DemoRow = dict[str, Any]
DEPARTMENT = "34"


class Days:
    """Days counted from the one the office is looked at, in working days: -1 is the day before."""

    def __init__(self, day: date) -> None:
        self._calendar = WorkCalendar.of(DEPARTMENT)
        self._day = day

    def at(self, offset: int) -> date:
        """The working day at an offset; 0 is the day itself, or the next working day."""
        return self._calendar.shift(self._day, offset)


@cache
def declared(name: str) -> dict[str, Any]:
    """One of the declarations: `house`, `projects`, `steps`, `story` or `technique`; read only."""
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def cents(euros: Decimal | int) -> int:
    """Declared euros as cents."""
    return int(euros * CENTS_PER_EURO)


def clock(text: str) -> int:
    """`09:30` as minutes after midnight."""
    return int(typed(Kind.CLOCK, text))


def steps_of(project: DemoRow) -> list[DemoRow]:
    """The steps of a project's type of programme, in order."""
    return [step for step in declared("steps")["steps"] if project["template"] in step["days"]]
