"""DRT-12: what ends in the months to come: mandates, licences, options, holdbacks, authorisations; their notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.contracts.families import ContractFamily, code_of
from postprod_xl.domain.catalogue.contracts.records import Catalogue, Grant, RightsHoldback
from postprod_xl.domain.catalogue.duties.deadlines import Deadline, is_near
from postprod_xl.domain.catalogue.duties.named import named_works, only_one, told_works
from postprod_xl.domain.catalogue.duties.renewal import TacitRenewal, renewal_of
from postprod_xl.domain.catalogue.part import RightsAlert
from postprod_xl.domain.wording import counted
from postprod_xl.schema.catalogue_vocabulary import DeadlineNature, RightsState
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import Severity

RULE = "DRT-12"
_PROLONG = "Négociez la suite, ou préparez la fin de ce qui en dépend."
_DENOUNCE = "Dénoncez-le avant ce jour, ou laissez-le courir."
_RESELL = "Proposez son renouvellement à l'acheteur, ou remettez ces droits en vente."
_SETTLE = "Signez la vente, prolongez l'option ou rendez les droits."
_FREED = "Ces droits peuvent se proposer à d'autres ensuite."
_ENDS = (
    DeadlineNature.MANDATE_END,
    DeadlineNature.CLEARANCE_END,
    DeadlineNature.SALE_END,
    DeadlineNature.OPTION_END,
    DeadlineNature.HOLDBACK_END,
)
_OF_MANDATES = (DeadlineNature.MANDATE_END, DeadlineNature.CLEARANCE_END, DeadlineNature.NOTICE)
_Taken = TypeVar("_Taken", Grant, RightsHoldback)
_Key = TypeVar("_Key", bound=Hashable)


def expiry_deadlines(rights: Catalogue, today: date) -> Iterator[Deadline]:
    """The ends that are near of everything that binds, and the last days to denounce what goes on by itself.

    What ended already is not told: nothing is left to be done before it.
    """
    yield from _contract_ends(rights, rights.held, DeadlineNature.MANDATE_END, today)
    yield from _contract_ends(rights, rights.clearances, DeadlineNature.CLEARANCE_END, today)
    yield from _licence_ends(rights, today)
    yield from _option_ends(rights, today)
    yield from _holdback_ends(rights, today)


def expiry_findings(rights: Catalogue, deadlines: Iterable[Deadline], today: date) -> Iterator[RightsFinding]:
    """DRT-12 of the ends that are near; of a contract whose end is still far, of its notice when that is near."""
    near = [one for one in deadlines if is_near(one.day, today)]
    ending = {one.contract for one in near if one.nature in _ENDS and one.nature in _OF_MANDATES}
    for one in near:
        if one.nature in _ENDS or (one.nature is DeadlineNature.NOTICE and one.contract not in ending):
            told = f"{one.message[:1].lower()}{one.message[1:]}"
            message = f"Échéance {_in_days((one.day - today).days)} : {told}"
            rows = _rows(rights, one)
            yield RightsFinding(
                RULE, Severity.WARNING, one.work, one.contract, message, one.fix, first=one.day, rows=rows
            )


def renewal_alerts(rights: Catalogue, today: date) -> Iterator[RightsAlert]:
    """The mandates that go on by themselves past their written terms: what they give is only held in doubt."""
    for held in (rights.held, rights.clearances):
        for root, grants in _grouped(held, lambda grant: grant.root).items():
            family = rights.mandates[root]
            last = max(grant.last for grant in grants)
            renewal = renewal_of(family, last, today)
            if renewal is not None and last < today:
                until = f"jusqu'au {renewal.end:%d/%m/%Y}" if renewal.months else renewal.told
                text = (
                    f"Termes finis le {last:%d/%m/%Y} : par tacite reconduction le contrat court {until}, s'il n'a pas "
                    "été dénoncé ; prolongez ses termes : d'ici là, ces droits ne sont libres que sous réserve"
                )
                yield RightsAlert(family.current or family.head, Severity.WARNING, text)


def unread_alerts(rights: Catalogue) -> Iterator[RightsAlert]:
    """The contracts that could not be read, of which some end, or some duty, is not known."""
    rows = {one.row: one for unread in rights.unread.values() for one in unread}
    for row, one in rows.items():
        text = f"Échéances de {one.contract} non connues tant que tout n'en est pas lu"
        yield RightsAlert(row, Severity.WARNING, text)


def _contract_ends(
    rights: Catalogue, held: Mapping[str, Sequence[Grant]], nature: DeadlineNature, today: date
) -> Iterator[Deadline]:
    """The ends of the terms of each contract; its last one is the one that is denounced, or renewed."""
    for root, grants in _grouped(held, lambda grant: grant.root).items():
        last = max(grant.last for grant in grants)
        renewal = renewal_of(rights.mandates[root], last, today)
        for end in sorted({grant.last for grant in grants}):
            ending = [grant for grant in grants if grant.last == end]
            if end == last and renewal is not None:
                yield from _renewed(ending, renewal, nature, today)
            elif end >= today and is_near(end, today):
                tail = _finality(rights.mandates[root]) if end == last else ", le reste continue"
                subject = f"{_subject(ending)} finit le {end:%d/%m/%Y}{tail}"
                yield _deadline(ending, end, nature, subject, _PROLONG)


def _renewed(
    grants: Sequence[Grant], renewal: TacitRenewal, nature: DeadlineNature, today: date
) -> Iterator[Deadline]:
    """The end of a contract that goes on by itself, and the last day to denounce it."""
    if renewal.end < today:
        return
    message = f"{_subject(grants)} finit le {renewal.end:%d/%m/%Y} ; {renewal.consequence(today)}"
    yield _deadline(grants, renewal.end, nature, message, _PROLONG)
    notice = renewal.notice_day
    if notice is not None and notice >= today:
        days = counted(renewal.notice_days or 0, "jour")
        party = f" de {grants[0].party}" if grants[0].party else ""
        message = (
            f"Dernier jour pour dénoncer {grants[0].root}{party} (préavis de {days} avant le "
            f"{renewal.end:%d/%m/%Y}) : sinon il est reconduit {renewal.told}"
        )
        yield _deadline(grants, notice, DeadlineNature.NOTICE, message, _DENOUNCE)


def _licence_ends(rights: Catalogue, today: date) -> Iterator[Deadline]:
    signed = _grouped(rights.sold, lambda grant: (grant.root, grant.last), lambda grant: grant.is_signed)
    for (root, last), grants in signed.items():
        if last >= today and is_near(last, today):
            media = rights.grounds.said_media(_media(grants))
            works = told_works(grant.work for grant in grants)
            buyer = f" à {grants[0].party}" if grants[0].party else ""
            message = f"La licence {root}{buyer} sur {works} ({media}) finit le {last:%d/%m/%Y}"
            yield _deadline(grants, last, DeadlineNature.SALE_END, message, _RESELL)


def _option_ends(rights: Catalogue, today: date) -> Iterator[Deadline]:
    for family in _families(rights.sales):
        for row in family.pending:
            if row.state == RightsState.OPTION and row.option_until and row.option_until >= today:
                works = named_works(row.works)
                buyer = f" de {row.client}" if row.client else ""
                message = (
                    f"L'option {code_of(row)}{buyer} sur {told_works(works)} finit le {row.option_until:%d/%m/%Y} : "
                    "ensuite, elle ne retient plus rien"
                )
                yield Deadline(
                    row.option_until,
                    DeadlineNature.OPTION_END,
                    only_one(works),
                    code_of(row),
                    row.client,
                    message,
                    _SETTLE,
                )


def _holdback_ends(rights: Catalogue, today: date) -> Iterator[Deadline]:
    signed = _grouped(rights.holdbacks, lambda one: (one.root, one.holdback), lambda one: one.is_signed)
    for (root, code), held in signed.items():
        last = max(one.last for one in held)
        if last >= today and is_near(last, today):
            media = rights.grounds.said_media(_media(held))
            message = f"Le gel {code} de la vente {root} ({media}) finit le {last:%d/%m/%Y}"
            yield _deadline(held, last, DeadlineNature.HOLDBACK_END, message, _FREED)


def _grouped(
    held: Mapping[str, Sequence[_Taken]],
    key: Callable[[_Taken], _Key],
    counts: Callable[[_Taken], bool] = lambda one: True,
) -> dict[_Key, list[_Taken]]:
    """What is held or taken of every work, by what is read together."""
    found: dict[_Key, list[_Taken]] = defaultdict(list)
    for taken in held.values():
        for one in taken:
            if counts(one):
                found[key(one)].append(one)
    return found


def _families(contracts: Mapping[str, ContractFamily]) -> Iterable[ContractFamily]:
    return {id(family): family for family in contracts.values()}.values()


def _media(taken: Iterable[Grant] | Iterable[RightsHoldback]) -> int:
    mask = 0
    for one in taken:
        mask |= one.media
    return mask


def _deadline(
    taken: Sequence[Grant] | Sequence[RightsHoldback],
    day: date,
    nature: DeadlineNature,
    message: str,
    fix: str,
) -> Deadline:
    first = taken[0]
    return Deadline(day, nature, only_one(one.work for one in taken), first.root, first.party, message, fix)


def _subject(grants: Sequence[Grant]) -> str:
    first = grants[0]
    party = f" de {first.party}" if first.party else ""
    works = told_works(grant.work for grant in grants)
    return f"Le contrat {first.root} ({first.nature}){party} sur {works}"


def _in_days(days: int) -> str:
    return f"dans {counted(days, 'jour')}" if days else "aujourd'hui"


def _finality(family: ContractFamily) -> str:
    return " : il est résilié" if family.ended is not None else ", rien ne le prolonge"


def _rows(rights: Catalogue, deadline: Deadline) -> tuple[Row, ...]:
    """The row of the version in force of what ends, or of the option that does."""
    contracts = rights.mandates if deadline.nature in _OF_MANDATES else rights.sales
    family = contracts[deadline.contract]
    if deadline.nature is DeadlineNature.OPTION_END:
        return tuple(row for row in family.rows if code_of(row) == deadline.contract)
    return (family.current or family.head,)
