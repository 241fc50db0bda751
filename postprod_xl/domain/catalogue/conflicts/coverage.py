"""DRT-01, 02, 03: sales of what no signed mandate gives, or not then, or not exclusively.

The mandates of a work count together: what one gives and another continues is held. A mandate that is not exclusive
cannot be sold exclusively (blockframes, `avail.ts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock, overlaps, uncovered
from postprod_xl.domain.catalogue.cells.joined import joined
from postprod_xl.domain.catalogue.cells.spans import ALL_DAYS
from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.conflicts.licences import Licence
from postprod_xl.domain.catalogue.conflicts.work_rights import WorkRights, alerted
from postprod_xl.domain.catalogue.contracts.records import RightsSide
from postprod_xl.domain.wording import counted, first_names

_OUTSIDE, _DATES, _EXCLUSIVITY = "DRT-01", "DRT-02", "DRT-03"


def coverage_findings(rights: WorkRights) -> Iterator[RightsFinding]:
    """What of each sale the mandates do not give."""
    held = [grant.block for grant in rights.held]
    always = list(dict.fromkeys(block._replace(span=ALL_DAYS) for block in held))
    doubt = rights.missing(RightsSide.HELD)
    for sale in rights.sales:
        if wanting := uncovered(sale.blocks, held):
            yield from _findings(rights, sale, _OUTSIDE, joined(uncovered(wanting, always)), doubt)
            yield from _date_findings(rights, sale, joined(overlaps(wanting, always)), doubt)
        if sale.exclusive:
            yield from _findings(rights, sale, _EXCLUSIVITY, _not_exclusive(rights, sale), doubt)


def _date_findings(
    rights: WorkRights, sale: Licence, dates: Sequence[RightsBlock], doubt: str
) -> Iterator[RightsFinding]:
    """What mandates give on other days; it is not certain after the end of one that goes on when nobody ends it."""
    renewed = rights.renewed(rights.held)
    later = [block for blocks in renewed.values() for block in blocks]
    going_on = f" ; sauf tacite reconduction de {', '.join(renewed)}"
    yield from _findings(rights, sale, _DATES, joined(uncovered(dates, later)), doubt)
    yield from _findings(rights, sale, _DATES, joined(overlaps(dates, later)), f"{going_on}{doubt}")


def _not_exclusive(rights: WorkRights, sale: Licence) -> Sequence[RightsBlock]:
    """What a sale takes exclusively of what mandates give, none of them exclusively."""
    given = uncovered(sale.exclusive, [grant.block for grant in rights.held if grant.exclusive])
    return joined(overlaps(given, [grant.block for grant in rights.held if not grant.exclusive]))


def _findings(
    rights: WorkRights, sale: Licence, rule: str, blocks: Iterable[RightsBlock], doubt: str
) -> Iterator[RightsFinding]:
    for block in blocks:
        message, mandates = _SAID[rule](rights, sale, block)
        yield RightsFinding(
            rule=rule,
            severity=rights.severity(sale, doubt),
            work=rights.work,
            contract=sale.contract,
            other_contract=", ".join(mandates),
            message=f"{message}{doubt}",
            fix=_FIXES[rule],
            rows=alerted(sale.lines(block)),
        ).on(block)


_Said = tuple[str, Sequence[str]]


def _outside(rights: WorkRights, sale: Licence, block: RightsBlock) -> _Said:
    codes = [mandate.contract for mandate in rights.mandates]
    what = rights.said(block)
    if not codes:
        return (
            f"Vente sans mandat : aucun mandat signé ne donne {rights.work} pour {sale.contract}, {what}",
            (),
        )
    who = first_names(codes)
    verb = "ne les donne pas" if len(codes) == 1 else "ne les donnent pas"
    return f"Vente {sale.contract} hors du mandat : {what}, {who} {verb}", codes[:1] if len(
        codes
    ) == 1 else ()


def _beyond(rights: WorkRights, sale: Licence, block: RightsBlock) -> _Said:
    around = [grant for grant in rights.held if grant.block._replace(span=block.span).overlap(block)]
    before = [grant for grant in around if grant.block.span.last < block.span.first]
    after = [grant for grant in around if grant.block.span.first > block.span.last]
    what = rights.said(block)
    if before and after:
        ended, begins = max(before, key=lambda one: one.last), min(after, key=lambda one: one.first)
        days = counted(block.span.days, "jour")
        message = f"La licence {sale.contract} court {days} sans mandat, entre {ended.contract} et {begins.contract}"
        return f"{message} : {what}", tuple(dict.fromkeys((ended.contract, begins.contract)))
    if before:
        ended = max(before, key=lambda one: one.last)
        days = counted(block.span.last - ended.block.span.last, "jour")
        message = f"La licence {sale.contract} dépasse la fin du mandat {ended.contract} de {days}"
        return f"{message} : {what}", (ended.contract,)
    begins = min(after, key=lambda one: one.first)
    days = counted(begins.block.span.first - block.span.first, "jour")
    message = f"La licence {sale.contract} commence {days} avant le mandat {begins.contract}"
    return f"{message} : {what}", (begins.contract,)


def _shared(rights: WorkRights, sale: Licence, block: RightsBlock) -> _Said:
    codes = dict.fromkeys(
        grant.contract for grant in rights.held if not grant.exclusive and grant.block.overlap(block)
    )
    who, what = first_names([*codes]), rights.said(block)
    given = (
        f"le mandat {who} est non exclusif" if len(codes) == 1 else f"les mandats {who} ne sont pas exclusifs"
    )
    return f"Exclusivité de {sale.contract} impossible : {given} : {what}", [*codes]


_SAID = {_OUTSIDE: _outside, _DATES: _beyond, _EXCLUSIVITY: _shared}
_FIXES = {
    _OUTSIDE: "Retirez-les de la vente, ou faites-les ajouter au mandat par un avenant.",
    _DATES: "Ramenez la licence dans le mandat, ou faites prolonger le mandat.",
    _EXCLUSIVITY: "Vendez-les sans exclusivité, ou obtenez du cédant un mandat exclusif.",
}
