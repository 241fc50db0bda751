"""A sheet's or a table's XML made independent of the workbook it comes from."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence

from lxml import etree

from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.grafting.style_graft import StyleGraft
from postprod_xl.engines.ooxml.markup import MAIN, main, whole_number

# `[1]Feuil1!A1`, `'[1]Feuil 1'!A1`; but `T[2024]` and `T[[#This Row],[2024]]` are columns of a table.
_ANOTHER_FILE = re.compile(r"(?<![\w.\]])\[\d+\][^\[\]!]*!")
_CELL, _FORMULA, _INLINE, _TEXT = main("c"), main("f"), main("is"), main("t")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PREFIXES = {"x": MAIN}
# A sheet may have a million cells: they are chosen by libxml2, not one by one in Python.
_SHARED_VALUES = etree.XPath("x:sheetData/x:row/x:c[@t='s']/x:v", namespaces=_PREFIXES)
_LINKED_CELLS = etree.XPath("x:sheetData/x:row/x:c[@vm]", namespaces=_PREFIXES)
_DYNAMIC_CELLS = etree.XPath("boolean(x:sheetData/x:row/x:c[@cm])", namespaces=_PREFIXES)


def free_styles(root: etree._Element, styles: StyleGraft) -> None:
    """Renumber in place the formats of a sheet's cells, rows, columns and conditional formats.

    A cell that names no format has the source's format 0, which may not be the target's.
    """
    numbers: dict[str, str] = {}

    def number(index: str) -> str:
        if index not in numbers:
            numbers[index] = str(styles.cell_format(whole_number(index) or 0))
        return numbers[index]

    for cell in root.iter(_CELL):
        if (index := number(cell.get("s", "0"))) != "0" or "s" in cell.attrib:
            cell.set("s", index)
    for tag, attribute in ((main("row"), "s"), (main("col"), "style")):
        for element in root.iter(tag):
            if attribute in element.attrib:
                element.set(attribute, number(element.get(attribute)))
    _free_other_formats(root, styles)


def free_table_styles(root: etree._Element, styles: StyleGraft) -> None:
    """Renumber in place the formats of a table, and bring the styles it names."""
    for element in root.iter(etree.Element):
        styles.renumber_differentials(element)
        for attribute in [name for name in element.attrib if name.endswith("CellStyle")]:
            styles.named_style(element.get(attribute))
    for info in root.iter(main("tableStyleInfo")):
        styles.table_style(info.get("name", ""))


def free_strings(root: etree._Element, strings: Sequence[etree._Element]) -> None:
    """Write in each cell, in place, the text that it took from the shared strings, rich text kept."""
    texts = [_plain_text(entry) for entry in strings]
    for value in _SHARED_VALUES(root):
        cell, number = value.getparent(), int(value.text)
        text = texts[number]
        if text is None:
            inline = copy.deepcopy(strings[number])
            inline.tag, inline.tail = _INLINE, None
            cell.replace(value, inline)
        else:
            inline = etree.SubElement(cell, _INLINE)
            inline.append(value)
            value.tag, value.text = _TEXT, text
            if text != text.strip():
                value.set(_SPACE, "preserve")
        cell.set("t", "inlineStr")


def free_view(root: etree._Element, views: int) -> None:
    """Leave the selection of tabs and the personal views to the target, which has `views` windows."""
    for view in root.findall(f"{main('sheetViews')}/{main('sheetView')}"):
        view.attrib.pop("tabSelected", None)
        if (whole_number(view.get("workbookViewId")) or 0) >= max(views, 1):
            view.getparent().remove(view)
    for personal in root.findall(main("customSheetViews")):
        root.remove(personal)
    for properties in root.findall(main("sheetPr")):
        # The target's VBA project has no module of that name; Excel makes one.
        properties.attrib.pop("codeName", None)


def refuse_workbook_content(root: etree._Element, title: str) -> None:
    """Raise for cells whose meaning lies in the workbook and not in the sheet.

    Raises
    ------
    Refused
        For a rich value (`vm`: linked data types, images in cells) or a reference to another file.
    """
    for cell in _LINKED_CELLS(root):
        raise Refused(
            f"{title}!{cell.get('r')} contient un type de données lié, qui ne se copie pas ; retirez-le."
        )
    for formula in root.iter(_FORMULA, main("formula"), main("formula1"), main("formula2")):
        if _ANOTHER_FILE.search(formula.text or ""):
            where = formula.getparent().get("r") or "(règle)"
            raise Refused(
                f"{title}!{where} contient une référence à un autre fichier, qui ne se copie pas ; remplacez-la."
            )


def uses_dynamic_arrays(root: etree._Element) -> bool:
    """Say whether a cell needs the workbook's `metadata.xml`."""
    return bool(_DYNAMIC_CELLS(root))


def _plain_text(entry: etree._Element) -> str | None:
    """The text of a shared string, `None` when it is rich or has a phonetic guide."""
    only = entry[0] if len(entry) == 1 else None
    return only.text or "" if only is not None and only.tag == _TEXT else None


def _free_other_formats(root: etree._Element, styles: StyleGraft) -> None:
    data = main("sheetData")
    for section in root:
        if section.tag != data:
            for element in section.iter(etree.Element):
                styles.renumber_differentials(element)
            styles.settle(section)
    for rich_text in root.iter(main("rPr")):
        styles.settle(rich_text)
