"""The tab of a draft in a workbook: that of the draft before it, never one of a person's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postprod_xl.documents.invoice import DRAFT_MARK, DRAFT_TAB
from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.parts.tabs import Tab, TabList
from postprod_xl.engines.ooxml.reading.sheet_cells import Sheets
from postprod_xl.engines.ooxml.reading.values import CellFaults

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

_FAULTS = CellFaults(str, str, str)


def place_of_draft(package: Package) -> Tab | None:
    """The tab of the last draft, None when there is none.

    Raises
    ------
    CannotEdit
        The tab of that title is a person's.
    """
    for tab in TabList(package).tabs:
        if tab.title.casefold() == DRAFT_TAB.casefold():
            if tab.kind != "worksheet":
                raise not_a_draft()
            [mark] = Sheets(package, _FAULTS).cells(tab.part, tab.title).column(1, 1, 1)
            check_mark(mark)
            return tab
    return None


def check_mark(mark: Any) -> None:
    """Refuse a tab whose first cell does not say that it is a draft of this program."""
    if mark != DRAFT_MARK:
        raise not_a_draft()


def not_a_draft() -> CannotEdit:
    """The refusal to draw a draft over a tab of a person's."""
    return CannotEdit(
        f"{DRAFT_TAB} — cet onglet n'est pas un brouillon de ce programme, qui l'effacerait : renommez-le, puis "
        "recommencez."
    )
