"""The records of a producer's copy: `domain.producer_copy` cuts it out, `workbook.draw.producer_copy` draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postprod_xl.schema.rows import Rows


@dataclass(frozen=True)
class SharedTotal:
    """What stands under the rows of a table: its name, a rate when it is a share, and an amount."""

    label: str
    rate: Decimal | None
    cents: int


@dataclass(frozen=True)
class SharedTable:
    """Some rows of one declared table, and the code names of the columns shared of them, in order.

    `about` says which rows they are, `totals` what they come to.
    """

    rows: Rows
    names: tuple[str, ...]
    about: str = ""
    totals: tuple[SharedTotal, ...] = ()


@dataclass(frozen=True)
class ProducerCopy:
    """What a producer's copy holds.

    Parameters
    ----------
    project
        Code of the project.
    title
        Title of the project.
    lines
        The lines under the title: client, dates.
    tables
        The shared tables that have rows, and the planning in any case, limited to the project.
    day
        The day the copy speaks of.
    """

    project: str
    title: str
    lines: tuple[str, ...]
    tables: tuple[SharedTable, ...]
    day: date
