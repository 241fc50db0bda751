"""The font of cells, of a part of their text, or of a shape."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from postprod_xl.engines.calc.styles import colours

# com.sun.star.awt.FontWeight
_NORMAL, _BOLD = 100.0, 150.0


class Font(base_classes.Font):
    """The font of whatever has the `Char…` properties of UNO.

    Parameters
    ----------
    parent
        What the font belongs to.
    xl
        The UNO object that carries the properties.
    letters
        The UNO cursor over the text of a single cell, whose letters may differ; None for anything else. Letters
        that differ inside the cells of a larger range are neither seen nor changed.
    """

    def __init__(self, parent: Any, xl: Any, letters: Any = None) -> None:
        self.parent = parent
        self.xl = xl
        self._letters = letters

    @property
    def api(self) -> Any:
        return self.xl

    def _common(self, name: str) -> Any:
        """A property that all the characters share; None when they disagree."""
        carrier = self.xl if self._letters is None else self._letters
        if carrier.getPropertyState(name).value == "AMBIGUOUS_VALUE":
            return None
        return carrier.getPropertyValue(name)

    def _put(self, name: str, value: Any) -> None:
        """Set a property of all the characters, those that had one of their own included."""
        self.parent.refuse_protected()
        self.xl.setPropertyValue(name, value)
        if self._letters is not None and self._letters.getPropertyState(name).value != "DEFAULT_VALUE":
            self._letters.setPropertyValue(name, value)

    @property
    def bold(self) -> bool | None:
        weight = self._common("CharWeight")
        return None if weight is None else weight >= _BOLD

    @bold.setter
    def bold(self, value: bool) -> None:
        self._put("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> bool | None:
        posture = self._common("CharPosture")
        return None if posture is None else posture.value in ("ITALIC", "OBLIQUE")

    @italic.setter
    def italic(self, value: bool) -> None:
        import uno

        name = "ITALIC" if value else "NONE"
        self._put("CharPosture", uno.Enum("com.sun.star.awt.FontSlant", name))

    @property
    def size(self) -> float | None:
        height = self._common("CharHeight")
        return None if height is None else round(height, 1)

    @size.setter
    def size(self, value: float) -> None:
        self._put("CharHeight", float(value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Red, green and blue; the automatic colour is black, as in Excel; None when they disagree."""
        number = self._common("CharColor")
        return (0, 0, 0) if number == colours.NO_COLOUR else colours.from_calc(number)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self._put("CharColor", colours.to_calc(color_or_rgb))

    @property
    def name(self) -> str | None:
        return self._common("CharFontName")

    @name.setter
    def name(self, value: str) -> None:
        self._put("CharFontName", value)
