"""SON-01 to SON-09: the smallest case that raises each, the nearest that does not, and the exact boundaries."""

from __future__ import annotations

from decimal import Decimal

import pytest

from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType, MixType, SourceRole
from tests.domain.technique.cases import a_project, raised, to_fill

PAD = DeliverableType.PAD_HD
TELEVISION = (
    DeliverableType.PAD_HD,
    DeliverableType.PAD_UHD,
    DeliverableType.PAD_ARTE,
    DeliverableType.PAD_UK,
)


def level(kind: DeliverableType, name: str, value: str | None):
    return a_project(deliverable={"type": kind, name: None if value is None else Decimal(value)})


def test_a_source_recorded_at_44_1_khz_drifts():
    (found,) = raised("SON-01", a_project(source={"source": "ZOOM", "audio_hz": 44_100}))
    assert found.message.replace("\u00a0", " ") == "ZOOM : audio à 44 100 Hz au lieu de 48 000 Hz."


def test_a_source_recorded_at_48_khz_does_not_drift():
    assert not raised("SON-01", a_project(source={"audio_hz": 48_000}))


def test_a_source_recorded_at_96_khz_is_to_be_converted_too():
    assert raised("SON-01", a_project(source={"audio_hz": 96_000}))


def test_the_sample_rate_of_a_photograph_or_of_a_mute_source_is_not_asked_for():
    photo, mute, drone = {"role": SourceRole.STILL}, {"sound": "Aucun"}, {"role": SourceRole.DRONE}
    assert not to_fill("SON-01", a_project(source=[photo, mute]))
    assert to_fill("SON-01", a_project(source=drone)) == ("source.audio_hz",)


@pytest.mark.parametrize(("hertz", "bits"), [(44_100, 24), (48_000, 16), (96_000, 24)])
def test_a_deliverable_out_of_48_khz_and_24_bits_is_refused(hertz: int, bits: int):
    assert raised("SON-02", a_project(deliverable={"type": PAD, "audio_hz": hertz, "audio_bits": bits}))


def test_a_deliverable_at_48_khz_and_24_bits_is_right():
    assert not raised("SON-02", a_project(deliverable={"type": PAD, "audio_hz": 48_000, "audio_bits": 24}))


@pytest.mark.parametrize(
    "kind",
    [
        *TELEVISION,
        DeliverableType.ADVERT,
        DeliverableType.DCP_2K,
        DeliverableType.DCP_4K,
        DeliverableType.NETFLIX,
        DeliverableType.IMF,
    ],
)
def test_each_type_that_asks_for_48_khz_is_checked(kind: DeliverableType):
    assert raised("SON-02", a_project(deliverable={"type": kind, "audio_hz": 44_100, "audio_bits": 24}))


def test_the_sound_of_a_dvd_is_not_asked_to_be_at_24_bits():
    dvd = a_project(deliverable={"type": DeliverableType.DVD, "audio_hz": 48_000, "audio_bits": 16})
    assert not raised("SON-02", dvd)


def test_a_programme_too_loud_is_refused():
    (found,) = raised("SON-03", level(PAD, "loudness_lufs", "-21.9"))
    assert found.found.replace("\u00a0", " ") == "−21,9 LUFS"
    assert found.expected.replace("\u00a0", " ") == "−23 LUFS ±1 LU"


def test_a_programme_too_quiet_is_refused():
    assert raised("SON-03", level(PAD, "loudness_lufs", "-24.1"))


@pytest.mark.parametrize("loudness", ["-24.0", "-23", "-22.0"])
def test_a_programme_within_one_lu_is_admitted_the_boundaries_too(loudness: str):
    assert not raised("SON-03", level(PAD, "loudness_lufs", loudness))


@pytest.mark.parametrize("loudness", ["-24.01", "-21.99"])
def test_one_hundredth_beyond_one_lu_is_refused(loudness: str):
    assert raised("SON-03", level(PAD, "loudness_lufs", loudness))


