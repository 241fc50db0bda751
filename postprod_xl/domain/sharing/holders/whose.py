"""What is a holder's of a catalogue: the contracts that he granted or shares, and his works in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock
from postprod_xl.domain.catalogue.contracts.families import ContractFamily
from postprod_xl.domain.catalogue.contracts.reading import catalogue
from postprod_xl.domain.catalogue.contracts.records import RIGHTS_GIVING, Catalogue
from postprod_xl.domain.catalogue.contracts.works import names_of
from postprod_xl.domain.catalogue.royalties.book import RoyaltyBook, royalty_book
from postprod_xl.domain.catalogue.royalties.shares import Share
from postprod_xl.domain.office import Office
from postprod_xl.domain.sharing.holders.views import MADE
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import folded


@dataclass(frozen=True)
class Whose:
    """What is a holder's.

    Parameters
    ----------
    holder
        His code.
    catalogue, book
        The contracts and the money of the office.
    granted
        Row numbers of `Mandats`: what he granted himself.
    shared
        By first contract, his works in those that he has a part of, whoever granted them.
    """

    holder: str
    catalogue: Catalogue
    book: RoyaltyBook
    granted: frozenset[int]
    shared: Mapping[str, frozenset[str]]

    @cached_property
    def contracts(self) -> Mapping[str, frozenset[str]]:
        """His works by first contract, what he granted and what he shares."""
        found = {root: set(works) for root, works in self.shared.items()}
        for family in self._families:
            for row in family.rows:
                if row.row in self.granted:
                    found.setdefault(family.root, set()).update(self.works_of(row))
        return {root: frozenset(works) for root, works in found.items()}

    @cached_property
    def current(self) -> Mapping[str, frozenset[str]]:
        """The same, without the contracts whose version in force somebody else granted, and he has no part of."""
        return {
            root: works
            for root, works in self.contracts.items()
            if root in self.shared or in_force(self.catalogue.mandates[root]).row in self.granted
        }

    @cached_property
    def selling(self) -> Mapping[str, frozenset[str]]:
        """The same, of the contracts that give rights to sell: what is sold and collected is his by these alone."""
        return {
            root: works
            for root, works in self.current.items()
            if _gives_rights(self.catalogue.mandates[root])
        }

    @cached_property
    def works(self) -> frozenset[str]:
        """All the works that a contract of his names."""
        return frozenset().union(*self.contracts.values())

    @cached_property
    def own_works(self) -> frozenset[str]:
        """Those that are still his."""
        return frozenset().union(*self.current.values())

    @cached_property
    def sold_works(self) -> frozenset[str]:
        """Those whose sales are his, in whole or in part."""
        return frozenset().union(*self.selling.values())

    @cached_property
    def whole_works(self) -> frozenset[str]:
        """Those of which nobody else gave anything to sell: whatever is sold of them is his."""
        others = {
            work
            for family in self._families
            if _gives_rights(family)
            for row in family.rows
            if row.state in MADE
            for work in self.works_of(row)
            if work not in self.selling.get(family.root, ())
        }
        return self.sold_works - others

    def given(self, work: str, *, by_him: bool) -> list[RightsBlock]:
        """What his contracts give of a work, or what those of others do."""
        return [
            grant.block
            for grant in self.catalogue.held.get(work, ())
            if (work in self.selling.get(grant.root, ())) is by_him
        ]

    def works_of(self, row: Row) -> list[str]:
        """The works that a row names, those of the catalogue."""
        return [code for name in names_of(row.works) if (code := self.code_of(name))]

    def code_of(self, name: str) -> str:
        """The code of a work as `Œuvres` has it, whatever its case; empty for an unknown one."""
        return self._codes.get(folded(name), "")

    def is_made(self, row: Row) -> bool:
        """Whether a row of `Mandats` is a contract, and not what is negotiated."""
        return row.state in MADE

    def is_his(self, text: str, works: frozenset[str]) -> bool:
        """Whether a cell names one of some works; an empty one names all those of its contract."""
        return not text or any(self.code_of(name) in works for name in names_of(text))

    def has(self, root: str, text: str) -> bool:
        """Whether what a contract says of a work, or of all of its works where the cell is empty, is his alone."""
        works = self.current.get(root, frozenset())
        if text:
            return self.is_his(text, works)
        family = self.catalogue.mandates.get(root)
        named = {work for row in (family.rows if family else ()) for work in self.works_of(row)}
        return bool(works) and named <= works

    def his_names(self, text: str) -> str:
        """The works of a cell that are his, as they are written in `Œuvres`."""
        found = map(self.code_of, names_of(text))
        return " ; ".join(work for work in dict.fromkeys(found) if work in self.works)

    def root_of(self, contract: str) -> str:
        """The first contract of a mandate; empty for an unknown one."""
        family = self.catalogue.mandates.get(contract)
        return "" if family is None else family.root

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {folded(code): code for code in self.catalogue.works}

    @cached_property
    def _families(self) -> list[ContractFamily]:
        return [*{id(family): family for family in self.catalogue.mandates.values()}.values()]


def whose(office: Office, holder: str) -> Whose:
    """What is a holder's of the catalogue of an office."""
    held, book = catalogue(office), royalty_book(office)
    families = {family.root: family for family in held.mandates.values()}
    granted = frozenset(
        row.row
        for family in families.values()
        for row in family.rows
        if row.state in MADE and _grantor(family, row) == holder
    )
    shared = {
        root: works
        for root, contract in book.contracts.items()
        if (works := frozenset(_shared(contract.split.by_work, contract.works, holder)))
        and any(row.state in MADE for row in families[root].rows)
    }
    return Whose(holder, held, book, granted, shared)


def in_force(family: ContractFamily) -> Row:
    """The version that says who grants a contract today: the one in force, else the first one."""
    return family.current or family.head


def _grantor(family: ContractFamily, row: Row) -> str:
    """Who granted a version: its own, else that of the versions that it replaces."""
    versions = (row, *family.before(row), family.head, *family.rows)
    return next((one.grantor for one in versions if one.grantor), "")


def _shared(by_work: Mapping[str, Sequence[Share]], works: tuple[str, ...], holder: str) -> Iterator[str]:
    for work, shares in by_work.items():
        if any(share.holder == holder for share in shares):
            yield from [work] if work else (other for other in works if other not in by_work)


def _gives_rights(family: ContractFamily) -> bool:
    """Whether a contract gives rights to sell; one that does not say its nature may."""
    natures = {row.nature for row in family.rows if row.nature}
    return not natures or any(nature in RIGHTS_GIVING for nature in natures)
