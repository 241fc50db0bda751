"""Operations on SpreadsheetML element trees, shared by the editors of whole parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"

_DECLARATION = re.compile(rb"<\?xml[^>]*\?>\s*")
_STANDARD_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def main(name: str) -> str:
    """Name of a SpreadsheetML element as lxml spells it."""
    return f"{{{MAIN}}}{name}"


def local_name(element: etree._Element) -> str:
    """Name of an element without its namespace, `""` for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def whole_number(text: str | None) -> int | None:
    """Give the whole number that an attribute writes, None when it writes none."""
    written = (text or "").strip()
    return int(written) if written.isdecimal() and len(written) < 19 else None


def serialise(root: etree._Element, like: bytes = b"") -> bytes:
    """XML text of a whole part, in UTF-8.

    Parameters
    ----------
    root
        The tree to write.
    like
        The part as it was: its own declaration is kept as it stands when it announces UTF-8.
    """
    found = _DECLARATION.match(like)
    kept = found is not None and b"utf-8" in found.group().lower()
    declaration = found.group() if found is not None and kept else _STANDARD_DECLARATION
    return declaration + etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)


def insert_in_order(parent: etree._Element, child: etree._Element, order: Sequence[str]) -> None:
    """Put `child` under `parent` where the schema's sequence `order` (local names) wants it."""
    later = frozenset(order[order.index(local_name(child)) + 1 :])
    for position, sibling in enumerate(parent):
        if local_name(sibling) in later and sibling.tag == main(local_name(sibling)):
            parent.insert(position, child)
            return
    parent.append(child)


def content_key(element: etree._Element) -> tuple[object, ...]:
    """What an element says, whatever its prefixes and the order of its attributes: equal keys, equal meaning."""
    children = tuple(content_key(child) for child in element if isinstance(child.tag, str))
    return (element.tag, tuple(sorted(element.attrib.items())), (element.text or "").strip(), children)
