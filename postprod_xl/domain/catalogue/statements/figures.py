"""The accounts of the contracts of a holder at a day, as the lines of his statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from postprod_xl.documents.catalogue.royalty_statement import RoyaltyAdvance
from postprod_xl.domain.catalogue.royalties.accounts import accounts, contracts_of
from postprod_xl.domain.catalogue.royalties.book import royalty_book
from postprod_xl.domain.catalogue.royalties.lines import ContractAccount, StatementLine, statement_lines
from postprod_xl.domain.catalogue.royalties.splits import grantors_of
from postprod_xl.domain.catalogue.statements.register import RoyaltyLineKey, Said, adjusted_label
from postprod_xl.domain.catalogue.statements.stating import ContractFigures, RoyaltyFigure
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.catalogue_vocabulary import StatementSection
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue.accounts import ADVANCES, STATEMENT_LINES
from postprod_xl.schema.tables.catalogue.contracts import MANDATES
from postprod_xl.schema.vocabulary import Severity


@dataclass(frozen=True)
class HolderFigures:
    """What the contracts of a holder came to at a day.

    Parameters
    ----------
    contracts
        By first contract, in the order of `Mandats`.
    refusals
        What is not known of them; none when all is.
    """

    contracts: Mapping[str, ContractFigures] = field(default_factory=dict)
    refusals: Sequence[Problem] = ()

    @property
    def moved(self) -> dict[tuple[str, RoyaltyLineKey], int]:
        """What each line came to, but nothing: days between which nothing moved have the same."""
        lines = (
            (code, key, line) for code, held in self.contracts.items() for key, line in held.lines.items()
        )
        return {(code, key): line.cents for code, key, line in lines if line.cents}


def figures_at(office: Office, holder: str, until: date, said: Said) -> HolderFigures:
    """What the contracts that a holder granted or has a share of came to at a day, and those of his last statement.

    Parameters
    ----------
    said
        What he was told before, by contract: one that is no longer his is adjusted.
    """
    found = accounts(office, until)
    granted, shared = _granted(office, holder), contracts_of(office, holder)
    wanted = [root for root in (*found.known, *found.unknown) if root in {*granted, *shared, *said}]
    refusals = [problem for root in wanted for problem in found.unknown.get(root, ())]
    refusals += [_lost(root) for root in said if root not in wanted]
    if refusals:
        return HolderFigures(refusals=[replace(each, severity=Severity.BLOCKING) for each in refusals])
    order = [root for root in found.known if root in wanted]
    paid = {row.row: row for row in office[ADVANCES.name]}
    return HolderFigures(
        {root: _figures(found.known[root], holder, paid, is_granted=root in granted) for root in order}
    )


def _granted(office: Office, holder: str) -> set[str]:
    """The first contracts that a holder grants by their version in force, whoever shares them."""
    families = (book.family for book in royalty_book(office).contracts.values())
    return {each.root for each in families if holder in grantors_of(each)[:1]}


def _lost(contract: str) -> Problem:
    message = (
        f"le contrat {contract}, dont le dernier relevé rend compte, n'est plus un mandat signé de {MANDATES.tab} : "
        "remettez-le, il reste à rendre"
    )
    heading, expected = STATEMENT_LINES.heading("contract"), f"un contrat de {MANDATES.tab}"
    return blocking(STATEMENT_LINES.name, None, heading, contract, expected, message)


def _figures(
    account: ContractAccount, holder: str, paid: Mapping[int, Row], *, is_granted: bool
) -> ContractFigures:
    lines = _lines_of_grantor(account, holder) if is_granted else statement_lines(account, holder)
    figures = {
        RoyaltyLineKey(line.work, line.section, _kept(line.label)): RoyaltyFigure(
            line.cents, line.remaining_cents
        )
        for line in lines
    }
    notes = [*_of_no_part(account, holder, is_granted=is_granted), *_notes(account)]
    return ContractFigures(figures, tuple(_advances(account, paid)), tuple(notes))


def _kept(label: str) -> str:
    """A label as the ledger gives it back: the spaces of its cell, and no word that says an adjustment."""
    return adjusted_label(cleaned(label))


def _lines_of_grantor(account: ContractAccount, holder: str) -> list[StatementLine]:
    """The lines of a contract for who granted it: all its works, whoever shares them, and his own part alone."""
    own = [
        replace(part, shares=[replace(each, holder=holder) for each in part.shares]) for part in account.parts
    ]
    everything = statement_lines(replace(account, parts=own), holder)
    shares = [line for line in statement_lines(account, holder) if line.section == StatementSection.SHARE]
    return [*(line for line in everything if line.section != StatementSection.SHARE), *shares]


def _advances(account: ContractAccount, paid: Mapping[int, Row]) -> Iterator[RoyaltyAdvance]:
    """The advances paid, and what was recouped of each."""
    for recovered in (one for pool in account.pools for one in pool.advances):
        row = paid[recovered.claim.number]
        label = str(row.nature or "")
        yield RoyaltyAdvance(row.advance, label, row.paid_day, recovered.claim.cents, recovered.cents)


def _of_no_part(account: ContractAccount, holder: str, *, is_granted: bool) -> Iterator[str]:
    """Why a contract is in the statement of a holder who has no share of it."""
    if holder not in account.holders:
        why = "que vous en êtes le cédant" if is_granted else "qu'un relevé antérieur en rendait compte"
        yield f"Ce contrat ne vous attribue aucune part : il vous est rendu parce {why}."


def _notes(account: ContractAccount) -> Iterator[str]:
    """What of the account its lines do not say."""
    if account.unsplit_cents:
        yield (
            f"{euros_text(account.unsplit_cents)} du net cumulé ne reviennent à personne : ils sont sous le premier "
            "seuil de la répartition, ou au-dessus de ses plafonds."
        )
    if account.over_cap_cents:
        yield f"{euros_text(account.over_cap_cents)} de frais dépassent le plafond du contrat : la maison les supporte."
