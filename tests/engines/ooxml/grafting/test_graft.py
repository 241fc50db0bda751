"""Sheets carried from one workbook into another: they look the same, and nothing else moves."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwings
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.grafting.graft import graft_sheets
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import sheets_referred_to
from tests.masters import schema_findings
from tests.pictures import png

TEMPLATES = sorted(Path(xlwings.__file__).parent.glob("*.xlsm"))
LISTS = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "docProps/app.xml"}
LISTS_AND_STYLES = LISTS | {"xl/styles.xml"}

# What openpyxl says of the sparklines and 2010 rules that it does not read.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def package_of(path: Path, fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> Package:
    with xlsxwriter.Workbook(path, options) as book:
        fill(book)
    return Package.open(path)


def written(package: Package, path: Path) -> Path:
    path.write_bytes(package.to_bytes())
    return path


def invoice(book: xlsxwriter.Workbook, number: int = 12) -> None:
    """Two sheets with one of everything a printable tab may hold; another number, other names."""
    name, bands = f"Facture n° {number}", "Bandes" if number == 12 else f"Bandes{number}"
    sheet, other = book.add_worksheet(name), book.add_worksheet(bands)
    title = book.add_format({"bold": True, "font_name": "Arial", "font_size": 18, "font_color": "#1F4E78"})
    euro = book.add_format({"num_format": '#,##0.00 "€"', "border": 1, "bg_color": "#DDEBF7"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "center", "locked": False})
    red = book.add_format({"font_color": "#9C0006", "bg_color": "#FFC7CE", "num_format": "0.0 %"})
    sheet.set_column("A:A", 42, title)
    sheet.set_row(0, 40, day)
    sheet.write_string("A1", "Facture <12> & « solde »", title)
    sheet.write_rich_string("A2", "Net ", title, "gras", " à payer ")
    sheet.write_number("B2", 1234.5, euro)
    sheet.write_formula("B3", f"=SUM(B2:B2)*{bands}!A1", euro, 2469)
    sheet.write_number("C2", 45658, day)
    sheet.write_blank("D2", None, euro)
    columns = [{"header": "Ligne"}, {"header": "Montant", "format": euro, "total_function": "sum"}]
    sheet.add_table("A6:B9", {"name": f"LignesFacture{number}", "columns": columns, "total_row": True})
    sheet.conditional_format("B2:B9", {"type": "cell", "criteria": ">", "value": 5, "format": red})
    sheet.conditional_format("C2:C9", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("D2:D9", {"validate": "list", "source": f"={bands}!$A$1:$A$3"})
    sheet.insert_image(
        "F2", "logo.png", {"image_data": BytesIO(png(2, 2)), "url": "https://example.org/a?b=1&c=2"}
    )
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{name}'!$B$7:$B$9"})
    sheet.insert_chart("F10", chart)
    sheet.write_comment("B2", "Montant vérifié", {"author": "Compta"})
    sheet.add_sparkline("E2", {"range": f"{bands}!A1:A3"})
    sheet.write_url("A12", "https://example.org/", string="site")
    sheet.write_url("A13", f"internal:{bands}!A1", string="bandes")
    sheet.set_tab_color("#00B050")
    sheet.set_landscape()
    sheet.set_header("&L&G", {"image_left": "entete.png", "image_data_left": BytesIO(png(3, 3))})
    sheet.set_footer("&RPage &P")
    sheet.repeat_rows(0, 1)
    sheet.print_area("A1:D20")
    sheet.freeze_panes(2, 1)
    sheet.activate()
    other.write_column("A1", [2, 3, 4])
    book.define_name("Bande_unique", f"={bands}!$A$1:$A$3")
    book.define_name(f"{bands}!Locale", f"={bands}!$A$2")


def master(book: xlsxwriter.Workbook) -> None:
    """A workbook in use: two tabs, a table, a picture, a chart, names and formats of its own."""
    first, last = book.add_worksheet("Accueil"), book.add_worksheet("Projets")
    green = book.add_format({"bold": True, "font_color": "green", "num_format": "0.000"})
    first.write_string("A1", "Bonjour", green)
    first.insert_image("C3", "a.png", {"image_data": BytesIO(png(4, 4))})
    last.add_table("A1:B3", {"name": "Projets", "columns": [{"header": "Code"}, {"header": "Titre"}]})
    last.conditional_format("A1:A9", {"type": "blanks", "format": green})
    last.repeat_rows(0)
    last.activate()
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Projets!$A$1:$A$3"})
    last.insert_chart("D3", chart)
    book.define_name("Taux", "=Projets!$B$2")


@pytest.fixture
def source(tmp_path: Path) -> Package:
    return package_of(tmp_path / "facture.xlsx", invoice)


@pytest.fixture
def target(tmp_path: Path) -> Package:
    return package_of(tmp_path / "budget.xlsx", master)


def assert_same_look(before: Path, after: Path, titles: list[str]) -> None:
    given, received = openpyxl.load_workbook(before), openpyxl.load_workbook(after)
    for title in titles:
        for row in given[title].iter_rows():
            for cell in (c for c in row if c.value is not None or c.has_style):
                twin = received[title][cell.coordinate]
                assert twin.value == cell.value
                for aspect in ("font", "fill", "border", "number_format", "alignment", "protection"):
                    assert repr(getattr(twin, aspect)) == repr(getattr(cell, aspect)), (
                        title,
                        cell.coordinate,
                    )


def assert_valid(path: Path) -> None:
    assert schema_findings(path) == []


def assert_untouched(before: Path, after: Path, allowed: set[str]) -> None:
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        moved = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert moved <= allowed


def part_of(package: Package, part: str) -> str:
    return package.read(part).decode()


@pytest.mark.parametrize("after", [None, "Accueil"])
def test_grafted_sheets_look_the_same_and_the_rest_does_not_move(
    source: Package, target: Package, tmp_path: Path, after: str | None
) -> None:
    graft_sheets(target, source, ["Facture n° 12", "Bandes"], after)
    result = written(target, tmp_path / "result.xlsx")
    assert_untouched(tmp_path / "budget.xlsx", result, LISTS_AND_STYLES)
    assert_same_look(tmp_path / "facture.xlsx", result, ["Facture n° 12", "Bandes"])
    assert_same_look(tmp_path / "budget.xlsx", result, ["Accueil", "Projets"])


@pytest.mark.parametrize("after", [None, "Accueil"])
def test_the_result_is_valid(source: Package, target: Package, tmp_path: Path, after: str | None) -> None:
    graft_sheets(target, source, ["Facture n° 12", "Bandes"], after)
    assert_valid(written(target, tmp_path / "result.xlsx"))


def test_what_a_sheet_holds_besides_cells_comes_along(
    source: Package, target: Package, tmp_path: Path
) -> None:
    graft_sheets(target, source, ["Facture n° 12", "Bandes"])
    sheet = openpyxl.load_workbook(written(target, tmp_path / "result.xlsx"))["Facture n° 12"]
    assert sheet.tables["LignesFacture12"].ref == "A6:B9"
    assert sheet["B2"].comment.text == "Montant vérifié"
    assert sheet["A12"].hyperlink.target == "https://example.org/"
    assert sheet["A13"].hyperlink.location == "Bandes!A1"
    assert sheet.freeze_panes == "B3"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.oddFooter.right.text == "Page &P"
    assert sheet.sheet_properties.tabColor.rgb == "FF00B050"
    assert sheet.column_dimensions["A"].width == pytest.approx(42.7, abs=0.1)
    assert sheet.column_dimensions["A"].font.name == "Arial"
    assert sheet.data_validations.dataValidation[0].formula1 == "Bandes!$A$1:$A$3"
    assert len(sheet._charts) == 1
    (rule,) = [rule for area in sheet.conditional_formatting for rule in area.rules if rule.type == "cellIs"]
    assert rule.dxf.numFmt.formatCode == "0.0 %"
    assert rule.dxf.fill.bgColor.rgb == "FFFFC7CE"


def test_pictures_arrive_in_the_sheet_and_in_its_header(source: Package, target: Package) -> None:
    graft_sheets(target, source, ["Facture n° 12"])
    pictures = {
        r.target for r in target.relationships("xl/drawings/drawing3.xml") if r.type.endswith("/image")
    }
    assert [target.read(picture) for picture in pictures] == [png(2, 2)]
    header = next(n for n in target.names if "vmlDrawing" in n and target.relationships(n))
    assert [target.read(r.target) for r in target.relationships(header)] == [png(3, 3)]


def test_sparklines_rich_text_and_calculated_values_are_kept(source: Package, target: Package) -> None:
    graft_sheets(target, source, ["Facture n° 12", "Bandes"])
    sheet = part_of(target, "xl/worksheets/sheet3.xml")
    assert "x14:sparklineGroup" in sheet and "x14:cfRule" in sheet
    assert "<v>2469</v>" in sheet
    assert re.search(r'<is><r><t xml:space="preserve">Net </t></r><r><rPr><b/>', sheet)
    assert 't="s"' not in sheet


def test_grafting_in_the_middle_shifts_what_counts_tabs(
    source: Package, target: Package, tmp_path: Path
) -> None:
    graft_sheets(target, source, ["Bandes", "Facture n° 12"], after="Accueil")
    result = openpyxl.load_workbook(written(target, tmp_path / "result.xlsx"))
    assert result.sheetnames == ["Accueil", "Bandes", "Facture n° 12", "Projets"]
    assert result.active.title == "Projets"
    assert [s.title for s in result if s.sheet_view.tabSelected] == ["Projets"]
    assert result["Projets"].print_title_rows == "$1:$1"
    assert result["Facture n° 12"].print_title_rows == "$1:$2"
    assert result["Facture n° 12"].print_area == "'Facture n° 12'!$A$1:$D$20"
    assert result["Bandes"].defined_names["Locale"].attr_text == "Bandes!$A$2"
    assert set(result.defined_names) == {"Taux", "Bande_unique"}


def test_the_summary_lists_the_new_tabs(source: Package, target: Package) -> None:
    graft_sheets(target, source, ["Bandes"], after="Accueil")
    summary = part_of(target, "docProps/app.xml")
    titles = re.findall(r"<vt:lpstr>(.*?)</vt:lpstr>", summary)
    assert titles[titles.index("Accueil") :][:3] == ["Accueil", "Bandes", "Projets"]
    # Accueil, Bandes, Projets, then Projets!Print_Titles and Taux.
    assert '<vt:vector size="5" baseType="lpstr">' in summary
    assert re.search(r"<vt:lpstr>Worksheets</vt:lpstr></vt:variant><vt:variant><vt:i4>3</vt:i4>", summary)


def test_a_summary_with_a_count_that_cannot_be_read_still_lists_the_new_tabs(
    source: Package, target: Package
) -> None:
    summary = part_of(target, "docProps/app.xml")
    pair = "<vt:variant><vt:lpstr>Graphes</vt:lpstr></vt:variant><vt:variant><vt:i4>?</vt:i4></vt:variant>"
    damaged = re.sub(r"(<HeadingPairs><vt:vector[^>]*>)", rf"\1{pair}", summary)
    assert damaged != summary
    target.replace("docProps/app.xml", damaged.encode())
    graft_sheets(target, source, ["Bandes"], after="Accueil")
    titles = re.findall(r"<vt:lpstr>(.*?)</vt:lpstr>", part_of(target, "docProps/app.xml"))
    assert titles[titles.index("Accueil") :][:3] == ["Accueil", "Bandes", "Projets"]


def test_a_name_about_a_sheet_left_behind_is_not_brought(source: Package, target: Package) -> None:
    graft_sheets(target, source, ["Facture n° 12"])
    assert "Bande_unique" not in part_of(target, "xl/workbook.xml")


def test_a_second_graft_adds_no_format_and_shares_pictures(
    source: Package, target: Package, tmp_path: Path
) -> None:
    graft_sheets(target, source, ["Facture n° 12", "Bandes"])
    styles = target.read("xl/styles.xml")
    pictures = [name for name in target.names if "/media/" in name]

    graft_sheets(
        target,
        package_of(tmp_path / "treize.xlsx", lambda book: invoice(book, 13)),
        ["Facture n° 13", "Bandes13"],
    )
    assert target.read("xl/styles.xml") == styles
    assert [name for name in target.names if "/media/" in name] == pictures
    assert_valid(written(target, tmp_path / "result.xlsx"))


def test_existing_formats_keep_their_indexes(source: Package, target: Package) -> None:
    before = part_of(target, "xl/styles.xml")
    graft_sheets(target, source, ["Facture n° 12"])
    after = part_of(target, "xl/styles.xml")
    for collection in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs"):
        (old,) = re.findall(rf"<{collection} count[^>]*>(.*?)</{collection}>", before)
        (new,) = re.findall(rf"<{collection} count[^>]*>(.*?)</{collection}>", after)
        assert new.startswith(old)


def test_table_identifiers_are_unique_in_the_workbook(source: Package, target: Package) -> None:
    graft_sheets(target, source, ["Facture n° 12"])
    tables = [part_of(target, name) for name in target.names if name.startswith("xl/tables/")]
    assert [re.search(r' id="(\d+)"', table).group(1) for table in tables] == ["1", "2"]


def test_the_tabs_brought_have_numbers_of_their_own(source: Package, target: Package) -> None:
    graft_sheets(target, source, ["Facture n° 12"])
    workbook = target.parse_xml(target.workbook_part)
    numbers = [entry.get("sheetId") for entry in workbook.iter("{*}sheet")]
    assert len(numbers) > 2 and len(set(numbers)) == len(numbers)


def test_the_source_is_only_read(source: Package, target: Package) -> None:
    graft_sheets(target, source, ["Bandes"])
    assert source.changed == frozenset()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_macro_workbook_made_by_excel_receives_everything(
    source: Package, tmp_path: Path, template: Path
) -> None:
    target = Package.open(template)
    graft_sheets(target, source, ["Facture n° 12", "Bandes"])
    result = written(target, tmp_path / "result.xlsm")
    assert_untouched(template, result, LISTS_AND_STYLES)
    assert_valid(result)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_sheet_made_by_excel_goes_into_another_workbook(
    target: Package, tmp_path: Path, template: Path
) -> None:
    title = "_xlwings.conf"
    graft_sheets(target, Package.open(template), [title], after="Accueil")
    result = written(target, tmp_path / "result.xlsx")
    assert_same_look_but_theme(template, result, title)
    assert_untouched(tmp_path / "budget.xlsx", result, LISTS_AND_STYLES)
    assert_valid(result)


def assert_same_look_but_theme(before: Path, after: Path, title: str) -> None:
    given, received = openpyxl.load_workbook(before)[title], openpyxl.load_workbook(after)[title]
    for row in given.iter_rows():
        for cell in (c for c in row if c.value is not None or c.has_style):
            twin = received[cell.coordinate]
            assert (twin.value, twin.number_format) == (cell.value, cell.number_format)
            assert (twin.font.name, twin.font.sz, twin.font.b) == (cell.font.name, cell.font.sz, cell.font.b)


def test_a_chart_sheet_counts_as_a_tab_and_not_as_a_worksheet(source: Package, tmp_path: Path) -> None:
    def with_chart_sheet(book: xlsxwriter.Workbook) -> None:
        master(book)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Projets!$A$1:$A$3"})
        book.add_chartsheet("Graphe").set_chart(chart)
        book.add_worksheet("Fin").repeat_rows(4)

    target = package_of(tmp_path / "graphe.xlsx", with_chart_sheet)
    graft_sheets(target, source, ["Bandes"], after="Graphe")
    result = written(target, tmp_path / "result.xlsx")
    received = openpyxl.load_workbook(result)
    assert received.sheetnames == ["Accueil", "Projets", "Graphe", "Bandes", "Fin"]
    assert received["Fin"].print_title_rows == "$5:$5"
    titles = re.findall(r"<vt:lpstr>(.*?)</vt:lpstr>", part_of(target, "docProps/app.xml"))
    # The summary lists worksheets first, then chart sheets.
    assert titles[titles.index("Accueil") :][:5] == ["Accueil", "Projets", "Bandes", "Fin", "Graphe"]
    assert_valid(result)


def test_a_workbook_made_by_openpyxl_keeps_its_own_default_font(source: Package, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book._fonts[0] = Font(name="Courier New", sz=8)
    book.active["A1"] = "chez moi"
    book.active["A2"].fill = PatternFill("solid", fgColor="00FF00")
    book.save(tmp_path / "openpyxl.xlsx")
    target = Package.open(tmp_path / "openpyxl.xlsx")
    graft_sheets(target, source, ["Facture n° 12", "Bandes"])
    result = written(target, tmp_path / "result.xlsx")
    assert_untouched(tmp_path / "openpyxl.xlsx", result, LISTS_AND_STYLES)
    assert_same_look(tmp_path / "facture.xlsx", result, ["Facture n° 12", "Bandes"])
    assert openpyxl.load_workbook(result)["Sheet"]["A1"].font.name == "Courier New"
    assert_valid(result)


def test_a_colour_of_another_theme_is_written_in_full(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.loaded_theme = re.sub(
        rb'lastClr="000000"', b'lastClr="112233"', book.loaded_theme or theme_of_openpyxl()
    )
    book.active.title = "Source"
    book.active["A1"] = "encre"
    book.save(tmp_path / "source.xlsx")
    target = package_of(tmp_path / "budget.xlsx", master)
    graft_sheets(target, Package.open(tmp_path / "source.xlsx"), ["Source"])
    cell = openpyxl.load_workbook(written(target, tmp_path / "result.xlsx"))["Source"]["A1"]
    assert cell.font.color.rgb == "FF112233"


def theme_of_openpyxl() -> bytes:
    from openpyxl.writer.theme import theme_xml

    return theme_xml.encode()


def without_part(path: Path, part: str, *listed: tuple[str, str]) -> Package:
    """The workbook without one part, nor what `listed` says of it as (part, pattern to erase)."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != part}
    for name, pattern in listed:
        parts[name] = re.sub(pattern.encode(), b"", parts[name])
    return repacked(path.with_name("sans.xlsx"), parts)


