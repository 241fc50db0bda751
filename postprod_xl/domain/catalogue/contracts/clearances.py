"""What the authorisations of authors, performers, music and archives leave out of what is asked, or sold.

Each contract, with its amendments, limits the rights to its own terms, for the versions that these name: two contracts
of one publisher may be of two songs, and both are needed. What another contract of the same party and nature allows is
therefore in doubt, neither granted nor refused; a renewal is typed as an amendment, which replaces its contract. One
that is not signed yet allows nothing for certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock, overlaps, uncovered
from postprod_xl.domain.catalogue.contracts.records import Catalogue, Grant


class LeftOut(NamedTuple):
    """Cells that an authorisation does not allow, as disjoint as those given.

    Attributes
    ----------
    renewed
        Allowed if it goes on by itself.
    beside
        Allowed by another contract of the same party, which may be about something else.
    refused
        Allowed by neither.
    """

    renewed: list[RightsBlock]
    beside: list[RightsBlock]
    refused: list[RightsBlock]


@dataclass(frozen=True)
class Clearance:
    """An authorisation of one work, with its amendments.

    Attributes
    ----------
    grants
        Its terms in force, or those to be signed; one at least.
    others
        The terms of the other contracts of the same party and of the same nature.
    """

    grants: tuple[Grant, ...]
    others: tuple[Grant, ...] = ()

    @property
    def contract(self) -> str:
        """The code of its version."""
        return self.grants[-1].contract

    @property
    def is_signed(self) -> bool:
        """Whether it allows anything yet."""
        return self.grants[0].is_signed

    @cached_property
    def versions(self) -> int:
        """The versions that it is about: the archives of the long cut do not limit the short one."""
        return reduce(or_, (grant.versions for grant in self.grants))

    def wanting(self, blocks: Iterable[RightsBlock]) -> list[RightsBlock]:
        """The cells of some blocks, of the versions that it is about, that it does not allow."""
        about = (block._replace(versions=block.versions & self.versions) for block in blocks)
        allowed = [grant.block for grant in self.grants] if self.is_signed else []
        return uncovered((block for block in about if block.versions), allowed)

    def left_out(self, blocks: Iterable[RightsBlock], later: Sequence[RightsBlock]) -> LeftOut:
        """Cells that it does not allow, and what they are worth.

        Parameters
        ----------
        blocks
            What is asked, or sold.
        later
            What it would allow after its end, if it goes on by itself.
        """
        wanting = self.wanting(blocks)
        ended = uncovered(wanting, later)
        refused = uncovered(ended, [grant.block for grant in self.others])
        # What many others allow is given once: it is what they do not refuse.
        return LeftOut(overlaps(wanting, later), uncovered(ended, refused), refused)


def clearances_of(catalogue: Catalogue, work: str) -> tuple[Clearance, ...]:
    """The authorisations of a work, each with those of the same party beside it; nothing is beside one of nobody."""
    signed, awaited = catalogue.clearances.get(work, ()), catalogue.awaited.get(work, ())
    by_root: dict[str, list[Grant]] = {}
    for grant in (*signed, *awaited):
        by_root.setdefault(grant.root, []).append(grant)
    return tuple(Clearance(tuple(grants), _beside(grants[0], signed)) for grants in by_root.values())


def _beside(grant: Grant, signed: Sequence[Grant]) -> tuple[Grant, ...]:
    others = (other for other in signed if other.root != grant.root and other.nature == grant.nature)
    return tuple(other for other in others if grant.party and other.party == grant.party)
