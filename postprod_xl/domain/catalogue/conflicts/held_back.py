"""DRT-06: sales of what another sale holds back.

A holdback blocks any sale, exclusive or not, whose media, territories and days meet its own (blockframes, `avail.ts`,
collidingHoldback); never the sale that imposes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.catalogue.cells.blocks import overlaps
from postprod_xl.domain.catalogue.cells.joined import joined
from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.conflicts.licences import Licence, reach_of
from postprod_xl.domain.catalogue.conflicts.work_rights import WorkRights, alerted
from postprod_xl.domain.catalogue.contracts.records import RightsHoldback
from postprod_xl.schema.vocabulary import Severity


def holdback_findings(rights: WorkRights) -> Iterator[RightsFinding]:
    """The cells that a sale takes and that the holdbacks of another forbid, these taken together."""
    imposed: dict[str, list[RightsHoldback]] = {}
    for holdback in rights.holdbacks:
        imposed.setdefault(holdback.contract, []).append(holdback)
    for holdbacks in imposed.values():
        reach = reach_of([holdback.block for holdback in holdbacks])
        for sale in rights.sales:
            if sale.root != holdbacks[0].root and sale.reach.overlap(reach):
                yield from _findings(rights, holdbacks, sale)


def _findings(rights: WorkRights, holdbacks: list[RightsHoldback], sale: Licence) -> Iterator[RightsFinding]:
    holder = holdbacks[0]
    for block in joined(overlaps(sale.blocks, [holdback.block for holdback in holdbacks])):
        hit = [holdback for holdback in holdbacks if holdback.block.overlap(block)]
        pending = "" if holder.is_signed else ", qui n'est pas signée"
        yield RightsFinding(
            rule="DRT-06",
            severity=_severity(sale.is_signed, holder.is_signed),
            work=rights.work,
            contract=sale.contract,
            other_contract=holder.contract,
            message=f"La vente {sale.contract} tombe dans le gel (holdback) de {holder.contract}{pending} : "
            f"{rights.said(block)}",
            fix=f"Faites lever le gel par le client de {holder.contract}, ou retirez ces droits de {sale.contract}.",
            rows=alerted(sale.lines(block), tuple(one.row for one in hit)),
        ).on(block)


def _severity(*signed: bool) -> Severity:
    """Both signed, it blocks; one, it warns; none, it is good to know."""
    if all(signed):
        return Severity.BLOCKING
    return Severity.WARNING if any(signed) else Severity.INFO
