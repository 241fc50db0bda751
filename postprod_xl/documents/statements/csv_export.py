"""The CSV exports of French banks: `;`, Windows-1252 most often, debit and credit in one column or two."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from postprod_xl.documents.csv_reading import UnreadableCsv, decoded
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
_HEADER_WITHIN = 40
"""Lines before the headings that exports begin with: the account, its balance, the period."""


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
    except UnreadableCsv as error:
        raise UnreadableStatement(str(error)) from error
    lines = text.splitlines()
    for at, line in enumerate(lines[:_HEADER_WITHIN]):
        for separator in _SEPARATORS:
            columns = _columns(next(csv.reader([line], delimiter=separator), []))
            if columns:
                account = _IBAN.search("\n".join(lines[:at]))
                rows = csv.reader(lines[at + 1 :], delimiter=separator)
                return BankStatement(marked(_lines(rows, columns, at + 2, account[0] if account else "")))
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


def _lines(rows: Iterator[list[str]], columns: _Columns, first: int, account: str) -> Iterator[BankLine]:
    for number, row in enumerate(rows, first):
        cells = [cell.strip() for cell in row]

        def cell(at: int | None, cells: Sequence[str] = cells) -> str:
            return cells[at] if at is not None and at < len(cells) else ""

        if not cell(columns.day) or not any(
            cell(at) for at in (columns.amount, columns.debit, columns.credit)
        ):
            # Balances and totals stand under the lines, without a day or an amount of their own.
            continue
        try:
            cents = _cents(cell(columns.amount), cell(columns.debit), cell(columns.credit))
            day = _day(cell(columns.day))
        except Unreadable as error:
            raise UnreadableStatement(f"ligne {number} du relevé : {error}") from error
        label = " ".join(filter(None, dict.fromkeys(cell(at) for at in columns.labels)))
        own = "".join(cell(columns.account).split()) or "".join(account.split())
        currency = cell(columns.currency).upper() or EURO
        yield BankLine(
            "", day, cents, label, cell(columns.payer), "EUR" if currency == "€" else currency, own
        )


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
    return values[0] if amount else values[2] - abs(values[1])
