"""One difference between two states of a table, and its French line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from postprod_xl.domain.wording import euros_text, in_sentence
from postprod_xl.schema.bounds import value_text
from postprod_xl.schema.cells.characters import brief
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import TEXT_KINDS, Kind, is_empty
from postprod_xl.schema.table import Column, Table, TableKind
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import MINUTES_PER_HOUR, clock_text
from postprod_xl.schema.vocabulary import YesNo

LONGEST_VALUE = 60
_BEFORE_A_DAY = frozenset({"Le", "Du", "Au"})
"""Last words of headings that a day follows without an article."""
KEY_SHOWN, CELLS_NAMING, CELLS_SHOWN = 3, 2, 3
"""Cells that name a row with a key and one without; those that tell what a row added or removed is besides."""


class ChangeKind(StrEnum):
    """What happened to a row, or to a cell of it; the value is the French word that agrees with « ligne »."""

    ADDED = "ajoutée"
    REMOVED = "supprimée"
    CHANGED = "modifiée"
    MOVED = "déplacée"


@dataclass(frozen=True)
class Change:
    """One difference: a row added, removed or moved, or one cell of a row.

    Parameters
    ----------
    table
        Name of the table.
    key
        What a person calls the row: `P001-MON-10`, `TERR, rang 2`.
    kind
        What happened.
    column
        Code name of the cell's column; empty for a whole row.
    before, after
        The typed value of the cell on each side. Of a row added or removed, its filled cells by code name on the side
        that has it, None on the other; of a row moved, its row numbers.
    rows
        Its row number on each side, None where it is not.
    value_kind
        What the cell holds, where its column does not say it: the value of a setting. None for the kind of its column.
    """

    table: str
    key: str
    kind: ChangeKind
    column: str = ""
    before: Any = None
    after: Any = None
    rows: tuple[int | None, int | None] = (None, None)
    value_kind: Kind | None = None

    @property
    def declared(self) -> Table:
        return BY_NAME[self.table]

    @property
    def heading(self) -> str:
        """The French heading of its column; empty for a whole row."""
        return self.declared.heading(self.column) if self.column else ""

    @property
    def before_text(self) -> str:
        return self._text(self.before)

    @property
    def after_text(self) -> str:
        return self._text(self.after)

    @property
    def line(self) -> str:
        """The difference in one French line.

        `Planning, P001-MON-10 : Début fixé le 12/12/2026 au lieu du 10/12/2026`.
        """
        return f"{self.place} : {self.words}"

    @property
    def place(self) -> str:
        """Its tab and its row: `Planning, P001-MON-10`."""
        return f"{self.declared.tab}, {self.key}" if self.key else self.declared.tab

    @property
    def words(self) -> str:
        """What happened, without saying where."""
        if self.kind is ChangeKind.CHANGED:
            return f"{self.heading} {self._now()}"
        if self.kind is ChangeKind.MOVED:
            return f"ligne {self.after} au lieu de la ligne {self.before}"
        told = self.after_text if self.kind is ChangeKind.ADDED else self.before_text
        return f"ligne {self.kind}{f' ({told})' if told else ''}"

    @property
    def is_computed(self) -> bool:
        """Whether a refresh computes it again: a computed cell, or a row of a result."""
        if self.declared.kind is TableKind.INPUT:
            return bool(self.column) and self._column().is_computed
        return self.declared.kind is TableKind.RESULT

    def _now(self) -> str:
        column = self._column()
        before, after = (_quoted(column, value, self.value_kind) for value in (self.before, self.after))
        if isinstance(self.after, date) and self.heading.rpartition(" ")[2].capitalize() not in _BEFORE_A_DAY:
            after = f"le {after}"
        if is_empty(self.before):
            return f"{after}, vide avant"
        instead = f"du {before}" if isinstance(self.before, date) else f"de {before}"
        return f"{after or 'vide'} au lieu {instead}"

    def _column(self) -> Column:
        return self.declared.by_name[self.column]

    def _text(self, value: Any) -> str:
        if self.kind is ChangeKind.CHANGED:
            return cell_text(self.value_kind or self._column().kind, value)
        return cells_text(self.declared, value) if isinstance(value, Mapping) else shown(value)


def cell_text(kind: Kind, value: Any) -> str:
    """A typed value as its cell shows it; empty for an empty cell, a text for one that could not be read.

    >>> cell_text(Kind.EURO, 123450).replace(chr(160), " "), cell_text(Kind.HOURS, 450), cell_text(Kind.CLOCK, 570)
    ('1 234,50 €', '7,50', '09:30')
    >>> cell_text(Kind.BOOL, True), cell_text(Kind.DAY, date(2026, 12, 1)), cell_text(Kind.ANY, None)
    ('Oui', '01/12/2026', '')
    """
    if isinstance(value, str) or is_empty(value):
        return value or ""
    if kind is Kind.BOOL:
        return (YesNo.YES if value else YesNo.NO).value
    if kind is Kind.EURO:
        return euros_text(value)
    if kind is Kind.HOURS:
        return f"{value / MINUTES_PER_HOUR:.2f}".replace(".", ",")
    if kind is Kind.CLOCK:
        return clock_text(value)
    if kind is Kind.PERCENT:
        return value_text(kind, value)
    return shown(value)


def cells_text(table: Table, cells: Mapping[str, Any]) -> str:
    """The first filled cells of a row besides those of its name, with their headings."""
    named = _naming(table, cells)
    others = [column for column in table.columns if column.name in cells and column not in named]
    return ", ".join(
        f"{in_sentence(column.heading)} {_quoted(column, cells[column.name])}"
        for column in others[:CELLS_SHOWN]
    )


def row_name(table: Table, cells: Mapping[str, Any]) -> str:
    """What a person calls a row: its key, else its first two filled cells; the first alone goes without its heading.

    Parameters
    ----------
    table
        The declaration.
    cells
        Typed values by code name, the filled ones.

    Examples
    --------
    >>> row_name(BY_NAME["Echeancier"], {"project": "TERR", "rank": 2})
    'TERR, rang 2'
    """
    texts = [
        f"{in_sentence(column.heading) if at else ''} {_short(column.kind, cells[column.name])}".strip()
        for at, column in enumerate(_naming(table, cells))
    ]
    return ", ".join(texts)


def _naming(table: Table, cells: Mapping[str, Any]) -> list[Column]:
    """The columns that name a row: the first of its key, or of those filled."""
    key = [table.by_name[name] for name in table.key if name in cells]
    return key[:KEY_SHOWN] or [column for column in table.columns if column.name in cells][:CELLS_NAMING]


def _short(kind: Kind, value: Any) -> str:
    return brief(cell_text(kind, value), LONGEST_VALUE)


def _quoted(column: Column, value: Any, kind: Kind | None = None) -> str:
    """A value in a sentence: a code or a figure as it is, words between quotation marks."""
    kind = kind or column.kind
    text = _short(kind, value)
    is_wording = kind in TEXT_KINDS and (column.choices or " " in text)
    return f"« {text} »" if text and is_wording else text
