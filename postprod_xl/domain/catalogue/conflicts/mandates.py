"""DRT-08: two exclusive mandates of the same cells: one of the grantors had nothing left to give."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.catalogue.cells.blocks import overlaps
from postprod_xl.domain.catalogue.cells.joined import joined
from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.conflicts.licences import meeting
from postprod_xl.domain.catalogue.conflicts.work_rights import WorkRights, alerted
from postprod_xl.schema.vocabulary import Severity


def mandate_findings(rights: WorkRights) -> Iterator[RightsFinding]:
    """The cells that two signed mandates of different contracts both give exclusively."""
    for senior, junior in meeting(rights.mandates):
        for block in joined(overlaps(senior.exclusive, junior.exclusive)):
            yield RightsFinding(
                rule="DRT-08",
                severity=Severity.BLOCKING,
                work=rights.work,
                contract=junior.contract,
                other_contract=senior.contract,
                message=f"Double mandat exclusif, {junior.contract} et {senior.contract}, sur {rights.said(block)}",
                fix="Faites dire par les cédants lequel des deux tient ces droits, et corrigez l'autre.",
                rows=alerted(junior.lines(block), senior.lines(block)),
            ).on(block)
