"""The ledger of royalty statements: its numbers, what each holder was told last, what is still owed to him."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.invoicing.register.ledger import Number
from postprod_xl.domain.office import Office
from postprod_xl.domain.sealed_rows import as_read, row_texts, seal_of
from postprod_xl.schema.catalogue_vocabulary import StatementSection, StatementState
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue.accounts import STATEMENT_LINES, STATEMENTS

SERIES = "REL"
STATEMENT_NUMBER = re.compile(rf"({SERIES})-(\d{{4}})-(\d{{4,}})")
"""The number of a statement: its series, its year and its rank in both."""
ADJUSTMENT = "Régularisation"
"""The label of what changed, since they were stated, of days before the period; that of its line follows it."""
_OF = f"{ADJUSTMENT} : "
SEALED_CELLS = tuple(
    column.name
    for column in STATEMENTS.computed
    if column.name not in ("seal", "state", "paid_day", "paid_cents")
)
"""What the seal of a statement covers: all that the program wrote of it, not what a person notes of its payment."""
LINE_CELLS = tuple(column.name for column in STATEMENT_LINES.computed)


class RoyaltyLineKey(NamedTuple):
    """What tells a line of a contract from the others, from one statement to the next."""

    work: str
    section: str
    label: str


Said = Mapping[str, Mapping[RoyaltyLineKey, int]]
"""What a statement said of each contract since the beginning, by line."""


def statements_of(office: Office, holder: str) -> list[Row]:
    """The statements of a holder, in the order of the ledger."""
    return [row for row in office[STATEMENTS.name] if row.holder == holder]


def in_force(statements: Sequence[Row]) -> list[Row]:
    """Those that no later one replaces, the earliest period first."""
    replaced = {row.corrects for row in statements} - {""}
    standing = [row for row in statements if row.number not in replaced and row.last_day is not None]
    return sorted(standing, key=lambda row: row.last_day)


def replaced_chain(statements: Sequence[Row], number: str) -> list[Row]:
    """A statement and those that it replaces, one after the other: all that was stated of its period."""
    by_number = {row.number: row for row in statements}
    chain: list[Row] = []
    while number in by_number and by_number[number] not in chain:
        chain.append(by_number[number])
        number = by_number[number].corrects
    return chain


def adjustment_label(label: str) -> str:
    """The label of what changed of a line."""
    return f"{_OF}{label}" if label else ADJUSTMENT


def adjusted_label(label: str) -> str:
    """The label of the line that an adjustment is of; any other label is its own.

    >>> adjusted_label(adjustment_label("SVOD")), adjusted_label(adjustment_label("")), adjusted_label("SVOD")
    ('SVOD', '', 'SVOD')
    """
    return "" if label == ADJUSTMENT else label.removeprefix(_OF)


def said_lines(office: Office, number: str) -> Said:
    """What a statement said of each contract since the beginning; an adjustment is part of what it adjusts."""
    return _said(office, number, "cumulative_cents")


def prior_lines(office: Office, number: str) -> Said:
    """What a statement said of each contract before its period."""
    return _said(office, number, "prior_cents")


def _said(office: Office, number: str, column: str) -> Said:
    said: dict[str, dict[RoyaltyLineKey, int]] = {}
    for line in office[STATEMENT_LINES.name]:
        if line.statement != number or line.section == StatementSection.DUE:
            continue
        key = RoyaltyLineKey(line.work, line.section, adjusted_label(line.label))
        of_contract = said.setdefault(line.contract, {})
        of_contract[key] = of_contract.get(key, 0) + (getattr(line, column) or 0)
    return said


def next_number(office: Office, day: date) -> str:
    """The number of the next statement: one series a year, without gap."""
    ranks = [number.rank for number in numbers(office) if number.year == day.year]
    return str(Number(SERIES, day.year, max(ranks, default=0) + 1))


def numbers(office: Office) -> list[Number]:
    """The numbers of the ledger that can be read, in its order."""
    found = map(STATEMENT_NUMBER.fullmatch, office[STATEMENTS.name].column("number"))
    return [Number.of(match) for match in found if match]


def last_day(office: Office) -> date | None:
    """The latest day of a statement, None when nothing was issued."""
    return max((day for day in office[STATEMENTS.name].column("day") if day), default=None)


def paid_cents(row: Row) -> int:
    """What was paid of a statement: what is typed, else all of it where a day or its state says so."""
    if row.paid_cents is not None:
        return int(row.paid_cents)
    is_paid = row.paid_day is not None or row.state == StatementState.SETTLED
    return int(row.due_cents or 0) if is_paid else 0


def unpaid_cents(row: Row) -> int:
    """What is still owed of a statement."""
    return int(row.due_cents or 0) - paid_cents(row)


def gross_cents(row: Row) -> int:
    """What a statement said was due, before what is withheld."""
    return int(row.due_cents or 0) + int(row.withholding_cents or 0)


def seals(statements: Rows, lines: Rows) -> list[str]:
    """The mark of each row of `Releves` and of its lines, whatever the order of these."""
    of_lines: dict[str, list[str]] = {}
    for number, text in zip(lines.column("statement"), row_texts(lines, LINE_CELLS), strict=True):
        of_lines.setdefault(number, []).append(text)
    own = zip(statements.column("number"), row_texts(statements, SEALED_CELLS), strict=True)
    return [seal_of("S", text, *sorted(of_lines.get(number, ()))) for number, text in own]


def sealed(statements: Rows, lines: Rows) -> Rows:
    """Rows of `Releves` about to be written, with their marks."""
    return statements.with_columns({"seal": seals(as_read(statements), as_read(lines))})


def of_statement(lines: Rows, numbers: Iterable[str]) -> Rows:
    """The lines of some statements."""
    wanted = set(numbers)
    return lines.where(number in wanted for number in lines.column("statement"))
