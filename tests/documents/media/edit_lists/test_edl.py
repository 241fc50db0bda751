from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from postprod_xl.documents.media.edit_lists.edl import read_edl
from postprod_xl.documents.media.edit_lists.records import EditListFacts, SkippedLine, SourceKind, SpeedEffect
from postprod_xl.documents.media.untrusted import UnreadableMedia
from tests.documents.media.edit_lists.edl_files import FILM, event, second_reader, written

RATE = Fraction(25)
NTSC = Fraction(30000, 1001)


def read(folder: Path, text: str, rate: Fraction | None = RATE) -> EditListFacts:
    return read_edl(written(folder, text), rate)


def frames(facts: EditListFacts) -> dict[str, int | None]:
    return {source.name: source.frames for source in facts.sources}


def test_the_frames_of_each_source_are_those_added_by_hand(tmp_path: Path) -> None:
    facts = read(tmp_path, FILM)
    assert frames(facts) == {"A001C001": 225, "B002C001": 200, "BL": 25, "ARCHIVE_INA.MOV": 75}
    assert facts.duration_frames == 500
    assert [source.share for source in facts.sources] == [
        Fraction(225, 500), Fraction(200, 500), Fraction(25, 500), Fraction(75, 500)
    ]  # fmt: skip
    assert (facts.record_in, facts.record_out, facts.duration_s) == ("01:00:00:00", "01:00:20:00", 20)
    assert (facts.title, facts.is_drop_frame, facts.rate, facts.is_rate_given) == (
        "LA MER V12",
        False,
        RATE,
        True,
    )
    assert facts.skipped == () and facts.empty_frames == 0


def test_the_second_reader_finds_the_same_frames_but_those_of_the_dissolve(tmp_path: Path) -> None:
    pytest.importorskip("opentimelineio", reason="no wheel for this version of Python: see pyproject.toml")
    facts = read(tmp_path, FILM)
    others = second_reader(FILM, 25)
    mine = frames(facts)
    assert others == {
        **mine,
        "A001C001": 200,
    }  # 225 less the 25 of the dissolve, which it lays on the next shot only


def test_black_is_apart_and_a_file_without_reel_is_named_by_its_clip(tmp_path: Path) -> None:
    facts = read(tmp_path, FILM)
    kinds = {source.name: source.kind for source in facts.sources}
    assert kinds["BL"] is SourceKind.BLACK
    assert [source.name for source in facts.without_reel] == ["ARCHIVE_INA.MOV"]
    assert next(source for source in facts.sources if source.name == "A001C001").clips == ("PLAGE",)


def test_the_sound_counts_for_nothing_and_is_named(tmp_path: Path) -> None:
    facts = read(tmp_path, FILM)
    assert (facts.sound_events, facts.sound_sources) == (1, ("SON01",))


def test_a_speed_effect_is_told_with_its_speed_and_its_place(tmp_path: Path) -> None:
    # 12.5 images a second of source at 25: half speed, from frame 400 of the cut
    assert read(tmp_path, FILM).speeds == (SpeedEffect("B002C001", Fraction(1, 2), 400),)


@pytest.mark.parametrize(
    ("line", "speed"),
    [
        ("M2   A        -25.0                10:00:00:00", Fraction(-1)),
        ("M2   A        000.0                10:00:00:00", Fraction(0)),
        ("M2   A        050.0                10:00:00:00", Fraction(2)),
        ("* * FREEZE FRAME", Fraction(0)),
    ],
)
def test_speeds_backwards_frozen_and_double(tmp_path: Path, line: str, speed: Fraction) -> None:
    text = event(1, "A", ("01:00:00:00", "01:00:04:00"), ("10:00:00:00", "10:00:02:00")) + line + "\n"
    facts = read(tmp_path, text)
    assert [effect.speed for effect in facts.speeds] == [speed]
    assert facts.remarks == ()


def test_an_effect_at_the_speed_of_the_list_is_none(tmp_path: Path) -> None:
    text = event(1, "A", ("01:00:00:00", "01:00:04:00")) + "M2   A        025.0                01:00:00:00\n"
    assert read(tmp_path, text).speeds == ()


