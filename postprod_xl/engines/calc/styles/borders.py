"""Borders of cells."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from postprod_xl.engines.calc.office.bridge import structure
from postprod_xl.engines.calc.styles import colours

# Excel's line → com.sun.star.table.BorderLineStyle.
_STYLES = {
    "continuous": 0,
    "dot": 1,
    "dash": 2,
    "double": 3,
    "dash_dot": 16,
    "dash_dot_dot": 17,
}
# Excel's weight → hundredths of a millimetre, as LibreOffice reads them from a file of Excel.
_WEIGHTS = {"hairline": 2, "thin": 26, "medium": 53, "thick": 88}
_SIDES = {
    "edge_top": "TopLine",
    "edge_bottom": "BottomLine",
    "edge_left": "LeftLine",
    "edge_right": "RightLine",
    "inside_vertical": "VerticalLine",
    "inside_horizontal": "HorizontalLine",
}
_DIAGONALS = {"diagonal_down": "DiagonalTLBR2", "diagonal_up": "DiagonalBLTR2"}


class Border(base_classes.Border):
    """One side of a range."""

    def __init__(self, parent: Any, side: str, xl: Any) -> None:
        self.parent = parent
        self.side = side
        self.xl = xl

    @property
    def api(self) -> Any:
        return self._line

    @property
    def _line(self) -> Any:
        if self.side in _DIAGONALS:
            return self.xl.getPropertyValue(_DIAGONALS[self.side])
        return getattr(self.xl.TableBorder2, _SIDES[self.side])

    def _draw(self, line: Any) -> None:
        self.parent.refuse_protected()
        if self.side in _DIAGONALS:
            self.xl.setPropertyValue(_DIAGONALS[self.side], line)
            return
        border = structure("table.TableBorder2")
        setattr(border, _SIDES[self.side], line)
        setattr(border, f"Is{_SIDES[self.side]}Valid", True)
        self.xl.TableBorder2 = border

    def _is_drawn(self, line: Any) -> bool:
        return bool(line.LineWidth or line.OuterLineWidth)

    @property
    def line_style(self) -> str:
        """The line; those of Calc made of two lines of unequal widths read as « double »."""
        line = self._line
        if not self._is_drawn(line):
            return "none"
        return next((name for name, style in _STYLES.items() if style == line.LineStyle), "double")

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        if value not in _STYLES and value not in (None, "none"):
            raise NotImplementedError(f"Calc n'a pas le trait « {value} ».")
        line = self._line
        width = (line.LineWidth or _WEIGHTS["thin"]) if value in _STYLES else 0
        style = _STYLES.get(value or "none", 0)
        self._draw(_line(line.Color, style, width))

    @property
    def weight(self) -> str | None:
        line = self._line
        if not self._is_drawn(line):
            return None
        return min(_WEIGHTS, key=lambda name: abs(_WEIGHTS[name] - line.LineWidth))

    @weight.setter
    def weight(self, value: str) -> None:
        line = self._line
        self._draw(_line(line.Color, line.LineStyle if self._is_drawn(line) else 0, _WEIGHTS[value]))

    @property
    def color(self) -> tuple[int, int, int] | None:
        line = self._line
        return colours.from_calc(line.Color) if self._is_drawn(line) else None

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        line = self._line
        width = line.LineWidth or _WEIGHTS["thin"]
        style = line.LineStyle if self._is_drawn(line) else 0
        self._draw(_line(colours.to_calc(color_or_rgb), style, width))


def _line(colour: int, style: int, width: int) -> Any:
    return structure(
        "table.BorderLine2", Color=colour, LineStyle=style, LineWidth=width, OuterLineWidth=width
    )


class Borders(base_classes.Borders):
    """The sides of a range."""

    def __init__(self, parent: Any, xl: Any) -> None:
        self.parent = parent
        self.xl = xl

    @property
    def api(self) -> Any:
        return self.xl.TableBorder2

    def __getitem__(self, side: str) -> Border:
        return Border(self.parent, side, self.xl)

    def _existing_sides(self) -> list[str]:
        height, width = self.parent.shape
        absent = {"inside_vertical"} if width == 1 else set()
        absent |= {"inside_horizontal"} if height == 1 else set()
        return [side for side in _SIDES if side not in absent]

    def _common(self, attribute: str) -> Any:
        """What all the sides share; None when they disagree."""
        found = {getattr(self[side], attribute) for side in self._existing_sides()}
        return found.pop() if len(found) == 1 else None

    @property
    def line_style(self) -> str | None:
        return self._common("line_style")

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        self.set(base_classes.BORDER_GRID_SIDES, line_style=value)

    @property
    def weight(self) -> str | None:
        return self._common("weight")

    @weight.setter
    def weight(self, value: str) -> None:
        self.set(base_classes.BORDER_GRID_SIDES, weight=value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        return self._common("color")

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self.set(base_classes.BORDER_GRID_SIDES, color=color_or_rgb)

    def set(
        self,
        which: Any = base_classes.BORDER_GRID_SIDES,
        *,
        line_style: Any = base_classes._UNSET,
        weight: Any = base_classes._UNSET,
        color: Any = base_classes._UNSET,
    ) -> None:
        """Colour, then weight, then line style of each side, in xlwings' documented order."""
        for side in which:
            for name, value in (("color", color), ("weight", weight), ("line_style", line_style)):
                if value is not base_classes._UNSET:
                    setattr(self[side], name, value)

    def clear(self, which: Any = base_classes.BORDER_SIDES) -> None:
        self.set(which, line_style=None)
