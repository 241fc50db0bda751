"""What every technical rule declares: identifiers, fields that exist, sources that can be read, French sentences."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from postprod_xl.domain.technique.facts.records import (
    DeliverableFacts,
    MeasuredFacts,
    PieceFacts,
    ProjectFacts,
    SourceFacts,
    TaskFacts,
    WorkflowFacts,
)
from postprod_xl.domain.technique.rules.registry import BY_ID, RULES
from postprod_xl.domain.technique.rules.rule import (
    ALL_TYPES,
    RuleConfidence,
    Scope,
    TechnicalRule,
)
from postprod_xl.parameters import described, in_force, named
from postprod_xl.schema.vocabulary import Severity

RECORDS = {
    "source": SourceFacts,
    "sources": SourceFacts,
    "workflow": WorkflowFacts,
    "deliverable": DeliverableFacts,
    "deliverables": DeliverableFacts,
    "task": TaskFacts,
    "tasks": TaskFacts,
    "pieces": PieceFacts,
    "measured": MeasuredFacts,
    "project": ProjectFacts,
}
OWN = {"source": Scope.SOURCE, "deliverable": Scope.DELIVERABLE, "task": Scope.TASK}
EVERY = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
# The 69 rules of the survey of technical facts, and how many each family has.
SURVEYED = {"CAD": 15, "IMG": 22, "SON": 15, "TCS": 7, "PLN": 10}


def test_every_rule_of_the_survey_is_declared_once_and_in_order():
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))
    surveyed = {f"{family}-{rank:02d}" for family, count in SURVEYED.items() for rank in range(1, count + 1)}
    assert surveyed <= BY_ID.keys()
    assert len(surveyed) == 69


@EVERY
def test_the_fields_of_a_rule_are_those_of_the_facts(rule: TechnicalRule):
    for field in (*rule.needed, *rule.reads_blank):
        record, _, name = field.partition(".")
        assert name in {it.name for it in fields(RECORDS[record])}, field


@EVERY
def test_a_rule_reads_one_object_only_in_the_scope_that_has_it(rule: TechnicalRule):
    named_first = {field.partition(".")[0] for field in (*rule.needed, *rule.reads_blank)}
    assert {OWN[record] for record in named_first if record in OWN} <= {rule.scope}
    assert rule.only_for == ALL_TYPES or rule.scope is Scope.DELIVERABLE


@EVERY
def test_the_sources_of_a_rule_are_told(rule: TechnicalRule):
    assert rule.sources
    assert set(rule.sources) <= named("technique_sources")


@EVERY
def test_what_nobody_sourced_never_blocks(rule: TechnicalRule):
    if rule.confidence is RuleConfidence.K:
        assert rule.severity is not Severity.BLOCKING


@EVERY
def test_a_rule_is_told_in_whole_sentences(rule: TechnicalRule):
    assert rule.title.endswith(".")
    assert rule.fix.endswith(".")
    assert "’" not in rule.title + rule.fix


@pytest.mark.parametrize("key", sorted(named("technique_sources")))
def test_a_source_says_its_title_its_address_its_day_and_its_worth(key: str):
    source = described("technique_sources")[key]
    assert source["title"]
    assert source["address"]
    assert isinstance(source["read"], date)
    assert RuleConfidence(source["confidence"])


@pytest.mark.parametrize("name", sorted(named("technique_picture")))
def test_a_threshold_of_pictures_says_where_it_comes_from(name: str):
    value = in_force(f"technique_picture.{name}", date(2026, 11, 30))
    cited = value.source.partition(" :")[0].partition(" ;")[0].replace(",", " ").split()
    assert cited
    assert set(cited) <= named("technique_sources")
