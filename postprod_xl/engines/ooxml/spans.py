"""Where the elements of an XML text begin and end in it, so that one can change and the rest keep their bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from postprod_xl.engines.ooxml import safe_xml
from postprod_xl.engines.ooxml.errors import Refused

_TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")


@dataclass
class Element:
    """One element: its local name and namespace, its attributes, its bytes, and the elements right under it.

    Parameters
    ----------
    start, end
        Offsets of its first byte and of the byte after its last one.
    inner
        Offset of the byte after its opening tag.
    closing
        Offset of its closing tag; an element written in one tag has none, and gives its end.
    """

    name: str
    namespace: str
    attributes: Mapping[str, str]
    start: int
    inner: int = 0
    closing: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """The element and all those under it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def child(self, name: str) -> Element | None:
        """The first element right under it of a local name."""
        return next((child for child in self.children if child.name == name), None)


def elements(data: bytes, part: str) -> Element:
    """The root element of an XML part in UTF-8, with all its descendants.

    Raises
    ------
    Refused
        If the part is not well-formed, or declares a document type or an entity.
    """
    safe_xml.parse(data, part)
    roots: list[Element] = []
    opened: list[Element] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def begin(tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        element = Element(name, namespace, attributes, parser.CurrentByteIndex)
        found = _TAG.match(data, element.start)
        element.inner = found.end() if found else element.start
        (opened[-1].children if opened else roots).append(element)
        opened.append(element)

    def finish(_: str) -> None:
        element = opened.pop()
        if parser.CurrentByteIndex == element.start or data[element.inner - 2 : element.inner] == b"/>":
            element.closing = element.end = element.inner
            return
        element.closing = parser.CurrentByteIndex
        element.end = data.index(b">", element.closing) + 1

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused(f"« {part} » est endommagée : reprenez une copie ou une sauvegarde.") from error
    return roots[0]
