"""MES-22 to MES-27: how long a file is and where it starts, to the frame."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.schema.technical_vocabulary import DeliverableType, MediaNature, RateConversion
from tests.domain.technique.cases import a_project, not_understood, raised

PAD = DeliverableType.PAD_HD
SECOND = 25
"""Frames at 25."""
LENGTH = 52 * 60 * SECOND


def programme(frames: int | None, deliverable: dict[str, Any] | None = None, **cells: Any):
    """A PAD of a documentary of 52 minutes, locked at 52 minutes, and its file."""
    file = {"object": "LIV-1", "nature": MediaNature.MEDIA, "frame_rate": "25", "frames": frames, **cells}
    return a_project(
        workflow={"timeline_rate": "25", "locked_duration": "00:52:00:00"},
        deliverable={"type": PAD, "frame_rate": "25", **(deliverable or {})},
        media=file,
    )


@pytest.mark.parametrize("seconds", [-61, 61])
def test_a_programme_a_minute_away_from_what_was_sold_is_told(seconds: int):
    (found,) = raised("MES-22", programme(LENGTH + seconds * SECOND))
    assert found.expected == "00:52:00 à une minute près"


@pytest.mark.parametrize("seconds", [-60, 0, 60])
def test_a_programme_within_a_minute_of_what_was_sold_is_right(seconds: int):
    assert not raised("MES-22", programme(LENGTH + seconds * SECOND))


def test_a_length_in_seconds_serves_where_frames_are_not_counted():
    (found,) = raised("MES-22", programme(None, picture_seconds=Decimal("3000.5")))
    assert found.found == "00:50:01"


def test_frames_without_a_constant_rate_are_no_length():
    unsaid = {"frame_rate": "", "picture_seconds": Decimal(3000)}
    assert raised("MES-22", programme(LENGTH, **unsaid))
    variable = {"is_constant": False, "picture_seconds": Decimal(3000)}
    assert raised("MES-22", programme(LENGTH, **variable))
    assert not raised("MES-22", programme(3000 * SECOND, is_constant=False, picture_seconds=Decimal(3120)))


def test_a_picture_of_no_known_length_or_rate_is_not_compared():
    assert not raised("MES-22", programme(None, raster="1920×1080"))
    rateless = {"frame_rate": "", "picture_seconds": Decimal(10)}
    assert not raised("MES-22", programme(None, {"frame_rate": ""}, **rateless))
    assert not raised("MES-23", programme(None, {"frame_rate": ""}, **rateless))


def test_a_programme_is_not_compared_before_the_timeline_has_a_rate():
    file = {"object": "LIV-1", "nature": MediaNature.MEDIA, "frame_rate": "25", "frames": 10}
    assert not raised("MES-22", a_project(workflow={}, deliverable={"type": PAD}, media=file))


def test_a_head_is_counted_only_between_two_timecodes_of_one_rate():
    start = {"first_timecode": "10:00:00:00"}
    late = 30 * SECOND
    assert raised("MES-24", programme(LENGTH + late, first_timecode="09:59:30:00"))
    assert raised("MES-24", programme(LENGTH + late, start))
    double = programme(2 * (LENGTH + late), start, first_timecode="09:59:30:00", frame_rate="50")
    assert raised("MES-24", double)


def test_timecodes_counted_at_two_rates_tell_no_head():
    declared = {"frame_rate": "50", "first_timecode": "00:10:00:00"}
    assert not raised("MES-23", programme(LENGTH, declared, first_timecode="00:10:00:00"))


def test_nothing_is_told_of_a_length_nobody_sold():
    file = {"object": "LIV-1", "nature": MediaNature.MEDIA, "frame_rate": "25", "frames": 10}
    free = a_project({"length_minutes": None}, {"timeline_rate": "25"}, deliverable={"type": PAD}, media=file)
    assert not raised("MES-22", free)


@pytest.mark.parametrize("kind", [DeliverableType.ADVERT, DeliverableType.SOUND, DeliverableType.OTHER])
def test_the_length_of_what_is_no_programme_is_not_what_was_sold(kind: DeliverableType):
    assert not raised("MES-22", programme(100, {"type": kind}))
    assert not raised("MES-23", programme(100, {"type": kind}))


def test_a_programme_shorter_than_the_locked_cut_misses_pictures():
    (found,) = raised("MES-23", programme(LENGTH - 2))
    assert (
        found.message
        == "LIV-1 : le fichier compte 2 images de moins que le montage verrouillé (00:52:00:00)."
    )


@pytest.mark.parametrize("frames", [LENGTH - 1, LENGTH, LENGTH + 1])
def test_a_programme_within_a_frame_of_the_locked_cut_is_right(frames: int):
    assert not raised("MES-23", programme(frames))
    assert not raised("MES-24", programme(frames))


def test_a_programme_longer_than_the_locked_cut_is_to_be_confirmed():
    (found,) = raised("MES-24", programme(LENGTH + 2))
    assert found.found == "2 images de plus"
    assert not raised("MES-23", programme(LENGTH + 2))
    assert not raised("MES-24", programme(LENGTH - 2))


def test_what_stands_before_the_programme_in_the_file_is_no_programme():
    start = {"first_timecode": "10:00:00:00"}
    assert not raised("MES-24", programme(LENGTH + 30 * SECOND, start, first_timecode="09:59:30:00"))
    (found,) = raised("MES-23", programme(LENGTH, start, first_timecode="09:59:30:00"))
    assert found.found == "750 images de moins"


def test_a_file_that_starts_after_its_programme_has_no_head():
    late = programme(LENGTH, {"first_timecode": "10:00:00:00"}, first_timecode="10:00:10:00")
    assert not raised("MES-23", late)
    assert not raised("MES-24", late)


def test_an_episode_is_not_compared_with_the_locked_length_of_the_project():
    assert not raised("MES-23", programme(LENGTH - 100, {"episode": 2}))
    assert not raised("MES-24", programme(LENGTH + 100, {"episode": 2}))


def film(rate: str, frames: int, conversion: RateConversion | str = ""):
    """A film of 90 minutes locked at 24, delivered at a rate."""
    file = {"object": "LIV-1", "nature": MediaNature.MEDIA, "frame_rate": rate, "frames": frames}
    return a_project(
        {"length_minutes": 90},
        {"timeline_rate": "24", "locked_duration": "01:30:00:00", "rate_conversion": conversion},
        deliverable={"type": PAD, "frame_rate": rate},
        media=file,
    )


def test_a_film_sped_up_keeps_its_frames():
    frames = 90 * 60 * 24
    assert not raised("MES-22", film("25", frames, RateConversion.SPEED_UP))
    assert not raised("MES-23", film("25", frames, RateConversion.SPEED_UP))
    (short,) = raised("MES-23", film("25", frames - 2, RateConversion.SPEED_UP))
    assert short.found == "2 images de moins"


def test_a_film_converted_keeps_its_time():
    frames = 90 * 60 * 25
    assert not raised("MES-23", film("25", frames, RateConversion.COMPENSATED))
    assert raised("MES-23", film("25", 90 * 60 * 24, RateConversion.COMPENSATED))


def test_a_film_sped_up_is_told_in_the_time_it_has_then():
    (found,) = raised("MES-22", film("25", 90 * 60 * 25, RateConversion.SPEED_UP))
    assert found.message.endswith("90 min vendues, soit 01:26:24 à la cadence du livrable.")


def test_a_film_whose_conversion_nobody_said_is_not_compared():
    assert not raised("MES-22", film("25", 10))
    assert not raised("MES-23", film("25", 10))


def test_a_multiple_of_the_rate_keeps_the_time():
    assert not raised("MES-23", film("48", 90 * 60 * 48))
    assert raised("MES-23", film("48", 90 * 60 * 48 - 2))


def test_several_files_of_other_lengths_are_not_added_up():
    reel = {"object": "LIV-1", "nature": MediaNature.MEDIA, "frame_rate": "25"}
    project = a_project(
        workflow={"timeline_rate": "25", "locked_duration": "00:52:00:00"},
        deliverable={"type": DeliverableType.PRORES},
        media=[reel | {"frames": 30_000}, reel | {"frames": 20_000}],
    )
    assert not raised("MES-22", project)
    assert not raised("MES-23", project)


def test_a_report_beside_the_file_it_is_of_is_the_same_length():
    file = {"object": "LIV-1", "nature": MediaNature.MEDIA, "frame_rate": "25", "frames": 1_000}
    project = a_project(
        workflow={"timeline_rate": "25", "locked_duration": "00:52:00:00"},
        deliverable={"type": PAD},
        media=[file, file | {"nature": MediaNature.REPORT}],
    )
    assert raised("MES-23", project)


def test_a_locked_length_that_is_no_timecode_is_not_evaluated():
    file = {"object": "LIV-1", "nature": MediaNature.MEDIA, "frame_rate": "25", "frames": 10}
    workflow = {"timeline_rate": "25", "locked_duration": "52 min"}
    project = a_project(workflow=workflow, deliverable={"type": PAD}, media=file)
    assert not raised("MES-23", project)
    assert not_understood("MES-23", project) == ("workflow.locked_duration",)


@pytest.mark.parametrize(
    ("seconds", "words"), [("10.09", "plus long de 2 images"), ("9.91", "plus court de 2 images")]
)
def test_a_sound_that_is_not_as_long_as_the_picture_is_told(seconds: str, words: str):
    (found,) = raised("MES-25", programme(250, sound_seconds=Decimal(seconds)))
    assert words in found.message


@pytest.mark.parametrize("seconds", ["9.96", "10", "10.04"])
def test_a_sound_within_a_frame_of_the_picture_is_right(seconds: str):
    assert not raised("MES-25", programme(250, sound_seconds=Decimal(seconds)))


def test_a_picture_without_sound_or_a_sound_without_picture_is_not_compared():
    assert not raised("MES-25", programme(250))
    assert not raised("MES-25", programme(None, sound_seconds=Decimal(10)))


def test_a_reel_whose_sound_a_reader_found_short_is_told():
    fault = "Image et son de durées différentes : bobine 2"
    dcp = {"object": "LIV-1", "nature": MediaNature.DCP, "frames": 250, "frame_rate": "24", "faults": fault}
    (found,) = raised("MES-25", a_project(deliverable={"type": DeliverableType.DCP_2K}, media=dcp))
    assert found.message == f"LIV-1, « fichier-1.mxf » : {fault}."


@pytest.mark.parametrize("first", ["10:00:00:01", "11:00:00:00", "09:00:00:00", "09:08:00:00"])
def test_a_file_that_does_not_hold_the_first_frame_of_its_programme_is_told(first: str):
    assert raised("MES-26", programme(LENGTH, {"first_timecode": "10:00:00:00"}, first_timecode=first))


@pytest.mark.parametrize("first", ["10:00:00:00", "09:59:30:00", "09:08:00:01"])
def test_a_file_that_holds_the_first_frame_of_its_programme_is_right(first: str):
    assert not raised("MES-26", programme(LENGTH, {"first_timecode": "10:00:00:00"}, first_timecode=first))


def test_a_start_is_not_compared_where_one_is_not_known_or_is_counted_otherwise():
    assert not raised("MES-26", programme(LENGTH, first_timecode="09:00:00:00"))
    assert not raised("MES-26", programme(LENGTH, {"first_timecode": "10:00:00:00"}))
    other = programme(
        LENGTH, {"first_timecode": "10:00:00:00"}, first_timecode="11:00:00:00", frame_rate="50"
    )
    assert not raised("MES-26", other)


def short(seconds: int, level: str, kind: DeliverableType = PAD, **cells: Any):
    return programme(seconds * SECOND, {"type": kind}, short_term_lufs=Decimal(level), **cells)


def test_a_short_programme_too_loud_for_three_seconds_is_told():
    assert raised("MES-27", short(119, "-17.9"))


def test_a_short_programme_at_the_bound_is_right():
    assert not raised("MES-27", short(119, "-18.0"))


def test_a_programme_of_two_minutes_is_not_short():
    assert not raised("MES-27", short(120, "-10"))


def test_an_advert_has_its_own_bounds():
    assert not raised("MES-27", short(30, "-17", DeliverableType.ADVERT))


@pytest.mark.parametrize(("minutes", "is_told"), [(1, True), (2, False), (0, False), (None, False)])
def test_a_programme_is_short_by_what_was_sold_where_no_file_says(minutes: int | None, is_told: bool):
    log = {"object": "LIV-1", "nature": MediaNature.LOUDNESS, "short_term_lufs": Decimal("-10")}
    project = a_project({"length_minutes": minutes}, deliverable={"type": PAD}, media=log)
    assert bool(raised("MES-27", project)) is is_told
