"""A workbook of an office with macros, buttons and a ribbon of its own, as Excel would have saved it."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.cfb import CFB
from pyopenvba.vba import compress, decompress, parse_vba_project

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.vba.workbook import project_of, write_project

PERSON_MODULE = 'Attribute VB_Name = "MesMacros"\r\nSub Bilan()\r\n    MsgBox "à moi"\r\nEnd Sub\r\n'
PERSON_CLASS = "Public Nom As String\r\n"
SHEET_CODE = "Private Sub Worksheet_Change(ByVal Target As Range)\r\n    Bilan\r\nEnd Sub\r\n"
BOOK_CODE = "Private Sub Workbook_BeforeSave(ByVal SaveAsUI As Boolean, Cancel As Boolean)\r\n    Bilan\r\nEnd Sub\r\n"
SHORTCUT = 'Attribute Actualiser.VB_ProcData.VB_Invoke_Func = "A\\n14"'
BUTTON = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t201" style=\'position:absolute;z-index:9\' o:button="t">'
    '<v:textbox><div><font face="Arial" size="200">Bilan</font></div></v:textbox><x:ClientData ObjectType="Button">'
    "<x:Anchor>{anchor}</x:Anchor><x:FmlaMacro>[0]!{macro}</x:FmlaMacro></x:ClientData></v:shape>"
)
FORM_CONTROL = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="Button"/>"""
CONTROLS = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" Requires="x14"><controls>'
    '<control shapeId="{number}" r:id="{relation}" name="Button 1"><controlPr defaultSize="0" macro="[0]!Actualiser" '
    'altText="Ancien"><anchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">'
    "<from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></from>"
    "<to><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></to></anchor>"
    "</controlPr></control></controls></mc:Choice></mc:AlternateContent>"
)
HIDDEN_SHAPE = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
    "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    "<xdr:to><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{number}" name="Button 1" descr="Ancien" hidden="1"/>'
    "<xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>Refaire</a:t></a:r></a:p></xdr:txBody>"
    "</xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)
PERSON_TAB = (
    '      <tab id="bureau" label="Bureau"><group id="bureau.divers"><button id="bilan" label="Bilan" '
    'onAction="RubanBilan"/></group></tab>\n'
)
PERSON_GROUP = (
    '        <group id="bureau.calculs" label="À nous"><button id="bilan2" onAction="AutreBilan"/></group>\n'
)


def person_project(path: Path) -> None:
    """A person's modules, class, form, events and reference in the macro project of a workbook; ours are old."""
    with ExcelFile(path) as book:
        book.add_reference("Word")
        project = book.vba_project()
        project.add_module("MesMacros", PERSON_MODULE)
        project.add_module("MaClasse", PERSON_CLASS, kind=VBAModuleKind.other)
        book.add_form("MaFiche", caption="Fiche")
        book.set_module("Sheet3", SHEET_CODE)
        book.set_module("ThisWorkbook", book.get_module("ThisWorkbook") + BOOK_CODE)
        book.set_module("xlwings", book.get_module("xlwings").replace("0.37.8", "0.30.0"))
        book.save(allow_invalidate_signature=True)
    package = Package.open(path)
    project = project_of(package)
    buttons = project.source("Boutons").replace("Sub Actualiser()\r\n", f"Sub Actualiser()\r\n{SHORTCUT}\r\n")
    project.put("Boutons", buttons.replace("b.press('check')", "b.press('verify')"))
    project.put("Fonctions", project.source("Fonctions").replace("PP_", "PP_ANCIEN_", 2))
    write_project(package, project)
    package.replace(package.vba_part, with_caches(package.read(package.vba_part)))
    path.write_bytes(package.to_bytes())


