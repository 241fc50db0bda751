"""The account of a contract on a day, and what a holder reads of it: cumulative lines, from the receipts to his part.

CPI L132-28 asks for the receipts of each mode of exploitation: a line of receipts is one work, one medium, one buyer.
The lines of a period are the differences of those of two days, matched by `key`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from postprod_xl.domain.catalogue.royalties.shares import Share, Split
from postprod_xl.domain.catalogue.royalties.waterfall import CommissionScale, PoolAccount, Recovered
from postprod_xl.domain.wording import decimal_text
from postprod_xl.schema.catalogue_vocabulary import CommissionBase, StatementSection

_BASES = {
    CommissionBase.GROSS_RECEIPTS: " de l'encaissé brut",
    CommissionBase.AFTER_COSTS: " du net de frais",
}
_SECTIONS = tuple(StatementSection)


@dataclass(frozen=True)
class SharedAccount:
    """What is split together: the pools of some works of a contract.

    Parameters
    ----------
    work
        The work whose split is its own; empty for all the others of the contract.
    """

    work: str
    pools: Sequence[PoolAccount]
    shares: Sequence[Share]
    split: Split

    @property
    def net_cents(self) -> int:
        return sum(pool.net_cents for pool in self.pools)


@dataclass(frozen=True)
class ContractAccount:
    """The cumulative account of a contract, from its first collection to a day.

    Its receipts net of tax withheld are its commissions, the costs recovered, the advances recouped, the shares, and
    what is not split, to the cent.
    """

    contract: str
    until: date
    parts: Sequence[SharedAccount] = ()

    @property
    def pools(self) -> list[PoolAccount]:
        return [pool for part in self.parts for pool in part.pools]

    @property
    def receipts_cents(self) -> int:
        """What was collected, net of the tax withheld."""
        return sum(account.pool.net_receipts_cents for account in self.pools)

    @property
    def commission_cents(self) -> int:
        return sum(one.cents for account in self.pools for one in account.commissions)

    @property
    def costs_cents(self) -> int:
        """The costs recovered."""
        return sum(one.cents for account in self.pools for one in account.costs)

    @property
    def advances_cents(self) -> int:
        """The advances recouped."""
        return sum(one.cents for account in self.pools for one in account.advances)

    @property
    def unsplit_cents(self) -> int:
        """What no holder gets: the net below the first threshold, or above every cap."""
        return sum(part.split.unsplit_cents for part in self.parts)

    @property
    def over_cap_cents(self) -> int:
        """The costs beyond a cap in euros, which the house bears."""
        return sum(account.over_cap_cents for account in self.pools)

    @property
    def holders(self) -> tuple[str, ...]:
        """Those who share it, in the order of the split."""
        return tuple(dict.fromkeys(share.holder for part in self.parts for share in part.shares))

    def share_cents(self, holder: str) -> int:
        """What a holder gets of it, at all his ranks."""
        return sum(line.cents for line in _share_lines(self, holder))


class StatementLine(NamedTuple):
    """A line of the account of a holder, cumulative to a day; what is deducted of the receipts is negative.

    Parameters
    ----------
    work
        Empty for all those of the contract.
    remaining_cents
        Of a cost or an advance, what later receipts may still give back; None of another line.
    """

    section: StatementSection
    work: str
    label: str
    cents: int
    remaining_cents: int | None = None

    @property
    def key(self) -> tuple[StatementSection, str, str]:
        """What is the same line on another day."""
        return self.section, self.work, self.label


def statement_lines(account: ContractAccount, holder: str) -> tuple[StatementLine, ...]:
    """What a holder reads of a contract: the works that he shares, and his own part alone.

    The lines of `NET` are the sum of those before them. None of `DUE`: what is paid also depends on the statements
    issued before.

    Returns
    -------
    tuple of StatementLine
        In the order of the sections, then of the works, each key once.
    """
    found: dict[tuple[StatementSection, str, str], StatementLine] = {}
    for part in account.parts:
        if any(share.holder == holder for share in part.shares):
            for line in _lines(part):
                found[line.key] = _added(found.get(line.key), line)
    for line in _share_lines(account, holder):
        found[line.key] = _added(found.get(line.key), line)
    return tuple(sorted(found.values(), key=lambda line: (_SECTIONS.index(line.section), line.work)))


def _added(known: StatementLine | None, line: StatementLine) -> StatementLine:
    if known is None:
        return line
    remaining = None if line.remaining_cents is None else (known.remaining_cents or 0) + line.remaining_cents
    return line._replace(cents=known.cents + line.cents, remaining_cents=remaining)


def _lines(part: SharedAccount) -> Iterator[StatementLine]:
    for account in part.pools:
        for receipt in account.pool.receipts:
            yield StatementLine(StatementSection.RECEIPTS, receipt.work, receipt.label, receipt.gross_cents)
            if receipt.withholding_cents:
                yield StatementLine(
                    StatementSection.WITHHOLDING, receipt.work, receipt.label, -receipt.withholding_cents
                )
        for commission in account.commissions:
            label = scale_label(commission.scale)
            yield StatementLine(StatementSection.COMMISSION, commission.work, label, -commission.cents)
        yield from _claims(StatementSection.COSTS, account, account.costs)
        yield from _claims(StatementSection.ADVANCES, account, account.advances)
    yield StatementLine(StatementSection.NET, part.work, "Net à répartir", part.net_cents)


def _claims(
    section: StatementSection, account: PoolAccount, claims: Sequence[Recovered]
) -> Iterator[StatementLine]:
    for one in claims:
        work = one.claim.work or account.pool.work
        yield StatementLine(section, work, one.claim.label, -one.cents, one.remaining_cents)


def _share_lines(account: ContractAccount, holder: str) -> Iterator[StatementLine]:
    for part in account.parts:
        for share, cents in zip(part.shares, part.split.received, strict=True):
            if share.holder == holder:
                label = f"Rang {share.rank}, part {share.text}"
                yield StatementLine(StatementSection.SHARE, part.work, label, cents)


def scale_label(scale: CommissionScale) -> str:
    """A row of the scale on a statement: `25 % : SVOD, Belgique`."""
    return f"{percent_text(scale.rate)}{_BASES.get(scale.base, '')} : {scale.label}"


def percent_text(rate: Fraction) -> str:
    """A rate as `33,5 %`; as a fraction where it has no end.

    >>> percent_text(Fraction(67, 200)).replace(chr(160), " "), percent_text(Fraction(1, 3))
    ('33,5 %', '1/3')
    """
    percents = Decimal(rate.numerator) * 100 / Decimal(rate.denominator)
    return f"{decimal_text(percents)}\u00a0%" if Fraction(percents) == rate * 100 else str(rate)
