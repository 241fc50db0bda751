"""DRT-20: sales that outlast, or go beyond, what authors, performers, musicians or archives allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock, overlaps, uncovered
from postprod_xl.domain.catalogue.cells.joined import joined
from postprod_xl.domain.catalogue.cells.spans import ALL_DAYS
from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.conflicts.licences import Licence
from postprod_xl.domain.catalogue.conflicts.work_rights import WorkRights, alerted
from postprod_xl.domain.catalogue.contracts.clearances import Clearance
from postprod_xl.domain.catalogue.contracts.records import Grant, RightsSide
from postprod_xl.domain.wording import counted, in_sentence

_EXTEND = "Faites prolonger ou étendre l'autorisation, ou ramenez la licence dans ce qu'elle permet."
_CONFIRM = (
    "Vérifiez que l'autre contrat porte bien sur la même chose ; un renouvellement se saisit en avenant."
)
_SIGN = "Faites signer l'autorisation avant de livrer la licence."


def clearance_findings(rights: WorkRights) -> Iterator[RightsFinding]:
    """What of each sale the authorisations of the work do not allow, each by itself."""
    doubt = rights.missing(RightsSide.LIMITING)
    for clearance in rights.clearances:
        limit = _Limit(rights, clearance)
        for sale in rights.sales:
            for told in limit.found(sale):
                yield _finding(rights, sale, told._replace(doubt=f"{told.doubt}{doubt}"))


class _Told(NamedTuple):
    """Cells that an authorisation does not allow, and what is said of them.

    Attributes
    ----------
    block, grant, message, fix
        The cells, the term that comes closest to them, what is wrong and how to put it right.
    doubt
        What may allow them yet; empty, nothing does.
    """

    block: RightsBlock
    grant: Grant
    message: str
    fix: str = _EXTEND
    doubt: str = ""


class _Limit:
    """What an authorisation leaves out of sales.

    Parameters
    ----------
    rights
        The rights of the work.
    clearance
        The authorisation.
    """

    def __init__(self, rights: WorkRights, clearance: Clearance) -> None:
        self._clearance = clearance
        self._given = [grant for grant in clearance.grants if grant.first <= grant.last]
        self._always = list(dict.fromkeys(grant.block._replace(span=ALL_DAYS) for grant in self._given))
        renewed = rights.renewed(clearance.grants)
        self._later = [block for blocks in renewed.values() for block in blocks]
        self._going_on = f" ; sauf tacite reconduction de {', '.join(renewed)}"

    def found(self, sale: Licence) -> Iterator[_Told]:
        """What is not allowed of a sale."""
        left_out = self._clearance.left_out(sale.blocks, self._later)
        if not self._clearance.is_signed:
            yield from self._unsigned([*left_out.beside, *left_out.refused])
            return
        yield from self._beyond(left_out.refused)
        for told in self._beyond(left_out.renewed):
            yield told._replace(doubt=self._going_on)
        for told in self._beyond(left_out.beside):
            others = self._clearance.others
            codes = sorted({other.contract for other in others if other.block.overlap(told.block)})
            yield told._replace(doubt=f" ; à confirmer par {', '.join(codes)}", fix=_CONFIRM)

    def _unsigned(self, cells: Iterable[RightsBlock]) -> Iterator[_Told]:
        grant = self._clearance.grants[-1]
        for block in joined(cells):
            yield _Told(
                block, grant, f"{_whose(grant)} pas signés", _SIGN, " ; à confirmer par leur signature"
            )

    def _beyond(self, cells: list[RightsBlock]) -> Iterator[_Told]:
        """What is never allowed, then what is allowed on other days."""
        if not cells:
            return
        grant = self._clearance.grants[-1]
        for block in joined(uncovered(cells, self._always)):
            yield _Told(block, grant, f"Hors des {in_sentence(_whose(grant))}")
        for block in joined(overlaps(cells, self._always)):
            yield self._on_other_days(block)

    def _on_other_days(self, block: RightsBlock) -> _Told:
        around = [one for one in self._given if one.block._replace(span=block.span).overlap(block)]
        before = [grant for grant in around if grant.block.span.last < block.span.first]
        after = [grant for grant in around if grant.block.span.first > block.span.last]
        if not before:
            begins = min(after, key=lambda grant: grant.first)
            return _Told(block, begins, f"{_whose(begins)} ne commencent que le {begins.first:%d/%m/%Y}")
        ended = max(before, key=lambda grant: grant.last)
        message = f"{_whose(ended)} expirés le {ended.last:%d/%m/%Y}"
        if not after:
            days = counted(block.span.last - ended.block.span.last, "jour")
            message += f", {days} avant la fin de la licence"
        return _Told(block, ended, message)


def _finding(rights: WorkRights, sale: Licence, told: _Told) -> RightsFinding:
    block = told.block
    return RightsFinding(
        rule="DRT-20",
        severity=rights.severity(sale, told.doubt),
        work=rights.work,
        contract=sale.contract,
        other_contract=told.grant.contract,
        message=f"{told.message} : {sale.contract}, {rights.said(block)}{told.doubt}",
        fix=told.fix,
        rows=alerted(sale.lines(block), (rights.rows.mandates[told.grant.contract],)),
    ).on(block)


def _whose(grant: Grant) -> str:
    party = f" de {grant.party}" if grant.party else ""
    return f"{grant.nature}{party} ({grant.contract})"
