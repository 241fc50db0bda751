from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.parts.opc import Relationship
from postprod_xl.engines.ooxml.parts.package import Package
from tests.engines.ooxml.files.archives import OFFICE, SHEET_MAIN, parts, widened, zipped

SHEET = "xl/worksheets/sheet1.xml"
NEW_SHEET = f'<worksheet xmlns="{SHEET_MAIN}"><sheetData><row r="1"/></sheetData></worksheet>'.encode()
STYLES = [(), ("stored",), ("descriptor",), ("zip64",), ("extra",), ("descriptor", "zip64", "extra")]


def package(source: bytes) -> Package:
    return Package(Path("budget.xlsx"), source)


def local_records(source: bytes) -> dict[str, bytes]:
    """Local record of each member, up to the next one, found independently through zipfile."""
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
        ends = [info.header_offset for info in infos[1:]] + [archive.start_dir]
    return {info.filename: source[info.header_offset : end] for info, end in zip(infos, ends, strict=True)}


def described(source: bytes) -> dict[str, tuple[object, ...]]:
    """What zipfile says of each member, its place in the file (also in the zip64 field) left out."""
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
    kept = [
        name for name in zipfile.ZipInfo.__slots__ if name not in {"header_offset", "_end_offset", "extra"}
    ]
    return {
        info.filename: (info.extra.partition(b"\1\0\x18\0")[0], *(getattr(info, name, None) for name in kept))
        for info in infos
    }


@pytest.mark.parametrize("styles", STYLES)
def test_a_package_nobody_changed_gives_back_its_source(styles: tuple[str, ...]) -> None:
    source = zipped(parts(), *styles, comment=b"maison")
    read = package(source)
    assert read.to_bytes() == source
    assert read.changed == frozenset()
    assert read.read(SHEET) == parts()[SHEET]


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("styles", STYLES)
def test_only_the_replaced_member_changes_in_the_archive(styles: tuple[str, ...], wide: bool) -> None:
    plain = zipped(parts(), *styles, comment=b"maison")
    source = widened(plain) if wide else plain
    read = package(source)
    read.replace(SHEET, NEW_SHEET)
    result = read.to_bytes()
    before, after = local_records(source), local_records(result)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {SHEET}
    was, now = described(source), described(result)
    assert {name for name in was if was[name] != now[name]} == {SHEET}
    with zipfile.ZipFile(io.BytesIO(result)) as archive:
        changed = archive.getinfo(SHEET)
        assert (archive.read(SHEET), archive.comment) == (NEW_SHEET, b"maison")
    assert (changed.date_time, changed.external_attr) == ((2024, 2, 29, 12, 30, 58), 0o640 << 16)
    assert changed.compress_type == (zipfile.ZIP_STORED if "stored" in styles else zipfile.ZIP_DEFLATED)
    assert changed.comment == b"note"
    assert package(result).to_bytes() == result


@given(
    styles=st.lists(st.sampled_from(["stored", "descriptor", "zip64", "extra"]), unique=True),
    wide=st.booleans(),
    comment=st.binary(max_size=40).filter(lambda comment: b"PK" not in comment),
    extra=st.dictionaries(st.text("abcé é", min_size=1, max_size=6), st.binary(max_size=300), max_size=5),
    removed=st.booleans(),
    added=st.binary(max_size=300),
)
def test_any_archive_keeps_what_was_not_touched(
    styles: list[str], wide: bool, comment: bytes, extra: dict[str, bytes], removed: bool, added: bytes
) -> None:
    contents = parts() | {
        f"customXml/{index}{name}": data for index, (name, data) in enumerate(extra.items())
    }
    source = zipped(contents, *styles, comment=comment)
    read = package(widened(source) if wide else source)
    read.replace(SHEET, NEW_SHEET)
    read.add("xl/ajouté.bin", added)
    if removed:
        read.remove("xl/media/image1.png")
    result = read.to_bytes()
    expected = contents | {SHEET: NEW_SHEET, "xl/ajouté.bin": added}
    if removed:
        del expected["xl/media/image1.png"]
    with zipfile.ZipFile(io.BytesIO(result)) as archive:
        assert archive.namelist() == list(expected)
        assert {name: archive.read(name) for name in archive.namelist()} == expected
        assert archive.comment == comment
    before, after = local_records(read.source), local_records(result)
    for name in expected.keys() - read.changed:
        assert before[name] == after[name]
    assert read.to_bytes() == result


