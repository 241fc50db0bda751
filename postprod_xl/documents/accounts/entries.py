"""Accounting entries as records: what an accountant imports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

JOURNALS = {"VE": "Ventes", "AC": "Achats", "BQ": "Banque", "OD": "Opérations diverses"}
"""The journals, by code."""


@dataclass(frozen=True)
class EntryLine:
    """One line of an entry: an account, and what it is debited, negative when it is credited, in cents.

    A client or a supplier has an auxiliary account (`auxiliary`, `name`). What is owed until it is paid `is_open`:
    `letters` are those of the lines that settle each other, on `lettered_day`.
    """

    account: str
    title: str
    cents: int
    auxiliary: str = ""
    name: str = ""
    is_open: bool = False
    letters: str = ""
    lettered_day: date | None = None


@dataclass(frozen=True)
class Entry:
    """One entry: its journal, its number there, its day, the document it records, its label and its lines.

    `settles` names the invoice that its open lines are lettered with.
    """

    journal: str
    day: date
    piece: str
    piece_day: date
    label: str
    lines: tuple[EntryLine, ...]
    settles: str = ""
    number: str = ""


@dataclass(frozen=True)
class PeriodBooks:
    """The entries of a period in their order, the SIREN of the house, and the day they are all validated."""

    siren: str
    first: date
    last: date
    validated: date
    entries: tuple[Entry, ...]


def total_cents(lines: Sequence[EntryLine]) -> int:
    """What lines are debited less what they are credited; 0 when they balance."""
    return sum(line.cents for line in lines)
