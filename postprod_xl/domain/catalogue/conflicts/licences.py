"""What a version of a contract takes or gives of one work: its terms together, however they are cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock, uncovered
from postprod_xl.domain.catalogue.cells.joined import joined
from postprod_xl.domain.catalogue.cells.spans import DaySpan
from postprod_xl.domain.catalogue.contracts.records import Grant
from postprod_xl.schema.catalogue_vocabulary import RightsState
from postprod_xl.schema.rows import Row


@dataclass(frozen=True)
class Licence:
    """The terms of one version of a contract on one work, together.

    Attributes
    ----------
    grants
        The terms, one at least.
    row
        The row of the contract.
    """

    grants: tuple[Grant, ...]
    row: Row

    @property
    def contract(self) -> str:
        """The code of the version."""
        return self.grants[0].contract

    @property
    def root(self) -> str:
        """The code of the first contract: its versions never clash with each other."""
        return self.grants[0].root

    @property
    def work(self) -> str:
        """The code of the work."""
        return self.grants[0].work

    @property
    def is_signed(self) -> bool:
        """Whether it binds."""
        return self.grants[0].is_signed

    @property
    def state(self) -> RightsState:
        """Signed, in option or in negotiation."""
        return self.grants[0].state

    @property
    def option_until(self) -> date | None:
        """The last day of the option."""
        return self.grants[0].option_until

    @property
    def seniority(self) -> tuple[bool, date, int]:
        """Signed before not, then by signature and row: of two that clash, the later is the one to look at."""
        return not self.is_signed, self.row.signature_day or date.min, self.row.row

    @cached_property
    def exclusive(self) -> tuple[RightsBlock, ...]:
        """The cells that are exclusive, some of them perhaps twice."""
        return _few([grant.block for grant in self.grants if grant.exclusive])

    @cached_property
    def shared(self) -> tuple[RightsBlock, ...]:
        """The cells that are not: one that two terms give is exclusive as soon as one of them is."""
        shared = _few([grant.block for grant in self.grants if not grant.exclusive])
        return tuple(uncovered(shared, self.exclusive))

    @cached_property
    def blocks(self) -> tuple[RightsBlock, ...]:
        """All its cells."""
        return (*self.exclusive, *self.shared)

    @cached_property
    def reach(self) -> RightsBlock:
        """A block that has them all, and maybe others: what it does not meet, they do not."""
        return reach_of([grant.block for grant in self.grants])

    def lines(self, block: RightsBlock) -> tuple[Row, ...]:
        """Its row and those of its terms that have some of the cells of a block."""
        touched = (grant.row for grant in self.grants if grant.block.overlap(block) is not None)
        return (self.row, *touched)


_MANY = 8
"""From so many terms, it is worth joining them before they are compared with others."""


def _few(blocks: Sequence[RightsBlock]) -> tuple[RightsBlock, ...]:
    return tuple(blocks) if len(blocks) < _MANY else joined(blocks)


def reach_of(blocks: Sequence[RightsBlock]) -> RightsBlock:
    """The smallest block that has all the cells of some."""
    whole, *others = blocks
    for block in others:
        whole = RightsBlock(
            whole.media | block.media,
            whole.territories | block.territories,
            whole.languages | block.languages,
            whole.versions | block.versions,
            DaySpan(min(whole.span.first, block.span.first), max(whole.span.last, block.span.last)),
        )
    return whole


def licences_of(grants: Iterable[Grant], rows: dict[str, Row]) -> tuple[Licence, ...]:
    """The terms of one work by version of contract, in the order of the first of each.

    Parameters
    ----------
    grants
        Of one work.
    rows
        The rows of the contracts by code.
    """
    found: dict[str, list[Grant]] = {}
    for grant in grants:
        found.setdefault(grant.contract, []).append(grant)
    return tuple(Licence(tuple(held), rows[contract]) for contract, held in found.items())


def meeting(licences: Sequence[Licence]) -> Iterator[tuple[Licence, Licence]]:
    """The pairs of different contracts that may share a cell, each once, the senior first."""
    running: list[Licence] = []
    for licence in sorted(licences, key=lambda one: one.reach.span):
        media, territories, languages, versions, span = licence.reach
        running = [other for other in running if other.reach.span.last >= span.first]
        for other in running:
            theirs = other.reach
            if (
                theirs.media & media
                and theirs.territories & territories
                and theirs.languages & languages
                and theirs.versions & versions
                and other.root != licence.root
            ):
                yield (other, licence) if other.seniority <= licence.seniority else (licence, other)
        running.append(licence)
