"""Everything that the rules of rights look at in one work, and how its cells are said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock
from postprod_xl.domain.catalogue.conflicts.licences import Licence, licences_of
from postprod_xl.domain.catalogue.contracts.clearances import Clearance, clearances_of
from postprod_xl.domain.catalogue.contracts.families import ContractFamily, code_of
from postprod_xl.domain.catalogue.contracts.records import (
    Catalogue,
    Grant,
    RightsHoldback,
    RightsSide,
    UnreadContract,
)
from postprod_xl.domain.catalogue.contracts.renewals import given_later
from postprod_xl.domain.wording import from_to
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import Severity


class ContractRows:
    """The rows of the contracts of a catalogue, by code, and the last day of those that go on when nobody ends them.

    Parameters
    ----------
    catalogue
        As read.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.mandates = _counted(catalogue.mandates.values())
        self.sales = _counted(catalogue.sales.values())
        self.renewed_ends = catalogue.renewed_ends


def _counted(families: Iterable[ContractFamily]) -> dict[str, Row]:
    """The rows of contracts that count, signed or not, by their codes."""
    return {code_of(row): row for family in families for row in (*family.signed, *family.pending)}


@dataclass(frozen=True)
class WorkRights:
    """The rights of one work.

    Attributes
    ----------
    catalogue, work, rows
        The catalogue, the code of the work, the rows of the contracts.
    """

    catalogue: Catalogue
    work: str
    rows: ContractRows

    @cached_property
    def sales(self) -> tuple[Licence, ...]:
        """What each sale takes, signed or not."""
        return licences_of(self.catalogue.sold.get(self.work, ()), self.rows.sales)

    @cached_property
    def mandates(self) -> tuple[Licence, ...]:
        """What each signed mandate gives."""
        return licences_of(self.held, self.rows.mandates)

    @property
    def held(self) -> Sequence[Grant]:
        """The terms of the signed mandates."""
        return self.catalogue.held.get(self.work, ())

    @property
    def holdbacks(self) -> Sequence[RightsHoldback]:
        """What sales hold back."""
        return self.catalogue.holdbacks.get(self.work, ())

    @property
    def unread(self) -> Sequence[UnreadContract]:
        """The contracts whose effect on the work is not known."""
        return self.catalogue.unread.get(self.work, ())

    @cached_property
    def clearances(self) -> tuple[Clearance, ...]:
        """The authorisations, each of which limits what is sold."""
        return clearances_of(self.catalogue, self.work)

    def renewed(self, grants: Iterable[Grant]) -> dict[str, list[RightsBlock]]:
        """What mandates that go on when nobody ends them would give after their last day, by contract."""
        found: dict[str, list[RightsBlock]] = {}
        for contract, later in given_later(grants, self.rows.renewed_ends):
            found.setdefault(contract, []).append(later)
        return found

    def missing(self, side: RightsSide) -> str:
        """What is added to a finding that contracts not read could answer; empty when all are."""
        codes = [one.contract for one in self.unread if one.side is side]
        return f" ; à vérifier : {', '.join(codes)} non lu" if codes else ""

    def severity(self, licence: Licence, doubt: str = "") -> Severity:
        """What a fact is worth: only signed contracts block, and only what is certain."""
        return Severity.BLOCKING if licence.is_signed and not doubt else Severity.WARNING

    def said(self, block: RightsBlock) -> str:
        """The cells of a block in French: media, countries, then languages and versions that are not all, and days."""
        return f"{self.said_leaves(block)}, {from_to(block.span.first_day, block.span.last_day)}"

    def said_leaves(self, block: RightsBlock) -> str:
        """The cells of a block without its days."""
        return ", ".join(self._leaves(block))

    def _leaves(self, block: RightsBlock) -> Iterator[str]:
        grounds, versions = self.catalogue.grounds, self.catalogue.versions[self.work]
        yield grounds.said_media(block.media)
        yield grounds.said_territories(block.territories)
        if block.languages != grounds.languages.everything:
            yield grounds.said_languages(block.languages)
        if block.versions != versions.everything:
            named = [code or "hors versions déclarées" for code in versions.leaves(block.versions)]
            yield f"version {', '.join(named)}"


def alerted(*lines: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of several contracts, each once."""
    found = {(row.table.name, row.row): row for rows in lines for row in rows}
    return tuple(found.values())
