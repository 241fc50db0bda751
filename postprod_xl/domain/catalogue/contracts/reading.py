"""The contracts of an office, read: what is held, limited, sold and held back today, and what could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import product
from typing import Any

from postprod_xl.domain.catalogue.contracts.dated_grounds import DatedGrounds
from postprod_xl.domain.catalogue.contracts.deeds import Deed, LinesByContract, deeds_of
from postprod_xl.domain.catalogue.contracts.effects import grants_of, holdbacks_of
from postprod_xl.domain.catalogue.contracts.families import PENDING, ContractFamily, code_of, families
from postprod_xl.domain.catalogue.contracts.mandates import is_for_the_house, unmandated_problems
from postprod_xl.domain.catalogue.contracts.records import (
    Catalogue,
    Grant,
    RightsHoldback,
    RightsSide,
    UnreadContract,
)
from postprod_xl.domain.catalogue.contracts.terms import TermReader, TermReading
from postprod_xl.domain.catalogue.contracts.works import ContractWorks, WorkNames, known_works, version_axes
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import (
    HOLDBACKS,
    MANDATE_TERMS,
    MANDATES,
    RIGHTS_GROUPS,
    SALE_TERMS,
    SALES,
    WORK_VERSIONS,
    WORKS,
)

_TABLES = (WORKS, WORK_VERSIONS, MANDATES, MANDATE_TERMS, SALES, SALE_TERMS, HOLDBACKS, RIGHTS_GROUPS)
_HOUSE, _BUYERS = (RightsSide.HELD, RightsSide.LIMITING), (RightsSide.SOLD,)
_SIDES = (
    (WORK_VERSIONS, (*_HOUSE, *_BUYERS)),
    (MANDATES, _HOUSE),
    (MANDATE_TERMS, _HOUSE),
    (SALES, _BUYERS),
    (SALE_TERMS, _BUYERS),
    (HOLDBACKS, _BUYERS),
    (RIGHTS_GROUPS, (*_HOUSE, *_BUYERS)),
)
"""What contracts whose tab is lost do to the rights of a work."""
_PLACES = {table.name: place for place, table in enumerate(_TABLES)}


@fact(**{table.name: " ".join(column.name for column in table.typed) for table in _TABLES})
def catalogue(office: Office) -> Catalogue:
    """The contracts of an office in force on its day.

    The version of a contract in force is the one signed last; it replaces those before it, its terms included, and an
    amendment without terms keeps theirs (blockframes, `contract.ts`: version of a contract by date of signature).
    """
    works = known_works(office[WORKS.name])
    versions = version_axes(works, office[WORK_VERSIONS.name])
    grounds = DatedGrounds(office)
    desk = _Desk(TermReader(WorkNames(works), versions, grounds, office.today))
    mandates = families(office[MANDATES.name], office.today)
    sales = families(office[SALES.name], office.today)
    desk.read_mandates(office, mandates)
    desk.read_sales(office, sales)
    desk.note_lost(office.absent, works)
    desk.problems += unmandated_problems(office, desk.deeds, desk.held, desk.unread)
    return Catalogue(
        works=works,
        versions=versions,
        grounds=grounds.on(office.today),
        held=_frozen(desk.held),
        clearances=_frozen(desk.clearances),
        awaited=_frozen(desk.awaited),
        sold=_frozen(desk.sold),
        holdbacks=_frozen(desk.holdbacks),
        unread=_frozen(desk.unread),
        mandates=_by_code(mandates),
        sales=_by_code(sales),
        problems=sorted(desk.problems, key=lambda problem: (_PLACES[problem.table], problem.row or 0)),
    )


def _frozen(found: Mapping[str, list[Any]]) -> dict[str, tuple[Any, ...]]:
    return {work: tuple(held) for work, held in found.items()}


def _by_code(found: Sequence[ContractFamily]) -> dict[str, ContractFamily]:
    return {code_of(row): family for family in found for row in family.rows}


class _Desk:
    """What is read so far."""

    def __init__(self, reader: TermReader) -> None:
        self.reader = reader
        self.problems: list[Problem] = []
        self.deeds: list[Deed] = []
        self.held: dict[str, list[Grant]] = defaultdict(list)
        self.clearances: dict[str, list[Grant]] = defaultdict(list)
        self.awaited: dict[str, list[Grant]] = defaultdict(list)
        self.sold: dict[str, list[Grant]] = defaultdict(list)
        self.holdbacks: dict[str, list[RightsHoldback]] = defaultdict(list)
        self.unread: dict[str, list[UnreadContract]] = defaultdict(list)

    def read_mandates(self, office: Office, found: Sequence[ContractFamily]) -> None:
        """What mandates give and limit; what counts for nothing is only read for its faults."""
        terms = LinesByContract(office[MANDATE_TERMS.name], "contract")
        for family in found:
            works = self._works(family)
            self._note_fault(family, works, terms, (RightsSide.HELD, RightsSide.LIMITING))
            for deed in deeds_of(family, works, "grantor", "nature"):
                self.deeds.append(deed)
                if deed.nature is None:
                    self._note_nature(deed)
                    continue
                readings = self._terms(deed, terms)
                target = self._target(office, deed)
                if target is None:
                    continue
                self._note_unread(deed, readings)
                for grant in grants_of(deed, readings):
                    target[grant.work].append(grant)

    def _target(self, office: Office, deed: Deed) -> dict[str, list[Grant]] | None:
        """Where what a mandate gives or limits stands; None when it is not signed, not yet, or not the house's.

        A new authorisation that nobody signed yet is awaited: what it is about is not cleared.
        """
        if deed.side is RightsSide.LIMITING and deed.family.current is None:
            return self.awaited
        if not deed.is_signed or not is_for_the_house(office, deed):
            return None
        return self.held if deed.side is RightsSide.HELD else self.clearances

    def read_sales(self, office: Office, found: Sequence[ContractFamily]) -> None:
        """What sales take and hold back, signed or not."""
        terms = LinesByContract(office[SALE_TERMS.name], "sale")
        held_back = LinesByContract(office[HOLDBACKS.name], "sale")
        for family in found:
            works = self._works(family)
            self._note_fault(family, works, terms, (RightsSide.SOLD,))
            for deed in deeds_of(family, works, "client"):
                self.deeds.append(deed)
                readings = self._terms(deed, terms)
                self._note_unread(deed, readings)
                for grant in grants_of(deed, readings):
                    self.sold[grant.work].append(grant)
                promises = self._lines(deed, held_back)
                self._note_unread(deed, promises)
                for promise in holdbacks_of(deed, promises):
                    self.holdbacks[promise.work].append(promise)

    def note_lost(self, absent: Collection[str], works: Mapping[str, Row]) -> None:
        """Every work of a workbook that lost tabs of contracts: what stood there may give or take any of its rights."""
        for table, sides in _SIDES:
            if table.name in absent:
                what, message = f"l'onglet {table.tab}", "supprimé, ou sa table perdue"
                for (work, row), side in product(works.items(), sides):
                    self.unread[work].append(UnreadContract(what, what, row, row, side, True, message))

    def _works(self, family: ContractFamily) -> dict[int, ContractWorks]:
        """What each row of a contract names, by row number."""
        found = {}
        for row in family.rows:
            found[row.row], problems = self.reader.names.of_contract(row)
            self.problems += problems
        self.problems += family.doubts
        return found

    def _terms(self, deed: Deed, terms: LinesByContract) -> list[TermReading]:
        """The terms of a version; one that has none takes or gives nobody knows what."""
        readings = self._lines(deed, terms)
        is_amendment = deed.row is not deed.family.head
        if not readings and (deed.is_signed or not is_amendment):
            table = MANDATE_TERMS if deed.row.table is MANDATES else SALE_TERMS
            message = f"{deed.code} n'a aucun terme dans {table.tab} : ce qu'il couvre n'est pas connu"
            problem = deed.row.warning(
                deed.row.table.key[0], deed.code, f"une ligne dans {table.tab}", message
            )
            self.problems.append(problem)
            return [TermReading(deed.row, deed.works.works, None, (problem,))]
        return readings

    def _lines(self, deed: Deed, lines: LinesByContract) -> list[TermReading]:
        own, version = lines.kept(deed)
        written = self.reader.names.of_contract(version)[0] if own and version is not deed.row else None
        readings = [self.reader.read(line, deed.works, version.signature_day, written) for line in own]
        self.problems += [problem for reading in readings for problem in reading.problems]
        return readings

    def _note_unread(self, deed: Deed, readings: Sequence[TermReading]) -> None:
        """A contract one of whose lines could not be read, or that names an unknown work."""
        for reading in readings:
            if reading.covered is None and reading.problems:
                message = f"{_place(deed.code, reading.row)}{reading.problems[0].message}"
                self._unread(deed, reading.row, reading.works, message)
        if likely := self.reader.names.likely(deed.works):
            verb = "n'existent pas" if len(deed.works.unknown) > 1 else "n'existe pas"
            message = f"{deed.code} : {first_names(deed.works.unknown)} {verb} dans {WORKS.tab}"
            self._unread(deed, deed.row, likely, message)

    def _unread(self, deed: Deed, line: Row, works: Sequence[str], message: str) -> None:
        sides = (RightsSide.HELD, RightsSide.LIMITING) if deed.side is None else (deed.side,)
        for work, side in product(works, sides):
            if all(one.row is not deed.row or one.side is not side for one in self.unread[work]):
                self.unread[work].append(
                    UnreadContract(deed.code, deed.family.root, deed.row, line, side, deed.is_signed, message)
                )

    def _note_nature(self, deed: Deed) -> None:
        """A mandate that does not say whether it gives rights or limits them."""
        message = (
            f"{deed.code} n'a pas de nature : donne-t-il des droits ou les limite-t-il ? Il n'est pas lu"
        )
        problem = deed.row.warning("nature", "", "une nature", message)
        self.problems.append(problem)
        if deed.is_signed:
            self._unread(deed, deed.row, deed.works.works, message)

    def _note_fault(
        self,
        family: ContractFamily,
        works: Mapping[int, ContractWorks],
        terms: LinesByContract,
        sides: Sequence[RightsSide],
    ) -> None:
        """A contract that is not read at all: its lines are, for what is wrong in them."""
        if family.fault is None:
            return
        self.problems.append(family.fault)
        for row in family.rows:
            for line in terms.own(row):
                self.problems += self.reader.read(line, works[row.row], row.signature_day).problems
        likely = self.reader.names.likely
        named = dict.fromkeys(work for held in works.values() for work in (*held.works, *likely(held)))
        may_bind = any(row.state not in PENDING for row in family.rows)
        for work in named:
            for side in sides:
                self.unread[work].append(
                    UnreadContract(
                        family.root,
                        family.root,
                        family.head,
                        family.head,
                        side,
                        may_bind,
                        family.fault.message,
                    )
                )


def _place(code: str, line: Row) -> str:
    """Where a line that could not be read stands."""
    if line.table is HOLDBACKS:
        return f"{code}, gel {line.holdback} : "
    return f"{code}, terme {line.term} : " if "term" in line.table.by_name else ""
