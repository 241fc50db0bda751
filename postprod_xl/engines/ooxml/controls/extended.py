"""The second form of the buttons of a tab: since 2010, Excel and LibreOffice write each control in its sheet too.

A control of the sheet (`controls`, [MS-XLSX] and ISO 29500-1 18.3.1.18) names the shape of the legacy drawing, a part
of its properties, and a hidden shape of the tab's drawing that holds its text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from postprod_xl.engines.ooxml.controls.vml import Anchor, VmlButton, own_macro
from postprod_xl.engines.ooxml.escapes import attribute_text
from postprod_xl.engines.ooxml.markup import MC
from postprod_xl.engines.ooxml.sheets.sheet import SheetText

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

_EMU = 9525  # a pixel at 96 dots an inch
_CONTROL = re.compile(
    r"<(?:\w+:)?control\s[^>]*>\s*<(?:\w+:)?controlPr\s(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>", re.DOTALL
)
_CONTROLS_END = re.compile(r"</(?:\w+:)?controls\s*>")
_DRAWING_END = re.compile(r"</(?:\w+:)?wsDr\s*>\s*\Z")
_FRAME = re.compile(r"<((?:\w+:)?)(twoCellAnchor|oneCellAnchor)\b.*?</\1\2\s*>", re.DOTALL)
_CORNER = re.compile(
    r"<(?:\w+:)?(from|to)>\s*<(?:\w+:)?col>(\d+)</(?:\w+:)?col>\s*<(?:\w+:)?colOff>(-?\d+)</(?:\w+:)?colOff>\s*"
    r"<(?:\w+:)?row>(\d+)</(?:\w+:)?row>\s*<(?:\w+:)?rowOff>(-?\d+)</(?:\w+:)?rowOff>"
)
_EXTENT = re.compile(r"<(?:\w+:)?ext\s+cx\s*=\s*[\"'](\d+)[\"']\s+cy\s*=\s*[\"'](\d+)[\"']")
_TEXT = re.compile(r"(<a:t>)([^<]*)(</a:t>)")
_PROPERTIES_TYPE = "application/vnd.ms-excel.controlproperties+xml"
_PROPERTIES_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/ctrlProp"
_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="Button" '
    b'lockText="1"/>'
)
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_NEW_CONTROL = (
    '<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" Requires="x14">'
    '<control xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:xdr="{xdr}" '
    'shapeId="{number}" r:id="{relation}" name="Button {number}">'
    '<controlPr defaultSize="0" print="0" autoFill="0" autoPict="0" macro={macro} altText={tip}>'
    '<anchor moveWithCells="1" sizeWithCells="1"><from>{first}</from><to>{last}</to></anchor>'
    "</controlPr></control></mc:Choice></mc:AlternateContent>"
)
_NEW_FRAME = (
    '<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice '
    'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" Requires="a14">'
    '<xdr:twoCellAnchor xmlns:xdr="{xdr}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'editAs="oneCell"><xdr:from>{first}</xdr:from><xdr:to>{last}</xdr:to>'
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{number}" name="Button {number}" descr={tip} hidden="1">'
    '<a:extLst><a:ext uri="{{63B3BB69-23CF-44E3-9099-C40C66FF867C}}"><a14:compatExt spid="_x0000_s{number}"/></a:ext>'
    '</a:extLst></xdr:cNvPr><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr bwMode="auto"><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="0" cy="0"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody>'
    '<a:bodyPr vertOverflow="clip" wrap="square" anchor="ctr" upright="1"/><a:lstStyle/><a:p><a:pPr algn="ctr"/>'
    '<a:r><a:rPr lang="fr-FR" sz="1100"/><a:t>{label}</a:t></a:r></a:p></xdr:txBody></xdr:sp>'
    '<xdr:clientData fPrintsWithSheet="0"/></xdr:twoCellAnchor></mc:Choice><mc:Fallback/></mc:AlternateContent>'
)
_CORNER_TEXT = (
    "<xdr:col>{}</xdr:col><xdr:colOff>{}</xdr:colOff><xdr:row>{}</xdr:row><xdr:rowOff>{}</xdr:rowOff>"
)


class ExtendedControls:
    """The controls of a tab in its sheet and its drawing; without any there, only its legacy drawing counts.

    The sheet given is edited; the drawing is written by `write`.
    """

    def __init__(self, package: Package, part: str, sheet: SheetText) -> None:
        self._package, self._part, self._sheet = package, part, sheet
        self._drawing = named_part(package, part, sheet.tail, "drawing", "/drawing")
        self._text = part_text(package, self._drawing) if self._drawing else ""

    @property
    def anchors(self) -> list[Anchor]:
        """Where the shapes, pictures and charts of the drawing stand."""
        found = (_anchor(frame[0]) for frame in _FRAME.finditer(self._text))
        return [anchor for anchor in found if anchor]

    def renew(self, faces: Mapping[str, VmlButton]) -> None:
        """Give the controls of these macros, by name in lower case, their face."""

        def renewed(found: re.Match[str]) -> str:
            macro = own_macro(attribute_text(found[0], "macro"))
            face = faces.get(macro.casefold())
            if face is None:
                return found[0]
            self._retext(attribute_text(found[0], "shapeId"), face)
            return _with_value(found[0], "controlPr", "altText", face.tip)

        self._sheet.tail = _CONTROL.sub(renewed, self._sheet.tail)

    def add(self, number: int, face: VmlButton, anchor: Anchor) -> None:
        """Write the control of a shape added to the legacy drawing, where the tab has such controls."""
        end = _CONTROLS_END.search(self._sheet.tail)
        if end is None:
            return
        package = self._package
        properties = free_name(package, "xl/ctrlProps/ctrlProp", ".xml")
        package.add(properties, _PROPERTIES)
        package.add_override(properties, _PROPERTIES_TYPE)
        told = {
            "mc": MC,
            "xdr": _XDR,
            "number": number,
            "relation": package.add_relationship(self._part, _PROPERTIES_LINK, properties),
            "macro": quoteattr(f"[0]!{face.macro}"),
            "tip": quoteattr(face.tip),
            "label": escape(face.label),
            "first": _corner(anchor[:4]),
            "last": _corner(anchor[4:]),
        }
        tail = self._sheet.tail
        self._sheet.tail = tail[: end.start()] + _NEW_CONTROL.format(**told) + tail[end.start() :]
        if last := _DRAWING_END.search(self._text):
            self._text = self._text[: last.start()] + _NEW_FRAME.format(**told) + self._text[last.start() :]

    def write(self) -> None:
        """Put the drawing into the package."""
        if self._drawing:
            self._package.replace(self._drawing, self._text.encode("utf-8", "surrogateescape"))

    def _retext(self, number: str, face: VmlButton) -> None:
        """Give the hidden shape of a control its text and its description."""
        mark = re.compile(rf"""<(?:\w+:)?cNvPr\s[^>]*\bid\s*=\s*["']{re.escape(number)}["']""")

        def retexted(found: re.Match[str]) -> str:
            if not mark.search(found[0]):
                return found[0]
            frame = _with_value(found[0], "cNvPr", "descr", face.tip)
            labels = iter((escape(face.label),))
            return _TEXT.sub(lambda run: run[1] + next(labels, "") + run[3], frame)

        self._text = _FRAME.sub(retexted, self._text) if number else self._text


def named_part(package: Package, part: str, tail: str, element: str, kind: str) -> str | None:
    """The part that an element at the end of a tab names, None unless it is of the kind expected."""
    named = re.search(rf"""<(?:\w+:)?{element}\s[^>]*\bid\s*=\s*["']([^"']+)["']""", tail)
    if named is None:
        return None
    relations = {relation.id: relation for relation in package.relationships(part)}
    found = relations.get(named[1])
    return found.target if found and found.type.endswith(kind) and found.target in package else None


def part_text(package: Package, part: str) -> str:
    """The text of a part, encoded back by the same rules with no byte changed."""
    return package.read(part).decode("utf-8", "surrogateescape")


def free_name(package: Package, stem: str, extension: str) -> str:
    """The name of a new part: the first number after its stem that the workbook does not use."""
    numbered = (f"{stem}{number}{extension}" for number in range(1, len(package.names) + 2))
    return next(name for name in numbered if name not in package)


def _anchor(frame: str) -> Anchor | None:
    corners = {found[1]: [int(number) for number in found.groups()[1:]] for found in _CORNER.finditer(frame)}
    first = corners.get("from")
    if first is None:
        return None
    last = corners.get("to")
    size = _EXTENT.search(frame)
    if last is None:
        across, down = (int(size[1]), int(size[2])) if size else (0, 0)
        last = [first[0], first[1] + across, first[2], first[3] + down]
    a, b, c, d = first
    e, f, g, h = last
    return a, b // _EMU, c, d // _EMU, e, f // _EMU, g, h // _EMU


def _corner(corner: tuple[int, ...]) -> str:
    column, across, row, down = corner
    return _CORNER_TEXT.format(column, across * _EMU, row, down * _EMU)


def _with_value(text: str, element: str, attribute: str, value: str) -> str:
    """The text once an attribute of its first element of a name has a value; nothing changes if it has it."""
    opening = re.search(rf"""<(?:\w+:)?{element}\b(?:"[^"]*"|'[^']*'|[^>"'])*>""", text)
    if opening is None or attribute_text(opening[0], attribute) == value:
        return text
    written = f" {attribute}={quoteattr(value)}"
    held = re.search(rf"""\s{attribute}\s*=\s*(?:"[^"]*"|'[^']*')""", opening[0])
    if held:
        new = opening[0][: held.start()] + written + opening[0][held.end() :]
    else:
        name = re.match(r"<[\w:]+", opening[0])
        assert name is not None
        new = name[0] + written + opening[0][name.end() :]
    return text[: opening.start()] + new + text[opening.end() :]
