"""What the lines of a version of a contract come to: a record for each line and each work that it covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.catalogue.contracts.deeds import Deed
from postprod_xl.domain.catalogue.contracts.records import Grant, RightsHoldback, RightsSide
from postprod_xl.domain.catalogue.contracts.terms import TermReading
from postprod_xl.schema.rows import Row


def grants_of(deed: Deed, readings: Sequence[TermReading]) -> Iterator[Grant]:
    """What each term of a version gives or takes of each work."""
    option_until = deed.row.option_until if "option_until" in deed.row.table.by_name else None
    contract, root = deed.code, deed.family.root
    for line, work, versions, covered in _covered(deed, readings):
        yield Grant(
            contract=contract,
            root=root,
            row=line,
            work=work,
            versions=versions,
            media=covered.media,
            territories=covered.territories,
            languages=covered.languages,
            first=covered.first,
            last=covered.last,
            exclusive=bool(line.is_exclusive),
            state=deed.state,
            option_until=option_until,
            party=deed.party,
            nature=deed.nature,
        )


def holdbacks_of(deed: Deed, readings: Sequence[TermReading]) -> Iterator[RightsHoldback]:
    """What each line of holdbacks of a sale forbids of each work."""
    for line, work, versions, covered in _covered(deed, readings):
        yield RightsHoldback(
            holdback=line.holdback,
            contract=deed.code,
            root=deed.family.root,
            row=line,
            work=work,
            versions=versions,
            media=covered.media,
            territories=covered.territories,
            languages=covered.languages,
            first=covered.first,
            last=covered.last,
            state=deed.state,
            party=deed.party,
            reason=line.reason,
        )


class _Effect(NamedTuple):
    """What is left of a line, its contract being terminated or not."""

    media: int
    territories: int
    languages: int
    first: date
    last: date


def _covered(deed: Deed, readings: Sequence[TermReading]) -> Iterator[tuple[Row, str, int, _Effect]]:
    """What is left of each line for each work; nothing of one that begins after its contract has ended.

    Such a line of an authorisation stays, on no day: what it was about is not allowed any more.
    """
    for reading in readings:
        covered = reading.covered
        if covered is None:
            continue
        last = covered.last if deed.ended is None else min(covered.last, deed.ended)
        if last < covered.first and deed.side is not RightsSide.LIMITING:
            continue
        effect = _Effect(covered.media, covered.territories, covered.languages, covered.first, last)
        for work, versions in covered.versions.items():
            yield reading.row, work, versions, effect
