"""Rates, timecodes and scans of sources in the timeline: CAD-01 to CAD-05, CAD-14."""

from __future__ import annotations

import pytest

from postprod_xl.domain.technique.rules.registry import BY_ID
from postprod_xl.domain.technique.rules.rule import RuleConfidence
from postprod_xl.schema.technical_vocabulary import ScanKind, SourceRole, TimecodeMode
from postprod_xl.schema.vocabulary import Severity
from tests.domain.technique.cases import a_project, not_understood, raised, to_fill

DROP, NON_DROP = TimecodeMode.DROP, TimecodeMode.NON_DROP
PROGRESSIVE, INTERLACED, SEGMENTED = ScanKind.PROGRESSIVE, ScanKind.INTERLACED, ScanKind.SEGMENTED
WITHOUT_RATE = (SourceRole.STILL, SourceRole.SOUND)


def in_timeline(rate: str, timeline: str, **source: object):
    return a_project(source={"frame_rate": rate, **source}, workflow={"timeline_rate": timeline})


# CAD-01


@pytest.mark.parametrize("workflow", [None, {}], ids=["no row in Flux", "an empty rate"])
def test_a_timeline_without_rate_is_told_when_there_are_sources(workflow: dict | None):
    (wrong,) = raised("CAD-01", a_project(source=[{}, {}], workflow=workflow))
    assert wrong.message == "La cadence de la timeline n'est pas fixée alors que le projet a 2 sources."


def test_a_timeline_with_a_rate_is_fixed():
    assert raised("CAD-01", a_project(source={}, workflow={"timeline_rate": "25"})) == ()


def test_nobody_has_to_fix_a_rate_before_there_are_sources():
    assert raised("CAD-01", a_project(workflow={})) == ()


def test_a_rate_of_timeline_that_is_not_understood_is_not_a_missing_one():
    project = a_project(source={}, workflow={"timeline_rate": "37"})
    assert raised("CAD-01", project) == ()
    assert not_understood("CAD-01", project) == ("workflow.timeline_rate",)


# CAD-02


@pytest.mark.parametrize(
    ("rate", "timeline", "told"),
    [
        ("23,976", "24", "23,976 i/s et la timeline à 24 i/s"),
        ("29,97", "25", "29,97 i/s et la timeline à 25 i/s"),
        ("24", "25", "24 i/s et la timeline à 25 i/s"),
        ("30", "29,97", "30 i/s et la timeline à 29,97 i/s"),
        ("60", "59,94", "60 i/s et la timeline à 59,94 i/s"),
        ("30", "25", "30 i/s et la timeline à 25 i/s"),
    ],
)
def test_a_source_of_another_rate_is_told(rate: str, timeline: str, told: str):
    (wrong,) = raised("CAD-02", in_timeline(rate, timeline))
    expected = f"La source CAM-1 est à {told} : saccades ou dérive possibles."
    assert wrong.message.replace("\u00a0", " ") == expected


@pytest.mark.parametrize(("rate", "timeline"), [("25", "25"), ("50i", "25"), ("23,98", "23,976")])
def test_a_source_at_the_rate_of_the_timeline_is_not_told(rate: str, timeline: str):
    assert raised("CAD-02", in_timeline(rate, timeline)) == ()
    assert raised("CAD-03", in_timeline(rate, timeline)) == ()


@pytest.mark.parametrize(
    ("rate", "timeline"), [("50", "25"), ("25", "50"), ("59,94", "29,97"), ("100", "25")]
)
def test_a_multiple_plays_regularly(rate: str, timeline: str):
    assert raised("CAD-02", in_timeline(rate, timeline)) == ()


@pytest.mark.parametrize("role", WITHOUT_RATE)
@pytest.mark.parametrize("rule", ["CAD-02", "CAD-03", "CAD-04", "CAD-14"])
def test_a_photograph_and_a_recorder_are_asked_for_nothing_of_motion(rule: str, role: SourceRole):
    project = a_project(
        source={"role": role, "is_constant": False, "scan": INTERLACED},
        workflow={"timeline_rate": "25", "scan": PROGRESSIVE},
    )
    assert (raised(rule, project), to_fill(rule, project)) == ((), ())


def test_rates_are_asked_for_where_they_are_not_filled():
    assert to_fill("CAD-02", a_project(source={})) == ("source.frame_rate", "workflow.timeline_rate")
    assert raised("CAD-02", a_project(source={"frame_rate": "24"})) == ()


# CAD-03


