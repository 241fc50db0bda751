from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import pytest

from postprod_xl.documents.media.records import Unread
from postprod_xl.documents.media.subtitles.reading import read_subtitles
from postprod_xl.documents.media.subtitles.records import SubtitleCue, SubtitleFacts
from tests.documents.media.subtitles import files
from tests.documents.media.subtitles.files import stl, tti


def read(folder: Path, name: str, content: str | bytes) -> SubtitleFacts:
    facts = read_subtitles(written(folder, name, content))
    assert isinstance(facts, SubtitleFacts), facts
    return facts


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def reason(folder: Path, name: str, content: str | bytes) -> str:
    unread = read_subtitles(written(folder, name, content))
    assert isinstance(unread, Unread) and unread.file == name
    return unread.reason


# The same three subtitles in each format. In those that count frames at 25 or ticks, 5.5 s is 5 s and 12 frames
# (5.48 s) or 125 ticks of 4 ms; the second begins one frame (40 ms) later.
@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.srt", files.SRT, ("SRT", None, "", "")),
        ("a.vtt", files.VTT, ("WebVTT", None, "", "")),
        ("a.ttml", files.TTML.format(parameters=""), ("TTML", None, "fr", "")),
        ("a.stl", files.FILM_STL, ("EBU STL (STL25.01)", 25, "fr", "LA MER")),
        ("a.xml", files.INTEROP, ("Sous-titres DCP Interop", None, "French", "La Mer")),
        ("a.xml", files.SMPTE, ("Sous-titres DCP SMPTE 428-7", 25, "fr", "La Mer")),
    ],
)
def test_every_format_gives_the_same_facts(
    tmp_path: Path, name: str, content: str | bytes, expected: tuple[object, ...]
) -> None:
    facts = read(tmp_path, name, content)
    assert (facts.format, facts.rate, facts.language, facts.title) == expected
    assert len(facts.cues) == 3
    assert (facts.first_cue_s, facts.last_end_s) == (4, Fraction(964, 100))
    assert (facts.most_lines, facts.longest_line) == (2, len("Et puis elle remonte encore."))
    assert facts.shortest_cue_s == Fraction(64, 100)  # « Ah ! »: 9 s to 9.64 s, 16 frames at 25
    assert facts.shortest_gap_s == Fraction(4, 100)  # one frame at 25
    assert (facts.overlaps, facts.images, facts.skipped, facts.remarks) == (0, 0, (), ())


def test_times_in_frames_need_a_rate(tmp_path: Path) -> None:
    facts = read(tmp_path, "a.stl", files.FILM_STL)
    assert (facts.in_frames(facts.shortest_cue_s), facts.in_frames(facts.shortest_gap_s)) == (16, 1)
    assert read(tmp_path, "a.srt", files.SRT).in_frames(Fraction(1)) is None


def test_overlaps_are_counted_and_are_no_gap(tmp_path: Path) -> None:
    text = files.SRT.replace("00:00:05,540", "00:00:05,400").replace("00:00:09,000", "00:00:06,000")
    facts = read(tmp_path, "a.srt", text.replace("00:00:09,640", "00:00:06,500"))
    assert facts.overlaps == 2  # the third begins while the second shows, though it ends before it
    assert facts.shortest_gap_s is None


def test_cues_that_follow_at_once_have_a_gap_of_nothing(tmp_path: Path) -> None:
    facts = read(tmp_path, "a.srt", files.SRT.replace("00:00:05,540", "00:00:05,500"))
    assert (facts.shortest_gap_s, facts.overlaps) == (0, 0)


