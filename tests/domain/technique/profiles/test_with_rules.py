"""Profiles beside our rules: each fault of a deliverable is one finding, under one identifier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from postprod_xl.domain.technique.facts.gathered import technical_projects
from postprod_xl.domain.technique.findings.evaluation import project_findings
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.technique.profiles.evaluation import with_requirements
from postprod_xl.domain.technique.profiles.published import published_profiles
from postprod_xl.domain.technique.rules.registry import BY_ID, RULES
from postprod_xl.schema.technical_vocabulary import DeliverableType
from tests.domain.technique.cases import DAY, an_office
from tests.domain.technique.profiles.test_evaluation import DCP, PAD, PIECES

Cells = Mapping[str, Any]
WORKFLOW = {
    "timeline_rate": "25",
    "scan": "Progressif",
    "rushes_copies": 2,
    "conform_from": "Depuis les originaux",
    "grading_space": "Rec.709",
}
UK: Cells = {
    **PAD,
    "type": DeliverableType.PAD_UK,
    "recipient": "BBC",
    "codec": "AVC-Intra 100",
    "container": "MXF AS-11",
    "audio_tracks": 16,
}
ARTE: Cells = {**PAD, "type": DeliverableType.PAD_ARTE, "recipient": "ARTE", "container": "MXF OP1a"}
UHD: Cells = {
    **PAD,
    "type": DeliverableType.PAD_UHD,
    "raster": "3840×2160",
    "frame_rate": "50",
    "scan": "Progressif",
    "gamma": "HLG",
}
NETFLIX: Cells = {
    "type": DeliverableType.NETFLIX,
    "recipient": "Netflix",
    "codec": "JPEG 2000",
    "container": "IMF",
    "scan": "Progressif",
    "frame_rate": "25",
    "audio_hz": 48000,
    "audio_bits": 24,
    "dialogue_lufs": -27,
    "true_peak_dbtp": -2,
}
TWO_K: Cells = {**DCP, "has_screening": True}
FOUR_K: Cells = {**TWO_K, "type": DeliverableType.DCP_4K, "raster": "3996×2160"}


def findings(cells: Cells, media: Cells | None = None) -> list[TechnicalFinding]:
    """What is wrong with one deliverable, of which something was inspected or not."""
    given = [] if media is None else [{"object": "LIV-1", "file": "LIV.mxf", **media}]
    (project,) = technical_projects(
        an_office(workflow=WORKFLOW, deliverable=cells, piece=PIECES, media=given)
    )
    found = project_findings(project, with_requirements(RULES, project, DAY), DAY)
    return [one for one in found if one.is_open and one.object == "LIV-1"]


def found(cells: Cells, media: Cells | None = None) -> list[str]:
    return sorted(one.rule for one in findings(cells, media))


def test_each_rule_that_a_profile_names_is_one_of_ours():
    named = {asked.rule for profile in published_profiles() for asked in profile.requirements if asked.rule}
    assert named <= BY_ID.keys()


@pytest.mark.parametrize("cells", [PAD, UK, ARTE, UHD, NETFLIX, TWO_K, FOUR_K])
def test_what_is_as_asked_raises_nothing(cells: Cells):
    assert found(cells) == []


@pytest.mark.parametrize(
    ("cells", "field", "wrong", "rule"),
    [
        (PAD, "codec", "ProRes 422 HQ", "IMG-16"),
        (PAD, "container", "MOV", "IMG-17"),
        (PAD, "colour_space", "P3", "IMG-06"),
        (PAD, "audio_hz", 44100, "SON-02"),
        (PAD, "audio_bits", 16, "SON-02"),
        (PAD, "audio_tracks", 4, "SON-09"),
        (PAD, "loudness_lufs", -20, "SON-03"),
        (PAD, "loudness_lufs", -22, "SON-04"),
        (PAD, "true_peak_dbtp", -1, "SON-05"),
        (PAD, "first_timecode", "10:00:30:00", "TCS-01"),
        (PAD, "raster", "1280×720", "PRO-RT040-DEFINITION"),
        (ARTE, "codec", "ProRes 422 HQ", "PRO-ARTE-CODEC"),
        (ARTE, "loudness_lufs", -20, "SON-03"),
        (ARTE, "first_timecode", "10:00:30:00", "TCS-01"),
        (UK, "codec", "XDCAM HD422 50", "IMG-18"),
        (UK, "audio_tracks", 8, "PRO-AS11-PISTES-SON"),
        (UK, "loudness_lufs", -20, "SON-03"),
        (UHD, "gamma", "PQ", "IMG-19"),
        (NETFLIX, "scan", "Entrelacé", "CAD-15"),
        (NETFLIX, "dialogue_lufs", -20, "SON-06"),
        (NETFLIX, "true_peak_dbtp", -1, "SON-07"),
        (NETFLIX, "audio_bits", 16, "SON-02"),
        (TWO_K, "colour_space", "P3", "IMG-04"),
        (TWO_K, "raster", "1920×1080", "IMG-03"),
        (TWO_K, "bit_rate_mbps", 260, "IMG-15"),
        (TWO_K, "bit_rate_mbps", 240, "PRO-DCP-DEBIT-2"),
        (TWO_K, "subtitle_lines", 4, "TCS-04"),
        (TWO_K, "subtitle_characters", 60, "PRO-SMPTE-CARACTERES-PAR-LIGNE-2"),
    ],
)
def test_a_value_that_is_not_as_asked_is_one_finding(cells: Cells, field: str, wrong: Any, rule: str):
    assert found({**cells, field: wrong}) == [rule]


@pytest.mark.parametrize(
    ("cells", "media", "rule"),
    [
        (PAD, {"codec": "ProRes"}, "IMG-16"),
        (PAD, {"container": "MOV"}, "IMG-17"),
        (PAD, {"audio_hz": 44100}, "SON-02"),
        (PAD, {"loudness_lufs": -20}, "SON-03"),
        (PAD, {"true_peak_dbtp": -1}, "SON-05"),
        (TWO_K, {"bit_rate_mbps": 260}, "IMG-15"),
    ],
)
def test_a_file_that_is_not_as_asked_is_found_once_under_the_rule(cells: Cells, media: Cells, rule: str):
    told = Counter(found(cells, media))
    assert told[rule] == 1
    assert not [one for one in told if one.startswith("PRO-")]


@pytest.mark.parametrize(
    ("field", "wrong", "measured"),
    [("codec", "ProRes", "ProRes"), ("container", "", "MOV"), ("container", "MOV", "MOV")],
)
def test_a_value_wrong_as_declared_and_on_file_is_found_once(field: str, wrong: str, measured: str):
    told = Counter(found({**PAD, field: wrong}, {field: measured}))
    assert max(told.values()) == 1


def test_a_rate_that_a_standard_only_recommends_is_left_to_its_rule():
    told = Counter(found({**FOUR_K, "frame_rate": "48"}))
    assert told["CAD-09"] == 1 and not [one for one in told if one.startswith("PRO-")]


def test_a_pad_of_arte_written_as_a_pad_hd_follows_the_document_of_arte():
    cells = {**ARTE, "type": DeliverableType.PAD_HD, "codec": "AVC-Intra 100", "audio_tracks": 4}
    assert found(cells) == []
    assert found({**cells, "recipient": "TF1"}) == ["IMG-16", "SON-09"]
