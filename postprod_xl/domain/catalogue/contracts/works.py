"""The works and versions that a contract names, in one cell for the contract and in another for each of its terms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from postprod_xl.domain.catalogue.contracts.families import code_of
from postprod_xl.domain.catalogue.grounds.axis import RightsAxis
from postprod_xl.domain.wording import closest_names, first_names
from postprod_xl.schema.cells.spelling import closest_all, plain_letters
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.references import SEPARATOR
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue import WORKS
from postprod_xl.schema.units import folded

_PARTED = re.compile(f"[{SEPARATOR},\\n]")


@dataclass(frozen=True)
class ContractWorks:
    """The works of a contract, its code, and the names that are no work of the catalogue."""

    contract: str
    works: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def names_of(text: str) -> list[str]:
    """The codes of a cell that holds several: a comma or a new line parts them too, as it does media and countries.

    >>> names_of("ETE ; HIVER, LAC")
    ['ETE', 'HIVER', 'LAC']
    """
    return [name for part in _PARTED.split(text) if (name := part.strip())]


class WorkNames:
    """The works of a catalogue, found whatever the case of their codes.

    Parameters
    ----------
    works
        Their rows by code.
    """

    def __init__(self, works: Mapping[str, Row]) -> None:
        self.codes = tuple(works)
        self._codes = {folded(code): code for code in works}
        self._works = works

    def likely(self, contract: ContractWorks) -> tuple[str, ...]:
        """The works that the unknown names of a contract may mean, by their codes or their titles.

        All those that a name resembles as much: one of them is meant, and nobody knows which.
        """
        return tuple(dict.fromkeys(code for name in contract.unknown for code in self._meant(name)))

    @cached_property
    def _spelled(self) -> Mapping[str, Sequence[str]]:
        """The works by their codes and their titles, as names are compared."""
        spelled: dict[str, list[str]] = defaultdict(list)
        for code, row in self._works.items():
            for name in {plain_letters(name) for name in (code, row.title, row.original_title) if name}:
                spelled[name].append(code)
        return spelled

    def _meant(self, name: str) -> Iterator[str]:
        for spelled in closest_all(plain_letters(name), self._spelled):
            yield from self._spelled[spelled]

    def of_contract(self, row: Row) -> tuple[ContractWorks, list[Problem]]:
        """The works that a row of Mandats or Ventes names, and the problem of those that do not exist."""
        found, unknown = self._split(row.works)
        code = code_of(row)
        problems = []
        if unknown:
            named = first_names([f"« {name} »" for name in unknown])
            verb = "n'existent pas" if len(unknown) > 1 else "n'existe pas"
            message = f"{named} {verb} dans {WORKS.tab} : {self._advice(unknown[0])}"
            problems.append(row.warning("works", row.works, f"des codes de {WORKS.tab}", message))
        return ContractWorks(code, found, tuple(unknown)), problems

    def of_term(
        self, row: Row, contract: ContractWorks, written: ContractWorks
    ) -> tuple[tuple[str, ...], list[Problem]]:
        """The works of a contract that a term is about; of one that names a stranger, all that it may be about.

        Parameters
        ----------
        contract
            The version in force, whose works those of the term are; all of them when the term names none.
        written
            The version that the term was written for: a work that an amendment left out has nothing left.
        """
        if not row.work:
            return contract.works, []
        found, unknown = self._split(row.work)
        strangers = [*unknown, *(work for work in found if work not in written.works)]
        if not strangers:
            return tuple(work for work in found if work in contract.works), []
        named = first_names([f"« {name} »" for name in strangers])
        verb = "ne sont pas des œuvres" if len(strangers) > 1 else "n'est pas une œuvre"
        message = f"{named} {verb} de {written.contract} : {first_names(written.works) or 'il n’en a aucune'}"
        problem = row.warning("work", row.work, "une œuvre du contrat", message)
        return tuple(dict.fromkeys((*contract.works, *found))), [problem]

    def of_versions(self, text: str, axis: RightsAxis) -> tuple[int, str]:
        """The versions of a work that a text names, and the first name that is not one of them."""
        known = {folded(code): code for code in axis.codes[1:]}
        mask = 0
        for name in names_of(text):
            if folded(name) not in known:
                return 0, name
            mask |= axis.bits[known[folded(name)]]
        return mask, ""

    def _advice(self, name: str) -> str:
        """What to write in place of a name that is no code."""
        titled = self._spelled.get(plain_letters(name), ())
        return f"écrivez son code, {first_names(titled)}" if titled else closest_names(name, self.codes)

    def _split(self, text: str) -> tuple[tuple[str, ...], list[str]]:
        names = names_of(text)
        found = dict.fromkeys(self._codes[folded(name)] for name in names if folded(name) in self._codes)
        return tuple(found), [name for name in names if folded(name) not in self._codes]


def version_axes(works: Mapping[str, Row], versions: Rows) -> dict[str, RightsAxis]:
    """The versions of each work, in the order of VersionsOeuvre; the first leaf, "", is the work in none of them."""
    declared: dict[str, list[str]] = {work: [""] for work in works}
    for work, version in versions.select("work", "version"):
        if work in declared and version and version not in declared[work]:
            declared[work].append(version)
    return {work: RightsAxis(codes) for work, codes in declared.items()}


def known_works(works: Rows) -> dict[str, Row]:
    """The rows of Oeuvres by code, the first of equal ones."""
    found: dict[str, Row] = {}
    for row in works:
        if row.work:
            found.setdefault(row.work, row)
    return found
