"""The elements of each work and of each of its versions, as they are typed and as its project delivered them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from postprod_xl.domain.catalogue.grounds.grounds import Grounds
from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns
from postprod_xl.schema.catalogue_vocabulary import ElementNature
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue import WORK_VERSIONS
from postprod_xl.schema.units import folded

_SPOKEN = frozenset(
    {
        ElementNature.DCDM,
        ElementNature.IMF,
        ElementNature.PAD,
        ElementNature.DCP,
        ElementNature.ORIGINAL_SOUND,
    }
)
"""What speaks the language of its version, of the work when it has none; an image, a negative or stems may be mute."""
_WRITTEN = frozenset({ElementNature.SUBTITLES, ElementNature.SME})
_NAMELESS = "sans nature"


class KeptElement(NamedTuple):
    """An element that exists: the languages are a mask of the axis, zero where nothing tells any."""

    nature: str
    version: str
    languages: int


@dataclass(frozen=True)
class WorkElements:
    """The elements of a work.

    Parameters
    ----------
    elements
        Typed in `Materiel`, or delivered and not typed again.
    speaks
        The languages of the work itself; zero when it does not say.
    """

    elements: Sequence[KeptElement]
    speaks: int

    def of_version(self, version: str) -> list[KeptElement]:
        """The elements of a version: its own, and those of all."""
        named = folded(version)
        return [one for one in self.elements if not one.version or not named or folded(one.version) == named]


def elements_of(office: Office, grounds: Grounds) -> dict[str, WorkElements]:
    """The elements of each work of `Oeuvres`.

    Parameters
    ----------
    office
        Its `MaterielLivre` is computed.
    grounds
        What its languages are read with.
    """
    versions = {(row.work, folded(row.version)): row for row in office["VersionsOeuvre"]}
    speaks = {row.work: grounds.languages_of(row.original_language).mask for row in office["Oeuvres"]}
    found: dict[str, list[KeptElement]] = defaultdict(list)
    for row in office["Materiel"]:
        own = grounds.languages_of(row.languages).mask
        version = versions.get((row.work, folded(row.version)))
        languages = own or _deduced(row.nature, version, speaks.get(row.work, 0), grounds)
        found[row.work].append(KeptElement(row.nature, row.version, languages))
    for row in office["MaterielLivre"]:
        if not row.element:
            languages = _deduced(row.nature, None, speaks.get(row.work, 0), grounds)
            found[row.work].append(KeptElement(row.nature, "", languages))
    return {work: WorkElements(found[work], mask) for work, mask in speaks.items()}


def material_column(office: Office, elements: Mapping[str, WorkElements]) -> Rows:
    """`Matériel` of each row of `VersionsOeuvre`: what exists for it, and how many of each."""
    rows = office[WORK_VERSIONS.name]
    texts = [
        _text(elements[work].of_version(version)) if work in elements else ""
        for work, version in rows.select("work", "version")
    ]
    return computed_columns(WORK_VERSIONS.name, rows.numbers, material=texts)


def material_problems(office: Office, grounds: Grounds) -> Iterator[Problem]:
    """The elements of a version or in a language that nobody knows."""
    versions: dict[str, dict[str, str]] = defaultdict(dict)
    for row in office["VersionsOeuvre"]:
        versions[row.work][folded(row.version)] = row.version
    for row in office["Materiel"]:
        known = versions[row.work]
        if row.version and folded(row.version) not in known:
            told = ", ".join(known.values()) or "aucune"
            message = f"{row.work} n'a pas de version « {row.version} » dans {WORK_VERSIONS.tab} : {told}"
            yield row.warning("version", row.version, "une version de l'œuvre", message)
        yield from _language_problems(row, "languages", grounds)
    for table, columns in _LANGUAGE_COLUMNS.items():
        for row in office[table]:
            for column in columns:
                yield from _language_problems(row, column, grounds)


_LANGUAGE_COLUMNS = {
    "Oeuvres": ("original_language",),
    "VersionsOeuvre": ("sound_language", "subtitle_languages"),
}


def _language_problems(row: Row, column: str, grounds: Grounds) -> Iterator[Problem]:
    unknown = grounds.languages_of(getattr(row, column)).unknown
    if unknown:
        named = ", ".join(f"« {word} »" for word in unknown)
        message = f"langue {named} non définie : ce qui existe dans cette langue n'est pas compté"
        yield row.warning(column, getattr(row, column), "un code de langue à deux lettres", message)


def _deduced(nature: str | None, version: Row | None, of_work: int, grounds: Grounds) -> int:
    """The languages of an element that tells none: those of its version, or of the work for what speaks."""
    sound = grounds.languages_of(version.sound_language).mask if version else 0
    written = grounds.languages_of(version.subtitle_languages).mask if version else 0
    if nature in _WRITTEN:
        return written
    if nature in _SPOKEN:
        return (sound or of_work) | written
    return sound if nature == ElementNature.DUBBING else 0


def _text(elements: Sequence[KeptElement]) -> str:
    counts = Counter(one.nature or _NAMELESS for one in elements)
    order = [*ElementNature, _NAMELESS]
    return ", ".join(
        f"{nature} ×{counts[nature]}" if counts[nature] > 1 else str(nature)
        for nature in order
        if counts[nature]
    )
