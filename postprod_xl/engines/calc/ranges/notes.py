"""Notes of cells (Calc calls them comments)."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes


class Note(base_classes.Note):
    """The note of one cell; `location` is the engine's range of that cell."""

    def __init__(self, location: Any) -> None:
        self._location = location

    @property
    def xl(self) -> Any:
        return self._location.first_cell().getAnnotation()

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def location(self) -> Any:
        return self._location

    @property
    def text(self) -> str:
        return self.xl.getString()

    @text.setter
    def text(self, value: str) -> None:
        self.xl.setString(value)

    @property
    def author(self) -> str:
        return self.xl.getAuthor()

    def delete(self) -> None:
        annotations, place = self._location.sheet.xl.Annotations, self.xl.getPosition()
        for index in range(annotations.Count):
            position = annotations.getByIndex(index).getPosition()
            if (position.Column, position.Row) == (place.Column, place.Row):
                annotations.removeByIndex(index)
                return


def note_of(cells: Any) -> Note | None:
    """The note of the first cell of a range, if it has one."""
    return Note(cells) if cells.first_cell().getAnnotation().getString() else None


def add_note(cells: Any, text: str) -> Note:
    """A new note on the first cell of a range."""
    address = cells.first_cell().getCellAddress()
    cells.sheet.xl.Annotations.insertNew(address, text)
    return Note(cells)
