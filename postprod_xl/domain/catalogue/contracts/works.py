"""The works and versions that a contract names, in one cell for the contract and in another for each of its terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postprod_xl.domain.catalogue.contracts.families import code_of
from postprod_xl.domain.catalogue.grounds.axis import RightsAxis
from postprod_xl.domain.wording import closest_names, first_names
from postprod_xl.schema.cells.spelling import closest
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.references import SEPARATOR
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue import WORKS
from postprod_xl.schema.units import folded


@dataclass(frozen=True)
class ContractWorks:
    """The works of a contract, its code, and the names that are no work of the catalogue."""

    contract: str
    works: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    def likely(self, codes: Sequence[str]) -> tuple[str, ...]:
        """The works that its unknown names most likely mean."""
        return tuple(code for name in self.unknown if (code := closest(name, codes)))


def names_of(text: str) -> list[str]:
    """The codes of a cell that holds several."""
    return [name for part in text.split(SEPARATOR) if (name := part.strip())]


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

    def of_contract(self, row: Row) -> tuple[ContractWorks, list[Problem]]:
        """The works that a row of Mandats or Ventes names, and the problem of those that do not exist."""
        found, unknown = self._split(row.works)
        code = code_of(row)
        problems = []
        if unknown:
            named = first_names([f"« {name} »" for name in unknown])
            verb = "n'existent pas" if len(unknown) > 1 else "n'existe pas"
            message = f"{named} {verb} dans {WORKS.tab} : {closest_names(unknown[0], self.codes)}"
            problems.append(row.warning("works", row.works, f"des codes de {WORKS.tab}", message))
        return ContractWorks(code, found, tuple(unknown)), problems

    def of_term(self, row: Row, contract: ContractWorks) -> tuple[tuple[str, ...], list[Problem]]:
        """The works that a term names, which are works of its contract; all of these when it names none."""
        if not row.work:
            return contract.works, []
        found, unknown = self._split(row.work)
        strangers = [*unknown, *(work for work in found if work not in contract.works)]
        if not strangers:
            return found, []
        named = first_names([f"« {name} »" for name in strangers])
        verb = "ne sont pas des œuvres" if len(strangers) > 1 else "n'est pas une œuvre"
        message = (
            f"{named} {verb} de {contract.contract} : {first_names(contract.works) or 'il n’en a aucune'}"
        )
        return (), [row.warning("work", row.work, "une œuvre du contrat", message)]

    def of_versions(self, text: str, axis: RightsAxis) -> tuple[int, str]:
        """The versions of a work that a text names, and the first name that is not one of them."""
        known = {folded(code): code for code in axis.codes[1:]}
        mask = 0
        for name in names_of(text):
            if folded(name) not in known:
                return 0, name
            mask |= axis.bits[known[folded(name)]]
        return mask, ""

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
