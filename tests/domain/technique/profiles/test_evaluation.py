"""What recipients ask, checked on what is declared and on what files say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.technique.facts.gathered import technical_projects
from postprod_xl.domain.technique.facts.records import ProjectFacts
from postprod_xl.domain.technique.findings.evaluation import project_findings
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.technique.profiles.evaluation import (
    overruled_rules,
    requirement_rules,
    with_requirements,
)
from postprod_xl.domain.technique.profiles.published import published_profiles
from postprod_xl.domain.technique.profiles.specifications import specifications
from postprod_xl.domain.technique.rules.rule import Advice, Case, Raised, RuleConfidence, Scope, TechnicalRule
from postprod_xl.schema.technical_vocabulary import (
    DeliverableState,
    DeliverableType,
    FindingState,
    MediaNature,
    ScanKind,
)
from postprod_xl.schema.technical_vocabulary import Requirement as Comparison
from postprod_xl.schema.vocabulary import Severity
from tests.domain.offices import table_rows
from tests.domain.technique.cases import DAY, an_office

Cells = Mapping[str, Any]
ADVERT = {"type": DeliverableType.ADVERT}
DCP: Cells = {
    "type": DeliverableType.DCP_2K,
    "standard": "SMPTE",
    "frame_rate": "24",
    "raster": "1998×1080",
    "codec": "JPEG 2000",
    "colour_space": "XYZ",
    "audio_hz": 48000,
    "audio_bits": 24,
    "subtitle_first_seconds": 4,
    "subtitle_lines": 3,
    "subtitle_characters": 52,
}
PAD: Cells = {
    "type": DeliverableType.PAD_HD,
    "recipient": "FTV",
    "codec": "XDCAM HD422 50",
    "container": "MXF AS-10",
    "raster": "1920×1080",
    "frame_rate": "25",
    "scan": "Entrelacé",
    "colour_space": "Rec.709",
    "audio_hz": 48000,
    "audio_bits": 24,
    "audio_tracks": 8,
    "loudness_lufs": -23,
    "true_peak_dbtp": -3,
    "first_timecode": "10:00:00:00",
}
PIECES = [
    {"nature": nature, "day": DAY, "author": "Labo", "is_passed": True}
    for nature in ("Fichier XML", "Rapport AS-10", "Zone de sûreté", "Test PSE")
]
"""What a PAD is delivered with."""


def raised_of(
    project: ProjectFacts, rules: Sequence[TechnicalRule] = ()
) -> Iterator[tuple[TechnicalRule, Case, Raised]]:
    """What is not as the recipients ask: the requirement, where it was looked at, what was found."""
    for rule in requirement_rules(project, DAY, rules=rules):
        case = Case(project, DAY, deliverable=rule.deliverable)
        if (raised := rule.raised(case)) is not None:
            yield rule, case, raised


def silent_rule(id: str) -> TechnicalRule:
    """One of our rules, that finds nothing."""
    return TechnicalRule(
        id=id,
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Règle",
        reads=(),
        condition=lambda case: None,
        fix="Refaire.",
        sources=("K",),
        advice=Advice.SOUND,
    )


CARRIED = {asked.rule for profile in published_profiles() for asked in profile.requirements if asked.rule}
OURS = tuple(silent_rule(id) for id in sorted(CARRIED))
"""A rule for each identifier that a profile names, so that what is found is what the profile says beside them."""


def findings(
    deliverable: Cells,
    media: Sequence[Cells] | Cells = (),
    pieces: Sequence[Cells] | None = None,
    rows: Sequence[Cells] = (),
) -> list[TechnicalFinding]:
    """What recipients have to say of one deliverable, `LIV-1`."""
    given = [{"object": "LIV-1", **cells} for cells in ([media] if isinstance(media, Mapping) else media)]
    made = an_office(deliverable=deliverable, media=given, piece=PIECES if pieces is None else pieces)
    made = made.with_rows("Specifications", table_rows("Specifications", [*map(dict, rows)]))
    (project,) = technical_projects(made)
    return project_findings(project, with_requirements(OURS, project, DAY, specifications(made)), DAY)


def found(*args: Any, **named: Any) -> list[str]:
    """The identifiers of what is not as asked."""
    return [one.rule for one in findings(*args, **named) if one.is_open]


def row(field: str, comparison: Comparison, value: str, **cells: Any) -> dict[str, Any]:
    return {
        "recipient": "France Télévisions",
        "field": field,
        "requirement": comparison,
        "required_value": value,
        **cells,
    }


def test_a_clean_pad_raises_nothing():
    assert findings(PAD) == []


def test_a_clean_dcp_raises_nothing():
    assert findings(DCP, pieces=[]) == []


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"raster": "1280×720"}, "PRO-RT040-DEFINITION"),
        ({"frame_rate": "24"}, "PRO-RT040-CADENCE"),
        ({"frame_rate": "23,976"}, "PRO-RT040-CADENCE"),
        ({"scan": "Progressif"}, "PRO-RT040-BALAYAGE"),
    ],
)
def test_a_value_declared_that_no_rule_checks_is_a_finding_of_the_profile(cells: Cells, rule: str):
    assert found({**PAD, **cells}) == [rule]


def test_an_interlaced_rate_in_fields_is_the_rate_that_is_asked():
    assert found({**PAD, "frame_rate": "50i"}) == []
    assert found({**PAD, "scan": "PsF"}) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"codec": "ProRes 422 HQ"},
        {"container": "MOV"},
        {"colour_space": "P3"},
        {"audio_hz": 44100},
        {"audio_bits": 16},
        {"audio_tracks": 4},
        {"loudness_lufs": -20},
        {"true_peak_dbtp": -1},
        {"first_timecode": "09:59:59:24"},
    ],
)
def test_a_value_declared_that_a_rule_checks_is_left_to_it(cells: Cells):
    assert found({**PAD, **cells}) == []


def test_a_finding_says_the_value_the_recipient_and_its_document():
    (one,) = findings({**PAD, "raster": "1280×720"})
    assert (
        one.message == "LIV-1, définition : 1280×720 déclaré ; le profil « PAD HD France » demande 1920×1080."
    )
    assert (one.found, one.expected) == ("1280×720 déclaré", "1920×1080")
    assert one.severity is Severity.BLOCKING and one.state is FindingState.FOUND
    assert one.sources.startswith("CST-RT-040 (non lu) ; Mediabank")
    assert (
        one.fix
        == "Livrer ce que demande le profil « PAD HD France », ou obtenir l'accord écrit du destinataire."
    )


def test_what_a_file_says_is_checked_under_the_identifier_of_the_rule():
    (one,) = findings(PAD, media={"codec": "ProRes", "file": "PAD.mxf", "nature": MediaNature.MEDIA})
    assert one.rule == "IMG-16"
    said = "ProRes mesuré dans « PAD.mxf » ; le profil « PAD HD France » demande XDCAM HD422 50."
    assert one.message == f"LIV-1, codec : {said}"


def test_a_value_wrong_as_declared_and_as_measured_is_one_finding():
    cells = {**PAD, "raster": "1280×720"}
    (one,) = findings(cells, media={"raster": "1440×1080", "file": "PAD.mxf"})
    assert one.found == "1280×720 déclaré, 1440×1080 mesuré dans « PAD.mxf »"


def test_files_that_say_the_same_are_told_once():
    media = [{"raster": "1440×1080", "file": f"{name}.mxf"} for name in ("A", "B", "C")]
    (one,) = findings(PAD, media=media)
    assert one.found == "1440×1080 mesuré dans « A.mxf » et 2 autres"
    (one,) = findings(PAD, media=media[:2])
    assert one.found == "1440×1080 mesuré dans « A.mxf » et 1 autre"


def test_a_tool_that_sees_an_op1a_does_not_deny_the_as10_of_a_report():
    assert found(PAD, media={"container": "MXF OP1a"}) == []
    assert found(PAD, media={"container": "MXF OP-Atom"}) == ["IMG-17"]


@pytest.mark.parametrize(
    ("asked", "declared", "rules"),
    [
        ("MXF AS-10", "MXF AS-10", []),
        ("MXF AS-10", "MXF OP1a", []),
        ("MXF AS-10", "MXF AS-11", ["SPE-5"]),
        ("MXF AS-10", "MOV", ["SPE-5"]),
        ("MXF OP1a", "MXF AS-10", []),
    ],
)
def test_a_constraint_that_is_not_said_is_not_denied(asked: str, declared: str, rules: list[str]):
    rows = [row("Conteneur", Comparison.EQUAL, asked)]
    assert found({**PAD, "container": declared}, rows=rows) == rules


@pytest.mark.parametrize("scan", [*ScanKind])
def test_a_psf_file_is_told_progressive_or_interlaced(scan: ScanKind):
    assert found(PAD, media={"scan": scan}) == []


@pytest.mark.parametrize(
    ("scan", "rules"),
    [(ScanKind.INTERLACED, ["CAD-15"]), (ScanKind.PROGRESSIVE, []), (ScanKind.SEGMENTED, ["CAD-15"])],
)
def test_an_interlaced_file_is_not_the_progressive_one_that_is_asked_for(scan: ScanKind, rules: list[str]):
    cells = {"type": DeliverableType.NETFLIX, "codec": "JPEG 2000", "container": "IMF", "frame_rate": "24"}
    assert found(cells, media={"scan": scan}) == rules


def test_a_general_word_of_a_tool_does_not_contradict_a_precise_one():
    assert found(PAD, media={"codec": "MPEG Video"}) == []


@pytest.mark.parametrize("nature", [MediaNature.EDIT_LIST, MediaNature.UNREAD])
def test_an_edit_list_is_not_the_file_of_a_deliverable(nature: MediaNature):
    assert found(PAD, media={"raster": "1280×720", "nature": nature}) == []


PICTURE = {"raster": "1920×1080", "file": "PAD.mxf"}


def test_a_stem_beside_the_picture_is_not_the_whole():
    stem = {"audio_hz": 44100, "audio_tracks": 2, "file": "VI.wav"}
    assert found(PAD, media=[PICTURE, stem]) == []
    assert found(PAD, media=stem) == ["SON-02", "SON-09"]


@pytest.mark.parametrize(
    ("of_picture", "of_log", "rules"),
    [(None, -20, ["SON-03"]), (-23, -20, []), (-20, -23, ["SON-03"]), (None, -23, [])],
)
def test_a_level_is_that_of_the_whole_else_of_the_log_beside_it(
    of_picture: int | None, of_log: int, rules: list[str]
):
    log = {"nature": MediaNature.LOUDNESS, "loudness_lufs": of_log, "file": "PAD.csv"}
    assert found(PAD, media=[{**PICTURE, "loudness_lufs": of_picture}, log]) == rules


def test_texts_are_read_in_their_own_file():
    texts = {"nature": MediaNature.SUBTITLES, "subtitle_lines": 4, "file": "ST.xml"}
    assert found(DCP, media=[{"raster": "1998×1080"}, texts], pieces=[]) == ["TCS-04"]


def test_the_file_of_another_deliverable_says_nothing():
    assert found(PAD, media={"raster": "1280×720", "object": "LIV-2"}) == []


@pytest.mark.parametrize(
    ("measured", "rules"),
    [
        ("-24.01", ["SON-03"]),
        ("-24", ["SON-04"]),
        ("-23.21", ["SON-04"]),
        ("-23.2", []),
        ("-22.8", []),
        ("-22.79", ["SON-04"]),
        ("-22", ["SON-04"]),
        ("-21.99", ["SON-03"]),
    ],
)
def test_both_tolerances_of_loudness_include_their_ends_and_one_is_told(measured: str, rules: list[str]):
    assert found(PAD, media={"loudness_lufs": Decimal(measured)}) == rules


@pytest.mark.parametrize(("measured", "rules"), [(-3, []), (-2, ["SON-05"])])
def test_a_peak_that_nobody_sourced_is_to_confirm(measured: int, rules: list[str]):
    told = findings(PAD, media={"true_peak_dbtp": measured})
    assert [one.rule for one in told] == rules
    assert all(one.state is FindingState.TO_CONFIRM and one.severity is Severity.WARNING for one in told)


def test_a_rule_of_two_fields_is_one_finding_on_files():
    (one,) = findings(PAD, media={"audio_hz": 44100, "audio_bits": 16})
    assert one.rule == "SON-02"
    assert one.expected == "48\u00a0000\u00a0Hz ; 24\u00a0bits"


@pytest.mark.parametrize(
    ("rate", "rules"),
    [(230, []), (230.1, ["PRO-DCP-DEBIT-2"]), (250, ["PRO-DCP-DEBIT-2"])],
)
def test_a_lesser_bound_is_told_alone(rate: float, rules: list[str]):
    assert found({**DCP, "bit_rate_mbps": rate}, pieces=[]) == rules


def test_what_a_graver_bound_refuses_is_not_told_by_the_lesser_one():
    assert found({**DCP, "bit_rate_mbps": 250.1}, pieces=[]) == []
    assert found(DCP, media={"bit_rate_mbps": 250.1}, pieces=[]) == ["IMG-15"]


@pytest.mark.parametrize(
    ("rate", "rules"),
    [
        ("25", []),
        ("48", []),
        ("30", [("PRO-SMPTE-CADENCE-2", Severity.WARNING)]),
        ("60", [("PRO-SMPTE-CADENCE-2", Severity.WARNING)]),
        ("23,976", [("PRO-SMPTE-CADENCE", Severity.BLOCKING)]),
    ],
)
def test_a_recommendation_only_warns(rate: str, rules: list[tuple[str, Severity]]):
    told = findings({**DCP, "frame_rate": rate}, pieces=[])
    assert [(one.rule, one.severity) for one in told] == rules


@pytest.mark.parametrize(("level", "rules"), [(-20, []), (-19, ["PRO-PUB-COURT-TERME-MAX"])])
def test_the_short_term_loudness_of_an_advert_is_measured(level: int, rules: list[str]):
    assert found(ADVERT, media={"short_term_lufs": level}, pieces=[]) == rules


@pytest.mark.parametrize(("level", "rules"), [(-23, []), (-30, []), (-22, ["PRO-PUB-LOUDNESS"])])
def test_the_loudness_of_an_advert_has_no_least(level: int, rules: list[str]):
    assert found({**ADVERT, "loudness_lufs": level}, pieces=[]) == rules


@pytest.mark.parametrize(
    ("label", "rules"), [("09:59:30:00", []), ("10:00:00:00", ["PRO-AS11-TC-DU-FICHIER"])]
)
def test_the_first_timecode_of_a_file_is_not_that_of_its_programme(label: str, rules: list[str]):
    cells = {
        "type": DeliverableType.PAD_UK,
        "codec": "AVC-Intra 100",
        "container": "MXF AS-11",
        "audio_tracks": 16,
        "frame_rate": "25",
        "first_timecode": "10:00:00:00",
    }
    assert found(cells, media={"first_timecode": label, "frame_rate": "25"}) == rules


@pytest.mark.parametrize(("tracks", "rules"), [(4, []), (16, []), (8, ["PRO-AS11-PISTES-SON"])])
def test_one_of_several_values_will_do(tracks: int, rules: list[str]):
    cells = {
        "type": DeliverableType.PAD_UK,
        "codec": "AVC-Intra 100",
        "container": "MXF AS-11",
        "audio_tracks": tracks,
    }
    assert found(cells) == rules


def xml(**cells: Any) -> list[dict[str, Any]]:
    good = {"nature": "Fichier XML", "day": DAY, "author": "Labo", "is_passed": True}
    return [piece for piece in PIECES if piece["nature"] != "Fichier XML"] + [{**good, **cells}]


@pytest.mark.parametrize(
    ("pieces", "told"),
    [
        (xml(), []),
        (xml(is_passed=None), ["sans verdict"]),
        (xml(is_passed=False), ["non conforme"]),
        (xml(author=""), ["sans date ou sans auteur"]),
        (xml(day=None), ["sans date ou sans auteur"]),
        (PIECES[1:], ["non fournie"]),
        ([*xml(is_passed=False), *xml()], []),
    ],
)
def test_a_piece_has_a_day_an_author_and_a_verdict(pieces: list[dict[str, Any]], told: list[str]):
    assert [one.found for one in findings({**PAD, "state": "Fabriqué"}, pieces=pieces)] == told


def test_a_piece_that_is_missing_is_told_in_words():
    (one,) = findings({**PAD, "state": "Fabriqué"}, pieces=PIECES[1:])
    assert one.message == (
        "LIV-1 : pièce « Fichier XML » non fournie ; le profil « PAD HD France » la demande."
    )
    assert one.expected == "à fournir"


def test_a_piece_that_a_rule_asks_for_is_left_to_it():
    assert found(PAD, pieces=[PIECES[0]]) == []


def test_a_field_left_empty_is_to_be_filled_in_once():
    (one,) = findings({**PAD, "raster": ""})
    assert (one.rule, one.state) == ("PRO-RT040-DEFINITION", FindingState.TO_FILL)


def test_a_field_that_a_file_says_is_not_to_be_filled_in():
    assert findings({**PAD, "raster": ""}, media={"raster": "1920×1080"}) == []


def test_a_field_that_is_not_understood_is_not_evaluated():
    (one,) = findings({**PAD, "raster": "HD 4:3"})
    assert one.state is FindingState.NOT_EVALUATED


@pytest.mark.parametrize(
    ("state", "states"),
    [
        (DeliverableState.EXPECTED, []),
        (DeliverableState.MADE, [FindingState.TO_FILL]),
    ],
)
def test_loudness_is_not_asked_for_before_the_deliverable_is_made(state: DeliverableState, states: list[Any]):
    assert [one.state for one in findings({**ADVERT, "state": state}, pieces=[])] == states


def test_a_row_of_specifications_is_told_under_its_own_number():
    rows = [row("Codec", Comparison.EQUAL, "AVC-Intra 100", source="Cahier 2026")]
    (one,) = findings(PAD, rows=rows)
    assert (one.rule, one.severity, one.sources) == ("SPE-5", Severity.BLOCKING, "Cahier 2026")
    assert one.message == (
        "LIV-1, codec : XDCAM HD422 50 déclaré ; France Télévisions demande AVC-Intra 100."
    )
    assert findings({**PAD, "codec": "AVC-Intra 100"}, rows=rows) == []


def test_half_of_what_a_rule_checks_is_still_asked_for_when_a_row_replaces_the_other_half():
    rows = [row("Fréquence audio", Comparison.EQUAL, "96000")]
    cells = {**PAD, "audio_hz": 96000, "audio_bits": 16}
    assert found(cells, rows=rows) == ["PRO-RT040-AUDIO"]
    assert found({**cells, "audio_bits": 24}, rows=rows) == []


def test_the_report_of_a_container_that_is_not_asked_for_is_not_asked_for_either():
    rows = [row("Conteneur", Comparison.EQUAL, "MOV")]
    assert found({**PAD, "container": "MOV"}, pieces=[PIECES[0]], rows=rows) == []


def test_a_row_confirms_what_nobody_sourced_and_then_blocks():
    rows = [row("Crête vraie", Comparison.AT_MOST, "-3", source="Cahier 2026")]
    (one,) = findings({**PAD, "true_peak_dbtp": -2}, rows=rows)
    assert (one.state, one.severity) == (FindingState.FOUND, Severity.BLOCKING)


@pytest.mark.parametrize(
    ("wanted", "sme", "told"),
    [
        ("Oui", True, []),
        ("Oui", False, ["SPE-5"]),
        ("Oui", None, ["SPE-5"]),
        ("Non", True, ["SPE-5"]),
        ("Non", None, []),
    ],
)
def test_an_element_is_asked_for_or_refused(wanted: str, sme: bool | None, told: list[str]):
    rows = [row("SME", Comparison.PRESENT, wanted)]
    assert found({**PAD, "has_sme": sme}, rows=rows) == told


@pytest.mark.parametrize(
    ("comparison", "value", "told"),
    [
        (Comparison.AT_LEAST, "8", []),
        (Comparison.AT_LEAST, "9", ["SPE-5"]),
        (Comparison.AT_MOST, "8", []),
        (Comparison.AT_MOST, "7", ["SPE-5"]),
        (Comparison.BETWEEN, "8 ; 16", []),
        (Comparison.BETWEEN, "4 ; 8", []),
        (Comparison.BETWEEN, "9 ; 16", ["SPE-5"]),
        (Comparison.BETWEEN, "4 ; 7", ["SPE-5"]),
        (Comparison.EQUAL, "8", []),
        (Comparison.EQUAL, "4", ["SPE-5"]),
        (Comparison.DIFFERENT, "4", []),
        (Comparison.DIFFERENT, "8", ["SPE-5"]),
        (Comparison.AMONG, "4 ; 8", []),
        (Comparison.AMONG, "4 ; 16", ["SPE-5"]),
    ],
)
def test_each_comparison_has_its_bounds(comparison: Comparison, value: str, told: list[str]):
    assert found(PAD, rows=[row("Pistes son", comparison, value)]) == told


def test_the_rules_that_a_row_replaces_are_named_with_their_deliverable():
    made = an_office(deliverable=PAD).with_rows(
        "Specifications", table_rows("Specifications", [row("Codec", Comparison.EQUAL, "DNxHD")])
    )
    (project,) = technical_projects(made)
    assert overruled_rules(project, DAY, specifications(made)) == {("IMG-16", "LIV-1")}
    assert overruled_rules(project, DAY, specifications(an_office(deliverable=PAD))) == frozenset()


def test_a_deliverable_has_one_rule_an_identifier():
    (project,) = technical_projects(an_office(deliverable=[PAD, DCP, ADVERT, {**PAD, "recipient": "ARTE"}]))
    rules = [(rule.id, rule.deliverable) for rule in requirement_rules(project, DAY)]
    assert len({(id, deliverable and deliverable.code) for id, deliverable in rules}) == len(rules)


def test_what_one_of_our_rules_finds_is_not_found_again_on_files():
    (project,) = technical_projects(
        an_office(deliverable=PAD, piece=PIECES, media={"codec": "ProRes", "object": "LIV-1"})
    )
    ours = replace(silent_rule("IMG-16"), condition=lambda case: Raised("faux", "ProRes", "XDCAM"))
    told = {
        rule.condition: [
            one.message for one in project_findings(project, with_requirements([rule], project, DAY), DAY)
        ]
        for rule in (ours, silent_rule("IMG-16"))
    }
    assert ["faux"] in told.values()
    assert [len(messages) for messages in told.values()] == [1, 1]


def test_a_requirement_whose_rule_is_not_among_ours_is_checked_as_declared():
    (project,) = technical_projects(an_office(deliverable={**PAD, "codec": "ProRes 422 HQ"}, piece=PIECES))
    assert [rule.id for rule, _, _ in raised_of(project)] == ["IMG-16"]
    assert [*raised_of(project, OURS)] == []


def test_a_rule_says_nothing_where_a_row_took_the_place_of_what_it_checks():
    made = an_office(deliverable=[PAD, {**PAD, "recipient": "TF1"}], piece=PIECES).with_rows(
        "Specifications", table_rows("Specifications", [row("Codec", Comparison.EQUAL, "XDCAM HD422 50")])
    )
    (project,) = technical_projects(made)
    loud = replace(silent_rule("IMG-16"), condition=lambda case: Raised("faux", "", ""))
    rules = with_requirements([loud], project, DAY, specifications(made))
    told = [one.object for one in project_findings(project, rules, DAY) if one.rule == "IMG-16"]
    assert told == ["LIV-2"]


def test_the_findings_of_requirements_are_those_of_their_rules():
    (project,) = technical_projects(an_office(deliverable={**PAD, "raster": "1280×720"}, piece=PIECES))
    ((rule, case, raised),) = raised_of(project, OURS)
    assert rule.id == "PRO-RT040-DEFINITION" and case.object_code == "LIV-1"
    assert raised.found == "1280×720 déclaré"


def test_a_piece_of_what_is_not_made_yet_is_a_reminder():
    (one,) = findings({**PAD, "state": "Attendu"}, pieces=PIECES[1:])
    assert one.message == "LIV-1 : pièce « Fichier XML » à joindre quand le livrable sera fabriqué."
    assert (one.severity, one.expected, one.holds) == (Severity.INFO, "à fournir", False)


@pytest.mark.parametrize(
    ("declared", "wanted", "message"),
    [
        (None, "Oui", "LIV-1 : « Audiodescription » manque ; France Télévisions le demande."),
        (False, "Oui", "LIV-1 : « Audiodescription » manque ; France Télévisions le demande."),
        (True, "Non", "LIV-1 : « Audiodescription » est déclaré ; France Télévisions n'en veut pas."),
        (True, "Oui", ""),
        (None, "Non", ""),
    ],
)
def test_what_is_to_be_there_or_not_is_told_in_a_sentence(declared: bool | None, wanted: str, message: str):
    asked = row("Audiodescription", Comparison.PRESENT, wanted)
    told = findings(
        {**PAD, "has_audio_description": declared, "recipient": "France Télévisions"}, rows=[asked]
    )
    assert [one.message for one in told if one.rule.startswith("SPE")] == [message] * bool(message)


@pytest.mark.parametrize(("pieces", "count"), [(0, 0), (1, 1)])
def test_a_piece_that_nobody_wants_is_told(pieces: int, count: int):
    asked = row("Projection de contrôle", Comparison.PRESENT, "Non")
    given = [
        *PIECES,
        *[{"nature": "Projection de contrôle", "day": DAY, "author": "Labo", "is_passed": True}] * pieces,
    ]
    told = findings({**PAD, "recipient": "France Télévisions"}, pieces=given, rows=[asked])
    said = "LIV-1 : pièce « Projection de contrôle » fournie ; France Télévisions n'en veut pas."
    assert [one.message for one in told if one.rule.startswith("SPE")] == [said] * count


def test_the_lines_of_subtitles_are_asked_of_a_dcp_that_has_some():
    dcp = {"type": DeliverableType.DCP_2K, "standard": "SMPTE"}
    asked = "« Caractères par ligne »"
    assert not [one for one in findings(dcp) if asked in one.message]
    assert [one for one in findings({**dcp, "subtitle_format": "DCP"}) if asked in one.message]
