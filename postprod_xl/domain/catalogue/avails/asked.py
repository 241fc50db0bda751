"""A question as it is typed: codes and names, read or refused word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from postprod_xl.domain.catalogue.avails.records import RightsQuestion
from postprod_xl.domain.catalogue.contracts.records import Catalogue
from postprod_xl.domain.catalogue.grounds.grounds import Grounds
from postprod_xl.domain.catalogue.grounds.lexicon import Expanded
from postprod_xl.domain.catalogue.grounds.published import AxisName
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.tables.catalogue import WORK_VERSIONS, WORKS
from postprod_xl.schema.units import folded


@dataclass(frozen=True)
class AskedRights:
    """What is typed of a question, wherever it is; the fields are columns of `QuestionsDroits`."""

    work: str
    media: str
    territories: str
    first_day: date
    last_day: date
    excluded_territories: str = ""
    languages: str = ""
    version: str = ""
    is_exclusive: bool = False


@dataclass(frozen=True)
class Misread:
    """What of a typed question is not understood: the column, what it holds, what is expected, a French sentence."""

    column: str
    found: str
    expected: str
    message: str


_AXES = (
    ("media", AxisName.MEDIA, "un média"),
    ("territories", AxisName.TERRITORIES, "un territoire"),
    ("excluded_territories", AxisName.TERRITORIES, "un territoire"),
    ("languages", AxisName.LANGUAGES, "une langue"),
)
_NEEDED = ("media", "territories")
_WRITTEN = {
    AxisName.MEDIA: "SVOD, TV gratuite, Tous…",
    AxisName.TERRITORIES: "FR, Belgique, Monde…",
    AxisName.LANGUAGES: "fr, en, ar…",
}


def read_question(catalogue: Catalogue, asked: AskedRights) -> RightsQuestion | tuple[Misread, ...]:
    """The question that is typed, or all that is not understood of it."""
    read = {column: expanded(catalogue.grounds, axis, getattr(asked, column)) for column, axis, _ in _AXES}
    work = _spelled(asked.work, catalogue.works)
    versions = _versions(catalogue, work, asked.version)
    misread = [*_unknown_work(catalogue, asked, work), *_unknown_words(catalogue.grounds, asked, read)]
    if work and not versions:
        misread.append(_unknown_version(catalogue, work, asked.version))
    if asked.last_day < asked.first_day:
        misread.append(_turned(asked))
    territories = read["territories"].mask & ~read["excluded_territories"].mask
    if not territories and not any(one.column.endswith("territories") for one in misread):
        misread.append(_nowhere(asked))
    if misread:
        return tuple(misread)
    languages = read["languages"].mask or catalogue.grounds.languages.everything
    days = asked.first_day, asked.last_day
    return RightsQuestion(
        work, read["media"].mask, territories, languages, versions, *days, asked.is_exclusive
    )


def expanded(grounds: Grounds, axis: AxisName, text: str) -> Expanded:
    """The leaves of an axis that a text says, and its words that are not understood."""
    return grounds.lexicons[axis].expand(text)


def _spelled(code: str, known: Iterable[str]) -> str:
    """A known code, in any case; empty when it is none."""
    return {folded(each): each for each in known}.get(folded(code), "")


def _versions(catalogue: Catalogue, work: str, version: str) -> int:
    """The mask of a version of a work, of all of them when none is typed; 0 when the work has none of this name."""
    if not work:
        return 0
    axis = catalogue.versions[work]
    code = _spelled(version, axis.codes)
    return axis.mask_of([code]) if code else axis.everything if not version.strip() else 0


def _unknown_work(catalogue: Catalogue, asked: AskedRights, work: str) -> Iterator[Misread]:
    if not work:
        expected = f"un code de {WORKS.tab}"
        works = list(catalogue.works)
        known = closest_names(asked.work, works) if works else "l'onglet est vide"
        message = f"œuvre « {asked.work} » inconnue dans {WORKS.tab} ; {known}"
        yield Misread("work", asked.work, expected, message)


def _unknown_words(grounds: Grounds, asked: AskedRights, read: dict[str, Expanded]) -> Iterator[Misread]:
    for column, axis, noun in _AXES:
        for word in read[column].unknown:
            advice = grounds.advice(axis, word)
            message = f"« {word} » n'est pas {noun} connu{'e' if noun.startswith('une') else ''}"
            yield Misread(
                column, word, f"{noun} : {_WRITTEN[axis]}", f"{message} ; {advice}" if advice else message
            )
        if column in _NEEDED and not (read[column].mask or read[column].unknown):
            yield Misread(column, "", f"{noun} : {_WRITTEN[axis]}", f"il manque {noun} : {_WRITTEN[axis]}")


def _unknown_version(catalogue: Catalogue, work: str, version: str) -> Misread:
    codes = [code for code in catalogue.versions[work].codes if code]
    known = closest_names(version, codes) if codes else "elle n'en a aucune"
    message = f"{work} n'a pas de version « {version} » dans {WORK_VERSIONS.tab} ; {known}"
    return Misread("version", version, f"une version de {WORK_VERSIONS.tab}, ou rien", message)


def _turned(asked: AskedRights) -> Misread:
    first, last = (f"{day:%d/%m/%Y}" for day in (asked.first_day, asked.last_day))
    message = f"la période finit le {last}, avant de commencer le {first}"
    return Misread("last_day", last, f"un jour à partir du {first}", message)


def _nowhere(asked: AskedRights) -> Misread:
    message = f"« {asked.territories} » sauf « {asked.excluded_territories} » : il ne reste aucun territoire"
    return Misread("excluded_territories", asked.excluded_territories, "moins de territoires exclus", message)
