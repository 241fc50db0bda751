"""The CSV of a month's pay, in the form that a payroll software imports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from postprod_xl.documents.payroll.export import ExportedItem, PayExport, PayForm
from postprod_xl.documents.tables_csv import Reader, csv_bytes, csv_file, for_spreadsheet
from postprod_xl.schema.units import plain

_DECIMALS = 2
_CENTS = Decimal("0.01")
_HEADINGS = {
    PayForm.NEUTRAL: ("matricule", "date_debut", "date_fin", "code_rubrique", "base", "taux", "montant"),
    PayForm.SPAIECTACLE: (
        *("Exercice", "Matricule", "Date début", "Code rubrique"),
        *("Base", "Taux", "Montant"),
    ),
}
# The neutral headings are ASCII: no mark that a program would read as part of the first one.
_ENCODINGS = {PayForm.NEUTRAL: "utf-8", PayForm.SPAIECTACLE: "utf-8-sig"}


def export_files(export: PayExport) -> dict[str, bytes]:
    """The content of each file of an export, by its path."""
    if export.form is PayForm.TABLES:
        reader = Reader.PROGRAM if export.is_raw else Reader.SPREADSHEET
        contents = [csv_bytes(rows.table, rows, reader) for rows in export.tables]
    else:
        contents = [export_bytes(export)]
    return dict(zip(export.paths, contents, strict=True))


def export_bytes(export: PayExport) -> bytes:
    """The file of an export: `;`, decimal commas, days as 30/11/2026, one row an item, headings first.

    The neutral form is `matricule;date_debut;date_fin;code_rubrique;base;taux;montant`. That of sPAIEctacle (GHS,
    « Particularités au niveau des paies », read in 2026) is one row an item, known by `Matricule` and `Date début`.
    A text that a spreadsheet would compute starts with an apostrophe, unless the export is raw.
    """
    shown = str if export.is_raw else for_spreadsheet
    records = ([*map(shown, _texts(export, item)), *_figures(item)] for item in export.items)
    return csv_file(_HEADINGS[export.form], records, _ENCODINGS[export.form])


def _texts(export: PayExport, item: ExportedItem) -> Iterator[str]:
    """What names an item, in the order of its form."""
    if export.form is PayForm.SPAIECTACLE:
        yield from (export.month[:4], item.payroll_id, _day(item.first_day))
    else:
        yield from (item.payroll_id, _day(item.first_day), _day(item.last_day))
    yield item.code


def _figures(item: ExportedItem) -> Iterator[str]:
    """Base, rate and amount of an item."""
    yield _decimal(item.base)
    yield _decimal(_euros(item.rate_cents))
    yield _decimal(_euros(item.amount_cents))


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _euros(cents: Decimal | int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) * _CENTS


def _decimal(number: Decimal | None) -> str:
    """A number with two decimals, or as many as it has."""
    if number is None:
        return ""
    whole, _, part = plain(number).partition(".")
    return f"{whole},{part.ljust(_DECIMALS, '0')}"