def with_caches(project: bytes) -> bytes:
    """The project with what Excel compiles: in every module, in `_VBA_PROJECT` and in an SRP stream."""
    storage = CFB.from_bytes(project)
    raw = bytearray(decompress(storage.get_stream_in_storage("VBA", "dir")))
    position = 0
    while (position := raw.find(struct.pack("<HI", 0x31, 4), position)) >= 0:
        raw[position + 6 : position + 10] = struct.pack("<I", 100)
        position += 10
    for module in parse_vba_project(storage).modules:
        stream = storage.get_stream_in_storage("VBA", module.stream_name)
        storage.write_stream_in_storage("VBA", module.stream_name, bytes(range(100)) + stream)
    storage.write_stream_in_storage("VBA", "dir", compress(bytes(raw)))
    storage.write_stream_in_storage("VBA", "_VBA_PROJECT", bytes.fromhex("CC61B20000000400") + bytes(500))
    storage.add_stream_to_storage("VBA", "__SRP_0", b"compiled")
    return storage.to_bytes()


def person_buttons(path: Path) -> None:
    """On Planning: a button of the person's after ours, one of ours moved and renamed; on Devis, ours taken away."""
    package = Package.open(path)
    planning = drawing_of(package, "[0]!ProposerTechnicien")
    text = package.read(planning).decode().replace(">Actualiser</font>", ">Tout refaire</font>")
    text = text.replace("<x:Anchor>1, 8, 2, 3", "<x:Anchor>1, 30, 2, 3")
    own = BUTTON.format(number=6150, anchor="6, 5, 2, 3, 7, 10, 2, 29", macro="Bilan")
    copy = BUTTON.format(number=6151, anchor="9, 5, 2, 3, 10, 10, 2, 29", macro="PreparerPaie")
    package.replace(planning, text.replace("</xml>", own + copy + "</xml>").encode())
    quote = next(
        name
        for name in package.names
        if name.endswith(".vml")
        and package.read(name).count(b"FmlaMacro>[0]") == 1
        and b"Actualiser" in package.read(name)
    )
    text = package.read(quote).decode()
    start = text.index("<v:shape ")
    package.replace(quote, (text[:start] + "</xml>").encode())
    path.write_bytes(package.to_bytes())


def person_ribbon(path: Path) -> None:
    """A tab of the person's, and a group of theirs at the head of ours, whose first group has lost its title."""
    package = Package.open(path)
    text = package.read("customUI/customUI14.xml").decode()
    text = text.replace("    <tabs>\n", f"    <tabs>\n{PERSON_TAB}")
    text = text.replace(' keytip="PP">\n', f' keytip="PP">\n{PERSON_GROUP}')
    package.replace("customUI/customUI14.xml", text.replace(' label="Classeur"', "").encode())
    path.write_bytes(package.to_bytes())


def drawing_of(package: Package, macro: str) -> str:
    """The legacy drawing that has a button of a macro."""
    return next(n for n in package.names if n.endswith(".vml") and macro.encode() in package.read(n))


def extended_controls(path: Path) -> None:
    """The button « Actualiser » of Planning in the second form too, with another tip, as Excel saves it."""
    package = Package.open(path)
    drawing = drawing_of(package, "[0]!ProposerTechnicien")
    sheet = next(
        name
        for name in package.names
        if name.startswith("xl/worksheets/") and any(r.target == drawing for r in package.relationships(name))
    )
    number = re.search(r'id="_x0000_s(\d+)"', package.read(drawing).decode())[1]
    package.add("xl/ctrlProps/ctrlProp1.xml", FORM_CONTROL)
    package.add_override("xl/ctrlProps/ctrlProp1.xml", "application/vnd.ms-excel.controlproperties+xml")
    package.add("xl/drawings/drawing1.xml", HIDDEN_SHAPE.format(number=number).encode())
    package.add_override(
        "xl/drawings/drawing1.xml", "application/vnd.openxmlformats-officedocument.drawing+xml"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    properties = package.add_relationship(sheet, f"{office}/ctrlProp", "xl/ctrlProps/ctrlProp1.xml")
    shapes = package.add_relationship(sheet, f"{office}/drawing", "xl/drawings/drawing1.xml")
    text = package.read(sheet).decode().replace("<legacyDrawing", f'<drawing r:id="{shapes}"/><legacyDrawing')
    text = text.replace("<tableParts", CONTROLS.format(number=number, relation=properties) + "<tableParts")
    package.replace(sheet, text.encode())
    path.write_bytes(package.to_bytes())
