"""What rules say of a project: findings in their severity, fields to fill in once, what cannot be told and why."""

from __future__ import annotations

from postprod_xl.domain.technique.findings.evaluation import project_findings
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.technique.rules.rule import TechnicalRule
from postprod_xl.schema.technical_vocabulary import DeliverableType, FindingState, HouseSeverity
from postprod_xl.schema.vocabulary import Severity
from tests.domain.technique.cases import DAY, a_project
from tests.domain.technique.findings.rules import (
    COPIES,
    DCP_KEYS,
    EIGHT_BITS,
    SHARED_RATE,
    TRACKS,
    UNSOURCED,
)

RULES = (SHARED_RATE, EIGHT_BITS, COPIES, DCP_KEYS)
AT_25 = {"timeline_rate": "25", "rushes_copies": 2}
GOOD = {"frame_rate": "25", "bit_depth": 10}


def found(*rules: TechnicalRule, **given: object) -> list[TechnicalFinding]:
    return project_findings(a_project(**given), rules or RULES, DAY)


def told(findings: list[TechnicalFinding]) -> list[tuple[str, str, str]]:
    return [(one.rule, one.object, one.state) for one in findings]


def test_a_project_in_order_raises_nothing():
    assert found(workflow=AT_25, source=GOOD, deliverable={"type": DeliverableType.PAD_HD}) == []


def test_a_finding_says_what_its_rule_says():
    (one,) = found(workflow=AT_25, source=[GOOD, {**GOOD, "frame_rate": "24"}])
    assert (one.project, one.rule, one.object, one.severity) == ("TERR", "TST-01", "CAM-2", Severity.WARNING)
    assert (one.state, one.message) == (FindingState.FOUND, "Cela ne va pas.")
    assert (one.found, one.expected, one.fix) == ("trouvé", "attendu", "Corriger TST-01.")


def test_each_object_has_its_own_finding():
    findings = found(workflow=AT_25, source=[{**GOOD, "bit_depth": 8}, {**GOOD, "bit_depth": 8}])
    assert told(findings) == [
        ("TST-02", "CAM-1", FindingState.FOUND),
        ("TST-02", "CAM-2", FindingState.FOUND),
    ]


def test_an_empty_field_is_listed_once_with_every_rule_that_wants_it():
    (one,) = found(workflow=AT_25, source={"bit_depth": 8})
    assert told([one]) == [("TST-01, TST-02", "CAM-1", FindingState.TO_FILL)]
    assert one.message == "Il manque « Cadence » dans Sources : TST-01 et TST-02 ne sont pas évaluées"
    assert (one.severity, one.fix) == (Severity.INFO, "Remplir « Cadence » dans Sources, CAM-1.")


def test_an_empty_field_of_the_project_is_listed_once_for_all_its_sources():
    findings = found(SHARED_RATE, workflow={"rushes_copies": 2}, source=[GOOD, GOOD])
    assert told(findings) == [("TST-01", "", FindingState.TO_FILL)]
    assert findings[0].message == "Il manque « Cadence timeline » dans Flux : TST-01 n'est pas évaluée"


def test_each_object_is_asked_for_its_own_empty_field():
    findings = found(workflow=AT_25, source=[{"bit_depth": 10}, {"bit_depth": 10}])
    assert [one.object for one in findings] == ["CAM-1", "CAM-2"]


def test_a_project_without_workflow_is_asked_for_its_row_once():
    (one,) = found(source=GOOD)
    assert told([one]) == [("TST-01, TST-03", "", FindingState.TO_FILL)]
    assert one.message == "Il manque la ligne du projet dans Flux : TST-01 et TST-03 ne sont pas évaluées"


def test_what_is_written_and_not_understood_is_not_evaluated_and_says_why():
    (one,) = found(workflow=AT_25, source={**GOOD, "frame_rate": "37"})
    assert told([one]) == [("TST-01, TST-02", "CAM-1", FindingState.NOT_EVALUATED)]
    assert one.message == (
        "« Cadence » dans Sources, « 37 » : cadence inconnue : TST-01 et TST-02 ne sont pas évaluées"
    )
    assert (one.severity, one.found) == (Severity.INFO, "« 37 » : cadence inconnue")


def test_a_rule_asks_nothing_of_a_deliverable_of_another_type():
    assert found(workflow=AT_25, deliverable={"type": DeliverableType.PAD_HD}) == []


def test_a_deliverable_without_type_is_asked_for_it():
    (one,) = found(workflow=AT_25, deliverable={"has_kdm": False})
    assert told([one]) == [("TST-04", "LIV-1", FindingState.TO_FILL)]
    assert "« Type » dans Livrables" in one.message


def test_a_rule_that_no_source_says_warns_at_most_and_is_to_be_confirmed():
    (one,) = found(workflow=AT_25, deliverable={"type": DeliverableType.DCP_2K, "has_kdm": False})
    assert (one.state, one.severity, one.holds) == (FindingState.TO_CONFIRM, Severity.WARNING, False)


def test_a_value_of_the_trade_that_nobody_sourced_is_not_evaluated_by_name():
    (one,) = found(UNSOURCED, workflow=AT_25)
    assert told([one]) == [("TST-05", "", FindingState.NOT_EVALUATED)]
    assert (one.message, one.severity) == ("Poignées : valeur inconnue au 30/11/2026", Severity.INFO)


def test_the_severity_of_the_house_is_the_one_that_counts():
    project = a_project(workflow=AT_25, source={**GOOD, "bit_depth": 8})
    decided = {"tst-02": HouseSeverity.INFO}
    (one,) = project_findings(project, RULES, DAY, decided)
    assert one.severity is Severity.INFO


def test_a_muted_rule_neither_finds_nor_asks_for_anything():
    muted = {"tst-02": HouseSeverity.MUTED}
    wrong = a_project(workflow=AT_25, source={**GOOD, "bit_depth": 8})
    empty = a_project(workflow=AT_25, source={"frame_rate": "25"})
    assert [*project_findings(wrong, RULES, DAY, muted), *project_findings(empty, RULES, DAY, muted)] == []


def test_the_house_cannot_make_a_rule_that_no_source_says_blocking():
    project = a_project(workflow=AT_25, deliverable={"type": DeliverableType.DCP_2K, "has_kdm": False})
    (one,) = project_findings(project, RULES, DAY, {"tst-04": HouseSeverity.BLOCKING})
    assert one.severity is Severity.WARNING


def test_a_rule_on_every_deliverable_is_asked_of_one_without_type():
    assert told(found(TRACKS, deliverable={"audio_tracks": 4})) == [("TST-06", "LIV-1", FindingState.FOUND)]
