"""What is wrong in the music of works: what is missing, identifiers, timecodes and durations that do not fit.

A sheet says at least the title, the composers, the publishers and producers and the duration used (facts of the
catalogue B1.3: knowledge base of BAM, a music library; what Sacem asks online today could not be read).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from postprod_xl.documents.catalogue.cue_sheet import duration_text
from postprod_xl.domain.catalogue.cues.versions import (
    cues_by_version,
    cues_by_work,
    declared_versions,
    starting_second,
)
from postprod_xl.domain.catalogue.part import CataloguePart, RightsAlert
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.cells.music_identifiers import ISRC_FORM, ISWC_FORM, read_isrc, read_iswc
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue.works import CUES, WORK_VERSIONS, WORKS
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Severity

MUST_SAY = ("title", "composers", "duration_seconds")
SHOULD_SAY = ("timecode", "publishers", "label")
_MISSING = {
    "title": "titre à compléter",
    "composers": "compositeurs à compléter",
    "duration_seconds": "durée utilisée à compléter",
    "timecode": "timecode d'entrée à compléter",
    "publishers": "éditeur à compléter, ou « non éditée »",
    "label": "producteur phonographique à compléter, ou « aucun »",
}
_ROUNDING = 1
"""Seconds: timecodes lose their frames here, and durations are typed in whole seconds."""
_SECONDS_PER_MINUTE = 60
_IDENTIFIERS = {"iswc": (read_iswc, ISWC_FORM), "isrc": (read_isrc, ISRC_FORM)}


def cue_part(office: Office) -> CataloguePart:
    """What a refresh says of the music: what is missing, in `Alerte`; what is wrong, there and as a problem."""
    alerts = [alert for row in office[CUES.name] for alert in missing_alerts(row)]
    return CataloguePart(alerts=alerts, problems=[*cue_problems(office)])


def missing_alerts(row: Row) -> Iterator[RightsAlert]:
    """What a cue does not say and a sheet must, or should."""
    for names, severity in ((MUST_SAY, Severity.WARNING), (SHOULD_SAY, Severity.INFO)):
        yield from (RightsAlert(row, severity, _MISSING[name]) for name in names if not getattr(row, name))


def cue_problems(office: Office) -> Iterator[Problem]:
    """What is wrong in the cells of the music of every work."""
    for work, cues in cues_by_work(office).items():
        yield from problems_of(office, work, cues)


def problems_of(office: Office, work: str, cues: Sequence[Row]) -> Iterator[Problem]:
    """What is wrong in the cells of the music of one work, a problem once even where several versions have it."""
    yield from _identifier_problems(cues)
    yield from _version_problems(declared_versions(office, work), cues)
    found: dict[Problem, None] = {}
    for version, sheet in cues_by_version(cues).items():
        timed = [_Timed(row, start) for row in sheet if (start := starting_second(row.timecode)) is not None]
        found |= dict.fromkeys(_disorder(timed))
        found |= dict.fromkeys(_overlaps(timed))
        found |= dict.fromkeys(_longer_than_the_work(office, (work, version), sheet))
    yield from found


class _Timed(NamedTuple):
    row: Row
    start: int

    @property
    def end(self) -> int:
        return self.start + (self.row.duration_seconds or 0)


def _identifier_problems(cues: Iterable[Row]) -> Iterator[Problem]:
    for row in cues:
        for name, (read, form) in _IDENTIFIERS.items():
            text = getattr(row, name)
            if text and (fault := read(text).fault):
                yield row.warning(name, text, form, f"« {text} » : {fault}")


def _version_problems(versions: Sequence[str], cues: Iterable[Row]) -> Iterator[Problem]:
    """Versions that nobody declared, and cues of one version that take the place of one of all of them."""
    common = {row.rank for row in cues if not row.version}
    for row in cues:
        if row.version and row.version not in versions:
            message = (
                f"la version « {row.version} » de {row.work} n'est pas dans {WORK_VERSIONS.tab} ; "
                f"{closest_names(row.version, versions)}"
            )
            yield row.warning("version", row.version, f"une version de {WORK_VERSIONS.tab}", message)
        elif row.version and row.rank in common:
            message = (
                f"le rang {row.rank} est déclaré pour toutes les versions et pour {row.version} : dans son relevé, "
                "c'est celui-ci qui compte"
            )
            yield row.info("rank", str(row.rank), "un rang par musique", message)


def _disorder(timed: Sequence[_Timed]) -> Iterator[Problem]:
    for before, after in pairwise(timed):
        if after.start < before.start:
            expected = f"après {before.row.timecode}, celui du rang {before.row.rank}"
            yield after.row.warning("timecode", after.row.timecode, expected)


def _overlaps(timed: Sequence[_Timed]) -> Iterator[Problem]:
    """Two cues at once: the same music counted twice, or two of one use; a music on screen may cover another."""
    by_start = sorted(timed, key=lambda one: (one.start, one.row.rank))
    for before, after in _successive(by_start, "title"):
        if (length := _together(before, after)) > _ROUNDING:
            yield _at_once(
                after,
                before,
                f"la même musique que le rang {before.row.rank}, en même temps pendant {duration_text(length)} : "
                "elle est comptée deux fois",
            )
    for before, after in _successive(by_start, "use"):
        is_same = folded(before.row.title) == folded(after.row.title)
        if not is_same and (length := _together(before, after)) > _ROUNDING:
            yield _at_once(
                after,
                before,
                f"commence {duration_text(length)} avant la fin du rang {before.row.rank}, du même usage : vérifiez "
                "ces timecodes et ces durées",
            )


def _together(before: _Timed, after: _Timed) -> int:
    """How many seconds of two cues are heard at once."""
    return min(before.end, after.end) - after.start


def _at_once(after: _Timed, before: _Timed, message: str) -> Problem:
    expected = f"après la fin du rang {before.row.rank}"
    return after.row.warning("timecode", after.row.timecode, expected, message)


def _successive(timed: Sequence[_Timed], name: str) -> Iterator[tuple[_Timed, _Timed]]:
    """Each cue and the next one that says the same in a column; an empty cell says nothing."""
    last: dict[str, _Timed] = {}
    for one in timed:
        said = folded(str(getattr(one.row, name) or ""))
        if said and said in last:
            yield last[said], one
        if said:
            last[said] = one


def _longer_than_the_work(office: Office, of: tuple[str, str], sheet: Sequence[Row]) -> Iterator[Problem]:
    work, version = of
    declared = _work_rows(office, work, version)
    timed = next((row for row in declared if row.minutes), None)
    music = sum(row.duration_seconds or 0 for row in sheet)
    # A work is said in whole minutes: it may last up to a minute more.
    if timed is not None and music >= (timed.minutes + 1) * _SECONDS_PER_MINUTE:
        message = (
            f"les musiques de son relevé durent {duration_text(music)} en tout, plus que ces {timed.minutes} "
            "minutes"
        )
        yield timed.warning("minutes", str(timed.minutes), "plus que la durée de ses musiques", message)


def _work_rows(office: Office, work: str, version: str) -> Iterator[Row]:
    """The rows that say how long a version lasts: its own, else that of its work."""
    yield from (row for row in office[WORK_VERSIONS.name] if (row.work, row.version) == (work, version))
    yield from (row for row in office[WORKS.name] if row.work == work)
