"""Lists of checksums, and the fingerprints they speak of, computed again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from postprod_xl.documents.media.checksums import checksum_of, compared, read_checksums
from postprod_xl.documents.media.records import Checksum, ChecksumFound, ExpectedChecksum, Unread

ABC = b"abc"
# FIPS 180-4 and RFC 1321 for "abc"; xxHash for "abc" with seed 0 (xxhash.com, test vectors of the reference).
OF_ABC = {
    "md5": "900150983cd24fb0d6963f7d28e17f72",
    "sha1": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "xxh64": "44bc2cf5ad770999",
    "xxh3": "78af5f94892f3950",
    "xxh128": "06b05ab6733a618578af5f94892f3950",
}
MD5, SHA1, XXH64 = OF_ABC["md5"], OF_ABC["sha1"], OF_ABC["xxh64"]

MHL_OF_2012 = f"""<?xml version="1.0" encoding="UTF-8"?>
<hashlist version="1.1">
  <creatorinfo><tool>Silverstack</tool></creatorinfo>
  <hash><file>A001\\A001C001.mxf</file><size>3</size><xxhash64be>{XXH64.upper()}</xxhash64be>
    <hashdate>2026-11-02T10:00:00Z</hashdate></hash>
  <hash><file>A001/A001C002.mxf</file><size>3</size><md5>{MD5}</md5><sha1>{SHA1}</sha1></hash>
  <hash><file>A001/A001C003.mxf</file><size>3</size><null/></hash>
</hashlist>"""
MHL_OF_ASC = f"""<?xml version="1.0" encoding="UTF-8"?>
<hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0">
  <processinfo><roothash><content><xxh64>0000000000000000</xxh64></content></roothash></processinfo>
  <hashes>
    <hash><path size="3" lastmodificationdate="2026-11-02T10:00:00Z">Clips/A.mov</path>
      <xxh64 action="original">{XXH64}</xxh64><c4>c41xyz</c4></hash>
    <directoryhash><path>Clips</path><content><xxh64>1111111111111111</xxh64></content></directoryhash>
  </hashes>
