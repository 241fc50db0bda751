"""The technical sheets of the projects of a house on their tab, one after the other, each on its own page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.technique_sheet import (
    DELIVERABLE_HEADINGS,
    FILE_HEADINGS,
    FINDING_HEADINGS,
    NOTHING,
    SECTIONS,
    SOURCE_HEADINGS,
    TO_COMPLETE,
    SheetFinding,
    SheetObject,
    TechniqueSheet,
    TechniqueSheets,
)
from postprod_xl.schema.drawn_tabs import TECHNIQUE_SHEETS
from postprod_xl.schema.tables.technique import COMPATIBILITIES
from postprod_xl.workbook.draw.page import (
    FIRST_ROW,
    HEADER_ROW,
    HEADING_FILL,
    LEFT_WIDTHS,
    LEGEND_ROW,
    TECHNIQUE_SCALE,
    write_head,
)
from postprod_xl.workbook.draw.printed_page import (
    MISSING_INK,
    TABLE_HEIGHT,
    PrintedCell,
    PrintedPage,
    PrintedRow,
)
from postprod_xl.workbook.style import HEADER_COMPUTED, LINE, PALE_INK, Formats, family_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Where the cells of each kind of row stand, first and last column.
_OBJECT = ((0, 0), (1, 2), (3, 3), (4, 4), (5, 5), (6, 6))
_FINDING = ((0, 0), (1, 1), (2, 2), (3, 5), (6, 6))
_FILE = ((0, 0), (1, 3), (4, 4), (5, 5), (6, 6))
_LAST = 6
# A page of A4 between the margins of the tabs, without the head of the tab: points, as the tab is scaled.
_A4_POINTS, _MARGIN_POINTS, _HEAD_POINTS = 842.0, 80.0, 90.0
_ROOM = (_A4_POINTS - _MARGIN_POINTS) * 100 / TECHNIQUE_SCALE - _HEAD_POINTS
_NO_LEGEND = 3.0
_TOP: dict[str, Any] = {"valign": "top", "border_color": LINE, "top": 1}
_TEXT: dict[str, Any] = {"valign": "top"}


def draw_technique(sheet: Worksheet, made: TechniqueSheets, formats: Formats) -> None:
    """Write sheets one after the other on an empty tab.

    Parameters
    ----------
    sheet
        The tab, set up.
    made
        What is written; a page begins at each.
    formats
        The formats of the workbook.
    """
    write_head(sheet, TECHNIQUE_SHEETS, made.lines, formats)
    for row in range(LEGEND_ROW, HEADER_ROW + 1):
        sheet.set_row(row, _NO_LEGEND)
    page = PrintedPage(sheet, formats, LEFT_WIDTHS[TECHNIQUE_SHEETS], _ROOM, FIRST_ROW)
    for at, one in enumerate(made.sheets):
        if at:
            page.turn()
        _write(page, one)
    page.finish()


def _write(page: PrintedPage, sheet: TechniqueSheet) -> None:
    page.add([*_heading(sheet)])
    _part(page, "sources", SOURCE_HEADINGS, _OBJECT, [_object(each) for each in sheet.sources])
    page.add_together([_title("workflow"), *_workflow(sheet)])
    _part(page, "deliverables", DELIVERABLE_HEADINGS, _OBJECT, [_object(each) for each in sheet.deliverables])
    _part(page, "findings", FINDING_HEADINGS, _FINDING, [[_finding(each)] for each in sheet.findings])
    _lines(page, "waived", map(_waived, sheet.waived))
    _lines(page, "unread", sheet.unread)
    for rank, demand in enumerate(sheet.demands):
        told = f"{', '.join(demand.deliverables)} — {demand.title}"
        rows = [_line(told, {"bold": True}), *([_line("  ·  ".join(demand.lines))] if demand.lines else [])]
        page.add_together([*([] if rank else [_title("demands")]), *rows])
    _part(page, "files", FILE_HEADINGS, _FILE, [[_cells(_FILE, each)] for each in sheet.files])
    page.add([PrintedRow()])


def _heading(sheet: TechniqueSheet) -> Iterator[PrintedRow]:
    look = {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": family_of(COMPATIBILITIES).colour,
        "font_size": 13,
    }
    yield PrintedRow((PrintedCell(0, 1, sheet.project, look), PrintedCell(2, _LAST, sheet.title, look)), 21)
    facts = "  ·  ".join(f"{name} : {value}" for name, value in sheet.facts)
    yield _line(facts, {"font_color": PALE_INK})
    yield _line(sheet.summary, {"bold": True})


def _title(part: str) -> PrintedRow:
    look = {"bold": True, "bg_color": HEADING_FILL}
    return PrintedRow((PrintedCell(0, _LAST, SECTIONS[part], look),), TABLE_HEIGHT)


def _part(
    page: PrintedPage,
    part: str,
    headings: Sequence[str],
    places: Sequence[tuple[int, int]],
    blocks: Sequence[Sequence[PrintedRow]],
) -> None:
    """A table under its title, or that there is nothing."""
    if not blocks:
        page.add_together([_title(part), _line(NOTHING[part], {"font_color": PALE_INK})])
        return
    look = {"bold": True, "font_color": "#FFFFFF", "bg_color": HEADER_COMPUTED}
    page.add_table([_title(part), _cells(places, headings, look)], blocks)


def _lines(page: PrintedPage, part: str, lines: Iterator[str] | Sequence[str]) -> None:
    told = [_line(line) for line in lines]
    if told:
        page.add_table([_title(part)], [[line] for line in told])


def _workflow(sheet: TechniqueSheet) -> Iterator[PrintedRow]:
    if not sheet.workflow and not sheet.workflow_notes:
        yield _line(NOTHING["workflow"], {"font_color": PALE_INK})
        return
    yield _line("  ·  ".join(f"{name} : {value}" for name, value in sheet.workflow))
    yield from (_note(*note, first=0) for note in sheet.workflow_notes)


def _object(found: SheetObject) -> list[PrintedRow]:
    row = _cells(_OBJECT, found.cells, _TOP, first={"bold": True})
    return [row, *(_note(*note) for note in found.notes)]


def _note(name: str, text: str, first: int = 1) -> PrintedRow:
    ink = MISSING_INK if name == TO_COMPLETE else PALE_INK
    return PrintedRow((PrintedCell(first, _LAST, f"{name} : {text}", {**_TEXT, "font_color": ink}),))


def _finding(found: SheetFinding) -> PrintedRow:
    told = "\n".join(filter(None, (found.message, found.fix, found.proposal and f"Tâche : {found.proposal}")))
    cells = (found.severity, found.rule, found.object, told, found.consult)
    first = {"bold": True, "font_color": MISSING_INK} if found.is_blocking else {"bold": True}
    return _cells(_FINDING, cells, _TOP, first=first)


def _waived(found: SheetFinding) -> str:
    named = " ".join(filter(None, (found.rule, found.object)))
    return f"{named} — {found.message} Accepté : {found.waiver}"


def _line(text: str, look: dict[str, Any] | None = None) -> PrintedRow:
    return PrintedRow((PrintedCell(0, _LAST, text, {**_TEXT, **(look or {})}),))


def _cells(
    places: Sequence[tuple[int, int]],
    texts: Sequence[str],
    look: dict[str, Any] | None = None,
    first: dict[str, Any] | None = None,
) -> PrintedRow:
    looks = [{**(look or _TOP), **((first or {}) if rank == 0 else {})} for rank in range(len(places))]
    return PrintedRow(
        tuple(PrintedCell(*place, text, each) for place, text, each in zip(places, texts, looks, strict=True))
    )
