"""Damages of the file: any part of the package rewritten, cut, lost or doubled, and the archive around the parts."""

from __future__ import annotations

import io
import re
import struct
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from lxml import etree

from postprod_xl.hosts.creation import create_master
from tests.fuzz.office import parts, small_office
from tests.masters import contents, repacked

Damaged = tuple[str, bytes]
_HUGE = (
    "0",
    "-1",
    "1",
    "2",
    "4294967295",
    "4294967296",
    "99999999999",
    "1e10",
    "1048576",
    "1048577",
    "16385",
    "",
)
_HUGE += (
    "A1",
    "A0",
    "XFD1048576",
    "XFE1048577",
    "ZZZZ99999999",
    "A1:XFD1048576",
    "B5:A1",
    "A1:A1 B2",
    "$A$5",
    "a5",
)
_HUGE += ("R1C1", "1.5", "٣", " 5 ", "true", "&#10;", "é" * 40)
_NUMERIC = re.compile(
    rb"\b(r|ref|s|numFmtId|count|uniqueCount|id|sheetId|min|max|spans|sqref|si|fillId|fontId|xfId"
    rb"|headerRowCount|totalsRowCount|headerRowDxfId|style|ht|activeTab|localSheetId|dxfId)=\"[^\"]*\""
)
_ATTRIBUTE = re.compile(rb' [\w:]+="[^"]*"')
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def damaged_package(chance: Random) -> Damaged:
    """A damage in words, and the file."""
    if chance.random() < 0.18:
        return chance.choice(_ARCHIVE_DAMAGES)(chance)
    part, content = _drawn_part(chance), parts()
    if chance.random() < 0.1:
        content = macro_parts()
        part = chance.choice([name for name in content if name not in parts()])
    if chance.random() < 0.12:
        what, files = chance.choice(_WHOLE_PARTS)(part, dict(content), chance)
        return f"{part} {what}", repacked(files)
    damages = _TEXT_DAMAGES if part.endswith((".xml", ".rels")) else _BINARY_DAMAGES
    what, data = chance.choice(damages)(content[part], chance)
    return f"{part} : {what}", repacked({**content, part: data})


@cache
def part_weights() -> dict[str, float]:
    """Parts with the chance of each: the sheets are many, the parts that hold them together few."""
    common = ("worksheets/sheet", "tables/table", "worksheets/_rels")
    alone = [name for name in parts() if not any(mark in name for mark in common)]
    shares = {name: 0.35 / len(alone) for name in alone}
    for mark, share in zip(common, (0.4, 0.17, 0.08), strict=True):
        group = [name for name in parts() if mark in name]
        shares.update({name: share / len(group) for name in group})
    return shares


def _drawn_part(chance: Random) -> str:
    return chance.choices(list(part_weights()), list(part_weights().values()))[0]


