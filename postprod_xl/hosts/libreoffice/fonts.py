"""The font of cells, of a part of their text, or of a shape."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from postprod_xl.hosts.libreoffice import colours

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
    """

    def __init__(self, parent: Any, xl: Any) -> None:
        self.parent = parent
        self.xl = xl

    @property
    def api(self) -> Any:
        return self.xl

    def _common(self, name: str) -> Any:
        """A property that all the characters share; None when they disagree."""
        if self.xl.getPropertyState(name).value == "AMBIGUOUS_VALUE":
            return None
        return self.xl.getPropertyValue(name)

    @property
    def bold(self) -> bool | None:
        weight = self._common("CharWeight")
        return None if weight is None else weight >= _BOLD

    @bold.setter
    def bold(self, value: bool) -> None:
        self.xl.setPropertyValue("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> bool | None:
        posture = self._common("CharPosture")
        return None if posture is None else posture.value in ("ITALIC", "OBLIQUE")

    @italic.setter
    def italic(self, value: bool) -> None:
        import uno

        name = "ITALIC" if value else "NONE"
        self.xl.setPropertyValue("CharPosture", uno.Enum("com.sun.star.awt.FontSlant", name))

    @property
    def size(self) -> float | None:
        height = self._common("CharHeight")
        return None if height is None else round(height, 1)

    @size.setter
    def size(self, value: float) -> None:
        self.xl.setPropertyValue("CharHeight", float(value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Red, green and blue; the automatic colour is black, as in Excel; None when they disagree."""
        number = self._common("CharColor")
        return (0, 0, 0) if number == colours.NO_COLOUR else colours.from_calc(number)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self.xl.setPropertyValue("CharColor", colours.to_calc(color_or_rgb))

    @property
    def name(self) -> str | None:
        return self._common("CharFontName")

    @name.setter
    def name(self, value: str) -> None:
        self.xl.setPropertyValue("CharFontName", value)