def test_without_a_rate_no_length_is_known_and_sources_still_are(tmp_path: Path) -> None:
    facts = read(tmp_path, FILM, None)
    assert (facts.rate, facts.duration_frames, facts.duration_s, facts.empty_frames) == (
        None,
        None,
        None,
        None,
    )
    assert frames(facts) == {"A001C001": None, "B002C001": None, "BL": None, "ARCHIVE_INA.MOV": None}
    assert [source.share for source in facts.sources] == [None] * 4
    assert (facts.record_in, facts.record_out) == ("01:00:00:00", "01:00:20:00")
    assert [effect.speed for effect in facts.speeds] == [None]  # 12.5 of what?


def test_another_rate_gives_other_frames(tmp_path: Path) -> None:
    text = event(1, "A", ("01:00:00:00", "01:00:04:00"))
    assert read(tmp_path, text, Fraction(24)).duration_frames == 96
    assert read(tmp_path, text, Fraction(24000, 1001)).duration_frames == 96


def test_a_drop_frame_minute_counts_1798_frames(tmp_path: Path) -> None:
    # 60 s × 30 = 1800 numbers, two of which do not exist: ;00 and ;01 of the second minute
    text = "FCM: DROP FRAME\n" + event(1, "A", ("01:00:00;00", "01:01:00;02"))
    facts = read(tmp_path, text, NTSC)
    assert (facts.is_drop_frame, facts.duration_frames) == (True, 1800)
    text = "FCM: NON-DROP FRAME\n" + event(1, "A", ("01:00:00:00", "01:01:00:02"))
    assert read(tmp_path, text, NTSC).duration_frames == 1802
    ten = "FCM: DROP FRAME\n" + event(1, "A", ("01:00:00;00", "01:10:00;00"))
    assert read(tmp_path, ten, NTSC).duration_frames == 17_982  # 10 × 1800 − 9 × 2


def test_a_number_that_drop_frame_leaves_out_is_a_line_named(tmp_path: Path) -> None:
    text = (
        "FCM: DROP FRAME\n"
        + event(1, "A", ("01:00:00;00", "01:00:10;00"))
        + event(2, "A", ("01:00:10;00", "01:01:00;01"))
    )
    facts = read(tmp_path, text, NTSC)
    assert [(line.number, line.reason) for line in facts.skipped] == [
        (3, "timecode d'enregistrement impossible à 30 images par seconde")
    ]
    assert facts.duration_frames == 300


def test_drop_frame_and_a_rate_that_has_none_contradict_each_other(tmp_path: Path) -> None:
    facts = read(tmp_path, "FCM: DROP FRAME\n" + event(1, "A", ("01:00:00:00", "01:00:04:00")))
    assert facts.duration_frames is None
    assert "drop-frame, qui n'existe qu'à 29,97" in facts.remarks[0]


def test_at_2997_a_list_that_does_not_say_its_count_has_no_length(tmp_path: Path) -> None:
    facts = read(tmp_path, event(1, "A", ("01:00:00:00", "01:00:04:00")), NTSC)
    assert facts.duration_frames is None
    assert facts.remarks == (
        "la liste ne dit pas si son timecode est drop-frame : aucune durée calculée à cette cadence",
    )


def test_every_line_that_is_not_understood_is_named(tmp_path: Path) -> None:
    text = (
        FILM
        + "N'IMPORTE QUOI\n008 A V C 01:00 02:00\n009 A V Z 01:00:20:00 01:00:21:00 01:00:20:00 01:00:21:00\n"
    )
    facts = read(tmp_path, text)
    assert [(line.text[:6], line.reason) for line in facts.skipped] == [
        ("N'IMPO", "ligne d'une forme inconnue"),
        ("008 A ", "quatre timecodes attendus en fin de ligne"),
        ("009 A ", "bobine, pistes et type de coupe attendus avant les timecodes"),
    ]
    assert [line.number for line in facts.skipped] == [18, 19, 20]
    assert facts.duration_frames == 500  # the rest is read


def test_an_impossible_frame_is_named_and_never_counted(tmp_path: Path) -> None:
    text = event(1, "A", ("01:00:00:00", "01:00:04:00")) + event(2, "B", ("01:00:04:00", "01:00:05:25"))
    facts = read(tmp_path, text)
    assert facts.skipped == (
        SkippedLine(
            2,
            "002 B V C 01:00:04:00 01:00:05:25 01:00:04:00 01:00:05:25",
            "timecode d'enregistrement impossible à 25 images par seconde",
        ),
    )
    assert frames(facts) == {"A": 100}


