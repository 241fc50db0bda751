"""Number format, colours, font, alignment and merging of cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from postprod_xl.engines.calc.formulas.addresses import Box
from postprod_xl.engines.calc.formulas.references import box_of
from postprod_xl.engines.calc.ranges.core import CellBlock
from postprod_xl.engines.calc.styles import colours, number_formats
from postprod_xl.engines.calc.styles.borders import Borders
from postprod_xl.engines.calc.styles.fonts import Font

# Excel's alignment → com.sun.star.table.CellHoriJustify and CellJustifyMethod (1 is « distributed »).
_HORIZONTAL = {
    "general": ("STANDARD", 0),
    "left": ("LEFT", 0),
    "center": ("CENTER", 0),
    "right": ("RIGHT", 0),
    "fill": ("REPEAT", 0),
    "justify": ("BLOCK", 0),
    "distributed": ("BLOCK", 1),
}
# Excel's alignment → com.sun.star.table.CellVertJustify2 and CellJustifyMethod.
_VERTICAL = {"top": (1, 0), "center": (2, 0), "bottom": (3, 0), "justify": (4, 0), "distributed": (4, 1)}
# Calc's « standard », which Excel files never hold, lies at the bottom.
_STANDARD = 0


class StyledCells(CellBlock):
    """A range with the appearance of its cells."""

    @property
    def number_format(self) -> str | None:
        """Excel's code of the format; None when the cells disagree."""
        if self.xl is None:
            return ""
        keys = {key for key, _ in number_formats.boxes_by_key(self.xl)}
        codes = {number_formats.code_of_key(self.document, key) for key in keys}
        return codes.pop() if len(codes) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        if self.xl is not None:
            self.refuse_protected()
            self.xl.NumberFormat = number_formats.key_of_code(self.document, value)

    @property
    def font(self) -> Font:
        if len(self) != 1:
            return Font(self, self.xl)
        letters = self.first_cell().createTextCursor()
        letters.gotoEnd(True)
        return Font(self, self.xl, letters)

    @property
    def borders(self) -> Borders:
        return Borders(self, self.xl)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Red, green and blue of the background; None without one, and when the cells disagree."""
        return colours.from_calc(self.common("CellBackColor")) if self.xl is not None else None

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        if self.xl is not None:
            self.refuse_protected()
            self.xl.setPropertyValue("CellBackColor", colours.to_calc(color_or_rgb))

    def set_colors(self, colors: Sequence[Sequence[Any]]) -> None:
        """A background for each cell; `...` leaves a cell as it is."""
        self.refuse_protected()
        from postprod_xl.engines.calc.ranges.contents import rectangles

        wanted = {colour for row in colors for colour in row if colour is not ...}
        sheet_index = self.xl.RangeAddress.Sheet
        for colour in wanted:
            places = rectangles(colors, colour, self.box)
            number = colours.to_calc(colour)
            number_formats.set_property(self.document, sheet_index, places, "CellBackColor", number)

    @property
    def wrap_text(self) -> bool | None:
        return self.common("IsTextWrapped")

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.refuse_protected()
        self.xl.setPropertyValue("IsTextWrapped", bool(value))

    @property
    def horizontal_alignment(self) -> str | None:
        side, method = self.common("HoriJustify"), self.common("HoriJustifyMethod")
        if side is None or method is None:
            return None
        method = method if side.value == "BLOCK" else 0
        return next(name for name, wanted in _HORIZONTAL.items() if wanted == (side.value, method))

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self.refuse_protected()
        import uno

        if value not in _HORIZONTAL:
            raise NotImplementedError(f"Calc n'a pas l'alignement « {value} ».")
        side, method = _HORIZONTAL[value]
        self.xl.setPropertyValue("HoriJustify", uno.Enum("com.sun.star.table.CellHoriJustify", side))
        self.xl.setPropertyValue("HoriJustifyMethod", method)

    @property
    def vertical_alignment(self) -> str | None:
        side, method = self.common("VertJustify"), self.common("VertJustifyMethod")
        if side is None or method is None:
            return None
        if side == _STANDARD:
            return "bottom"
        method = method if side == _VERTICAL["justify"][0] else 0
        return next(name for name, wanted in _VERTICAL.items() if wanted == (side, method))

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.refuse_protected()
        side, method = _VERTICAL[value]
        self.xl.setPropertyValue("VertJustify", side)
        self.xl.setPropertyValue("VertJustifyMethod", method)

    def adjust_indent(self, amount: int) -> None:
        """Move the text of left-aligned cells by steps of Excel's indent, three characters of 7 pixels."""
        indent = self.common("ParaIndent")
        self.refuse_protected()
        if indent is None:
            raise NotImplementedError("Les retraits de ces cellules diffèrent : une cellule à la fois.")
        self.horizontal_alignment = "left"
        self.xl.setPropertyValue("ParaIndent", max(0, indent + amount * _INDENT))

    @property
    def merge_area(self) -> Self:
        cursor = self.sheet.xl.createCursorByRange(self.first_cell())
        cursor.collapseToMergedArea()
        return self.at(box_of(cursor))

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells are merged; None when only some are."""
        if not self.xl.getIsMerged():
            return self._is_inside_merged()
        return True if _covers(self.merge_area.box, self.box) else None

    def _is_inside_merged(self) -> bool:
        """Whether cells that start no merged area lie inside one that starts elsewhere."""
        cursor = self.sheet.xl.createCursorByRange(self.xl)
        cursor.collapseToMergedArea()
        if box_of(cursor) == self.box:
            return False
        area = self.merge_area.box
        return area.height * area.width > 1 and _covers(area, self.box)

    def merge(self, across: bool) -> None:
        """Merge the cells, and the merged areas they touch; only the first content is kept, as in Excel."""
        self.refuse_protected()
        whole = self._with_merged_areas()
        whole.xl.merge(False)
        box = whole.box
        rows = (
            [(row, row) for row in range(box.row, box.last_row + 1)] if across else [(box.row, box.last_row)]
        )
        for row, last_row in rows:
            whole.at(Box(row, box.column, last_row, box.last_column))._merge_all()

    def _with_merged_areas(self) -> Self:
        """These cells and all of the merged areas they touch."""
        cursor = self.sheet.xl.createCursorByRange(self.xl)
        cursor.collapseToMergedArea()
        return self.at(box_of(cursor))

    def _merge_all(self) -> None:
        """One merged cell, which holds the first content in the order of reading."""
        formulas = self.xl.getFormulaArray()
        filled = [
            (row, column) for row, texts in enumerate(formulas) for column, text in enumerate(texts) if text
        ]
        if filled and filled[0] != (0, 0):
            row, column = filled[0]
            corner = self.first_cell().getCellAddress()
            self.sheet.xl.moveRange(
                corner, self.xl.getCellRangeByPosition(column, row, column, row).RangeAddress
            )
        for row, column in filled[1:]:
            self.xl.getCellByPosition(column, row).setString("")
        self.xl.merge(True)

    def unmerge(self) -> None:
        self.refuse_protected()
        self._with_merged_areas().xl.merge(False)


# Three characters of the standard font, in hundredths of a millimetre.
_INDENT = 353


def _covers(outer: Box, inner: Box) -> bool:
    return (
        outer.row <= inner.row
        and outer.column <= inner.column
        and outer.last_row >= inner.last_row
        and outer.last_column >= inner.last_column
    )
