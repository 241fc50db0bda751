"""The contracts that go on when nobody ends them, and what they would then give after their last day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock
from postprod_xl.domain.catalogue.cells.spans import ALL_DAYS, DaySpan
from postprod_xl.domain.catalogue.contracts.records import Catalogue, Grant


def renewed_ends(catalogue: Catalogue) -> dict[str, date]:
    """The last day of the terms of each mandate and authorisation in force that goes on when nobody ends it.

    An amendment does not have to say again what the first contract says of it. A terminated contract does not go on.
    """
    ends: dict[str, date] = {}
    for by_work in (catalogue.held, catalogue.clearances):
        for grant in (grant for grants in by_work.values() for grant in grants):
            family = catalogue.mandates[grant.contract]
            rows = (family.head, family.current or family.head)
            if family.ended is None and any(row.is_renewed for row in rows):
                ends[grant.contract] = max(ends.get(grant.contract, grant.last), grant.last)
    return ends


def given_later(grants: Iterable[Grant], ends: Mapping[str, date]) -> list[tuple[str, RightsBlock]]:
    """What some grants would give later, by contract: the terms that last until the end of one that goes on."""
    return [
        (grant.contract, grant.block._replace(span=DaySpan(grant.block.span.last + 1, ALL_DAYS.last)))
        for grant in grants
        if ends.get(grant.contract) == grant.last
    ]
