"""Texts that are read and that a spreadsheet has probably spoiled, or that are not the identifier they should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from postprod_xl.schema.formats import (
    COUNTRY,
    DOMESTIC,
    EATEN,
    SIREN,
    SIRET,
    VAT_NUMBER,
    Format,
    is_eaten,
    is_of_another,
)
from postprod_xl.schema.kinds import Kind, shown_in
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.table import Column, Table

if TYPE_CHECKING:
    import pandas as pd

_LOST_DIGITS = 10**15
_AS_DATE = "est un code que le tableur a pris pour une date ou une heure : retapez-le, au format Texte"
_AS_NUMBER = "est un nombre dont le tableur n'a gardé que 15 chiffres : retapez-le, au format Texte"
_PLAIN = frozenset({str, type(None)})


def doubtful_texts(table: Table, frame: pd.DataFrame, cells: dict[str, Sequence[Any]]) -> list[Problem]:
    """The warnings of a table's texts.

    Parameters
    ----------
    table, frame
        The declaration and the typed rows, index = row number.
    cells
        The raw cells of the same rows, by French heading.
    """
    french = _french_rows(table, frame)
    problems: list[Problem] = []
    for column in table.columns:
        if column.kind is Kind.TEXT and table.trusts(column) and column.heading in cells:
            raw = cells[column.heading]
            problems += _spoiled(table, column, frame, raw)
            problems += _misshapen(table, column, frame, french)
    return problems


def identifier_problem(
    table: str, row: int | None, heading: str, format: Format, text: str
) -> Problem | None:
    """The problem of an identifier that is not what it should be; None when it is, or is empty."""
    complaint = format.complaint(text) if text else ""
    if not complaint:
        return None
    message = f"« {text} » {complaint}"
    return Problem(format.severity, table, row, heading, text, format.expected, message)


def company_problem(table: str, row: int | None, heading: str, number: str, siren: str) -> Problem | None:
    """The warning of a SIRET or a VAT number of another company than the SIREN beside it."""
    if not (number and SIREN.fits(siren) and is_of_another(number, siren)):
        return None
    expected = f"le numéro de l'entreprise {siren}"
    return warning(table, row, heading, number, expected, f"« {number} » n'est pas {expected}, son SIREN")


def _french_rows(table: Table, frame: pd.DataFrame) -> list[bool]:
    for column in table.columns:
        if column.format is COUNTRY:
            countries = frame[column.name].tolist()
            return [country in DOMESTIC or not COUNTRY.fits(country) for country in countries]
    return [True] * len(frame)


def _misshapen(table: Table, column: Column, frame: pd.DataFrame, french: list[bool]) -> Iterator[Problem]:
    format, siren = column.format, _siren_beside(table, column)
    if format is None:
        return
    texts = frame[column.name].tolist()
    sirens = frame[siren].tolist() if siren else texts
    for row, text, is_french, beside in zip(frame.index.tolist(), texts, french, sirens, strict=True):
        if not text or (format.is_french and not is_french):
            continue
        problem = identifier_problem(table.name, row, column.heading, format, text)
        if problem is None and siren:
            problem = company_problem(table.name, row, column.heading, text, beside)
        if problem:
            yield problem


def _siren_beside(table: Table, column: Column) -> str:
    """The column of the SIREN that a company number goes with, empty when there is none."""
    if column.format not in (SIRET, VAT_NUMBER):
        return ""
    return next((other.name for other in table.columns if other.format is SIREN), "")


def _spoiled(table: Table, column: Column, frame: pd.DataFrame, cells: Sequence[Any]) -> Iterator[Problem]:
    texts = frame[column.name].tolist()
    is_code = column.name in table.key or bool(column.references or column.format)
    if set(map(type, cells)) <= _PLAIN and not any("+" in text for text in set(texts)):
        return
    for row, text, cell in zip(frame.index.tolist(), texts, cells, strict=True):
        if is_code and isinstance(cell, date | time):
            fact = _AS_DATE
        elif isinstance(cell, int | float) and abs(cell) >= _LOST_DIGITS:
            fact = _AS_NUMBER
        elif is_eaten(text) and column.format is None:
            fact = EATEN
        else:
            continue
        found = shown_in(column.kind, cell)
        yield warning(table.name, row, column.heading, found, "un texte", f"« {found} » {fact}")
