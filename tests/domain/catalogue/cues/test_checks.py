"""What is wrong in the music of works: one line each, on the row a person can put right."""

from __future__ import annotations

import pytest

from postprod_xl.domain.catalogue.cues.checks import cue_part
from postprod_xl.schema.catalogue_vocabulary import CueUse
from postprod_xl.schema.vocabulary import Severity
from tests.domain.catalogue.cues.scores import a_score

FIRST = 5


def problems(*cues, **office):
    return [
        (problem.row - FIRST + 1, problem.heading, problem.message)
        for problem in cue_part(a_score(*cues, **office)).problems
    ]


def alerts(*cues):
    return [(alert.severity, alert.text) for alert in cue_part(a_score(*cues)).alerts]


def test_a_whole_score_has_nothing_against_it():
    score = ({"iswc": "T-034.524.680-1", "isrc": "FRZ039800212"}, {}, {})
    assert problems(*score) == []
    assert alerts(*score) == []


def test_nothing_is_said_of_an_office_without_music():
    assert (cue_part(a_score()).alerts, cue_part(a_score()).problems) == ([], [])


@pytest.mark.parametrize(
    ("name", "severity", "said"),
    [
        ("title", Severity.WARNING, "titre à compléter"),
        ("composers", Severity.WARNING, "compositeurs à compléter"),
        ("duration_seconds", Severity.WARNING, "durée utilisée à compléter"),
        ("timecode", Severity.INFO, "timecode d'entrée à compléter"),
        ("publishers", Severity.INFO, "éditeur à compléter, ou « non éditée »"),
        ("label", Severity.INFO, "producteur phonographique à compléter, ou « aucun »"),
    ],
)
def test_what_a_sheet_must_say_and_a_cue_does_not_is_an_alert_and_no_problem(name, severity, said):
    empty = None if name == "duration_seconds" else ""
    assert alerts({name: empty}) == [(severity, said)]
    assert problems({name: empty}) == []


def test_a_cue_that_lasts_no_second_has_no_duration():
    assert alerts({"duration_seconds": 0}) == [(Severity.WARNING, "durée utilisée à compléter")]


def test_identifiers_that_do_not_hold_are_named_with_what_is_wrong():
    assert problems({"iswc": "T-034.524.680-2"}, {"isrc": "FR-Z03"}) == [
        (1, "ISWC", "« T-034.524.680-2 » : le chiffre de contrôle est 2, attendu 1 avec ces chiffres"),
        (
            2,
            "ISRC",
            "« FR-Z03 » : ce n'est pas un ISRC, attendu : pays, 3 caractères, année, 5 chiffres, FR-Z03-98-00212",
        ),
    ]


def test_a_cue_that_begins_before_the_one_before_it_is_out_of_order():
    assert problems({"timecode": "10:05:00:12"}, {"timecode": "10:04:00:00"}, {}) == [
        (2, "TC d'entrée", "trouvé « 10:04:00:00 », attendu : après 10:05:00:12, celui du rang 1"),
        # The third one begins at 10:03.
        (3, "TC d'entrée", "trouvé « 10:03:00:00 », attendu : après 10:04:00:00, celui du rang 2"),
    ]


def test_two_cues_that_begin_in_the_same_second_are_in_order():
    pair = {"timecode": "10:05:00:12", "use": CueUse.ON_SCREEN}, {"timecode": "10:05:00:12"}
    assert problems(*pair) == []


def test_the_same_music_twice_at_once_is_counted_twice_whatever_its_use():
    twice = {"title": "Thème", "use": CueUse.ON_SCREEN}, {"title": "thème", "timecode": "10:01:10:00"}
    assert problems(*twice) == [
        (
            2,
            "TC d'entrée",
            "la même musique que le rang 1, en même temps pendant 00:00:20 : elle est comptée deux fois",
        )
    ]


def test_two_musics_of_one_use_at_once_are_to_be_looked_at():
    assert problems({}, {"timecode": "10:01:28:00"}) == [
        (
            2,
            "TC d'entrée",
            "commence 00:00:02 avant la fin du rang 1, du même usage : vérifiez ces timecodes et ces durées",
        )
    ]


def test_a_second_is_the_rounding_of_durations_and_no_overlap():
    assert problems({}, {"timecode": "10:01:29:00"}) == []


def test_a_music_on_screen_may_cover_the_score():
    assert problems({}, {"timecode": "10:01:10:00", "use": CueUse.ON_SCREEN}) == []


def test_a_cue_within_a_longer_one_overlaps_for_its_own_length():
    assert problems({"duration_seconds": 600}, {})[0][2].startswith(
        "commence 00:00:30 avant la fin du rang 1"
    )


def test_music_longer_than_the_work_is_said_once_at_the_work():
    # 2 minutes and up to 59 seconds: 3 minutes of music are too long.
    assert problems(
        {"duration_seconds": 60}, {"duration_seconds": 60}, {"duration_seconds": 60}, minutes=2
    ) == [(1, "Durée (min)", "les musiques de son relevé durent 00:03:00 en tout, plus que ces 2 minutes")]
    assert (
        problems({"duration_seconds": 60}, {"duration_seconds": 60}, {"duration_seconds": 59}, minutes=2)
        == []
    )
    assert problems({"duration_seconds": 6000}, minutes=None) == []


def test_a_version_that_nobody_declared_is_named_with_those_there_are():
    assert problems({"version": "VFF"}, versions=("VF",)) == [
        (
            1,
            "Version",
            "la version « VFF » de CRUE n'est pas dans Versions d'œuvre ; vouliez-vous dire « VF » ?",
        )
    ]


def test_a_rank_of_all_versions_and_of_one_says_which_counts():
    cues = {}, {"version": "VF", "rank": 1, "timecode": "10:02:00:00"}
    found = cue_part(a_score(*cues, versions=("VF",))).problems
    assert [(problem.severity, problem.message) for problem in found] == [
        (
            Severity.INFO,
            "le rang 1 est déclaré pour toutes les versions et pour VF : dans son relevé, c'est celui-ci qui compte",
        )
    ]


def test_what_is_wrong_for_every_version_is_said_once():
    cues = (
        {},
        {"timecode": "10:01:10:00"},
        {"version": "VF", "timecode": "10:20:00:00"},
        {"version": "VI", "rank": 3, "timecode": "10:20:00:00"},
    )
    assert len(problems(*cues, versions=("VF", "VI"))) == 1


def test_cues_of_two_versions_are_not_heard_at_once():
    cues = {"version": "VF"}, {"version": "VI", "timecode": "10:01:00:00"}
    assert problems(*cues, versions=("VF", "VI")) == []