def repacked(path: Path, parts: dict[str, bytes]) -> Package:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return Package.open(path)


def plain(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet("Vide").write_number("A1", 1)


def test_a_workbook_without_style_sheet_is_given_one(source: Package, tmp_path: Path) -> None:
    package_of(tmp_path / "plain.xlsx", plain)
    target = without_part(
        tmp_path / "plain.xlsx",
        "xl/styles.xml",
        ("[Content_Types].xml", r'<Override PartName="/xl/styles.xml"[^>]*/>'),
        ("xl/_rels/workbook.xml.rels", r'<Relationship [^>]*Target="styles.xml"/>'),
    )
    graft_sheets(target, source, ["Facture n° 12", "Bandes"])
    result = written(target, tmp_path / "result.xlsx")
    assert_same_look(tmp_path / "facture.xlsx", result, ["Facture n° 12", "Bandes"])
    assert_valid(result)


def restyled(path: Path, old: str, new: str) -> Package:
    """The workbook with one text of its style sheet replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts["xl/styles.xml"]
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(old.encode(), new.encode())
    return repacked(path.with_name("style.xlsx"), parts)


def test_a_colour_of_ones_own_palette_is_written_in_full(target: Package, tmp_path: Path) -> None:
    package_of(tmp_path / "plain.xlsx", plain)
    palette = '<rgbColor rgb="FF000000"/><rgbColor rgb="FF123456"/>'
    restyled(tmp_path / "plain.xlsx", '<color theme="1"/>', '<color indexed="1"/>')
    source = restyled(
        tmp_path / "style.xlsx",
        "</styleSheet>",
        f"<colors><indexedColors>{palette}</indexedColors></colors></styleSheet>",
    )
    graft_sheets(target, source, ["Vide"])
    result = openpyxl.load_workbook(written(target, tmp_path / "result.xlsx"))
    assert result["Vide"]["A1"].font.color.rgb == "FF123456"


def test_a_table_style_of_ones_own_comes_with_its_table(target: Package, tmp_path: Path) -> None:
    def film(book: xlsxwriter.Workbook) -> None:
        sheet, red = book.add_worksheet("Films"), book.add_format({"font_color": "red"})
        sheet.add_table("A1:A3", {"name": "Films", "style": "Maison"})
        sheet.conditional_format("A1", {"type": "blanks", "format": red})

    package_of(tmp_path / "films.xlsx", film)
    with zipfile.ZipFile(tmp_path / "films.xlsx") as archive:
        styles = archive.read("xl/styles.xml").decode()
    (old,) = re.findall(r"<tableStyles[^>]*/>", styles)
    style = '<tableStyle name="Maison" pivot="0" count="1"><tableStyleElement type="headerRow" dxfId="0"/>'
    new = f'<tableStyles count="1">{style}</tableStyle></tableStyles>'
    graft_sheets(target, restyled(tmp_path / "films.xlsx", old, new), ["Films"])
    # The target's only differential format is 0: the one brought with the style is 1.
    assert style.replace('dxfId="0"', 'dxfId="1"') in part_of(target, "xl/styles.xml")
    assert_valid(written(target, tmp_path / "result.xlsx"))


def with_alternative_format(path: Path, choice: str) -> Package:
    """The workbook with one more cell format, in alternative content whose new branch is `choice`."""
    xf = '<xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    x14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    alternative = (
        f'<mc:AlternateContent xmlns:mc="{mc}" xmlns:x14="{x14}"><mc:Choice Requires="x14">{choice.format(xf=xf)}'
        f"</mc:Choice><mc:Fallback>{xf}</mc:Fallback></mc:AlternateContent></cellXfs>"
    )
    return restyled(path, "</cellXfs>", alternative)


def test_alternative_formats_are_counted_once(source: Package, tmp_path: Path) -> None:
    package_of(tmp_path / "plain.xlsx", plain)
    target = with_alternative_format(tmp_path / "plain.xlsx", "{xf}")
    graft_sheets(target, source, ["Facture n° 12"])
    # Format 0, the alternative one as 1, so that the sheet's first format of its own is 2.
    numbers = {int(n) for n in re.findall(r' s="(\d+)"', part_of(target, "xl/worksheets/sheet2.xml"))}
    assert min(numbers - {0}) == 2


def test_formats_whose_number_depends_on_the_reader_are_refused(source: Package, tmp_path: Path) -> None:
    package_of(tmp_path / "plain.xlsx", plain)
    target = with_alternative_format(tmp_path / "plain.xlsx", "{xf}{xf}")
    with pytest.raises(UnusableFile, match="style.xlsx — styles du classeur"):
        graft_sheets(target, source, ["Facture n° 12"])
    assert target.changed == frozenset()


def test_a_title_already_there_is_refused_whatever_its_case(source: Package, tmp_path: Path) -> None:
    def clash(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("BANDES")

    target = package_of(tmp_path / "clash.xlsx", clash)
    with pytest.raises(UnusableFile, match=r"clash.xlsx — onglet « Bandes » déjà présent"):
        graft_sheets(target, source, ["Facture n° 12", "Bandes"])
    assert target.changed == frozenset()


def test_a_table_name_already_taken_is_refused(source: Package, tmp_path: Path) -> None:
    def clash(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Autre").add_table("A1:A2", {"name": "lignesfacture12"})

    target = package_of(tmp_path / "clash.xlsx", clash)
    with pytest.raises(UnusableFile, match="tableau « LignesFacture12 »"):
        graft_sheets(target, source, ["Facture n° 12"])
    assert target.changed == frozenset()


def test_a_table_name_taken_by_a_defined_name_is_refused(source: Package, tmp_path: Path) -> None:
    def clash(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Autre")
        book.define_name("LignesFacture12", "=Autre!$A$1")

    with pytest.raises(UnusableFile, match="tableau « LignesFacture12 »"):
        graft_sheets(package_of(tmp_path / "clash.xlsx", clash), source, ["Facture n° 12"])


@pytest.mark.parametrize(("title", "after"), [("Absent", None), ("Bandes", "Absent")])
def test_an_absent_tab_is_said_absent(
    source: Package, target: Package, title: str, after: str | None
) -> None:
    with pytest.raises(UnusableFile, match="onglet « Absent » introuvable"):
        graft_sheets(target, source, [title], after)


def dated(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Dates")
    formats = {code: book.add_format({"num_format": code}) for code in ("dd/mm/yyyy", "hh:mm", "[h]:mm")}
    day, clock, length = formats.values()
    sheet.write_datetime("A1", date(2026, 11, 23), day)
    sheet.write_datetime("A2", datetime(2026, 11, 23, 9, 30), clock)
    sheet.write_datetime("A3", time(9, 30), clock)
    sheet.write_number("A4", 1.5, length)
    sheet.write_number("A5", 46349)
    sheet.write_formula("A6", "=A1+1", day, 46350 - 1462 * bool(book.date_1904))
    limits = {
        "validate": "date",
        "criteria": "between",
        "minimum": date(1950, 1, 1),
        "maximum": date(2099, 1, 1),
    }
    sheet.data_validation("A1:A2", limits)


@pytest.mark.parametrize("since_1904", [True, False], ids=["into 1904", "into 1900"])
def test_dates_are_the_same_in_a_workbook_that_counts_from_another_year(
    tmp_path: Path, since_1904: bool
) -> None:
    host = package_of(tmp_path / "host.xlsx", master, date_1904=since_1904)
    given = package_of(tmp_path / "given.xlsx", dated, date_1904=not since_1904)
    graft_sheets(host, given, ["Dates"])
    path = written(host, tmp_path / "result.xlsx")
    sheet = openpyxl.load_workbook(path, data_only=True)["Dates"]
    assert sheet["A1"].value == datetime(2026, 11, 23)
    assert sheet["A2"].value == datetime(2026, 11, 23, 9, 30)
    assert (sheet["A3"].value, sheet["A4"].value, sheet["A5"].value) == (
        time(9, 30),
        timedelta(hours=36),
        46349,
    )
    assert sheet["A6"].value == datetime(2026, 11, 24)
    (rule,) = sheet.data_validations.dataValidation
    # 1 January 1950 is day 18,264 since 1900, and 16,802 since 1904.
    assert (rule.formula1, rule.formula2) == (("16802", "71224") if since_1904 else ("18264", "72686"))
    assert_valid(path)


def test_a_date_that_the_other_calendar_cannot_hold_is_refused(tmp_path: Path) -> None:
    def ancient(book: xlsxwriter.Workbook) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        book.add_worksheet("Dates").write_datetime("B2", date(1901, 1, 1), day)

    host = package_of(tmp_path / "host.xlsx", master, date_1904=True)
    with pytest.raises(UnusableFile, match="Dates!B2 contient une date d'avant 1904"):
        graft_sheets(host, package_of(tmp_path / "given.xlsx", ancient), ["Dates"])


def test_a_link_to_another_file_is_refused(target: Package, tmp_path: Path) -> None:
    def linked(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Lien").write_formula("C7", "=[1]Feuil1!A1+1")

    with pytest.raises(UnusableFile, match="Lien!C7 contient une référence à un autre fichier"):
        graft_sheets(target, package_of(tmp_path / "lien.xlsx", linked), ["Lien"])


def test_a_table_column_called_by_a_number_is_no_link(target: Package, tmp_path: Path) -> None:
    def years(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Bilan")
        sheet.write_formula("A1", "=SUM(Ventes[2024])+Projets!A1")
        sheet.write_formula("A2", "=Ventes[[#This Row],[2024]]*Projets!A1")

    graft_sheets(target, package_of(tmp_path / "bilan.xlsx", years), ["Bilan"])
    assert "Ventes[2024]" in part_of(target, "xl/worksheets/sheet3.xml")


def test_dynamic_arrays_bring_their_metadata_once(target: Package, tmp_path: Path) -> None:
    def dynamic(title: str) -> Callable[[xlsxwriter.Workbook], None]:
        def fill(book: xlsxwriter.Workbook) -> None:
            book.add_worksheet(title).write_dynamic_array_formula("A1:A3", "=SORT(B1:B3)")

        return fill

    graft_sheets(target, package_of(tmp_path / "a.xlsx", dynamic("Un")), ["Un"])
    graft_sheets(target, package_of(tmp_path / "b.xlsx", dynamic("Deux")), ["Deux"])
    assert part_of(target, "xl/_rels/workbook.xml.rels").count("sheetMetadata") == 1
    assert_valid(written(target, tmp_path / "result.xlsx"))


def test_a_workbook_recalculated_on_opening_asks_for_it_in_the_target(
    source: Package, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.calculation.fullCalcOnLoad = False
    book.save(tmp_path / "openpyxl.xlsx")
    target = Package.open(tmp_path / "openpyxl.xlsx")
    graft_sheets(target, source, ["Facture n° 12"])
    assert re.search(r"<calcPr [^>]*fullCalcOnLoad=\"1\"", part_of(target, "xl/workbook.xml"))


def test_a_named_cell_style_comes_with_the_cells_that_bear_it(target: Package, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Tableau"
    book.active.append(["Code", "Titre"])
    book.active.append(["ATL", "Atlas"])
    table = Table(displayName="Films", ref="A1:B2")
    table.headerRowCellStyle = "Maison"
    book.add_named_style(openpyxl.styles.NamedStyle("Maison", font=Font(name="Georgia", sz=15)))
    book.active["A1"].style = "Maison"
    book.active.add_table(table)
    book.save(tmp_path / "films.xlsx")
    graft_sheets(target, Package.open(tmp_path / "films.xlsx"), ["Tableau"])
    result = written(target, tmp_path / "result.xlsx")
    received = openpyxl.load_workbook(result)
    assert received["Tableau"]["A1"].style == "Maison"
    assert received["Tableau"]["A1"].font.name == "Georgia"
    assert_valid(result)


@pytest.mark.parametrize(
    ("formula", "titles"),
    [
        ("Bandes!$A$1:$B$2", {"bandes"}),
        ("'L''atelier n° 1'!A1+Son!B2", {"l'atelier n° 1", "son"}),
        ("SUM(Janvier:Mars!A1)", {"janvier", "mars"}),
        ('"Bandes!"&A1', set()),
    ],
)
def test_sheets_a_formula_refers_to(formula: str, titles: set[str]) -> None:
    assert sheets_referred_to(formula) == titles


def test_a_host_that_declares_its_relationships_part_by_part_stays_valid(
    source: Package, target: Package, tmp_path: Path
) -> None:
    types = target.read("[Content_Types].xml").decode()
    default = re.search(r'<Default Extension="rels"[^>]*>', types)[0]
    each = [
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        for name in target.names
        if name.endswith(".rels")
    ]
    declared = types.replace(default, "").replace("</Types>", "".join(each) + "</Types>")
    target.replace("[Content_Types].xml", declared.encode())
    host = Package(tmp_path / "budget.xlsx", target.to_bytes())
    graft_sheets(host, source, ["Facture n° 12", "Bandes"])
    assert_valid(written(host, tmp_path / "result.xlsx"))
    links = [name for name in host.names if name.endswith(".rels")]
    assert {host.content_type(name) for name in links} == {
        "application/vnd.openxmlformats-package.relationships+xml"
    }
