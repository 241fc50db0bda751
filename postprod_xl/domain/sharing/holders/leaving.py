"""The rows of each table of the catalogue that leave the house for a holder, and what they say there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from postprod_xl.domain.catalogue.contracts.works import names_of
from postprod_xl.domain.office import Office
from postprod_xl.domain.sharing.holders.free_rights import free_rows
from postprod_xl.domain.sharing.holders.sales import HolderSales, SaleLine
from postprod_xl.domain.sharing.holders.views import AMOUNTS_OF_SALES, ENDS_OF_CONTRACTS, ENDS_OF_SALES, MADE
from postprod_xl.domain.sharing.holders.whose import Whose, whose
from postprod_xl.schema.catalogue_vocabulary import DeadlineNature
from postprod_xl.schema.kinds import typed
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue import (
    ADVANCES,
    AVAILABLE_RIGHTS,
    COLLECTIONS,
    COSTS,
    CUES,
    DELIVERED_MATERIAL,
    HOLDBACKS,
    HOLDERS,
    MANDATE_TERMS,
    MANDATES,
    MATERIAL,
    RELEASE_WINDOWS,
    RIGHTS_DEADLINES,
    SALE_TERMS,
    SALES,
    SCALES,
    SHARES,
    STATEMENT_LINES,
    STATEMENTS,
    WORK_DECLARATIONS,
    WORK_VERSIONS,
    WORKS,
)


class HolderLeaving:
    """The rows that a holder may read, table by table.

    Parameters
    ----------
    office
        As just refreshed.
    holder
        His code.
    """

    def __init__(self, office: Office, holder: str) -> None:
        self._office, self.holder = office, holder

    @cached_property
    def whose(self) -> Whose:
        """What is his."""
        return whose(self._office, self.holder)

    @cached_property
    def sales(self) -> HolderSales:
        """The sales that he reads."""
        return HolderSales(self._office, self.whose)

    def rows(self, table: str) -> Rows:
        """Those of a table, with what the copy says in their columns."""
        if table == AVAILABLE_RIGHTS.name:
            return free_rows(self._office, self.whose)
        kept = self._office[table]
        kept = kept.where(self._tests[table](row) for row in kept)
        said: Mapping[str, Callable[[Rows], Rows]] = {
            MANDATES.name: self._mandates,
            SALES.name: self._sales,
            COLLECTIONS.name: self._collections,
        }
        return self._his_works(said[table](kept) if table in said else kept)

    @cached_property
    def _tests(self) -> Mapping[str, Callable[[Row], bool]]:
        """Of each table, whether a row leaves."""
        of_his_works = dict.fromkeys(
            (WORK_VERSIONS.name, WORK_DECLARATIONS.name, CUES.name),
            lambda row: row.work in self.whose.own_works,
        )
        of_sold_works = dict.fromkeys(
            (MATERIAL.name, DELIVERED_MATERIAL.name, RELEASE_WINDOWS.name),
            lambda row: row.work in self.whose.sold_works,
        )
        return {
            WORKS.name: lambda row: row.work in self.whose.works,
            **of_his_works,
            **of_sold_works,
            HOLDERS.name: lambda row: row.holder == self.holder,
            MANDATES.name: lambda row: row.row in self._contract_rows,
            MANDATE_TERMS.name: self._is_his_term,
            SALES.name: lambda row: row.row in self.sales.rows,
            SALE_TERMS.name: lambda row: SaleLine(row.table.name, row.row) in self.sales.lines,
            HOLDBACKS.name: lambda row: SaleLine(row.table.name, row.row) in self.sales.lines,
            RIGHTS_DEADLINES.name: self._is_his_deadline,
            SCALES.name: lambda row: self.whose.root_of(row.contract) in self.whose.selling,
            COLLECTIONS.name: self._is_his_collection,
            COSTS.name: lambda row: bool(row.is_opposable) and self._is_his_movement(row),
            ADVANCES.name: self._is_his_movement,
            SHARES.name: lambda row: (
                row.holder == self.holder and self.whose.root_of(row.contract) in self.whose.selling
            ),
            STATEMENTS.name: lambda row: row.holder == self.holder,
            STATEMENT_LINES.name: lambda row: row.statement in self._statements,
        }

    @cached_property
    def _contract_rows(self) -> dict[int, str]:
        """His rows of `Mandats`, with their codes: what he granted, or every version made of what he shares."""
        return {
            row.row: row.contract
            for family in self.whose.catalogue.mandates.values()
            for row in family.rows
            if row.row in self.whose.granted or (family.root in self.whose.shared and self.whose.is_made(row))
        }

    @cached_property
    def _contract_codes(self) -> frozenset[str]:
        return frozenset(self._contract_rows.values())

    def _is_his_term(self, row: Row) -> bool:
        return row.contract in self._contract_codes and self.whose.is_his(
            row.work, self.whose.contracts[self.whose.root_of(row.contract)]
        )

    def _is_his_collection(self, row: Row) -> bool:
        """Whether a collection comes under one of his contracts, for one of his works."""
        works = self.whose.selling.get(self.whose.book.roots.get(row.row, ""), frozenset())
        return self._collected_work(row) in works

    def _collected_work(self, row: Row) -> str:
        """The work that a collection pays: the one that it names, else the only one of its sale."""
        sale = self.whose.catalogue.sales.get(row.sale)
        text = row.work or ";".join(one.works for one in (sale.rows if sale else ()))
        found = {work for name in names_of(text) if (work := self.whose.code_of(name))}
        return found.pop() if len(found) == 1 else ""

    def _is_his_movement(self, row: Row) -> bool:
        """Whether a cost or an advance is of his works alone: of those of its contract where it names none."""
        root = self.whose.root_of(row.contract)
        return root in self.whose.selling and self.whose.has(root, row.work)

    def _is_his_deadline(self, row: Row) -> bool:
        root = self.whose.root_of(row.contract)
        if row.nature in ENDS_OF_CONTRACTS:
            return self.whose.has(root, row.work)
        if row.nature in ENDS_OF_SALES:
            return row.contract in self.sales.whole
        if row.nature == DeadlineNature.STATEMENT:
            return row.party == self.holder and root in self.whose.selling
        return row.nature == DeadlineNature.CONSERVATION and row.work in self.whose.sold_works

    @cached_property
    def _statements(self) -> frozenset[str]:
        ledger = self._office[STATEMENTS.name]
        return frozenset(
            number for number, holder in ledger.select("number", "holder") if holder == self.holder
        )

    def _mandates(self, rows: Rows) -> Rows:
        """His contracts; of one that somebody else now grants, when it ends is not told."""
        is_current = [self.whose.root_of(code) in self.whose.current for code in rows.column("contract")]
        ends = zip(rows.column("last_day"), is_current, strict=True)
        return rows.with_columns({"last_day": [day if current else None for day, current in ends]})

    def _sales(self, rows: Rows) -> Rows:
        """His sales, their buyers by name; without an amount where they cover what is not his, or are not signed."""
        names = self._office["Clients"].by_key("code", "name")
        is_whole = [
            code in self.sales.whole and state in MADE for code, state in rows.select("sale", "state")
        ]
        amounts = {
            name: [
                value if whole else typed(SALES.by_name[name].kind, None)
                for value, whole in zip(rows.column(name), is_whole, strict=True)
            ]
            for name in AMOUNTS_OF_SALES
        }
        roots = [root if root in self.sales.codes else "" for root in rows.column("root")]
        buyers = [names.get(code, "") for code in rows.column("client")]
        return rows.with_columns({**amounts, "root": roots, "client": buyers})

    def _collections(self, rows: Rows) -> Rows:
        """Collections, the work that each pays and the mandate that it comes under."""
        return rows.with_columns(
            {
                "work": [self._collected_work(row) for row in rows],
                "contract": [self.whose.book.roots[number] for number in rows.numbers],
            }
        )

    def _his_works(self, rows: Rows) -> Rows:
        """The rows, his works alone in the cells that name several."""
        named = {
            name: [self.whose.his_names(text) for text in rows.column(name)]
            for name in ("works", "work")
            if name in rows.columns and rows.table is not STATEMENT_LINES
        }
        return rows.with_columns(named)

    def is_unattributed(self, row: Row) -> bool:
        """Whether a collection of his works comes under nobody knows which mandate."""
        sale = self.whose.catalogue.sales.get(row.sale)
        named = [work for one in (sale.rows if sale else ()) for work in self.whose.works_of(one)]
        work = self._collected_work(row)
        of_his = not self.whose.sold_works.isdisjoint([work] if work else named)
        return of_his and row.row not in self.whose.book.roots

    def buyers(self) -> Iterator[str]:
        """The codes of the buyers that the copy names."""
        yield from (row.client for row in self.sales.rows.values() if row.client)
