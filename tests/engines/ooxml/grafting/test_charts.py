"""Charts of ours on a tab: put, renewed, taken away; those of a person stay byte for byte."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from postprod_xl.engines.ooxml.grafting.charts import put_charts
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from tests.engines.ooxml.building import assert_valid, drawn, opened

PREFIX = "Dessin "


def with_charts(names: Sequence[str], title: str = "Suivi", rows: int = 4) -> Package:
    """A tab of figures with a chart of each name; one without our prefix is a person's."""

    def draw(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_column(0, 0, range(rows))
        for at, name in enumerate(names):
            chart = book.add_chart({"type": "line", "name": name})
            chart.add_series({"values": [title, 0, 0, rows - 1, 0], "name": name})
            sheet.insert_chart(1 + 20 * at, 2, chart)

    return drawn(draw, title)


def put(target: Package, source: Package) -> Package:
    put_charts((target, TabList(target).tabs[0]), (source, TabList(source).tabs[0]), PREFIX)
    return opened(target.to_bytes())


def chart_names(package: Package) -> list[str]:
    drawings = [name for name in package.names if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
    return re.findall(
        r'<xdr:cNvPr id="\d+" name="([^"]+)"', "".join(package.read(d).decode() for d in drawings)
    )


def chart_parts(package: Package) -> dict[str, bytes]:
    return {name: package.read(name) for name in package.names if name.startswith("xl/charts/chart")}


def test_charts_come_onto_a_tab_that_had_none_and_refer_to_its_cells(tmp_path):
    target = drawn(lambda book, sheet: None, title="L'année & co")
    after = put(target, with_charts(["Dessin A", "Dessin B"]))
    assert chart_names(after) == ["Dessin A", "Dessin B"]
    formulas = re.findall(rb"<c:f>(.*?)</c:f>", b"".join(chart_parts(after).values()))
    assert formulas == [b"'L''ann\xc3\xa9e &amp; co'!$A$1:$A$4"] * 2
    assert_valid(after, tmp_path)


def test_the_same_charts_put_again_change_no_part():
    once = put(drawn(lambda book, sheet: None), with_charts(["Dessin A"]))
    put_charts(
        (once, TabList(once).tabs[0]),
        ((source := with_charts(["Dessin A"])), TabList(source).tabs[0]),
        PREFIX,
    )
    assert not once.changed


def test_a_tab_without_charts_that_gets_none_is_left_alone():
    target = drawn(lambda book, sheet: None)
    put(target, with_charts([]))
    assert not target.changed


def test_charts_are_renewed_added_and_taken_away_and_those_of_a_person_keep_every_byte(tmp_path):
    held = with_charts(["Graphique 1", "Dessin A", "Dessin B", "Dessin A"])
    before = chart_parts(held)
    after = put(held, with_charts(["Dessin C", "Dessin B"], rows=9))
    assert chart_names(after) == ["Graphique 1", "Dessin B", "Dessin A", "Dessin C"]
    parts = chart_parts(after)
    # That of a person, and the copy that a person made of one of ours.
    assert parts["xl/charts/chart1.xml"] == before["xl/charts/chart1.xml"]
    assert parts["xl/charts/chart4.xml"] == before["xl/charts/chart4.xml"]
    assert b"$A$1:$A$9" in parts["xl/charts/chart3.xml"]
    assert b">Dessin C<" in parts["xl/charts/chart2.xml"]  # the name left free by the one taken away
    assert b"chart2.xml" in after.read("[Content_Types].xml")
    assert_valid(after, tmp_path)


def test_a_chart_goes_with_what_excel_added_to_it():
    held = with_charts(["Dessin A"])
    kind = "http://schemas.microsoft.com/office/2011/relationships/chartStyle"
    held.add("xl/charts/style1.xml", b"<x/>")
    held.add_override("xl/charts/style1.xml", "application/vnd.ms-office.chartstyle+xml")
    held.add_relationship("xl/charts/chart1.xml", kind, "xl/charts/style1.xml")
    after = put(opened(held.to_bytes()), with_charts([]))
    assert not [name for name in after.names if name.startswith("xl/charts/")]
    assert b"charts" not in after.read("[Content_Types].xml")
    assert "xl/drawings/_rels/drawing1.xml.rels" not in after.names
