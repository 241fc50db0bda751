"""The lines of a bank statement, each with what becomes of it: proposed, taken already, left out and why."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from postprod_xl.documents.statements.statement import EURO, BankLine, BankStatement
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.matching import LineMatch, proposals
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.payments import PAYMENTS
from postprod_xl.schema.units import folded

_TOLD = 60
_KNOWN_DIGITS = 5


@dataclass
class SortedLines:
    """What becomes of each line of a statement.

    Parameters
    ----------
    proposals
        What may be accepted, by its identifier.
    taken
        The lines noted already, each with its payment.
    by_hand
        The lines that a payment noted by hand may be, each with it.
    foreign, elsewhere, unmatched
        The lines in another currency, of another account, that nothing explains; in euros and credited, the last.
    debits
        How many lines go out and refund nothing.
    left_out
        What the reader of the file left out.
    is_account_known
        Whether the file and the settings both say the account, so that it was compared.
    """

    proposals: dict[str, LineMatch] = field(default_factory=dict)
    taken: list[tuple[BankLine, str]] = field(default_factory=list)
    by_hand: list[tuple[BankLine, str]] = field(default_factory=list)
    foreign: list[BankLine] = field(default_factory=list)
    elsewhere: list[BankLine] = field(default_factory=list)
    unmatched: list[BankLine] = field(default_factory=list)
    debits: int = 0
    left_out: tuple[str, ...] = ()
    is_account_known: bool = True


def sorted_lines(office: Office, statement: BankStatement) -> SortedLines:
    """What becomes of each line of a statement in an office."""
    found = SortedLines(left_out=statement.left_out)
    iban, taken = _compact(office.settings["company_iban"]), _taken(office, statement)
    by_hand = _by_hand(office)
    found.is_account_known = bool(iban) and all(_is_told(line.account) for line in statement.lines)
    for line in statement.lines:
        if iban and not _is_ours(line.account, iban):
            found.elsewhere.append(line)
        elif noted := taken.get(line.mark):
            found.taken.append((line, noted))
        elif line.currency != EURO:
            found.foreign.append(line)
        elif payments := by_hand[line.day, line.cents]:
            found.by_hand.append((line, payments.pop(0)))
        elif made := proposals(office, line):
            found.proposals |= {each.id: each for each in made}
        elif line.cents > 0:
            found.unmatched.append(line)
        else:
            found.debits += 1
    return found


def line_text(line: BankLine) -> str:
    """A line in a sentence: its day, its amount, the beginning of its label."""
    amount = euros_text(line.cents)
    shown = amount if line.currency == EURO else amount.replace("€", line.currency)
    return f"{line.day:%d/%m/%Y}, {shown}, « {line.label[:_TOLD].strip()} »"


def _facts(line: BankLine) -> tuple[Any, ...]:
    return line.day, line.cents, folded(line.label)


def _taken(office: Office, statement: BankStatement) -> dict[str, str]:
    """The payment that each line already taken is noted as: by its mark, else by its day, amount and label.

    Two files of one account, a CSV and an OFX, give a line other marks and the same facts. A payment stands for one
    line: of two that have the same facts, the other is still to be noted.
    """
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for row in office[PAYMENTS.name]:
        if row.bank_line:
            rows[row.bank_line].append(row)
    found = {mark: str(noted[0].payment) for mark, noted in rows.items()}
    others: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    present = {line.mark for line in statement.lines}
    for mark, noted in rows.items():
        if mark not in present:
            cents = sum(row.amount_cents or 0 for row in noted)
            others[noted[0].day, cents, folded(noted[0].reference)].append(found[mark])
    for line in statement.lines:
        if line.mark not in found and line.currency == EURO and (same := others[_facts(line)]):
            found[line.mark] = same.pop(0)
    return found


def _by_hand(office: Office) -> defaultdict[tuple[Any, ...], list[str]]:
    """The payments without a line of statement, by their day and amount: each may be one line."""
    found: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    for row in office[PAYMENTS.name]:
        if not row.bank_line:
            found[row.day, row.amount_cents].append(str(row.payment))
    return found


def _compact(text: str) -> str:
    return re.sub(r"\W", "", text).upper()


def _is_told(account: str) -> bool:
    """Whether a file says its account: some give a title, or hide its first figures."""
    compact = _compact(account)
    return sum(letter.isdigit() for letter in compact) >= _KNOWN_DIGITS and "XX" not in compact


def _is_ours(account: str, iban: str) -> bool:
    """Whether an account may be that of the house: the same IBAN, or its number within it."""
    compact = _compact(account)
    return not _is_told(account) or compact in iban or iban in compact
