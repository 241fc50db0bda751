"""A cue sheet as a CSV file, for whoever copies it into the form of a society."""

from __future__ import annotations

from postprod_xl.documents.catalogue.cue_sheet import CueSheet, headings
from postprod_xl.documents.tables_csv import csv_file, for_spreadsheet
from postprod_xl.schema.tables.catalogue.works import CUES


def cue_sheet_csv(sheet: CueSheet) -> bytes:
    """The cues of a sheet, each beside its work and its version; durations as `00:03:25`."""
    of = (CUES.heading("work"), CUES.heading("version"))
    rows = ((sheet.work, sheet.version, *cue.cells()) for cue in sheet.cues)
    return csv_file((*of, *headings()), ([for_spreadsheet(text) for text in row] for row in rows))
