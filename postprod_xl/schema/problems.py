"""A person's mistake is a record: what is wrong, where, and what was expected; an exception at most carries it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from postprod_xl.schema.cells.characters import brief, disguised, message_line, one_line
from postprod_xl.schema.vocabulary import Severity

CSV_LINE = "ligne "
CELLS_NAMED = 3

Cell = TypeVar("Cell")


class Address(Protocol):
    """Where a table stands: turns a row number and a heading into a tab title and a cell."""

    @property
    def sheet(self) -> str: ...

    @property
    def headings(self) -> Sequence[str]: ...

    def cell(self, row: int, heading: str) -> str: ...


@dataclass(frozen=True)
class Problem:
    """One thing a person should fix or know.

    Its texts are kept on one line, and what a cell holds is quoted in brief, whatever the cell.

    Parameters
    ----------
    severity
        Blocking problems stop every command before anything is written.
    table
        Name of the table the problem was found in, empty for the whole workbook.
    row
        Row number in the sheet (or line of the CSV file), None when no single row is concerned.
    heading
        French heading of the column, empty when no single column is concerned.
    found, expected
        What the cell holds and what it should hold, as a person would say it.
    message
        One French sentence without its place; `line` adds the place.
    tab, cell
        Filled by `located`: tab title and cell, or file and line for a CSV.
    """

    severity: Severity
    table: str
    row: int | None
    heading: str
    found: str
    expected: str
    message: str
    tab: str = ""
    cell: str = ""

    def __post_init__(self) -> None:
        found, message = brief(self.found), self.message
        if self.found and found != self.found:
            message = message.replace(self.found, found)
        letters = disguised(found)
        if letters not in message:
            message = f"{message} ; à la place d'une lettre latine : {letters}"
        texts = {
            "found": found,
            "expected": message_line(self.expected),
            "message": message_line(message),
            "heading": one_line(self.heading),
            "tab": one_line(self.tab),
        }
        for name, text in texts.items():
            object.__setattr__(self, name, text)

    @property
    def line(self) -> str:
        """The whole French line: `Équipe!B4 — Fonction : message`."""
        separator = ", " if self.cell.startswith(CSV_LINE) else "!"
        place = f"{self.tab}{separator}{self.cell}" if self.cell else self.tab
        parts = [part for part in (place, self.heading) if part]
        return " : ".join([" — ".join(parts), self.message]) if parts else self.message

    @property
    def is_blocking(self) -> bool:
        return self.severity is Severity.BLOCKING

    def naming(self, name: str) -> Problem:
        """The same problem, its message beginning with what a person calls the row, unless it says so already."""
        known = name.split(",")[0]
        if not known or re.search(rf"(?<!\w){re.escape(known)}(?!\w)", self.message):
            return self
        return replace(self, message=f"{name} : {self.message}")

    def located(self, places: dict[str, Address]) -> Problem:
        """The same problem with its tab and cell, read from the places of the tables."""
        place = places.get(self.table)
        if place is None or self.tab:
            return self
        known = self.row is not None and self.heading in place.headings
        cell = place.cell(self.row, self.heading) if known else ""  # type: ignore[arg-type]
        return replace(self, tab=place.sheet, cell=cell)


def named_cells(cells: Sequence[Cell]) -> tuple[Sequence[Cell], str]:
    """The cells that get a problem each, and what is added to it; of too many, the first stands for all."""
    if len(cells) <= CELLS_NAMED:
        return cells, ""
    return cells[:1], first_of(len(cells))


def first_of(count: int) -> str:
    """What is said beside the first of several rows that have the same fault."""
    return f" ({count} lignes, celle-ci est la première)" if count > 1 else ""


def blocking(
    table: str, row: int | None, heading: str, found: str, expected: str, message: str = ""
) -> Problem:
    """A problem that stops the command; the message defaults to found and expected."""
    return _problem(Severity.BLOCKING, table, row, heading, found, expected, message)


def warning(
    table: str, row: int | None, heading: str, found: str, expected: str, message: str = ""
) -> Problem:
    """A problem to look at that stops nothing."""
    return _problem(Severity.WARNING, table, row, heading, found, expected, message)


def info(table: str, row: int | None, heading: str, found: str, expected: str, message: str = "") -> Problem:
    """Something worth knowing that calls for no correction."""
    return _problem(Severity.INFO, table, row, heading, found, expected, message)


def _problem(
    severity: Severity, table: str, row: int | None, heading: str, found: str, expected: str, message: str
) -> Problem:
    text = message or f"trouvé « {found} », attendu : {expected}"
    return Problem(severity, table, row, heading, found, expected, text)


class Refusal(Exception):
    """What cannot be done, with the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem
