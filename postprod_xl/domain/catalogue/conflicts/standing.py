"""What mandates are worth today, and what the house holds of each work, in a sentence."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date
from itertools import chain

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
from postprod_xl.schema.catalogue_vocabulary import Freedom, RightsState
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue import MANDATES, WORKS


def mandate_columns(office: Office, held: Catalogue) -> Rows:
    """`En vigueur` and `Fin` of each row of Mandats."""
    standing = _Standing(office, held)
    rows = office[MANDATES.name]
    return computed_columns(
        MANDATES.name,
        rows.numbers,
        in_force=[standing.said(row) for row in rows],
        last_day=[standing.last_day(row) for row in rows],
    )


class _Standing:
    """What each mandate is worth on the day of an office."""

    def __init__(self, office: Office, held: Catalogue) -> None:
        self._office, self._held = office, held
        self._renewed = held.renewed_ends
        self._unread = {
            one.root for found in held.unread.values() for one in found if one.side is not RightsSide.SOLD
        }
        self._last_days: dict[str, date] = {}
        for grant in chain(*held.held.values(), *held.clearances.values()):
            self._last_days[grant.root] = max(grant.last, self._last_days.get(grant.root, grant.last))

    def last_day(self, row: Row) -> date | None:
        """The last day of the terms in force of the contract of a row."""
        family = self._held.mandates.get(code_of(row))
        return None if family is None or family.current is None else self._last_days.get(family.root)

    def said(self, row: Row) -> str:
        """The version that counts today, or why the contract does not."""
        family = self._held.mandates.get(code_of(row))
        if family is None:
            return ""
        if family.fault is not None:
            return f"{Freedom.UNKNOWN} : {family.fault.message}"
        current = family.current
        if current is None:
            return (
                RightsState.TERMINATED if row.state == RightsState.TERMINATED else "Pas signé : rien encore"
            )
        if any(one.row == row.row for one in family.pending):
            return f"Pas signé : {code_of(current)} vaut"
        if row.state == RightsState.TERMINATED and row.termination_day is None:
            return f"Résilié sans date, comme jamais signé : {code_of(current)} vaut"
        return ", ".join([code_of(current), *self._reserves(family, current)])

    def _reserves(self, family: ContractFamily, current: Row) -> Iterator[str]:
        """Since when a version is in force, and what keeps it from giving all that it says."""
        if current.signature_day:
            yield f"signé le {current.signature_day:%d/%m/%Y}"
        last = self._last_days.get(family.root)
        if family.ended is not None:
            verb = "résilié, jusqu'au" if family.ended >= self._office.today else "résilié, fini le"
            yield f"{verb} {family.ended:%d/%m/%Y}"
        elif last is not None and last < self._office.today:
            yield f"échu le {last:%d/%m/%Y}"
            if code_of(current) in self._renewed:
                yield "sauf tacite reconduction"
        nature = next((row.nature for row in family.signed if row.nature), None)
        if nature in RIGHTS_GIVING and not is_house(self._office, current.grantee):
            yield f"confié à « {current.grantee} », pas à la maison"
        if family.root in self._unread:
            yield "non lu en entier"


def rights_column(office: Office, held: Catalogue) -> list[str]:
    """`Droits détenus` of each row of Oeuvres: until when and on what the house holds it, and what is not known."""
    return [
        " ; ".join(_rights(office, held, work, held.renewed_ends))
        for work in office[WORKS.name].column("work")
    ]


def _rights(office: Office, held: Catalogue, work: str, renewed: Container[str]) -> Iterator[str]:
    unread = [one for one in held.unread.get(work, ()) if one.side is not RightsSide.SOLD]
    if unread:
        yield f"non connu : {first_names([*dict.fromkeys(one.contract for one in unread)])} non lu"
    grants = held.held.get(work, ())
    ahead = [grant for grant in grants if grant.last >= office.today]
    if ahead:
        yield from _held(held, ahead)
    elif grants:
        maybe = ", sauf tacite reconduction" if any(one.contract in renewed for one in grants) else ""
        yield f"échus le {max(grant.last for grant in grants):%d/%m/%Y}{maybe}"
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
