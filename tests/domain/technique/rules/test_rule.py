"""When a rule is evaluated, and what it asks for before."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
    cases_of,
)
from postprod_xl.schema.technical_vocabulary import DeliverableType, SourceRole
from postprod_xl.schema.vocabulary import Severity
from tests.domain.technique.cases import DAY, a_project, cases, not_understood, raised, to_fill

WRONG = Raised("Faux.", "faux", "vrai")
OF_SOURCES = TechnicalRule(
    "ESSAI",
    Scope.SOURCE,
    Severity.WARNING,
    RuleConfidence.S,
    "Un essai.",
    ("source.frame_rate", "workflow.timeline_rate"),
    lambda case: WRONG,
    "Rien.",
    ("RES1",),
    Advice.PICTURE,
    reads_blank=("source.timecode_mode", "workflow.locked_duration", "sources.reel"),
)
OF_PADS = replace(
    OF_SOURCES,
    scope=Scope.DELIVERABLE,
    reads=(),
    reads_blank=(),
    only_for=frozenset({DeliverableType.PAD_HD}),
)


def test_a_rule_is_evaluated_when_all_it_reads_is_filled():
    project = a_project(source={"frame_rate": "25"}, workflow={"timeline_rate": "25"})
    assert raised(OF_SOURCES, project) == (WRONG,)
    assert to_fill(OF_SOURCES, project) == ()


def test_a_blank_field_keeps_it_from_being_evaluated_and_is_asked_for():
    project = a_project(source={"frame_rate": "25"})
    assert raised(OF_SOURCES, project) == ()
    assert to_fill(OF_SOURCES, project) == ("workflow.timeline_rate",)


def test_a_field_not_understood_is_not_a_blank_one():
    project = a_project(source={"frame_rate": "37"}, workflow={"timeline_rate": "25"})
    assert raised(OF_SOURCES, project) == ()
    assert (to_fill(OF_SOURCES, project), not_understood(OF_SOURCES, project)) == ((), ("source.frame_rate",))


def test_a_field_whose_blank_counts_still_has_to_be_understood():
    workflow = {"timeline_rate": "25", "locked_duration": "demain"}
    project = a_project(source={"frame_rate": "25"}, workflow=workflow)
    assert raised(OF_SOURCES, project) == ()
    assert not_understood(OF_SOURCES, project) == ("workflow.locked_duration",)


def test_a_rule_asks_nothing_of_what_it_does_not_concern():
    of_phones = replace(OF_SOURCES, concerns=lambda case: case.the_source.role is SourceRole.PHONE)
    project = a_project(source={"frame_rate": "25"})
    assert (raised(of_phones, project), to_fill(of_phones, project)) == ((), ())


def test_a_rule_about_one_type_asks_nothing_of_another():
    project = a_project(deliverable={"type": DeliverableType.DVD})
    assert (raised(OF_PADS, project), to_fill(OF_PADS, project)) == ((), ())
    assert raised(OF_PADS, a_project(deliverable={"type": DeliverableType.PAD_HD})) == (WRONG,)


def test_a_deliverable_without_type_is_to_be_filled():
    assert to_fill(OF_PADS, a_project(deliverable={})) == ("deliverable.type",)
    assert raised(OF_PADS, a_project(deliverable={})) == ()


def test_a_rule_about_every_type_does_not_ask_for_it():
    of_all = replace(OF_PADS, only_for=frozenset(DeliverableType))
    assert raised(of_all, a_project(deliverable={})) == (WRONG,)


def test_a_project_has_a_case_for_each_of_its_rows_in_the_scope():
    project = a_project(source=[{}, {}], deliverable={}, task=[{"step": "MIXAGE"}])
    counts = {scope: len(list(cases_of(scope, project, DAY))) for scope in Scope}
    assert counts == {
        Scope.PROJECT: 1,
        Scope.SOURCE: 2,
        Scope.DELIVERABLE: 1,
        Scope.PLAN: 1,
        Scope.TASK: 1,
    }
    codes = [case.object_code for case in cases(OF_SOURCES, project)]
    assert codes == ["CAM-1", "CAM-2"]
    assert Case(project, DAY).object_code == ""


OF_EACH = replace(
    OF_SOURCES,
    reads=("source.role",),
    reads_blank=(),
    reads_each=("source.bit_depth", "source.frame_rate"),
    condition=lambda case: WRONG if case.the_source.bit_depth == 8 else None,
)
CAMERA = {"role": SourceRole.MAIN_CAMERA}


def test_one_wrong_field_of_several_is_enough_and_the_others_are_not_asked_for():
    project = a_project(source={**CAMERA, "bit_depth": 8})
    assert (raised(OF_EACH, project), to_fill(OF_EACH, project)) == ((WRONG,), ())


def test_the_blank_fields_of_several_are_asked_for_when_none_is_wrong():
    project = a_project(source={**CAMERA, "bit_depth": 10})
    assert (raised(OF_EACH, project), to_fill(OF_EACH, project)) == ((), ("source.frame_rate",))
    nothing = a_project(source=CAMERA)
    assert to_fill(OF_EACH, nothing) == ("source.bit_depth", "source.frame_rate")


def test_a_required_field_comes_before_several():
    project = a_project(source={"bit_depth": 8})
    assert (raised(OF_EACH, project), to_fill(OF_EACH, project)) == ((), ("source.role", "source.frame_rate"))


def test_a_field_of_several_that_is_not_understood_keeps_no_other_from_being_wrong():
    project = a_project(source={**CAMERA, "bit_depth": 8, "frame_rate": "37"})
    assert raised(OF_EACH, project) == (WRONG,)
    assert not_understood(OF_EACH, project) == ()
    other = a_project(source={**CAMERA, "bit_depth": 10, "frame_rate": "37"})
    assert (raised(OF_EACH, other), not_understood(OF_EACH, other)) == ((), ("source.frame_rate",))
