"""Numbers are days, times or numbers as the format of their cell says, and never something a sheet cannot show."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.reading.number_formats import Shown, shown_as
from postprod_xl.engines.ooxml.reading.sheet_cells import Sheets
from postprod_xl.engines.ooxml.reading.values import moment, number
from postprod_xl.engines.ooxml.tables.places import sheets
from postprod_xl.schema.kinds import Damaged, ExcelError, Kind, Unreadable, typed
from postprod_xl.workbook.reader import CELL_FAULTS
from tests.masters import contents, repacked, shared

STYLES, SHEET = "xl/styles.xml", "xl/worksheets/sheet1.xml"
HIDDEN = ExcelError("#####")


@pytest.mark.parametrize(
    ("shown", "codes"),
    [
        (
            Shown.NUMBER,
            [
                "General",
                "Standard",
                "@",
                "0.00",
                '0.0 "h"',
                r"0\ \d\a\y\s",
                '"+"0" j"',
                "[Red]0",
                "[$€-40C] #,##0.00",
                "0.00E+00",
                "# ?/?",
                ";;;",
                '[Green]"OUI";[Red]"NON"',
                "_-* #,##0.00_-;-* #,##0.00_-",
                "0.00 h",
            ],
        ),
        (
            Shown.DAY,
            [
                "dd/mm/yyyy",
                "d",
                "mmm-yy",
                "[$-40C]mmmm yyyy",
                r"[$-F800]dddd\,\ mmmm\ dd\,\ yyyy",
                "jj/mm/aaaa",
                "TT.MM.JJJJ",
                'yyyy"年"m"月"',
                "[Red]d/m",
                '[=0]"";dd/mm/yyyy',
                "dd/mm/yyyy hh:mm;@",
                "[$-411]ge.m.d",
            ],
        ),
        (
            Shown.CLOCK,
            ["hh:mm", "h:mm AM/PM", 'h"h"mm', "mm:ss.0", "hh:mm:ss.000", "[Blue]hh:mm", "[<1]hh:mm;0.00"],
        ),
        (Shown.ELAPSED, ["[h]:mm", "[hh]:mm:ss", "[mm]:ss", "[ss]", '[h]"h"mm', "[Red][h]:mm"]),
    ],
)
def test_a_format_is_told_whatever_its_colours_texts_and_language(shown: Shown, codes: list[str]):
    assert {code: shown_as(code) for code in codes} == dict.fromkeys(codes, shown)


@pytest.mark.parametrize(
    ("serial", "shown", "since_1904", "value"),
    [
        (46349, Shown.DAY, False, date(2026, 11, 23)),
        (46349 - 1462, Shown.DAY, True, date(2026, 11, 23)),
        (46349.9999999, Shown.DAY, False, datetime(2026, 11, 23, 23, 59, 59, 991000)),
        (46349.99999999999, Shown.DAY, False, date(2026, 11, 24)),
        (0, Shown.CLOCK, False, time(0)),
        (0.3958333333, Shown.CLOCK, False, time(9, 30)),
        (1, Shown.CLOCK, False, timedelta(days=1)),
        (1.0625, Shown.CLOCK, True, timedelta(hours=25, minutes=30)),
        (1.0625, Shown.ELAPSED, False, timedelta(hours=25, minutes=30)),
        (-0.2, Shown.ELAPSED, False, timedelta(hours=-4.8)),
        (-0.2, Shown.CLOCK, True, timedelta(hours=-4.8)),
        # 29 February 1900 is a day that spreadsheets alone know.
        (59, Shown.DAY, False, datetime(1900, 2, 28)),
        (60, Shown.DAY, False, timedelta(days=60)),
        (61, Shown.DAY, False, date(1900, 3, 1)),
        (2958465, Shown.DAY, False, date(9999, 12, 31)),
    ],
)
def test_a_number_of_days_is_the_day_or_the_time_that_the_cell_shows(
    serial: float, shown: Shown, since_1904: bool, value: Any
):
    found = moment(serial, shown, since_1904)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize("serial", [-0.2, -1, -1e15, 2958466, 1e9, 1e308])
def test_a_number_that_no_calendar_shows_is_an_error_and_no_day(serial: float):
    assert moment(serial, Shown.DAY) is moment(serial, Shown.CLOCK) is None


def test_a_length_of_time_past_the_calendar_is_an_error_and_no_length():
    assert moment(1e9, Shown.ELAPSED) is moment(-1e15, Shown.ELAPSED) is None


@pytest.mark.parametrize("written", [b"NaN", b"INF", b"-inf", b"1e999", b"1_0", b"0x10", b"abc", b"1,5", b""])
def test_what_is_no_finite_number_is_given_as_it_is_written(written: bytes):
    assert number(written, bytes.decode) == written.decode()


def book(**options: Any) -> dict[str, bytes]:
    """Four numbers: plain, a day, a time and a length."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as made:
        sheet = made.add_worksheet()
        for row, (value, code) in enumerate(
            [(8, "0.0"), (46349, "dd/mm/yyyy"), (0.5, "hh:mm"), (1.5, "[h]:mm")]
        ):
            sheet.write_number(row, 0, value, made.add_format({"num_format": code}))
        sheet.write_string(4, 0, "texte")
    return contents(BytesIO(stream.getvalue()))


