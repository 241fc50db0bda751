"""The plan as it stands on its tab."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.documents.charts.gantt import Bar, Gantt, GanttGroup, GanttRow, Grain, Look
from postprod_xl.documents.papers.plan_looks import HUES, LATE_INK
from postprod_xl.domain.planning.charts.time_axis import week_axis
from postprod_xl.schema.drawn_tabs import GANTT, LIST, PEOPLE_BOARD
from postprod_xl.workbook.draw.drawn_tabs import drawn_workbook
from tests.engines.ooxml.building import assert_valid, opened
from tests.workbook.draw.charts import FIRM, HEADING, LATE, PLAN

# Headings stand in row 7, the days from column K on.
HEADER, PROJECT, TASK, LATE_TASK, MARKED = 7, 8, 9, 10, 11


def tab(chart: Gantt = PLAN) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(drawn_workbook({GANTT: chart})))["Gantt"]


def fill(sheet: Worksheet, address: str) -> str:
    return "#" + sheet[address].fill.fgColor.rgb[2:]


def with_bar(look: Look) -> Gantt:
    row = replace(FIRM, bars=(Bar(0, 2, look),))
    return replace(PLAN, groups=(GanttGroup(0, HEADING, (row,)),))


def test_the_columns_on_the_left_are_those_of_the_plan_with_real_dates():
    sheet = tab()
    headings = [
        "Projet",
        "Tâche",
        "Libellé",
        "Épisode",
        "Technicien",
        "Salle",
        "État",
        "Début",
        "Fin",
        "Retard (j)",
    ]
    assert [cell.value for cell in sheet[HEADER][:10]] == headings
    row = [cell.value for cell in sheet[TASK][:10]]
    days = [datetime(2026, 11, 23), datetime(2026, 11, 25)]
    assert row == ["P1", "P1-MIX", "=SOMME(1)", None, "TESSIER", "AUDI1", "Confirmé", *days, None]
    assert sheet.cell(LATE_TASK, 10).value == 2
    assert sheet.auto_filter.ref == "A7:J11"


def test_a_label_that_looks_like_a_formula_stays_a_text():
    assert tab().cell(TASK, 3).data_type == "s"


def test_the_heading_of_each_column_is_its_day_under_its_month_and_week():
    sheet = tab()
    assert [sheet.cell(HEADER, column).value.day for column in range(11, 17)] == [23, 24, 25, 26, 27, 30]
    assert sheet["K5"].value == datetime(2026, 11, 1) and sheet["K6"].value == "S48"
    assert sheet["P6"].value == "S49"
    # 1 December is the seventh column, after the six of November.
    assert {"K5:P5", "K6:O6", "Q5:Y5"} <= {str(area) for area in sheet.merged_cells.ranges}


def test_a_bar_is_in_the_colour_of_its_project_and_what_is_late_in_red():
    sheet = tab()
    assert [fill(sheet, f"{letter}{TASK}") for letter in "KLM"] == [HUES[0]] * 3
    assert [fill(sheet, f"{letter}{LATE_TASK}") for letter in "NO"] == [LATE_INK] * 2
    assert sheet[f"N{TASK}"].value == "=SOMME(1) · TESSIER · AUDI1"
    assert sheet[f"P{LATE_TASK}"].value == "+2 j · Fabrication du PAD"


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
    cell = sheet[f"L{TASK}"]
    assert (cell.fill.patternType, fill(sheet, f"L{TASK}")) == (pattern, colour)


def test_the_promised_delivery_is_a_mark_and_an_edge_down_its_project():
    sheet = tab()
    assert sheet[f"M{PROJECT}"].value == "▼"
    assert [sheet[f"M{row}"].border.right.style for row in range(PROJECT, MARKED + 1)] == ["thin"] * 4
    assert sheet[f"L{TASK}"].border.right.style is None


def test_a_milestone_is_a_mark_without_a_fill():
    sheet = tab()
    assert sheet[f"O{MARKED}"].value == "◆" and sheet[f"O{MARKED}"].fill.patternType is None


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


def with_only(row: GanttRow) -> Worksheet:
    return tab(replace(PLAN, groups=(GanttGroup(0, HEADING, (row,)),)))


def test_a_note_without_room_on_the_right_is_written_on_a_bar_long_enough():
    # 26 letters take 10 of the columns of 2.3: the bar has 13, and 2 are left behind it.
    sheet = with_only(replace(FIRM, bars=(Bar(0, len(PLAN.slots) - 3, Look.FIRM),)))
    assert sheet[f"K{TASK}"].value == "=SOMME(1) · TESSIER · AUDI1"
    assert sheet[f"K{TASK}"].font.color.rgb == "FFFFFFFF"


def test_a_note_without_room_on_the_right_of_a_short_bar_is_written_on_its_left():
    sheet = with_only(replace(FIRM, bars=(Bar(12, 13, Look.FIRM),)))
    # The twelfth column of the chart: V.
    assert sheet[f"V{TASK}"].value == "=SOMME(1) · TESSIER · AUDI1"
    assert sheet[f"V{TASK}"].alignment.horizontal == "right"


def test_a_note_without_room_anywhere_is_not_written():
    sheet = with_only(replace(FIRM, label="Montage " * 9, bars=(Bar(6, 7, Look.FIRM),)))
    assert not [cell.value for cell in sheet[TASK][10:] if cell.value]


def test_no_line_crosses_a_note():
    # The note of the first three columns covers today's, the fourth, and the edge of the delivery, the fifth.
    heading = replace(HEADING, mark=4)
    sheet = tab(replace(PLAN, today_slot=3, groups=(GanttGroup(0, heading, (FIRM, LATE)),)))
    assert sheet[f"N{TASK}"].value == "=SOMME(1) · TESSIER · AUDI1"
    crossed = [sheet[f"{letter}{TASK}"].border for letter in "NO"]
    assert [(border.left.style, border.right.style) for border in crossed] == [(None, None)] * 2
    assert sheet[f"N{PROJECT}"].border.left.style == "thin" and sheet[f"O{LATE_TASK}"].border.right.style


def test_an_option_2_is_hatched_by_what_is_written_too():
    sheet = tab(with_bar(Look.SECOND))
    assert [sheet[f"{letter}{TASK}"].value for letter in "KLM"] == ["/"] * 3
    assert sheet[f"K{TASK}"].alignment.horizontal == "fill"


def test_a_week_with_a_public_holiday_is_marked_and_the_legend_says_so():
    # 25 December is a Friday; the week before has none.
    weeks = week_axis(date(2026, 12, 14), date(2026, 12, 27)).slots
    sheet = tab(replace(PLAN, grain=Grain.WEEK, slots=weeks, today_slot=None, groups=()))
    assert [sheet.cell(HEADER, column).number_format for column in (11, 12)] == ["d", 'd"•"']
    assert sheet["I4"].value == "• férié"
    assert tab()["I4"].value == "férié"


def test_a_long_label_is_made_to_fit_beside_the_technician():
    assert tab().cell(TASK, 3).alignment.shrinkToFit


def test_the_foot_of_a_page_has_the_day_of_the_plan_in_french():
    assert tab().oddFooter.right.text == "Situation au 23/11/2026"


def test_a_plan_without_a_task_says_so_and_has_no_filter():
    sheet = tab(replace(PLAN, groups=(), lines=("Aucune tâche à dessiner.",)))
    assert sheet["A2"].value == "Aucune tâche à dessiner." and sheet.auto_filter.ref is None


def test_two_drawings_of_one_plan_are_the_same_bytes_and_valid(tmp_path):
    assert drawn_workbook({GANTT: PLAN}) == drawn_workbook({GANTT: PLAN})
    assert_valid(opened(drawn_workbook({GANTT: PLAN})), tmp_path)


def test_a_board_says_who_is_taken_absent_or_in_conflict_and_which_half_of_a_day():
    heading = replace(
        HEADING, project="", technician="TESSIER", label="Gaëlle Tessier — Mixeuse", state="60 %", mark=None,
        start=None, end=None, late_days=None,
        bars=(Bar(0, 0, Look.SUMMARY), Bar(1, 1, Look.CLASH), Bar(2, 2, Look.ABSENT)),
    )  # fmt: skip
    row = replace(FIRM, hue=3, bars=(Bar(0, 1, Look.FIRM),), halves={1: "matin"})
    chart = replace(PLAN, groups=(GanttGroup(None, heading, (row,)),))
    sheet = openpyxl.load_workbook(io.BytesIO(drawn_workbook({PEOPLE_BOARD: chart})))["Par personne"]
    assert [cell.value for cell in sheet[PROJECT][:6]] == [
        "TESSIER", None, "Gaëlle Tessier — Mixeuse", None, None, "60 %"
    ]  # fmt: skip
    assert [sheet.cell(PROJECT, column).value for column in (9, 10, 11)] == [None, "!", "abs."]
    assert sheet.cell(TASK, 10).value == "matin" and fill(sheet, f"I{TASK}") == HUES[3]
    assert sheet.cell(TASK, 11).value == "=SOMME(1) · AUDI1"
    assert sheet.cell(HEADER, 9).number_format == "[$-40C]ddd d"
    assert sheet.page_setup.paperSize == 9


def test_the_list_to_print_has_the_reasons_whole_and_no_column_of_time():
    reason = "attend la salle AUDI1 (Auditorium 1), prise par P003-MIXAGE jusqu'au 12/12/2026 ; " * 3
    chart = replace(PLAN, groups=(GanttGroup(0, HEADING, (replace(FIRM, reason=reason), LATE)),))
    sheet = openpyxl.load_workbook(io.BytesIO(drawn_workbook({LIST: chart})))["Planning à imprimer"]
    assert [cell.value for cell in sheet[HEADER]][-2:] == ["Retard (j)", "Motif"]
    assert sheet.cell(TASK, 11).value == reason and sheet.cell(TASK, 11).alignment.wrapText
    assert sheet.row_dimensions[TASK].height > 3 * sheet.row_dimensions[TASK + 1].height - 6
    assert sheet.page_setup.paperSize == 9