@pytest.mark.parametrize(
    ("rate", "timeline", "times"),
    [
        ("50", "25", 2),
        ("75", "25", 3),
        ("72", "24", 3),
        ("90", "30", 3),
        ("100", "25", 4),
        ("119,88", "29,97", 4),
    ],
)
def test_a_source_some_times_faster_is_told(rate: str, timeline: str, times: int):
    (wrong,) = raised("CAD-03", in_timeline(rate, timeline))
    assert f"va {times} fois plus vite" in wrong.message
    assert f"une image sur {times} est gardée" in wrong.message


@pytest.mark.parametrize(("rate", "timeline"), [("25", "50"), ("60", "25"), ("24", "25")])
def test_a_slower_source_or_one_that_is_no_multiple_is_not(rate: str, timeline: str):
    assert raised("CAD-03", in_timeline(rate, timeline)) == ()


# CAD-04


def test_a_variable_rate_is_told():
    (wrong,) = raised("CAD-04", a_project(source={"is_constant": False}))
    assert wrong.message.startswith("La source CAM-1 est à cadence variable")
    assert raised("CAD-04", a_project(source={"frame_rate": "VFR"})) == (wrong,)


def test_a_constant_rate_is_not_told_and_one_that_nobody_said_is_asked_for():
    assert raised("CAD-04", a_project(source={"is_constant": True})) == ()
    unsaid = a_project(source={})
    assert (raised("CAD-04", unsaid), to_fill("CAD-04", unsaid)) == ((), ("source.is_constant",))


# CAD-05


@pytest.mark.parametrize("rate", ["25", "23,976", "30", "60"])
def test_drop_frame_at_another_rate_is_told(rate: str):
    (wrong,) = raised("CAD-05", a_project(source={"frame_rate": rate, "timecode_mode": DROP}))
    expected = f"Le timecode « drop frame » de CAM-1 est incompatible avec {rate} i/s."
    assert wrong.message.replace("\u00a0", " ") == expected


@pytest.mark.parametrize("rate", ["29,97", "59,94"])
def test_drop_frame_at_its_two_rates_is_right(rate: str):
    assert raised("CAD-05", a_project(source={"frame_rate": rate, "timecode_mode": DROP})) == ()


@pytest.mark.parametrize("mode", [NON_DROP, ""])
def test_another_counting_is_right_at_every_rate_and_asks_for_none(mode: str):
    project = a_project(source={"timecode_mode": mode})
    assert (raised("CAD-05", project), to_fill("CAD-05", project)) == ((), ())
    assert raised("CAD-05", a_project(source={"frame_rate": "25", "timecode_mode": mode})) == ()


def test_what_nobody_sourced_does_not_block():
    rule = BY_ID["CAD-05"]
    assert (rule.confidence, rule.severity) == (RuleConfidence.K, Severity.WARNING)


# CAD-14


def scanned(scan: str, timeline: str, deinterlacing: str = ""):
    return a_project(
        source={"scan": scan, "deinterlacing": deinterlacing},
        workflow={"scan": timeline, "timeline_rate": "25"},
    )


@pytest.mark.parametrize("timeline", [PROGRESSIVE, SEGMENTED])
def test_an_interlaced_source_in_a_progressive_timeline_is_told(timeline: ScanKind):
    (wrong,) = raised("CAD-14", scanned(INTERLACED, timeline))
    assert wrong.message == "La source CAM-1 est entrelacée dans une timeline progressive : effet de peigne."


@pytest.mark.parametrize("scan", [PROGRESSIVE, SEGMENTED])
def test_a_segmented_source_is_progressive(scan: ScanKind):
    assert raised("CAD-14", scanned(scan, PROGRESSIVE)) == ()


def test_an_interlaced_timeline_takes_an_interlaced_source():
    assert raised("CAD-14", scanned(INTERLACED, INTERLACED)) == ()


def test_a_source_that_will_be_deinterlaced_is_right():
    assert raised("CAD-14", scanned(INTERLACED, PROGRESSIVE, "QTGMC")) == ()


def test_scans_are_asked_for_only_where_a_comb_is_possible():
    assert to_fill("CAD-14", scanned(INTERLACED, "")) == ("workflow.scan",)
    assert to_fill("CAD-14", scanned("", PROGRESSIVE)) == ("source.scan",)
    for clear in (scanned(PROGRESSIVE, ""), scanned("", INTERLACED), scanned("", PROGRESSIVE, "QTGMC")):
        assert to_fill("CAD-14", clear) == ()


@pytest.mark.parametrize("word", ["aucun", "Non", "sans", "-"])
def test_to_write_that_nothing_deinterlaces_is_to_have_nothing(word: str):
    assert raised("CAD-14", scanned(INTERLACED, PROGRESSIVE, word))
