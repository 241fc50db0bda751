"""Accounting entries as files: the *fichier des écritures comptables* of the law, and a CSV for a spreadsheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from postprod_xl.documents.accounts.entries import JOURNALS, Entry, EntryLine, PeriodBooks
from postprod_xl.documents.tables_csv import csv_file, for_spreadsheet

# LPF, art. A47 A-1, VII: the eighteen fields, in this order.
_FIELDS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
_HEADINGS = (
    *("Journal", "Écriture", "Date", "Compte", "Intitulé", "Auxiliaire", "Nom", "Pièce", "Date de pièce"),
    *("Libellé", "Débit", "Crédit", "Lettrage", "Lettré le"),
)
_FEC_ENCODING = "iso8859-15"
_TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "→": ">"}
)


def fec_bytes(books: PeriodBooks) -> bytes:
    """The *fichier des écritures comptables* of a period (LPF, art. A47 A-1): tabs, ISO 8859-15, decimal commas."""
    rows = ["\t".join(_FIELDS)]
    for entry, line in _lines(books.entries):
        texts = (
            *(entry.journal, JOURNALS[entry.journal], entry.number, _compact(entry.day)),
            *(line.account, line.title, line.auxiliary, line.name, entry.piece, _compact(entry.piece_day)),
            *(entry.label, _comma(max(0, line.cents)), _comma(max(0, -line.cents))),
            *(line.letters, _compact(line.lettered_day), _compact(books.validated), "", ""),
        )
        rows.append("\t".join(map(_field, texts)))
    return "".join(f"{row}\r\n" for row in rows).encode(_FEC_ENCODING)


def fec_name(books: PeriodBooks) -> str:
    """The name that the law asks for, from the SIREN and the closing day, without its extension.

    >>> fec_name(PeriodBooks("732829320", date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 8), ()))
    '732829320FEC20261231'
    """
    return f"{books.siren}FEC{books.last:%Y%m%d}"


def entries_csv(books: PeriodBooks) -> bytes:
    """The entries as a spreadsheet opens them: `;`, UTF-8 with BOM, ISO dates, decimal points."""
    return csv_file(_HEADINGS, _records(books.entries))


def _records(entries: Iterable[Entry]) -> Iterator[Iterable[str]]:
    """The fields of each line of entries, as a spreadsheet shows them."""
    for entry, line in _lines(entries):
        debit, credit = (_point(max(0, cents)) if cents > 0 else "" for cents in (line.cents, -line.cents))
        days = [day.isoformat() if day else "" for day in (entry.day, entry.piece_day, line.lettered_day)]
        texts = (
            *(entry.journal, entry.number, days[0], line.account, line.title, line.auxiliary, line.name),
            *(entry.piece, days[1], entry.label, debit, credit, line.letters, days[2]),
        )
        yield map(for_spreadsheet, texts)


def _lines(entries: Iterable[Entry]) -> Iterator[tuple[Entry, EntryLine]]:
    for entry in entries:
        yield from ((entry, line) for line in entry.lines)


def _field(text: str) -> str:
    """A text without the marks of the file, in the letters of its encoding."""
    plain = " ".join(text.translate(_TYPOGRAPHY).split())
    return "".join(map(_letter, plain))


def _letter(letter: str) -> str:
    try:
        letter.encode(_FEC_ENCODING)
    except UnicodeEncodeError:
        return unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode() or "?"
    return letter


def _compact(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else ""


def _comma(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def _point(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
