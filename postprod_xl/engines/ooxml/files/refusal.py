"""Diagnosis of files that are not an editable workbook: encrypted, binary, another format, damaged."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.markup import main

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x10\x00",
    b"\x09\x08\x08\x00",
)
_SAVE_AS_XLSX = "ouvrez-le dans Excel et enregistrez-le au format .xlsx ou .xlsm."
_FOREIGN = re.compile(r"[\\:\x00-\x1f]|^/|(^|/)\.\.?(/|$)")
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"

_OTHER_TYPES = {
    "sheet.binary": f"classeur binaire .xlsb : {_SAVE_AS_XLSX}",
    "wordprocessingml": "document Word ; un classeur Excel .xlsx ou .xlsm est attendu.",
    "ms-word": "document Word ; un classeur Excel .xlsx ou .xlsm est attendu.",
    "presentationml": "présentation PowerPoint ; un classeur Excel .xlsx ou .xlsm est attendu.",
    "ms-powerpoint": "présentation PowerPoint ; un classeur Excel .xlsx ou .xlsm est attendu.",
}


def check_signature(source: bytes) -> None:
    """Refuse what does not start as a zip archive, saying what it is.

    Raises
    ------
    Refused
        For an empty, encrypted, binary (.xls), text or unknown file.
    """
    if not source.startswith(b"PK\3\4"):
        raise Refused(_other_format(source))


def _other_format(source: bytes) -> str:
    if not source:
        return "fichier vide ; un classeur Excel est attendu."
    if not source.strip(b"\0"):
        return "fichier rempli de zéros (synchronisation ou copie interrompue) : reprenez une copie ou une sauvegarde."
    if source.startswith(_OLE2):
        return _ole2_format(source)
    if source.startswith(_OLD_BIFF):
        return f"ancien format Excel .xls : {_SAVE_AS_XLSX}"
    if source.startswith(b"%PDF"):
        return "document PDF ; un classeur Excel .xlsx ou .xlsm est attendu."
    if source.startswith(b"PK"):
        return "archive sans classeur, ou endommagée : reprenez une copie ou une sauvegarde."
    return _text_format(source[:4096])


def _ole2_format(source: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in source:
        return (
            "fichier chiffré par mot de passe : retirez la protection dans Excel (Fichier > Informations), "
            "puis recommencez."
        )
    if any(stream.encode("utf-16-le") + b"\0\0" in source for stream in ("Workbook", "Book")):
        return f"ancien format Excel .xls : {_SAVE_AS_XLSX}"
    return "ancien fichier Office (Word, Outlook…) ; un classeur Excel .xlsx ou .xlsm est attendu."


def _text_format(start: bytes) -> str:
    lowered = start.lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lowered:
        return f"feuille XML 2003 : {_SAVE_AS_XLSX}"
    if re.search(rb"<(html|table|!doctype html)", lowered):
        return f"page HTML renommée : {_SAVE_AS_XLSX}"
    if b"\0" not in start or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"fichier texte ou CSV ; un classeur Excel est attendu : {_SAVE_AS_XLSX}"
    return "format inconnu ; un classeur Excel .xlsx ou .xlsm est attendu."


def check_names(names: Iterable[str]) -> None:
    """Refuse member names that point outside the package.

    Raises
    ------
    Refused
        On the first such name.
    """
    for name in names:
        if not name or _FOREIGN.search(name):
            raise Refused(
                f"l'archive contient un chemin interdit (« {name} ») : fichier suspect, non ouvert "
                "; demandez-en une autre copie à qui vous l'a envoyé."
            )


def check_contents(names: frozenset[str], mimetype: bytes) -> None:
    """Refuse a zip archive that is not an Office package; `names` are in lower case.

    Raises
    ------
    Refused
        For an OpenDocument or Numbers file, or any other archive.
    """
    if {"[content_types].xml", "_rels/.rels"} <= names:
        return
    if b"opendocument" in mimetype:
        raise Refused(f"document LibreOffice (OpenDocument) : {_SAVE_AS_XLSX}")
    if "index/document.iwa" in names:
        raise Refused("classeur Numbers : exportez-le depuis Numbers au format .xlsx.")
    raise Refused("archive zip sans classeur ; un classeur Excel .xlsx ou .xlsm est attendu.")


def check_main_type(content_type: str) -> None:
    """Refuse a main part that is not an XML workbook, by its content type.

    Raises
    ------
    Refused
        For an .xlsb workbook, a Word or PowerPoint file, or an unknown type.
    """
    lowered = content_type.lower()
    for mark, reason in _OTHER_TYPES.items():
        if mark in lowered:
            raise Refused(reason)
    if not re.search(r"(spreadsheetml|ms-excel)\..*\.main\+xml$", lowered):
        raise Refused("archive Office sans classeur ; un classeur Excel .xlsx ou .xlsm est attendu.")


def check_workbook_root(main_tag: str) -> None:
    """Refuse a main part that is not the workbook of the standards, such as that of a trial version of Office 2007.

    Raises
    ------
    Refused
        If its root element is another.
    """
    if main_tag not in (main("workbook"), f"{{{_STRICT_MAIN}}}workbook"):
        raise Refused(
            "classeur d'une version d'essai d'Office 2007, ou d'un format inconnu : ouvrez-le dans LibreOffice ou dans "
            "Excel et enregistrez-le au format .xlsx."
        )