@pytest.mark.parametrize("kind", TELEVISION)
def test_the_loudness_of_each_pad_is_checked(kind: DeliverableType):
    assert raised("SON-03", level(kind, "loudness_lufs", "-20"))
    assert raised("SON-04", level(kind, "loudness_lufs", "-22.5"))


@pytest.mark.parametrize("kind", [DeliverableType.DCP_2K, DeliverableType.NETFLIX, DeliverableType.ADVERT])
def test_the_loudness_of_what_is_no_television_programme_is_not_checked(kind: DeliverableType):
    assert not raised("SON-03", level(kind, "loudness_lufs", "-20"))
    assert not raised("SON-04", level(kind, "loudness_lufs", "-22.5"))


@pytest.mark.parametrize(
    ("rule", "type", "name"),
    [
        ("SON-03", PAD, "loudness_lufs"),
        ("SON-04", PAD, "loudness_lufs"),
        ("SON-05", PAD, "true_peak_dbtp"),
        ("SON-06", DeliverableType.NETFLIX, "dialogue_lufs"),
        ("SON-07", DeliverableType.NETFLIX, "true_peak_dbtp"),
    ],
)
def test_a_level_not_typed_raises_nothing_and_is_asked_for_once_the_deliverable_is_made(
    rule: str, type: DeliverableType, name: str
):
    awaited, made = (
        a_project(deliverable={"type": type, "state": state})
        for state in (DeliverableState.EXPECTED, DeliverableState.MADE)
    )
    assert (raised(rule, awaited), raised(rule, made)) == ((), ())
    assert (to_fill(rule, awaited), to_fill(rule, made)) == ((), (f"deliverable.{name}",))


def test_a_level_typed_before_the_deliverable_is_made_is_looked_at():
    deliverable = {"type": PAD, "state": DeliverableState.EXPECTED, "loudness_lufs": Decimal(-20)}
    assert len(raised("SON-03", a_project(deliverable=deliverable))) == 1


@pytest.mark.parametrize("loudness", ["-24.0", "-23.21", "-22.79", "-22.0"])
def test_a_programme_admitted_in_production_may_miss_the_tolerance_of_a_check(loudness: str):
    assert raised("SON-04", level(PAD, "loudness_lufs", loudness))


@pytest.mark.parametrize("loudness", ["-23.2", "-23", "-22.8"])
def test_a_programme_within_two_tenths_passes_the_check_the_boundaries_too(loudness: str):
    assert not raised("SON-04", level(PAD, "loudness_lufs", loudness))


@pytest.mark.parametrize("loudness", ["-24.1", "-21.9"])
def test_a_programme_refused_in_production_is_said_once(loudness: str):
    assert not raised("SON-04", level(PAD, "loudness_lufs", loudness))


def test_a_true_peak_above_minus_3_is_to_be_confirmed():
    assert raised("SON-05", level(PAD, "true_peak_dbtp", "-2.9"))


@pytest.mark.parametrize("peak", ["-3.0", "-3", "-6.5"])
def test_a_true_peak_of_minus_3_or_under_is_right(peak: str):
    assert not raised("SON-05", level(PAD, "true_peak_dbtp", peak))


@pytest.mark.parametrize(
    ("kind", "is_checked"),
    [
        (PAD, True),
        (DeliverableType.PAD_UHD, True),
        (DeliverableType.PAD_ARTE, True),
        (DeliverableType.PAD_UK, False),
    ],
)
def test_the_true_peak_of_minus_3_is_a_french_practice(kind: DeliverableType, is_checked: bool):
    assert bool(raised("SON-05", level(kind, "true_peak_dbtp", "-1"))) is is_checked


@pytest.mark.parametrize("level_of_dialogue", ["-29.1", "-24.9"])
def test_a_dialogue_out_of_two_lu_is_refused_by_the_platform(level_of_dialogue: str):
    assert raised("SON-06", level(DeliverableType.NETFLIX, "dialogue_lufs", level_of_dialogue))


