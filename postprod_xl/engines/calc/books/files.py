"""Files of a book: export filter by extension, passwords, PDF, and errors on writing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from postprod_xl.engines.calc.office.bridge import exception_class, file_url, properties, uno_module

# LibreOffice's own names of its export filters.
FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".xlt": "MS Excel 97 Vorlage/Template",
    ".ods": "calc8",
    ".ots": "calc8_template",
    ".fods": "OpenDocument Spreadsheet Flat XML",
    ".csv": "Text - txt - csv (StarCalc)",
}
# Through UNO, LibreOffice writes these unencrypted, whatever password is given.
NEVER_ENCRYPTED = (".xlsx", ".xlsm", ".xltx", ".csv", ".fods")
CSV_EXTENSIONS = (".csv", ".txt", ".tsv")
# Separator, quotation mark ("), UTF-8, first line, no column formats, language of the office, text in quotes is
# not kept as text, numbers and dates are recognised.
CSV_OPTIONS = "{separator},34,76,1,,0,false,true"
PDF_FILTER = "calc_pdf_Export"
# « minimum » asks for a small file: JPEG of medium quality, images of 150 dots per inch.
PDF_QUALITIES: dict[str, dict[str, Any]] = {
    "standard": {},
    "minimum": {"Quality": 60, "ReduceImageResolution": True, "MaxImageResolution": 150},
}
NOT_WRITTEN = "{path} — enregistrement refusé : un dossier et un fichier où l'on peut écrire sont attendus."


def filter_for(path: str) -> str:
    """The filter that writes a file of this extension.

    Raises
    ------
    NotImplementedError
        LibreOffice writes no such file.
    """
    extension = Path(path).suffix.lower()
    if extension not in FILTERS:
        raise NotImplementedError(
            f"LibreOffice Calc does not write {extension or 'a file without extension'}"
        )
    return FILTERS[extension]


def refuse_password(path: str, document: Any, password: str | None) -> None:
    """Refuse to save unencrypted what has, or is given, a password.

    Raises
    ------
    NotImplementedError
        LibreOffice would write this file unencrypted.
    """
    secret = password or {"EncryptionData", "Password"} & {value.Name for value in document.getArgs()}
    if secret and Path(path).suffix.lower() in NEVER_ENCRYPTED:
        raise NotImplementedError("LibreOffice Calc does not encrypt such a file when a program saves it")


def csv_reading(path: str, delimiter: str | None) -> dict[str, str]:
    """What opening a text file needs beside its path: nothing for any other file."""
    extension = Path(path).suffix.lower()
    if extension not in CSV_EXTENSIONS:
        return {}
    separator = delimiter or ("\t" if extension == ".tsv" else ",")
    return {"FilterName": FILTERS[".csv"], "FilterOptions": CSV_OPTIONS.format(separator=ord(separator))}


def stored(document: Any, path: str, media: tuple[Any, ...] | None) -> None:
    """Write a document: under its own name and format without a media descriptor, else as this one says.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    try:
        if media is None:
            document.store()
        else:
            document.storeAsURL(file_url(path), media)
    except exception_class("io.IOException") as refusal:
        raise OSError(NOT_WRITTEN.format(path=path)) from refusal


def stored_as_pdf(document: Any, path: str, quality: str) -> None:
    """Write the visible sheets of a document as PDF.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    data = uno_module().Any("[]com.sun.star.beans.PropertyValue", properties(**PDF_QUALITIES[quality]))
    try:
        document.storeToURL(file_url(path), properties(FilterName=PDF_FILTER, FilterData=data))
    except exception_class("io.IOException") as refusal:
        raise OSError(NOT_WRITTEN.format(path=path)) from refusal
