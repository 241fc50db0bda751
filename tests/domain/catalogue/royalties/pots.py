"""The waterfall written another way: pots that each event fills and empties, in exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from postprod_xl.domain.catalogue.royalties.shares import Share
from postprod_xl.schema.catalogue_vocabulary import RecoupmentOrder


@dataclass
class Pots:
    """What the receipts of a pool fill, one event at a time.

    The first pots in `order` are filled first, out of those behind them.
    """

    rate: Fraction
    order: RecoupmentOrder = RecoupmentOrder.COSTS_FIRST
    cap_cents: int | None = None
    cap_rate: Fraction | None = None
    commission: Fraction = Fraction(0)
    net: Fraction = Fraction(0)
    filled: dict[str, Fraction] = field(
        default_factory=lambda: {"costs": Fraction(0), "advances": Fraction(0)}
    )
    wanted: dict[str, Fraction] = field(
        default_factory=lambda: {"costs": Fraction(0), "advances": Fraction(0)}
    )
    free_costs: Fraction = Fraction(0)
    capped_costs: Fraction = Fraction(0)
    receipts: Fraction = Fraction(0)

    def receive(self, cents: int, rate: Fraction | None = None) -> None:
        """A collection, or a refund, at the rate of the pool or at its own."""
        kept = (self.rate if rate is None else rate) * cents
        self.receipts += cents
        self.commission += kept
        self.net += cents - kept
        self._settle()

    def spend(self, cents: int, *, is_capped: bool) -> None:
        """A cost."""
        if is_capped:
            self.capped_costs += cents
        else:
            self.free_costs += cents
        self._settle()

    def advance(self, cents: int) -> None:
        """An advance paid."""
        self.wanted["advances"] += cents
        self._settle()

    def _settle(self) -> None:
        """Every pot is emptied into the net from the last one, then filled again from the first."""
        self.wanted["costs"] = self.free_costs + min(self.capped_costs, self._cap())
        names = ["costs", "advances"]
        if self.order is RecoupmentOrder.ADVANCE_FIRST:
            names.reverse()
        for name in reversed(names):
            self.net += self.filled[name]
            self.filled[name] = Fraction(0)
        for name in names:
            while self.filled[name] < self.wanted[name] and self.net > 0:
                step = min(self.wanted[name] - self.filled[name], self.net)
                self.filled[name] += step
                self.net -= step

    def _cap(self) -> Fraction:
        if self.cap_cents is not None:
            return Fraction(self.cap_cents)
        if self.cap_rate is not None:
            return max(Fraction(0), self.cap_rate * self.receipts)
        return self.capped_costs


def poured(net_cents: int, shares: Sequence[Share]) -> list[Fraction]:
    """What each share gets of a net poured cent by cent; the last item is what nobody does."""
    got = [Fraction(0)] * (len(shares) + 1)
    for cent in range(net_cents):
        _pour(Fraction(1), _rank_at(cent, shares), shares, got)
    return got


def _rank_at(cent: int, shares: Sequence[Share]) -> int | None:
    """The rank that takes the cent that lies above `cent`."""
    first = min(share.rank for share in shares)
    open_ranks = [
        share.rank
        for share in shares
        if (share.threshold_cents is not None and share.threshold_cents <= cent)
        or (share.rank == first and share.threshold_cents is None)
    ]
    return max(open_ranks, default=None)


def _pour(amount: Fraction, rank: int | None, shares: Sequence[Share], got: list[Fraction]) -> None:
    if rank is None:
        got[-1] += amount
        return
    rows = [at for at, share in enumerate(shares) if share.rank == rank]
    left = Fraction(0)
    for at in rows:
        part = amount * shares[at].part
        cap = shares[at].cap_cents
        taken = part if cap is None else min(part, cap - got[at])
        got[at] += taken
        left += part - taken
    later = [share.rank for share in shares if share.rank > rank]
    if left and later:
        _pour(left, min(later), shares, got)
    elif left:
        free = [at for at in rows if shares[at].cap_cents is None]
        for at in free:
            got[at] += left * shares[at].part / sum(shares[one].part for one in free)
        got[-1] += 0 if free else left
