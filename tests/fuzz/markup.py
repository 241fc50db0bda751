"""Damages of the bytes of one part: cut, spelled otherwise, an attribute or an element lost, doubled or absurd."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from lxml import etree

Damaged = tuple[str, bytes]
_HUGE = (
    *("0", "-1", "1", "2", "4294967295", "4294967296", "99999999999", "1e10", "1048576", "1048577", "16385", ""),
    *("A1", "A0", "XFD1048576", "XFE1048577", "ZZZZ99999999", "A1:XFD1048576", "B5:A1", "A1:A1 B2", "$A$5", "a5"),
    *("R1C1", "1.5", "٣", " 5 ", "true", "&#10;", "é" * 40),
)  # fmt: skip
_NUMERIC = re.compile(
    rb"\b(r|ref|s|numFmtId|count|uniqueCount|id|sheetId|min|max|spans|sqref|si|fillId|fontId|xfId"
    rb"|headerRowCount|totalsRowCount|headerRowDxfId|style|ht|activeTab|localSheetId|dxfId)=\"[^\"]*\""
)
_ATTRIBUTE = re.compile(rb' [\w:]+="[^"]*"')
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cut(data: bytes, chance: Random) -> Damaged:
    """The beginning alone."""
    at = chance.randrange(len(data))
    return f"cut at {at}", data[:at]


def _emptied(data: bytes, chance: Random) -> Damaged:
    return "emptied", chance.choice(
        [b"", b" ", b"\0" * 100, b"<?xml version='1.0'?>", b"<worksheet/>", b"x" * 10_000]
    )


def flipped(data: bytes, chance: Random) -> Damaged:
    """A few bytes changed."""
    changed = bytearray(data)
    places = [chance.randrange(len(data)) for _ in range(chance.choice((1, 1, 2, 8)))]
    for at in places:
        changed[at] = chance.randrange(256)
    return f"bytes changed at {places}", bytes(changed)


def _utf16(data: bytes, chance: Random) -> Damaged:
    text = data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"', 1)
    return "in UTF-16", text.encode("utf-16")


def _other_encoding(data: bytes, chance: Random) -> Damaged:
    name = chance.choice(
        ["ISO-8859-1", "windows-1252", "UTF-7", "nimporte", "UTF-32", "US-ASCII", "utf-8-sig"]
    )
    text = data.decode()
    if name == "utf-8-sig":
        return "with a byte order mark", text.encode(name)
    declared = text.replace('encoding="UTF-8"', f'encoding="{name}"', 1)
    codec = {"nimporte": "utf-8"}.get(name, name)
    return f"in {name}", declared.encode(codec, "xmlcharrefreplace")


def _single_quotes(data: bytes, chance: Random) -> Damaged:
    return "single quotes", re.sub(rb'="([^"\']*)"', rb"='\1'", data)


def _some_single_quotes(data: bytes, chance: Random) -> Damaged:
    return "some single quotes", re.sub(
        rb'="([^"\']*)"', lambda m: b"='%s'" % m[1] if chance.random() < 0.5 else m[0], data
    )


def _spread(data: bytes, chance: Random) -> Damaged:
    blank = chance.choice([b"\n  ", b"\r\n", b"\t", b"  "])
    return "attributes on lines of their own", _ATTRIBUTE.sub(lambda match: blank + match[0][1:], data)


def _indented(data: bytes, chance: Random) -> Damaged:
    return "blanks between tags", re.sub(rb">(?=<)", b">\n ", data)


def _prefixed(data: bytes, chance: Random) -> Damaged:
    text = re.sub(rb"<(/?)(?=[a-zA-Z]\w*[ />\n])(?![\w]+:)", rb"<\1x:", data)
    return "with a prefix", text.replace(b' xmlns="', b' xmlns:x="', 1)


def _attribute_lost(data: bytes, chance: Random) -> Damaged:
    found = list(_ATTRIBUTE.finditer(data))
    if not found:
        return cut(data, chance)
    match = chance.choice(found)
    return f"lost {match[0][:60]!r} at {match.start()}", data[: match.start()] + data[match.end() :]


def _attribute_lost_everywhere(data: bytes, chance: Random) -> Damaged:
    found = _ATTRIBUTE.findall(data)
    if not found:
        return cut(data, chance)
    name = chance.choice(found).partition(b"=")[0]
    return f"lost every {name!r}", re.sub(rb'%s="[^"]*"' % re.escape(name), b"", data)


def _attribute_twice(data: bytes, chance: Random) -> Damaged:
    match = chance.choice(list(_ATTRIBUTE.finditer(data)) or [None])
    if match is None:
        return cut(data, chance)
    return f"twice {match[0][:60]!r}", data[: match.end()] + match[0] + data[match.end() :]


def _huge(data: bytes, chance: Random) -> Damaged:
    found = list(_NUMERIC.finditer(data))
    if not found:
        return _attribute_lost(data, chance)
    match = chance.choice(found)
    value = chance.choice(_HUGE)
    changed = match[1] + b'="' + value.encode() + b'"'
    return f"{match[0][:40]!r} at {match.start()} made {changed[:60]!r}", (
        data[: match.start()] + changed + data[match.end() :]
    )


def _swapped_values(data: bytes, chance: Random) -> Damaged:
    found = list(_ATTRIBUTE.finditer(data))
    if len(found) < 2:
        return cut(data, chance)
    one, other = sorted(chance.sample(found, 2), key=lambda match: match.start())
    first, second = one[0].partition(b"="), other[0].partition(b"=")
    return f"swapped {one[0][:40]!r} and {other[0][:40]!r}", b"".join(
        [
            *(data[: one.start()], first[0], b"=", second[2], data[one.end() : other.start()]),
            *(second[0], b"=", first[2], data[other.end() :]),
        ]
    )


def _element_damage(data: bytes, chance: Random) -> Damaged:
    """An element removed, doubled, moved, renamed, emptied or wrapped."""
    root = etree.fromstring(data)
    elements = [element for element in root.iter(etree.Element) if element is not root]
    if not elements:
        return cut(data, chance)
    element = chance.choice(elements)
    what = chance.choice(
        ("removed", "doubled", "moved first", "moved last", "renamed", "emptied", "wrapped", "bare")
    )
    parent = element.getparent()
    shown = f"{etree.QName(element).localname} {dict(element.attrib)}"[:80]
    if what == "removed":
        parent.remove(element)
    elif what == "doubled":
        parent.insert(parent.index(element), etree.fromstring(etree.tostring(element)))
    elif what == "moved first":
        parent.insert(0, element)
    elif what == "moved last":
        parent.append(element)
    elif what == "renamed":
        element.tag = f"{{{_MAIN}}}nimporte"
    elif what == "emptied":
        element.clear()
    elif what == "wrapped":
        wrapper = etree.Element(
            "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
        )
        parent.replace(element, wrapper)
        etree.SubElement(
            wrapper, "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice", Requires="x14"
        ).append(element)
    else:
        element.attrib.clear()
    return f"{shown} {what}", etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _inserted(data: bytes, chance: Random) -> Damaged:
    """Something foreign between two tags: a far cell, a comment, an entity, a deep nest, a long text."""
    places = [match.end() for match in re.finditer(rb">(?=<)", data)]
    at = chance.choice(places or [0])
    more = chance.choice(
        [
            b"<!-- note -->",
            b"<?autre chose?>",
            b"<![CDATA[texte]]>",
            b"&nimporte;",
            b"<x xmlns='urn:x'/>",
            b"<a>" * 5000 + b"</a>" * 5000,
            b"<a>" * 300,
            b"x" * 2_000_000,
            b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
            b"<row r='9999999999'><c r='A9999999999'><v>1</v></c></row>",
            b"<c r='XFD7'><v>1</v></c>",
            b"<c r='ZZZ5'><v>1</v></c><c r='A5'><v>2</v></c>",
            b"<c><v>1</v></c>",
            b"<row><c><v>1</v></c></row>",
            b"<mergeCell ref='A1:XFD1048576'/>",
            b"<dimension ref='A1:XFD1048576'/>",
        ]
    )
    return f"{more[:50]!r} put at {at}", data[:at] + more + data[at:]


def _far_cell(data: bytes, chance: Random) -> Damaged:
    """A lone cell far away, at the end of the sheet or out of order."""
    row = chance.choice([5000, 100_000, 1_048_576, 4_000_000_000])
    column = chance.choice(["A", "Z", "XFD", "AAAA"])
    quote = chance.choice(["'", '"'])
    blank = chance.choice([" ", "\n", "  "])
    cell = f"<row r={quote}{row}{quote}{blank}><c{blank}r={quote}{column}{row}{quote}><v>1</v></c></row>".encode()
    mark = chance.choice([b"</sheetData>", b"<sheetData>"])
    where = data.replace(mark, cell + mark if mark.startswith(b"</") else mark + cell, 1)
    return f"{cell!r} at {mark!r}", where


def _doctype(data: bytes, chance: Random) -> Damaged:
    entity = chance.choice(
        [
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
            b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
            b"<!DOCTYPE x>",
        ]
    )
    head, mark, rest = data.partition(b"?>")
    return "with a DOCTYPE", head + mark + entity + rest if mark else entity + data


def _trailing(data: bytes, chance: Random) -> Damaged:
    more = chance.choice([b"x", b"\0", b"<x/>", b"\n\n", b"<!-- fin -->", b"\xff\xfe"])
    if chance.random() < 0.5:
        return f"{more!r} before", more + data
    return f"{more!r} after", data + more


def _declared_otherwise(data: bytes, chance: Random) -> Damaged:
    head = chance.choice(
        [b"", b'<?xml version="1.1"?>', b"<?xml version='1.0'?>", b'<?xml version="1.0" standalone="no"?>']
    )
    return f"declared {head!r}", head + data.partition(b"?>")[2].lstrip() if b"?>" in data[
        :200
    ] else head + data


def _other_text(data: bytes, chance: Random) -> Damaged:
    """A text node replaced."""
    found = list(re.finditer(rb">([^<>\n]+)<", data))
    if not found:
        return _attribute_lost(data, chance)
    match = chance.choice(found)
    value = chance.choice(
        [b"", b" ", b"-1", b"1e308", b"99999999999", b"texte", b"_x0000_", b"\n", b"&#0;", b"&#xD800;"]
    )
    return f"text {match[1][:30]!r} made {value!r}", data[: match.start(1)] + value + data[match.end(1) :]


TEXT_DAMAGES: tuple[Callable[[bytes, Random], Damaged], ...] = (
    *(cut, _emptied, flipped, flipped, _utf16, _other_encoding, _single_quotes, _some_single_quotes, _spread),
    *(_indented, _prefixed, _attribute_lost, _attribute_lost, _attribute_lost_everywhere, _attribute_twice),
    *(_huge, _huge, _huge, _huge, _swapped_values, *[_element_damage] * 6, _inserted, _inserted, _far_cell),
    *(_doctype, _trailing, _declared_otherwise, _other_text, _other_text),
)  # fmt: skip

BINARY_DAMAGES = (cut, _emptied, flipped, flipped, _trailing)
