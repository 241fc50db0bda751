"""A workbook with everything that programs lose: what XlsxWriter draws, and parts written by hand."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.masters import contents, repacked
from tests.pictures import png

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"

_X14_VALIDATION = (
    f'<ext xmlns:x14="{_X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">'
    f'<x14:dataValidations xmlns:xm="{_XM}" count="1"><x14:dataValidation type="list" allowBlank="1">'
    "<x14:formula1><xm:f>Listes!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>H2:H9</xm:sqref>"
    "</x14:dataValidation></x14:dataValidations></ext>"
)
_PIVOT_CACHE = (
    f'<pivotCacheDefinition xmlns="{_MAIN}" xmlns:r="{_OFFICE}" r:id="rId1" refreshOnLoad="1" '
    'refreshedVersion="6" createdVersion="6" recordCount="2"><cacheSource type="worksheet">'
    '<worksheetSource ref="A1:B3" sheet="Listes"/></cacheSource><cacheFields count="2">'
    '<cacheField name="x" numFmtId="0"><sharedItems count="2"><s v="y"/><s v="z"/></sharedItems></cacheField>'
    '<cacheField name="n" numFmtId="0"><sharedItems containsSemiMixedTypes="0" containsString="0" '
    'containsNumber="1" containsInteger="1" minValue="1" maxValue="2"/></cacheField>'
    "</cacheFields></pivotCacheDefinition>"
)
_PIVOT_RECORDS = (
    f'<pivotCacheRecords xmlns="{_MAIN}" count="2"><r><x v="0"/><n v="1"/></r>'
    '<r><x v="1"/><n v="2"/></r></pivotCacheRecords>'
)
_PIVOT_TABLE = (
    f'<pivotTableDefinition xmlns="{_MAIN}" name="Croisé" cacheId="7" dataCaption="Valeurs" '
    'createdVersion="6" updatedVersion="6" minRefreshableVersion="3">'
    '<location ref="K2:L5" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="2">'
    '<pivotField axis="axisRow" showAll="0"><items count="3"><item x="0"/><item x="1"/><item t="default"/>'
    '</items></pivotField><pivotField dataField="1" showAll="0"/></pivotFields>'
    '<rowFields count="1"><field x="0"/></rowFields><rowItems count="3"><i><x/></i><i><x v="1"/></i>'
    '<i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems><dataFields count="1">'
    '<dataField name="Somme de n" fld="1" baseField="0" baseItem="0"/></dataFields></pivotTableDefinition>'
)
_CONTROL = (
    f'<formControlPr xmlns="{_X14}" objectType="CheckBox" checked="Checked" fmlaLink="$H$1" lockText="1"/>'
)


def rich_workbook() -> bytes:
    """Buttons, charts, sparklines, comments, pictures, rich text, a pivot table, x14 formats and lists."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 11, 23)})
    _draw_page(book, book.add_worksheet("Ma page"))
    lists = book.add_worksheet("Listes")
    for row, cells in enumerate((("x", "n"), ("y", 1), ("z", 2))):
        lists.write_row(row, 0, cells)
    sheet = book.add_chartsheet("Courbe")
    sheet.set_chart(_chart(book))
    book.define_name("Mes_listes", "=Listes!$A$1:$A$3")
    book.close()
    return repacked(_with_parts_by_hand(_parts(buffer.getvalue())))


