"""The books of a period: the entries of sales, purchases and payments, numbered, lettered and checked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from string import ascii_uppercase

from postprod_xl.documents.accounts.entries import JOURNALS, Entry, total_cents
from postprod_xl.domain.entries.chart import chart_problems
from postprod_xl.domain.entries.purchases import PurchasesBook
from postprod_xl.domain.entries.sales import SalesBook
from postprod_xl.domain.office import Office
from postprod_xl.schema.problems import Problem


@dataclass(frozen=True)
class Books:
    """The entries of a period in the order of their days, what refuses them, and what is to be known of them."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()


def books(office: Office, first: date, last: date) -> Books:
    """The entries of a period, both days included; none where something refuses them.

    Each entry balances; the entries of a journal are numbered from 1 in the order of their days, without gap (LPF, art.
    A47 A-1). What happened before the period counts in it: a payment of the period is that of an earlier invoice.

    Raises
    ------
    ArithmeticError
        An entry does not balance: a fault of these rules, nothing is to be written.
    """
    sales, purchases = SalesBook(office), PurchasesBook(office)
    sales.write()
    purchases.write()
    if problems := [*chart_problems(office), *sales.problems, *purchases.problems]:
        return Books(problems=tuple(problems))
    held = [entry for entry in (*sales.entries, *purchases.entries) if first <= entry.day <= last]
    for entry in held:
        if total_cents(entry.lines):
            raise ArithmeticError(f"{entry.journal} {entry.piece}: debits and credits differ")
    ordered = sorted(held, key=lambda entry: (entry.day, list(JOURNALS).index(entry.journal)))
    remarks = tuple(text for day, text in sales.remarks if first <= day <= last)
    return Books(tuple(_lettered(list(_numbered(ordered)))), remarks=remarks)


def _numbered(entries: Sequence[Entry]) -> Iterator[Entry]:
    counts: Counter[str] = Counter()
    for entry in entries:
        counts[entry.journal] += 1
        yield replace(entry, number=f"{entry.journal}{counts[entry.journal]:06d}")


def _lettered(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries with letters on the lines of clients and suppliers that settle each other."""
    balances: Counter[str] = Counter()
    days: defaultdict[str, date] = defaultdict(lambda: date.min)
    for entry in entries:
        if entry.settles:
            balances[entry.settles] += _open_cents(entry)
            days[entry.settles] = max(days[entry.settles], entry.day)
    held = Counter(entry.settles for entry in entries)
    closed = [settles for settles, cents in balances.items() if not cents and held[settles] > 1]
    letters = dict(zip(closed, _letters(), strict=False))
    for entry in entries:
        if entry.settles not in letters:
            yield entry
            continue
        mark, day = letters[entry.settles], days[entry.settles]
        lines = tuple(
            replace(line, letters=mark, lettered_day=day) if line.is_open else line for line in entry.lines
        )
        yield replace(entry, lines=lines)


def _open_cents(entry: Entry) -> int:
    return sum(line.cents for line in entry.lines if line.is_open)


def _letters() -> Iterator[str]:
    """AAA, AAB… without end."""
    for size in range(3, 12):
        yield from ("".join(each) for each in product(ascii_uppercase, repeat=size))
