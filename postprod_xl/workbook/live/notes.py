"""Notes on the cells of a live table: which there are, and how they follow their row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.addresses import Area

if TYPE_CHECKING:
    from xlwings import Sheet

    from postprod_xl.workbook.live.changes import LiveChanges
    from postprod_xl.workbook.live.runs import CellPosition


def cells_with_notes(sheet: Sheet, area: Area) -> dict[CellPosition, str]:
    """Give the texts of the notes in an area, by row and column."""
    found = {}
    for note in sheet.notes:
        cell = note.location
        if area.contains(cell.row, cell.column):
            found[cell.row, cell.column] = note.text
    return found


def move_notes(
    changes: LiveChanges, sheet: Sheet, noted: Mapping[CellPosition, str], moves: Mapping[int, int]
) -> None:
    """Move notes with their rows, given by their row and column; ``moves`` gives new rows by old row."""
    new = {(moves[row], column): text for (row, column), text in noted.items()}
    if new == noted:
        return
    changes.done(lambda: _replace(sheet, new, noted))
    _replace(sheet, noted, new)


def forget_notes(sheet: Sheet, area: Area) -> None:
    """Remove the notes of an area."""
    for row, column in cells_with_notes(sheet, area):
        _delete_note(sheet, (row, column))


def _delete_note(sheet: Sheet, cell: CellPosition) -> None:
    note = sheet.range(cell).note
    if note is not None:
        note.delete()


def _replace(sheet: Sheet, old: Mapping[CellPosition, str], new: Mapping[CellPosition, str]) -> None:
    """Put notes where others were; undoing an interrupted move finds some of both."""
    for row, column in {*old, *new}:
        _delete_note(sheet, (row, column))
    for (row, column), text in new.items():
        sheet.range((row, column)).add_note(text)
