"""The money of an office, read once whatever the day asked: movements by contract, and what is wrong in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from postprod_xl.domain.catalogue.contracts.families import ContractFamily
from postprod_xl.domain.catalogue.contracts.reading import catalogue
from postprod_xl.domain.catalogue.contracts.records import Catalogue, RightsSide
from postprod_xl.domain.catalogue.contracts.works import WorkNames, names_of
from postprod_xl.domain.catalogue.royalties.amounts import (
    EUR,
    Collected,
    Unconverted,
    collected,
    currency_code,
)
from postprod_xl.domain.catalogue.royalties.attribution import Attributor, gives_rights
from postprod_xl.domain.catalogue.royalties.claims import ClaimReader
from postprod_xl.domain.catalogue.royalties.movements import AccountFault, DatedClaim, DatedReceipt, PoolKey
from postprod_xl.domain.catalogue.royalties.scales import ContractScale, scales
from postprod_xl.domain.catalogue.royalties.splits import ContractSplit, contract_split, typed_splits
from postprod_xl.domain.catalogue.royalties.waterfall import SaleReceipt
from postprod_xl.domain.office import Office, fact
from postprod_xl.schema.problems import Problem, Refusal, warning
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import (
    ADVANCES,
    COLLECTIONS,
    COSTS,
    HOLDBACKS,
    MANDATE_TERMS,
    MANDATES,
    RIGHTS_GROUPS,
    SALE_TERMS,
    SALES,
    SCALES,
    SHARES,
    STATEMENT_LINES,
    STATEMENTS,
    WORK_VERSIONS,
    WORKS,
)
from postprod_xl.schema.units import folded

_READ = (
    *(WORKS, WORK_VERSIONS, MANDATES, MANDATE_TERMS, SALES, SALE_TERMS, HOLDBACKS, RIGHTS_GROUPS),
    *(SCALES, COLLECTIONS, COSTS, ADVANCES, SHARES),
)


@dataclass(frozen=True)
class ContractBook:
    """The movements of a contract, in the order of their days.

    Parameters
    ----------
    family
        The first contract and its amendments: one account for all of them.
    works
        Those of the contract, in order.
    faults
        What keeps its account from being known.
    """

    family: ContractFamily
    works: tuple[str, ...]
    scale: ContractScale
    split: ContractSplit
    receipts: Sequence[DatedReceipt]
    costs: Sequence[DatedClaim]
    advances: Sequence[DatedClaim]
    faults: Sequence[AccountFault]

    def problems(self, until: date) -> tuple[Problem, ...]:
        """Why its account is not known on a day; none where it is."""
        return tuple(
            dict.fromkeys(fault.problem for fault in self.faults if fault.day is None or fault.day <= until)
        )


@dataclass(frozen=True)
class RoyaltyBook:
    """The money of the catalogue.

    Parameters
    ----------
    contracts
        By code of the first contract, in the order of `Mandats`.
    collected
        The euros of each row of `Encaissements` that has some, by row number.
    roots
        The first contract of each row of `Encaissements` whose mandate is known, by row number.
    problems
        What is wrong in the cells, a warning each; a rank that is not the whole is one, and a finding too.
    """

    contracts: Mapping[str, ContractBook]
    collected: Mapping[int, Collected]
    roots: Mapping[int, str]
    problems: Sequence[Problem]


@fact(**{table.name: " ".join(column.name for column in table.typed) for table in _READ})
def royalty_book(office: Office) -> RoyaltyBook:
    """The movements of every contract that gives rights to the house, or that money was typed for."""
    found = catalogue(office)
    reading = _Reading(found, scales(office, found.mandates))
    reading.read(office)
    return reading.book(typed_splits(office, found.mandates))


def _lost(office: Office) -> Iterator[Problem]:
    """What no account is known without, in a workbook that lost the tab of it."""
    for table in (*_READ, STATEMENTS, STATEMENT_LINES):
        if table.name in office.absent and table is not HOLDBACKS:
            message = (
                f"l'onglet {table.tab} a été supprimé, ou sa table perdue : les comptes ne sont pas connus"
            )
            yield warning(table.name, None, "", "onglet absent", "l'onglet", message)


def _to_come(office: Office) -> Iterator[Problem]:
    """Money of a day after today, a slip of the year most often: no account has it yet."""
    for table, column in ((COLLECTIONS, "day"), (COSTS, "day"), (ADVANCES, "paid_day")):
        for row in office[table.name]:
            day = getattr(row, column)
            if day is not None and day > office.today:
                found = f"{day:%d/%m/%Y}"
                message = f"{found}, après aujourd'hui : ce montant ne compte pas encore"
                yield row.warning(column, found, "au plus tard aujourd'hui", message)


@dataclass
class _Reading:
    """What is read so far."""

    catalogue: Catalogue
    scales: Mapping[str, ContractScale]
    receipts: dict[str, list[DatedReceipt]] = field(default_factory=lambda: defaultdict(list))
    costs: dict[str, list[DatedClaim]] = field(default_factory=lambda: defaultdict(list))
    advances: dict[str, list[DatedClaim]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, list[AccountFault]] = field(default_factory=lambda: defaultdict(list))
    collected: dict[int, Collected] = field(default_factory=dict)
    roots: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def codes(self) -> dict[str, str]:
        """The works of the catalogue, by how their codes are compared."""
        return {folded(code): code for code in self.catalogue.works}

    def read(self, office: Office) -> None:
        """The rows of every tab of movements."""
        names = WorkNames(self.catalogue.works)
        lost = [AccountFault(None, problem) for problem in _lost(office)]
        for root, family in self.catalogue.mandates.items():
            if root == family.root:
                misnamed = [problem for row in family.signed for problem in names.of_contract(row)[1]]
                unread = [family.fault, *misnamed] if family.fault else misnamed
                self.faults[root] += [*lost, *(AccountFault(None, problem) for problem in unread)]
        for scale in self.scales.values():
            for problem in scale.problems:
                self._note(problem, [scale.root], None)
        attributor = Attributor(self.catalogue, self.scales)
        for row in office[COLLECTIONS.name]:
            self._collect(row, attributor)
        for row in office[COSTS.name]:
            self._take_back(row, row.day, ClaimReader.cost, self.costs)
        for row in office[ADVANCES.name]:
            self._take_back(row, row.paid_day, ClaimReader.advance, self.advances)
        self.problems += _to_come(office)

    def book(self, typed: Mapping[str, Sequence[Row]]) -> RoyaltyBook:
        """What was read, by contract.

        Parameters
        ----------
        typed
            The rows of `Repartitions` by first contract.
        """
        kept = [*self._kept(typed)]
        books = {family.root: self._contract(family, typed.get(family.root, ())) for family in kept}
        return RoyaltyBook(books, self.collected, self.roots, tuple(self.problems))

    def _kept(self, typed: Mapping[str, Sequence[Row]]) -> Iterator[ContractFamily]:
        """The contracts that give rights to the house, that may, or that money or shares were typed for."""
        held = {grant.root for grants in self.catalogue.held.values() for grant in grants}
        unread = {
            one.root
            for found in self.catalogue.unread.values()
            for one in found
            if one.side is RightsSide.HELD and one.is_signed
        }
        moved = {*self.receipts, *self.costs, *self.advances, *typed, *self.roots.values()}
        for code, family in self.catalogue.mandates.items():
            if code == family.root and gives_rights(family) and code in held | unread | moved:
                yield family

    def _contract(self, family: ContractFamily, typed: Sequence[Row]) -> ContractBook:
        root = family.root
        scale = self.scales.get(root, ContractScale(root))
        works = tuple(self._works(family).values())
        split = contract_split(family, typed, works, is_crossed=scale.is_crossed)
        self.problems += split.refusals
        return ContractBook(
            family,
            works,
            scale,
            split,
            sorted(self.receipts[root], key=lambda one: one.day),
            sorted(self.costs[root], key=lambda one: one.day),
            sorted(self.advances[root], key=lambda one: one.day),
            (*self.faults[root], *(AccountFault(None, problem) for problem in split.refusals)),
        )

    def _works(self, family: ContractFamily) -> dict[str, str]:
        """The works of a contract in all its versions, by how their codes are compared."""
        names = dict.fromkeys(folded(name) for row in family.rows for name in names_of(row.works))
        return {name: self.codes[name] for name in names if name in self.codes}

    def _note(self, problem: Problem, roots: Sequence[str], day: date | None) -> None:
        self.problems.append(problem)
        for root in roots:
            self.faults[root].append(AccountFault(day, problem))

    def _collect(self, row: Row, attributor: Attributor) -> None:
        """A collection, or why it is not known."""
        found = attributor.of(row)
        roots = (found.root,) if found.root else found.concerned
        for problem in found.problems:
            self._note(problem, roots, row.day)
        if found.root:
            self.roots[row.row] = found.root
        if row.day is None:
            message = "date vide : dans quelle période cet argent est arrivé n'est pas connu"
            self._note(row.warning("day", "", "le jour où il est arrivé", message), roots, None)
        money = self._money(row)
        if isinstance(money, Unconverted):
            self._note(row.warning(money.column, money.found, money.expected, money.message), roots, row.day)
            return
        self.collected[row.row] = money
        if found.scale is not None and row.day is not None:
            is_crossed = self.scales[found.root].is_crossed
            pool = PoolKey() if is_crossed else PoolKey(found.work, found.scale.row.row)
            receipt = SaleReceipt(found.work, found.scale.scale, found.label, *money)
            self.receipts[found.root].append(DatedReceipt(row.day, pool, receipt))

    def _money(self, row: Row) -> Collected | Unconverted:
        sale = self.catalogue.sales.get(row.sale)
        versions = (*sale.signed, *sale.rows) if sale else ()
        typed = map(currency_code, (row.currency, *(one.currency for one in versions)))
        return collected(row.amount, row.withholding, next(filter(None, typed), EUR), row.rate)

    def _take_back(
        self,
        row: Row,
        day: date | None,
        read: Callable[[ClaimReader, Row], DatedClaim | None],
        known: dict[str, list[DatedClaim]],
    ) -> None:
        """A cost or an advance, or why it is not known."""
        family = self.catalogue.mandates.get(row.contract)
        if family is None:
            return
        root = family.root
        scale = self.scales.get(root, ContractScale(root))
        if scale.problems:
            return
        try:
            claim = read(ClaimReader(root, self._works(family), scale, self.catalogue.grounds), row)
        except Refusal as refused:
            self._note(refused.problem, [root], day)
            return
        if claim is not None:
            known[root].append(claim)
