from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.documents.media.edit_lists.ale import read_ale
from postprod_xl.documents.media.edit_lists.records import EditListFacts, EditListKind, SkippedLine
from postprod_xl.documents.media.untrusted import UnreadableMedia

HEADING = "Heading\nFIELD_DELIM\tTABS\nVIDEO_FORMAT\t1080\nFPS\t25\n\nColumn\n"
COLUMNS = "Name\tTracks\tStart\tEnd\tDuration\tTape\tFPS\n\nData\n"
ROWS = (
    "PLAGE\tVA1A2\t10:00:00:00\t10:00:04:00\t00:00:04:00\tA001\t25\n"  # 100 frames
    "PORT\tV\t10:01:00:00\t10:01:02:12\t00:00:02:12\tA001\t25\n"  # 62 frames
    "DUNE\tV\t11:00:00:00\t11:00:01:00\t00:00:01:00\tB002\t50\n"  # 50 frames of its own
    "SON\tA1A2\t10:00:00:00\t10:00:04:00\t00:00:04:00\tS001\t25\n"
)


def read(folder: Path, text: str) -> EditListFacts:
    path = folder / "rushes.ale"
    path.write_text(text, encoding="utf-8")
    return read_ale(path)


def test_the_tapes_of_a_list_of_rushes_with_their_lengths(tmp_path: Path) -> None:
    facts = read(tmp_path, HEADING + COLUMNS + ROWS)
    assert (facts.kind, facts.rate, facts.duration_frames) == (EditListKind.RUSHES, 25, None)
    assert [(source.name, source.events, source.length_frames, source.rate) for source in facts.sources] == [
        ("A001", 2, 162, 25),
        ("B002", 1, 50, 50),
    ]
    assert facts.sources[0].clips == ("PLAGE", "PORT")
    assert {source.share for source in facts.sources} == {None}  # it is no cut
    assert (facts.sound_events, facts.sound_sources, facts.skipped, facts.remarks) == (1, ("S001",), (), ())


def test_a_second_reader_finds_the_same_lengths(tmp_path: Path) -> None:
    pytest.importorskip("opentimelineio", reason="no wheel for this version of Python: see pyproject.toml")
    import opentimelineio

    facts = read(tmp_path, HEADING + COLUMNS + ROWS.splitlines(keepends=True)[0])
    clips: Any = opentimelineio.adapters.read_from_file(str(tmp_path / "rushes.ale"), "ale")
    assert [clip.source_range.duration.value for clip in clips] == [facts.sources[0].length_frames] == [100]


def test_a_heading_on_one_line_is_read(tmp_path: Path) -> None:
    text = "Heading\nFIELD_DELIM\tTABS\tVIDEO_FORMAT\t1080\tFPS\t23.98\n\nColumn\n" + COLUMNS
    assert read(tmp_path, text).rate == Fraction(24000, 1001)


def test_without_a_rate_no_length_is_known(tmp_path: Path) -> None:
    facts = read(
        tmp_path, (HEADING + COLUMNS + ROWS).replace("FPS\t25\n\nCol", "\nCol").replace("\t25\n", "\n")
    )
    assert facts.rate is None and facts.sources[0].length_frames is None
    assert facts.remarks == ("pas de cadence (FPS) dans l'en-tête : aucune durée calculée",)


def test_a_row_too_long_is_named_and_a_short_one_is_read(tmp_path: Path) -> None:
    text = HEADING + COLUMNS + "TROP\tV\ta\tb\tc\td\te\tf\n" + "COURT\tV\n"
    facts = read(tmp_path, text)
    assert facts.skipped == (SkippedLine(10, "TROP\tV\ta\tb\tc\td\te\tf", "8 champs pour 7 colonnes"),)
    assert [(source.name, source.is_reel, source.length_frames) for source in facts.sources] == [
        ("COURT", False, None)
    ]


def test_a_duration_that_contradicts_its_ends_is_told_and_not_counted(tmp_path: Path) -> None:
    facts = read(tmp_path, HEADING + COLUMNS + "X\tV\t10:00:00:00\t10:00:04:00\t00:00:03:00\tA001\t25\n")
    assert facts.sources[0].length_frames is None
    assert facts.remarks == ("ligne 10 : 100 images entre début et fin, 75 annoncées",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bonjour\n", "pas de ligne « Column » suivie de colonnes : ce n'est pas un ALE d'Avid"),
        (
            HEADING.replace("TABS", "COMMAS") + COLUMNS,
            "champs séparés par « COMMAS » : un ALE les sépare par des",
        ),
    ],
)
def test_what_is_no_ale_is_one_line(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UnreadableMedia, match=reason):
        read(tmp_path, text)
