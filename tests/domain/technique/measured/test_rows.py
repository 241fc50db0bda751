"""The rows of `Medias` from what readers give: faults in the words of the rules, nothing where nothing is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from postprod_xl.documents.media.dcp_folders.records import (
    DcpAsset,
    DcpComposition,
    DcpEssence,
    DcpFacts,
    DcpFinding,
    DcpHash,
    DcpMarker,
    DcpPackingList,
    DcpReel,
    DcpStandard,
    DcpTrack,
    TrackKind,
)
from postprod_xl.documents.media.edit_lists.records import (
    CutSource,
    EditListFacts,
    EditListKind,
    SkippedLine,
    SourceKind,
    SpeedEffect,
)
from postprod_xl.documents.media.records import (
    Checksum,
    LoudnessFacts,
    MediaFacts,
    MediaKind,
    MediaTimecode,
    PictureTrack,
    SoundTrack,
    Unread,
)
from postprod_xl.documents.media.subtitles.records import SubtitleCue, SubtitleFacts
from postprod_xl.domain.technique.measured.inspected import ComparedChecksum, DcpReading, Facts, Inspected
from postprod_xl.domain.technique.measured.matching import Objects
from postprod_xl.domain.technique.measured.rows import RUSHES, rows_of_file
from postprod_xl.schema.technical_vocabulary import MediaNature

DAY = date(2026, 11, 30)
OBJECTS = Objects(["PAD", "CAM-A"], [("CAM-A", "A001")], ["PAD"])


def rows(facts: Facts, file: str = "fichier", **more: Any) -> list[dict[str, Any]]:
    found = rows_of_file(Inspected(file, facts, **more), "MER", DAY, OBJECTS)
    return [dict(row) for row in found.rows]


def row(facts: Facts, file: str = "fichier", **more: Any) -> dict[str, Any]:
    (found,) = rows(facts, file, **more)
    return found


def media(**more: Any) -> MediaFacts:
    return MediaFacts("fichier", "MediaInfo", "24.12", **more)


def mono(**more: Any) -> SoundTrack:
    return SoundTrack(rate_hz=48000, bits=24, channels=1, **more)


@pytest.mark.parametrize(
    ("tracks", "expected"),
    [
        ((mono(), mono()), (2, 48000, 24)),
        ((SoundTrack(channels=6, rate_hz=48000, bits=24),), (6, 48000, 24)),
        ((mono(), SoundTrack(channels=1, rate_hz=44100, bits=16)), (2, None, None)),
        ((mono(), SoundTrack(channels=1)), (2, None, None)),
    ],
)
def test_tracks_are_counted_and_told_where_they_agree(
    tracks: tuple[SoundTrack, ...], expected: tuple[Any, ...]
):
    found = row(media(sound=tracks, kind=MediaKind.SOUND))
    assert (found["audio_tracks"], found["audio_hz"], found["audio_bits"]) == expected


def test_a_picture_without_sound_has_no_track_and_a_photograph_says_nothing_of_it():
    assert row(media(picture=PictureTrack(), kind=MediaKind.PICTURE))["audio_tracks"] == 0
    still = row(media(picture=PictureTrack(rate=Fraction(25), frames=1), kind=MediaKind.STILL))
    assert "audio_tracks" not in still
    assert (still["frame_rate"], still["frames"]) == ("", None)


def test_what_the_tool_does_not_say_stays_empty():
    found = row(media(picture=PictureTrack(codec="Codec maison"), kind=MediaKind.PICTURE))
    told = {name for name, value in found.items() if value not in (None, "", [])}
    assert told == {"project", "file", "nature", "read_day", "reader", "codec", "audio_tracks"}
    assert found["codec"] == "Codec maison"


def test_the_length_of_a_picture_is_counted_from_its_frames_but_where_its_rate_varies():
    track = PictureTrack(rate=Fraction(24000, 1001), frames=24, is_constant_rate=True, duration_s=Fraction(1))
    assert row(media(picture=track))["picture_seconds"] == Decimal("1.001")
    track = PictureTrack(rate=Fraction(25), frames=24, is_constant_rate=False, duration_s=Fraction(2))
    assert row(media(picture=track))["picture_seconds"] == Decimal(2)


def test_a_file_cut_short_and_timecodes_that_differ_are_faults():
    timecodes = (MediaTimecode("10:00:00:00", origin="Material"), MediaTimecode("00:00:00:00"))
    found = row(media(is_truncated=True, timecodes=timecodes))
    assert found["faults"] == (
        "Fichier tronqué ; Timecodes du fichier différents : 10:00:00:00 (Material), 00:00:00:00"
    )
    assert found["first_timecode"] == "10:00:00:00"
    assert row(media(is_truncated=False, timecodes=timecodes[:1]))["faults"] == ""


def test_what_leaves_without_checksum_is_told_of_a_deliverable_and_of_nothing_else():
    lacking = "Somme de contrôle absente"
    right = ComparedChecksum(Checksum("md5", "0a"), Checksum("md5", "0a"))
    assert row(media(), "MER_PAD.mxf")["faults"] == lacking
    assert row(media(), "MER_PAD.mxf", checksum=right)["faults"] == ""
    assert row(media(), "MER_PAD.mxf", of_report=True)["faults"] == ""
    assert row(media(), "CAM-A.mov")["faults"] == ""


def test_a_checksum_that_could_not_be_computed_is_told_and_is_no_fault():
    found = row(
        media(), checksum=ComparedChecksum(Checksum("c4", "0a"), None, "algorithme « c4 » inconnu ici")
    )
    assert (found["checksum"], found["faults"]) == ("C4 0a, non comparée", "")
    assert found["unread"] == "algorithme « c4 » inconnu ici"


def test_a_film_of_images_is_one_row_with_their_count():
    found = row(media(picture=PictureTrack(width=2048, height=1080), kind=MediaKind.STILL), images=240)
    assert (found["frames"], found["raster"]) == (240, "2048×1080")
    assert found["unread"] == "suite de 240 images, dont la première est lue"


def test_loudness_that_could_not_be_measured_leaves_the_rest_and_says_why():
    found = row(media(), loudness=Unread("x", "ffmpeg n'est pas installé", "apt install ffmpeg"))
    assert found["nature"] is MediaNature.MEDIA
    assert found["unread"] == "ffmpeg n'est pas installé ; apt install ffmpeg"
    measured = LoudnessFacts("x", "ffmpeg", integrated_lufs=Decimal("-23.0"), true_peak_dbtp=Decimal("-3.10"))
    found = row(media(), loudness=measured)
    assert (found["loudness_lufs"], found["true_peak_dbtp"]) == (Decimal(-23), Decimal("-3.1"))
    silent = row(LoudnessFacts("PAD.mxf", "ffmpeg", "7.1", is_silent=True), "mesures.txt")
    assert (silent["object"], silent["reader"]) == ("PAD", "ffmpeg 7.1")
    assert (silent["loudness_lufs"], silent["unread"]) == (None, "son muet : aucune intensité à mesurer")


def test_a_figure_that_no_cell_may_hold_is_left_out():
    found = row(media(picture=PictureTrack(frames=10**10, bit_rate=10**13)), size_bytes=10**13)
    assert (found["size_megabytes"], found["frames"], found["bit_rate_mbps"]) == (None, None, None)


def reel(frames: int = 48, key: str = "", *labels: str) -> DcpReel:
    track = DcpTrack(TrackKind.PICTURE, "1", Fraction(24), duration=frames, key_id=key, is_here=True)
    return DcpReel("r", (track,), tuple(DcpMarker(label, 1) for label in labels))


def dcp(
    *reels: DcpReel, title: str = "FILM", signed: bool = False, kind: str = "short", **more: Any
) -> DcpReading:
    composition = DcpComposition(
        "CPL.xml", "c", DcpStandard.SMPTE, title, kind=kind, reels=reels, is_signed=signed
    )
    packing = DcpPackingList("PKL.xml", "p", DcpStandard.SMPTE, is_signed=signed)
    of_folder = {name: more.pop(name) for name in ("missing", "assets") if name in more}
    return DcpReading(DcpFacts("FILM", DcpStandard.SMPTE, (composition,), (packing,), **of_folder), **more)


def faults(reading: DcpReading) -> list[str]:
    return [fault for fault in str(row(reading)["faults"]).split(" ; ") if fault]


@pytest.mark.parametrize(
    ("reading", "told"),
    [
        (dcp(reel()), []),
        (dcp(reel(), title="film"), []),
        (dcp(reel(), title="AUTRE"), ["Nom du DCP et titre de la CPL différents : FILM et AUTRE"]),
        (dcp(reel(24)), []),
        (dcp(reel(), reel(23)), ["Bobine de moins d'une seconde : bobine 2"]),
        (dcp(reel(), kind="feature"), ["Repère absent : FFEC, FFMC"]),
        (dcp(reel(48, "", "FFEC"), kind="feature"), ["Repère absent : FFMC"]),
        (dcp(reel(48, "", "FFEC", "FFMC"), kind="feature"), []),
        (dcp(reel(48, "clé")), ["DCP crypté non signé : CPL.xml, PKL.xml"]),
        (dcp(reel(48, "clé"), signed=True), []),
        (dcp(reel(), missing=("son.mxf",)), ["Élément du DCP absent : son.mxf"]),
        (
            dcp(reel(), hashes=(DcpHash("a.mxf", "x", "y"), DcpHash("b.mxf", "x", "x"))),
            ["Empreinte de la PKL fausse : a.mxf"],
        ),
        (
            dcp(reel(), assets=(DcpAsset("1", "a.mxf", declared_bytes=9, found_bytes=8),)),
            ["Fichier tronqué : a.mxf, 8 octets, 9 annoncés"],
        ),
        (
            dcp(reel(), assets=(DcpAsset("1", "a.mxf", declared_bytes=8, found_bytes=9),)),
            ["Taille fausse : a.mxf, 9 octets, 8 annoncés"],
        ),
        (dcp(reel(), essences=(DcpEssence("a.mxf", is_truncated=True),)), ["Fichier tronqué : a.mxf"]),
        (
            dcp(
                reel(),
                findings=(
                    DcpFinding("c", "Erreur", "", "ceci ; cela"),
                    DcpFinding("d", "Avertissement", "", "non"),
                ),
            ),
            ["ceci , cela"],
        ),
    ],
)
def test_what_is_wrong_in_a_package_is_told_in_the_words_of_the_rules(reading: DcpReading, told: list[str]):
    assert faults(reading) == told


def test_a_package_is_what_its_composition_and_its_essences_say():
    essences = (
        DcpEssence("i.mxf", (2048, 858), Fraction(24), frames=48, largest_frame_bytes=1_000_000),
        DcpEssence("s.mxf", channels=6, sound_rate_hz=48000, sound_bits=24, is_encrypted=True),
    )
    found = row(dcp(reel(), reel(24), essences=essences, signed=True))
    assert (found["frame_rate"], found["frames"], found["picture_seconds"]) == ("24", 72, Decimal(3))
    assert (found["raster"], found["bit_rate_mbps"], found["audio_tracks"]) == ("2048×858", Decimal(192), 6)
    assert (found["is_encrypted"], found["standard"], found["container"]) == (True, "SMPTE", "DCP")


def source(name: str, share: Fraction | None, *, is_reel: bool = True, **more: Any) -> CutSource:
    return CutSource(name, is_reel, share=share, **more)


def edit_list(*sources: CutSource, **more: Any) -> EditListFacts:
    return EditListFacts("m.edl", "EDL CMX 3600", more.pop("kind", EditListKind.CUT), sources=sources, **more)


def test_a_list_has_a_row_for_itself_and_one_for_each_reel_and_titles_have_none():
    found = rows(
        edit_list(
            source("A001C003", Fraction(1, 2)),
            source("X9", Fraction(1, 4)),
            source("TITRE", Fraction(1, 4), kind=SourceKind.TITLE),
            rate=Fraction(25),
            duration_frames=100,
        )
    )
    own, *used = found
    assert (own["frames"], own["picture_seconds"], own.get("reel"), own.get("cut_share")) == (
        100,
        4,
        None,
        None,
    )
    assert [(one["object"], one["reel"], one["cut_share"]) for one in used] == [
        ("CAM-A", "A001C003", Decimal("0.5")),
        ("", "X9", Decimal("0.25")),
    ]


def test_clips_without_reel_are_of_the_source_they_name_and_told_by_the_list():
    clips = (
        source("CAM-A_plage.mov", Fraction(1, 4), is_reel=False),
        source("CAM-A_port.mov", Fraction(1, 4), is_reel=False),
        source("archive.mov", Fraction(1, 8), is_reel=False),
    )
    own, *used = rows(edit_list(*clips))
    assert [(one["object"], one["reel"], one["cut_share"]) for one in used] == [("CAM-A", "", Decimal("0.5"))]
    assert own["faults"].replace(chr(160), " ") == (
        "Plan sans nom de bande : 3 sources (CAM-A_plage.mov, CAM-A_port.mov, archive.mov), 62,5 % du montage"
    )


def test_without_a_rate_no_share_is_made_up():
    own, used = rows(edit_list(source("A001", None)))
    assert (used["cut_share"], own["frame_rate"], own["faults"]) == (None, "", "")


def test_speeds_and_lines_not_understood_are_told():
    speeds = [SpeedEffect("A001", speed) for speed in (Fraction(1, 2), Fraction(0), None)]
    (own,) = rows(edit_list(speeds=tuple(speeds), skipped=(SkippedLine(7, "??", "ni plan ni note"),)))
    assert own["faults"].replace(chr(160), " ") == (
        "Effet de vitesse : A001 à 50 % ; Effet de vitesse : A001 figé ; Effet de vitesse : A001, vitesse non dite ; "
        "Ligne non comprise : 1 ligne, dont la 7 (ni plan ni note)"
    )
    (own,) = rows(edit_list(speeds=tuple(SpeedEffect(f"B{number}", Fraction(2)) for number in range(7))))
    assert own["faults"].endswith("Effet de vitesse : et 2 autres")


def test_a_list_of_rushes_is_no_cut():
    (own,) = rows(edit_list(source("A001", None), kind=EditListKind.RUSHES))
    assert (own["nature"], own["unread"]) == (MediaNature.UNREAD, RUSHES)


def test_subtitles_tell_their_first_time_and_their_longest_line():
    cues = (
        SubtitleCue(Fraction(4), Fraction(6), ("Bonjour", "la mer")),
        SubtitleCue(Fraction(5), Fraction(7), ("Au revoir",)),
    )
    found = row(SubtitleFacts("t.stl", "EBU STL", Fraction(25), cues=cues, skipped=("bloc 3 illisible",)))
    assert (found["subtitle_rate"], found["subtitle_first_seconds"]) == ("25", Decimal(4))
    assert (found["subtitle_lines"], found["subtitle_characters"]) == (2, 9)
    assert found["faults"] == (
        "Ligne non comprise : 1 sous-titre (bloc 3 illisible) ; Sous-titres qui se chevauchent : 1"
    )


def test_a_file_not_read_keeps_its_reason_and_the_command_that_would_read_it():
    found = row(Unread("x", "MediaInfo n'est pas installé", "pip install x"), "CAM-A.mov")
    assert (found["nature"], found["object"]) == (MediaNature.UNREAD, "CAM-A")
    assert found["unread"] == "MediaInfo n'est pas installé ; pip install x"
