"""The technical rules applied to a project: what each finds, what it lacks, what it cannot tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from postprod_xl.domain.technique.facts.records import ProjectFacts
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.technique.findings.house import severity_of
from postprod_xl.domain.technique.findings.missing import MissingFields, missing_fields
from postprod_xl.domain.technique.findings.sources import sources_text
from postprod_xl.domain.technique.rules.rule import Case, Raised, RuleConfidence, TechnicalRule, cases_of
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.technical_vocabulary import FindingState, HouseSeverity
from postprod_xl.schema.vocabulary import Severity

PUBLISHED: Mapping[str, HouseSeverity] = {}
"""No severity changed by the house."""


def project_findings(
    project: ProjectFacts,
    rules: Sequence[TechnicalRule],
    day: date,
    decided: Mapping[str, HouseSeverity] = PUBLISHED,
) -> list[TechnicalFinding]:
    """What some rules say of a project, each in its severity: findings, then what cannot be evaluated and why.

    A rule that the house muted is not evaluated. A field that several rules want is listed once, with all of them.

    Parameters
    ----------
    project
        Its facts, after the plan was computed.
    rules
        In the order of their identifiers.
    day
        The one on which the values of the trade must be in force.
    decided
        The severities of the house, by identifier.
    """
    found: list[TechnicalFinding] = []
    missing = MissingFields()
    for rule in rules:
        severity = severity_of(rule, decided)
        cases = () if severity is None else cases_of(rule.scope, project, day)
        for order, case in enumerate(cases, 1):
            if severity is None or not rule.is_about(case):
                continue
            if fields := missing_fields(rule, case, order):
                missing.add(rule, fields)
            else:
                found += _evaluated(rule, case, severity, order)
    return [*found, *missing.findings]


def _evaluated(rule: TechnicalRule, case: Case, severity: Severity, order: int) -> Iterator[TechnicalFinding]:
    """The finding of a rule that has all it reads; a value of the trade that nobody sourced keeps it from telling."""
    try:
        raised = rule.raised(case)
    except UnknownRate as unknown:
        raised, severity, state = Raised(str(unknown), "", ""), Severity.INFO, FindingState.NOT_EVALUATED
    else:
        state = FindingState.TO_CONFIRM if rule.confidence is RuleConfidence.K else FindingState.FOUND
    if raised is not None:
        yield TechnicalFinding(
            project=case.project.code,
            rule=rule.id,
            object=case.object_code,
            state=state,
            severity=severity,
            message=raised.message,
            found=raised.found,
            expected=raised.expected,
            fix=rule.fix,
            advice=rule.advice,
            sources=sources_text(rule.sources),
            confidence=rule.confidence,
            order=order,
        )
