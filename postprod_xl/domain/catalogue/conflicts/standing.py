"""What mandates are worth today, and what the house holds of each work, in a sentence."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date

from postprod_xl.domain.catalogue.cells.spans import span_of, united
from postprod_xl.domain.catalogue.contracts.families import ContractFamily, code_of
from postprod_xl.domain.catalogue.contracts.mandates import is_house
from postprod_xl.domain.catalogue.contracts.records import (
    RIGHTS_GIVING,
    Catalogue,
    Grant,
    RightsSide,
)
from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.catalogue_vocabulary import RightsState
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue import MANDATES, WORKS


def mandate_columns(office: Office, held: Catalogue) -> Rows:
    """`En vigueur` and `Fin` of each row of Mandats."""
    last_days = _last_days(held)
    unread = {one.root for found in held.unread.values() for one in found if one.side is not RightsSide.SOLD}
    rows = office[MANDATES.name]
    return computed_columns(
        MANDATES.name,
        rows.numbers,
        in_force=[_in_force(office, held.mandates.get(code_of(row)), row, unread) for row in rows],
        last_day=[_last_day(held, row, last_days) for row in rows],
    )


def _last_days(held: Catalogue) -> dict[str, date]:
    """The last day that each contract gives or allows, by first contract."""
    found: dict[str, date] = {}
    for grants in (*held.held.values(), *held.clearances.values()):
        for grant in grants:
            found[grant.root] = max(grant.last, found.get(grant.root, grant.last))
    return found


def _last_day(held: Catalogue, row: Row, last_days: dict[str, date]) -> date | None:
    family = held.mandates.get(code_of(row))
    return last_days.get(family.root) if family is not None and family.current is not None else None


def _in_force(office: Office, family: ContractFamily | None, row: Row, unread: Container[str]) -> str:
    """The version that counts today, or why the contract does not."""
    if family is None:
        return ""
    if family.fault is not None:
        return f"Non connu : {family.fault.message}"
    current = family.current
    if current is None:
        return "Résilié" if row.state == RightsState.TERMINATED else "Pas signé : rien encore"
    if row in family.pending:
        return f"Pas signé : {code_of(current)} vaut"
    if row.state == RightsState.TERMINATED and row.termination_day is None:
        return f"Résilié sans date, comme jamais signé : {code_of(current)} vaut"
    return " ; ".join([_current(office, family, current), *_reserves(office, family, current, unread)])


def _reserves(office: Office, family: ContractFamily, current: Row, unread: Container[str]) -> Iterator[str]:
    """What keeps a version in force from giving all that it says."""
    nature = next((row.nature for row in family.signed if row.nature), None)
    if nature in RIGHTS_GIVING and not is_house(office, current.grantee):
        yield f"confié à « {current.grantee} », pas à la maison"
    if family.root in unread:
        yield "non lu en entier"


def _current(office: Office, family: ContractFamily, current: Row) -> str:
    day = f", signé le {current.signature_day:%d/%m/%Y}" if current.signature_day else ""
    said = f"{code_of(current)}{day}"
    if family.ended is not None:
        verb = "résilié, jusqu'au" if family.ended >= office.today else "résilié, fini le"
        said += f", {verb} {family.ended:%d/%m/%Y}"
    return said


def rights_column(office: Office, held: Catalogue) -> list[str]:
    """`Droits détenus` of each row of Oeuvres: until when and on what the house holds it, and what is not known."""
    return [" ; ".join(_rights(office, held, work)) for work in office[WORKS.name].column("work")]


def _rights(office: Office, held: Catalogue, work: str) -> Iterator[str]:
    unread = [one for one in held.unread.get(work, ()) if one.side is not RightsSide.SOLD]
    if unread:
        yield f"non connu : {first_names([*dict.fromkeys(one.contract for one in unread)])} non lu"
    grants = held.held.get(work, ())
    ahead = [grant for grant in grants if grant.last >= office.today]
    if ahead:
        yield from _held(held, ahead)
    elif grants:
        yield f"échus le {max(grant.last for grant in grants):%d/%m/%Y}"
    elif not unread and work:
        yield "aucun mandat signé"


def _held(held: Catalogue, grants: Sequence[Grant]) -> Iterator[str]:
    """By mandate, what its terms give together and until when."""
    contracts = dict.fromkeys(grant.contract for grant in grants)
    for contract in contracts:
        own = [grant for grant in grants if grant.contract == contract]
        spans = united(span_of(grant.first, grant.last) for grant in own)
        media = territories = 0
        for grant in own:
            media, territories = media | grant.media, territories | grant.territories
        exclusive = {grant.exclusive for grant in own}
        how = (
            "exclusif"
            if exclusive == {True}
            else "non exclusif"
            if exclusive == {False}
            else "en partie exclusif"
        )
        what = f"{held.grounds.said_media(media)}, {held.grounds.said_territories(territories)}"
        until = f"du {spans[0].first_day:%d/%m/%Y} au {spans[-1].last_day:%d/%m/%Y}"
        yield f"{contract} {how} {until} : {what}"