def test_a_replacement_undone_leaves_no_trace() -> None:
    read = package(zipped(parts()))
    read.replace(SHEET, NEW_SHEET)
    read.remove("xl/media/image1.png")
    read.add("xl/nouveau.xml", b"<a/>")
    assert read.changed == {SHEET, "xl/media/image1.png", "xl/nouveau.xml"}
    read.replace(SHEET, parts()[SHEET])
    read.add("xl/media/image1.png", parts()["xl/media/image1.png"])
    read.remove("xl/nouveau.xml")
    assert read.changed == frozenset()
    assert read.to_bytes() == read.source


def test_an_added_part_is_dated_1980_and_comes_last() -> None:
    read = package(zipped(parts()))
    read.add("xl/nouveau.xml", b"<a/>")
    with zipfile.ZipFile(io.BytesIO(read.to_bytes())) as archive:
        assert archive.infolist()[-1].filename == "xl/nouveau.xml"
        assert archive.infolist()[-1].date_time == (1980, 1, 1, 0, 0, 0)
    assert read.names == (*parts(), "xl/nouveau.xml")


def test_an_archive_comment_that_looks_like_an_end_record_misleads_nobody() -> None:
    source = zipped(parts(), comment=b"PK\5\6" + bytes(17))  # a record needs 18 bytes after its mark
    read = package(source)
    read.add("xl/nouveau.xml", b"<a/>")
    assert read.to_bytes().endswith(b"PK\5\6" + bytes(17))
    assert package(read.to_bytes()).read("xl/nouveau.xml") == b"<a/>"


def test_an_empty_part_can_be_added_and_read() -> None:
    read = package(zipped(parts()))
    read.add("xl/vide.bin", b"")
    assert package(read.to_bytes()).read("xl/vide.bin") == b""


def test_members_out_of_directory_order_and_directory_entries_survive() -> None:
    source = zipped({"xl/": b""} | parts())
    end = source.rfind(b"PK\5\6")
    directory = struct.unpack_from("<I", source, end + 16)[0]
    cut = source.index(b"PK\1\2", directory + 4)
    turned = source[:directory] + source[cut:end] + source[directory:cut] + source[end:]
    read = package(turned)
    read.replace(SHEET, NEW_SHEET)
    with zipfile.ZipFile(io.BytesIO(read.to_bytes())) as archive:
        assert archive.namelist() == [*parts(), "xl/"]
        assert archive.testzip() is None
    assert "xl/" not in read.names


def test_bytes_before_the_first_member_are_kept() -> None:
    orphan = zipped({"ancien.xml": b"<a/>"})
    orphan = orphan[: orphan.index(b"PK\1\2")]
    source = zipped(parts())
    end = source.rfind(b"PK\5\6")
    at, stop = struct.unpack_from("<I", source, end + 16)[0], end
    moved = bytearray(orphan + source)
    struct.pack_into("<I", moved, len(orphan) + end + 16, len(orphan) + at)
    at, stop = at + len(orphan), stop + len(orphan)
    while at < stop:
        name, extra, comment = struct.unpack_from("<3H", moved, at + 28)
        struct.pack_into("<I", moved, at + 42, struct.unpack_from("<I", moved, at + 42)[0] + len(orphan))
        at += 46 + name + extra + comment
    read = package(bytes(moved))
    read.replace(SHEET, NEW_SHEET)
    assert read.to_bytes().startswith(orphan)
    assert package(read.to_bytes()).read(SHEET) == NEW_SHEET


def test_part_names_are_found_whatever_their_case_or_encoding() -> None:
    read = package(zipped(parts() | {"xl/media/Image%202.png": b"x"}))
    assert "XL/Workbook.xml" in read
    assert read.read("xl/media/image 2.png") == b"x"


