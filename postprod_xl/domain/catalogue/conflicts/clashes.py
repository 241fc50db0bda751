"""DRT-04, 05, 07: sales that take the same cells.

The matrix of exclusivity is that of blockframes (`avail.ts`, exclusivitySomeOf): two licences clash as soon as one of
them is exclusive. Only signed ones block each other; an option or a negotiation warns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock, overlaps
from postprod_xl.domain.catalogue.cells.joined import joined
from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.conflicts.licences import Licence, meeting
from postprod_xl.domain.catalogue.conflicts.work_rights import WorkRights, alerted
from postprod_xl.schema.catalogue_vocabulary import RightsState
from postprod_xl.schema.vocabulary import Severity


class _Clash(NamedTuple):
    """What two sales that meet are to each other."""

    rule: str
    severity: Severity
    message: str
    fix: str


def clash_findings(rights: WorkRights) -> Iterator[RightsFinding]:
    """The cells that two sales of different contracts both take, a pair once, in the fewest lines.

    Two sales that are not exclusive may live together: it is told of signed ones, and of no other.
    """
    for senior, junior in meeting(rights.sales):
        if exclusive := _exclusive_cells(senior, junior):
            yield from _findings(rights, senior, junior, _clash(senior, junior), exclusive)
        if senior.is_signed and junior.is_signed:
            shared = overlaps(senior.shared, junior.shared)
            yield from _findings(rights, senior, junior, _coexistence(senior, junior), shared)


def _exclusive_cells(senior: Licence, junior: Licence) -> list[RightsBlock]:
    """The cells of both that are exclusive for one of them at least."""
    return [*overlaps(senior.exclusive, junior.blocks), *overlaps(senior.shared, junior.exclusive)]


def _findings(
    rights: WorkRights, senior: Licence, junior: Licence, clash: _Clash, cells: Iterable[RightsBlock]
) -> Iterator[RightsFinding]:
    for block in joined(cells):
        rows = () if clash.severity is Severity.INFO else alerted(junior.lines(block), senior.lines(block))
        yield RightsFinding(
            rule=clash.rule,
            severity=clash.severity,
            work=rights.work,
            contract=junior.contract,
            other_contract=senior.contract,
            message=f"{clash.message}{_whose(senior, junior, block)} : {rights.said(block)}",
            fix=clash.fix,
            rows=rows,
        ).on(block)


def _clash(senior: Licence, junior: Licence) -> _Clash:
    one, other = junior.contract, senior.contract
    if junior.is_signed:
        return _Clash(
            "DRT-04",
            Severity.BLOCKING,
            f"Conflit entre {one} et {other}",
            f"Retirez ces droits de {one} ou de {other} par un avenant, ou faites accepter la coexistence.",
        )
    until = f" jusqu'au {junior.option_until:%d/%m/%Y}" if junior.option_until else ""
    if junior.state is RightsState.OPTION:
        pending = f"Option {one} en cours{until}"
    else:
        pending = f"{one} en négociation"
    if senior.is_signed:
        message = f"{pending}, sur des droits vendus par {other}"
        return _Clash("DRT-07", Severity.WARNING, message, f"Ne signez {one} qu'une fois ces droits retirés.")
    also = "en option" if senior.state is RightsState.OPTION else "en négociation"
    message = f"{pending}, et {other} {also} sur les mêmes droits"
    return _Clash("DRT-07", Severity.INFO, message, "La première signée prendra ces droits.")


def _whose(senior: Licence, junior: Licence, block: RightsBlock) -> str:
    """Which of two sales that clash is exclusive of some of the cells."""
    found = [one.contract for one in (junior, senior) if overlaps(one.exclusive, (block,))]
    if not found:
        return ""
    return f" ({found[0]} exclusive)" if len(found) == 1 else " (exclusives toutes deux)"


def _coexistence(senior: Licence, junior: Licence) -> _Clash:
    return _Clash(
        "DRT-05",
        Severity.INFO,
        f"Deux licences non exclusives coexistent, {junior.contract} et {senior.contract}",
        "",
    )
