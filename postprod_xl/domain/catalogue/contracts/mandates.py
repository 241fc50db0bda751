"""Which mandates give rights to the house, and the sales that none of them is behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from postprod_xl.domain.catalogue.contracts.deeds import Deed
from postprod_xl.domain.catalogue.contracts.records import Grant, RightsSide, UnreadContract
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.catalogue import MANDATES
from postprod_xl.schema.units import folded


def is_for_the_house(office: Office, deed: Deed) -> bool:
    """Whether the rights of a mandate are the house's: those given to another are not for it to sell.

    An authorisation limits what is sold, whoever holds it.
    """
    return deed.side is not RightsSide.HELD or is_house(office, deed.row.grantee)


def is_house(office: Office, grantee: str) -> bool:
    """Whether a grantee is the house: nobody named, or its name."""
    return not grantee or folded(grantee) == folded(office.settings["company_name"])


def unmandated_problems(
    office: Office,
    deeds: Sequence[Deed],
    held: Mapping[str, Sequence[Grant]],
    unread: Mapping[str, Sequence[UnreadContract]],
) -> Iterator[Problem]:
    """One problem for each sale of works that no signed mandate gives; a mandate that is not read may give them."""
    without: dict[str, list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.side is RightsSide.HELD:
            for work in deed.works.works:
                without[work].append(deed)
    for deed in deeds:
        if deed.side is not RightsSide.SOLD:
            continue
        missing = [work for work in deed.works.works if not held.get(work) and not _may_be(unread, work)]
        if missing:
            message = f"vente sans mandat : {_why(office, missing[0], without[missing[0]])}"
            if len(missing) > 1:
                message += f" ; de même {first_names(missing[1:])}"
            yield deed.row.warning("works", deed.row.works, "un mandat signé de l'œuvre", message)


def _may_be(unread: Mapping[str, Sequence[UnreadContract]], work: str) -> bool:
    return any(one.side is RightsSide.HELD for one in unread.get(work, ()))


def _why(office: Office, work: str, mandates: Sequence[Deed]) -> str:
    for deed in mandates:
        if not deed.is_signed:
            return f"{deed.code}, qui donne {work}, n'est pas signé"
        if not is_for_the_house(office, deed):
            return f"{deed.code}, qui donne {work}, est confié à « {deed.row.grantee} », pas à la maison"
    return f"aucun contrat signé de {MANDATES.tab} ne donne {work}"
