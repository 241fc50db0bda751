"""The profiles of recipients, as data: each value sourced, dated and marked, each name one recipient's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.technique.profiles.fields import HeldIn, field_named, fields
from postprod_xl.domain.technique.profiles.profile import Profile
from postprod_xl.domain.technique.profiles.published import published_profiles
from postprod_xl.domain.technique.profiles.recipients import recipient_key, spelled
from postprod_xl.domain.technique.profiles.sheet import requirement_line, sheet_lines, sheet_title
from postprod_xl.domain.technique.rules.rule import RuleConfidence
from postprod_xl.parameters import recipient_names, recipient_profiles
from postprod_xl.schema.vocabulary import Severity

ACCOUNTED = [
    *("codec", "container", "raster", "scan", "frame_rate", "bit_rate_mbps", "colour_space", "gamma"),
    *("audio_hz", "audio_bits", "audio_tracks", "audio_layout", "loudness_lufs", "true_peak_dbtp"),
    *("short_term_lufs", "first_timecode", "pieces"),
]
"""What a profile says, or says that it does not know."""
HELD = recipient_profiles()
CODES = [held["code"] for held in HELD]


def of_code(code: str) -> Profile:
    (found,) = [profile for profile in published_profiles() if profile.code == code]
    return found


@pytest.mark.parametrize("held", HELD, ids=CODES)
def test_each_value_has_a_source_a_day_and_a_confidence(held: Mapping[str, Any]):
    assert isinstance(held["read"], date) and held["source"] and held["document"]
    for said in (*held["requirements"], *held["notes"]):
        assert said["sources"], said
        assert said["confidence"] in [*RuleConfidence], said


@pytest.mark.parametrize("held", HELD, ids=CODES)
def test_what_no_source_says_is_marked_as_knowledge_of_the_trade_and_never_blocks(held: Mapping[str, Any]):
    for said in held["requirements"]:
        if said["sources"] == ["K"]:
            assert said["confidence"] == RuleConfidence.K, said
        if said["confidence"] == RuleConfidence.K:
            assert said["severity"] != Severity.BLOCKING, said


@pytest.mark.parametrize("profile", published_profiles(), ids=CODES)
def test_what_a_profile_does_not_say_is_named_unknown_and_nothing_is_both(profile: Profile):
    required = {asked.field for asked in profile.requirements}
    pieces = {"pieces"} if any(asked.about.held is HeldIn.PIECE for asked in profile.requirements) else set()
    told = required | pieces | {note.field for note in profile.notes}
    assert not required & set(profile.unknown)
    assert [name for name in ACCOUNTED if name not in told and name not in profile.unknown] == []
    assert set(profile.unknown) <= {*ACCOUNTED, *fields()}


def test_profiles_have_codes_of_their_own():
    assert Counter(CODES).most_common(1)[0][1] == 1


def test_two_profiles_never_compete_for_one_deliverable():
    claims = Counter(
        (type, frozenset(held["recipients"]), frozenset(held.get("standards", ())), held.get("since"))
        for held in HELD
        for type in held["types"]
    )
    assert claims.most_common(1)[0][1] == 1


def test_each_name_is_of_one_recipient():
    spellings = Counter(
        spelled(name) for recipient, others in recipient_names().items() for name in (recipient, *others)
    )
    assert spellings.most_common(1)[0][1] == 1, spellings.most_common(3)


def test_the_recipients_of_profiles_have_names():
    assert {name for held in HELD for name in held["recipients"]} <= recipient_names().keys()


@pytest.mark.parametrize("name", ["France TV", "France Télévisions", "FTV", "france-tv", "FRANCE 3", "ftv "])
def test_a_recipient_is_known_under_the_names_that_people_write(name: str):
    assert recipient_key(name) == recipient_key("France Télévisions")


def test_a_name_that_nobody_declared_is_its_own_recipient():
    assert recipient_key("Télé Bocage") == recipient_key("TELE-BOCAGE") != recipient_key("FTV")


def test_canal_plus_keeps_its_plus():
    assert recipient_key("Canal +") == recipient_key("Canal Plus") != recipient_key("Canal")


def test_the_fields_of_the_identifiers_are_distinct():
    codes = Counter(field.code for field in fields().values())
    assert codes.most_common(1)[0][1] == 1, codes.most_common(3)


def test_the_headings_of_fields_are_distinct_without_their_units():
    labels = Counter(field.label for field in fields().values())
    assert labels.most_common(1)[0][1] == 1, labels.most_common(3)


def test_a_requirement_is_printed_with_what_it_weighs():
    lines = [requirement_line(asked) for asked in of_code("RT040").requirements]
    assert lines[:2] == ["Codec : XDCAM HD422 50", "Conteneur : MXF OP1a AS-10"]
    assert (
        "Crête vraie : au plus −3\u00a0dBTP (avertissement ; à confirmer avec le cahier des charges)" in lines
    )
    assert "Fréquence audio : 48\u00a0000\u00a0Hz" in lines
    assert "TC de début : une heure ronde (10:00:00:00)" in lines


def test_a_sheet_names_its_document_and_what_nobody_could_source():
    profile = of_code("RT040")
    assert sheet_title(profile) == (
        "PAD HD France : CST-RT-040, en vigueur depuis le 18/08/2016, "
        "document non lu : d'après des sources secondaires, lu le 28/11/2026"
    )
    assert sheet_lines(profile)[-1] == "Non établi : gamma, court terme max, configuration son."


def test_a_profile_that_extends_another_asks_what_both_ask():
    extended = of_code("SMPTE")
    assert [asked.id for asked in extended.on("audio_hz")] == ["PRO-DCP-FREQUENCE-AUDIO"]
    assert field_named("frame_rate").code == "CADENCE"
    assert {asked.id for asked in extended.on("frame_rate")} == {"PRO-SMPTE-CADENCE", "PRO-SMPTE-CADENCE-2"}
    assert "frame_rate" not in extended.unknown


def test_an_identifier_has_one_severity_in_a_profile():
    for profile in published_profiles():
        severities: dict[tuple[str, str], set[Severity]] = {}
        for asked in profile.requirements:
            for type in asked.types:
                severities.setdefault((asked.finding_id, type), set()).add(asked.counted_severity)
        assert all(len(found) == 1 for found in severities.values() if found), (profile.code, severities)
