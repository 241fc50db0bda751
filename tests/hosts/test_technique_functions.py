"""The custom functions of technique: durations at another rate, frames and timecodes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.hosts.functions import call

LENGTH = "attendu : une durée (1:30:00, 1h30, 90 min ou 52') ou un timecode (01:30:00:00)"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        # Facts A1.1: 90:00 at 25 becomes 93:45 at 24; 24 to 25 is × 0.96.
        (("01:30:00", 25, 24), "01:33:45"),
        (("90 min", "25 i/s", "24p"), "01:33:45"),
        (("1h40", 24, 25), "01:36:00"),
        (("52'", 24, 25), "00:49:55,200"),
        # 3120 s × 24000/1001 ÷ 25.
        (("52'", 23.976, 25), "00:49:52,208"),
        (("52'", "50i", 25), "00:52:00"),
        # 74 880 frames.
        (("00:52:00:00", 24, 25), "00:49:55:05"),
        (("00:52:00:00", 25, "29,97 DF"), "00:43:22;18"),
        (("26:00:00:00", 25, 25), "26:00:00:00"),
        ((0.0625, 25, 24), 5625 / 86_400),
        ((datetime(1899, 12, 30, 1, 30), 25, 24), 5625 / 86_400),
        ((datetime(1900, 1, 1, 2, 0), 25, 24), 180_000 * 25 / 24 / 86_400),
        ((0.0, 24, 25), 0.0),
        ((None, 24, 25), ""),
        (("1:30:00", None, 25), ""),
    ],
)
def test_a_duration_at_another_rate_is_told_as_it_was_given(arguments: tuple[Any, ...], found: Any):
    assert call("PP_DUREE_CADENCE", arguments) == (
        pytest.approx(found) if isinstance(found, float) else found
    )


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((90, 24, 25), f"duree « 90 », {LENGTH}"),
        ((True, 24, 25), f"duree « VRAI », {LENGTH}"),
        ((-0.5, 24, 25), f"duree « -0,5 », {LENGTH}"),
        (("#N/A", 24, 25), f"duree « #N/A », {LENGTH}"),
        (("1:30", 24, 25), "duree « 1:30 » : se lit de deux façons : écrivez 1:30:00 ou 0:01:30"),
        (("1:30:00", 37, 25), "de « 37 » : cadence inconnue"),
        (("1:30:00", 24, 0), "vers « 0 » : une cadence est un nombre d'images par seconde, plus grand que 0"),
        (("1:30:00", 25, "60i"), "vers « 60i » : « 60i » se dit de 29,97 comme de 30 images : écrivez 29,97 ou 30"),
        (("00:00:00:25", 25, 24), "duree « 00:00:00:25 » : image 25 à 25 i/s : elles vont de 00 à 24"),
        (("00:00:10:00", 25, 12.5), "aucun timecode ne compte 12,5 images par seconde"),
        (("00:00:10:00", 25, "25 DF"), "le timecode DF n'existe qu'à 29,97 et 59,94 i/s"),
    ],
)  # fmt: skip
def test_a_duration_that_cannot_be_told_says_why(arguments: tuple[Any, ...], text: str):
    assert call("PP_DUREE_CADENCE", arguments) == f"PP_DUREE_CADENCE : {text}"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ((900_000, 25), "10:00:00:00"),
        (("900000", 25), "10:00:00:00"),
        ((0.0, 25), "00:00:00:00"),
        (("10:00:00:00", 25), 900_000),
        ((10 / 24, 25), 900_000),
        ((datetime(1899, 12, 30, 10), 25), 900_000),
        (("10:00:00:00", "23,976"), 864_000),
        ((1800, "29,97 DF"), "00:01:00;02"),
        (("00:01:00;02", 29.97), 1800),
        (("00:01:00:02", "29,97 DF"), 1800),
        ((None, 25), ""),
        # 90 min at 24 are 129 600 frames: 86 min 24 s at 25.
        (("02:30:00:00", 24, 25, "images", "01:00:00:00", "10:00:00:00"), "11:26:24:00"),
        (("02:30:00:00", 24, 25, "Images", "01:00:00:00"), "02:26:24:00"),
        (("10:00:10:00", 25, "29,97 DF", "durée", "10:00:00:00"), "10:00:10;00"),
        ((900_250, 25, 24, "images", "10:00:00:00"), "10:00:10:10"),
    ],
)
def test_frames_give_a_timecode_a_timecode_its_frame_and_a_retimed_one_its_timecode(
    arguments: tuple[Any, ...], found: Any
):
    assert call("PP_TC", arguments) == found


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("00:00:00:25", 25), "valeur « 00:00:00:25 » : image 25 à 25 i/s : elles vont de 00 à 24"),
        (("10:60:00:00", 25), "valeur « 10:60:00:00 » : minute 60 : elles vont de 00 à 59"),
        (("00:01:00;00", 29.97),
         "valeur « 00:01:00;00 » : ce numéro est sauté en DF : la minute 01 commence à l'image 02"),
        ((2_160_000, 25), "valeur « 2160000 » : la journée finit à l'image 2159999, 23:59:59:24"),
        ((1.5, 25),
         "valeur « 1,5 », attendu : un nombre entier d'images, ou un timecode HH:MM:SS:II (10:00:00:00), "
         "« ; » avant les images en DF"),
        ((0.500001, 25),
         "valeur « 12:00:00,086 » : écrivez les images, un timecode HH:MM:SS:II (10:00:00:00), "
         "« ; » avant les images en DF"),
        ((-1, 25),
         "valeur « -1 », attendu : un timecode HH:MM:SS:II (10:00:00:00), « ; » avant les images en DF"),
        ((5, 12.5), "aucun timecode ne compte 12,5 images par seconde"),
        (("10:00:00:00", 25, 24), "pour recaler, donnez aussi garder (images ou durée)"),
        (("10:00:00:00", 25, 24, "images"), "pour recaler, donnez aussi debut, le timecode de la première image"),
        (("10:00:00:00", 25, 24, "images", 0.0), "pour recaler, donnez aussi debut, le timecode de la première image"),
        (("10:00:00:00", 25, 24, "moitié", "10:00:00:00"), "garder « moitié », attendu : images, durée"),
        (("10:00:00:00", 25, None, "images"), "il manque vers, la cadence où recaler ce timecode"),
        (("10:00:00:00", 25, None, None, "10:00:00:00"), "il manque vers, la cadence où recaler ce timecode"),
        (("09:00:00:00", 25, 24, "images", "10:00:00:00", "00:00:00:00"),
         "valeur « 09:00:00:00 » : recalée, elle sort de la journée de 24 h"),
        (("10:00:00:24", 25, 24, "images", "10:00:00:24"),
         "debut_vers « 10:00:00:24 » : image 24 à 24 i/s : elles vont de 00 à 23"),
        (("10:00:00;02", 29.97, 25, "images", "10:00:00:00"),
         "valeur et debut ne sont pas comptés pareil : l'un est DF, l'autre non"),
    ],
)  # fmt: skip
def test_a_timecode_that_cannot_be_told_says_why(arguments: tuple[Any, ...], text: str):
    assert call("PP_TC", arguments) == f"PP_TC : {text}"


@given(
    st.integers(0, 2_073_599), st.sampled_from(["23,976", "24", "25", "29,97", "29,97 DF", "50", "59,94 DF"])
)
def test_the_timecode_of_a_frame_gives_the_frame_back(frame: int, rate: str):
    assert call("PP_TC", [call("PP_TC", [frame, rate]), rate]) == frame


def test_a_column_has_one_result_a_cell_and_a_mistake_stays_in_its_own():
    found = call("PP_TC", [[["10:00:00:00"], ["x"], [None], [25.0]], 25])
    text = (
        "PP_TC : valeur « x » : n'est pas un timecode HH:MM:SS:II (10:00:00:00), « ; » avant les images en DF"
    )
    assert found == [[900_000], [text], [""], ["00:00:01:00"]]