@pytest.mark.parametrize("level_of_dialogue", ["-29.0", "-27", "-25.0"])
def test_a_dialogue_within_two_lu_is_right_the_boundaries_too(level_of_dialogue: str):
    assert not raised("SON-06", level(DeliverableType.NETFLIX, "dialogue_lufs", level_of_dialogue))


def test_the_dialogue_of_a_pad_is_not_checked():
    assert not raised("SON-06", level(PAD, "dialogue_lufs", "-20"))


def test_a_true_peak_above_minus_2_is_refused_by_the_platform():
    assert raised("SON-07", level(DeliverableType.NETFLIX, "true_peak_dbtp", "-1.9"))


def test_a_true_peak_of_minus_2_is_right_for_the_platform():
    assert not raised("SON-07", level(DeliverableType.NETFLIX, "true_peak_dbtp", "-2.0"))
    assert not raised("SON-07", level(PAD, "true_peak_dbtp", "-1.9"))


@pytest.mark.parametrize("kind", [*TELEVISION, DeliverableType.NETFLIX, DeliverableType.STREAMING])
def test_a_mix_for_theatres_does_not_suit_a_living_room(kind: DeliverableType):
    assert raised("SON-08", a_project(deliverable={"type": kind, "mix": MixType.CINEMA}))


def test_a_mix_for_theatres_suits_a_dcp_and_a_television_mix_a_pad():
    assert not raised(
        "SON-08", a_project(deliverable={"type": DeliverableType.DCP_2K, "mix": MixType.CINEMA})
    )
    assert not raised("SON-08", a_project(deliverable={"type": PAD, "mix": MixType.TELEVISION}))


@pytest.mark.parametrize("tracks", [2, 7, 9])
def test_an_as_10_pad_has_eight_tracks_neither_more_nor_less(tracks: int):
    (found,) = raised("SON-09", a_project(deliverable={"type": PAD, "audio_tracks": tracks}))
    assert (found.found, found.expected) == (str(tracks), "8")


def test_an_as_10_pad_of_eight_tracks_is_right():
    assert not raised("SON-09", a_project(deliverable={"type": PAD, "audio_tracks": 8}))


def test_the_tracks_of_a_pad_of_another_norm_are_those_of_that_norm():
    uk = {"type": DeliverableType.PAD_UK, "audio_tracks": 16}
    arte = {"type": DeliverableType.PAD_ARTE, "audio_tracks": 4}
    assert not raised("SON-09", a_project(deliverable=[uk, arte]))
    assert not to_fill("SON-09", a_project(deliverable={"type": DeliverableType.PAD_UK}))


def test_the_tracks_of_an_as_10_pad_are_asked_for():
    assert to_fill("SON-09", a_project(deliverable={"type": PAD})) == ("deliverable.audio_tracks",)


@pytest.mark.parametrize("one", [{"audio_hz": 44_100}, {"audio_bits": 16}])
def test_one_figure_of_samples_that_is_wrong_is_enough(one: dict[str, int]):
    project = a_project(deliverable={"type": PAD, **one})
    assert len(raised("SON-02", project)) == 1
    assert to_fill("SON-02", project) == ()


@pytest.mark.parametrize(("one", "other"), [("audio_hz", "audio_bits"), ("audio_bits", "audio_hz")])
def test_the_other_figure_of_samples_is_asked_for_where_the_first_is_right(one: str, other: str):
    project = a_project(deliverable={"type": PAD, one: {"audio_hz": 48_000, "audio_bits": 24}[one]})
    assert (raised("SON-02", project), to_fill("SON-02", project)) == ((), (f"deliverable.{other}",))


@pytest.mark.parametrize(("tracks", "told"), [(1, "1 piste déclarée"), (7, "7 pistes déclarées")])
def test_the_tracks_of_an_as_10_pad_are_counted_in_words(tracks: int, told: str):
    (found,) = raised("SON-09", a_project(deliverable={"type": PAD, "audio_tracks": tracks}))
    assert found.message.startswith(f"LIV-1 : {told} ; ")