</hashlist>"""


@pytest.mark.parametrize(("algorithm", "digits"), OF_ABC.items())
def test_a_fingerprint_is_that_of_the_text_that_defines_it(tmp_path: Path, algorithm: str, digits: str):
    (tmp_path / "a").write_bytes(ABC)
    read: list[int] = []
    assert checksum_of(tmp_path / "a", algorithm, read.append) == Checksum(algorithm, digits)
    assert sum(read) == 3


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
def test_a_file_of_several_blocks_is_what_the_tool_of_the_system_computes(tmp_path: Path, algorithm: str):
    tool = shutil.which(f"{algorithm}sum")
    if tool is None:
        pytest.skip("no coreutils on this system")
    path = tmp_path / "gros"
    path.write_bytes(bytes(range(256)) * 9000)
    run = subprocess.run([tool, path], capture_output=True, text=True, check=True)
    assert checksum_of(path, algorithm) == Checksum(algorithm, run.stdout.split()[0])


@pytest.mark.parametrize(
    ("line", "name", "expected"),
    [
        (f"{MD5}  PAD.mxf", "s.md5", ExpectedChecksum("PAD.mxf", Checksum("md5", MD5))),
        (f"{MD5} *b\\PAD final.mxf", "s.md5", ExpectedChecksum("b/PAD final.mxf", Checksum("md5", MD5))),
        (
            f"MD5 (PAD (1).mxf) = {MD5.upper()}",
            "s.txt",
            ExpectedChecksum("PAD (1).mxf", Checksum("md5", MD5)),
        ),
        (f"PAD.mxf {MD5}", "s.txt", ExpectedChecksum("PAD.mxf", Checksum("md5", MD5))),
        (f"{SHA1}  PAD.mxf", "s", ExpectedChecksum("PAD.mxf", Checksum("sha1", SHA1))),
        (f"SHA-1 (PAD.mxf) = {SHA1}", "s", ExpectedChecksum("PAD.mxf", Checksum("sha1", SHA1))),
        (f"{XXH64}  PAD.mxf", "s.xxh", ExpectedChecksum("PAD.mxf", Checksum("xxh64", XXH64))),
        (f"XXH3_{XXH64}  PAD.mxf", "s.txt", ExpectedChecksum("PAD.mxf", Checksum("xxh3", XXH64))),
        (f"{XXH64}  PAD.mxf", "s.xxh3", ExpectedChecksum("PAD.mxf", Checksum("xxh3", XXH64))),
        (f"{MD5}  PAD.mxf", "s.xxh", ExpectedChecksum("PAD.mxf", Checksum("xxh128", MD5))),
        (MD5, "PAD.mxf.md5", ExpectedChecksum("PAD.mxf", Checksum("md5", MD5))),
        (MD5, "PAD.md5", ExpectedChecksum("", Checksum("md5", MD5))),
    ],
)
def test_a_line_is_read_as_each_tool_writes_it(line: str, name: str, expected: ExpectedChecksum):
    assert read_checksums(f"; fait par un outil\n{line}\r\n\n".encode(), name) == (expected,)


def test_a_hash_list_of_cameras_is_read_with_its_sizes():
    assert read_checksums(MHL_OF_2012.encode(), "A001.mhl") == (
        ExpectedChecksum("A001/A001C001.mxf", Checksum("xxh64", XXH64), 3),
        ExpectedChecksum("A001/A001C002.mxf", Checksum("md5", MD5), 3),
        ExpectedChecksum("A001/A001C002.mxf", Checksum("sha1", SHA1), 3),
    )


def test_a_hash_list_of_the_asc_is_read_without_its_folders():
    assert read_checksums(MHL_OF_ASC.encode(), "0001.mhl") == (
        ExpectedChecksum("Clips/A.mov", Checksum("xxh64", XXH64), 3),
        ExpectedChecksum("Clips/A.mov", Checksum("c4", "c41xyz"), 3),
    )


def test_each_line_that_is_something_else_is_named_and_the_others_are_read():
    found = read_checksums(f"{MD5}  A\nbonjour\n".encode(), "s.md5")
    assert found == (
        ExpectedChecksum("A", Checksum("md5", MD5)),
        Unread(
            "s.md5", "sommes de contrôle non lues : ligne 2 : « bonjour » n'est pas une somme de contrôle"
        ),
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "sommes de contrôle non lues : aucune somme de contrôle"),
        (
            b"<tt/>",
            "sommes de contrôle non lues : ce XML est un « tt », attendu : une liste MHL (« hashlist »)",
        ),
        (
            b"<hashlist><hash/></hashlist>",
            "sommes de contrôle non lues : une entrée de la liste ne nomme aucun fichier",
        ),
    ],
)  # fmt: skip
def test_what_is_no_list_is_one_line(data: bytes, reason: str):
    assert read_checksums(data, "s") == (Unread("s", reason),)


def test_an_entity_of_a_hash_list_is_never_expanded():
    data = b'<!DOCTYPE h [<!ENTITY a SYSTEM "file:///etc/passwd">]><hashlist><hash><file>&a;</file></hash></hashlist>'
    (found,) = read_checksums(data, "s.mhl")
    assert isinstance(found, Unread) and "entité" in found.reason


def test_a_file_is_compared_with_its_line(tmp_path: Path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "PAD.mxf").write_bytes(ABC)
    right = compared(tmp_path, ExpectedChecksum("b/PAD.mxf", Checksum("md5", MD5)))
    assert right == ChecksumFound("b/PAD.mxf", Checksum("md5", MD5), Checksum("md5", MD5))
    assert isinstance(right, ChecksumFound) and right.is_right
    wrong = compared(tmp_path, ExpectedChecksum("b/PAD.mxf", Checksum("xxh64", "0" * 16)))
    assert isinstance(wrong, ChecksumFound) and not wrong.is_right
    assert wrong.found == Checksum("xxh64", XXH64)


@pytest.mark.parametrize(
    ("name", "algorithm", "reason"),
    [
        ("absent.mxf", "md5", "introuvable ou inaccessible : vérifiez le chemin et les droits"),
        ("../hors.mxf", "md5", "ce nom sort du dossier de la liste : fichier non comparé"),
        ("/etc/passwd", "md5", "ce nom sort du dossier de la liste : fichier non comparé"),
        ("a", "c4", "algorithme « c4 » inconnu ici : somme de contrôle non calculée"),
    ],
)
def test_a_file_that_cannot_be_compared_is_one_line(tmp_path: Path, name: str, algorithm: str, reason: str):
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier" / "a").write_bytes(ABC)
    (tmp_path / "hors.mxf").write_bytes(ABC)
    expected = ExpectedChecksum(name, Checksum(algorithm, "0" * 32))
    assert compared(tmp_path / "dossier", expected) == Unread(name, reason)


def test_a_line_that_names_no_file_is_compared_with_none(tmp_path: Path):
    expected = ExpectedChecksum("", Checksum("md5", MD5))
    assert compared(tmp_path, expected) == Unread(
        tmp_path.name, "une somme de contrôle ne nomme aucun fichier : fichier non comparé"
    )


def test_without_xxhash_the_algorithm_is_named_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "xxhash", None)
    (tmp_path / "a").write_bytes(ABC)
    found = checksum_of(tmp_path / "a", "xxh64")
    assert found == Unread(
        "a", "le module xxhash n'est pas installé : xxh64 non calculé", 'pip install ".[technique]"'
    )
    assert checksum_of(tmp_path / "a", "md5") == Checksum("md5", MD5)
