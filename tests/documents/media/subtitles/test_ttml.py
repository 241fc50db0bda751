from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from xml.etree import ElementTree

import pytest

from postprod_xl.documents.media.subtitles.cues import cues_of, together
from postprod_xl.documents.media.subtitles.records import SubtitleCue, SubtitleFacts
from postprod_xl.documents.media.subtitles.ttml import read_ttml
from postprod_xl.documents.media.untrusted import UnreadableMedia, xml_root
from tests.documents.media.subtitles.files import TTML


def read(text: str) -> SubtitleFacts:
    return read_ttml(xml_root(text.encode()), "a.ttml")


def document(body: str, parameters: str = "") -> str:
    return (
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"'
        f' xml:lang="fr"{parameters}><body>{body}</body></tt>'
    )


def paragraph(begin: str, end: str, parameters: str = "") -> SubtitleCue:
    facts = read(document(f'<div><p begin="{begin}" end="{end}">Ah !</p></div>', parameters))
    return facts.cues[0]


def test_a_second_reader_finds_the_same_cues() -> None:
    from ttconv.imsc import reader

    text = TTML.format(parameters="")
    tree = ElementTree.parse(BytesIO(text.encode()))
    assert read(text).cues == together(cues_of(reader.to_model(tree), []))


@pytest.mark.parametrize(
    ("parameters", "rate"),
    [
        (' ttp:frameRate="25"', Fraction(25)),
        (' ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001"', Fraction(24000, 1001)),
        (' ttp:frameRate="zéro"', None),
        ("", None),
    ],
)
def test_the_rate_is_the_one_declared(parameters: str, rate: Fraction | None) -> None:
    assert read(TTML.format(parameters=parameters)).rate == rate


RATE = ' ttp:frameRate="25"'
NTSC = ' ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"'


@pytest.mark.parametrize(
    ("begin", "parameters", "start"),
    [
        ("00:00:04", "", Fraction(4)),
        ("00:00:04.040", "", Fraction(404, 100)),
        ("00:00:04:12", RATE, 4 + Fraction(12, 25)),
        ("00:00:04:12", NTSC, 4 + 12 * Fraction(1001, 30000)),
        ("00:00:04:12", f'{NTSC} ttp:timeBase="smpte"', (4 * 30 + 12) * Fraction(1001, 30000)),
        ("1.5h", "", Fraction(5400)),
        ("2m", "", Fraction(120)),
        ("3.25s", "", Fraction(13, 4)),
        ("40ms", "", Fraction(1, 25)),
        ("50f", RATE, Fraction(2)),
        ("500t", ' ttp:tickRate="1000"', Fraction(1, 2)),
        ("50t", RATE, Fraction(2)),
        ("50t", "", Fraction(50)),
    ],
)
def test_times_in_every_form(begin: str, parameters: str, start: Fraction) -> None:
    cue = paragraph(begin, "10h", parameters)
    assert cue.start_s == start


def test_frames_without_a_rate_are_told() -> None:
    facts = read(TTML.format(parameters="").replace("00:00:04.000", "00:00:04:15"))
    assert facts.first_cue_s == Fraction(9, 2)
    assert facts.remarks == (
        "temps en images sans cadence déclarée : 30 par seconde, la valeur par défaut du TTML",
    )


def test_times_inside_times_add_up() -> None:
    # A container with a begin and no end, which ttconv empties.
    facts = read(TTML.format(parameters="").replace("<div>", '<div begin="00:01:00.000">'))
    assert (len(facts.cues), facts.first_cue_s, facts.last_end_s) == (3, 64, Fraction(6964, 100))


def test_a_container_that_ends_takes_its_cues_away() -> None:
    facts = read(
        document('<div end="8s"><p begin="5s" end="9s">Ah !</p><p begin="2s" dur="1s">Oh !</p></div>')
    )
    assert [(cue.start_s, cue.end_s) for cue in facts.cues] == [(2, 3), (5, 8)]


def test_spans_with_times_make_one_cue() -> None:
    spans = '<span begin="0s" end="2s">Un,</span><br/><span begin="1s" end="3s">deux.</span>'
    assert read(document(f'<div><p begin="10s">{spans}</p></div>')).cues == (
        SubtitleCue(Fraction(10), Fraction(13), ("Un,", "deux.")),
    )


def test_what_has_no_end_or_no_sense_is_named() -> None:
    text = '<div><p begin="1s">Sans fin</p><p begin="5s" end="5s">Rien</p><p begin="midi" end="6s">Quoi</p></div>'
    facts = read(document(text))
    assert facts.skipped == (
        "ligne 1, « Sans fin » : sous-titre sans fin",
        "ligne 1, « Rien » : sous-titre qui finit avant de commencer",
        "ligne 1 : temps « midi » illisible",
    )
    assert facts.cues == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (document('<div timeContainer="seq"/>'), "timeContainer « seq »"),
        (document("<div/>", ' ttp:dropMode="dropNTSC"'), "drop-frame"),
    ],
)
def test_what_is_not_understood_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UnreadableMedia, match=reason):
        read(text)


def test_ruby_notes_are_no_letters_of_the_line() -> None:
    text = (
        '<div><p begin="1s" end="2s" xmlns:tts="http://www.w3.org/ns/ttml#styling">'
        '<span tts:ruby="container"><span tts:ruby="base">mer</span><span tts:ruby="text">umi</span></span></p></div>'
    )
    assert read(document(text)).cues[0].lines == ("mer",)
