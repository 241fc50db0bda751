"""DRT-18: what was sold and cannot be delivered: no element of the version, or none in the language of the sale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.contracts.records import Catalogue, Grant
from postprod_xl.domain.catalogue.duties.material import WorkElements
from postprod_xl.domain.catalogue.grounds.spelling import parts_of
from postprod_xl.domain.catalogue.part import RightsAlert
from postprod_xl.domain.office import Office
from postprod_xl.schema.catalogue_vocabulary import ElementNature
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import MATERIAL, WORKS
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Severity

RULE = "DRT-18"
_LANGUAGE = WORKS.heading("original_language")
_MAKE = f"Faites fabriquer l'élément, ou notez-le dans {MATERIAL.tab} s'il existe."


def material_findings(
    office: Office, rights: Catalogue, elements: Mapping[str, WorkElements]
) -> Iterator[RightsFinding]:
    """DRT-18 of the signed sales that are running or to come, once a sale, a version and what is missing.

    A sale in a language needs the work in it: its own language, a dubbing, subtitles; or an international version, from
    which the buyer dubs it himself (trade knowledge). Nothing is said of the language of a work that does not tell its
    own: `unsaid_languages` does.
    """
    versions = {(row.work, folded(row.version)): row for row in office["VersionsOeuvre"]}
    for (root, work, version), grants in _running(office, rights).items():
        held = elements[work]
        missing = _missing(rights, grants, held, version)
        if missing:
            rows = (rights.sales[root].current, versions.get((work, folded(version))))
            yield _finding(grants[0], missing, tuple(row for row in rows if row is not None))


def unsaid_languages(
    office: Office, rights: Catalogue, elements: Mapping[str, WorkElements]
) -> Iterator[RightsAlert]:
    """The works sold in a language whose own is not told: nobody knows whether their material speaks it."""
    sold = {work for (_, work, _), grants in _running(office, rights).items() if _languages(rights, grants)}
    for row in office["Oeuvres"]:
        if row.work in sold and not elements[row.work].speaks:
            text = f"{_LANGUAGE} non dite : l'existence d'un élément dans la langue vendue n'est pas connue"
            yield RightsAlert(row, Severity.INFO, text)


def bare_versions(
    office: Office, elements: Mapping[str, WorkElements], findings: Iterable[RightsFinding]
) -> Iterator[RightsAlert]:
    """The versions that have no element and that nobody bought yet: a sale of one says it already."""
    sold = {row for finding in findings for row in finding.rows}
    for row in office["VersionsOeuvre"]:
        if row.work in elements and row not in sold and not elements[row.work].of_version(row.version):
            yield RightsAlert(row, Severity.INFO, "Aucun élément n'existe pour elle")


def _running(office: Office, rights: Catalogue) -> dict[tuple[str, str, str], list[Grant]]:
    """The signed grants that end today or later, by sale, work and version; of no version, those of all."""
    found: dict[tuple[str, str, str], list[Grant]] = defaultdict(list)
    for work, sold in rights.sold.items():
        for grant in sold:
            if grant.is_signed and grant.last >= office.today:
                for version in parts_of(grant.row.version) or [""]:
                    found[grant.root, work, version].append(grant)
    return found


def _missing(rights: Catalogue, grants: Sequence[Grant], of_work: WorkElements, version: str) -> str:
    """What cannot be delivered, in French; empty when everything can, or nobody knows."""
    held = of_work.of_version(version)
    named = f"la version {version} vendue" if version else "l'œuvre vendue"
    if not held:
        return f"Aucun élément pour {named}"
    spoken = 0
    for element in held:
        spoken |= element.languages
    lacking = _languages(rights, grants) & ~spoken
    if not of_work.speaks or not lacking or any(element.nature == ElementNature.ME for element in held):
        return ""
    told = rights.grounds.said_languages(lacking)
    return f"Aucun élément en {told} pour {named} : ni son, ni sous-titres, ni version internationale"


def _languages(rights: Catalogue, grants: Sequence[Grant]) -> int:
    """The languages that a sale names; none for all of them: a buyer of all takes what exists."""
    mask = 0
    for grant in grants:
        mask |= grant.languages
    return 0 if mask == rights.grounds.languages.everything else mask


def _finding(grant: Grant, message: str, rows: tuple[Row, ...]) -> RightsFinding:
    return RightsFinding(
        RULE,
        Severity.WARNING,
        grant.work,
        grant.root,
        message,
        _MAKE,
        media=grant.media,
        territories=grant.territories,
        first=grant.first,
        last=grant.last,
        rows=rows,
    )
