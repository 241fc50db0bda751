from __future__ import annotations

from fractions import Fraction

import pytest

from postprod_xl.documents.media.edit_lists.final_cut import read_final_cut
from postprod_xl.documents.media.edit_lists.records import EditListFacts, SourceKind, SpeedEffect
from postprod_xl.documents.media.untrusted import UnreadableMedia, xml_root

RATE = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>"


def clip(name: str, start: int, end: int, file: str = "", more: str = "") -> str:
    """A clip of a file that is called by its name, in a reel when one is given."""
    file = file or f"<file id='{name}'><name>{name}.mov</name>{RATE}</file>"
    return f"<clipitem><name>{name}</name><start>{start}</start><end>{end}</end>{more}{file}</clipitem>"


def dissolve(start: int, end: int) -> str:
    return f"<transitionitem><start>{start}</start><end>{end}</end></transitionitem>"


def read(*tracks: str, sound: str = "", rate: str = RATE, timecode: str = "") -> EditListFacts:
    video = "".join(f"<track>{track}</track>" for track in tracks)
    text = (
        f"<!DOCTYPE xmeml><xmeml version='5'><sequence><name>LA MER</name>{rate}{timecode}"
        f"<media><video>{video}</video><audio><track>{sound}</track></audio></media></sequence></xmeml>"
    )
    return read_final_cut(xml_root(text.encode()), "mer.xml")


def frames(facts: EditListFacts) -> dict[str, int | None]:
    return {source.name: source.frames for source in facts.sources}


def test_the_frames_of_each_file_are_counted_to_the_end_of_the_last() -> None:
    facts = read(clip("A", 0, 100) + clip("B", 100, 150) + clip("A", 200, 250))
    assert (facts.format, facts.title) == ("XML Final Cut Pro 7 (version 5)", "LA MER")
    assert frames(facts) == {"A.mov": 150, "B.mov": 50}
    assert (facts.duration_frames, facts.empty_frames, facts.rate, facts.is_rate_given) == (
        250,
        50,
        25,
        False,
    )
    assert facts.sources[0].rate == 25


def test_both_shots_of_a_dissolve_show_all_along() -> None:
    # a clip joined to a transition says −1 on that side: it goes to the end, or comes from the start, of the transition
    facts = read(clip("A", 0, -1) + dissolve(90, 115) + clip("B", -1, 200))
    assert frames(facts) == {"A.mov": 115, "B.mov": 110}


def test_a_clip_whose_end_nobody_says_is_named() -> None:
    facts = read(clip("A", 0, 100) + clip("B", 100, -1))
    assert [(line.text, line.reason) for line in facts.skipped] == [
        ("B", "plan sans début ni fin de montage lisibles")
    ]
    assert frames(facts) == {"A.mov": 100}


def test_a_reel_wins_over_the_name_of_its_file() -> None:
    file = "<file id='f'><name>A001C003.mov</name><timecode><reel><name>A001</name></reel></timecode></file>"
    facts = read(clip("plage", 0, 100, file) + clip("plage bis", 100, 150, "<file id='f'/>"))
    assert [(source.name, source.is_reel, source.frames) for source in facts.sources] == [("A001", True, 150)]


def test_a_rate_of_the_ntsc_family_is_exact_and_a_drop_frame_one_has_its_timecode() -> None:
    rate = "<rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate>"
    timecode = "<timecode><frame>107892</frame><displayformat>DF</displayformat></timecode>"
    facts = read(clip("A", 0, 1800), rate=rate, timecode=timecode)
    assert facts.rate == Fraction(30000, 1001)
    # 107 892 frames are the hour of a drop-frame count: 3600 × 30 − 108 numbers that do not exist
    assert (facts.record_in, facts.record_out) == ("01:00:00;00", "01:01:00;02")
    assert (
        read(clip("A", 0, 1800), rate=rate, timecode="<timecode><frame>5</frame></timecode>").record_in == ""
    )


def test_a_track_above_hides_the_one_below_and_that_is_told() -> None:
    facts = read(clip("A", 0, 100), clip("B", 20, 50))
    assert frames(facts) == {"A.mov": 70, "B.mov": 30}
    assert facts.remarks == (
        "30 images où plusieurs pistes d'image se superposent : la plus haute est seule comptée, les parts sont à"
        " vérifier",
    )


def test_a_title_hides_nothing_and_is_apart() -> None:
    effect = "<effect><name>Text</name><effectcategory>Text</effectcategory></effect>"
    title = f"<generatoritem><name>Carton</name><start>20</start><end>50</end>{effect}</generatoritem>"
    facts = read(clip("A", 0, 100), title)
    assert [(source.name, source.kind, source.frames) for source in facts.sources] == [
        ("A.mov", SourceKind.PICTURE, 100),
        ("Carton", SourceKind.TITLE, 30),
    ]
    assert facts.remarks == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Black Video", SourceKind.BLACK), ("HD Bars and Tone", SourceKind.LEADER), ("Blackpool", SourceKind.PICTURE),
     ("Universal Counting Leader", SourceKind.LEADER), ("Barque", SourceKind.PICTURE)],
)  # fmt: skip
def test_only_a_name_that_says_so_is_black_or_leader(name: str, kind: SourceKind) -> None:
    assert [source.kind for source in read(clip(name, 0, 100)).sources] == [kind]


def test_what_is_switched_off_counts_for_nothing_and_is_told() -> None:
    off = "<enabled>FALSE</enabled>"
    facts = read(clip("A", 0, 100) + clip("B", 100, 150, more=off), off + clip("C", 0, 100))
    assert frames(facts) == {"A.mov": 100}
    assert facts.remarks == ("2 plan(s) désactivé(s), non compté(s)",)


@pytest.mark.parametrize(
    ("parameters", "speed"),
    [({"speed": "50"}, Fraction(1, 2)), ({"speed": "200", "reverse": "TRUE"}, Fraction(-2)),
     ({"speed": "120", "variablespeed": "1"}, None)],
)  # fmt: skip
def test_a_time_remap_is_a_speed(parameters: dict[str, str], speed: Fraction | None) -> None:
    listed = "".join(
        f"<parameter><parameterid>{name}</parameterid><value>{value}</value></parameter>"
        for name, value in parameters.items()
    )
    remap = f"<filter><effect><effectid>timeremap</effectid>{listed}</effect></filter>"
    assert read(clip("A", 25, 100, more=remap)).speeds == (SpeedEffect("A.mov", speed, 25),)


def test_a_sequence_inside_is_one_source_and_that_is_told() -> None:
    inner = f"<sequence><name>Bande-annonce</name>{RATE}<media/></sequence>"
    facts = read(clip("A", 0, 100, inner))
    assert frames(facts) == {"Bande-annonce": 100}
    assert facts.remarks == (
        "séquence imbriquée « Bande-annonce » : comptée comme une source, ses propres plans ne sont pas lus",
    )


def test_sound_is_apart() -> None:
    facts = read(clip("A", 0, 100), sound=clip("A", 0, 100) + clip("MUSIQUE", 0, 100))
    assert (facts.sound_events, facts.sound_sources) == (2, ("MUSIQUE.mov",))


def test_an_xml_without_sequence_is_one_line() -> None:
    with pytest.raises(UnreadableMedia, match="XML de Final Cut Pro sans séquence"):
        read_final_cut(xml_root(b"<xmeml version='5'/>"), "vide.xml")
