"""The cues of each version of a work: those of all its versions, and its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from postprod_xl.domain.office import Office
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue.works import CUES, WORK_VERSIONS

_TIMECODE = re.compile(r"([0-9]{1,3})[:;]([0-9]{1,2})[:;]([0-9]{1,2})[:;]([0-9]{2,3})")
_SECONDS_PER_HOUR, _SECONDS_PER_MINUTE = 3600, 60


def cues_by_version(cues: Sequence[Row]) -> dict[str, list[Row]]:
    """The cues of one work in the order of their ranks, by version; `""` where no version has cues of its own.

    A cue of no version is of all of them; one of a version takes its place there when both have the same rank.

    Parameters
    ----------
    cues
        Rows of `RelevesMusicaux`, of one work.
    """
    common = {row.rank: row for row in cues if not row.version}
    own: dict[str, dict[int, Row]] = {}
    for row in cues:
        if row.version:
            own.setdefault(row.version, dict(common))[row.rank] = row
    sheets = own or {"": common}
    return {version: [held[rank] for rank in sorted(held)] for version, held in sheets.items()}


def cues_by_work(office: Office) -> Mapping[str, list[Row]]:
    """The rows of `RelevesMusicaux` by work, in their order; those without a work or a rank are left out."""
    found: dict[str, list[Row]] = {}
    for row in office[CUES.name]:
        if row.work and row.rank is not None:
            found.setdefault(row.work, []).append(row)
    return found


def declared_versions(office: Office, work: str) -> list[str]:
    """The codes of the versions of a work, in the order of their tab."""
    return [row.version for row in office[WORK_VERSIONS.name] if row.work == work and row.version]


def starting_second(timecode: str) -> int | None:
    """The second that a timecode names, its frames left out; None when it is none.

    >>> starting_second("10:02:03:24"), starting_second("")
    (36123, None)
    """
    match = _TIMECODE.fullmatch(timecode.strip())
    if match is None:
        return None
    hours, minutes, seconds, _ = map(int, match.groups())
    return hours * _SECONDS_PER_HOUR + minutes * _SECONDS_PER_MINUTE + seconds
