"""What is compared with the workbook, and what is left alone there."""

from __future__ import annotations

import pytest

from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import RawTable
from postprod_xl.workbook.places import TablePlace
from postprod_xl.workbook.update import column_update, input_update
from tests.domain.frames import frame

SESSIONS = BY_NAME["Seances"]
ROW = {"number": "S1", "worked_minutes": 450, "night_minutes": 60}


def sheet(headings: tuple[str, ...]) -> tuple[RawTable, TablePlace]:
    """A session without any value, in row 5, under the headings given."""
    place = TablePlace("Seances", "Séances", "", "", 1, 4, 5, False, headings)
    return RawTable("Seances", [5], {heading: [None] for heading in headings}), place


@pytest.mark.parametrize(("fin", "written"), [("Fin", {"Heures", "Nuit (h)"}), ("Heure fin", {"Nuit (h)"})])
def test_no_formula_is_written_that_reads_a_column_which_is_not_there(fin: str, written: set[str]):
    raw, place = sheet(tuple(fin if heading == "Fin" else heading for heading in SESSIONS.headings))
    columns = frame("Seances", [ROW])[["worked_minutes", "night_minutes"]]
    assert {heading for _, heading in column_update(SESSIONS, raw, place, columns).cells} == written
    content = input_update(SESSIONS, place, frame("Seances", [ROW]), columns[["worked_minutes"]]).content
    assert content is not None
    assert ("Heures" in content.headings) is ("Heures" in written)
