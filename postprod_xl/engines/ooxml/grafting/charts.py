"""The charts that a program draws on a tab, known by their names: put, renewed and taken away among a person's."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from lxml import etree

from postprod_xl.engines.ooxml.controls.extended import free_name
from postprod_xl.engines.ooxml.markup import REL, content_key, serialise, whole_number
from postprod_xl.engines.ooxml.parts.opc import relationships_part
from postprod_xl.engines.ooxml.sheets.sections import with_part
from postprod_xl.engines.ooxml.sheets.sheet import SheetText

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package
    from postprod_xl.engines.ooxml.parts.tabs import Tab

_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_LOOKS = ("/chartStyle", "/chartColorStyle")
"""What Excel adds to a chart that it saves: parts of that chart alone."""
_CORNERS = ("from", "to")
_EMPTY = f'<xdr:wsDr xmlns:xdr="{_XDR}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'


class _Frame(NamedTuple):
    """A chart on a tab: where it stands, and its part."""

    anchor: etree._Element
    part: str


def put_charts(target: tuple[Package, Tab], source: tuple[Package, Tab], prefix: str) -> None:
    """Make the charts of a tab whose names begin with a prefix those of another tab.

    Those of the same name are renewed where they differ, the others added or taken away. Any other drawing stays as it
    is, and so does the part of any other chart. Nothing to change, no part is written.

    Parameters
    ----------
    target
        The workbook that receives and its tab.
    source
        The workbook that gives and its tab; the cells that its charts refer to are those of the same tab, and will be
        those of the tab that receives, whatever its title.
    prefix
        What the names of the charts begin with.
    """
    package, tab = target
    giver, given = source
    drawing = _drawing_of(giver, given.part)
    wanted = _frames(giver, drawing, giver.parse_xml(drawing), prefix) if drawing else {}
    own = _drawing_of(package, tab.part)
    if own is None:
        if not wanted:
            return
        own = _add_drawing(package, tab)
    charts = {name: _as_of(giver.read(frame.part), given.title, tab.title) for name, frame in wanted.items()}
    _Drawing(package, own, prefix).become({name: wanted[name].anchor for name in wanted}, charts)


class _Drawing:
    """The drawing of a tab, ours and a person's."""

    def __init__(self, package: Package, part: str, prefix: str) -> None:
        self._package, self._part = package, part
        self._root = package.parse_xml(part)
        self._held = _frames(package, part, self._root, prefix)
        self._changed = False

    def become(self, anchors: dict[str, etree._Element], charts: dict[str, bytes]) -> None:
        """Hold these charts, each where its anchor says."""
        for name in self._held.keys() - charts.keys():
            self._remove(self._held[name])
        for name, chart in charts.items():
            held = self._held.get(name)
            if held is None:
                self._add(anchors[name], chart)
            else:
                self._package.replace(held.part, chart)
                self._move(held.anchor, anchors[name])
        if self._changed:
            self._package.replace(self._part, serialise(self._root, self._package.read(self._part)))

    def _move(self, held: etree._Element, wanted: etree._Element) -> None:
        for corner in _CORNERS:
            old, new = (anchor.find(_xdr(corner)) for anchor in (held, wanted))
            if old is not None and content_key(old) != content_key(new):
                held.replace(old, copy.deepcopy(new))
                self._changed = True

    def _add(self, anchor: etree._Element, chart: bytes) -> None:
        part = free_name(self._package, "xl/charts/chart", ".xml")
        self._package.add(part, chart)
        self._package.add_override(part, _CHART_TYPE)
        own = copy.deepcopy(anchor)
        relation = self._package.add_relationship(self._part, f"{REL}/chart", part)
        next(own.iter(f"{{{_CHART}}}chart")).set(f"{{{REL}}}id", relation)
        numbers = (whole_number(each.get("id")) or 0 for each in self._root.iter(_xdr("cNvPr")))
        next(own.iter(_xdr("cNvPr"))).set("id", str(max(numbers, default=1) + 1))
        self._root.append(own)
        self._changed = True

    def _remove(self, frame: _Frame) -> None:
        self._root.remove(frame.anchor)
        self._changed = True
        for relation in self._package.relationships(self._part):
            if relation.target == frame.part:
                self._package.remove_relationship(self._part, relation.id)
        for relation in self._package.relationships(frame.part):
            if relation.type.endswith(_LOOKS) and relation.target in self._package:
                _remove_part(self._package, relation.target)
        _remove_part(self._package, frame.part)


def _frames(package: Package, part: str, root: etree._Element, prefix: str) -> dict[str, _Frame]:
    """The charts of a drawing whose names begin with a prefix, the first of each name: a copy is a person's."""
    targets = {relation.id: relation.target for relation in package.relationships(part)}
    found: dict[str, _Frame] = {}
    for anchor in root:
        for name, relation in _chart_of(anchor):
            target = targets.get(relation, "")
            if name.startswith(prefix) and target in package:
                found.setdefault(name, _Frame(anchor, target))
    return found


def _chart_of(anchor: etree._Element) -> Iterator[tuple[str, str]]:
    """The name and the relationship of the chart that an anchor holds by itself; a group is a person's."""
    frame = anchor.find(_xdr("graphicFrame"))
    if frame is None:
        return
    named, chart = (next(frame.iter(tag), None) for tag in (_xdr("cNvPr"), f"{{{_CHART}}}chart"))
    if named is not None and chart is not None:
        yield named.get("name", ""), chart.get(f"{{{REL}}}id", "")


def _drawing_of(package: Package, part: str) -> str | None:
    targets = (r.target for r in package.relationships(part) if r.type.endswith("/drawing"))
    return next((target for target in targets if target in package), None)


def _add_drawing(package: Package, tab: Tab) -> str:
    part = free_name(package, "xl/drawings/drawing", ".xml")
    package.add(part, serialise(etree.fromstring(_EMPTY)))
    package.add_override(part, _DRAWING_TYPE)
    relation = package.add_relationship(tab.part, f"{REL}/drawing", part)
    sheet = SheetText(package.read(tab.part), tab.title)
    sheet.tail = with_part((sheet.head, sheet.tail), sheet.prefix, "drawing", relation)
    package.replace(tab.part, sheet.to_bytes())
    return part


def _remove_part(package: Package, part: str) -> None:
    for name in (relationships_part(part), part):
        if name in package:
            package.remove(name)
            package.remove_override(name)


def _as_of(chart: bytes, title: str, other: str) -> bytes:
    """A chart whose cells are those of another tab."""
    quoted = "'" + other.replace("'", "''") + "'"
    return chart.replace(f"<c:f>{title}!".encode(), f"<c:f>{escape(quoted)}!".encode())


def _xdr(name: str) -> str:
    return f"{{{_XDR}}}{name}"
