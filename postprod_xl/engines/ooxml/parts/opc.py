"""Content types and relationships: how the parts of an Office package name and reach each other."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from lxml import etree

from postprod_xl.engines.ooxml import safe_xml

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
RELATIONSHIPS_ROOT = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)


@dataclass(frozen=True)
class Relationship:
    """A link from one part; `target` is a part name without leading slash, or a URI when `mode` is External."""

    id: str
    type: str
    target: str
    mode: str = "Internal"


def part_key(name: str) -> str:
    """Give what two spellings of one part name share: case and percent-encoding do not count (ECMA-376 part 2).

    >>> part_key("xl/media/Image%201.png")
    'xl/media/image 1.png'
    """
    return unquote(name).casefold()


def relationships_part(part: str) -> str:
    """Name of the part that holds the relationships of `part` (`""`: of the whole package).

    >>> relationships_part("xl/workbook.xml"), relationships_part("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationship(element: etree._Element, part: str) -> Relationship:
    """Read one `Relationship` element of `part`; its target is made absolute unless external or a fragment."""
    target, mode = element.get("Target", ""), element.get("TargetMode", "Internal")
    if mode == "Internal" and not target.startswith("#"):
        folder = part.rpartition("/")[0]
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relationship(element.get("Id", ""), element.get("Type", ""), target, mode)


@lru_cache(maxsize=1024)
def relationships(data: bytes, part: str) -> tuple[Relationship, ...]:
    """Read the relationships of `part`, in file order; the same bytes are parsed once.

    Raises
    ------
    Refused
        If they are not well-formed or suspect.
    """
    root = safe_xml.parse(data, relationships_part(part))
    return tuple(relationship(element, part) for element in relationship_elements(root))


def relationship_elements(root: etree._Element) -> Iterator[etree._Element]:
    """Iterate over the `Relationship` elements, in file order."""
    yield from root.iterchildren("{*}Relationship")


def append_relationship(root: etree._Element, part: str, kind: str, target: str) -> str:
    """Append a relationship from `part` to the part `target`, under the next free `rId`, which is given back."""
    used = [re.fullmatch(r"rId(\d+)", element.get("Id", "")) for element in relationship_elements(root)]
    new_id = f"rId{max((int(match[1]) for match in used if match), default=0) + 1}"
    relative = posixpath.relpath("/" + target, "/" + part.rpartition("/")[0])
    name = etree.QName(etree.QName(root).namespace, "Relationship")
    etree.SubElement(root, name, {"Id": new_id, "Type": kind, "Target": relative})
    return new_id


def find_override(types: etree._Element, part: str) -> etree._Element | None:
    """Find the `Override` element of a part, whatever the spelling of its name."""
    wanted = part_key(f"/{part}")
    overrides = types.iterchildren("{*}Override")
    return next(
        (override for override in overrides if part_key(override.get("PartName", "")) == wanted), None
    )


def content_type(types: etree._Element, part: str) -> str:
    """Give the content type of a part: its override, else the default of its extension, else `""`."""
    declaration = find_override(types, part)
    if declaration is None:
        extension = part.rpartition(".")[2].lower()
        defaults = types.iterchildren("{*}Default")
        declaration = next(
            (item for item in defaults if item.get("Extension", "").lower() == extension), None
        )
    return "" if declaration is None else str(declaration.get("ContentType", ""))


def set_override(types: etree._Element, part: str, kind: str) -> None:
    """Declare the content type of a part; a new override goes last."""
    override = find_override(types, part)
    if override is None:
        name = etree.QName(etree.QName(types).namespace, "Override")
        override = etree.SubElement(types, name, {"PartName": f"/{part}"})
    override.set("ContentType", kind)
