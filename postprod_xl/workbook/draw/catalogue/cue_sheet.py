"""A cue sheet as a workbook of its own: values only, a row a piece of music, the total under them."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.documents.catalogue.cue_sheet import (
    COLUMNS,
    REQUIRED,
    TITLE,
    TO_COMPLETE,
    TOTAL,
    Cue,
    CueSheet,
    headings,
)
from postprod_xl.workbook.draw.list_workbook import ListCell, ListColumn, ListSheet, list_workbook
from postprod_xl.workbook.draw.printed_page import MISSING_INK

_TABLE = "ReleveMusical"
_WIDTHS = {
    "rank": 8.0,
    "timecode": 13.0,
    "duration_seconds": 11.0,
    "title": 34.0,
    "composers": 26.0,
    "authors": 22.0,
    "publishers": 24.0,
    "label": 24.0,
    "performers": 24.0,
    "iswc": 17.0,
    "isrc": 18.0,
    "use": 14.0,
    "music_origin": 14.0,
}
_CENTRED = frozenset({"rank", "timecode", "duration_seconds", "iswc", "isrc", "use", "music_origin"})
_SECONDS_PER_DAY = 86_400
_LENGTH = (("num_format", "[h]:mm:ss"),)
_MISSING = (("font_color", MISSING_INK),)


def cue_sheet_workbook(sheet: CueSheet) -> bytes:
    """Draw a cue sheet; durations are those of a spreadsheet, which adds and sorts them."""
    columns = [
        ListColumn(heading, _WIDTHS[name], align="center" if name in _CENTRED else "left")
        for name, heading in zip(COLUMNS, headings(), strict=True)
    ]
    return list_workbook(
        ListSheet(
            TITLE,
            _TABLE,
            f"{sheet.title} — {sheet.heading}, {sheet.day:%d/%m/%Y}",
            [*_lines(sheet)],
            columns,
            [[_cell(cue, name) for name in COLUMNS] for cue in sheet.cues],
            [_total(sheet)],
        )
    )


def _lines(sheet: CueSheet) -> Iterator[str]:
    yield " · ".join(f"{name} : {value}" for name, value in sheet.facts)
    yield " · ".join(filter(None, (sheet.house, f"au {sheet.day:%d/%m/%Y}")))


def _cell(cue: Cue, name: str) -> ListCell:
    value = getattr(cue, name)
    if name in REQUIRED and not value:
        return ListCell(TO_COMPLETE, look=_MISSING)
    return _length(value) if name == "duration_seconds" else ListCell(value)


def _total(sheet: CueSheet) -> list[ListCell]:
    """The total under the durations; one that is not known is said in words, whole, over the next column."""
    cells = {"timecode": ListCell(TOTAL), "duration_seconds": _length(sheet.known_seconds)}
    if sheet.untimed:
        cells = {"timecode": ListCell(TOTAL), "title": ListCell(sheet.total, look=_MISSING)}
    return [cells.get(name, ListCell("")) for name in COLUMNS]


def _length(seconds: int) -> ListCell:
    return ListCell(seconds / _SECONDS_PER_DAY, look=_LENGTH)
