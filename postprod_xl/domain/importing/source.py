"""Where an imported line stands, and why one is not imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from postprod_xl.documents.grid import Grid, cell_address
from postprod_xl.schema.problems import CSV_LINE, Problem, warning


@dataclass(frozen=True)
class Source:
    """A file to import: its name, and its sheets; a CSV file has one."""

    name: str
    grids: Sequence[Grid]


@dataclass(frozen=True)
class Line:
    """One line of a list or of a form, its cells read.

    Parameters
    ----------
    place
        Name of the file, with the sheet where it has several.
    row
        Its row in the sheet, or its line in a CSV file.
    is_csv
        Which of the two.
    columns
        Column of each cell in the sheet, by code name of ours; 0 for one that stands above the list.
    values
        What is read of it, by code name; a cell left empty is not there.
    problems
        Why it cannot be imported; none for a line that can.
    """

    place: str
    row: int
    is_csv: bool
    columns: Mapping[str, int]
    values: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def problem(self, column: str, heading: str, found: str, said: tuple[str, str]) -> Problem:
        """What is wrong in one of its cells: its column of ours, what is found; what is expected, and the message."""
        expected, message = said
        at = self.columns.get(column, 0)
        cell = cell_address((self.row, at)) if at and not self.is_csv else f"{CSV_LINE}{self.row}"
        return replace(warning("", None, heading, found, expected, message), tab=self.place, cell=cell)


def place_of(source: Source, grid: Grid) -> str:
    """What a sheet of a file is called: the file alone where it has no other."""
    return source.name if len(source.grids) == 1 else f"{source.name}, {grid.title}"
