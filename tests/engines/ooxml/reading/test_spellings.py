"""A workbook means the same however its XML is spelled."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
import xlsxwriter

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.markup import MC
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.reading.parsed_sheet import parsed_cells
from postprod_xl.engines.ooxml.reading.plain_sheet import plain_cells
from postprod_xl.engines.ooxml.reading.sheet_cells import Sheets
from postprod_xl.engines.ooxml.reading.written_cells import WrittenCells
from postprod_xl.engines.ooxml.tables.places import find_tables
from postprod_xl.schema.kinds import ExcelError, NoCachedValue
from postprod_xl.workbook.reader import CELL_FAULTS, Reading, read_tables
from tests.engines.ooxml.reading.spellings import SPELLINGS, Respelling
from tests.masters import ROOT, contents, repacked

PIECES = (
    b"<c ",
    b"/>",
    b">",
    b"<",
    b'"',
    b"'",
    b"&amp;",
    b"&#65;",
    b"<v>",
    b"</v>",
    b"</c>",
    b"</row>",
    b"\n",
    b' t="e"',
    b"\xc3\xa9",
    b"\xff",
    b"]]>",
    b"<!-- -->",
    b"0",
    b' cm="1"',
)
HEADINGS = ("N°", "Date", "Début", "Fin", "Notes")
SHEET = "xl/worksheets/sheet1.xml"
READ = {
    "N°": ["S1", "S2", "S3 & <fin>", "S4"],
    "Date": [date(2026, 11, 23), datetime(2026, 11, 24, 18, 30), "25/11/2026", ExcelError("#SPILL!")],
    "Début": [time(9, 30), NoCachedValue('IF(A1<1,"9:30",B1)'), time(9), 9.5],
    "Fin": [time(18), timedelta(hours=26), 0.0, NoCachedValue("")],
    "Notes": ["  deux\nlignes ", "été", "", True],
}


@cache
def parts() -> dict[str, bytes]:
    """A workbook with a table of sessions, every type of cell in it, an error outside and two cells merged."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Séances")
        day, instant, clock, length = (
            made.add_format({"num_format": code})
            for code in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm", '[h]:mm" h"')
        )
        columns = [{"header": heading} for heading in HEADINGS]
        sheet.add_table("B4:F8", {"name": "Seances", "columns": columns})
        for row, code in enumerate(READ["N°"], 4):
            sheet.write_string(row, 1, code)
        sheet.write_datetime("C5", datetime(2026, 11, 23), day)
        sheet.write_datetime("C6", datetime(2026, 11, 24, 18, 30), instant)
        sheet.write_string("C7", "25/11/2026")
        sheet.write_number("D5", 9.5 / 24, clock)
        sheet.write_number("D7", 0.375, clock)
        sheet.write_number("D8", 9.5)
        sheet.write_number("E5", 0.75, clock)
        sheet.write_number("E6", 26 / 24, length)
        sheet.write_number("E7", 0)
        sheet.write_string("F5", READ["Notes"][0])
        sheet.write_boolean("F8", True)
        sheet.write_string("H2", "à côté")
        sheet.merge_range("J6:K7", "")
    found = contents(BytesIO(stream.getvalue()))
    sheet = found[SHEET]
    for before, after in (
        (b'<c r="F8"', b'<c r="E8"><f t="shared" si="0"/></c><c r="F8"'),
        (b'<c r="E6"', b'<c r="D6"><f>IF(A1&lt;1,"9:30",B1)</f></c><c r="E6"'),
        (b'<c r="D8"', b'<c r="C8" t="e"><f>B5#</f><v>#SPILL!</v></c><c r="D8"'),
        (b'</row><row r="7"', '<c r="F6" t="inlineStr"><is><t>été</t></is></c></row><row r="7"'.encode()),
        (b'</row><row r="8"', b'<c r="F7" t="str"><f>""</f><v></v></c></row><row r="8"'),
    ):
        assert sheet.count(before) == 1
        sheet = sheet.replace(before, after)
    outside = b'<row r="40"><c r="Z40" t="e"><v>#CALC!</v></c></row></sheetData>'
    return found | {SHEET: sheet.replace(b"</sheetData>", outside)}


def read(data: bytes) -> Reading:
    package = Package(Path("essai.xlsx"), data)
    return read_tables(package, find_tables(package), ["Seances"])


def shown(reading: Reading) -> tuple[Any, ...]:
    raw = reading.tables["Seances"]
    # What a type cannot tell from another that equals it is told by its writing.
    return (
        list(raw.rows),
        {heading: list(map(repr, cells)) for heading, cells in raw.values.items()},
        raw.notes,
    )


def test_every_type_of_cell_is_read_as_what_it_shows():
    assert shown(read(repacked(parts())))[1] == {
        heading: list(map(repr, cells)) for heading, cells in READ.items()
    }


def test_a_text_written_in_its_cell_keeps_the_blanks_it_asks_to_keep():
    held = parts()
    kept = held[SHEET].replace("<t>été</t>".encode(), '<t xml:space="preserve">  été </t>'.encode())
    assert kept != held[SHEET] and plain_cells(kept, SHEET) is not None
    notes = [
        cells["Notes"]
        for cells in (read(repacked(each)).tables["Seances"].values for each in (held, held | {SHEET: kept}))
    ]
    assert (notes[0][1], notes[1][1]) == ("été", "  été ")
    assert notes[0][2:] == notes[1][2:]


