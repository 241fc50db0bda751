"""What the contracts of a catalogue give, limit, sell and hold back, as every subject of the catalogue reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock
from postprod_xl.domain.catalogue.cells.spans import span_of
from postprod_xl.domain.catalogue.contracts.families import ContractFamily
from postprod_xl.domain.catalogue.grounds.axis import RightsAxis
from postprod_xl.domain.catalogue.grounds.grounds import Grounds
from postprod_xl.schema.catalogue_vocabulary import MandateNature, RightsState
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row

RIGHTS_GIVING = (MandateNature.DISTRIBUTION, MandateNature.ASSIGNMENT)
"""The natures of a contract that gives rights to sell; the others limit what may be sold."""


class RightsSide(Enum):
    """What a contract does to the rights of a work."""

    HELD = "held"
    LIMITING = "limiting"
    SOLD = "sold"


@dataclass(frozen=True, kw_only=True)
class CoveredRights:
    """What one line of a contract in force covers of one work.

    Attributes
    ----------
    contract, root
        Codes of the contract or amendment that the line is in force for, and of the first contract.
    row
        The line, in TermesMandat, TermesVente or Holdbacks.
    work
        Its code in Oeuvres.
    versions
        A mask of the versions of the work; its first bit is the work in no declared version.
    media, territories, languages
        Masks of the axes of the grounds, never empty.
    first, last
        The days, both included; those of a terminated contract stop before its termination.
    state
        Signed, in option or in negotiation. A terminated contract was signed, until it stops.
    party
        Code of the client or of the grantor, empty when it is not told.
    block
        Its cells.
    """

    contract: str
    root: str
    row: Row
    work: str
    versions: int
    media: int
    territories: int
    languages: int
    first: date
    last: date
    state: RightsState
    party: str
    block: RightsBlock = field(init=False, repr=False, compare=False)

    @property
    def is_signed(self) -> bool:
        """Whether it binds."""
        return self.state is RightsState.SIGNED

    def __post_init__(self) -> None:
        span = span_of(self.first, self.last)
        block = RightsBlock(self.media, self.territories, self.languages, self.versions, span)
        object.__setattr__(self, "block", block)


@dataclass(frozen=True, kw_only=True)
class Grant(CoveredRights):
    """What one term of a contract in force gives or takes of one work.

    Attributes
    ----------
    exclusive
        Whether nobody else may have it.
    option_until
        The last day of the option, when it is one and has one.
    nature
        That of the mandate; None for a sale.
    """

    exclusive: bool
    option_until: date | None
    nature: MandateNature | None


@dataclass(frozen=True, kw_only=True)
class RightsHoldback(CoveredRights):
    """What a sale forbids to sell to others of one work, exclusive or not.

    Attributes
    ----------
    holdback
        Its code.
    reason
        Its clause.
    """

    holdback: str
    reason: str


@dataclass(frozen=True)
class UnreadContract:
    """A contract of which something could not be read: its effect on a work is not known.

    Attributes
    ----------
    contract, root
        Codes of the row and of the first contract.
    row, line
        Its row in Mandats or Ventes, and the row where the fault stands: the same, or that of a term or holdback.
    side
        What it does to the work.
    is_signed
        Whether it binds, or may: false for an option or a negotiation.
    message
        In French: what could not be read, and where.
    """

    contract: str
    root: str
    row: Row
    line: Row
    side: RightsSide
    is_signed: bool
    message: str


@dataclass(frozen=True)
class Catalogue:
    """The contracts in force today, work by work.

    Attributes
    ----------
    works
        Rows of Oeuvres by code, in order, with their typed columns.
    versions
        The axis of the versions of each work; its first leaf, "", is the work in no declared version.
    grounds
        The axes of media, territories and languages.
    held
        What signed mandates and assignments to the house give.
    clearances
        What signed authorisations (authors, performers, music, archives) allow: they limit.
    awaited
        The authorisations none of whose versions is signed: what they would allow.
    sold
        What sales take: signed, in option, in negotiation.
    holdbacks
        What sales hold back.
    unread
        The contracts that could not be read, wholly or in part; what could be read of them is in the other mappings.
    mandates, sales
        Every contract with its amendments, by the code of each of its rows.
    problems
        What is wrong in the cells, a line each, in the order of the tabs.
    """

    works: Mapping[str, Row]
    versions: Mapping[str, RightsAxis]
    grounds: Grounds
    held: Mapping[str, tuple[Grant, ...]]
    clearances: Mapping[str, tuple[Grant, ...]]
    awaited: Mapping[str, tuple[Grant, ...]]
    sold: Mapping[str, tuple[Grant, ...]]
    holdbacks: Mapping[str, tuple[RightsHoldback, ...]]
    unread: Mapping[str, tuple[UnreadContract, ...]]
    mandates: Mapping[str, ContractFamily]
    sales: Mapping[str, ContractFamily]
    problems: Sequence[Problem]

    @cached_property
    def renewed_ends(self) -> Mapping[str, date]:
        """The last day of the terms of each mandate and authorisation in force that goes on when nobody ends it.

        An amendment does not have to say again what the first contract says of it. A terminated contract does not go
        on.
        """
        ends: dict[str, date] = {}
        for by_work in (self.held, self.clearances):
            for grant in (grant for grants in by_work.values() for grant in grants):
                family = self.mandates[grant.contract]
                rows = (family.head, family.current or family.head)
                if family.ended is None and any(row.is_renewed for row in rows):
                    ends[grant.contract] = max(ends.get(grant.contract, grant.last), grant.last)
        return ends
