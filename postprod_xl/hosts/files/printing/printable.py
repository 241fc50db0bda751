"""What a command draws in the workbook: a tab a document issued, and the tabs redrawn each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package
    from postprod_xl.schema.drawn_tabs import DrawnTab


def add_document_tabs(package: Package, documents: Iterable[Any]) -> None:
    """Draw each document in a workbook of its own, then graft its tab at the end of this one.

    A draft takes the place of the draft before it.
    """
    for document in documents:
        from postprod_xl.engines.ooxml.grafting.graft import graft_sheets
        from postprod_xl.engines.ooxml.parts.package import Package as Opened
        from postprod_xl.workbook.draw.drawn_tabs import redraw_tab
        from postprod_xl.workbook.draw.invoice.draft_tab import place_of_draft
        from postprod_xl.workbook.draw.issued import document_title, document_workbook

        drawn = document_workbook(document)
        place = place_of_draft(package) if document.is_draft else None
        if place is not None:
            redraw_tab(package, place, drawn)
        else:
            title = document_title(document)
            graft_sheets(package, Opened(Path(f"{title}.xlsx"), drawn), [title])


def redraw_tabs(package: Package, charts: Mapping[DrawnTab, Any]) -> None:
    """Draw the charts that a command gives on their tabs, where the workbook still has them."""
    if charts:
        from postprod_xl.workbook.draw.drawn_tabs import redraw

        redraw(package, charts)