@pytest.mark.parametrize("styles", [(), ("stored", "descriptor"), ("extra",)])
def test_names_with_backslashes_are_read_and_saved_with_slashes(styles: tuple[str, ...]) -> None:
    source = zipped({name.replace("/", "\\"): data for name, data in parts().items()}, *styles)
    book = package(source)
    assert book.names == tuple(parts())
    assert book.to_bytes() == book.source
    book.replace("xl/worksheets/sheet1.xml", b"<worksheet/>")
    with zipfile.ZipFile(io.BytesIO(book.to_bytes())) as archive:
        assert [member.orig_filename for member in archive.infolist()] == list(parts())
        assert archive.testzip() is None


def test_relationships_give_absolute_targets() -> None:
    read = package(zipped(parts()))
    assert read.workbook_part == "xl/workbook.xml"
    assert read.relationships("xl/workbook.xml") == [
        Relationship("rId7", f"{OFFICE}/worksheet", SHEET),
        Relationship("site", f"{OFFICE}/hyperlink", "https://example.org/a", "External"),
    ]
    assert read.relationships(SHEET) == []


def test_a_relationship_added_takes_the_next_number_and_a_relative_target() -> None:
    read = package(zipped(parts()))
    assert read.add_relationship("xl/workbook.xml", "t", "xl/worksheets/sheet2.xml") == "rId8"
    assert read.add_relationship(SHEET, "t", "xl/media/image1.png") == "rId1"
    assert read.relationships("xl/workbook.xml")[-1].target == "xl/worksheets/sheet2.xml"
    assert b'Target="../media/image1.png"' in read.read("xl/worksheets/_rels/sheet1.xml.rels")
    assert parts()["xl/_rels/workbook.xml.rels"][:-16] in read.read("xl/_rels/workbook.xml.rels")


def test_the_last_relationship_removed_takes_its_part_away() -> None:
    read = package(zipped(parts()))
    read.add_relationship(SHEET, "t", "xl/media/image1.png")
    read.remove_relationship(SHEET, "rId1")
    assert read.changed == frozenset()
    with pytest.raises(KeyError):
        read.remove_relationship("xl/workbook.xml", "rId99")


def test_content_types_come_from_the_override_then_the_extension() -> None:
    read = package(zipped(parts()))
    assert read.content_type("xl/media/image1.PNG") == "image/png"
    assert read.content_type("xl/inconnu.bin") == ""
    read.add_override(SHEET, "text/a")
    read.add_override(SHEET, "text/b")
    assert read.content_type(SHEET) == "text/b"
    assert read.read("[Content_Types].xml").count(b"sheet1.xml") == 1
    read.remove_override(SHEET)
    assert read.content_type(SHEET) == "application/xml"


def test_an_override_already_there_changes_nothing() -> None:
    read = package(zipped(parts()))
    read.add_override("xl/workbook.xml", read.content_type("xl/workbook.xml"))
    read.remove_override(SHEET)
    assert read.changed == frozenset()


def test_signatures_and_macros_are_seen() -> None:
    plain = package(zipped(parts()))
    assert (plain.is_signed, plain.vba_part) == (False, None)
    signed = package(
        zipped(parts() | dict.fromkeys(["_xmlsignatures/sig1.xml", "xl/vbaProject.bin"], b"<a/>"))
    )
    assert (signed.is_signed, signed.vba_part) == (True, "xl/vbaProject.bin")


def test_a_missing_part_is_said_in_french_and_a_wrong_edit_is_the_caller_s() -> None:
    read = package(zipped(parts()))
    with pytest.raises(UnusableFile, match="« xl/styles.xml » manque"):
        read.read("xl/styles.xml")
    with pytest.raises(KeyError):
        read.replace("xl/styles.xml", b"")
    with pytest.raises(KeyError):
        read.remove("xl/styles.xml")
    with pytest.raises(ValueError, match="already"):
        read.add(SHEET, b"")


DOCTYPE = '<?xml version="1.0" encoding="{}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp037"])
def test_a_document_type_is_refused_in_every_encoding(encoding: str) -> None:
    data = DOCTYPE.format("utf-16" if "16" in encoding else encoding).encode(encoding)
    read = package(zipped(parts() | {SHEET: data}))
    with pytest.raises(UnusableFile, match=f"« {SHEET} » (déclare un type de document|est mal formé)"):
        read.parse_xml(SHEET)


