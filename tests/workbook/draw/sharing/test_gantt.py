"""The plan of a copy as its tab shows it: values, fills and marks, in the language of the copy."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook

from postprod_xl.documents.charts.gantt import Bar, Gantt, GanttGroup, Grain, KeptDay, Look
from postprod_xl.documents.papers.plan_looks import HUES
from postprod_xl.documents.sharing.gantt import SharedGantt
from postprod_xl.domain.planning.charts.time_axis import day_axis, week_axis
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.schema.languages import Language
from postprod_xl.workbook.draw.sharing.gantt import draw_shared_gantt
from postprod_xl.workbook.style import Formats
from tests.engines.ooxml.building import assert_valid
from tests.masters import contents
from tests.workbook.draw.charts import FIRM, HEADING, MONDAY

COLUMNS = ("label", "state", "start_day", "end_day", "promised_day", "actual_day", "promise_gap_days")
# The bars stand from column H on, the headings in row 7.
HEAD, EPISODE, TASK = 7, 8, 9
WEDNESDAY, FRIDAY = date(2026, 11, 25), date(2026, 11, 27)
LATE = replace(
    FIRM,
    label="=SOMME(1)",
    bars=(Bar(0, 2, Look.FIRM), Bar(3, 4, Look.LATE)),
    kept=KeptDay(WEDNESDAY, None, Decimal(2), 2, None),
)
DONE = replace(
    FIRM,
    state="Terminé",
    bars=(Bar(0, 4, Look.DONE),),
    kept=KeptDay(WEDNESDAY, WEDNESDAY, Decimal(0), 2, 2),
)


def plan(*rows, grain: Grain = Grain.DAY, undated: int = 0) -> SharedGantt:
    axis = (day_axis if grain is Grain.DAY else week_axis)(MONDAY, date(2026, 12, 4))
    heading = replace(HEADING, label="Le Gué", episode="3")
    groups = (GanttGroup(0, heading, rows),) if rows else ()
    return SharedGantt(Gantt(MONDAY, axis.grain, axis.slots, 0, groups, ()), COLUMNS, undated)


def drawn(gantt: SharedGantt, language: Language = Language.FRENCH) -> tuple[Worksheet, bytes]:
    stream = io.BytesIO()
    with Workbook(stream) as book:
        head = ("La Crue — Planning dessiné", "Partage P1-PROD-001 du 23/11/2026")
        draw_shared_gantt(book.add_worksheet("Planning dessiné"), gantt, head, language, Formats(book))
    book = openpyxl.load_workbook(io.BytesIO(stream.getvalue()))
    return book.active, stream.getvalue()


def legend(data: bytes) -> str:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=False).active["A4"].value


def test_promised_planned_and_actual_stand_beside_the_bars_as_values(tmp_path):
    sheet, data = drawn(plan(LATE, DONE))
    assert [cell.value for cell in sheet[HEAD][:7]] == [
        "Libellé", "État", "Début", "Fin", "Promis", "Réel", "Écart promis (j)",
    ]  # fmt: skip
    days = [datetime(2026, 11, day) for day in (23, 25, 25)]
    assert [cell.value for cell in sheet[TASK][:7]] == ["=SOMME(1)", "Confirmé", *days, None, 2]
    assert sheet.cell(TASK, 1).data_type == "s"
    assert sheet.cell(EPISODE, 1).value == "Épisode 3 — Le Gué"
    assert_valid(Package(tmp_path, data), tmp_path)
    parts = contents(io.BytesIO(data))
    assert not [name for name in parts if "drawing" in name or ("rels" in name and "sheet" in name)]
    assert b"<f>" not in b"".join(parts.values()) and b"<hyperlink" not in b"".join(parts.values())


def test_a_bar_is_a_fill_and_its_marks_say_promised_and_actual():
    sheet, data = drawn(plan(LATE, DONE))
    fills = ["#" + cell.fill.fgColor.rgb[2:] for cell in sheet[TASK][7:12]]
    assert fills == [HUES[0]] * 3 + ["#D1343B"] * 2
    assert [cell.value for cell in sheet[TASK][7:12]] == [None, None, "◇", None, None]
    assert sheet.cell(TASK + 1, 10).value == "◉"
    told = legend(data)
    assert "◇ promis" in told and "◉ réel, le jour promis" in told and "En retard" in told
    assert "Option" not in told and "jalon" not in told and "En cours ou confirmé" in told
    unknown = replace(plan(LATE), columns=("label", "start_day"))
    assert "Prévu" in legend(drawn(unknown)[1]) and "confirmé" not in legend(drawn(unknown)[1])


def test_a_day_after_the_promise_is_a_red_mark_and_one_before_it_is_not():
    late, early = (replace(DONE, kept=KeptDay(WEDNESDAY, FRIDAY, Decimal(gap), 2, 4)) for gap in (2, -2))
    sheet, _ = drawn(plan(late, early))
    assert [sheet.cell(TASK + at, 12).font.color.rgb[2:] for at in (0, 1)] == ["D1343B", "1F2A37"]
    assert [sheet.cell(TASK, at).value for at in (10, 12)] == ["◇", "●"]


def test_the_plan_is_in_english_and_its_dates_cannot_be_read_otherwise():
    sheet, data = drawn(plan(LATE, DONE, undated=2), Language.ENGLISH)
    assert [cell.value for cell in sheet[HEAD][:3]] == ["Description", "Status", "Start"]
    assert [sheet.cell(row, 2).value for row in (TASK, TASK + 1)] == ["Confirmed", "Done"]
    assert sheet.cell(EPISODE, 1).value == "Episode 3 — Le Gué"
    assert sheet.cell(TASK, 3).number_format == "[$-809]d mmm yy"
    assert sheet["A3"].value == "One column per working day. 2 tasks without a date are not shown."
    assert "◇ promised" in legend(data) and sheet["H6"].value == "W48"


def test_a_plan_is_printed_one_page_wide_with_its_legend_on_each():
    sheet, _ = drawn(plan(*[LATE] * 120))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$4:$7" and sheet.page_setup.orientation == "landscape"
    assert sheet.max_row == TASK + 119


def test_a_plan_without_a_day_says_so():
    sheet, _ = drawn(plan(undated=1))
    assert sheet["A3"].value == "Aucune tâche n'a de date. Une tâche sans date n'y est pas."
