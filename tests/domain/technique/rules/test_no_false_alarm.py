"""What a well kept project raises: nothing, whatever its type, with its usual plan, sheets and files."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.planning.programmes.steps import steps_of, template_for
from postprod_xl.domain.technique.rules.registry import RULES
from postprod_xl.engines.schedule import LinkKind
from postprod_xl.schema.technical_vocabulary import (
    DeliverableState,
    DeliverableType,
    Gop,
    MediaNature,
    MixType,
    PieceNature,
    ScanKind,
    SoundExchange,
    SourceRole,
)
from postprod_xl.schema.vocabulary import ProjectType
from tests.domain.technique.cases import DAY, a_project, raised

FAMILIES = ("SON", "TCS", "PLN", "MES")
OURS = [rule for rule in RULES if rule.id.startswith(FAMILIES)]
TYPES = [(kind, minutes) for kind in ProjectType for minutes in (26, 52, 90)]


def usual_tasks(kind: ProjectType, minutes: int) -> Iterator[dict[str, Any]]:
    """The steps of a programme one after the other, each on the first day its links leave it."""
    ends: dict[str, float] = {}
    starts: dict[str, float] = {}
    for step in steps_of(template_for(kind, minutes), DAY):
        days, first = float(step.days), 0.0
        for link in step.links:
            lag = link.lag / 4
            if link.kind is LinkKind.START_START:
                first = max(first, starts[link.code] + lag)
            elif link.kind is LinkKind.END_END:
                first = max(first, ends[link.code] + lag - days)
            else:
                first = max(first, ends[link.code] + lag)
        starts[step.code], ends[step.code] = first, first + days
        last = max(first, first + days - 0.01)
        yield {
            "task": step.code,
            "step": step.code,
            "duration_days": step.days,
            "start_day": DAY + timedelta(math.floor(first)),
            "end_day": DAY + timedelta(math.floor(last)),
        }


@pytest.mark.parametrize(("kind", "minutes"), TYPES)
def test_the_usual_plan_of_each_programme_raises_nothing(kind: ProjectType, minutes: int):
    tasks = list(usual_tasks(kind, minutes))
    project = a_project({"type": kind, "length_minutes": minutes}, {}, task=tasks)
    assert len(tasks) > 10
    assert not [rule.id for rule in OURS if raised(rule, project)]


PAD = {
    "deliverable": "PAD-FTV",
    "type": DeliverableType.PAD_HD,
    "standard": "CST-RT-040",
    "raster": "1920×1080",
    "frame_rate": "25",
    "scan": ScanKind.INTERLACED,
    "codec": "XDCAM HD422 50",
    "container": "MXF AS-10",
    "colour_space": "Rec.709",
    "gamma": "SDR",
    "audio_hz": 48_000,
    "audio_bits": 24,
    "audio_tracks": 8,
    "audio_layout": "Stéréo",
    "mix": MixType.TELEVISION,
    "loudness_lufs": Decimal("-23.0"),
    "true_peak_dbtp": Decimal("-3.2"),
    "first_timecode": "10:00:00:00",
    "subtitle_format": "STL",
    "subtitle_rate": "25",
    "has_sme": True,
    "state": DeliverableState.CHECKED,
}
FILE = {
    "object": "PAD-FTV",
    "file": "TERRES_PAD_V1.mxf",
    "nature": MediaNature.MEDIA,
    "raster": "1920×1080",
    "frame_rate": "25",
    "scan": ScanKind.INTERLACED,
    "codec": "XDCAM HD422",
    "container": "MXF OP1a",
    "audio_hz": 48_000,
    "audio_bits": 24,
    "audio_tracks": 8,
    "frames": 52 * 60 * 25,
    "sound_seconds": Decimal(3120),
    "first_timecode": "10:00:00:00",
    "loudness_lufs": Decimal("-23.1"),
    "short_term_lufs": Decimal("-12.0"),
    "true_peak_dbtp": Decimal("-3.4"),
}
CAMERA = {
    "source": "CAM-A",
    "role": SourceRole.MAIN_CAMERA,
    "codec": "XAVC-I",
    "gop": Gop.INTRA,
    "frame_rate": "25",
    "is_constant": True,
    "audio_hz": 48_000,
    "verified_copies": 2,
    "reel": "A001",
    "cut_share": Decimal("0.97"),
}
WORKFLOW = {
    "timeline_rate": "25",
    "sound_exchange": SoundExchange.AAF,
    "handle_seconds": Decimal(5),
    "has_burnt_timecode": True,
    "has_two_pop": True,
    "rushes_copies": 2,
    "original_language": "fr",
    "is_cnc_funded": False,
    "locked_duration": "00:52:00:00",
}
QC = {"deliverable": "PAD-FTV", "nature": PieceNature.QC, "day": DAY, "author": "Labo", "is_passed": True}
LIST = {
    "file": "TERRES_V12.edl",
    "nature": MediaNature.EDIT_LIST,
    "object": "CAM-A",
    "reel": "A001",
    "cut_share": Decimal(1),
    "frame_rate": "25",
    "picture_seconds": Decimal(3120),
    "file_day": date(2026, 11, 20),
}


def test_a_clean_documentary_of_52_minutes_raises_nothing():
    project = a_project({}, WORKFLOW, deliverable=PAD, source=CAMERA, media=[FILE, LIST], piece=QC)
    assert not [rule.id for rule in OURS if raised(rule, project)]


def test_a_feature_shot_in_another_language_and_not_dubbed_raises_nothing_with_its_sme():
    dcp = {
        "type": DeliverableType.DCP_2K,
        "standard": "SMPTE",
        "frame_rate": "24",
        "audio_layout": "5.1",
        "mix": MixType.CINEMA,
        "subtitle_format": "DCP",
        "has_sme": True,
        "is_encrypted": False,
    }
    stereo = {"type": DeliverableType.PAD_HD, "audio_layout": "5.1 + stéréo", "mix": MixType.TELEVISION}
    workflow = {
        "timeline_rate": "24",
        "is_cnc_funded": True,
        "original_language": "ar",
        "has_dubbing": False,
        "conservation_years": Decimal(5),
    }
    project = a_project({"type": ProjectType.FEATURE_FILM}, workflow, deliverable=[dcp, stereo])
    assert not [rule.id for rule in OURS if raised(rule, project)]


@pytest.mark.parametrize("kind", [*ProjectType, ""])
def test_rows_with_nothing_but_their_code_raise_nothing_but_what_a_blank_says(kind: ProjectType | str):
    blank = a_project(
        {"type": kind}, {}, deliverable={}, source={}, task={}, media={}, piece={"nature": PieceNature.QC}
    )
    assert not [rule.id for rule in OURS if raised(rule, blank)]


@pytest.mark.parametrize("kind", list(DeliverableType))
def test_a_deliverable_with_nothing_but_its_type_raises_nothing(kind: DeliverableType):
    project = a_project({}, {}, deliverable={"type": kind, "state": DeliverableState.EXPECTED})
    assert not [rule.id for rule in OURS if raised(rule, project)]
