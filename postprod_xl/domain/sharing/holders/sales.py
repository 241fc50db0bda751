"""Which sales a holder reads, which of their lines, and whether their amounts are his alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.catalogue.cells.blocks import overlaps
from postprod_xl.domain.catalogue.contracts.families import ContractFamily
from postprod_xl.domain.catalogue.contracts.records import Grant, RightsHoldback, RightsSide
from postprod_xl.domain.catalogue.contracts.works import names_of
from postprod_xl.domain.office import Office
from postprod_xl.domain.sharing.holders.views import SOLD
from postprod_xl.domain.sharing.holders.whose import Whose
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import HOLDBACKS, SALE_TERMS


class SaleLine(NamedTuple):
    """A row of terms or of holdbacks: its table and its number."""

    table: str
    row: int


class HolderSales:
    """The sales of the works of a holder.

    A sale is his by the rights that it takes: those that one of his contracts gives, or any of a work of which nobody
    else gave anything. Where two holders gave rights of the same work, each reads the lines of his own.

    Parameters
    ----------
    office
        Its terms and its holdbacks.
    whose
        What is his.
    """

    def __init__(self, office: Office, whose: Whose) -> None:
        self._office, self._whose = office, whose

    @cached_property
    def rows(self) -> dict[int, Row]:
        """The rows of `Ventes` that he reads, by row number."""
        return {
            row.row: row
            for family in self._his
            for row in family.rows
            if row.state in SOLD and not self._whose.sold_works.isdisjoint(self._whose.works_of(row))
        }

    @cached_property
    def codes(self) -> frozenset[str]:
        """Their codes."""
        return frozenset(row.sale for row in self.rows.values())

    @cached_property
    def whole(self) -> frozenset[str]:
        """The codes of those that cover nothing of anybody else: their amounts are his to read."""
        return frozenset(row.sale for family in self._his if self._is_whole(family) for row in family.rows)

    @cached_property
    def lines(self) -> frozenset[SaleLine]:
        """The terms and the holdbacks that he reads."""
        return frozenset(line for family in self._his for line in self._lines(family))

    @cached_property
    def unread(self) -> list[str]:
        """The sales that cannot be read, of works that others gave rights of too: nobody knows whose they are."""
        partly = sorted(self._whose.sold_works - self._whose.whole_works)
        found = (one for work in partly for one in self._whose.catalogue.unread.get(work, ()))
        return [*dict.fromkeys(one.contract for one in found if one.side is RightsSide.SOLD)]

    @cached_property
    def _his(self) -> list[ContractFamily]:
        families = {id(family): family for family in self._whose.catalogue.sales.values()}.values()
        return [family for family in families if self._is_his(family)]

    def _is_his(self, family: ContractFamily) -> bool:
        works = self._works(family)
        whole = works & self._whose.whole_works
        return any(self._takes(family, work) for work in whole) or any(self._lines(family))

    def _is_whole(self, family: ContractFamily) -> bool:
        named = {name for row in family.rows for name in names_of(row.works)}
        works = {work for row in family.rows for work in self._whose.works_of(row)}
        if len(works) < len(named) or not works <= self._whose.sold_works:
            return False
        return all(self._is_his_alone(family, work) for work in works - self._whose.whole_works)

    def _is_his_alone(self, family: ContractFamily, work: str) -> bool:
        taken = [grant.block for grant in self._grants(family, work)]
        return not overlaps(taken, self._whose.given(work, by_him=False))

    def _works(self, family: ContractFamily) -> frozenset[str]:
        """His works that a sale names."""
        named = (work for row in family.rows for work in self._whose.works_of(row))
        return self._whose.sold_works.intersection(named)

    def _lines(self, family: ContractFamily) -> Iterator[SaleLine]:
        for work in self._works(family):
            if work not in self._whose.whole_works:
                yield from self._overlapping(family, work)
            elif self._takes(family, work):
                yield from self._naming(family, work)

    def _overlapping(self, family: ContractFamily, work: str) -> Iterator[SaleLine]:
        """The lines that take what one of his contracts gives."""
        given = self._whose.given(work, by_him=True)
        held_back = [one for one in self._whose.catalogue.holdbacks.get(work, ()) if one.root == family.root]
        lines: list[Grant | RightsHoldback] = [*self._grants(family, work), *held_back]
        for one in lines:
            if one.state in SOLD and overlaps([one.block], given):
                yield SaleLine(one.row.table.name, one.row.row)

    def _naming(self, family: ContractFamily, work: str) -> Iterator[SaleLine]:
        """The lines on a work that is his alone."""
        for row in family.rows:
            if row.state not in SOLD or work not in self._whose.works_of(row):
                continue
            for line in self._by_sale.get(row.sale, ()):
                if self._whose.is_his(line.work, frozenset({work})):
                    yield SaleLine(line.table.name, line.row)

    def _takes(self, family: ContractFamily, work: str) -> bool:
        """Whether a sale takes, or may take, something of a work; one that is only proposed does not."""
        unread = self._whose.catalogue.unread.get(work, ())
        return any(grant.state in SOLD for grant in self._grants(family, work)) or any(
            one.root == family.root and one.side is RightsSide.SOLD and one.row.state in SOLD
            for one in unread
        )

    @cached_property
    def _by_sale(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for table in (SALE_TERMS, HOLDBACKS):
            for row in self._office[table.name]:
                found[row.sale].append(row)
        return found

    def _grants(self, family: ContractFamily, work: str) -> list[Grant]:
        return [one for one in self._whose.catalogue.sold.get(work, ()) if one.root == family.root]
