"""The CSV exports of French banks: `;`, Windows-1252 most often, debit and credit in one column or two."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from postprod_xl.documents.csv_reading import UnreadableCsv, decoded, records_of
from postprod_xl.documents.statements.statement import (
    EURO,
    BankLine,
    BankStatement,
    UnreadableStatement,
    marked,
)
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.kinds import Kind, Unreadable, typed

_DAYS = (
    "date operation",
    "date d'operation",
    "date de l'operation",
    "date comptable",
    "date de comptabilisation",
    "date",
)
_LABELS = (
    "libelle", "libelle operation", "libelle de l'operation", "libelle simplifie", "libelle complementaire",
    "intitule", "description", "motif", "communication", "informations complementaires", "infos complementaires",
    "details", "reference", "nature de l'operation",
)  # fmt: skip
_AMOUNTS = ("montant", "montant operation", "montant de l'operation")
_DEBITS, _CREDITS = ("debit", "montant debit"), ("credit", "montant credit")
_CURRENCIES, _ACCOUNTS = ("devise", "monnaie"), ("compte", "iban", "numero de compte", "n° de compte")
_PAYERS = ("tiers", "contrepartie", "nom contrepartie", "emetteur", "donneur d'ordre")
_UNIT = re.compile(r"(?:\s+|\s*\()(?:en )?(?:eur|euros?|€)\)?$")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b")
_FORMATS = ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y")
_SEPARATORS = ";\t,"
_NAMED = 10
_HEADER_WITHIN = 40
"""Lines before the headings that exports begin with: the account, its balance, the period."""


_Record = tuple[int, list[str]]
"""A row, and the line of the file that it begins on."""


class _Columns(NamedTuple):
    """Where each thing stands in a row; None when the export has no such column."""

    day: int
    labels: Sequence[int]
    amount: int | None
    debit: int | None
    credit: int | None
    currency: int | None
    account: int | None
    payer: int | None


def read_csv_export(data: bytes) -> BankStatement:
    """The lines of an export.

    Raises
    ------
    UnreadableStatement
        No row of headings is known, or a row holds what is no date or no amount: its line is named.
    """
    try:
        text, _ = decoded(data, ("Date", "Libellé", "Montant", "Débit", "Crédit"))
        return _statement(text)
    except UnreadableCsv as error:
        at = f"ligne {error.line} du relevé : " if error.line else ""
        raise UnreadableStatement(f"{at}{error}") from error


def _statement(text: str) -> BankStatement:
    lines = io.StringIO(text, newline="").readlines()
    for at, line in enumerate(lines[:_HEADER_WITHIN]):
        for separator in _SEPARATORS:
            columns = _columns([cell.strip('" \r\n') for cell in line.split(separator)])
            if columns:
                account = _IBAN.search("".join(lines[:at]))
                rows = [*records_of("".join(lines[at + 1 :]), at + 1, separator)]
                found = marked(_lines(rows, columns, account[0] if account else ""))
                return BankStatement(found, _left_out(rows, columns))
    expected = "une ligne d'en-têtes : Date, Libellé, puis Montant, ou Débit et Crédit"
    raise UnreadableStatement(
        f"ce CSV n'a pas {expected} ; exportez le relevé de la banque en CSV, en OFX ou en CAMT.053"
    )


def _columns(header: Sequence[str]) -> _Columns | None:
    names = [_UNIT.sub("", plain_letters(cell)).strip() for cell in header]

    def first(known: Sequence[str]) -> int | None:
        return next((names.index(name) for name in known if name in names), None)

    day, amount, debit, credit = (first(known) for known in (_DAYS, _AMOUNTS, _DEBITS, _CREDITS))
    labels = [at for at, name in enumerate(names) if name in _LABELS]
    if day is None or not labels or (amount is None and (debit is None or credit is None)):
        return None
    rest = (first(known) for known in (_CURRENCIES, _ACCOUNTS, _PAYERS))
    return _Columns(day, labels, amount, debit, credit, *rest)


def _lines(rows: Sequence[_Record], columns: _Columns, account: str) -> Iterator[BankLine]:
    for number, row in rows:
        if not _is_line(row, columns):
            continue
        try:
            cents = _cents(*(_cell(row, at) for at in (columns.amount, columns.debit, columns.credit)))
            day = _day(_cell(row, columns.day))
        except Unreadable as error:
            raise UnreadableStatement(f"ligne {number} du relevé : {error}") from error
        label = " ".join(filter(None, dict.fromkeys(_cell(row, at) for at in columns.labels)))
        own = "".join(_cell(row, columns.account).split()) or "".join(account.split())
        currency = _cell(row, columns.currency).upper() or EURO
        payer = _cell(row, columns.payer)
        yield BankLine("", day, cents, label, payer, EURO if currency == "€" else currency, own)


def _cell(row: Sequence[str], at: int | None) -> str:
    return " ".join(row[at].split()) if at is not None and at < len(row) else ""


def _is_line(row: Sequence[str], columns: _Columns) -> bool:
    """Whether a row has a day and an amount: the balances and totals under the lines lack one of them."""
    amounts = (columns.amount, columns.debit, columns.credit)
    return bool(_cell(row, columns.day)) and any(_cell(row, at) for at in amounts)


def _left_out(rows: Sequence[_Record], columns: _Columns) -> tuple[str, ...]:
    """What is said of the rows that are no line: one cut short is among them, as its total is."""
    filled = ((number, row) for number, row in rows if any(cell.strip() for cell in row))
    numbers = [str(number) for number, row in filled if not _is_line(row, columns)]
    if not numbers:
        return ()
    shown = f"{', '.join(numbers[:_NAMED])}{'…' if numbers[_NAMED:] else ''}"
    return (f"lignes du fichier sans date ou sans montant, laissées : {shown}",)


def _day(text: str) -> date:
    for pattern in _FORMATS:
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise Unreadable(f"« {text} » n'est pas une date, attendu : 12/11/2026")


def _cents(amount: str, debit: str, credit: str) -> int:
    """What a row moved: its amount, else its credit less its debit, which some banks write negative."""
    try:
        values = [int(typed(Kind.EURO, text) or 0) if text else 0 for text in (amount, debit, credit)]
    except Unreadable as error:
        found = next(filter(None, (amount, debit, credit)))
        raise Unreadable(f"« {found} » n'est pas un montant, attendu : {error}") from error
    if not amount and values[1] and values[2]:
        raise Unreadable(f"« {debit} » au débit et « {credit} » au crédit, attendu : l'un des deux")
    return values[0] if amount else values[2] - abs(values[1])
