"""The texts that the sheets of a workbook share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postprod_xl.workbook.escapes import decoded_escapes

if TYPE_CHECKING:
    from lxml import etree

    from postprod_xl.workbook.package import Package


def shared_texts(package: Package) -> list[str]:
    """The shared texts in the order of their indexes, none when the workbook has no such part.

    Raises
    ------
    UnusableFile
        The part is declared and missing, or damaged.
    """
    for relation in package.relationships(package.workbook_part):
        if relation.type.endswith("/sharedStrings"):
            return [plain_text(item) for item in package.parse_xml(relation.target).iterchildren("{*}si")]
    return []


def plain_text(item: etree._Element) -> str:
    """The text of a shared or inline string, formatted runs joined and phonetic guides left out."""
    if len(item) == 1 and len(item[0]) == 0:
        return decoded_escapes(item[0].text or "")
    return decoded_escapes("".join(_runs(item)))


def _runs(item: etree._Element) -> Iterator[str]:
    for text in item.iter("{*}t"):
        if not text.getparent().tag.endswith("}rPh"):
            yield text.text or ""
