"""Insert, delete, copy, paste, move and fill cells."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from postprod_xl.engines.calc.formulas.addresses import Box
from postprod_xl.engines.calc.office.bridge import properties, uno_module
from postprod_xl.engines.calc.ranges.core import WHOLE_SHEET, CellBlock

# What Calc's « Paste special » takes for each kind of xlwings: S text, V numbers, D dates, F formulas, N notes,
# T formats.
_PASTES = {
    None: "SVDFNT",
    "all": "SVDFNT",
    "comments": "N",
    "formats": "T",
    "formulas": "SVDF",
    "values": "SVD",
}
_EVERYTHING = "A"
_OPERATIONS = {None: 0, "add": 1, "subtract": 2, "multiply": 3, "divide": 4}
# FillMode and FillDateMode of com.sun.star.sheet.
_FILLS = {
    "fill_copy": ("SIMPLE", "FILL_DATE_DAY"),
    "fill_days": ("DATE", "FILL_DATE_DAY"),
    "fill_weekdays": ("DATE", "FILL_DATE_WEEKDAY"),
    "fill_months": ("DATE", "FILL_DATE_MONTH"),
    "fill_years": ("DATE", "FILL_DATE_YEAR"),
}
_NO_END = 1.7e307
_INPUT_SETTINGS, _QUESTION = "/org.openoffice.Office.Calc/Input", "ReplaceCellsWarning"
_deletions = 0


def deletions() -> int:
    """How many times cells were deleted in this process.

    Cells deleted in the first row or column leave every UNO sheet that LibreOffice 7.4 had given out a row lower
    or a column further right than it was: whoever holds one must ask the document for it again.
    """
    return _deletions


class EditableCells(CellBlock):
    """A range that can be inserted, deleted, copied, moved and filled."""

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        self.refuse_protected()
        if copy_origin == "format_from_right_or_below":
            raise NotImplementedError("Calc reprend toujours le format de gauche ou du dessus.")
        box = self.box
        wide = "right" if box.height > box.width else "down"
        mode = self._whole_lines() or {"down": "DOWN", "right": "RIGHT"}[shift or wide]
        self.sheet.xl.insertCells(self.xl.RangeAddress, _enum("sheet.CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        self.refuse_protected()
        box = self.box
        wide = "left" if box.height >= box.width else "up"
        mode = self._whole_lines() or {"up": "UP", "left": "LEFT"}[shift or wide]
        global _deletions
        self.sheet.xl.removeRange(self.xl.RangeAddress, _enum("sheet.CellDeleteMode", mode))
        _deletions += 1

    def _whole_lines(self) -> str:
        """Whether the range is whole rows or whole columns."""
        box = self.box
        if box.width == WHOLE_SHEET.width:
            return "ROWS"
        return "COLUMNS" if box.height == WHOLE_SHEET.height else ""

    def copy(self, destination: Any = None) -> None:
        if destination is None:
            self._dispatch(".uno:Copy")
        elif destination.impl.document == self.document:
            self._refuse_locked_at(destination.impl)
            corner = destination.impl.first_cell().getCellAddress()
            self.sheet.xl.copyRange(corner, self.xl.RangeAddress)
        else:
            self._dispatch(".uno:Copy")
            destination.impl.paste()

    def copy_from(
        self, source_range: Any, copy_type: str = "all", skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        kinds = {"all": "all", "formats": "formats", "formulas": "formulas", "values": "values"}
        if copy_type not in kinds:
            raise NotImplementedError(f"Copie « {copy_type} » non prise en charge dans Calc.")
        source_range.impl.copy()
        self.paste(kinds[copy_type], None, skip_blanks, transpose)

    def move(self, destination: Any) -> None:
        self.refuse_protected()
        corner = destination.impl.first_cell().getCellAddress()
        self.sheet.xl.moveRange(corner, self.xl.RangeAddress)

    def paste(
        self,
        paste: str | None = None,
        operation: str | None = None,
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        if paste not in _PASTES:
            raise NotImplementedError(f"Collage « {paste} » non pris en charge dans Calc.")
        self.refuse_protected()
        with _no_question_before_replacing(self.sheet.book.app.office):
            self.insert_contents(_PASTES[paste], _OPERATIONS[operation], skip_blanks, transpose)

    def copy_with_drawings(self, destination: Any) -> None:
        """Copy this range to another workbook as Excel does: drawings and hidden rows come along.

        Charts come with figures of their own in the place of cells; see `sheets.charts`.
        """
        destination.refuse_protected()
        self._dispatch(".uno:Copy")
        with _no_question_before_replacing(destination.sheet.book.app.office):
            destination.insert_contents(_EVERYTHING)

    def insert_contents(
        self, kinds: str, operation: int = 0, skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        """Insert what was copied of these kinds, as the letters of Calc's « Paste special » say them."""
        self._dispatch(
            ".uno:InsertContents",
            Flags=kinds,
            FormulaCommand=operation,
            SkipEmptyCells=skip_blanks,
            Transpose=transpose,
            AsLink=False,
            MoveMode=4,
        )

    def _refuse_locked_at(self, destination: CellBlock) -> None:
        """Refuse to copy this range over locked cells."""
        start, own = destination.box, self.box
        last_row, last_column = start.row + own.height - 1, start.column + own.width - 1
        destination.at(Box(start.row, start.column, last_row, last_column)).refuse_locked()

    def _dispatch(self, command: str, **arguments: Any) -> None:
        """Dispatch a menu command on this range, then restore the active sheet and selection."""
        book = self.sheet.book
        controller = book.controller
        active, selection = controller.getActiveSheet(), controller.getSelection()
        controller.setActiveSheet(self.sheet.xl)
        controller.select(self.xl)
        helper = book.app.office.service("frame.DispatchHelper")
        helper.executeDispatch(controller.Frame, command, "", 0, properties(**arguments))
        controller.setActiveSheet(active)
        controller.select(selection)

    def autofill(self, destination: Any, type_: str) -> None:
        destination.impl.refuse_locked()
        direction, count = self._way_to(destination.impl)
        if type_ == "fill_default":
            destination.impl.xl.fillAuto(_enum("sheet.FillDirection", direction), count)
            return
        if type_ not in _FILLS:
            raise NotImplementedError(f"Recopie « {type_} » non prise en charge dans Calc.")
        mode, dates = _FILLS[type_]
        destination.impl.xl.fillSeries(
            _enum("sheet.FillDirection", direction),
            _enum("sheet.FillMode", mode),
            _enum("sheet.FillDateMode", dates),
            1.0,
            _NO_END,
        )

    def _way_to(self, destination: CellBlock) -> tuple[str, int]:
        """Direction in which the destination extends this range, and number of source lines."""
        own, target = self.box, destination.box
        if target.width == own.width and target.column == own.column:
            return ("TO_BOTTOM" if target.row == own.row else "TO_TOP"), own.height
        if target.height == own.height and target.row == own.row:
            return ("TO_RIGHT" if target.column == own.column else "TO_LEFT"), own.width
        raise ValueError(
            f"La recopie de {self.address} va dans un seul sens ; {destination.address} en a deux."
        )

    def group(self, by: str) -> None:
        self.sheet.xl.group(self.xl.RangeAddress, _enum("table.TableOrientation", _lines(by)))

    def ungroup(self, by: str) -> None:
        self.sheet.xl.ungroup(self.xl.RangeAddress, _enum("table.TableOrientation", _lines(by)))


@contextlib.contextmanager
def _no_question_before_replacing(office: Any) -> Iterator[None]:
    """Paste without the overwrite prompt: a hidden office gets no answer and pastes nothing."""
    provider = office.service("configuration.ConfigurationProvider")
    access = "com.sun.star.configuration.ConfigurationUpdateAccess"
    settings = provider.createInstanceWithArguments(access, properties(nodepath=_INPUT_SETTINGS))
    asked = settings.getByName(_QUESTION)
    _set_question(settings, asked=False)
    try:
        yield
    finally:
        _set_question(settings, asked=asked)


def _set_question(settings: Any, *, asked: bool) -> None:
    settings.replaceByName(_QUESTION, asked)
    settings.commitChanges()


def _lines(by: str) -> str:
    return "COLUMNS" if by.startswith("c") else "ROWS"


def _enum(type_name: str, value: str) -> Any:
    return uno_module().Enum(f"com.sun.star.{type_name}", value)
