"""The waterfall of a pool: what of its receipts is commission, costs recovered, advances recouped, and net.

Receipts are what was collected, before VAT and net of the tax withheld (CPI L132-28; the RNPP of the agreement of
2017); a distributor takes his commission first, then his costs, then his advance. Every amount is cumulative, from the
first collection to a day: what was not recovered is recovered of later receipts without being carried by hand, and the
account of a period is the difference of two days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from postprod_xl.domain.catalogue.royalties.amounts import nearest
from postprod_xl.schema.catalogue_vocabulary import CommissionBase, RecoupmentOrder


@dataclass(frozen=True)
class CommissionScale:
    """A row of the scale of a contract.

    Parameters
    ----------
    number
        Row of `Baremes`.
    label
        Its media and territories, in French.
    rate
        What the house keeps of the base.
    """

    number: int
    label: str
    rate: Fraction
    base: CommissionBase = CommissionBase.NET_RECEIPTS


class SaleReceipt(NamedTuple):
    """What was collected of a work under one row of the scale, from one buyer."""

    work: str
    scale: CommissionScale
    label: str
    gross_cents: int
    withholding_cents: int = 0

    @property
    def net_cents(self) -> int:
        return self.gross_cents - self.withholding_cents


class Recoupable(NamedTuple):
    """A cost that may be charged, or an advance paid: what is to be taken back of the receipts."""

    label: str
    cents: int
    is_capped: bool = False
    work: str = ""
    number: int = 0


class Commission(NamedTuple):
    """What the house keeps of a work under one row of its scale; of the whole pool without a work."""

    work: str
    scale: CommissionScale
    cents: int


class Recovered(NamedTuple):
    """What was taken back of a claim, and what later receipts may still give back."""

    claim: Recoupable
    cents: int
    remaining_cents: int


@dataclass(frozen=True)
class Pool:
    """What is recouped together, cumulative to a day.

    Parameters
    ----------
    work
        The only work of the pool; empty where all the works of the contract are crossed.
    order
        What is recouped first.
    cap_cents, cap_rate
        The most of the capped costs that is recovered in all: an amount, or a share of the receipts net of tax
        withheld.
    costs, advances
        In the order they are recovered: that of their days.
    """

    work: str = ""
    order: RecoupmentOrder = RecoupmentOrder.COSTS_FIRST
    cap_cents: int | None = None
    cap_rate: Fraction | None = None
    receipts: Sequence[SaleReceipt] = ()
    costs: Sequence[Recoupable] = ()
    advances: Sequence[Recoupable] = ()

    @property
    def net_receipts_cents(self) -> int:
        return sum(receipt.net_cents for receipt in self.receipts)

    @property
    def is_after_costs(self) -> bool:
        """Whether the commission is a share of what the costs leave."""
        return any(receipt.scale.base is CommissionBase.AFTER_COSTS for receipt in self.receipts)


@dataclass(frozen=True)
class PoolAccount:
    """Where the receipts of a pool went; they are its commissions, costs, advances and net together, to the cent.

    Parameters
    ----------
    over_cap_cents
        Costs beyond a cap in euros: nothing will recover them.
    net_cents
        What is split between the holders; negative when more was refunded than is left.
    """

    pool: Pool
    commissions: Sequence[Commission] = ()
    costs: Sequence[Recovered] = ()
    advances: Sequence[Recovered] = ()
    over_cap_cents: int = 0
    net_cents: int = field(default=0)


def waterfall(pool: Pool) -> PoolAccount:
    """The account of a pool.

    A commission never takes more than the receipts it is a share of, nor a cost or an advance more than what is left.

    Examples
    --------
    1 000 € at 25 %, 300 € of costs, 100 € of advance: 250 + 300 + 100, and 350 € of net.

    >>> sold = SaleReceipt("CRUE", CommissionScale(5, "SVOD", Fraction(1, 4)), "SVOD", 100_000)
    >>> pool = Pool(receipts=[sold], costs=[Recoupable("Affiche", 30_000)], advances=[Recoupable("MG", 10_000)])
    >>> waterfall(pool).net_cents
    35000
    """
    left = pool.net_receipts_cents
    admitted = admitted_costs(pool)
    if pool.is_after_costs:
        taken = _taken(admitted, left)
        commissions = _after_costs(pool, left - taken)
        left -= taken + _total(commissions)
        recouped = _taken(_claimed(pool.advances), left)
        return _account(pool, commissions, (taken, recouped), left - recouped)
    commissions = [*_of_receipts(pool)]
    left -= _total(commissions)
    if pool.order is RecoupmentOrder.ADVANCE_FIRST:
        # Credits beyond all costs are money back, which the advance takes first too.
        recouped = _taken(_claimed(pool.advances), left - min(0, admitted))
        taken = _taken(admitted, left - recouped)
    else:
        taken = _taken(admitted, left)
        recouped = _taken(_claimed(pool.advances), left - taken)
    return _account(pool, commissions, (taken, recouped), left - taken - recouped)


def admitted_costs(pool: Pool) -> int:
    """The costs that may be recovered of a pool to that day: those without a cap, and the others up to theirs."""
    free, capped = _by_cap(pool.costs)
    return free + min(capped, _cap(pool, capped))


def _cap(pool: Pool, capped: int) -> int:
    if pool.cap_cents is not None:
        return pool.cap_cents
    if pool.cap_rate is not None:
        return max(0, nearest(pool.cap_rate * pool.net_receipts_cents))
    return capped


def _taken(claimed: int, left: int) -> int:
    """What is taken back of a claim; a credit is given back whatever is left."""
    return min(claimed, max(0, left))


def _claimed(claims: Sequence[Recoupable]) -> int:
    return sum(claim.cents for claim in claims)


def _by_cap(costs: Sequence[Recoupable]) -> tuple[int, int]:
    capped = sum(cost.cents for cost in costs if cost.is_capped)
    return _claimed(costs) - capped, capped


def _total(commissions: Sequence[Commission]) -> int:
    return sum(commission.cents for commission in commissions)


def _of_receipts(pool: Pool) -> Iterator[Commission]:
    """The commission of each work under each row of the scale, on what was collected of it."""
    streams: dict[tuple[str, int], list[SaleReceipt]] = {}
    for receipt in pool.receipts:
        streams.setdefault((receipt.work, receipt.scale.number), []).append(receipt)
    for (work, _), receipts in streams.items():
        scale = receipts[0].scale
        net = sum(receipt.net_cents for receipt in receipts)
        gross = sum(receipt.gross_cents for receipt in receipts)
        base = gross if scale.base is CommissionBase.GROSS_RECEIPTS else net
        yield Commission(work, scale, _within(nearest(scale.rate * base), net))


def _within(commission: int, net: int) -> int:
    """A commission between nothing and the receipts, whichever their sign."""
    return max(min(0, net), min(commission, max(0, net)))


def _after_costs(pool: Pool, left: int) -> list[Commission]:
    """The only commission of a pool whose base is what the costs leave."""
    scale = pool.receipts[0].scale
    return [Commission(pool.work, scale, nearest(scale.rate * left))]


def _account(
    pool: Pool, commissions: Sequence[Commission], recovered: tuple[int, int], net_cents: int
) -> PoolAccount:
    taken, recouped = recovered
    free, capped = _by_cap(pool.costs)
    admitted = min(capped, _cap(pool, capped))
    of_free = min(free, taken - min(0, admitted))
    # Only a cap in euros is final: more receipts raise one in percent.
    ever = min(capped, pool.cap_cents) if pool.cap_cents is not None else capped
    uncapped = _recovered([cost for cost in pool.costs if not cost.is_capped], of_free, free)
    under_cap = _recovered([cost for cost in pool.costs if cost.is_capped], taken - of_free, ever)
    return PoolAccount(
        pool,
        tuple(commissions),
        (*uncapped, *under_cap),
        tuple(_recovered(pool.advances, recouped, _claimed(pool.advances))),
        capped - ever,
        net_cents,
    )


def _recovered(claims: Sequence[Recoupable], taken: int, ever: int) -> list[Recovered]:
    """What was taken back of each claim, the first ones first, and what remains of those that ever can be.

    A credit counts whole: it makes room for the claims.
    """
    credit = sum(claim.cents for claim in claims if claim.cents < 0)
    room, reach = taken - credit, ever - credit
    found = []
    for claim in claims:
        got = claim.cents if claim.cents < 0 else min(claim.cents, room)
        may = claim.cents if claim.cents < 0 else min(claim.cents, reach)
        if claim.cents > 0:
            room, reach = room - got, reach - may
        found.append(Recovered(claim, got, may - got))
    return found
