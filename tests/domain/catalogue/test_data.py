"""The dated data of the catalogue says where each value comes from, when it was read and what it is worth."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from postprod_xl.domain.catalogue.chronology.published import chronology_agreements, media_windows
from postprod_xl.domain.catalogue.grounds.published import AxisName
from postprod_xl.parameters import media_chronology, rights_words

AXES = [axis.value for axis in AxisName]
VALUES = [
    pytest.param(value, id=f"{name} {value['since']}")
    for axis in AXES
    for name, group in rights_words(axis).get("groups", {}).items()
    for value in group["values"]
]


@pytest.mark.parametrize("value", VALUES)
def test_each_version_of_a_group_has_members_a_source_a_day_of_reading_and_a_worth(value):
    assert value["value"]
    assert len(set(value["value"])) == len(value["value"])
    assert value["source"]
    assert value["confidence"] in ("S", "P", "K")
    assert value["confidence"] == "K" or not value["source"].startswith("K")
    assert date(2026, 11, 1) <= value["checked"]


@pytest.mark.parametrize("axis", AXES)
def test_the_versions_of_a_group_follow_one_another(axis):
    for name, group in rights_words(axis).get("groups", {}).items():
        days = [value["since"] for value in group["values"]]
        assert days == sorted(set(days)), name


def test_the_language_codes_are_those_of_iso_639_1_and_the_others():
    names = rights_words("catalogue_languages")["names"]
    assert len(names) == 183 + 1
    assert all(len(code) == 2 for code in list(names)[:-1])


def test_the_known_agreements_follow_one_another_without_a_day_between():
    agreements = chronology_agreements()
    assert [agreement.until for agreement in agreements] == [date(2025, 2, 9), date(2028, 2, 9)]
    for before, after in pairwise(agreements):
        assert before.until + timedelta(days=1) == after.since


def test_each_value_of_the_chronology_has_a_source_and_a_worth_and_every_window_is_of_known_media():
    known = set(rights_words("media_rights")["names"])
    keys = set(media_chronology()["agreements"])
    for window in media_windows():
        assert set(window.media) <= known
        assert set(window.values) <= keys
        for value in window.values.values():
            assert value.source
            assert value.confidence in ("S", "P", "K")


def test_no_medium_is_in_two_windows_that_the_schema_cannot_tell_apart():
    for medium in rights_words("media_rights")["names"]:
        about = [window for window in media_windows() if medium in window.media]
        assert len(about) < 2 or all(window.choice for window in about), medium
