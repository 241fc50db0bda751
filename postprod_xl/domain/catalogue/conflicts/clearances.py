"""DRT-20: sales that outlast, or go beyond, what authors, performers, musicians or archives allow.

A line of an authorisation that names a version only concerns that version: the archives of the long cut do not limit
the short one. Languages, media and territories that it does not say are not allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock, overlaps, uncovered
from postprod_xl.domain.catalogue.cells.joined import joined
from postprod_xl.domain.catalogue.cells.spans import ALL_DAYS
from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.conflicts.licences import Licence
from postprod_xl.domain.catalogue.conflicts.work_rights import WorkRights, alerted
from postprod_xl.domain.catalogue.contracts.records import Grant, RightsSide
from postprod_xl.domain.wording import counted, in_sentence


class _Allowed:
    """What the authorisations of one party allow together.

    Parameters
    ----------
    rights
        The rights of the work.
    licences
        The authorisations.
    """

    def __init__(self, rights: WorkRights, licences: Sequence[Licence]) -> None:
        self.licences = licences
        self.grants = [grant for licence in licences for grant in licence.grants]
        self.blocks = [grant.block for grant in self.grants]
        self.always = list(dict.fromkeys(block._replace(span=ALL_DAYS) for block in self.blocks))
        self.concerned = reduce(or_, (grant.versions for grant in self.grants))
        renewed = rights.renewed(self.grants)
        self.later = [block for blocks in renewed.values() for block in blocks]
        self.going_on = f" ; sauf tacite reconduction de {', '.join(renewed)}"

    def wanting(self, sale: Licence) -> list[RightsBlock]:
        """The cells of a sale, of the versions that they are about, that they do not allow."""
        taken = (block._replace(versions=block.versions & self.concerned) for block in sale.blocks)
        return uncovered((block for block in taken if block.versions), self.blocks)


def clearance_findings(rights: WorkRights) -> Iterator[RightsFinding]:
    """What of each sale the authorisations of the work do not allow, party by party."""
    doubt = rights.missing(RightsSide.LIMITING)
    for licences in rights.clearances:
        allowed = _Allowed(rights, licences)
        for sale in rights.sales:
            wanting = allowed.wanting(sale)
            if not wanting:
                continue
            late = joined(overlaps(wanting, allowed.always))
            ended, renewed = uncovered(late, allowed.later), overlaps(late, allowed.later)
            yield from _findings(rights, sale, _outside(allowed, uncovered(wanting, allowed.always)), doubt)
            yield from _findings(rights, sale, _beyond(allowed, ended), doubt)
            yield from _findings(rights, sale, _beyond(allowed, renewed), f"{allowed.going_on}{doubt}")


class _Told(NamedTuple):
    """Cells that an authorisation does not allow, and what is said of them."""

    block: RightsBlock
    licence: Licence
    message: str


def _findings(
    rights: WorkRights, sale: Licence, told: Iterable[_Told], doubt: str
) -> Iterator[RightsFinding]:
    for block, licence, message in told:
        yield RightsFinding(
            rule="DRT-20",
            severity=rights.severity(sale, doubt),
            work=rights.work,
            contract=sale.contract,
            other_contract=licence.contract,
            message=f"{message} : {sale.contract}, {rights.said(block)}{doubt}",
            fix="Faites prolonger ou étendre l'autorisation, ou ramenez la licence dans ce qu'elle permet.",
            media=block.media,
            territories=block.territories,
            languages=block.languages,
            versions=block.versions,
            first=block.span.first_day,
            last=block.span.last_day,
            rows=alerted(sale.lines(block), (licence.row,)),
        )


def _outside(allowed: _Allowed, cells: Iterable[RightsBlock]) -> Iterator[_Told]:
    for block in joined(cells):
        licence = allowed.licences[0]
        yield _Told(block, licence, f"Hors des {in_sentence(_whose(licence.grants[0]))}")


def _beyond(allowed: _Allowed, cells: Iterable[RightsBlock]) -> Iterator[_Told]:
    for block in joined(cells):
        around = [one for one in allowed.grants if one.block._replace(span=block.span).overlap(block)]
        before = [grant for grant in around if grant.block.span.last < block.span.first]
        after = [grant for grant in around if grant.block.span.first > block.span.last]
        if not before:
            begins = min(after, key=lambda grant: grant.first)
            message = f"{_whose(begins)} ne commencent que le {begins.first:%d/%m/%Y}"
            yield _Told(block, _of(allowed, begins), message)
            continue
        ended = max(before, key=lambda grant: grant.last)
        message = f"{_whose(ended)} expirés le {ended.last:%d/%m/%Y}"
        if not after:
            days = counted(block.span.last - ended.block.span.last, "jour")
            message += f", {days} avant la fin de la licence"
        yield _Told(block, _of(allowed, ended), message)


def _of(allowed: _Allowed, grant: Grant) -> Licence:
    return next(licence for licence in allowed.licences if licence.contract == grant.contract)


def _whose(grant: Grant) -> str:
    party = f" de {grant.party}" if grant.party else ""
    return f"{grant.nature}{party} ({grant.contract})"
