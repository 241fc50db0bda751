"""Copying a part and everything it leads to from one package into another, under free names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree

from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.markup import serialise
from postprod_xl.engines.ooxml.parts.opc import RELATIONSHIPS_TYPE, relationships_part

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.opc import Relationship
    from postprod_xl.engines.ooxml.parts.package import Package

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
# What stands on its own once copied. A pivot table, a slicer, a query or a threaded comment also has
# something in the workbook itself.
# fmt: off
_SELF_CONTAINED = frozenset((
    "table", "drawing", "vmlDrawing", "comments", "printerSettings", "image", "hyperlink", "chart",
    "chartEx", "chartStyle", "chartColorStyle", "chartUserShapes", "themeOverride", "package",
    "oleObject", "control", "activeXControlBinary", "ctrlProp", "customProperty", "diagramData",
    "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing", "media", "audio",
    "video",
))
# fmt: on

Adapt = Callable[[str, bytes], bytes]


class PartCopy:
    """Copies to be added to `target`, prepared first and added all together by `commit`."""

    def __init__(self, source: Package, target: Package, adapt: Adapt) -> None:
        self._source = source
        self._target = target
        self._adapt = adapt
        self._names: dict[str, str] = {}
        self._data: dict[str, bytes] = {}
        self._types: dict[str, str] = {}
        self._taken = {name.lower() for name in target.names}

    def copy(self, part: str) -> str:
        """Name that the copy of `part`, prepared once with all it leads to, has in the target.

        Raises
        ------
        Refused
            The part leads to something that has no meaning without its own workbook.
        """
        if part in self._names:
            return self._names[part]
        data = self._adapt(part, self._source.read(part))
        same = self._same_media(part, data)
        if same is not None:
            self._names[part] = same
            return same
        name = self._free_name(part)
        self._names[part] = name
        self._data[name] = data
        self._types[name] = self._source.content_type(part)
        self._copy_relationships(part, name)
        return name

    def commit(self) -> None:
        """Add everything prepared to the target."""
        for name, data in self._data.items():
            self._target.add(name, data)
        for name, content_type in self._types.items():
            self._target.add_override(name, content_type)

    def _copy_relationships(self, part: str, name: str) -> None:
        relationships = self._source.relationships(part)
        if not relationships:
            return
        root = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap={None: _RELATIONSHIPS})
        for relationship in relationships:
            entry = etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship")
            entry.set("Id", relationship.id)
            entry.set("Type", relationship.type)
            entry.set("Target", self._target_of(relationship, part, name))
            if relationship.mode == "External":
                entry.set("TargetMode", "External")
        self._data[relationships_part(name)] = serialise(root)
        self._types[relationships_part(name)] = RELATIONSHIPS_TYPE

    def _target_of(self, relationship: Relationship, part: str, name: str) -> str:
        kind = relationship.type.rpartition("/")[2]
        if kind not in _SELF_CONTAINED:
            raise Refused(
                f"« {part} » a un contenu lié à son classeur ({kind}), qui ne se copie pas ; "
                "retirez ce contenu, puis recommencez."
            )
        if relationship.mode == "External" or relationship.target not in self._source:
            return relationship.target
        return posixpath.relpath(self.copy(relationship.target), posixpath.dirname(name))

    def _same_media(self, part: str, data: bytes) -> str | None:
        """A picture that the target already holds is shared, as Excel does."""
        folder, _, last = part.rpartition("/")
        if not folder.endswith("media"):
            return None
        extension = last.rpartition(".")[2].lower()
        alike = (n for n in self._target.names if "/media/" in n and n.lower().endswith("." + extension))
        return next((name for name in alike if self._target.read(name) == data), None)

    def _free_name(self, part: str) -> str:
        stem, extension = posixpath.splitext(part)
        base = re.sub(r"\d+$", "", stem)
        number = 1
        while self._is_taken(f"{base}{number}{extension}"):
            number += 1
        name = f"{base}{number}{extension}"
        self._taken.add(name.lower())
        return name

    def _is_taken(self, name: str) -> bool:
        return name.lower() in self._taken or relationships_part(name).lower() in self._taken