def test_two_texts_that_show_together_are_one_cue(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nEn haut\n\n2\n00:00:01,000 --> 00:00:02,000\nEn bas\n"
    facts = read(tmp_path, "a.srt", text)
    assert facts.cues == (SubtitleCue(Fraction(1), Fraction(2), ("En haut", "En bas")),)
    assert (facts.most_lines, facts.overlaps) == (2, 0)


def test_letters_with_accents_count_for_one(tmp_path: Path) -> None:
    # ISO 6937 writes the accent, then the letter: C2 is the acute one, C1 the grave one
    cue = tti(1, (10, 0, 1, 0), (10, 0, 3, 0), b"\xc2et\xc2e \xc1a la plage")
    facts = read(tmp_path, "a.stl", stl([cue]))
    assert facts.cues[0].lines == ("été à la plage",)
    assert facts.longest_line == 14


def test_marks_of_place_and_of_style_are_no_letters(tmp_path: Path) -> None:
    facts = read(tmp_path, "a.srt", files.SRT.replace("La mer", "{\\an8}<b>La</b> {i}mer{/i}"))
    assert facts.cues[0].lines == ("La mer monte.",)


def test_a_blank_line_inside_a_srt_loses_a_cue_and_that_is_told(tmp_path: Path) -> None:
    facts = read(tmp_path, "a.srt", files.SRT.replace("05,500\nLa mer monte.", "05,500"))
    assert len(facts.cues) == 2
    assert facts.remarks == ("ttconv signale : ligne 3 : Ignoring cue due to a spurious blank line",)


def test_a_cue_whose_words_come_one_by_one_begins_with_the_first(tmp_path: Path) -> None:
    facts = read(tmp_path, "a.vtt", files.VTT.replace("La mer monte.", "La mer <00:00:05.000>monte."))
    assert facts.cues[0] == SubtitleCue(Fraction(4), Fraction(11, 2), ("La mer monte.",))


@pytest.mark.parametrize("end", ["00:00:04,000", "00:00:03,000"])
def test_a_cue_that_lasts_nothing_is_named(tmp_path: Path, end: str) -> None:
    facts = read(tmp_path, "a.srt", files.SRT.replace("00:00:05,500", end))
    assert facts.skipped == ("« La mer monte. » : sous-titre qui finit avant de commencer",)
    assert len(facts.cues) == 2


def test_a_scc_whose_last_caption_is_never_erased_says_so(tmp_path: Path) -> None:
    text = "Scenarist_SCC V1.0\n\n00:00:04:00\t94ae 94ae 9420 9420 9470 9470 c168 942f 942f\n"
    facts = read(tmp_path, "a.scc", text)
    assert (facts.cues, facts.skipped) == ((), ("« Ah » : sous-titre sans fin",))


def test_the_times_of_a_stl_count_from_the_start_of_its_programme(tmp_path: Path) -> None:
    cue = tti(1, (10, 0, 4, 0), (10, 0, 5, 0), b"Ah !")
    facts = read(tmp_path, "a.stl", stl([cue]))
    assert (facts.programme_start, facts.first_cue_s) == ("10:00:00:00", 4)
    facts = read(tmp_path, "a.stl", stl([cue], start=b" " * 8))
    assert (facts.programme_start, facts.first_cue_s) == ("", 36_004)
    assert facts.remarks == ("début de programme (TCP) absent : les temps sont comptés depuis 00:00:00:00",)
    facts = read(tmp_path, "a.stl", stl([cue], start=b"11000000"))
    assert facts.remarks == ("un sous-titre précède le début de programme (TCP)",)


@pytest.mark.parametrize(
    ("code", "rate", "second"),
    [
        (b"STL24.01", 24, 24),
        (b"STL25.01", 25, 25),
        (b"STL30.01", 30, 30),
        (b"STL23.01", Fraction(24000, 1001), 24),
    ],
)
def test_the_rate_of_a_stl_is_that_of_its_disk_format(
    tmp_path: Path, code: bytes, rate: Fraction, second: int
) -> None:
    start = b"00000000"
    facts = read(tmp_path, "a.stl", stl([tti(1, (0, 0, 1, 0), (0, 0, 3, 0), b"Ah !")], code, start))
    assert facts.rate == rate
    assert facts.first_cue_s == second / Fraction(rate)
    assert ("STL30.01" in "".join(facts.remarks)) is (second == 30)


def test_an_impossible_time_of_a_stl_is_named(tmp_path: Path) -> None:
    cues = [
        tti(1, (10, 0, 1, 25), (10, 0, 3, 0), b"Image 25"),
        tti(2, (10, 0, 4, 0), (10, 0, 4, 0), b"Sans fin"),
        tti(3, (10, 0, 5, 24), (10, 0, 6, 0), b"Bien"),
    ]
    facts = read(tmp_path, "a.stl", stl(cues))
    assert facts.skipped == (
        "sous-titre 1 : code temporel impossible",
        "sous-titre 2 : il finit avant de commencer",
    )
    assert [cue.lines for cue in facts.cues] == [("Bien",)]


@pytest.mark.parametrize("start", [(24, 0, 0, 0), (10, 60, 0, 0), (10, 0, 60, 0), (10, 0, 0, 25)])
def test_a_part_of_a_time_of_a_stl_past_its_last_value_is_named(
    tmp_path: Path, start: tuple[int, ...]
) -> None:
    facts = read(tmp_path, "a.stl", stl([tti(1, start, (23, 59, 59, 24), b"Ah !")]))
    assert facts.skipped == ("sous-titre 1 : code temporel impossible",)


@pytest.mark.parametrize("start", [(23, 0, 0, 0), (10, 59, 0, 0), (10, 0, 59, 0), (10, 0, 0, 24)])
def test_the_last_value_of_each_part_of_a_time_of_a_stl_is_read(
    tmp_path: Path, start: tuple[int, ...]
) -> None:
    facts = read(tmp_path, "a.stl", stl([tti(1, start, (23, 59, 59, 24), b"Ah !")]))
    assert (len(facts.cues), facts.skipped) == (1, ())


def test_a_cue_on_the_first_frame_of_the_programme_does_not_precede_it(tmp_path: Path) -> None:
    facts = read(tmp_path, "a.stl", stl([tti(1, (10, 0, 0, 0), (10, 0, 1, 0), b"Ah !")]))
    assert (facts.first_cue_s, facts.remarks) == (0, ())


def test_an_overlap_of_a_stl_is_seen_where_the_library_would_mend_it(tmp_path: Path) -> None:
    cues = [tti(1, (10, 0, 1, 0), (10, 0, 3, 0), b"Un"), tti(2, (10, 0, 2, 0), (10, 0, 4, 0), b"Deux")]
    facts = read(tmp_path, "a.stl", stl(cues))
    assert (facts.overlaps, [cue.start_s for cue in facts.cues]) == (1, [1, 2])


def test_extensions_comments_and_cumulated_lines_of_a_stl(tmp_path: Path) -> None:
    cues = [
        tti(1, (10, 0, 1, 0), (10, 0, 3, 0), b"Une phrase qui ", block=0x01),
        tti(1, (10, 0, 1, 0), (10, 0, 3, 0), b"se poursuit."),
        tti(2, (10, 0, 4, 0), (10, 0, 5, 0), b"note", comment=1),
        tti(3, (10, 0, 6, 0), (10, 0, 9, 0), b"Un,", status=1),
        tti(4, (10, 0, 7, 0), (10, 0, 9, 0), b"deux,", status=2),
        tti(5, (10, 0, 8, 0), (10, 0, 9, 0), b"trois.", status=3),
    ]
    facts = read(tmp_path, "a.stl", stl(cues))
    assert facts.cues == (
        SubtitleCue(Fraction(1), Fraction(3), ("Une phrase qui se poursuit.",)),
        SubtitleCue(Fraction(6), Fraction(9), ("Un,", "deux,", "trois.")),
    )


def test_a_stl_that_is_cut_says_so(tmp_path: Path) -> None:
    data = files.FILM_STL
    assert read(tmp_path, "a.stl", data[:-128]).remarks == (
        "3 blocs annoncés, 2 trouvés : fichier incomplet ou mal recopié",
    )
    assert read(tmp_path, "a.stl", data[:-10]).remarks[0] == "fichier coupé au milieu d'un bloc"


def test_a_scc_is_read_at_2997(tmp_path: Path) -> None:
    text = "Scenarist_SCC V1.0\n\n00:00:04:00\t94ae 94ae 9420 9420 9470 9470 c168 942f 942f\n\n00:00:06:00\t942c 942c\n"
    facts = read(tmp_path, "a.scc", text)
    assert (facts.format, facts.rate, len(facts.cues)) == ("SCC", Fraction(30000, 1001), 1)
    assert facts.cues[0].lines == ("Ah",)
    # from 4 s of timecode on, a frame of 1001/30000 s for each pair of letters
    assert facts.first_cue_s is not None and 4 <= facts.first_cue_s < 5


def test_times_of_a_dcp_out_of_range_are_named(tmp_path: Path) -> None:
    facts = read(tmp_path, "a.xml", files.INTEROP.replace("00:00:04:000", "00:00:04:250"))
    assert facts.skipped == ("sous-titre 1 (ligne 4) : temps illisible ou impossible",)
    facts = read(tmp_path, "a.xml", files.SMPTE.replace("00:00:04:00", "00:00:04:25"))
    assert facts.skipped == ("sous-titre 1 (ligne 5) : temps illisible ou impossible",)
    facts = read(tmp_path, "a.xml", files.SMPTE.replace('"00:00:05:12"', '"00:00:03:00"'))
    assert facts.skipped == ("sous-titre 1 (ligne 5) : il finit avant de commencer",)


def test_images_of_a_dcp_are_cues_without_lines(tmp_path: Path) -> None:
    text = files.SMPTE.replace('<Text Vposition="8">Ah !</Text>', "<Image>urn:uuid:2</Image>")
    facts = read(tmp_path, "a.xml", text)
    assert (facts.images, len(facts.cues), facts.cues[2].lines) == (1, 3, ())


def test_a_dcp_without_its_rate_has_no_time(tmp_path: Path) -> None:
    facts = read(tmp_path, "a.xml", files.SMPTE.replace("<TimeCodeRate>25</TimeCodeRate>", ""))
    assert (facts.rate, facts.cues, facts.first_cue_s) == (None, (), None)
    assert facts.remarks == ("pas de cadence (TimeCodeRate) : aucun temps lu",)


def test_a_reel_that_does_not_start_at_zero_is_told(tmp_path: Path) -> None:
    text = files.SMPTE.replace("<StartTime>00:00:00:00", "<StartTime>00:00:01:00")
    assert read(tmp_path, "a.xml", text).remarks == (
        "début de bobine (StartTime) à 00:00:01:00 : les temps sont comptés depuis 00:00:00:00",
    )


@pytest.mark.parametrize(
    ("name", "content", "reason_found"),
    [
        ("a.stl", b"solid cube\nfacet normal 0 0 0\n" * 60, "ce n'est pas un EBU STL"),
        ("a.stl", files.FILM_STL[:500], "ce n'est pas un EBU STL"),
        (
            "a.stl",
            stl([], b"STL99.01"),
            "EBU STL de cadence « STL99.01 » inconnue : STL25.01 ou STL30.01 attendu",
        ),
        ("a.srt", "1\nbonjour\n", "SRT que ttconv ne lit pas (ligne 2 : Missing timecode)"),
        ("a.vtt", "bonjour\n", "WebVTT que ttconv ne lit pas ("),
        ("a.scc", "bonjour\n", "ce n'est pas un SCC : première ligne « Scenarist_SCC V1.0 » attendue"),
        ("a.xml", "<Invoice/>", "XML de racine « Invoice » : ni TTML ni sous-titres de DCP"),
        ("a.ttml", "<tt", "XML mal formé ou tronqué"),
        (
            "a.ttml",
            "<!DOCTYPE tt [<!ENTITY a 'b'>]><tt>&a;</tt>",
            "le XML déclare une entité : fichier suspect",
        ),
        ("a.srt", "\n", "SRT sans aucun sous-titre"),
        ("a.srt", b"", "fichier vide"),
        ("a.srt", b"\0\1" * 50, "ce n'est pas un fichier de texte"),
        ("a.sub", "x", "sous-titres d'un format inconnu : STL, SRT, VTT, TTML, SCC ou XML de DCP attendu"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    tmp_path: Path, name: str, content: str | bytes, reason_found: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert reason(tmp_path, name, content).startswith(reason_found)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("name", "content"), [("a.srt", files.SRT), ("a.stl", files.FILM_STL)])
def test_without_the_library_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str | bytes
) -> None:
    for module in [module for module in sys.modules if module.split(".")[0] == "ttconv"] + [
        "ttconv.stl.datafile"
    ]:
        monkeypatch.setitem(sys.modules, module, None)
    for module in ("ttconv.srt.config", "ttconv.srt.reader"):
        monkeypatch.setitem(sys.modules, module, None)
    assert read_subtitles(written(tmp_path, name, content)) == Unread(
        name, "sous-titres non lus : ttconv n'est pas installé", 'pip install ".[technique]"'
    )


def test_the_subtitles_of_a_dcp_need_no_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [module for module in sys.modules if module.split(".")[0] == "ttconv"] + ["ttconv"]:
        monkeypatch.setitem(sys.modules, module, None)
    assert len(read(tmp_path, "a.xml", files.SMPTE).cues) == 3