def values(parts: dict[str, bytes]) -> list[Any]:
    package = Package(Path("essai.xlsx"), repacked(parts))
    (sheet,) = sheets(package)
    return [value for _, value in Sheets(package, CELL_FAULTS).cells(sheet.part, sheet.title).items()]


def test_formats_are_those_of_the_workbook():
    assert values(book()) == [8, date(2026, 11, 23), time(12), timedelta(days=1.5), "texte"]


def test_a_format_declared_under_a_built_in_number_is_the_one_shown():
    styles = book()[STYLES].replace(
        b'numFmtId="165" formatCode="dd/mm/yyyy"', b'numFmtId="14" formatCode="0.00"'
    )
    declared = styles.replace(b'numFmtId="165"', b'numFmtId="14"')
    assert declared.count(b'numFmtId="14"') == 2
    assert values(book() | {STYLES: declared})[1] == 46349


@pytest.mark.parametrize(
    ("part", "before", "after", "reason"),
    [
        (SHEET, b'r="A2" s="2"', b'r="A2" s="99"', "son format manque au classeur ou y est ambigu"),
        (STYLES, b'<xf numFmtId="165"', b'<xf numFmtId="?"', "son format manque au classeur ou y est ambigu"),
        (SHEET, b'r="A5" t="s"><v>0', b'r="A5" t="s"><v>7', "son texte n° 7 manque au classeur"),
        (SHEET, b'r="A5" t="s"><v>0', b'r="A5" t="s"><v>-1', "son texte n° -1 manque au classeur"),
    ],
)
def test_a_cell_that_refers_to_nothing_is_damaged_and_no_value(
    part: str, before: bytes, after: bytes, reason: str
):
    parts = book()
    assert parts[part].count(before) == 1
    found = values(parts | {part: parts[part].replace(before, after)})
    damaged = [value for value in found if isinstance(value, Damaged)]
    assert damaged == [Damaged(reason)]
    with pytest.raises(Unreadable):
        typed(Kind.TEXT, damaged[0])


def alternative(choice: bytes, fallback: bytes) -> bytes:
    marks = (
        b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><mc:Choice Requires="x14">%s'
        b"</mc:Choice><mc:Fallback>%s</mc:Fallback></mc:AlternateContent>"
    )
    return marks % (choice, fallback)


def test_a_format_in_alternative_content_counts_once():
    parts = book()
    first = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    before = b'<cellXfs count="5">' + first
    assert before in parts[STYLES]
    styles = parts[STYLES].replace(before, b'<cellXfs count="5">' + alternative(first, first))
    assert values(parts | {STYLES: styles}) == values(parts)


def test_a_format_that_depends_on_the_version_of_excel_is_no_format_to_trust():
    parts = book()
    day = b'<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    assert parts[STYLES].count(day) == 1
    styles = parts[STYLES].replace(day, alternative(day, day.replace(b"165", b"2")))
    assert isinstance(values(parts | {STYLES: styles})[1], Damaged)


def test_the_workbook_whose_first_format_is_alternative_shows_the_numbers_of_its_twin():
    twins = [
        shared(f"data/cases/{name}.xlsx")
        for name in ("G_cell_format_in_alternative_content", "I_excel4_macro_sheet")
    ]
    one, two = (Package.open(path) for path in twins)
    for mine, other in zip(sheets(one), sheets(two), strict=False):
        cells = [
            dict(Sheets(p, CELL_FAULTS).cells(s.part, s.title).items())
            for p, s in ((one, mine), (two, other))
        ]
        assert cells[0] == cells[1], mine.title


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", STYLES])
def test_a_part_declared_and_absent_is_refused_by_name(part: str):
    parts = book()
    del parts[part]
    with pytest.raises(UnusableFile, match=f"« {part} » manque"):
        values(parts)
