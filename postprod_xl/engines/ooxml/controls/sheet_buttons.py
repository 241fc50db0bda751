"""The buttons of one tab of a workbook: their faces renewed where they stand, new ones put in a free place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.controls import vml
from postprod_xl.engines.ooxml.controls.extended import ExtendedControls, free_name, named_part, part_text
from postprod_xl.engines.ooxml.controls.grid import PixelGrid, Span
from postprod_xl.engines.ooxml.controls.vml import VmlButton
from postprod_xl.engines.ooxml.sheets.sections import with_part
from postprod_xl.engines.ooxml.sheets.sheet import SheetText

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

_LEGACY = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing"
_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"


@dataclass(frozen=True)
class Place:
    """Where a row of buttons begins: row and column from 0, pixels left above them, pixels between them."""

    row: int
    column: int
    top: int
    gap: int


@dataclass(frozen=True)
class NewButton:
    """A button to be added: its face, its size in pixels, and its shape as a drawing writes it."""

    face: VmlButton
    width: int
    height: int


class SheetButtons:
    """The buttons of a tab; nothing is written before `write`.

    Parameters
    ----------
    package
        The workbook.
    part, title
        The tab's.
    """

    def __init__(self, package: Package, part: str, title: str) -> None:
        self._package, self._part = package, part
        self._sheet = SheetText(package.read(part), title)
        self._grid = PixelGrid(self._sheet)
        self._drawing = named_part(package, part, self._sheet.tail, "legacyDrawing", "/vmlDrawing")
        self._text = part_text(package, self._drawing) if self._drawing else ""
        self._extended = ExtendedControls(package, part, self._sheet)

    @property
    def buttons(self) -> list[VmlButton]:
        """The buttons that run a macro of the workbook."""
        return vml.buttons_of(self._text)

    def renew(self, faces: Mapping[str, VmlButton]) -> list[str]:
        """Give buttons their faces, by the name of their macro in lower case; gives the macros whose face changed."""
        changed = [
            button.macro
            for button in self.buttons
            if (face := faces.get(button.macro.casefold()))
            and (button.label, button.tip) != (face.label, face.tip)
        ]
        self._text = vml.with_faces(self._text, lambda macro: faces.get(macro.casefold()))
        self._extended.renew(faces)
        return changed

    def add(self, new: Sequence[NewButton], place: Place) -> None:
        """Add buttons from a place on, to the right of what stands there: shapes, pictures and filled cells."""
        if not new:
            return
        if not self._drawing:
            self._make_drawing()
        for button in new:
            left = self._free_left(button, place)
            shape = _shape(button, place, left, self._grid)
            self._text, number = vml.with_shape(self._text, shape)
            self._extended.add(number, button.face, vml.anchors_of(self._text)[-1])

    def heighten(self, row: int, points: int) -> None:
        """Give a row, counted from 0, a height where a person gave it none."""
        held = self._sheet.row(row + 1)
        if " ht=" not in held.opening:
            held.opening = f'{held.opening[:-1]} ht="{points}" customHeight="1">'
            self._sheet.put(row + 1, held)

    def write(self) -> None:
        """Put the changes into the package."""
        if self._drawing:
            self._package.replace(self._drawing, self._text.encode("utf-8", "surrogateescape"))
        self._extended.write()
        self._package.replace(self._part, self._sheet.to_bytes())

    def _free_left(self, button: NewButton, place: Place) -> int:
        """The first pixel of the row of buttons, from the left of the sheet, where a button covers nothing."""
        top = self._grid.top(place.row) + place.top
        rows = Span(top, top + button.height)
        taken = sorted(self._taken(rows, place.gap), key=lambda span: span.start)
        left = self._grid.left(place.column) + place.gap
        for span in taken:
            if span.start < left + button.width and left < span.end:
                left = span.end
        return left

    def _taken(self, rows: Span, gap: int) -> Iterator[Span]:
        """What stands across some rows of pixels, with the gap that is kept around it."""
        for anchor in [*vml.anchors_of(self._text), *self._extended.anchors]:
            across, down = self._grid.spans(anchor)
            if down.start < rows.end and rows.start < down.end:
                yield Span(across.start - gap, across.end + gap)
        yield from self._grid.filled(rows)

    def _make_drawing(self) -> None:
        package = self._package
        others = [name for name in package.names if name.lower().endswith(".vml")]
        block = max(
            (number for name in others for number in vml.blocks_of(part_text(package, name))), default=0
        )
        self._drawing = free_name(package, "xl/drawings/vmlDrawing", ".vml")
        self._text = vml.EMPTY % (block + 1)
        package.add(self._drawing, self._text.encode())
        package.add_override(self._drawing, _TYPE)
        relation = package.add_relationship(self._part, _LEGACY, self._drawing)
        sheet = self._sheet
        sheet.tail = with_part((sheet.head, sheet.tail), sheet.prefix, "legacyDrawing", relation)


def _shape(button: NewButton, place: Place, left: int, grid: PixelGrid) -> str:
    """The shape as XlsxWriter draws it on a sheet of the same columns and rows, as in a new workbook."""
    from xlsxwriter import Workbook

    output = io.BytesIO()
    with Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        column, offset = grid.column_at(left)
        for number in range(grid.column_at(left + button.width)[0] + 1):
            width = grid.width(number)
            sheet.set_column_pixels(number, number, width, None, {} if width else {"hidden": True})
        for number in range(place.row + 3):
            sheet.set_row_pixels(number, grid.height(number))
        sheet.insert_button(
            place.row,
            column,
            {
                "macro": button.face.macro,
                "caption": button.face.label,
                "description": button.face.tip,
                "width": button.width,
                "height": button.height,
                "x_offset": offset,
                "y_offset": place.top,
            },
        )
    with zipfile.ZipFile(output) as archive:
        return vml.shape_of(archive.read("xl/drawings/vmlDrawing1.vml").decode())
