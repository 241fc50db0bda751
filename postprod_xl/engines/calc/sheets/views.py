"""Frozen panes and gridlines, which LibreOffice keeps in the view of the book."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.calc.formulas.addresses import Box
from postprod_xl.engines.calc.formulas.references import LAST_COLUMN, LAST_ROW, box_of_address
from postprod_xl.engines.calc.office.bridge import structure, uno_module

if TYPE_CHECKING:
    from postprod_xl.engines.calc.sheets.sheet import Sheet

GRIDLINES = ".uno:ToggleSheetGrid"
HIDDEN = "{sheet} — feuille masquée : une feuille visible est attendue."
NO_ADDRESS = "{sheet} — « {found} » : une adresse comme A1, A:A ou 1:1 est attendue."


class FreezePanes:
    """The frozen rows and columns of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Freeze down to the last row and last column of an address; whole rows freeze no column.

        Raises
        ------
        ValueError
            This is no address, or the sheet is hidden.
        """
        box = box_of_address(frozen_range)
        if box is None:
            raise ValueError(NO_ADDRESS.format(sheet=self.sheet.name, found=frozen_range))
        self._freeze(*_frozen(box))

    def unfreeze(self) -> None:
        """Unfreeze all panes."""
        self._freeze(0, 0)

    def _freeze(self, columns: int, rows: int) -> None:
        with _in_view(self.sheet) as controller:
            controller.freezeAtPosition(columns, rows)


def gridlines_shown(sheet: Sheet) -> bool:
    """Whether the gridlines of a sheet are shown."""
    with _in_view(sheet) as controller:
        return _gridlines(sheet, controller)[2]


def show_gridlines(sheet: Sheet, *, wanted: bool) -> None:
    """Show or hide the gridlines of one sheet, those of the others unchanged."""
    with _in_view(sheet) as controller:
        command, url, shown = _gridlines(sheet, controller)
        if shown != wanted:
            command.dispatch(url, ())


def _gridlines(sheet: Sheet, controller: Any) -> tuple[Any, Any, bool]:
    """The dispatch object of the gridlines command for the active sheet, its URL, and its state."""
    transformer = sheet.book.app.office.service("util.URLTransformer")
    url = transformer.parseStrict(structure("util.URL", Complete=GRIDLINES))[1]
    command = controller.Frame.queryDispatch(url, "", 0)
    listener = _state_listener()
    command.addStatusListener(listener, url)
    command.removeStatusListener(listener, url)
    return command, url, listener.state


def _state_listener() -> Any:
    """A status listener that keeps the state reported by a command."""
    helper: Any = sys.modules["unohelper"].Base
    interface: Any = uno_module().getClass("com.sun.star.frame.XStatusListener")

    class StateListener(helper, interface):  # type: ignore[misc]  # both exist only beside an office
        state = False

        def statusChanged(self, event: Any) -> None:
            self.state = bool(event.State)

        def disposing(self, _source: Any) -> None:
            pass

    return StateListener()


def _frozen(box: Box) -> tuple[int, int]:
    """Numbers of frozen columns and rows."""
    columns = 0 if box.last_column == LAST_COLUMN else box.last_column + 1
    rows = 0 if box.last_row == LAST_ROW else box.last_row + 1
    return columns, rows


@contextmanager
def _in_view(sheet: Sheet) -> Iterator[Any]:
    """The controller of a book with one sheet active; the previous one is restored afterwards."""
    if not sheet.visible:
        raise ValueError(HIDDEN.format(sheet=sheet.name))
    controller = sheet.book.controller
    former = controller.getActiveSheet()
    controller.setActiveSheet(sheet.xl)
    try:
        yield controller
    finally:
        controller.setActiveSheet(former)
