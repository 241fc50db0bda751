"""Cells of the technique tabs that are wrong: one line a fault, and nothing typed is changed."""

from __future__ import annotations

from typing import Any

from postprod_xl.domain.technique.findings.typed import typed_problems
from postprod_xl.schema.vocabulary import Severity
from tests.domain.offices import office, table_rows
from tests.domain.technique.cases import DAY

PAD = {"project": "TERR", "deliverable": "PAD", "frame_rate": "25"}
CAMERA = {"project": "TERR", "source": "A"}


def told(**tables: list[dict[str, Any]]) -> list[tuple[str, int | None, str, str]]:
    given = {"Projets": [{"code": "TERR"}, {"code": "CRUE"}], **tables}
    one = office(DAY, **{name: table_rows(name, rows) for name, rows in given.items()})
    problems = [*typed_problems(one)]
    assert {problem.severity for problem in problems} <= {Severity.WARNING}
    return [(problem.table, problem.row, problem.heading, problem.message) for problem in problems]


def test_cells_that_are_understood_say_nothing():
    assert told(Sources=[{**CAMERA, "frame_rate": "50i", "codec": "ProRes 422 HQ"}], Livrables=[PAD]) == []


def test_an_unknown_rate_is_kept_and_told_once_for_all_the_rows_that_have_it():
    cameras = [{**CAMERA, "source": code, "frame_rate": "37"} for code in "ABC"]
    assert told(Sources=cameras) == [
        (
            "Sources",
            5,
            "Cadence",
            "« 37 » : cadence inconnue (3 lignes, celle-ci est la première) ; gardé tel quel, aucune règle ne le lit",
        )
    ]


def test_an_impossible_rate_says_what_a_rate_is():
    (line,) = told(Flux=[{"project": "TERR", "timeline_rate": "0"}])
    assert line[:3] == ("Flux", 5, "Cadence timeline")
    assert "une cadence est un nombre d'images par seconde, plus grand que 0" in line[3]


def test_an_unknown_codec_of_a_source_and_of_a_deliverable_are_two_lines_one_a_table():
    lines = told(Sources=[{**CAMERA, "codec": "Cinéplix"}], Livrables=[{**PAD, "codec": "Cinéplix"}])
    assert [line[:3] for line in lines] == [("Sources", 5, "Codec"), ("Livrables", 5, "Codec")]


def test_a_timecode_out_of_range_or_of_another_rate_is_named():
    (frame,) = told(Livrables=[{**PAD, "first_timecode": "10:00:00:25"}])
    assert frame[:3] == ("Livrables", 5, "TC de début") and "10:00:00:25" in frame[3]
    (drop,) = told(Livrables=[{**PAD, "first_timecode": "10:00:00;00"}])
    assert drop[2] == "TC de début"
    (long,) = told(Flux=[{"project": "TERR", "timeline_rate": "25", "locked_duration": "00:52:61:00"}])
    assert long[2] == "Durée verrouillée"


def test_a_timecode_without_its_rate_is_no_fault_of_the_timecode():
    assert told(Livrables=[{**PAD, "frame_rate": "", "first_timecode": "10:00:00:00"}]) == []


def test_a_scan_that_the_rate_contradicts_is_named():
    (line,) = told(Sources=[{**CAMERA, "frame_rate": "50i", "scan": "Progressif"}])
    assert line[2] == "Balayage" and "« 50i »" in line[3]


def test_a_piece_of_a_deliverable_that_the_project_has_not_is_named_with_the_closest():
    piece = {"project": "TERR", "deliverable": "pad", "nature": "Rapport QC"}
    assert told(Livrables=[PAD], Pieces=[piece]) == []
    assert told(Livrables=[PAD], Pieces=[{**piece, "deliverable": "PADS"}]) == [
        ("Pieces", 5, "Livrable", "TERR n'a pas de livrable « PADS » : vouliez-vous dire « PAD » ?")
    ]


def test_a_deliverable_of_an_episode_that_the_project_does_not_list_is_named():
    episodes = [{"project": "TERR", "number": 1}, {"project": "CRUE", "number": 2}]
    assert told(Livrables=[{**PAD, "episode": 1}, {**PAD, "deliverable": "B"}], Episodes=episodes) == []
    assert told(Livrables=[{**PAD, "episode": 2}], Episodes=episodes) == [
        ("Livrables", 5, "Épisode", "TERR n'a pas d'épisode 2 dans Épisodes")
    ]
    assert told(Livrables=[{**PAD, "episode": 2}]) == []
