"""Tabs of a workbook made by us under other titles, before they are put beside a person's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree

from postprod_xl.engines.ooxml.markup import main, serialise
from postprod_xl.engines.ooxml.parts.tabs import TabList, with_titles

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package


def retitle(package: Package, titles: Mapping[str, str]) -> None:
    """Give tabs of a new workbook of ours other titles: in the list of tabs, in the names, in the links to them.

    Parameters
    ----------
    package
        A workbook that `make.build` wrote: its formulas refer to tables, never to a tab.
    titles
        The new title of each tab that gets one.
    """
    if not titles:
        return
    listed = TabList(package)
    listed.retitle(titles)
    listed.write()
    for tab in listed.tabs:
        root = package.parse_xml(tab.part)
        if _follow_links(root, titles):
            package.replace(tab.part, serialise(root, package.read(tab.part)))


def _follow_links(root: etree._Element, titles: Mapping[str, str]) -> bool:
    """Have the links of a tab lead to the titles of now, and their cells say them; whether any does."""
    shown = {}
    for link in root.iter(main("hyperlink")):
        for old, new in titles.items():
            location = with_titles(link.get("location", ""), {old: new})
            if location != link.get("location"):
                link.set("location", location)
                for attribute in ("tooltip", "display"):
                    link.set(attribute, link.get(attribute, "").replace(old, new))
                shown[link.get("ref")] = link.get("display")
                break
    if shown:
        for cell in root.iter(main("c")):
            if cell.get("r") in shown:
                cell.remove(cell.find(main("v")))
                cell.set("t", "inlineStr")
                text = etree.SubElement(etree.SubElement(cell, main("is")), main("t"))
                text.text = shown[cell.get("r")]
    return bool(shown)
