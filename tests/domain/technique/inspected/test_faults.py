"""Each fault that a reader finds is written in the words that a rule reads back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from postprod_xl.documents.media.dcp_folders.records import (
    DcpComposition,
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
from postprod_xl.documents.media.records import Checksum, ChecksumFound, MediaFacts, MediaTimecode
from postprod_xl.domain.technique.inspected.faults import (
    checksum_faults,
    cut_faults,
    dcp_faults,
    media_faults,
)
from postprod_xl.schema.media_faults import MediaFault, faults_text, read_faults

DAY = date(2026, 11, 30)
TITLE = "TERRES_FTR_F_FR-XX_51_2K"


def kinds(faults: Iterable[str]) -> list[MediaFault | None]:
    return [fault.kind for fault in read_faults(faults_text(faults))]


def track(kind: TrackKind, frames: int, rate: int = 24) -> DcpTrack:
    return DcpTrack(kind, "a", edit_rate=Fraction(rate), duration=frames, is_here=True)


REEL = DcpReel("r", (track(TrackKind.PICTURE, 240), track(TrackKind.SOUND, 240)))
MARKERS = (DcpMarker("FFEC", 200), DcpMarker("FFMC", 210))
SIGNED = DcpPackingList("pkl.xml", "p", DcpStandard.SMPTE, is_signed=True)
CPL = DcpComposition(
    "cpl.xml", "c", DcpStandard.SMPTE, TITLE, kind="feature", reels=(replace(REEL, markers=MARKERS),)
)


def dcp(composition: DcpComposition = CPL, packing: DcpPackingList = SIGNED, **cells: object) -> DcpFacts:
    return DcpFacts(TITLE, DcpStandard.SMPTE, (composition,), (packing,), **cells)  # type: ignore[arg-type]


def found(facts: DcpFacts, hashes: tuple[DcpHash, ...] = (), findings: tuple[DcpFinding, ...] = ()):
    return kinds(dcp_faults(facts, hashes, findings, DAY))


def test_a_right_dcp_has_no_fault():
    assert found(dcp(), (DcpHash("a.mxf", "x", "x"),)) == []


@pytest.mark.parametrize("title", ["", "TERRES_V2"])
def test_a_title_that_is_not_the_name_of_the_folder_is_a_fault(title: str):
    assert found(dcp(replace(CPL, title=title))) == [MediaFault.UNLIKE_TITLE]


def test_a_title_with_other_marks_is_the_same_name():
    assert found(dcp(replace(CPL, title="Terres FTR F FR-XX 51 2K"))) == []


@pytest.mark.parametrize(
    ("kept", "told"), [(MARKERS[:1], "FFMC"), (MARKERS[1:], "FFEC"), ((), "FFEC et FFMC")]
)
def test_a_feature_without_its_markers_is_a_fault(kept: tuple[DcpMarker, ...], told: str):
    bare = replace(CPL, reels=(replace(REEL, markers=kept),))
    (fault,) = read_faults(faults_text(dcp_faults(dcp(bare), (), (), DAY)))
    assert fault.text == f"Repère absent : {told}"


def test_a_trailer_needs_no_marker():
    assert found(dcp(replace(CPL, kind="trailer", reels=(REEL,)))) == []


def reels(*tracks: DcpTrack) -> DcpFacts:
    return dcp(replace(CPL, reels=(replace(REEL, tracks=tracks, markers=MARKERS),)))


@pytest.mark.parametrize(("frames", "is_short"), [(23, True), (24, False)])
def test_a_reel_of_less_than_a_second_is_a_fault(frames: int, is_short: bool):
    picture = track(TrackKind.PICTURE, frames)
    assert found(reels(picture)) == [MediaFault.SHORT_REEL] * is_short


def test_a_reel_whose_sound_is_not_as_long_as_its_picture_is_a_fault():
    unequal = reels(track(TrackKind.PICTURE, 240), track(TrackKind.SOUND, 239))
    assert found(unequal) == [MediaFault.UNEQUAL_LENGTHS]
    assert found(reels(track(TrackKind.PICTURE, 240), track(TrackKind.SOUND, 480, 48))) == []
    assert found(reels(track(TrackKind.PICTURE, 240), track(TrackKind.SUBTITLE, 100))) == []


def encrypted(is_signed: bool) -> DcpComposition:
    keyed = replace(track(TrackKind.PICTURE, 240), key_id="k")
    return replace(CPL, is_signed=is_signed, reels=(replace(REEL, tracks=(keyed,), markers=MARKERS),))


def test_an_encrypted_dcp_has_its_lists_signed():
    assert found(dcp(encrypted(False))) == [MediaFault.NOT_SIGNED]
    assert found(dcp(encrypted(True), replace(SIGNED, is_signed=False))) == [MediaFault.NOT_SIGNED]
    assert found(dcp(encrypted(True))) == []
    assert found(dcp(CPL, replace(SIGNED, is_signed=False))) == []


def test_a_missing_file_and_a_wrong_hash_are_faults():
    hashes = DcpHash("a.mxf", "x", "y"), DcpHash("b.mxf", "x", None)
    assert found(dcp(missing=("son.mxf",)), hashes) == [
        MediaFault.MISSING_ASSET,
        *[MediaFault.WRONG_HASH] * 2,
    ]


@pytest.mark.parametrize(
    ("check", "severity", "kind"),
    [
        ("check_cpl_issuedate", "Erreur", [None]),
        ("check_cpl_issuedate", "Avertissement", [None]),
        ("check_cpl_issuedate", "Information", []),
        ("check_dcnc_compliance", "Avertissement", [MediaFault.FILE_NAME]),
        ("check_dcp_signed", "Erreur", []),
        ("check_cpl_reel_duration_picture_sound", "Erreur", []),
        ("check_cpl_reel_duration_picture_subtitles", "Erreur", [None]),
        ("check_cpl_reel_duration_picture_aux", "Erreur", [None]),
    ],
)
def test_a_check_of_clairmeta_is_a_fault_unless_it_is_told_already(check: str, severity: str, kind: list):
    assert found(dcp(), (), (DcpFinding(check, severity, "", "champ ; vide"),)) == kind


def test_a_media_cut_short_or_with_two_timecodes_has_faults():
    media = MediaFacts("a.mxf", "MediaInfo", "24")
    two = MediaTimecode("10:00:00:00"), MediaTimecode("09:59:30:00")
    assert kinds(media_faults(media)) == []
    assert kinds(media_faults(replace(media, is_truncated=True))) == [MediaFault.TRUNCATED]
    assert kinds(media_faults(replace(media, timecodes=two))) == [MediaFault.TIMECODES]
    assert kinds(media_faults(replace(media, timecodes=two[:1], is_truncated=False))) == []


def test_a_checksum_is_absent_wrong_or_right():
    right, other = Checksum("md5", "aa"), Checksum("md5", "bb")
    assert kinds(checksum_faults(())) == [MediaFault.NO_CHECKSUM]
    assert kinds(checksum_faults([ChecksumFound("a", right, right)])) == []
    assert kinds(checksum_faults([ChecksumFound("a", right, other)])) == [MediaFault.WRONG_CHECKSUM]
    assert kinds(checksum_faults([ChecksumFound("a", right, None)])) == [MediaFault.WRONG_CHECKSUM]


def cut(**cells: object) -> EditListFacts:
    return EditListFacts("a.edl", "EDL CMX 3600", EditListKind.CUT, **cells)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("speed", "told"),
    [
        (Fraction(1, 2), "à 50 %"),
        (Fraction(-1), "à 100 % à rebours"),
        (Fraction(0), "figé"),
        (None, "à une vitesse inconnue"),
        (Fraction(1, 3), "à 33,3 %"),
    ],
)
def test_a_speed_effect_says_its_speed(speed: Fraction | None, told: str):
    (text,) = cut_faults(cut(speeds=(SpeedEffect("A001", speed),)))
    assert text.replace("\u00a0", " ") == f"Effet de vitesse : A001 {told}"


def test_shots_without_reel_and_lines_not_understood_are_faults():
    clip, title = CutSource("clip 3", is_reel=False), CutSource("T", is_reel=False, kind=SourceKind.TITLE)
    lines = (SkippedLine(4, "M2 ???", "effet inconnu"),)
    facts = cut(sources=(clip, title, CutSource("A001", is_reel=True)), skipped=lines)
    assert kinds(cut_faults(facts)) == [MediaFault.NO_REEL, MediaFault.NOT_UNDERSTOOD]
    assert kinds(cut_faults(cut())) == []
