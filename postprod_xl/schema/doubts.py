"""Cells that are read and that a spreadsheet has probably spoiled, or that are not the identifier they should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from postprod_xl.schema.bounds import Bounds, is_outside, value_text
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.entries import exact_cents
from postprod_xl.schema.cells.formats import (
    COUNTRY,
    DOMESTIC,
    EATEN,
    ELECTRONIC_ADDRESS,
    SIREN,
    SIRET,
    VAT_NUMBER,
    Format,
    is_eaten,
    is_of_another,
)
from postprod_xl.schema.cells.moments import QUARTER_HOUR, as_part_of_day
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import Kind, shown_in
from postprod_xl.schema.problems import Problem, blocking, named_cells, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.units import CENTS_PER_EURO, MINUTES_PER_HOUR, clock_text

PERCENT = Decimal("0.01")
_PART_OF_CENT = Decimal("0.001")  # less is what computing with binary numbers leaves
_LOST_DIGITS = 10**15
_AS_DATE = "est un code que le tableur a pris pour une date ou une heure : retapez-le, au format Texte"
_AS_NUMBER = "est un nombre dont le tableur n'a gardé que 15 chiffres : retapez-le, au format Texte"
_PLAIN = frozenset({str, type(None)})


def doubtful_cells(rows: Rows, cells: dict[str, Sequence[Any]]) -> list[Problem]:
    """The problems of what a table's cells were read as.

    Parameters
    ----------
    rows
        The typed rows.
    cells
        The raw cells of the same rows, by French heading.
    """
    table = rows.table
    french = _french_rows(rows)
    problems: list[Problem] = []
    for column in table.columns:
        if not table.trusts(column) or column.heading not in cells:
            continue
        if column.kind is Kind.TEXT:
            problems += _spoiled(rows, column, cells[column.heading])
            problems += _misshapen(rows, column, french)
        elif column.is_computed:
            continue
        elif column.kind is Kind.HOURS:
            problems += _lost_lengths(rows, column, cells[column.heading])
        elif column.kind is Kind.PERCENT:
            problems += _tiny_percents(rows, column, cells[column.heading])
        elif column.kind is Kind.EURO and not column.private:
            problems += _parts_of_cents(rows, column, cells[column.heading])
    return problems


def _parts_of_cents(rows: Rows, column: Column, cells: Sequence[Any]) -> Iterator[Problem]:
    """The warnings of prices and rates that a cell holds with parts of a cent, and shows without them."""
    rounded = [
        (row, cell, int(cents))
        for row, cell, cents in zip(rows.numbers, cells, rows.column(column.name), strict=True)
        if isinstance(cell, float | str) and isinstance(cents, int) and _is_rounded(cell, cents)
    ]
    named, more = named_cells(rounded)
    for row, cell, cents in named:
        found, read = shown(cell), value_text(Kind.EURO, cents)
        message = (
            f"« {found} » se lit {read}{more} : un montant s'arrête au centime ; "
            "tapez-le ainsi, ou changez d'unité"
        )
        yield warning(rows.table.name, row, column.heading, found, read, message)


def _is_rounded(cell: float | str, cents: int) -> bool:
    if cell == cents / CENTS_PER_EURO:
        return False
    return abs(exact_cents(cleaned(cell) if isinstance(cell, str) else cell) - cents) > _PART_OF_CENT


def _lost_lengths(rows: Rows, column: Column, cells: Sequence[Any]) -> Iterator[Problem]:
    for row, was_read, cell in zip(
        rows.numbers, (value is not None for value in rows.column(column.name)), cells, strict=True
    ):
        problem = (
            length_problem(rows.table.name, row, column.heading, cell, column.usual) if was_read else None
        )
        if problem:
            yield problem


def _tiny_percents(rows: Rows, column: Column, cells: Sequence[Any]) -> Iterator[Problem]:
    """The warnings of percentages of a CSV below 1 %: 0,3 is 0,3 % there, and 30 % in a cell without format."""
    for row, rate, cell in zip(rows.numbers, rows.column(column.name), cells, strict=True):
        if isinstance(cell, str) and "%" not in cell and rate and abs(rate) < PERCENT:
            read, meant = value_text(Kind.PERCENT, rate), value_text(Kind.PERCENT, rate * 100)
            message = f"« {cell} » se lit {read} ; pour {meant}, écrivez {meant}"
            yield warning(rows.table.name, row, column.heading, cell, read, message)


def length_problem(table: str, row: int | None, heading: str, cell: Any, usual: Bounds) -> Problem | None:
    """The problem of a number of hours that is a duration whose time format is lost, or could well be one.

    It stops the command when only the lost duration is usual; a multiple of a quarter of an hour passes.
    """
    lost = as_part_of_day(cell)
    if lost is None:
        return None
    minutes = round(float(cell) * MINUTES_PER_HOUR)
    found, read = shown(cell), value_text(Kind.HOURS, minutes)
    meant = f"« {found} » se lit {read} ; si la cellule disait {clock_text(lost)}, retapez {clock_text(lost)}"
    expected = f"{read} ou {clock_text(lost)}"
    if is_outside(minutes, usual) and not is_outside(lost, usual):
        return blocking(table, row, heading, found, expected, meant)
    if minutes % QUARTER_HOUR == 0:
        return None
    return warning(table, row, heading, found, expected, f"{meant}, sinon écrivez {minutes} min")


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
    """The warning of a SIRET, a VAT number or an electronic address of another company than the SIREN beside it."""
    if not (number and SIREN.fits(siren) and is_of_another(number, siren)):
        return None
    expected = f"le numéro de l'entreprise {siren}"
    return warning(table, row, heading, number, expected, f"« {number} » n'est pas {expected}, son SIREN")


def _french_rows(rows: Rows) -> list[bool]:
    for column in rows.table.columns:
        if column.format is COUNTRY:
            countries = rows.column(column.name)
            return [country in DOMESTIC or not COUNTRY.fits(country) for country in countries]
    return [True] * len(rows)


def _misshapen(rows: Rows, column: Column, french: list[bool]) -> Iterator[Problem]:
    format, siren = column.format, _siren_beside(rows.table, column)
    if format is None:
        return
    texts = rows.column(column.name)
    sirens = rows.column(siren) if siren else texts
    for row, text, is_french, beside in zip(rows.numbers, texts, french, sirens, strict=True):
        if not text or (format.is_french and not is_french):
            continue
        problem = identifier_problem(rows.table.name, row, column.heading, format, text)
        if problem is None and siren:
            problem = company_problem(rows.table.name, row, column.heading, text, beside)
        if problem:
            yield problem


def _siren_beside(table: Table, column: Column) -> str:
    """The column of the SIREN that a company number goes with, empty when there is none."""
    if column.format not in (SIRET, VAT_NUMBER, ELECTRONIC_ADDRESS):
        return ""
    return next((other.name for other in table.columns if other.format is SIREN), "")


def _spoiled(rows: Rows, column: Column, cells: Sequence[Any]) -> Iterator[Problem]:
    texts = rows.column(column.name)
    is_code = column.name in rows.table.key or bool(column.references or column.format)
    width = _zero_filled(texts) if is_code else 0
    if not width and set(map(type, cells)) <= _PLAIN and not any("+" in text for text in set(texts)):
        return
    for row, text, cell in zip(rows.numbers, texts, cells, strict=True):
        if is_code and isinstance(cell, date | time) and not (column.format and column.format.fits(text)):
            fact = _AS_DATE
        elif isinstance(cell, int | float) and abs(cell) >= _LOST_DIGITS:
            fact = _AS_NUMBER
        elif is_eaten(text) and column.format is None:
            fact = EATEN
        elif text.isdecimal() and len(text) < width and not (column.format and column.format.complaint(text)):
            fact = (
                f"a perdu les zéros de tête qu'ont les autres : écrivez {text.zfill(width)}, au format Texte"
            )
        else:
            continue
        found = shown_in(column.kind, cell)
        yield warning(rows.table.name, row, column.heading, found, "un texte", f"« {found} » {fact}")


def _zero_filled(texts: Sequence[str]) -> int:
    """How many digits the codes of a column have, told from those that begin with a zero; 0 when they differ."""
    widths = {len(text) for text in texts if len(text) > 1 and text[0] == "0" and text.isdecimal()}
    return widths.pop() if len(widths) == 1 else 0
