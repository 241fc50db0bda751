"""A part of the text of a cell or of a shape."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from postprod_xl.engines.calc.styles.fonts import Font


class Characters(base_classes.Characters):
    """Some characters of a UNO text.

    Parameters
    ----------
    parent
        The range or shape that holds the text.
    xl
        The UNO text.
    start, length
        First character, counted from 0, and how many; all of them when `length` is None.
    """

    def __init__(self, parent: Any, xl: Any, start: int = 0, length: int | None = None) -> None:
        self.parent = parent
        self.xl = xl
        self.start = start
        self.length = len(xl.getString()) if length is None else length

    @property
    def api(self) -> Any:
        """The UNO text cursor over the characters."""
        cursor = self.xl.createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(self.start, False)
        cursor.goRight(self.length, True)
        return cursor

    def refuse_protected(self) -> None:
        self.parent.refuse_protected()

    @property
    def text(self) -> str:
        return self.xl.getString()[self.start : self.start + self.length]

    @property
    def font(self) -> Font:
        return Font(self, self.api)

    def __getitem__(self, item: int | slice) -> Characters:
        if not isinstance(item, slice):
            place = range(self.length)[item]
            return Characters(self.parent, self.xl, self.start + place, 1)
        if (item.start or 0) < 0 or (item.stop or 0) < 0:
            raise ValueError(
                "Les caractères se comptent depuis le début : un indice négatif n'est pas admis."
            )
        first, after, _ = item.indices(self.length)
        return Characters(self.parent, self.xl, self.start + first, max(after - first, 0))
