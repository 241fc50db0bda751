"""The cue sheet of a version of a work, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.documents.catalogue.cue_sheet import COLUMNS, Cue, CueSheet
from postprod_xl.domain.catalogue.cues.versions import cues_by_version, cues_by_work, declared_versions
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import closest_names, listed
from postprod_xl.schema.cells.music_identifiers import read_isrc, read_iswc
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue.works import CUES, WORK_VERSIONS, WORKS

_OF_THE_WORK = ("original_title", "type", "year", "countries", "visa", "rca", "isan", "eidr")
_OF_THE_VERSION = ("title", "sound_language", "subtitle_languages", "cut", "isan", "eidr")


def no_cue_sheet(office: Office, work: str, version: str) -> Iterator[Problem]:
    """Why a work or a version has no sheet: it does not exist, has no music, or its versions do not have the same."""
    codes = [code for code in office[WORKS.name].column("work") if code]
    if work not in codes:
        message = f"l'œuvre « {work} » n'existe pas ; {closest_names(work, codes)}"
        yield blocking(WORKS.name, None, WORKS.heading("work"), work, "une œuvre", message)
        return
    cues = cues_by_work(office).get(work, [])
    if not cues:
        message = f"{work} n'a aucune musique dans {CUES.tab} : pas de relevé"
        yield blocking(CUES.name, None, CUES.heading("work"), work, "des musiques", message)
        return
    sheets = cues_by_version(cues)
    known = list(dict.fromkeys([*declared_versions(office, work), *filter(None, sheets)]))
    if version and version not in known:
        message = f"la version « {version} » de {work} n'existe pas ; {closest_names(version, known)}"
        yield blocking(
            WORK_VERSIONS.name, None, WORK_VERSIONS.heading("version"), version, "une version", message
        )
    elif not version and "" not in sheets and len(known) > 1:
        message = f"les versions de {work} n'ont pas les mêmes musiques : dites de laquelle, {listed(known)}"
        yield blocking(CUES.name, None, CUES.heading("version"), "", "une version", message)


def cue_sheet(office: Office, work: str, version: str = "") -> CueSheet:
    """The sheet of a version of a work that `no_cue_sheet` says nothing against.

    A work that has one version only has one sheet, that of this version. Identifiers are written as their registries do
    where they are right, as they were typed where they are not.
    """
    version = version or only_version(office, work)
    (row,) = (row for row in office[WORKS.name] if row.work == work)
    cues = sheet_rows(office, work, version)
    return CueSheet(
        work,
        version,
        row.title or work,
        office.today,
        office.settings["company_name"] or "",
        tuple(_facts(office, row, version)),
        tuple(_cue(cue) for cue in cues),
    )


def only_version(office: Office, work: str) -> str:
    """The version of a work whose music is all of one version; empty when it is of all of them."""
    sheets = cues_by_version(cues_by_work(office).get(work, []))
    return next(iter(sheets)) if len(sheets) == 1 else ""


def sheet_rows(office: Office, work: str, version: str) -> list[Row]:
    """The rows of `RelevesMusicaux` of a version, in order: those of all versions when it has none of its own."""
    cues = cues_by_work(office).get(work, [])
    sheets = cues_by_version(cues)
    if version in sheets:
        return sheets[version]
    return cues_by_version([row for row in cues if not row.version])[""]


def _facts(office: Office, work: Row, version: str) -> Iterator[tuple[str, str]]:
    own = next(
        (row for row in office[WORK_VERSIONS.name] if (row.work, row.version) == (work.work, version)), None
    )
    yield WORKS.heading("title"), work.title or work.work
    yield from _said(work, _OF_THE_WORK)
    minutes = own.minutes if own is not None and own.minutes else work.minutes
    if minutes:
        yield WORKS.heading("minutes"), str(minutes)
    if version:
        yield WORK_VERSIONS.heading("version"), version
    if own is not None:
        yield from ((f"{name} de la version", value) for name, value in _said(own, _OF_THE_VERSION))


def _said(row: Row, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        if value := getattr(row, name):
            yield row.table.heading(name), str(value)


def _cue(row: Row) -> Cue:
    said = {name: getattr(row, name) for name in COLUMNS}
    for name, read in (("iswc", read_iswc), ("isrc", read_isrc)):
        said[name] = (read(said[name]).canonical or said[name]) if said[name] else ""
    texts = {name: said[name] or "" for name in COLUMNS if name not in ("rank", "duration_seconds")}
    return Cue(rank=row.rank, duration_seconds=row.duration_seconds or None, **texts)
