"""The cue sheet of a version: its own cues, in order, their total, and why there may be none."""

from __future__ import annotations

import pytest

from postprod_xl.domain.catalogue.cues.sheet import cue_sheet, no_cue_sheet
from tests.domain.catalogue.cues.scores import a_score


def refused(office, work="CRUE", version=""):
    return [problem.message for problem in no_cue_sheet(office, work, version)]


def test_a_sheet_has_the_cues_in_the_order_of_their_ranks_and_their_total():
    office = a_score({"rank": 2}, {"rank": 1, "duration_seconds": 3700})
    sheet = cue_sheet(office, "CRUE")
    assert [cue.rank for cue in sheet.cues] == [1, 2]
    # 3,700 + 30 = 3,730 s
    assert (sheet.heading, sheet.title, sheet.total) == ("Relevé musical CRUE", "La Crue", "01:02:10")


def test_a_total_of_which_a_duration_is_not_known_is_not_known():
    sheet = cue_sheet(a_score({}, {"duration_seconds": None}, {"duration_seconds": 0}), "CRUE")
    assert sheet.untimed == (2, 3)
    assert sheet.total == "non connue (durée à compléter : 2, 3) ; les autres : 00:00:30"


def test_what_must_be_said_and_is_not_is_to_be_completed():
    (cue,) = cue_sheet(a_score({"title": "", "composers": "", "authors": ""}), "CRUE").cues
    assert cue.cells()[:6] == ("1", "10:01:00:00", "00:00:30", "à compléter", "à compléter", "")


def test_right_identifiers_are_written_as_registered_and_wrong_ones_as_typed():
    cues = {"iswc": "T0345246801", "isrc": "frz039800212"}, {"iswc": "T0345246802", "isrc": "?"}
    found = [(cue.iswc, cue.isrc) for cue in cue_sheet(a_score(*cues), "CRUE").cues]
    assert found == [("T-034.524.680-1", "FR-Z03-98-00212"), ("T0345246802", "?")]


def test_a_version_has_the_cues_of_all_versions_and_its_own_which_come_first():
    cues = {}, {}, {"version": "VF", "rank": 2, "title": "Chanson"}, {"version": "VI", "rank": 3}
    office = a_score(*cues, versions=("VF", "VI", "VOST"))
    titles = {
        version: [cue.title for cue in cue_sheet(office, "CRUE", version).cues]
        for version in ("VF", "VI", "VOST")
    }
    assert titles == {
        "VF": ["Thème 1", "Chanson"],
        "VI": ["Thème 1", "Thème 2", "Thème 4"],
        # No music of its own: that of all versions.
        "VOST": ["Thème 1", "Thème 2"],
    }


def test_versions_that_have_not_the_same_music_have_no_sheet_in_common():
    office = a_score({}, {"version": "VF"}, versions=("VF", "VI"))
    assert refused(office) == [
        "les versions de CRUE n'ont pas les mêmes musiques : dites de laquelle, VF et VI"
    ]
    assert refused(office, version="VI") == []


@pytest.mark.parametrize(
    ("work", "version", "said"),
    [
        ("CRUES", "", "l'œuvre « CRUES » n'existe pas ; vouliez-vous dire « CRUE » ?"),
        ("CRUE", "VFF", "la version « VFF » de CRUE n'existe pas ; vouliez-vous dire « VF » ?"),
    ],
)
def test_an_unknown_work_or_version_is_named_with_those_there_are(work, version, said):
    assert refused(a_score({}, versions=("VF",)), work, version) == [said]


def test_a_work_without_music_has_no_sheet():
    assert refused(a_score()) == ["CRUE n'a aucune musique dans Relevés musicaux : pas de relevé"]


def test_the_head_of_a_sheet_says_what_the_work_and_the_version_are():
    office = a_score({}, versions=("VF",))
    assert dict(cue_sheet(office, "CRUE", "VF").facts) == {
        "Titre": "La Crue",
        "Type": "Film de cinéma",
        "Année": "2026",
        "Durée (min)": "90",
        "Version": "VF",
    }
