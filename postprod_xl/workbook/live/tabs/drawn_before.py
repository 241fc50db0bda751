"""What a drawn tab of a live workbook shows already: a drawing that is there, whole, is not made again.

Drawing a tab takes LibreOffice a third of a second, most of a press, and few commands change what is drawn. The mark
of a drawing is the input message, never shown, of the validation of its first cell: like the rest of the drawing it
is replaced by whoever draws the tab otherwise. Excel copies cells fast: nothing is kept there.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from postprod_xl import __version__

if TYPE_CHECKING:
    from xlwings import Sheet


def shows(sheet: Sheet, chart: Any) -> bool:
    """Whether a tab shows a chart: drawn from the same records, and no cell typed over since.

    What was coloured, folded or filtered by hand is not looked at.
    """
    if not _is_kept(sheet):
        return False
    mark: str = sheet.range("A1").api.Validation.InputMessage
    return bool(mark) and mark == _mark(sheet, chart)


def keep(sheet: Sheet, chart: Any) -> None:
    """Keep the mark of a chart on the tab where it has just been drawn."""
    if _is_kept(sheet):
        cell = sheet.range("A1").api
        validation = cell.Validation
        validation.InputMessage = _mark(sheet, chart)
        validation.ShowInputMessage = False
        cell.Validation = validation


def _is_kept(sheet: Sheet) -> bool:
    return sheet.book.app.engine.name == "libreoffice"


def _mark(sheet: Sheet, chart: Any) -> str:
    used = sheet.used_range
    shown = (__version__, repr(chart), used.address, repr(used.api.getDataArray()))
    return sha256("\n".join(shown).encode()).hexdigest()
