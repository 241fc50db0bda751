"""The « Mesuré » columns of `Sources`, `Flux` and `Livrables`, found in `Medias` beside what is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.technique.facts.gathered import (
    deliverable_facts,
    measured_files,
    source_facts,
    workflow_facts,
)
from postprod_xl.domain.technique.facts.records import MeasuredFacts, ProjectFacts, WorkflowFacts
from postprod_xl.domain.technique.measured import shown
from postprod_xl.domain.technique.measured.differences import (
    deliverable_differences,
    source_differences,
    workflow_differences,
)
from postprod_xl.domain.technique.rules.measured.cuts import InspectedCut, cuts_of
from postprod_xl.domain.technique.rules.measured.files import files_of, telling_files, whole_files
from postprod_xl.domain.technique.rules.rule import Case
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.technique import DELIVERABLES, SOURCES, WORKFLOW
from postprod_xl.schema.technical_vocabulary import SourceRole

_SHARE = Decimal("0.000001")
OF_PICTURES: dict[str, shown.Show] = {
    "measured_codec": shown.as_read("codec"),
    "measured_raster": shown.as_read("raster"),
    "measured_frame_rate": shown.rate,
    "measured_scan": shown.as_read("scan"),
}
OF_SOURCES: dict[str, shown.Show] = {
    **OF_PICTURES,
    "measured_chroma": shown.as_read("chroma"),
    "measured_bit_depth": shown.counted_in("bit_depth", "bits"),
    "measured_gamma": shown.as_read("gamma"),
    "measured_audio_hz": shown.counted_in("audio_hz", "Hz"),
}
OF_DELIVERABLES: dict[str, shown.Show] = {
    **OF_PICTURES,
    "measured_container": shown.container,
    "measured_colour_space": shown.as_read("colour_space"),
    "measured_gamma": shown.as_read("gamma"),
    "measured_bit_rate": shown.level("bit_rate_mbps", "Mb/s"),
    "measured_audio_hz": shown.counted_in("audio_hz", "Hz"),
    "measured_audio_bits": shown.counted_in("audio_bits", "bits"),
    "measured_audio_tracks": shown.counted_in("audio_tracks"),
    "measured_duration": shown.length,
    "measured_first_timecode": shown.as_read("first_timecode"),
}
OF_LEVELS: dict[str, shown.Show] = {
    "measured_loudness": shown.level("loudness_lufs", "LUFS"),
    "measured_true_peak": shown.level("true_peak_dbtp", "dBTP"),
}
"""Levels: every file of a deliverable may tell them, a log as well as the file itself."""


def measured_columns(office: Office) -> dict[str, Rows]:
    """The columns that the files inspected fill, by table; empty cells where no file was.

    Closed projects keep theirs: what their files were is still true.
    """
    projects = _projects(office)
    return {
        SOURCES.name: _columns(office, SOURCES.name, lambda row: _of_source(row, projects, office)),
        WORKFLOW.name: _columns(office, WORKFLOW.name, lambda row: _of_workflow(row, projects, office)),
        DELIVERABLES.name: _columns(
            office, DELIVERABLES.name, lambda row: _of_deliverable(row, projects, office)
        ),
    }


def _columns(office: Office, table: str, cells: Callable[[Row], dict[str, Any]]) -> Rows:
    rows = office[table]
    found = [cells(row) for row in rows]
    declared = rows.table
    names = [
        column.name
        for column in declared.computed
        if column.name.startswith("measured_") or column.name in ("media_count", "differences")
    ]
    return computed_columns(
        table,
        rows.numbers,
        **{name: [one.get(name, declared.by_name[name].empty) for one in found] for name in names},
    )


def _projects(office: Office) -> dict[str, ProjectFacts]:
    """What was inspected of each project, with what tells whether it has episodes."""
    promised: dict[str, list[Row]] = {}
    for row in office[DELIVERABLES.name]:
        promised.setdefault(row.project, []).append(row)
    return {
        code: ProjectFacts(
            row=found[0].row,
            code=code,
            deliverables=tuple(deliverable_facts(row) for row in promised.get(code, ()) if row.deliverable),
            measured=found,
        )
        for code, found in measured_files(office).items()
        if found
    }


def _of_source(row: Row, projects: dict[str, ProjectFacts], office: Office) -> dict[str, Any]:
    project = projects.get(row.project)
    if project is None or not row.source:
        return {}
    source = source_facts(row)
    case = Case(project, office.today, source=source)
    share = None if source.role is SourceRole.SOUND else _cut_share(cuts_of(project), source.code)
    return {
        **_told(telling_files(case), OF_SOURCES),
        "media_count": _count(files_of(case)),
        "measured_cut_share": share,
        "differences": source_differences(case),
    }


def _of_deliverable(row: Row, projects: dict[str, ProjectFacts], office: Office) -> dict[str, Any]:
    project = projects.get(row.project)
    if project is None or not row.deliverable:
        return {}
    case = Case(project, office.today, deliverable=deliverable_facts(row))
    return {
        **_told(whole_files(case), OF_DELIVERABLES),
        **_told(files_of(case), OF_LEVELS),
        "media_count": _count(files_of(case)),
        "differences": deliverable_differences(case),
    }


def _of_workflow(row: Row, projects: dict[str, ProjectFacts], office: Office) -> dict[str, Any]:
    project = projects.get(row.project)
    if project is None:
        return {}
    own = [row for cut in cuts_of(project) for row in cut.rows if row not in cut.sources]
    flow: WorkflowFacts = workflow_facts(row)
    return {
        "measured_frame_rate": shown.in_one_cell(shown.rate(one) for one in own),
        "measured_duration": shown.in_one_cell(shown.length(one) for one in own),
        "differences": workflow_differences(flow, project, office.today),
    }


def _told(files: Sequence[MeasuredFacts], columns: dict[str, shown.Show]) -> dict[str, str]:
    return {name: shown.in_one_cell(show(file) for file in files) for name, show in columns.items()}


def _count(files: Iterable[MeasuredFacts]) -> int | None:
    """How many files, each once; nothing where none was inspected."""
    return len({file.file for file in files}) or None


def _cut_share(cuts: Sequence[InspectedCut], code: str) -> Decimal | None:
    """The part of the picture that comes from a source, in the only list that counts.

    None where the list has no share, and where the source is not found in a list that has reels of no source: nobody
    knows that it is not one of them.
    """
    if len(cuts) != 1 or not any(row.cut_share is not None for row in cuts[0].sources):
        return None
    share = cuts[0].share_of(code).quantize(_SHARE)
    if not share and any(not row.object for row in cuts[0].sources):
        return None
    return share
