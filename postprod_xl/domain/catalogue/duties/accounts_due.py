"""DRT-15: the holders of a contract to whom no account was given for more than a year, or since it began.

Sources: article L132-28 of the code de la propriété intellectuelle (authors, at least once a year); L213-28 of the code
du cinéma et de l'image animée (of a feature film, to its producer within six months of the release, then once a year);
L251-5 and D251-3 (of an audiovisual work). The others have their contract, once a year as the house does for all. A
holder of a contract that collected nothing is given an account too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.contracts.families import ContractFamily, code_of
from postprod_xl.domain.catalogue.contracts.records import Catalogue, Grant
from postprod_xl.domain.catalogue.duties.deadlines import Deadline
from postprod_xl.domain.catalogue.duties.named import named_works, only_one, told_works
from postprod_xl.domain.catalogue.duties.renewal import renewal_of
from postprod_xl.domain.office import Office
from postprod_xl.parameters import in_force
from postprod_xl.schema.catalogue_vocabulary import DeadlineNature, HolderRole, WorkType
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import Severity

RULE = "DRT-15"
_AUTHORS = (HolderRole.AUTHOR, HolderRole.COMPOSER)
_OF_AUTHORS = "article L132-28 du code de la propriété intellectuelle"
_OF_FILMS = "article L213-28 du code du cinéma et de l'image animée"
_OF_TELEVISION = "articles L251-5 et suivants du code du cinéma et de l'image animée"
_OF_CONTRACT = "selon son contrat, une fois par an à défaut"


@dataclass(frozen=True)
class AccountDue:
    """The next account that a holder is owed of a contract.

    Parameters
    ----------
    holder, contract, works
        Codes: whom it is given to, the first contract, the works that it gives.
    day
        The last day to give it.
    since
        In French, what it is counted from: the last account, the beginning of the contract, the release of a film.
    source
        What asks for it.
    rows
        Those of the holder and of the contract.
    """

    holder: str
    contract: str
    works: tuple[str, ...]
    day: date
    since: str
    source: str
    rows: tuple[Row, ...]


def accounts_due(office: Office, rights: Catalogue) -> list[AccountDue]:
    """The next account owed to each holder of each contract in force, or that still collects.

    A contract is in force from its first term to its last, tacit renewal included; it still collects while one of its
    sales runs, or once something came in after its last account. The correction of an account is not another one.
    """
    ledger = _Ledger(office, rights)
    grants: dict[str, list[Grant]] = defaultdict(list)
    for held in rights.held.values():
        for grant in held:
            grants[grant.root].append(grant)
    return [due for root, given in grants.items() for due in ledger.due(root, given)]


def account_deadlines(due: Sequence[AccountDue]) -> Iterator[Deadline]:
    """The days on which accounts are owed."""
    for one in due:
        message = (
            f"Relevé de comptes de {one.holder} pour {one.contract} ({told_works(one.works)}), {one.since}"
        )
        yield Deadline(
            one.day,
            DeadlineNature.STATEMENT,
            only_one(one.works),
            one.contract,
            one.holder,
            message,
            _fix(one),
        )


def account_findings(due: Sequence[AccountDue], today: date) -> Iterator[RightsFinding]:
    """DRT-15 of the accounts whose last day is past."""
    for one in due:
        if one.day < today:
            message = (
                f"Reddition de comptes annuelle en retard : {one.holder}, contrat {one.contract}, {one.since}, "
                f"due le {one.day:%d/%m/%Y}"
            )
            work = only_one(one.works)
            yield RightsFinding(
                RULE, Severity.BLOCKING, work, one.contract, message, _fix(one), first=one.day, rows=one.rows
            )


def _fix(due: AccountDue) -> str:
    return f"Émettez son relevé, même s'il n'y a rien à payer ({due.source})."


class _Ledger:
    """What was accounted for and what came in, by contract.

    Parameters
    ----------
    office
        `Encaissements[Contrat]` is computed, or empty.
    rights
        Its contracts.
    """

    def __init__(self, office: Office, rights: Catalogue) -> None:
        self._office, self._rights = office, rights
        self._holders = {row.holder: row for row in office["AyantsDroit"]}
        self._sharing: dict[str, list[str]] = defaultdict(list)
        for row in office["Repartitions"]:
            self._sharing[self._root(row.contract)].append(row.holder)
        self._starts = self._first_days()
        self._accounts = self._last_accounts()
        self._collected = self._last_collections()
        self._sold = {
            work: max(grant.last for grant in sold if grant.is_signed)
            for work, sold in rights.sold.items()
            if any(grant.is_signed for grant in sold)
        }

    def due(self, root: str, grants: Sequence[Grant]) -> Iterator[AccountDue]:
        """The next account of each holder of a contract, its producer first."""
        family = self._rights.mandates[root]
        works = tuple(dict.fromkeys(grant.work for grant in grants))
        start = self._starts.get(root) or min(grant.first for grant in grants)
        for holder in dict.fromkeys(filter(None, (grants[0].party, *self._sharing[root]))):
            last = self._accounts.get((holder, root))
            if start > self._office.today or not self._goes_on(family, grants, last):
                continue
            is_producer = holder == grants[0].party
            day, since = self._next(last, start, works if is_producer else ())
            rows = (self._holders.get(holder), family.head)
            source = self._source(holder, works, is_producer)
            yield AccountDue(
                holder, root, works, day, since, source, tuple(row for row in rows if row is not None)
            )

    def _goes_on(self, family: ContractFamily, grants: Sequence[Grant], last: date | None) -> bool:
        today = self._office.today
        end = max(grant.last for grant in grants)
        if end >= today or renewal_of(family, end, today) is not None:
            return True
        if any(self._sold.get(grant.work, date.min) >= today for grant in grants):
            return True
        collected = self._collected.get(family.root)
        return collected is not None and (last is None or collected > last)

    def _next(self, last: date | None, start: date, films: Sequence[str]) -> tuple[date, str]:
        """The last day of the next account, and what it is counted from."""
        year = relativedelta(months=self._months("statement_months"))
        if last is not None:
            return last + year, f"dernier relevé le {last:%d/%m/%Y}"
        first = [(start + year, f"aucun relevé au registre depuis le début du contrat, le {start:%d/%m/%Y}")]
        released = [day for work in films if (day := self._release(work))]
        for day in released:
            due = day + relativedelta(months=self._months("first_film_statement_months"))
            if due >= start:
                first.append((due, f"aucun relevé au registre depuis la sortie en salles, le {day:%d/%m/%Y}"))
        return min(first)

    def _release(self, work: str) -> date | None:
        """The release of a feature film, past or to come."""
        row = self._rights.works.get(work)
        day: date | None = row.release_day if row and row.type == WorkType.FILM else None
        return day

    def _months(self, name: str) -> int:
        months: int = in_force(f"catalogue_duties.{name}", self._office.today).value
        return months

    def _source(self, holder: str, works: Sequence[str], is_producer: bool) -> str:
        row = self._holders.get(holder)
        if row is not None and row.role in _AUTHORS:
            return _OF_AUTHORS
        if not is_producer:
            return _OF_CONTRACT
        types = {self._rights.works[work].type for work in works}
        return _OF_FILMS if WorkType.FILM in types else _OF_TELEVISION

    def _root(self, contract: str) -> str:
        family = self._rights.mandates.get(contract)
        return family.root if family is not None else contract

    def _first_days(self) -> dict[str, date]:
        """The first day of each contract: of the terms of all its signed versions."""
        signed = {code_of(row) for family in self._rights.mandates.values() for row in family.signed}
        found: dict[str, date] = {}
        for contract, day in self._office["TermesMandat"].select("contract", "first_day"):
            if contract in signed and day is not None:
                root = self._root(contract)
                found[root] = min(day, found.get(root, day))
        return found

    def _last_accounts(self) -> dict[tuple[str, str], date]:
        """The day of the last account given to each holder of each contract."""
        given = {
            row.number: (row.holder, row.day)
            for row in self._office["Releves"]
            if not row.corrects and row.day
        }
        found: dict[tuple[str, str], date] = {}
        lines = self._office["LignesReleve"].select("statement", "contract")
        for statement, contract in dict.fromkeys(lines):
            if statement in given and contract:
                holder, day = given[statement]
                key = (holder, self._root(contract))
                found[key] = max(day, found.get(key, day))
        return found

    def _last_collections(self) -> dict[str, date]:
        """The day on which something last came in of each contract; a collection of no known contract, of its works."""
        works: dict[str, tuple[str, ...]] = {
            row.sale: named_works(row.works) for row in self._office["Ventes"]
        }
        by_work: dict[str, list[str]] = defaultdict(list)
        for work, held in self._rights.held.items():
            by_work[work] = [*dict.fromkeys(grant.root for grant in held)]
        found: dict[str, date] = {}
        for row in self._office["Encaissements"]:
            named = [row.work] if row.work else works.get(row.sale, ())
            of_works = [root for work in named for root in by_work[work]]
            for root in [self._root(row.contract)] if row.contract else of_works:
                if row.day is not None and row.day <= self._office.today:
                    found[root] = max(row.day, found.get(root, row.day))
        return found
