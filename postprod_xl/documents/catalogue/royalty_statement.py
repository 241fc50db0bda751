"""The records of a royalty statement: what a holder is told of his contracts over a period, and what is due to him.

`domain.catalogue.statements` works them out; `documents.papers.royalty_statement` and `workbook.draw.statement` print
them. Amounts are cents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from postprod_xl.documents.invoice import Party
from postprod_xl.schema.catalogue_vocabulary import StatementSection
from postprod_xl.schema.tables.catalogue.accounts import STATEMENTS

TITLE = "Relevé de comptes"
DRAFT = "PROJET"
"""What a statement that is not issued says across its pages."""
DRAFT_NOTE = "Projet : ce document n'est pas émis, il n'a pas de numéro et ses chiffres peuvent changer."
NOTHING_DUE = "Rien à payer"
DUE = STATEMENTS.heading("due_cents")
TOTAL = "Total"
UNPAID_TITLE = "Pour mémoire : relevés antérieurs qui restent à verser"
UNPAID_NOTE = "Ces sommes ne sont pas comprises dans le montant dû par ce relevé."
MOVED = (
    StatementSection.RECEIPTS,
    StatementSection.WITHHOLDING,
    StatementSection.COMMISSION,
    StatementSection.COSTS,
    StatementSection.ADVANCES,
)
"""The sections that add up to the net of a contract: what is taken off is below zero."""


@dataclass(frozen=True)
class RoyaltyLine:
    """One line of a contract: what its section had come to before the period, over it, and since the beginning.

    `work` is a code, `title` what it is called; both empty for the whole contract. `remaining_cents` is what of costs
    and advances is still to be recouped at the end of the period; None where that means nothing.
    """

    section: StatementSection
    label: str
    prior_cents: int
    period_cents: int
    remaining_cents: int | None = None
    work: str = ""
    title: str = ""

    @property
    def cumulative_cents(self) -> int:
        return self.prior_cents + self.period_cents

    @property
    def full_label(self) -> str:
        """Its label, after the title of its work."""
        return " — ".join(filter(None, (self.title, self.label)))


@dataclass(frozen=True)
class RoyaltyAdvance:
    """A minimum guarantee or an advance of a contract, and what was recouped of it at the end of the period."""

    advance: str
    label: str
    paid_day: date | None
    amount_cents: int
    recouped_cents: int

    @property
    def named(self) -> str:
        """What it is, and its code."""
        return " — ".join(filter(None, (self.label, self.advance)))

    @property
    def balance_cents(self) -> int:
        return self.amount_cents - self.recouped_cents


@dataclass(frozen=True)
class RoyaltyContract:
    """A contract of a statement.

    Parameters
    ----------
    contract, nature, signature_day
        The contract that is accounted for, the first one where there are amendments.
    works
        The titles of its works.
    lines
        In the order of the sections, then as the accounts give them.
    advances
        What was paid beforehand, recouped or not.
    notes
        What is to be known of its figures, a sentence each.
    """

    contract: str
    nature: str
    signature_day: date | None
    works: tuple[str, ...]
    lines: tuple[RoyaltyLine, ...]
    advances: tuple[RoyaltyAdvance, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """Its code, what it is and when it was signed."""
        signed = f"signé le {self.signature_day:%d/%m/%Y}" if self.signature_day else "sans date de signature"
        return f"{' — '.join(filter(None, (self.contract, self.nature)))}, {signed}"

    def of(self, *sections: StatementSection) -> tuple[RoyaltyLine, ...]:
        """Its lines of some sections, in their order."""
        return tuple(line for line in self.lines if line.section in sections)

    def total(self, *sections: StatementSection) -> RoyaltyLine:
        """The sum of its lines of some sections."""
        return total_line(self.of(*sections))


@dataclass(frozen=True)
class DueTerm:
    """One term of what is due: the period, what is carried or was stated already, what is withheld."""

    label: str
    cents: int


@dataclass(frozen=True)
class UnpaidStatement:
    """An earlier statement that is not paid yet: a reminder, which is not in what is due."""

    number: str
    period: str
    day: date
    cents: int


@dataclass(frozen=True)
class RoyaltyStatement:
    """Everything a royalty statement prints.

    Parameters
    ----------
    number, day
        As in `Releves`; a draft has no number.
    holder
        Code; `payee` has his name that day.
    period, first_day, last_day
        What is accounted for; both days count.
    house, payee
        Who accounts, and to whom.
    contracts
        In the order of `Mandats`.
    due
        The terms of what is due: they add up to it.
    withholding_cents
        What is withheld of what is paid; one of the terms, below zero there.
    carried_cents
        What was paid too much, to be deducted from the next statement.
    unpaid
        Earlier statements not paid yet.
    mentions
        What the figures mean, a sentence each.
    corrects
        The number of the statement that this one replaces.
    """

    number: str
    day: date
    holder: str
    period: str
    first_day: date
    last_day: date
    house: Party
    payee: Party
    contracts: tuple[RoyaltyContract, ...]
    due: tuple[DueTerm, ...]
    withholding_cents: int = 0
    carried_cents: int = 0
    unpaid: tuple[UnpaidStatement, ...] = ()
    mentions: tuple[str, ...] = ()
    corrects: str = ""

    @property
    def title(self) -> str:
        """What it is."""
        return TITLE

    @property
    def heading(self) -> str:
        """What it is and its number, as it is headed."""
        return f"{TITLE} {self.number}".strip()

    @property
    def subject(self) -> str:
        """The period, as it is read under the heading."""
        return f"Période {self.period}, du {self.first_day:%d/%m/%Y} au {self.last_day:%d/%m/%Y}"

    @property
    def is_draft(self) -> bool:
        """Whether it was given no number yet."""
        return not self.number

    @property
    def share(self) -> RoyaltyLine:
        """What comes to the holder, all his contracts together."""
        return total_line([line for each in self.contracts for line in each.of(StatementSection.SHARE)])

    @property
    def due_cents(self) -> int:
        """What is to be paid; never below zero."""
        return sum(line.cents for line in self.due)

    @property
    def due_label(self) -> str:
        """How what is due is called."""
        return DUE if self.due_cents else NOTHING_DUE

    def drafted(self) -> RoyaltyStatement:
        """The same without a number, which it takes when it is issued."""
        return replace(self, number="")

    def numbered_lines(self) -> Iterator[tuple[str, RoyaltyLine]]:
        """Its lines with the contract of each, as they stand in the ledger; what is due is of no contract."""
        for each in self.contracts:
            for line in each.lines:
                yield each.contract, line


def total_line(lines: Sequence[RoyaltyLine]) -> RoyaltyLine:
    """The sum of some lines; what is left to recoup is that of those that have some."""
    left = [line.remaining_cents for line in lines if line.remaining_cents is not None]
    return RoyaltyLine(
        StatementSection.SHARE if not lines else lines[0].section,
        "",
        sum(line.prior_cents for line in lines),
        sum(line.period_cents for line in lines),
        sum(left) if left else None,
    )


def is_bare(lines: Sequence[RoyaltyLine]) -> bool:
    """Whether the lines of a section are one, which says no more than the section."""
    return len(lines) == 1 and not lines[0].full_label
