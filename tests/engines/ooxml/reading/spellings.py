"""One workbook written in the many ways that XML and Open XML allow, its meaning unchanged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape

from lxml import etree

from postprod_xl.engines.ooxml.markup import MAIN, main

Parts = dict[str, bytes]
Respelling = Callable[[Parts], Parts]

_PREFIXED = {"http://schemas.openxmlformats.org/package/2006/relationships": "rel", MAIN: "x"}


def single_quoted(parts: Parts) -> Parts:
    return _each_xml(parts, lambda root: Spelling(quote="'").text(root))


def attributes_reversed_one_a_line(parts: Parts) -> Parts:
    return _each_xml(parts, lambda root: Spelling(before="\n\t", reverse=True).text(root))


def blanks_around_equals(parts: Parts) -> Parts:
    return _each_xml(parts, lambda root: Spelling(equals=" =\n", quote="'").text(root))


def comments_and_blanks_between_marks(parts: Parts) -> Parts:
    return _each_xml(
        parts, lambda root: Spelling(between="\n <!-- <v>1</v> r='A1' t=\"e\" --> <?x y?> ").text(root)
    )


def prefixed(parts: Parts) -> Parts:
    return _each_xml(parts, lambda root: Spelling(prefixes=_PREFIXED).text(root))


def utf_16(parts: Parts) -> Parts:
    def written(root: etree._Element) -> bytes:
        text = Spelling().text(root).decode().replace("UTF-8", "UTF-16", 1)
        return text.encode("utf-16")

    return _each_xml(parts, written)


def characters_as_entities(parts: Parts) -> Parts:
    return _sheets(parts, lambda root: Spelling(entities=True).text(root))


def texts_in_cdata(parts: Parts) -> Parts:
    return _sheets(parts, lambda root: Spelling(cdata=True).text(root))


def without_addresses(parts: Parts) -> Parts:
    """Rows and cells that do not say where they are, empty ones written to fill the gaps."""

    def changed(root: etree._Element) -> bytes:
        data = root.find(main("sheetData"))
        rows = {int(row.get("r")): row for row in data}
        for number in range(1, max(rows, default=0) + 1):
            row = rows.get(number, etree.Element(main("row")))
            row.attrib.pop("r", None)
            data.append(row)
            _fill(row)
        return Spelling().text(root)

    return _sheets(parts, changed)


def out_of_order(parts: Parts) -> Parts:
    def changed(root: etree._Element) -> bytes:
        for holder in [root.find(main("sheetData")), *root.iter(main("row"))]:
            holder[:] = reversed(holder)
        return Spelling().text(root)

    return _sheets(parts, changed)


def formatted_runs(parts: Parts) -> Parts:
    """Inline texts cut in formatted runs, with a phonetic guide."""

    def changed(root: etree._Element) -> bytes:
        for inline in root.iter(main("is")):
            (text,) = inline
            halves = (text.text or "")[:2], (text.text or "")[2:]
            inline[:] = [_run(half) for half in halves]
            guide = etree.SubElement(inline, main("rPh"), sb="0", eb="1")
            etree.SubElement(guide, main("t")).text = "guide"
        return Spelling().text(root)

    return _sheets(parts, changed)


def other_part_names(parts: Parts) -> Parts:
    """The workbook under another name, its sheets in a folder beside it."""
    renamed = {
        name.replace("xl/workbook.xml", "bureau/livre.xml")
        .replace("xl/_rels/workbook.xml", "bureau/_rels/livre.xml")
        .replace("xl/worksheets/", "feuilles/"): data
        for name, data in parts.items()
    }
    for name, data in renamed.items():
        if name.endswith((".rels", "[Content_Types].xml")):
            data = re.sub(rb'(Target|PartName)="(?!\.\.|/)', rb'\1="/xl/', data) if "bureau" in name else data
            data = re.sub(rb'Target="\.\./', b'Target="/xl/', data)
            data = data.replace(b"/xl/worksheets/", b"/feuilles/").replace(
                b"xl/workbook.xml", b"bureau/livre.xml"
            )
            renamed[name] = data
    return renamed


SPELLINGS: tuple[Respelling, ...] = (
    single_quoted, attributes_reversed_one_a_line, blanks_around_equals, comments_and_blanks_between_marks, prefixed,
    utf_16, characters_as_entities, texts_in_cdata, without_addresses, out_of_order, formatted_runs, other_part_names,
)  # fmt: skip


class Spelling:
    """A way to write an XML tree."""

    def __init__(
        self, quote: str = '"', before: str = " ", equals: str = "=", between: str = "", **options: object
    ) -> None:
        self._quote, self._before, self._equals, self._between = quote, before, equals, between
        self._options = options

    def text(self, root: etree._Element) -> bytes:
        declaration = '<?xml version="1.0" encoding="UTF-8"?>'
        return f"{declaration}{''.join(self._element(root, {}))}".encode()

    def _element(self, element: etree._Element, known: Mapping[str | None, str]) -> Iterator[str]:
        spaces = self._spaces(element)
        name, attributes = self._name(element.tag, spaces), self._attributes(element, spaces, known)
        yield f"<{name}{attributes}"
        text = self._content(element)
        children = [child for child in element if isinstance(child.tag, str)]
        if not text and not children:
            yield "/>"
            return
        yield f">{text}"
        for child in children:
            yield self._between
            yield from self._element(child, spaces)
        yield (self._between if children else "") + f"</{name}>"

    def _content(self, element: etree._Element) -> str:
        text = element.text or ""
        if len(element) and not text.strip():
            return ""
        if self._options.get("cdata") and text:
            return f"<![CDATA[{text}]]>"
        if self._options.get("entities"):
            return "".join(f"&#x{ord(letter):X};" for letter in text)
        return escape(text).replace("\r", "&#13;")

    def _spaces(self, element: etree._Element) -> dict[str | None, str]:
        prefixes: Mapping[str, str] = self._options.get("prefixes", {})  # type: ignore[assignment]
        return {
            prefixes.get(uri, prefix) if prefix is None else prefix: uri
            for prefix, uri in element.nsmap.items()
        }

    def _name(self, tag: str, spaces: Mapping[str | None, str]) -> str:
        name = etree.QName(tag)
        if name.namespace == "http://www.w3.org/XML/1998/namespace":
            return f"xml:{name.localname}"
        prefix = next((prefix for prefix, uri in spaces.items() if uri == name.namespace), None)
        return f"{prefix}:{name.localname}" if prefix else name.localname

    def _attributes(
        self, element: etree._Element, spaces: Mapping[str | None, str], known: Mapping[str | None, str]
    ) -> str:
        declared = [
            (f"xmlns:{prefix}" if prefix else "xmlns", uri)
            for prefix, uri in spaces.items()
            if known.get(prefix) != uri
        ]
        given = [
            (self._name(name, spaces) if name.startswith("{") else name, value)
            for name, value in element.attrib.items()
        ]
        if self._options.get("reverse"):
            given.reverse()
        return "".join(
            f"{self._before}{name}{self._equals}{self._quote}{self._value(value)}{self._quote}"
            for name, value in [*declared, *given]
        )

    def _value(self, value: str) -> str:
        return escape(value, {'"': "&quot;", "'": "&apos;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _each_xml(parts: Parts, written: Callable[[etree._Element], bytes]) -> Parts:
    return {
        name: written(etree.fromstring(data)) if name.endswith((".xml", ".rels")) else data
        for name, data in parts.items()
    }


def _sheets(parts: Parts, written: Callable[[etree._Element], bytes]) -> Parts:
    return {
        name: written(etree.fromstring(data)) if name.startswith("xl/worksheets/sheet") else data
        for name, data in parts.items()
    }


def _fill(row: etree._Element) -> None:
    cells = {_column(cell.get("r")): cell for cell in row}
    for column in range(1, max(cells, default=0) + 1):
        cell = cells.get(column, etree.Element(main("c")))
        cell.attrib.pop("r", None)
        row.append(cell)


def _column(reference: str) -> int:
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


def _run(text: str) -> etree._Element:
    run = etree.Element(main("r"))
    etree.SubElement(etree.SubElement(run, main("rPr")), main("b"))
    etree.SubElement(run, main("t")).text = text
    return run