@cache
def macro_parts() -> dict[str, bytes]:
    """The parts of a master with macros: its project, its ribbon, its buttons."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bureau.xlsm"
        create_master(path)
        return contents(path)


def _cut(data: bytes, chance: Random) -> Damaged:
    at = chance.randrange(len(data))
    return f"cut at {at}", data[:at]


def _emptied(data: bytes, chance: Random) -> Damaged:
    return "emptied", chance.choice(
        [b"", b" ", b"\0" * 100, b"<?xml version='1.0'?>", b"<worksheet/>", b"x" * 10_000]
    )


def _flipped(data: bytes, chance: Random) -> Damaged:
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
        return _cut(data, chance)
    match = chance.choice(found)
    return f"lost {match[0][:60]!r} at {match.start()}", data[: match.start()] + data[match.end() :]


def _attribute_lost_everywhere(data: bytes, chance: Random) -> Damaged:
    found = _ATTRIBUTE.findall(data)
    if not found:
        return _cut(data, chance)
    name = chance.choice(found).partition(b"=")[0]
    return f"lost every {name!r}", re.sub(rb'%s="[^"]*"' % re.escape(name), b"", data)


def _attribute_twice(data: bytes, chance: Random) -> Damaged:
    match = chance.choice(list(_ATTRIBUTE.finditer(data)) or [None])
    if match is None:
        return _cut(data, chance)
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
        return _cut(data, chance)
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
        return _cut(data, chance)
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


_TEXT_DAMAGES: tuple[Callable[[bytes, Random], Damaged], ...] = (
    *(_cut, _emptied, _flipped, _flipped, _utf16, _other_encoding, _single_quotes, _some_single_quotes, _spread),
    *(_indented, _prefixed, _attribute_lost, _attribute_lost, _attribute_lost_everywhere, _attribute_twice),
    *(_huge, _huge, _huge, _huge, _swapped_values, *[_element_damage] * 6, _inserted, _inserted, _far_cell),
    *(_doctype, _trailing, _declared_otherwise, _other_text, _other_text),
)  # fmt: skip

_BINARY_DAMAGES = (_cut, _emptied, _flipped, _flipped, _trailing)

Whole = Callable[[str, dict[str, bytes], Random], tuple[str, dict[str, bytes]]]


def _deleted(part: str, files: dict[str, bytes], chance: Random) -> tuple[str, dict[str, bytes]]:
    del files[part]
    return "deleted", files


def _renamed(part: str, files: dict[str, bytes], chance: Random) -> tuple[str, dict[str, bytes]]:
    name = chance.choice(
        [
            *(part.upper(), part.replace("/", "\\"), f"/{part}", f"../{part}", f"./{part}", f"{part}/"),
            *(part.replace("xl", "xl2"), f"{part} ", f"é{part}", part.replace(".", "%2E"), "a" * 300 + part),
            part.replace("/", "//"),
        ]
    )
    renamed = {name if other == part else other: data for other, data in files.items()}
    return f"named {name[:80]!r}", renamed


def _replaced(part: str, files: dict[str, bytes], chance: Random) -> tuple[str, dict[str, bytes]]:
    other = chance.choice(list(files))
    files[part] = files[other]
    return f"replaced by {other}", files


def _exchanged(part: str, files: dict[str, bytes], chance: Random) -> tuple[str, dict[str, bytes]]:
    other = chance.choice([name for name in files if name.rpartition("/")[0] == part.rpartition("/")[0]])
    files[part], files[other] = files[other], files[part]
    return f"exchanged with {other}", files


_WHOLE_PARTS: tuple[Whole, ...] = (_deleted, _deleted, _renamed, _renamed, _replaced, _exchanged)


def _archive_flipped(chance: Random) -> Damaged:
    return _flipped(_deflated(), chance)


def _archive_cut(chance: Random) -> Damaged:
    return _cut(_deflated(), chance)


def _member_field(chance: Random) -> Damaged:
    """A field of a local or central header: sizes, CRC, flags, method, lengths."""
    data = bytearray(small_office())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = chance.choice(archive.infolist())
        start = archive.start_dir
    if chance.random() < 0.5:
        at, fields = (
            member.header_offset,
            {"flags": 6, "method": 8, "CRC": 14, "packed": 18, "size": 22, "name": 26},
        )
    else:
        at = bytes(data).find(member.filename.encode(), start) - 46
        fields = {"flags": 8, "method": 10, "CRC": 16, "packed": 20, "size": 24, "name": 28, "offset": 42}
    name = chance.choice(list(fields))
    wide = name in ("CRC", "packed", "size", "offset")
    value = chance.choice([0, 1, 8, 9, 12, 99, 0x0800, 0xFFFF, *([0x7FFFFFFF, 0xFFFFFFFF] if wide else [])])
    struct.pack_into("<I" if wide else "<H", data, at + fields[name], value)
    return f"{member.filename} : {name} of the archive made {value}", bytes(data)


def _member_twice(chance: Random) -> Damaged:
    buffer = io.BytesIO(small_office())
    part = _drawn_part(chance)
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(part, chance.choice([parts()[part], b"", parts()[_drawn_part(chance)]]))
    return f"{part} twice", buffer.getvalue()


def _around(chance: Random) -> Damaged:
    data = _deflated()
    return chance.choice(
        [
            ("bytes before the archive", b"#!/bin/sh\n" + data),
            ("bytes after the archive", data + b"\0" * 100),
            ("no central directory", data[: data.rfind(b"PK\1\2")]),
            ("an empty file", b""),
            ("zeros", b"\0" * 5000),
            ("a text", "Projet;Titre\r\nP1;Le Phare\r\n".encode("utf-16")),
            ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
            ("the archive twice", data + data),
            ("a mere header", b"PK\3\4"),
        ]
    )


@cache
def _deflated() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts().items():
            archive.writestr(name, data)
    return buffer.getvalue()


_ARCHIVE_DAMAGES: tuple[Callable[[Random], Damaged], ...] = (
    *(_archive_flipped, _archive_flipped, _archive_cut, *[_member_field] * 5, _member_twice, _member_twice, _around),
)  # fmt: skip
