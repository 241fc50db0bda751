"""The facts of every project that has a technique: its rows of each tab, understood once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar, cast

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.planning.programmes.steps import fewest_days, template_for
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS
from postprod_xl.domain.technique.facts.records import (
    DeliverableFacts,
    MeasuredFacts,
    PieceFacts,
    ProjectFacts,
    SourceFacts,
    TaskFacts,
    WorkflowFacts,
)
from postprod_xl.domain.technique.facts.understood import Understanding
from postprod_xl.domain.technique.profiles.specifications import Specifications, specifications
from postprod_xl.domain.technique.spellings.codecs import CodecFacts, codec_facts, read_codec
from postprod_xl.domain.technique.spellings.colours import read_colour_space, read_gamma
from postprod_xl.domain.technique.spellings.containers import read_container
from postprod_xl.domain.technique.spellings.pictures import read_chroma, read_raster
from postprod_xl.domain.technique.spellings.sounds import read_audio_layout, read_subtitle_format
from postprod_xl.domain.technique.spellings.written import Written, read_words
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.technique import (
    DELIVERABLES,
    MEDIAS,
    PIECES,
    SOURCES,
    SPECIFICATIONS,
    WORKFLOW,
)
from postprod_xl.schema.technical_vocabulary import (
    Chroma,
    ConformSource,
    DeliverableState,
    DeliverableType,
    Gop,
    MediaNature,
    MixType,
    PieceNature,
    PitchChoice,
    RateConversion,
    ScanKind,
    SoundExchange,
    SourceRole,
)
from postprod_xl.schema.vocabulary import ProjectStatus, ProjectType, TaskState

Record = TypeVar("Record", SourceFacts, WorkflowFacts, DeliverableFacts, PieceFacts, MeasuredFacts)

_WORDS: Mapping[str, type[StrEnum]] = {
    "role": SourceRole,
    "gop": Gop,
    "scan": ScanKind,
    "rate_conversion": RateConversion,
    "pitch": PitchChoice,
    "conform_from": ConformSource,
    "sound_exchange": SoundExchange,
    "mix": MixType,
}
"""The vocabulary of each choice column whose name means the same in every tab."""

_Reader = Callable[[str], Written[Any]]


def _remembered(read: _Reader) -> _Reader:
    """A reader that understands each text once: hundreds of files say the same."""
    once: Any = lru_cache(maxsize=1024)(read)
    return cast(_Reader, once)


_OF_WORDS: Mapping[str, _Reader] = {
    "codec": read_codec,
    "raster": read_raster,
    "container": read_container,
    "colour_space": read_colour_space,
    "grading_space": read_colour_space,
    "gamma": read_gamma,
    "audio_layout": read_audio_layout,
    "subtitle_format": read_subtitle_format,
    "deinterlacing": read_words,
    "editing_lut": read_words,
    "colour_management": read_words,
}
_READERS = {name: _remembered(read) for name, read in _OF_WORDS.items()}
"""The reader of each column of words of the trade."""


def _columns(table: Table) -> str:
    """What is read of a technique tab: what was typed or inspected, never what a refresh computes from it."""
    return " ".join(column.name for column in table.columns if table.trusts(column))


_TELLING = (SOURCES.name, WORKFLOW.name, DELIVERABLES.name)
"""The tables of which one row is enough for a project to have a technique."""
_PROJECT = "code title type status length_minutes episodes delivery_day department"
_TASK = "task project episode step label duration_days state start_day end_day"


@fact(
    Projets=_PROJECT,
    Planning=_TASK,
    Sources=_columns(SOURCES),
    Flux=_columns(WORKFLOW),
    Livrables=_columns(DELIVERABLES),
    Pieces=_columns(PIECES),
    Medias=_columns(MEDIAS),
    Specifications=_columns(SPECIFICATIONS),
)
def technical_projects(office: Office) -> tuple[ProjectFacts, ...]:
    """The projects with a row in Sources, Flux or Livrables, in the order of `Projets`.

    Those cancelled or settled are left out: nothing is to be done of them. The rows of a code that `Projets` does not
    have are left out too.

    Parameters
    ----------
    office
        Its `Planning` has its computed columns.
    """
    by_project = {name: _by_project(office[name]) for name in (*_TELLING, PIECES.name, PLANNING.name)}
    told = {project for name in _TELLING for project in by_project[name]}
    return tuple(
        _project(office, row, {name: rows[row.code] for name, rows in by_project.items()})
        for row in office["Projets"]
        if row.code in told and row.status not in CLOSED_PROJECTS
    )


def _by_project(rows: Rows) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.project:
            found[row.project].append(row)
    return found


def _project(office: Office, row: Row, rows: Mapping[str, list[Row]]) -> ProjectFacts:
    # The reader reports a second row of Flux for one project; the first one is believed.
    workflows = [workflow_facts(found) for found in rows[WORKFLOW.name]]
    return ProjectFacts(
        row=row,
        code=row.code,
        type=ProjectType(row.type) if row.type else None,
        status=ProjectStatus(row.status) if row.status else None,
        length_minutes=row.length_minutes,
        delivery_day=row.delivery_day,
        workflow=workflows[0] if workflows else WorkflowFacts(),
        sources=tuple(source_facts(found) for found in rows[SOURCES.name] if found.source),
        deliverables=tuple(
            _specified(deliverable_facts(found), row.code, specifications(office))
            for found in rows[DELIVERABLES.name]
            if found.deliverable
        ),
        tasks=tuple(_tasks(office, row, rows[PLANNING.name])),
        pieces=tuple(piece_facts(found) for found in rows[PIECES.name] if found.deliverable and found.nature),
        measured=measured_files(office).get(row.code, ()),
    )


@fact(Medias=_columns(MEDIAS))
def measured_files(office: Office) -> Mapping[str, tuple[MeasuredFacts, ...]]:
    """The files inspected of each project, closed ones too, in the order of `Medias`."""
    return {
        project: tuple(measured_facts(row) for row in rows if row.file)
        for project, rows in _by_project(office[MEDIAS.name]).items()
    }


_ANY_CODEC = CodecFacts("", None, None, is_raw=False, is_camera_long=False)


def source_facts(row: Row) -> SourceFacts:
    """A row of `Sources`, understood."""
    understood = Understanding(row)
    codec = understood.word("codec", read_codec)
    only = codec_facts(codec) if codec else _ANY_CODEC
    return _record(
        SourceFacts,
        understood,
        code=row.source,
        codec=codec,
        gop=understood.of_codec("gop", Gop, only.gop),
        chroma=understood.of_codec("chroma", Chroma, only.chroma),
        frame_rate=understood.rate("frame_rate"),
        is_constant=understood.is_constant("is_constant", "frame_rate"),
        scan=understood.scan("scan", "frame_rate"),
        timecode_mode=understood.counting("timecode_mode", "frame_rate"),
    )


def workflow_facts(row: Row) -> WorkflowFacts:
    """A row of `Flux`, understood."""
    understood = Understanding(row)
    rate = understood.rate("timeline_rate")
    return _record(
        WorkflowFacts,
        understood,
        timeline_rate=rate,
        scan=understood.scan("scan", "timeline_rate"),
        locked_duration=understood.span("locked_duration", rate),
    )


def deliverable_facts(row: Row) -> DeliverableFacts:
    """A row of `Livrables`, understood."""
    understood = Understanding(row)
    rate = understood.rate("frame_rate")
    return _record(
        DeliverableFacts,
        understood,
        code=row.deliverable,
        type=understood.choice("type", DeliverableType),
        state=understood.choice("state", DeliverableState),
        frame_rate=rate,
        scan=understood.scan("scan", "frame_rate"),
        first_timecode=understood.timecode("first_timecode", rate),
        subtitle_rate=understood.rate("subtitle_rate"),
    )


def _specified(deliverable: DeliverableFacts, project: str, asked: Specifications) -> DeliverableFacts:
    found = asked.asked_of(deliverable.recipient, deliverable.type, project)
    return replace(deliverable, specified=found) if found else deliverable


def piece_facts(row: Row) -> PieceFacts:
    """A row of `Pieces`, understood."""
    understood = Understanding(row)
    return _record(PieceFacts, understood, nature=PieceNature(row.nature))


def measured_facts(row: Row) -> MeasuredFacts:
    """A row of `Medias`, understood."""
    understood = Understanding(row)
    rate = understood.rate("frame_rate")
    return _record(
        MeasuredFacts,
        understood,
        chroma=understood.word("chroma", read_chroma),
        nature=understood.choice("nature", MediaNature),
        frame_rate=rate,
        first_timecode=understood.timecode("first_timecode", rate),
        subtitle_rate=understood.rate("subtitle_rate"),
    )


def _record(kind: type[Record], understood: Understanding, **values: Any) -> Record:
    """A record of a row: the values given, then each other attribute as its column has it."""
    for field in fields(kind):
        if field.name in values or field.name not in understood.row.table.by_name:
            continue
        if (words := _WORDS.get(field.name)) is not None:
            values[field.name] = understood.choice(field.name, words)
        elif (read := _READERS.get(field.name)) is not None:
            values[field.name] = understood.word(field.name, read)
        else:
            values[field.name] = understood.plain(field.name)
    values["row"] = understood.row
    if "unread" in {field.name for field in fields(kind)}:
        values["unread"] = understood.unread
    return kind(**values)


def _tasks(office: Office, project: Row, rows: Iterable[Row]) -> Iterable[TaskFacts]:
    template = template_for(project.type, project.length_minutes)
    for row in rows:
        if row.state != TaskState.CANCELLED:
            yield TaskFacts(
                row=row,
                code=row.task,
                step=row.step,
                label=row.label,
                episode=row.episode,
                start_day=row.start_day,
                end_day=row.end_day,
                days=row.duration_days,
                floor_days=fewest_days(template, row.step, office.today) if template else None,
                state=TaskState(row.state) if row.state else None,
            )
