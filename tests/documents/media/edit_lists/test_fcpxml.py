from __future__ import annotations

from fractions import Fraction

import pytest

from postprod_xl.documents.media.edit_lists.fcpxml import read_fcpxml
from postprod_xl.documents.media.edit_lists.records import EditListFacts, SourceKind, SpeedEffect
from postprod_xl.documents.media.untrusted import UnreadableMedia, xml_root

FORMATS = "<format id='r25' frameDuration='1/25s'/><format id='r50' frameDuration='1/50s'/>"
ASSETS = (
    "<asset id='a' name='Plage' src='file:///rushes/A001C001.mov' hasVideo='1' hasAudio='1' format='r25'/>"
    "<asset id='b' name='Port' hasVideo='1' format='r50'><media-rep src='file:///rushes/B%20002.mov'/></asset>"
    "<asset id='s' name='Musique' src='file:///sons/musique.wav' hasAudio='1'/>"
)


def read(
    spine: str, sequence: str = "format='r25' tcStart='3600s' tcFormat='NDF'", formats: str = FORMATS
) -> EditListFacts:
    text = (
        f"<!DOCTYPE fcpxml><fcpxml version='1.10'><resources>{formats}{ASSETS}</resources><library><event>"
        f"<project name='LA MER'><sequence {sequence}><spine>{spine}</spine></sequence></project>"
        "</event></library></fcpxml>"
    )
    return read_fcpxml(xml_root(text.encode()), "mer.fcpxml")


def clip(ref: str, offset: str, duration: str, inside: str = "", more: str = "") -> str:
    return f"<asset-clip name='{ref}' ref='{ref}' offset='{offset}' duration='{duration}' {more}>{inside}</asset-clip>"


def frames(facts: EditListFacts) -> dict[str, int | None]:
    return {source.name: source.frames for source in facts.sources}


def test_the_frames_of_each_file_with_its_own_rate() -> None:
    facts = read(clip("a", "3600s", "4s") + clip("b", "3604s", "50/25s") + "<gap offset='3606s' duration='1s'/>"
                 + clip("a", "3607s", "1s"))  # fmt: skip
    assert (facts.format, facts.title, facts.rate) == ("FCPXML 1.10", "LA MER", 25)
    assert frames(facts) == {"A001C001.mov": 125, "B 002.mov": 50}  # 4 s + 1 s, 2 s, at 25
    assert (facts.duration_frames, facts.empty_frames) == (200, 25)
    assert (facts.record_in, facts.record_out) == ("01:00:00:00", "01:00:08:00")
    assert facts.source_rates == (25, 50)


def test_a_dissolve_shows_both_shots_all_along() -> None:
    # one second on the cut at 3604 s: from frame 87.5 rounded to whole frames it would be told; here 24/25 s, 88 to 112
    middle = "<transition offset='90088/25s' duration='24/25s'/>"
    facts = read(clip("a", "3600s", "4s") + middle + clip("b", "3604s", "4s"))
    assert frames(facts) == {"A001C001.mov": 112, "B 002.mov": 112}
    assert facts.remarks == ()


def test_a_connected_shot_hides_the_storyline_and_that_is_told() -> None:
    # it begins 2 s into its parent, whose own time begins at 10 s
    above = clip("b", "12s", "1s", more="lane='1'")
    facts = read(clip("a", "3600s", "4s", above, more="start='10s'"))
    assert frames(facts) == {"A001C001.mov": 75, "B 002.mov": 25}
    assert facts.remarks[0].startswith("25 images où plusieurs pistes d'image se superposent")


def test_a_secondary_storyline_is_laid_where_it_is_connected() -> None:
    inner = f"<spine lane='1' offset='1s'>{clip('b', '0s', '1s')}{clip('b', '1s', '1s')}</spine>"
    facts = read(clip("a", "3600s", "4s", inner))
    assert frames(facts) == {"A001C001.mov": 50, "B 002.mov": 50}


def test_a_title_is_apart_and_hides_nothing() -> None:
    title = "<title name='Carton' lane='1' offset='1s' duration='1s'/>"
    facts = read(clip("a", "3600s", "4s", title))
    kinds = {source.name: source.kind for source in facts.sources}
    assert frames(facts) == {"A001C001.mov": 100, "Carton": 25} and kinds["Carton"] is SourceKind.TITLE


def test_sound_and_switched_off_shots_count_for_nothing() -> None:
    facts = read(
        clip("a", "3600s", "4s", clip("s", "0s", "4s", more="lane='-1'"))
        + clip("b", "3604s", "1s", more="enabled='0'") + clip("a", "3605s", "1s", more="srcEnable='audio'")
    )  # fmt: skip
    assert frames(facts) == {"A001C001.mov": 100}
    assert (facts.sound_events, facts.sound_sources) == (2, ("musique.wav",))
    assert facts.remarks == ("1 plan(s) désactivé(s), non compté(s)",)


def test_a_reel_in_the_metadata_names_the_source() -> None:
    reel = "<metadata><md key='com.apple.proapps.studio.reel' value='A001'/></metadata>"
    facts = read(clip("a", "3600s", "4s", reel))
    assert [(source.name, source.is_reel) for source in facts.sources] == [("A001", True)]


@pytest.mark.parametrize(
    ("points", "speed"),
    [("<timept time='0s' value='0s'/><timept time='4s' value='2s'/>", Fraction(1, 2)),
     ("<timept time='0s' value='4s'/><timept time='4s' value='0s'/>", Fraction(-1)),
     ("<timept time='0s' value='0s'/><timept time='1s' value='2s'/><timept time='4s' value='3s'/>", None)],
)  # fmt: skip
def test_a_time_map_is_a_speed(points: str, speed: Fraction | None) -> None:
    facts = read(clip("a", "3600s", "4s", f"<timeMap>{points}</timeMap>"))
    assert facts.speeds == (SpeedEffect("A001C001.mov", speed, 0),)


def test_a_time_that_falls_inside_a_frame_is_rounded_and_told() -> None:
    facts = read(clip("a", "3600s", "101/50s"))  # 50.5 frames
    assert facts.remarks == ("ligne 1 : « a » ne tombe pas sur une image entière, arrondi",)


def test_a_rate_of_the_ntsc_family_is_exact() -> None:
    formats = "<format id='r25' frameDuration='1001/24000s'/>"
    facts = read(clip("a", "0s", "48048/24000s"), "format='r25'", formats)  # 48 frames
    assert (facts.rate, facts.duration_frames) == (Fraction(24000, 1001), 48)


def test_a_sequence_without_the_length_of_a_frame_is_one_line() -> None:
    with pytest.raises(UnreadableMedia, match="ne dit pas la durée d'une image"):
        read(clip("a", "3600s", "4s"), "format='inconnu'")


def test_shots_connected_without_end_are_refused() -> None:
    deep = clip("a", "3600s", "1s")
    for _ in range(60):
        deep = clip("a", "3600s", "1s", deep.replace("<asset-clip ", "<asset-clip lane='1' ", 1))
    with pytest.raises(UnreadableMedia, match="accrochés les uns aux autres sans fin"):
        read(deep)
