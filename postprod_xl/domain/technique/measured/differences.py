"""Where the files are not what is declared, in one line a cell: what both sides say, and only where both do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from postprod_xl.domain.technique.facts.records import ProjectFacts, WorkflowFacts
from postprod_xl.domain.technique.rules.measured.cuts import CUTS
from postprod_xl.domain.technique.rules.measured.differences import (
    BITS,
    CHROMA,
    CODEC,
    CONTAINER,
    DEPTH,
    ENCRYPTION,
    GAMMA,
    HERTZ,
    LAYOUT,
    LOUDNESS,
    PEAK,
    RASTER,
    RATE,
    SCAN,
    SOURCE_HERTZ,
    SPACE,
    SUBTITLE_RATE,
    SUBTITLES,
    TRACKS,
    ComparedField,
)
from postprod_xl.domain.technique.rules.rule import Case

OF_SOURCES = (CODEC, RASTER, RATE, SCAN, CHROMA, DEPTH, GAMMA, SOURCE_HERTZ)
OF_DELIVERABLES = (
    CODEC, RASTER, RATE, SCAN, CONTAINER, SPACE, GAMMA, TRACKS, LAYOUT, HERTZ, BITS, LOUDNESS, PEAK, ENCRYPTION,
    SUBTITLES, SUBTITLE_RATE,
)  # fmt: skip
_RATE, _LENGTH = "MES-49", "MES-48"
"""The rules that compare a list with the timeline and with the locked cut."""


def source_differences(case: Case) -> str:
    """Of a source; its gamma is compared only where the files say one, which is rare of a log."""
    return _differences(case, OF_SOURCES)


def deliverable_differences(case: Case) -> str:
    """Of a deliverable."""
    return _differences(case, OF_DELIVERABLES)


def workflow_differences(workflow: WorkflowFacts, project: ProjectFacts, day: date) -> str:
    """Of the workflow of a project: its last edit list against the timeline and the locked length."""
    case = Case(replace(project, workflow=workflow), day)
    found = {rule.id: rule.condition(case) for rule in CUTS if rule.id in (_RATE, _LENGTH)}
    told = []
    if (unlike := found[_RATE]) is not None:
        told.append(f"cadence : {unlike.expected} déclaré, {unlike.found} dans la liste")
    if (unlike := found[_LENGTH]) is not None:
        told.append(f"durée : {unlike.found} que {unlike.expected}")
    return " ; ".join(told)


def _differences(case: Case, fields: Sequence[ComparedField]) -> str:
    found = [(field, field.difference(case)) for field in fields]
    return " ; ".join(
        f"{field.words} : {raised.expected} déclaré, {raised.found} mesuré"
        for field, raised in found
        if raised is not None
    )
