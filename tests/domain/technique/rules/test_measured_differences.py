"""MES-01 to MES-21: what a file is against what is declared, field by field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.schema.technical_vocabulary import Chroma, DeliverableType, MediaNature, ScanKind
from tests.domain.technique.cases import a_project, not_understood, raised

MEDIA, LOUDNESS, TEXTS = MediaNature.MEDIA, MediaNature.LOUDNESS, MediaNature.SUBTITLES
OF_DELIVERABLES = [
    ("MES-01", "codec", "XDCAM HD422 50", "ProRes 422 HQ"),
    ("MES-02", "raster", "1920×1080", "1440×1080"),
    ("MES-03", "frame_rate", "24", "23,976"),
    ("MES-04", "scan", ScanKind.INTERLACED, ScanKind.PROGRESSIVE),
    ("MES-05", "container", "MXF OP1a", "MOV"),
    ("MES-06", "colour_space", "Rec.709", "Rec.2020"),
    ("MES-06", "gamma", "SDR", "HLG"),
    ("MES-07", "audio_tracks", 8, 2),
    ("MES-08", "audio_layout", "5.1", "Stéréo"),
    ("MES-09", "audio_hz", 48_000, 44_100),
    ("MES-09", "audio_bits", 24, 16),
    ("MES-10", "loudness_lufs", Decimal("-23"), Decimal("-22.7")),
    ("MES-11", "true_peak_dbtp", Decimal("-3.3"), Decimal("-2.7")),
    ("MES-12", "is_encrypted", False, True),
    ("MES-13", "subtitle_format", "STL", "SRT"),
    ("MES-13", "subtitle_rate", "25", "24"),
]
OF_SOURCES = [
    ("MES-14", "codec", "XAVC-I", "ProRes 422"),
    ("MES-15", "raster", "3840×2160", "1920×1080"),
    ("MES-16", "frame_rate", "25", "50"),
    ("MES-17", "scan", ScanKind.PROGRESSIVE, ScanKind.INTERLACED),
    ("MES-18", "chroma", Chroma.C422, Chroma.C420),
    ("MES-18", "bit_depth", 10, 8),
    ("MES-19", "audio_hz", 48_000, 44_100),
]


def delivered(name: str, declared: Any, *measured: Any):
    """A master and its files, which hold pictures."""
    files = [{"object": "LIV-1", "nature": MEDIA, "raster": "1920×1080", name: value} for value in measured]
    return a_project(deliverable={"type": DeliverableType.PRORES, name: declared}, media=files)


def shot(name: str, declared: Any, *measured: Any):
    """A camera and its files."""
    files = [{"object": "CAM-1", "nature": MEDIA, "raster": "3840×2160", name: value} for value in measured]
    return a_project(source={name: declared}, media=files)


@pytest.mark.parametrize(("rule", "name", "declared", "measured"), OF_DELIVERABLES)
def test_a_deliverable_that_is_not_as_declared_is_told(rule: str, name: str, declared: Any, measured: Any):
    (found,) = raised(rule, delivered(name, declared, measured))
    assert "« fichier-1.mxf »" in found.message


@pytest.mark.parametrize(("rule", "name", "declared", "measured"), OF_DELIVERABLES)
def test_a_deliverable_as_declared_is_right(rule: str, name: str, declared: Any, measured: Any):
    assert not raised(rule, delivered(name, declared, declared))


@pytest.mark.parametrize(("rule", "name", "declared", "measured"), OF_DELIVERABLES)
def test_a_deliverable_is_not_compared_where_one_side_says_nothing(
    rule: str, name: str, declared: Any, measured: Any
):
    blank = "" if isinstance(declared, str) else None
    assert not raised(rule, delivered(name, blank, measured))
    assert not raised(rule, delivered(name, declared, blank))
    assert not raised(rule, delivered(name, declared))


@pytest.mark.parametrize(("rule", "name", "declared", "measured"), OF_SOURCES)
def test_a_source_that_is_not_as_declared_is_told(rule: str, name: str, declared: Any, measured: Any):
    (found,) = raised(rule, shot(name, declared, declared, measured))
    assert "« fichier-2.mxf »" in found.message


@pytest.mark.parametrize(("rule", "name", "declared", "measured"), OF_SOURCES)
def test_a_source_as_declared_is_right(rule: str, name: str, declared: Any, measured: Any):
    assert not raised(rule, shot(name, declared, declared))


def test_what_is_told_names_the_value_declared_and_each_value_measured_once():
    (found,) = raised("MES-01", delivered("codec", "XDCAM HD422 50", "apch", "ProRes 422 HQ", "DNxHR HQ"))
    assert found.message == (
        "LIV-1, codec : XDCAM HD422 50 déclaré, ProRes 422 HQ mesuré dans « fichier-1.mxf »,"
        " DNxHR HQ mesuré dans « fichier-3.mxf »."
    )
    assert (found.found, found.expected) == ("ProRes 422 HQ, DNxHR HQ", "XDCAM HD422 50")


def test_a_general_word_does_not_contradict_a_precise_one():
    assert not raised("MES-01", delivered("codec", "ProRes 422 HQ", "ProRes"))
    assert not raised("MES-01", delivered("codec", "XDCAM HD422 50", "MPEG-2"))


def test_a_tool_never_sees_the_norm_of_a_container():
    assert not raised("MES-05", delivered("container", "MXF AS-10", "MXF OP1a"))


@pytest.mark.parametrize("declared", list(ScanKind))
def test_a_segmented_picture_contradicts_neither_scan(declared: ScanKind):
    assert not raised("MES-04", delivered("scan", declared, ScanKind.SEGMENTED))
    assert not raised("MES-04", delivered("scan", ScanKind.SEGMENTED, declared))


@pytest.mark.parametrize("measured", ["-23.2", "-22.8"])
def test_two_measures_of_loudness_may_differ_by_two_tenths(measured: str):
    assert not raised("MES-10", delivered("loudness_lufs", Decimal("-23.0"), Decimal(measured)))


@pytest.mark.parametrize("measured", ["-23.3", "-22.79"])
def test_two_measures_of_loudness_that_differ_by_more_are_told(measured: str):
    assert raised("MES-10", delivered("loudness_lufs", Decimal("-23.0"), Decimal(measured)))


@pytest.mark.parametrize(
    ("measured", "is_told"), [("-2.5", False), ("-3.5", False), ("-2.4", True), ("-3.6", True)]
)
def test_two_measures_of_peak_may_differ_by_half_a_decibel(measured: str, is_told: bool):
    assert bool(raised("MES-11", delivered("true_peak_dbtp", Decimal("-3.0"), Decimal(measured)))) is is_told


def test_a_loudness_log_beside_the_file_is_compared():
    log = {"object": "LIV-1", "nature": LOUDNESS, "loudness_lufs": Decimal("-20")}
    picture = {"object": "LIV-1", "nature": MEDIA, "raster": "1920×1080"}
    project = a_project(deliverable={"loudness_lufs": Decimal("-23")}, media=[picture, log])
    assert raised("MES-10", project)


def test_the_tracks_of_stems_beside_a_master_are_not_those_of_the_master():
    master = {"object": "LIV-1", "nature": MEDIA, "raster": "1920×1080", "audio_tracks": 8}
    stem = {"object": "LIV-1", "nature": MEDIA, "audio_tracks": 2}
    assert not raised("MES-07", a_project(deliverable={"audio_tracks": 8}, media=[master, stem]))
    assert not raised(
        "MES-07", a_project(deliverable={"audio_tracks": 8}, media=[stem, stem | {"file": "b.wav"}])
    )
    assert raised("MES-07", a_project(deliverable={"audio_tracks": 8}, media=stem))


STILL = {"file": "vignette.JPG", "nature": MEDIA, "raster": "160×90", "codec": "Motion JPEG"}


@pytest.mark.parametrize(
    "clip",
    [
        {"frame_rate": "25"},
        {"frames": 50},
        {"picture_seconds": 2},
        {"audio_tracks": 0},
        {"is_constant": True},
    ],
)
def test_the_thumbnail_or_the_poster_beside_moving_pictures_says_nothing_of_them(clip: dict[str, Any]):
    moving = {"nature": MEDIA, "raster": "1920×1080", **clip}
    declared = {"raster": "1920×1080"}
    for rule, code, cells in (
        ("MES-15", "CAM-A", {"source": {"source": "CAM-A", **declared}}),
        ("MES-02", "LIV-1", {"deliverable": declared}),
    ):
        files = [{"object": code, **one} for one in (moving, STILL)]
        assert not raised(rule, a_project(media=files, **cells))
        assert raised(rule, a_project(media=[*files, {**files[0], "file": "b", "raster": "160×90"}], **cells))
        # Nothing but photographs: they are what the source or the deliverable is.
        assert raised(rule, a_project(media=files[1:], **cells))


def test_a_photograph_beside_a_sound_or_a_log_is_what_there_is_of_a_picture():
    log = {"object": "LIV-1", "nature": LOUDNESS, "loudness_lufs": Decimal("-23")}
    files = [{"object": "LIV-1", **STILL}, log]
    assert raised("MES-02", a_project(deliverable={"raster": "1920×1080"}, media=files))


@pytest.mark.parametrize("nature", [MediaNature.EDIT_LIST, MediaNature.UNREAD])
def test_an_edit_list_or_a_file_not_read_tells_nothing_of_a_deliverable(nature: MediaNature):
    file = {"object": "LIV-1", "nature": nature, "frame_rate": "24"}
    assert not raised("MES-03", a_project(deliverable={"frame_rate": "25"}, media=file))


def test_the_file_of_another_deliverable_tells_nothing():
    file = {"object": "LIV-2", "nature": MEDIA, "frame_rate": "24"}
    two = [{"frame_rate": "25"}, {"frame_rate": "24"}]
    assert not raised("MES-03", a_project(deliverable=two, media=file))


def test_the_code_of_a_deliverable_is_found_in_any_case():
    file = {"object": "liv-1", "nature": MEDIA, "frame_rate": "24"}
    assert raised(
        "MES-03", a_project(deliverable={"frame_rate": "25"}, media=[file | {"raster": "1920×1080"}])
    )


def test_a_declared_codec_that_is_not_understood_is_not_evaluated():
    project = delivered("codec", "Codec maison", "ProRes 422 HQ")
    assert not raised("MES-01", project)
    assert not_understood("MES-01", project) == ("deliverable.codec",)


def test_nothing_is_asked_of_a_deliverable_without_file():
    assert not not_understood("MES-01", delivered("codec", "Codec maison"))


def test_the_sound_files_of_a_recorder_are_compared_without_picture():
    files = [{"object": "CAM-1", "nature": MEDIA, "audio_hz": hertz} for hertz in (48_000, 44_100)]
    assert raised("MES-19", a_project(source={"audio_hz": 48_000}, media=files))


def test_a_variable_rate_that_nobody_declared_is_told():
    phone = {"object": "CAM-1", "nature": MEDIA, "is_constant": False}
    assert raised("MES-20", a_project(source={}, media=phone))
    assert raised("MES-20", a_project(source={"is_constant": True}, media=phone))
    assert raised("MES-21", a_project(deliverable={}, media=phone | {"object": "LIV-1"}))


@pytest.mark.parametrize(("declared", "measured"), [(False, False), (None, True), (None, None), (True, True)])
def test_a_constant_rate_or_one_declared_variable_is_not_told_again(
    declared: bool | None, measured: bool | None
):
    phone = {"object": "CAM-1", "nature": MEDIA, "is_constant": measured}
    assert not raised("MES-20", a_project(source={"is_constant": declared}, media=phone))
    if measured is not False:
        assert not raised("MES-21", a_project(deliverable={}, media=phone | {"object": "LIV-1"}))
