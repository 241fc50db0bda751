"""What differs between two workbooks, as the rows of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from postprod_xl.schema.kinds import Kind


class DifferenceRow(NamedTuple):
    """One row of the sheet: where, what happened, and the typed values of a cell on both sides.

    `kind` is what the cell holds; None for a whole row, whose sides are told in words.
    """

    tab: str
    row: str
    what: str
    heading: str
    kind: Kind | None
    before: Any
    after: Any


@dataclass(frozen=True)
class DifferenceSheet:
    """The sheet: the names of both workbooks, what could not be compared, the differences."""

    first: str
    second: str
    lines: Sequence[str]
    differences: Sequence[DifferenceRow]
