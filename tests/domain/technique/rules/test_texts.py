"""TCS-01 to TCS-07: timecode of the programme, subtitles, accessibility, keys."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.technique.rules.registry import BY_ID
from postprod_xl.domain.technique.rules.rule import RuleConfidence
from postprod_xl.schema.technical_vocabulary import DeliverableType
from postprod_xl.schema.vocabulary import ProjectType, Severity
from tests.domain.technique.cases import a_project, not_understood, raised, to_fill

PADS = (DeliverableType.PAD_HD, DeliverableType.PAD_UHD, DeliverableType.PAD_ARTE, DeliverableType.PAD_UK)
DCPS = (DeliverableType.DCP_2K, DeliverableType.DCP_4K)
DCP = DeliverableType.DCP_2K


def pad(**cells: Any):
    return a_project(deliverable={"type": DeliverableType.PAD_HD, "frame_rate": "25", **cells})


def dcp(**cells: Any):
    return a_project(deliverable={"type": DCP, "frame_rate": "24", **cells})


@pytest.mark.parametrize("start", ["10:00:00:01", "09:59:30:00", "10:01:00:00", "10:00:30:00"])
def test_a_programme_that_starts_on_no_whole_timecode_is_refused(start: str):
    (found,) = raised("TCS-01", pad(first_timecode=start))
    assert found.found == start


@pytest.mark.parametrize("start", ["10:00:00:00", "01:00:00:00", "00:00:00:00"])
def test_a_programme_that_starts_on_a_whole_timecode_is_right(start: str):
    assert not raised("TCS-01", pad(first_timecode=start))


@pytest.mark.parametrize("kind", PADS)
def test_the_start_of_each_pad_is_checked(kind: DeliverableType):
    off = a_project(deliverable={"type": kind, "frame_rate": "25", "first_timecode": "10:00:00:01"})
    assert raised("TCS-01", off)


def test_the_start_of_a_dcp_is_not_checked():
    assert not raised("TCS-01", dcp(first_timecode="00:00:00:01"))


def test_the_file_may_start_before_the_programme():
    uk = {
        "deliverable": "PAD-UK",
        "type": DeliverableType.PAD_UK,
        "frame_rate": "25",
        "first_timecode": "10:00:00:00",
    }
    file = {"object": "PAD-UK", "frame_rate": "25", "first_timecode": "09:59:30:00"}
    assert not raised("TCS-01", a_project(deliverable=uk, media=file))


def test_a_start_that_no_frame_has_is_not_evaluated():
    assert not raised("TCS-01", pad(first_timecode="10:00:00:25"))
    assert not_understood("TCS-01", pad(first_timecode="10:00:00:25")) == ("deliverable.first_timecode",)


def test_stl_subtitles_at_another_rate_than_the_picture_are_told():
    (found,) = raised("TCS-02", dcp(subtitle_format="STL", subtitle_rate="25"))
    assert (found.found, found.expected) == ("25 i/s", "24 i/s")


@pytest.mark.parametrize(("picture", "texts"), [("25", "25"), ("50", "25"), ("24", "24")])
def test_stl_subtitles_at_the_rate_of_the_picture_or_at_half_of_50_are_right(picture: str, texts: str):
    assert not raised("TCS-02", pad(frame_rate=picture, subtitle_format="EBU STL", subtitle_rate=texts))


@pytest.mark.parametrize(
    ("picture", "texts"), [("25", "50"), ("23,976", "24"), ("29,97", "30"), ("100", "25")]
)
def test_stl_subtitles_at_a_near_rate_are_told(picture: str, texts: str):
    assert raised("TCS-02", pad(frame_rate=picture, subtitle_format="STL", subtitle_rate=texts))


@pytest.mark.parametrize("written", ["SRT", "TTML", ""])
def test_the_rate_of_other_subtitles_is_not_compared(written: str):
    other = dcp(subtitle_format=written, subtitle_rate="25")
    assert not raised("TCS-02", other)
    assert not to_fill("TCS-02", dcp(subtitle_format=written))


@pytest.mark.parametrize("written", ["SRT", "STL", "EBU STL", "subrip"])
@pytest.mark.parametrize("kind", DCPS)
def test_a_dcp_does_not_play_srt_nor_stl(kind: DeliverableType, written: str):
    assert raised("TCS-03", a_project(deliverable={"type": kind, "subtitle_format": written}))


@pytest.mark.parametrize("written", ["CineCanvas", "SMPTE 428-7", "DCP", "STL converti en XML", ""])
def test_a_dcp_plays_cinecanvas_and_smpte(written: str):
    assert not raised("TCS-03", dcp(subtitle_format=written))


def test_a_pad_may_go_with_stl():
    assert not raised("TCS-03", pad(subtitle_format="STL"))


@pytest.mark.parametrize(
    "cells",
    [
        {"subtitle_first_seconds": Decimal("3.9")},
        {"subtitle_lines": 4},
        {"subtitle_characters": 80},
    ],
)
def test_each_limit_of_the_subtitles_of_a_dcp_is_checked_alone(cells: dict[str, Any]):
    assert raised("TCS-04", dcp(**cells))


def test_subtitles_at_the_limits_of_a_dcp_are_right():
    at_limits = {"subtitle_first_seconds": Decimal(4), "subtitle_lines": 3, "subtitle_characters": 79}
    assert not raised("TCS-04", dcp(**at_limits))
    assert not raised("TCS-04", dcp())


def test_the_limits_of_a_dcp_do_not_bind_a_pad():
    assert not raised("TCS-04", pad(subtitle_lines=4))


def feature(deliverable: dict[str, Any], kind: ProjectType = ProjectType.FEATURE_FILM, **workflow: Any):
    told = {"is_cnc_funded": True, "original_language": "fr", **workflow}
    return a_project({"type": kind}, told, deliverable=deliverable)


def test_a_funded_feature_without_sme_is_told():
    assert raised("TCS-05", feature({"has_sme": None}))
    assert raised("TCS-05", feature({"has_sme": False}))


def test_a_funded_feature_with_sme_is_right():
    assert not raised("TCS-05", feature({"has_sme": True}))


def test_sme_is_owed_by_funded_features_only():
    assert not raised("TCS-05", feature({}, kind=ProjectType.DOCUMENTARY))
    assert not raised("TCS-05", feature({}, is_cnc_funded=False))


def test_whether_a_feature_is_funded_is_asked_for():
    assert to_fill("TCS-05", feature({}, is_cnc_funded=None)) == ("workflow.is_cnc_funded",)
    assert not raised("TCS-05", feature({}, is_cnc_funded=None))
    assert not to_fill("TCS-05", feature({}, kind=ProjectType.DOCUMENTARY, is_cnc_funded=None))


def test_a_feature_that_promises_nothing_yet_owes_nothing_yet():
    nothing = a_project(
        {"type": ProjectType.FEATURE_FILM}, {"is_cnc_funded": True, "original_language": "fr"}
    )
    assert not raised("TCS-05", nothing)
    assert not raised("TCS-06", nothing)


@pytest.mark.parametrize("language", ["fr", "FR", "Français", "fr, ar", "fra"])
def test_a_funded_feature_in_french_without_audio_description_is_told(language: str):
    assert raised("TCS-06", feature({"has_sme": True}, original_language=language))


@pytest.mark.parametrize("has_dubbing", [False, None])
def test_a_feature_in_another_language_and_not_dubbed_owes_sme_only(has_dubbing: bool | None):
    abroad = feature({"has_sme": None}, original_language="ar", has_dubbing=has_dubbing)
    assert not raised("TCS-06", abroad)
    assert raised("TCS-05", abroad)


def test_a_feature_in_another_language_and_dubbed_owes_audio_description():
    assert raised("TCS-06", feature({}, original_language="ar", has_dubbing=True))


def test_a_funded_feature_with_audio_description_is_right():
    assert not raised("TCS-06", feature({"has_audio_description": True}))


def test_audio_description_is_owed_by_funded_features_only():
    assert not raised("TCS-06", feature({}, kind=ProjectType.TV_MOVIE))
    assert not raised("TCS-06", feature({}, is_cnc_funded=False))


@pytest.mark.parametrize("has_kdm", [False, None])
@pytest.mark.parametrize("kind", DCPS)
def test_an_encrypted_dcp_without_keys_is_to_be_confirmed(kind: DeliverableType, has_kdm: bool | None):
    assert raised("TCS-07", a_project(deliverable={"type": kind, "is_encrypted": True, "has_kdm": has_kdm}))


def test_an_encrypted_dcp_with_keys_or_a_clear_one_is_right():
    assert not raised("TCS-07", dcp(is_encrypted=True, has_kdm=True))
    assert not raised("TCS-07", dcp(is_encrypted=False))
    assert not raised("TCS-07", pad(is_encrypted=True))


@pytest.mark.parametrize("rule", sorted(BY_ID))
def test_a_rule_without_source_never_blocks(rule: str):
    declared = BY_ID[rule]
    assert declared.confidence is not RuleConfidence.K or declared.severity is not Severity.BLOCKING


def test_a_dubbed_film_owes_audio_description_whatever_its_language():
    dubbed = feature({}, original_language="", has_dubbing=True)
    assert (len(raised("TCS-06", dubbed)), to_fill("TCS-06", dubbed)) == (1, ())


def test_the_language_is_asked_for_only_where_audio_description_may_lack():
    unsaid = feature({}, original_language="")
    assert (raised("TCS-06", unsaid), to_fill("TCS-06", unsaid)) == ((), ("workflow.original_language",))
    assert to_fill("TCS-06", feature({"has_audio_description": True}, original_language="")) == ()
