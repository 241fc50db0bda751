"""What a line of a contract covers: works, versions, media, territories, languages, days; or what is wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.catalogue.contracts.dated_grounds import DatedGrounds
from postprod_xl.domain.catalogue.contracts.works import ContractWorks, WorkNames
from postprod_xl.domain.catalogue.grounds.axis import RightsAxis
from postprod_xl.domain.catalogue.grounds.grounds import Grounds
from postprod_xl.domain.catalogue.grounds.lexicon import Expanded
from postprod_xl.domain.catalogue.grounds.published import AxisName
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import WORK_VERSIONS


class _AxisText(NamedTuple):
    """How a line says its leaves of an axis.

    Attributes
    ----------
    axis, column, read
        The axis, the code name of its column, what its text says.
    word, undefined
        What a leaf is called in French, in the singular and in the plural, with « non défini ».
    expected, whole
        What may be written, and the word for everything; empty where a blank says it.
    """

    axis: AxisName
    column: str
    read: Callable[[Grounds, str], Expanded]
    word: str
    undefined: tuple[str, str]
    expected: str
    whole: str


_MEDIA = _AxisText(
    AxisName.MEDIA,
    "media",
    Grounds.media_of,
    "média",
    ("média {} non défini", "médias {} non définis"),
    "un média, un groupe, ou Tous",
    "Tous",
)
_TERRITORIES = _AxisText(
    AxisName.TERRITORIES,
    "territories",
    Grounds.territories_of,
    "territoire",
    ("territoire {} non défini", "territoires {} non définis"),
    "un pays, un groupe, ou Monde",
    "Monde",
)
_LANGUAGES = _AxisText(
    AxisName.LANGUAGES,
    "languages",
    Grounds.languages_of,
    "langue",
    ("langue {} non définie", "langues {} non définies"),
    "un code de langue à deux lettres, ou rien pour toutes",
    "",
)


class Covered(NamedTuple):
    """What one line covers: the versions of each work, the same media, territories, languages and days of all."""

    versions: Mapping[str, int]
    media: int
    territories: int
    languages: int
    first: date
    last: date


class TermReading(NamedTuple):
    """One line of a contract as it was read.

    Attributes
    ----------
    row
        The line.
    works
        The works that it is about; all those of the contract when it does not say which.
    covered
        What it covers; None where something of it is wrong.
    problems
        What is wrong.
    """

    row: Row
    works: tuple[str, ...]
    covered: Covered | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class TermReader:
    """Reads the lines of contracts.

    Attributes
    ----------
    names
        The works of the catalogue.
    versions
        The axis of the versions of each work.
    grounds
        The axes of rights on any day.
    today
        The day the words of what is not signed are understood.
    """

    names: WorkNames
    versions: Mapping[str, RightsAxis]
    grounds: DatedGrounds
    today: date

    def read(
        self, row: Row, contract: ContractWorks, signed: date | None, written: ContractWorks | None = None
    ) -> TermReading:
        """A line of a contract, its words being those of the day of the signature.

        Parameters
        ----------
        row
            Of TermesMandat, TermesVente or Holdbacks.
        contract
            The works of the contract.
        written
            Those of the version that the line was written for, when an amendment keeps it.
        signed
            The day of the signature; None of what is not signed, or not on a known day.
        """
        day = signed if signed is not None and signed < self.today else self.today
        works, faults = self.names.of_term(row, contract, written or contract)
        masks, strangers = ({}, []) if faults else self._versions(row, works)
        media, no_media = self._mask(_MEDIA, row, day)
        territories, nowhere = self._territories(row, day)
        languages, unheard = self._mask(_LANGUAGES, row, day)
        faults = [*faults, *strangers, *no_media, *nowhere, *unheard, *_date_faults(row)]
        if faults or not works:
            return TermReading(row, works or contract.works, None, tuple(faults))
        covered = Covered(masks, media, territories, languages, row.first_day, row.last_day)
        return TermReading(row, works, covered, ())

    def _versions(self, row: Row, works: Sequence[str]) -> tuple[dict[str, int], list[Problem]]:
        """The versions of each work that a line names; all of them, and the work itself, when it names none."""
        wanted, masks, faults = row.version, {}, list[Problem]()
        for work in works:
            axis = self.versions[work]
            if not wanted:
                masks[work] = axis.everything
                continue
            mask, unknown = self.names.of_versions(wanted, axis)
            masks[work] = mask
            if unknown or not mask:
                known = ", ".join(axis.codes[1:]) or "aucune"
                message = (
                    f"{work} n'a pas de version « {unknown or wanted} » dans {WORK_VERSIONS.tab} : {known}"
                )
                faults.append(row.warning("version", wanted, "une version de l'œuvre", message))
        return masks, faults

    def _mask(self, axis: _AxisText, row: Row, day: date) -> tuple[int, list[Problem]]:
        """The leaves of an axis that a line says, and what is wrong in its text."""
        text = getattr(row, axis.column)
        said = axis.read(self.grounds.on(day), text)
        if said.unknown:
            return said.mask, [self._unknown(axis, row, axis.column, said.unknown, day)]
        if said.mask:
            return said.mask, []
        if not axis.whole:
            return self.grounds.on(day).languages.everything, []
        message = f"aucun {axis.word} : ce que couvre cette ligne n'est pas connu ; écrivez « {axis.whole} » pour tous"
        return 0, [row.warning(axis.column, text, axis.expected, message)]

    def _territories(self, row: Row, day: date) -> tuple[int, list[Problem]]:
        """The territories that a line says, less those that it excludes."""
        mask, faults = self._mask(_TERRITORIES, row, day)
        text, column = row.excluded_territories, "excluded_territories"
        if not text:
            return mask, faults
        left_out = self.grounds.on(day).territories_of(text)
        if left_out.unknown:
            faults.append(self._unknown(_TERRITORIES, row, column, left_out.unknown, day))
        elif not faults and not mask & ~left_out.mask:
            faults.append(
                row.warning(column, text, "une partie", "tout ce que « Territoires » dit est exclu")
            )
        return mask & ~left_out.mask, faults

    def _unknown(self, axis: _AxisText, row: Row, column: str, unknown: Sequence[str], day: date) -> Problem:
        """The problem of the words of a cell that are not understood."""
        named = ", ".join(f"« {one} »" for one in unknown)
        message = axis.undefined[len(unknown) > 1].format(named)
        if advice := self._advice(axis, unknown[0], day):
            message = f"{message} : {advice}"
        return row.warning(column, getattr(row, column), axis.expected, message)

    def _advice(self, axis: _AxisText, word: str, day: date) -> str:
        if day != self.today and not axis.read(self.grounds.on(self.today), word).unknown:
            return f"pas encore le {day:%d/%m/%Y}, jour de la signature ; nommez les pays ou les médias"
        return self.grounds.on(day).advice(axis.axis, word)


def _date_faults(row: Row) -> Iterator[Problem]:
    first, last = row.first_day, row.last_day
    if first is None:
        yield row.warning("first_day", "", "une date", "sans premier jour, cette ligne n'est pas lue")
    if last is None:
        yield row.warning("last_day", "", "une date", "sans dernier jour, cette ligne n'est pas lue")
    if first and last and last < first:
        message = f"finit le {last:%d/%m/%Y}, avant de commencer le {first:%d/%m/%Y}"
        yield row.warning("last_day", f"{last:%d/%m/%Y}", f"le {first:%d/%m/%Y} ou après", message)