@pytest.mark.parametrize("respell", SPELLINGS, ids=lambda respell: respell.__name__)
def test_a_workbook_spelled_otherwise_gives_the_same_cells_and_the_same_problems(respell: Respelling):
    plain, other = read(repacked(parts())), read(repacked(respell(parts())))
    assert shown(other) == shown(plain)
    assert {**other.places, "Seances": None} == {**plain.places, "Seances": None}


def test_the_sample_is_plain_and_its_other_spellings_are_not_but_for_characters_by_number():
    assert plain_cells(parts()[SHEET], SHEET) is not None
    spelled = {respell.__name__: respell(parts()).get(SHEET) for respell in SPELLINGS}
    plain = [name for name, xml in spelled.items() if xml and plain_cells(xml, SHEET) is not None]
    assert plain == ["characters_as_entities"]


def test_the_fast_scan_of_every_sheet_we_write_finds_what_a_parser_finds():
    written = contents(ROOT / "workbooks" / "demo.xlsx")
    for part in [name for name in written if name.startswith("xl/worksheets/sheet")]:
        plain = plain_cells(written[part], part)
        assert plain is not None, part
        assert found(plain) == found(parsed_cells(written[part], part)), part


def test_a_sheet_changed_at_random_is_plain_only_where_a_parser_reads_the_same():
    chance, xml = Random(9), parts()[SHEET]
    begin, end = xml.find(b"<sheetData"), xml.find(b"</sheetData>")
    for _ in range(400):
        at, taken = chance.randrange(begin, end), chance.randrange(begin, end)
        piece = chance.choice([b"", xml[taken : taken + chance.randrange(1, 40)], *PIECES])
        changed = xml[:at] + piece + xml[at + chance.choice([0, 0, 1, 3]) :]
        plain = plain_cells(changed, SHEET)
        if plain is not None:
            assert found(plain) == found(parsed_cells(changed, SHEET)), changed[at - 40 : at + 60]


@pytest.mark.parametrize("body", [b"<sheetData/>", b"<sheetData></sheetData>", b"<sheetData>\n</sheetData>"])
def test_a_sheet_without_a_row_has_no_cell(body: bytes):
    xml = re.sub(b"<sheetData>.*</sheetData>", body, parts()[SHEET], flags=re.DOTALL)
    cells = Sheets(Package(Path("essai.xlsx"), repacked(parts() | {SHEET: xml})), CELL_FAULTS).cells(
        SHEET, "Séances"
    )
    assert (list(cells.items()), cells.height) == ([], 0)


def found(cells: WrittenCells) -> tuple[Any, ...]:
    """What was found, texts as a reader takes them."""
    places = list(zip(cells.rows.tolist(), cells.columns.tolist(), strict=True))
    types, texts = (
        list(zip(cells.types.tolist(), cells.styles.tolist(), strict=True)),
        list(map(cells.text, cells.contents)),
    )
    return places, types, texts, dict(cells.formulas), cells.merged


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"</sheetData>", b"", "est mal formé"),
        (b"</sheetData>", b"&rien;</sheetData>", "est mal formé"),
        (b"<v>9.5<", b"<v>&#0;<", "est mal formé"),
        (b"<v>9.5<", b"<v>&#xD800;<", "est mal formé"),
        (b"<v>9.5<", b"<v>&#x110000;<", "est mal formé"),
        (b"<v>9.5<", b"<v>\x01<", "est mal formé"),
        (b"<v>9.5<", b"<v>\xff<", "est mal formé"),
        (b'<c r="B5"', b'<c r="B5"><v>3</v></c><c r="B5"', "la cellule B5 y est écrite deux fois"),
        (b'<c r="D8"><v>9.5</v>', b'<c r="D8"><v>9.5</v><v>1</v>', "la cellule D8 y est écrite deux fois"),
        (b'<c r="D8"', b'<c r="XFE8"', "la cellule « XFE8 » n'existe pas"),
        (b'<row r="8"', b'<row r="1048577"', "« 1048577 » n'existe pas"),
        (b"<sheetData>", b"<sheetData></sheetData><sheetData>", "ses cellules sont introuvables"),
        (b"spreadsheetml/2006/main", b"spreadsheetml/2007/main", "ses cellules sont introuvables"),
        (b'encoding="UTF-8"', b'encoding="klingon"', "est mal formé"),
        (b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', "déclare un type de document"),
        (b"<row", b'<m:AlternateContent xmlns:m="%s"/><row' % MC.encode(), "selon la version d'Excel"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_by_its_tab_and_its_part(
    before: bytes, after: bytes, said: str
):
    xml = parts()[SHEET].replace(before, after, 1)
    with pytest.raises(UnusableFile, match=f"^essai.xlsx — « Séances \\({SHEET}\\) ».*{said}"):
        read(repacked(parts() | {SHEET: xml}))
