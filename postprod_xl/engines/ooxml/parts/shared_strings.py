"""The texts that the cells of a workbook share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.escapes import decoded_escapes

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package


def shared_strings(package: Package) -> Sequence[str]:
    """Give the shared texts in the order of their numbers; none when the workbook has no such part."""
    for relation in package.relationships(package.workbook_part):
        if relation.type.endswith("/sharedStrings"):
            return package.made_of(relation.target, _texts)
    return ()


def _texts(package: Package, part: str) -> Sequence[str]:
    return [_plain_text(item) for item in package.parse_xml(part).iterchildren("{*}si")]


def _plain_text(item: Any) -> str:
    """Give the text of a shared string, its phonetic guide left out."""
    if len(item) == 1 and len(item[0]) == 0 and isinstance(item[0].tag, str):
        return decoded_escapes(item[0].text or "")
    runs = (element for element in item.iter("{*}t") if not element.getparent().tag.endswith("}rPh"))
    # A comment cuts a text in two.
    pieces = (piece for run in runs for piece in (run.text, *(child.tail for child in run)))
    return decoded_escapes("".join(piece or "" for piece in pieces))