def test_a_line_that_ends_before_it_starts_is_named(tmp_path: Path) -> None:
    text = event(1, "A", ("01:00:00:00", "01:00:04:00")) + event(2, "B", ("01:00:05:00", "01:00:04:00"))
    assert [line.reason for line in read(tmp_path, text).skipped] == [
        "la sortie d'enregistrement précède l'entrée"
    ]


def test_a_hole_in_the_record_side_is_counted_as_empty(tmp_path: Path) -> None:
    text = event(1, "A", ("01:00:00:00", "01:00:04:00")) + event(2, "B", ("01:00:06:00", "01:00:08:00"))
    facts = read(tmp_path, text)
    assert (facts.duration_frames, facts.empty_frames) == (200, 50)


def test_lengths_that_disagree_without_a_speed_effect_are_told(tmp_path: Path) -> None:
    text = event(1, "A", ("01:00:00:00", "01:00:04:00"), ("10:00:00:00", "10:00:03:00"))
    assert read(tmp_path, text).remarks == (
        "ligne 1 : 75 images de source pour 100 images de montage, sans effet de vitesse annoncé ; celles du montage"
        " sont comptées",
    )


def test_events_that_overlap_without_a_dissolve_are_told(tmp_path: Path) -> None:
    text = event(1, "A", ("01:00:00:00", "01:00:04:00")) + event(2, "B", ("01:00:03:00", "01:00:05:00"))
    facts = read(tmp_path, text)
    assert facts.remarks == ("lignes 1 et 2 : elles se chevauchent à l'enregistrement, sans fondu",)
    assert (facts.duration_frames, frames(facts)) == (125, {"A": 100, "B": 50})


def test_a_fade_from_black_shows_black_and_the_shot(tmp_path: Path) -> None:
    still = ("01:00:00:00", "01:00:00:00")
    text = event(1, "BL", still) + event(1, "A", ("01:00:00:00", "01:00:04:00"), kind="D    012")
    assert frames(read(tmp_path, text)) == {"BL": 12, "A": 100}


def test_a_wipe_counts_as_a_dissolve(tmp_path: Path) -> None:
    cut = ("01:00:04:00", "01:00:04:00")
    text = (
        event(1, "A", ("01:00:00:00", "01:00:04:00")) + event(2, "A", cut)
        + event(2, "B", ("01:00:04:00", "01:00:08:00"), kind="W001 010")
    )  # fmt: skip
    assert frames(read(tmp_path, text)) == {"A": 110, "B": 100}


def test_eight_letters_for_two_longer_names_are_told(tmp_path: Path) -> None:
    one = event(1, "A001C001", ("01:00:00:00", "01:00:04:00")) + "* SOURCE FILE: A001C001_260401_R1AB.MOV\n"
    two = event(2, "A001C001", ("01:00:04:00", "01:00:08:00")) + "* SOURCE FILE: A001C001_260405_R2CD.MOV\n"
    assert read(tmp_path, one + two).remarks == (
        "bobine « A001C001 » coupée à 8 caractères : elle désigne A001C001_260401_R1AB, A001C001_260405_R2CD",
    )
    assert read(tmp_path, one + two.replace("260405_R2CD", "260401_R1AB")).remarks == ()


def test_picture_and_sound_on_one_line_count_as_picture(tmp_path: Path) -> None:
    for channels in ("B", "AA/V", "V2"):
        text = event(1, "A", ("01:00:00:00", "01:00:04:00")).replace(" V ", f" {channels} ")
        assert frames(read(tmp_path, text)) == {"A": 100}


def test_an_old_encoding_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "vieux.edl"
    path.write_bytes(FILM.replace("PLAGE", "GRÈVE").encode("cp1252"))
    facts = read_edl(path, RATE)
    assert facts.sources[0].clips == ("GRÈVE",)
    assert facts.remarks == ("codage non déclaré, lu comme du Windows-1252 : vérifiez les accents",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "fichier vide"),
        (b"\0\1\2" * 100, "ce n'est pas un fichier de texte"),
        (b"bonjour\n", "aucune ligne de montage reconnue : ce n'est pas une EDL CMX 3600"),
    ],
)
def test_what_is_no_edl_is_one_line(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "faux.edl"
    path.write_bytes(data)
    with pytest.raises(UnreadableMedia, match=reason):
        read_edl(path, RATE)
