"""DRT-20: sales that outlast, or go beyond, what authors, performers, musicians or archives allow.

A line of an authorisation that names a version only concerns that version: the archives of the long cut do not limit
the short one. Languages, media and territories that it does not say are not allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock, overlaps, uncovered
from postprod_xl.domain.catalogue.cells.joined import joined
from postprod_xl.domain.catalogue.cells.spans import ALL_DAYS
from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.conflicts.licences import Licence
from postprod_xl.domain.catalogue.conflicts.work_rights import WorkRights, alerted
from postprod_xl.domain.catalogue.contracts.records import Grant, RightsSide
from postprod_xl.domain.wording import counted
from postprod_xl.schema.rows import Row


def clearance_findings(rights: WorkRights) -> Iterator[RightsFinding]:
    """What of each sale the authorisations of the work do not allow, party by party."""
    for licences in rights.clearances:
        grants = [grant for licence in licences for grant in licence.grants]
        allowed = [grant.block for grant in grants]
        always = list(dict.fromkeys(block._replace(span=ALL_DAYS) for block in allowed))
        concerned = reduce(or_, (grant.versions for grant in grants))
        for sale in rights.sales:
            taken = [
                block._replace(versions=block.versions & concerned)
                for block in sale.blocks
                if block.versions & concerned
            ]
            wanting = uncovered(taken, allowed)
            never, late = joined(uncovered(wanting, always)), joined(overlaps(wanting, always))
            yield from _findings(rights, sale, licences, _outside(rights, grants, never))
            yield from _findings(rights, sale, licences, _beyond(rights, grants, late))


_Told = Iterable[tuple[RightsBlock, str, str]]


def _findings(
    rights: WorkRights, sale: Licence, licences: Sequence[Licence], told: _Told
) -> Iterator[RightsFinding]:
    doubt = rights.missing(RightsSide.LIMITING)
    for block, contract, message in told:
        yield RightsFinding(
            rule="DRT-20",
            severity=rights.severity(sale, doubt),
            work=rights.work,
            contract=sale.contract,
            other_contract=contract,
            message=f"{message} : {sale.contract}, {rights.said(block)}{doubt}",
            fix="Faites prolonger ou étendre l'autorisation, ou ramenez la licence dans ce qu'elle permet.",
            media=block.media,
            territories=block.territories,
            languages=block.languages,
            versions=block.versions,
            first=block.span.first_day,
            last=block.span.last_day,
            rows=alerted(sale.lines(block), _rows(licences, contract)),
        )


def _rows(licences: Sequence[Licence], contract: str) -> tuple[Row, ...]:
    return tuple(licence.row for licence in licences if licence.contract == contract)


def _outside(rights: WorkRights, grants: Sequence[Grant], blocks: Iterable[RightsBlock]) -> _Told:
    for block in blocks:
        yield block, grants[0].contract, f"{_whose(grants[0])} ne permettent pas tout ce qui est vendu"


def _beyond(rights: WorkRights, grants: Sequence[Grant], blocks: Iterable[RightsBlock]) -> _Told:
    for block in blocks:
        around = [grant for grant in grants if grant.block._replace(span=block.span).overlap(block)]
        before = [grant for grant in around if grant.block.span.last < block.span.first]
        after = [grant for grant in around if grant.block.span.first > block.span.last]
        if before:
            ended = max(before, key=lambda grant: grant.last)
            message = f"{_whose(ended)} expirés le {ended.last:%d/%m/%Y}"
            if not after:
                days = counted(block.span.last - ended.block.span.last, "jour")
                message += f", {days} avant la fin de la licence"
            yield block, ended.contract, message
        else:
            begins = min(after, key=lambda grant: grant.first)
            message = f"{_whose(begins)} ne commencent que le {begins.first:%d/%m/%Y}"
            yield block, begins.contract, message


def _whose(grant: Grant) -> str:
    party = f" de {grant.party}" if grant.party else ""
    return f"{grant.nature}{party} ({grant.contract})"
