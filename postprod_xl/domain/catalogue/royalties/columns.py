"""What a refresh writes beside the money of the catalogue: euros, contracts, what is recouped, what each one gets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from postprod_xl.domain.catalogue.contracts.families import ContractFamily
from postprod_xl.domain.catalogue.contracts.reading import catalogue
from postprod_xl.domain.catalogue.royalties.accounts import ContractAccounts, accounts
from postprod_xl.domain.catalogue.royalties.amounts import EUR, currency_code
from postprod_xl.domain.catalogue.royalties.book import RoyaltyBook, royalty_book
from postprod_xl.domain.catalogue.royalties.waterfall import Recovered
from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns
from postprod_xl.schema.catalogue_vocabulary import PriceNature, RightsState
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue import ADVANCES, COLLECTIONS, SALES, SHARES


@dataclass(frozen=True)
class Royalties:
    """The money of an office and its accounts today."""

    office: Office
    book: RoyaltyBook
    accounts: ContractAccounts

    @classmethod
    def of(cls, office: Office) -> Royalties:
        """Those of an office."""
        return cls(office, royalty_book(office), accounts(office, office.today))

    def columns(self) -> dict[str, Rows]:
        """The computed columns, by table."""
        return {
            COLLECTIONS.name: self._collections(),
            SALES.name: self._sales(),
            ADVANCES.name: self._advances(),
            SHARES.name: self._shares(),
        }

    def _collections(self) -> Rows:
        numbers = self.office[COLLECTIONS.name].numbers
        found = [self.book.collected.get(number) for number in numbers]
        return computed_columns(
            COLLECTIONS.name,
            numbers,
            gross_cents=[None if one is None else one.gross_cents for one in found],
            withholding_cents=[None if one is None else one.withholding_cents for one in found],
            net_cents=[None if one is None else one.net_cents for one in found],
            contract=[self.book.roots.get(number, "") for number in numbers],
        )

    def _sales(self) -> Rows:
        """What was collected of each sale; on the version in force, what of its price is not.

        A collection is named by any version of its sale: it counts in the row that it names, and in what is left to
        collect of all of them.
        """
        sales = catalogue(self.office).sales
        paid: dict[str, list[Row]] = defaultdict(list)
        for row in self.office[COLLECTIONS.name]:
            if row.day is None or row.day <= self.office.today:
                paid[row.sale].append(row)
        rows = self.office[SALES.name]
        return computed_columns(
            SALES.name,
            rows.numbers,
            collected_cents=[self._collected(row, paid[row.sale]) for row in rows],
            outstanding=[_outstanding(row, sales.get(row.sale), paid) for row in rows],
        )

    def _collected(self, sale: Row, paid: Sequence[Row]) -> int | None:
        """The euros collected of a sale; None of one not signed that nothing paid, or when some are not known."""
        if not paid and sale.state != RightsState.SIGNED:
            return None
        found = [self.book.collected.get(row.row) for row in paid]
        known = [one.gross_cents for one in found if one is not None]
        return sum(known) if len(known) == len(found) else None

    def _advances(self) -> Rows:
        recouped: dict[int, Recovered] = {}
        for account in self.accounts.known.values():
            for pool in account.pools:
                recouped |= {one.claim.number: one for one in pool.advances}
        numbers = self.office[ADVANCES.name].numbers
        found = [recouped.get(number) for number in numbers]
        return computed_columns(
            ADVANCES.name,
            numbers,
            recouped_cents=[None if one is None else one.cents for one in found],
            balance_cents=[None if one is None else one.remaining_cents for one in found],
        )

    def _shares(self) -> Rows:
        received: dict[int, int] = {}
        for account in self.accounts.known.values():
            for part in account.parts:
                received |= {
                    share.number: cents for share, cents in zip(part.shares, part.split.received, strict=True)
                }
        numbers = self.office[SHARES.name].numbers
        return computed_columns(
            SHARES.name, numbers, received_cents=[received.get(number) for number in numbers]
        )


def _outstanding(
    row: Row, family: ContractFamily | None, paid: Mapping[str, Iterable[Row]]
) -> Decimal | None:
    """What is left to collect of a fixed price, in its currency; None where it is not known, or said elsewhere."""
    is_due = family is not None and family.current is not None and family.current.row == row.row
    if family is None or not is_due or row.price is None or row.price_nature != PriceNature.FLAT:
        return None
    if row.state != RightsState.SIGNED:
        return None
    left = row.price
    for version in family.rows:
        for one in paid.get(version.sale, ()):
            if one.amount is None or (one.currency and _code(one.currency) != _code(row.currency)):
                return None
            left -= one.amount
    return left


def _code(currency: str) -> str:
    return currency_code(currency) or EUR
