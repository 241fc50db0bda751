"""What a line of a contract covers: works, versions, media, territories, languages, days; or what is wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from postprod_xl.domain.catalogue.contracts.dated_grounds import DatedGrounds
from postprod_xl.domain.catalogue.contracts.works import ContractWorks, WorkNames
from postprod_xl.domain.catalogue.grounds.axis import RightsAxis
from postprod_xl.domain.catalogue.grounds.grounds import Grounds
from postprod_xl.domain.catalogue.grounds.lexicon import Expanded
from postprod_xl.domain.catalogue.grounds.published import AxisName
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row

AXIS_WORDS = {
    AxisName.MEDIA: ("média", "un média, un groupe, ou Tous"),
    AxisName.TERRITORIES: ("territoire", "un pays, un groupe, ou Monde"),
    AxisName.LANGUAGES: ("langue", "un code de langue à deux lettres, ou rien pour toutes"),
}


@dataclass(frozen=True)
class Covered:
    """What one line covers: the versions of each work, the same media, territories, languages and days of all."""

    versions: Mapping[str, int]
    media: int
    territories: int
    languages: int
    first: date
    last: date


@dataclass(frozen=True)
class TermReading:
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

    def read(self, row: Row, contract: ContractWorks, signed: date | None) -> TermReading:
        """A line of a contract, its words being those of the day of the signature.

        Parameters
        ----------
        row
            Of TermesMandat, TermesVente or Holdbacks.
        contract
            The works of the contract.
        signed
            The day of the signature; None of what is not signed, or not on a known day.
        """
        day = signed if signed is not None and signed < self.today else self.today
        works, faults = self.names.of_term(row, contract)
        masks, strangers = self._versions(row, works)
        found = {axis: self._mask(axis, row, day) for axis in _AXES}
        faults += [*strangers, *(fault for axis in _AXES for fault in found[axis][1]), *_date_faults(row)]
        if faults or not works:
            return TermReading(row, works or contract.works, None, tuple(faults))
        covered = Covered(
            versions=masks,
            media=found[AxisName.MEDIA][0],
            territories=found[AxisName.TERRITORIES][0],
            languages=found[AxisName.LANGUAGES][0],
            first=row.first_day,
            last=row.last_day,
        )
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
                message = f"{work} n'a pas de version « {unknown or wanted} » dans Versions d'œuvre : {known}"
                faults.append(row.warning("version", wanted, "une version de l'œuvre", message))
        return masks, faults

    def _mask(self, axis: AxisName, row: Row, day: date) -> tuple[int, list[Problem]]:
        """The leaves of an axis that a line says, and what is wrong in their texts."""
        here = self.grounds.on(day)
        column = _COLUMNS[axis]
        text = getattr(row, column)
        if not text:
            return self._unsaid(axis, row, here)
        said = _READ[axis](here, text)
        faults = [*self._unknown(axis, row, column, said, day)]
        mask = said.mask
        if axis is AxisName.TERRITORIES and row.excluded_territories:
            left_out = here.territories_of(row.excluded_territories)
            faults += self._unknown(axis, row, "excluded_territories", left_out, day)
            mask &= ~left_out.mask
            if said.mask and not mask and not faults:
                message = "tout ce que « Territoires » dit est exclu"
                faults.append(
                    row.warning("excluded_territories", row.excluded_territories, "une partie", message)
                )
        return mask, faults

    def _unsaid(self, axis: AxisName, row: Row, here: Grounds) -> tuple[int, list[Problem]]:
        if axis is AxisName.LANGUAGES:
            return here.languages.everything, []
        column, (word, expected) = _COLUMNS[axis], AXIS_WORDS[axis]
        whole = "Tous" if axis is AxisName.MEDIA else "Monde"
        message = f"aucun {word} : ce que couvre cette ligne n'est pas connu ; écrivez « {whole} » pour tous"
        return 0, [row.warning(column, "", expected, message)]

    def _unknown(self, axis: AxisName, row: Row, column: str, said: Expanded, day: date) -> Iterator[Problem]:
        """One problem for the words of a cell that are not understood."""
        if not said.unknown:
            return
        word, expected = AXIS_WORDS[axis]
        named = ", ".join(f"« {one} »" for one in said.unknown)
        message = f"{word} {named} non défini{'e' if axis is AxisName.LANGUAGES else ''}"
        if len(said.unknown) > 1:
            message = f"{word}s {named} non défini{'es' if axis is AxisName.LANGUAGES else 's'}"
        advice = self._advice(axis, said.unknown[0], day)
        yield row.warning(
            column, getattr(row, column), expected, f"{message} : {advice}" if advice else message
        )

    def _advice(self, axis: AxisName, word: str, day: date) -> str:
        if day != self.today and not _READ[axis](self.grounds.on(self.today), word).unknown:
            return f"pas encore le {day:%d/%m/%Y}, jour de la signature ; nommez les pays ou les médias"
        return self.grounds.on(day).advice(axis, word)


_AXES = tuple(AxisName)
_COLUMNS = {
    AxisName.MEDIA: "media",
    AxisName.TERRITORIES: "territories",
    AxisName.LANGUAGES: "languages",
}
_READ: Mapping[AxisName, Callable[[Grounds, str], Expanded]] = {
    AxisName.MEDIA: Grounds.media_of,
    AxisName.TERRITORIES: Grounds.territories_of,
    AxisName.LANGUAGES: Grounds.languages_of,
}


def _date_faults(row: Row) -> Iterator[Problem]:
    first, last = row.first_day, row.last_day
    if first is None:
        yield row.warning("first_day", "", "une date", "sans premier jour, cette ligne n'est pas lue")
    if last is None:
        yield row.warning("last_day", "", "une date", "sans dernier jour, cette ligne n'est pas lue")
    if first and last and last < first:
        message = f"finit le {last:%d/%m/%Y}, avant de commencer le {first:%d/%m/%Y}"
        yield row.warning("last_day", f"{last:%d/%m/%Y}", f"le {first:%d/%m/%Y} ou après", message)
