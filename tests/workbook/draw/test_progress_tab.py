"""The hours of the projects on their tab: figures that fold, a native chart of them under each project."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache

import openpyxl

from postprod_xl.documents.charts.progress import ProgressChart, ProgressPoint, ProjectProgress
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.schema.drawn_tabs import PROGRESS
from postprod_xl.workbook.draw.drawn_tabs import drawn_workbook, redraw
from postprod_xl.workbook.make.build import build
from tests.engines.ooxml.building import assert_valid, opened

DAYS = [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 23)]
POINTS = tuple(
    ProgressPoint(day, 6000, 5400, worked, 6300) for day, worked in zip(DAYS, (0, 90, 1200), strict=True)
)


def progress(*codes: str, points: tuple[ProgressPoint, ...] = POINTS) -> ProgressChart:
    projects = tuple(ProjectProgress(code, f"Film de {code}", points) for code in codes)
    return ProgressChart(points[-1].day, projects, ("Situation au 23/11/2026.", "Une autre phrase."))


@cache
def _master() -> bytes:
    return build({})


def redrawn(package: Package, chart: ProgressChart) -> Package:
    redraw(package, {PROGRESS: chart})
    return opened(package.to_bytes())


def tab(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))[PROGRESS.title]


def test_a_project_has_its_present_figures_its_days_folded_and_its_chart():
    drawn = drawn_workbook({PROGRESS: progress("TERR")})
    sheet = tab(drawn)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7, max_row=11)]
    assert rows[0] == [
        *("Projet", "Titre", "Jour", "Vendu (h)", "Planifié (h)", "Réalisé (h)", "Projeté (h)", "Écart (h)")
    ]
    assert [rows[1][:2], rows[1][3:]] == [["TERR", "Film de TERR"], [100, 90, 20, 105, 5]]
    assert [row[5] for row in rows[2:]] == [0, 1.5, 20]
    assert [sheet.row_dimensions[row].hidden for row in range(8, 13)] == [False, True, True, True, False]
    (chart,) = sheet._charts
    assert chart.anchor._from.row == 11
    assert [(series.tx.v, series.xVal.numRef.f, series.yVal.numRef.f) for series in chart.series] == [
        ("Vendu", "Suivi!$C$9:$C$11", "Suivi!$D$9:$D$11"),
        ("Réalisé", "Suivi!$C$9:$C$11", "Suivi!$F$9:$F$11"),
        ("Projeté", "Suivi!$C$9:$C$11", "Suivi!$G$9:$G$11"),
    ]
    # Excel draws the cells of hidden rows where this does not say that it leaves them out.
    assert b"plotVisOnly" not in opened(drawn).read("xl/charts/chart1.xml")


def test_three_projects_stand_on_a_page_and_its_width_holds_the_columns():
    sheet = tab(drawn_workbook({PROGRESS: progress(*"ABCDEFG")}))
    assert [mark.id for mark in sheet.row_breaks.brk] == [7 + 3 * 18, 7 + 6 * 18]
    assert sheet.page_setup.orientation == "portrait" and sheet.page_setup.scale == 88
    assert not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_refresh_adds_and_takes_away_charts_and_the_same_again_changes_no_byte(tmp_path):
    package = redrawn(opened(_master()), progress("TERR", "MAREE"))
    assert_valid(package, tmp_path)
    redraw(package, {PROGRESS: progress("TERR", "MAREE")})
    assert not package.changed
    after = redrawn(package, progress("MAREE", "CRUE"))
    drawing = next(name for name in after.names if re.fullmatch(r"xl/drawings/drawing\d+.xml", name))
    assert re.findall(r'name="DessinSuivi (\w+)"', after.read(drawing).decode()) == ["MAREE", "CRUE"]
    assert_valid(after, tmp_path)


def test_a_chart_that_a_person_put_on_the_tab_and_one_elsewhere_keep_every_byte():
    """The chart of the person is one of ours, renamed as Excel lets them do."""
    package = redrawn(opened(_master()), progress("TERR", "MAREE"))
    drawing = next(name for name in package.names if re.fullmatch(r"xl/drawings/drawing\d+.xml", name))
    package.replace(drawing, package.read(drawing).replace(b"DessinSuivi TERR", b"Graphique 7"))
    package = opened(package.to_bytes())
    mine = package.read("xl/charts/chart1.xml")
    frame = re.search(rb"<xdr:twoCellAnchor.*?</xdr:twoCellAnchor>", package.read(drawing), re.DOTALL)
    after = redrawn(package, progress("CRUE", points=POINTS[:2]))
    assert after.read("xl/charts/chart1.xml") == mine
    assert frame and frame[0] in after.read(drawing)
    assert re.findall(rb'name="([^"]+)"', after.read(drawing)) == [b"Graphique 7", b"DessinSuivi CRUE"]


def test_an_office_without_a_project_that_sells_hours_has_no_chart():
    package = redrawn(opened(_master()), ProgressChart(DAYS[0], (), ("Situation au 02/11/2026.",)))
    assert not [name for name in package.names if "/charts/" in name or "/drawings/" in name]
