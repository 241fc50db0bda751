"""Carrying cell formats from the style sheet of one workbook into that of another."""

from __future__ import annotations

import copy
from collections.abc import Callable

from lxml import etree

from postprod_xl.engines.ooxml.grafting.palette import Palette
from postprod_xl.engines.ooxml.markup import local_name, main, whole_number
from postprod_xl.engines.ooxml.parts.stylesheet import FIRST_CUSTOM_FORMAT, StyleSheet

Graft = Callable[[etree._Element], int]

_PARTS_OF_FORMAT = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
_FLAGS = {
    "numFmtId": "applyNumberFormat",
    "fontId": "applyFont",
    "fillId": "applyFill",
    "borderId": "applyBorder",
}
# A style of one's own has no number; outline levels (RowLevel_n, ColLevel_n) share theirs.
_UNTRANSLATED = (None, "1", "2")


class StyleGraft:
    """Gives, for an index of the source's style sheet, the index of the same format in the target's."""

    def __init__(self, source: StyleSheet, target: StyleSheet, palette: Palette) -> None:
        self._source = source
        self._target = target
        self._palette = palette
        self._formats = source.number_formats()
        self._known: dict[tuple[str, int], int] = {}
        self._styles: dict[str, int] = {}

    def cell_format(self, index: int) -> int:
        """Index in the target of the cell format `index` (`s` of a cell, `style` of a column)."""
        return self._remembered("cellXfs", index, self._graft_cell_format)

    def differential(self, index: int) -> int:
        """Index in the target of the differential format `index` (conditional formats, tables)."""
        return self._remembered("dxfs", index, self._graft_differential)

    def named_style(self, name: str) -> None:
        """See that the target has the cell style called `name`, as tables name theirs."""
        for style in self._source.entries("cellStyles"):
            if style.get("name") == name:
                self._style_format(style)

    def table_style(self, name: str) -> None:
        """See that the target has the table style called `name`, when the source defines it."""
        present = {style.get("name") for style in self._target.entries("tableStyles")}
        for style in self._source.entries("tableStyles"):
            if style.get("name") == name and name not in present:
                own = copy.deepcopy(style)
                for element in own.iter(main("tableStyleElement")):
                    self.renumber_differentials(element)
                self._target.append("tableStyles", own)

    def renumber_differentials(self, element: etree._Element) -> None:
        """Renumber in place every attribute of `element` that names a differential format."""
        for attribute, value in element.attrib.items():
            if attribute.lower().endswith("dxfid"):
                element.set(attribute, str(self.differential(whole_number(value) or 0)))

    def settle(self, root: etree._Element) -> None:
        """Write in full the colours and fonts under `root` that the target would understand otherwise."""
        self._palette.settle(root)

    def _remembered(self, collection: str, index: int, graft: Graft) -> int:
        if (collection, index) not in self._known:
            entries = self._source.entries(collection)
            known = graft(entries[index]) if index < len(entries) else 0
            self._known[collection, index] = known
        return self._known[collection, index]

    def _graft_cell_format(self, entry: etree._Element) -> int:
        own = self._with_own_parts(entry)
        parent = self._style_of(whole_number(entry.get("xfId")) or 0)
        own.set("xfId", str(parent))
        self._flag_differences(own, parent)
        return self._target.add("cellXfs", own)

    def _with_own_parts(self, entry: etree._Element) -> etree._Element:
        own = _without_foreign_attributes(entry)
        for attribute, collection in _PARTS_OF_FORMAT:
            number = whole_number(entry.get(attribute)) or 0
            own.set(attribute, str(self._remembered(collection, number, self._adder(collection))))
        own.set("numFmtId", str(self._number_format(whole_number(entry.get("numFmtId")) or 0)))
        return own

    def _adder(self, collection: str) -> Graft:
        return lambda entry: self._target.add(collection, self._settled(entry))

    def _settled(self, entry: etree._Element) -> etree._Element:
        own = _without_foreign_attributes(entry)
        self._palette.settle(own)
        return own

    def _graft_differential(self, entry: etree._Element) -> int:
        own = self._settled(entry)
        for declared in own.iter(main("numFmt")):
            number = whole_number(declared.get("numFmtId")) or 0
            if number >= FIRST_CUSTOM_FORMAT:
                number = self._target.number_format(declared.get("formatCode", ""))
            declared.set("numFmtId", str(number))
        return self._target.add("dxfs", own)

    def _number_format(self, number: int) -> int:
        if number in self._formats:
            return self._target.number_format(self._formats[number])
        return number if number < FIRST_CUSTOM_FORMAT else 0

    def _flag_differences(self, own: etree._Element, parent: int) -> None:
        """A cell format says which of its parts are its own; the parent style differs in the target."""
        parents = self._target.entries("cellStyleXfs")
        for attribute, flag in _FLAGS.items():
            inherited = parents[parent].get(attribute, "0") if parent < len(parents) else "0"
            if own.get(attribute) != inherited:
                own.set(flag, "1")

    def _style_of(self, index: int) -> int:
        """Index in the target of the named style's format `index`; Normal's when nobody names it."""
        for style in self._source.entries("cellStyles"):
            if (whole_number(style.get("xfId")) or 0) == index:
                return self._style_format(style)
        return self._target_style("Normal", "0") or 0

    def _style_format(self, style: etree._Element) -> int:
        name = style.get("name", "")
        if name not in self._styles:
            found = self._target_style(name, style.get("builtinId"))
            self._styles[name] = self._bring_style(style) if found is None else found
        return self._styles[name]

    def _target_style(self, name: str, builtin: str | None) -> int | None:
        """A built-in style is known by its number, since its name is translated."""
        for style in self._target.entries("cellStyles"):
            same_name = style.get("name", "").casefold() == name.casefold()
            if same_name or (style.get("builtinId") == builtin and builtin not in _UNTRANSLATED):
                return whole_number(style.get("xfId")) or 0
        return 0 if builtin == "0" else None

    def _bring_style(self, style: etree._Element) -> int:
        formats = self._source.entries("cellStyleXfs")
        number = whole_number(style.get("xfId")) or 0
        if number >= len(formats):
            return 0
        own = _without_foreign_attributes(style)
        index = self._target.append("cellStyleXfs", self._with_own_parts(formats[number]))
        own.set("xfId", str(index))
        self._target.append("cellStyles", own)
        return index


def _without_foreign_attributes(entry: etree._Element) -> etree._Element:
    """A copy without the attributes that need a declaration at the head of the other style sheet."""
    own = copy.deepcopy(entry)
    own.tail = None
    for element in own.iter(etree.Element):
        for attribute in [name for name in element.attrib if name.startswith("{")]:
            del element.attrib[attribute]
        if local_name(element) == "extLst":
            break
    return own