def _draw_page(book: Workbook, page: Worksheet) -> None:
    red, bold = book.add_format({"font_color": "red"}), book.add_format({"bold": True})
    page.write_column("A1", [3, 1, 4, 1, 5, 9])
    page.write_formula("B1", "=SUM(A1:A6)", None, 23)
    page.write_array_formula("C1:C2", "{=A1:A2*2}", None, 6)
    page.write_rich_string("D1", "un ", bold, "mot ", red, "rouge", " et la suite")
    page.write_comment("D1", "relu par Élise", {"author": "Élise"})
    page.write_url("D2", "https://example.org/bon", string="le bon")
    page.insert_button("F1", {"macro": "Actualiser", "caption": "Actualiser", "width": 90, "height": 24})
    page.insert_checkbox("E3", True)
    page.insert_chart("F5", _chart(book))
    page.insert_image("F20", "logo.png", {"image_data": io.BytesIO(png(2, 2)), "description": "le logo"})
    page.insert_textbox("F30", "à relire")
    page.add_sparkline("E1", {"range": "'Ma page'!A1:A6", "markers": True})
    page.conditional_format("A1:A6", {"type": "data_bar", "data_bar_2010": True, "bar_solid": True})
    page.conditional_format("B1:B6", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    page.data_validation("G2:G9", {"validate": "list", "source": ["oui", "non"]})
    page.merge_range("A10:C10", "fusion")
    page.set_row(11, 30, None, {"hidden": True})
    page.set_header("&L&G&Cbureau", {"image_left": "logo.png", "image_data_left": io.BytesIO(png(2, 2))})
    page.protect("mot de passe")


def _chart(book: Workbook) -> object:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Ma page'!$A$1:$A$6", "gradient": {"colors": ["#FF0000", "#00FF00"]}})
    chart.set_title({"name": "Semaine", "name_font": {"italic": True}})
    return chart


def _with_parts_by_hand(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same with a pivot table, a form control and a list of another sheet in the x14 way."""
    whole = dict(parts)
    page, links = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
    _replace(whole, page, r"(</x14:sparklineGroups></ext>)", rf"\1{_X14_VALIDATION}")
    whole["xl/pivotTables/pivotTable1.xml"] = (_HEAD + _PIVOT_TABLE).encode()
    whole["xl/pivotTables/_rels/pivotTable1.xml.rels"] = _links(
        ("pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
    )
    whole["xl/pivotCache/pivotCacheDefinition1.xml"] = (_HEAD + _PIVOT_CACHE).encode()
    whole["xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels"] = _links(
        ("pivotCacheRecords", "pivotCacheRecords1.xml")
    )
    whole["xl/pivotCache/pivotCacheRecords1.xml"] = (_HEAD + _PIVOT_RECORDS).encode()
    whole["xl/ctrlProps/ctrlProp1.xml"] = (_HEAD + _CONTROL).encode()
    _link(whole, links, "rIdPivot", "pivotTable", "../pivotTables/pivotTable1.xml")
    _link(whole, links, "rIdControl", "ctrlProp", "../ctrlProps/ctrlProp1.xml")
    cache = "pivotCache/pivotCacheDefinition1.xml"
    _link(whole, "xl/_rels/workbook.xml.rels", "rIdCache", "pivotCacheDefinition", cache)
    caches = '<pivotCaches><pivotCache cacheId="7" r:id="rIdCache"/></pivotCaches>'
    _replace(whole, "xl/workbook.xml", "(</workbook>)", rf"{caches}\1")
    for part, kind in (
        ("pivotTables/pivotTable1", f"{_TYPES}.pivotTable+xml"),
        ("pivotCache/pivotCacheDefinition1", f"{_TYPES}.pivotCacheDefinition+xml"),
        ("pivotCache/pivotCacheRecords1", f"{_TYPES}.pivotCacheRecords+xml"),
        ("ctrlProps/ctrlProp1", "application/vnd.ms-excel.controlproperties+xml"),
    ):
        override = f'<Override PartName="/xl/{part}.xml" ContentType="{kind}"/>'
        _replace(whole, "[Content_Types].xml", "(</Types>)", rf"{override}\1")
    return whole


def _parts(data: bytes) -> dict[str, bytes]:
    return contents(io.BytesIO(data))


def _replace(parts: dict[str, bytes], part: str, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, parts[part].decode(), count=1)
    assert count == 1, f"{part} has no {pattern}"
    parts[part] = text.encode()


def _link(parts: dict[str, bytes], holder: str, name: str, kind: str, target: str) -> None:
    link = f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    _replace(parts, holder, "(</Relationships>)", rf"{link}\1")


def _links(*links: tuple[str, str]) -> bytes:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links, 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{package}">{items}</Relationships>'.encode()
