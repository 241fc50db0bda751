from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.parts.package import Package
from tests.engines.ooxml.files.archives import parts, zipped


def package(source: bytes) -> Package:
    return Package(Path("budget.xlsx"), source)


def refusal(source: bytes) -> str:
    with pytest.raises(UnusableFile) as caught:
        package(source)
    message = str(caught.value)
    assert message.startswith("budget.xlsx — ")
    assert "\n" not in message
    return message


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
XLSB = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"", "fichier vide"),
        (bytes(4096), "rempli de zéros"),
        (OLE2 + "EncryptedPackage".encode("utf-16-le") + bytes(30), "chiffré par mot de passe"),
        (OLE2 + "Workbook".encode("utf-16-le") + bytes(40), "ancien format Excel .xls"),
        (OLE2 + "WordDocument".encode("utf-16-le") + bytes(40), "ancien fichier Office"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "ancien format Excel .xls"),
        (b"%PDF-1.7\n", "document PDF"),
        (b"Projet;Devis\nP1;3\n", "texte ou CSV"),
        (b"<html><table>", "page HTML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "XML 2003"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "format inconnu"),
        (b"PK\5\6" + bytes(18), "sans classeur"),
        (zipped({"notes.txt": b"x"}), "sans classeur"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
        (zipped({"Index/Document.iwa": b"x"}), "Numbers"),
        (zipped(parts(XLSB)), ".xlsb"),
        (zipped(parts(WORD)), "document Word"),
        (zipped(parts("text/plain")), "archive Office sans classeur"),
        (zipped(parts(namespace="http://schemas.microsoft.com/office/excel/2006/2")), "version d'essai"),
        (
            zipped(parts(namespace="http://schemas.microsoft.com/office/excel/2005/8/workbook")),
            "version d'essai",
        ),
        (zipped(parts() | {"XL/Workbook.xml": b"<a/>"}), "deux fois"),
        (zipped(parts() | {"xl/../../etc": b""}), "chemin interdit"),
        (zipped(parts() | {"/xl/a.xml": b""}), "chemin interdit"),
        (zipped(parts() | {"xl\\..\\..\\etc": b""}), "chemin interdit"),
        (zipped(parts() | {"\\xl\\a.xml": b""}), "chemin interdit"),
        (zipped(parts() | {"xl\\workbook.xml": b""}), "contient deux fois « xl/workbook.xml »"),
        (zipped(parts() | {"C:a.xml": b""}), "chemin interdit"),
        (zipped(parts())[:-40], "endommagé"),
        (zipped(parts())[:300], "endommagé"),
        (zipped(parts()) + b"\0", "endommagé"),
    ],
)
def test_what_is_not_an_editable_workbook_is_refused_in_one_line(source: bytes, expected: str) -> None:
    assert expected in refusal(source)


def changed_at(source: bytes, mark: bytes, shift: int, data: bytes) -> bytes:
    at = source.index(mark) + shift
    return source[:at] + data + source[at + len(data) :]


@pytest.mark.parametrize(
    ("mark", "shift", "data", "expected"),
    [
        (b"PK\1\2", 8, b"\1\0", "chiffré dans l'archive"),
        (b"PK\1\2", 10, b"\1\0", "compression inconnue"),
        (b"PK\1\2", 16, b"\0\0\0\0", "somme de contrôle"),
        (b"PK\1\2", 20, b"\xff\xff\xff\x7f", "déborde"),
        (b"PK\1\2", 24, b"\0\0\0\0", "somme de contrôle"),
        (b"PK\1\2", 24, b"\xff\xff\xff\x7f", "1 Gio"),
        (b"PK\1\2", 24, b"\xff\xff\xff\xff", "une taille manque"),
        (b"PK\1\2", 42, b"\5\0\0\0", "introuvable"),
        (b"PK\1\2", 46, b"<", "deux noms"),
        (b"PK\1\2", 0, b"XXXX", "répertoire"),
        (b"PK\5\6", 4, b"\1\0", "plusieurs volumes"),
        (b"PK\5\6", 8, b"\1\0\1\0", "répertoire"),
        (b"PK\5\6", 16, b"\xff\xff\xff\x0f", "répertoire"),
    ],
)
def test_a_tampered_archive_is_refused(mark: bytes, shift: int, data: bytes, expected: str) -> None:
    assert expected in refusal(changed_at(zipped(parts()), mark, shift, data))


def test_two_directory_entries_on_the_same_bytes_are_refused() -> None:
    source = zipped({"a": b"1", "b": b"1"} | parts())
    second = source.index(b"PK\1\2", source.index(b"PK\1\2") + 4)
    assert "endommagé" in refusal(source[: second + 42] + bytes(4) + source[second + 46 :])


def test_a_zip_bomb_is_refused_from_its_declared_sizes() -> None:
    bomb = zipped(parts() | {"xl/gros.xml": bytes(11 << 20)})  # 11 MiB of zeros deflate about 1,000 times
    assert "fichier suspect" in refusal(bomb)


@given(at=st.integers(0, 5000), value=st.integers(0, 255))
def test_a_changed_byte_is_refused_or_harmless(at: int, value: int) -> None:
    source = zipped(parts())
    at %= len(source)
    damaged = source[:at] + bytes([value]) + source[at + 1 :]
    try:
        opened = package(damaged)
        read = {name: opened.read(name) for name in opened.names if name in parts()}
    except UnusableFile:
        return
    assert read.items() <= parts().items()


@given(length=st.integers(0, 5000))
def test_a_truncated_workbook_is_refused(length: int) -> None:
    source = zipped(parts())
    refusal(source[: length % len(source)])
