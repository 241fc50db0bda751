"""The plan as it stands on its tab."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.documents.gantt import Bar, Gantt, GanttProject, Grain, Look
from postprod_xl.domain.planning.charts.time_axis import week_axis
from postprod_xl.schema.drawn_tabs import GANTT
from postprod_xl.workbook.draw.drawn_tabs import drawn_workbook
from postprod_xl.workbook.draw.gantt_looks import HUES, LATE_INK
from tests.engines.ooxml.building import assert_valid, opened
from tests.workbook.draw.charts import FIRM, HEADING, PLAN

# Headings stand in row 7, the days from column J on.
HEADER, PROJECT, TASK, LATE_TASK, MARKED = 7, 8, 9, 10, 11


def tab(chart: Gantt = PLAN) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(drawn_workbook({GANTT: chart})))["Gantt"]


def fill(sheet: Worksheet, address: str) -> str:
    return "#" + sheet[address].fill.fgColor.rgb[2:]


def with_bar(look: Look) -> Gantt:
    row = replace(FIRM, bars=(Bar(0, 2, look),))
    return replace(PLAN, projects=(GanttProject(0, HEADING, (row,)),))


def test_the_columns_on_the_left_are_those_of_the_plan_with_real_dates():
    sheet = tab()
    headings = ["Projet", "Tâche", "Libellé", "Technicien", "Salle", "État", "Début", "Fin", "Retard (j)"]
    assert [cell.value for cell in sheet[HEADER][:9]] == headings
    row = [cell.value for cell in sheet[TASK][:9]]
    days = [datetime(2026, 11, 23), datetime(2026, 11, 25)]
    assert row == ["P1", "P1-MIX", "=SOMME(1)", "TESSIER", "AUDI1", "Confirmé", *days, None]
    assert sheet.cell(LATE_TASK, 9).value == 2
    assert sheet.auto_filter.ref == "A7:I11"


def test_a_label_that_looks_like_a_formula_stays_a_text():
    assert tab().cell(TASK, 3).data_type == "s"


def test_the_heading_of_each_column_is_its_day_under_its_month_and_week():
    sheet = tab()
    assert [sheet.cell(HEADER, column).value.day for column in range(10, 16)] == [23, 24, 25, 26, 27, 30]
    assert sheet["J5"].value == datetime(2026, 11, 1) and sheet["J6"].value == "S48"
    assert sheet["O6"].value == "S49"
    # 1 December is the seventh column, after the six of November.
    assert {"J5:O5", "J6:N6", "P5:X5"} <= {str(area) for area in sheet.merged_cells.ranges}


def test_a_bar_is_in_the_colour_of_its_project_and_what_is_late_in_red():
    sheet = tab()
    assert [fill(sheet, f"{letter}{TASK}") for letter in "JKL"] == [HUES[0]] * 3
    assert [fill(sheet, f"{letter}{LATE_TASK}") for letter in "MN"] == [LATE_INK] * 2
    assert sheet[f"M{TASK}"].value == "TESSIER · AUDI1"
    assert sheet[f"O{LATE_TASK}"].value == "+2 j"


@pytest.mark.parametrize(
    ("look", "pattern", "colour"),
    [
        (Look.DONE, "solid", "#BFC5CC"),
        (Look.OPTION, "solid", "#B0C8E3"),
        (Look.SECOND, "lightUp", HUES[0]),
        (Look.LATE, "solid", LATE_INK),
    ],
)
def test_each_look_can_be_told_from_the_others(look: Look, pattern: str, colour: str):
    sheet = tab(with_bar(look))
    cell = sheet[f"K{TASK}"]
    assert (cell.fill.patternType, fill(sheet, f"K{TASK}")) == (pattern, colour)


def test_the_promised_delivery_is_a_mark_and_an_edge_down_its_project():
    sheet = tab()
    assert sheet[f"L{PROJECT}"].value == "▼"
    assert [sheet[f"L{row}"].border.right.style for row in range(PROJECT, MARKED + 1)] == ["thin"] * 4
    assert sheet[f"K{TASK}"].border.right.style is None


def test_a_milestone_is_a_mark_without_a_fill():
    sheet = tab()
    assert sheet[f"N{MARKED}"].value == "◆" and sheet[f"N{MARKED}"].fill.patternType is None


def test_tasks_fold_under_the_heading_of_their_project():
    sheet = tab()
    levels = [sheet.row_dimensions[row].outlineLevel for row in range(PROJECT, MARKED + 1)]
    assert levels == [0, 1, 1, 1]
    assert sheet.sheet_properties.outlinePr.summaryBelow is False


def test_the_plan_is_printed_on_a3_one_page_wide_its_legend_and_headings_on_each_page():
    sheet = tab()
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    # A width left out is one page.
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$4:$7"
    assert sheet.freeze_panes == "D8"


def test_a_note_without_room_before_the_edge_is_not_written():
    # From the third column before the last one, 2 columns of 2.3 are left for the 15 letters of the note.
    row = replace(FIRM, bars=(Bar(0, len(PLAN.slots) - 3, Look.FIRM),))
    sheet = tab(replace(PLAN, projects=(GanttProject(0, HEADING, (row,)),)))
    assert sheet.cell(TASK, 9 + len(PLAN.slots) - 1).value is None


def test_a_note_does_not_cross_the_line_of_today():
    # The note of a bar of the first three columns would cover the fourth one, where today is.
    sheet = tab(replace(PLAN, today_slot=3))
    assert sheet[f"M{TASK}"].value is None and sheet[f"N{TASK}"].value == "TESSIER · AUDI1"


def test_an_option_2_is_hatched_by_what_is_written_too():
    sheet = tab(with_bar(Look.SECOND))
    assert [sheet[f"{letter}{TASK}"].value for letter in "JKL"] == ["/"] * 3
    assert sheet[f"J{TASK}"].alignment.horizontal == "fill"


def test_a_week_with_a_public_holiday_is_marked_and_the_legend_says_so():
    # 25 December is a Friday; the week before has none.
    weeks = week_axis(date(2026, 12, 14), date(2026, 12, 27)).slots
    sheet = tab(replace(PLAN, grain=Grain.WEEK, slots=weeks, today_slot=None, projects=()))
    assert [sheet.cell(HEADER, column).number_format for column in (10, 11)] == ["d", 'd"•"']
    assert sheet["I4"].value == "• férié"
    assert tab()["I4"].value == "férié"


def test_a_long_label_is_made_to_fit_beside_the_technician():
    assert tab().cell(TASK, 3).alignment.shrinkToFit


def test_the_foot_of_a_page_has_the_day_of_the_plan_in_french():
    assert tab().oddFooter.right.text == "Situation au 23/11/2026"


def test_a_plan_without_a_task_says_so_and_has_no_filter():
    sheet = tab(replace(PLAN, projects=(), lines=("Aucune tâche à dessiner.",)))
    assert sheet["A2"].value == "Aucune tâche à dessiner." and sheet.auto_filter.ref is None


def test_two_drawings_of_one_plan_are_the_same_bytes_and_valid(tmp_path):
    assert drawn_workbook({GANTT: PLAN}) == drawn_workbook({GANTT: PLAN})
    assert_valid(opened(drawn_workbook({GANTT: PLAN})), tmp_path)
