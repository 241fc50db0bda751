"""Keeping colours and fonts the same when a sheet leaves its workbook's theme for another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from postprod_xl.engines.ooxml.markup import DRAWING, local_name, main, whole_number

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package
    from postprod_xl.engines.ooxml.parts.stylesheet import StyleSheet

# The order in which a `theme="n"` attribute counts colours, which is not the order of the theme's part.
_THEME_ORDER = (
    *("lt1", "dk1", "lt2", "dk2"),
    *("accent1", "accent2", "accent3", "accent4", "accent5", "accent6"),
    *("hlink", "folHlink"),
)
_SYSTEM_COLOURS = 64
"""Indexed colours from this number on are the system's: they belong to no palette."""


class Palette:
    """What must be spelled out when a format goes from a source workbook into a target.

    A colour taken from a theme or from a numbered palette is replaced by its value, and a font that
    follows the theme by the font it named, only where both workbooks do not mean the same thing by it.
    """

    def __init__(self, source: Package, target: Package, sheets: tuple[StyleSheet, StyleSheet]) -> None:
        own, host = _theme(source), _theme(target)
        self._theme: list[str] = [] if _colours(own) == _colours(host) else _colours(own)
        self._fonts_differ = own is not None and _fonts(own) != _fonts(host)
        own_indexed, host_indexed = (sheet.indexed_colours() for sheet in sheets)
        self._indexed = [] if own_indexed == host_indexed else (own_indexed or _standard_palette())

    def settle(self, root: etree._Element) -> None:
        """Make the colours and fonts under `root` independent of the workbook it came from, in place."""
        if not (self._theme or self._fonts_differ or self._indexed):
            return
        for element in list(root.iter(etree.Element)):
            name = local_name(element)
            if "olor" in name:
                self._settle_colour(element)
            elif name == "scheme" and self._fonts_differ and element.tag == main("scheme"):
                element.getparent().remove(element)

    def _settle_colour(self, element: etree._Element) -> None:
        for attribute, values, end in (
            ("theme", self._theme, len(self._theme)),
            ("indexed", self._indexed, _SYSTEM_COLOURS),
        ):
            number = whole_number(element.get(attribute))
            if number is not None and number < min(end, len(values)):
                del element.attrib[attribute]
                element.set("rgb", values[number])


def _theme(package: Package) -> etree._Element | None:
    for relationship in package.relationships(package.workbook_part):
        if relationship.type.endswith("/theme"):
            return package.parse_xml(relationship.target)
    return None


def _colours(theme: etree._Element | None) -> list[str]:
    scheme = None if theme is None else theme.find(f".//{{{DRAWING}}}clrScheme")
    if scheme is None:
        return []
    return [_argb(scheme.find(f"{{{DRAWING}}}{name}")) for name in _THEME_ORDER]


def _argb(colour: etree._Element | None) -> str:
    """A system colour is recorded with the value it last had."""
    given = None if colour is None else next(colour.iterchildren(etree.Element), None)
    value = "" if given is None else given.get("lastClr") or given.get("val", "")
    return "FF" + value.upper()


def _fonts(theme: etree._Element | None) -> list[str]:
    if theme is None:
        return []
    kinds = (f".//{{{DRAWING}}}{kind}Font/{{{DRAWING}}}latin" for kind in ("major", "minor"))
    return [face.get("typeface", "") for path in kinds for face in theme.findall(path)]


def _standard_palette() -> list[str]:
    from openpyxl.styles.colors import COLOR_INDEX

    return [f"FF{colour[-6:]}" for colour in COLOR_INDEX[:_SYSTEM_COLOURS]]
