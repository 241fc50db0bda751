"""What contracts that go on when nobody ends them would give after their last day (`Catalogue.renewed_ends`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock
from postprod_xl.domain.catalogue.cells.spans import ALL_DAYS, DaySpan
from postprod_xl.domain.catalogue.contracts.records import Grant


def given_later(grants: Iterable[Grant], ends: Mapping[str, date]) -> list[tuple[str, RightsBlock]]:
    """What some grants would give later, by contract: the terms that last until the end of one that goes on."""
    return [
        (grant.contract, grant.block._replace(span=DaySpan(grant.block.span.last + 1, ALL_DAYS.last)))
        for grant in grants
        if ends.get(grant.contract) == grant.last
    ]