def test_a_utf_16_part_is_read_and_a_malformed_one_refused() -> None:
    wide = '<?xml version="1.0" encoding="utf-16"?><a>é</a>'.encode("utf-16")
    read = package(zipped(parts() | {SHEET: wide, "xl/mal.xml": b"<a>\n<b></a>"}))
    assert etree.tostring(read.parse_xml(SHEET), encoding="unicode") == "<a>é</a>"
    with pytest.raises(UnusableFile, match=r"« xl/mal.xml » est mal formé \(ligne 2\)"):
        read.parse_xml("xl/mal.xml")


def test_a_file_is_opened_by_its_path_and_hashed(tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    path.write_bytes(zipped(parts()))
    assert len(Package.open(path).sha256) == 64
    with pytest.raises(UnusableFile, match=r"^absent\.xlsx — fichier ou dossier introuvable"):
        Package.open(tmp_path / "absent.xlsx")
    with pytest.raises(UnusableFile, match="ce n'est pas un fichier"):
        Package.open(tmp_path)


def test_a_file_without_the_right_to_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "budget.xlsx"
    path.write_bytes(zipped(parts()))

    def denied(self: Path) -> bytes:
        raise PermissionError(13, os.strerror(13), str(self))

    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(UnusableFile, match=r"^budget\.xlsx — accès refusé par le système"):
        Package.open(path)


def test_a_new_relationships_part_is_declared_where_no_default_declares_it() -> None:
    contents = parts()
    declared = contents["[Content_Types].xml"].replace(b'Extension="rels"', b'Extension="autre"')
    read = package(zipped(contents | {"[Content_Types].xml": declared}))
    read.add_relationship(SHEET, f"{OFFICE}/table", "xl/tables/table1.xml")
    holder = "xl/worksheets/_rels/sheet1.xml.rels"
    assert read.content_type(holder) == "application/vnd.openxmlformats-package.relationships+xml"
    (link,) = read.relationships(SHEET)
    read.remove_relationship(SHEET, link.id)
    assert read.content_type(holder) == ""


def test_an_empty_part_written_as_an_empty_stream_is_read() -> None:
    plain = zipped(parts() | {"docProps/thumbnail.wmf": b""}, "stored")
    at = plain.rindex(b"PK\1\2")
    source = plain[: at + 10] + b"\x08\0" + plain[at + 12 :]
    read = package(source)
    assert read.read("docProps/thumbnail.wmf") == b""
    assert read.to_bytes() == source


def test_a_part_written_twice_with_one_content_is_read_and_written_once() -> None:
    sheet = parts()[SHEET]
    source = zipped(parts() | {"xl/worksheets/Sheet1.xml": sheet})
    read = package(source)
    assert read.names.count(SHEET) == 1 and read.to_bytes() == source
    read.replace(SHEET, NEW_SHEET)
    with zipfile.ZipFile(io.BytesIO(read.to_bytes())) as archive:
        assert archive.namelist() == list(parts())
        assert archive.read(SHEET) == NEW_SHEET


def test_a_part_with_an_accent_in_its_name_keeps_it() -> None:
    found = package(zipped(parts() | {"xl/média.bin": b"1"}))
    assert "xl/média.bin" in found.names and found.read("xl/média.bin") == b"1"


def test_what_is_made_of_a_part_is_made_once_until_the_part_changes() -> None:
    read, made = package(zipped(parts())), []

    def content(held: Package, part: str) -> bytes:
        made.append(part)
        return held.read(part)

    for _ in range(2):
        assert read.made_of(SHEET, content) == parts()[SHEET]
    assert made == [SHEET]
    read.replace(SHEET, NEW_SHEET)
    assert read.made_of(SHEET.upper(), content) == NEW_SHEET
    read.remove(SHEET)
    with pytest.raises(UnusableFile):
        read.made_of(SHEET, content)


def test_what_is_made_is_taken_over_for_the_parts_that_are_the_same_alone() -> None:
    one, same, other = (package(zipped(parts())) for _ in range(3))
    other.replace(SHEET, NEW_SHEET)
    made = one.made_of(SHEET, lambda held, part: [held.read(part)])
    [make] = one._made[SHEET]
    for read in (same, other):
        read.take_made(one)
    assert same.made_of(SHEET, make) is made and other.made_of(SHEET, make) == [NEW_SHEET]
