"""The technical rules applied to a project: what each finds, what it lacks, what it cannot tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from postprod_xl.domain.technique.facts.records import ProjectFacts
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.technique.findings.house import severity_of
from postprod_xl.domain.technique.findings.missing import MissingFields, missing_fields
from postprod_xl.domain.technique.findings.sources import sources_text
from postprod_xl.domain.technique.rules.rule import Case, RuleConfidence, TechnicalRule, cases_of
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
        if (severity := severity_of(rule, decided)) is None:
            continue
        for order, case in enumerate(cases_of(rule.scope, project, day), 1):
            try:
                if not rule.is_about(case):
                    continue
                if fields := missing_fields(rule, case, order):
                    missing.add(rule, fields)
                else:
                    found += _evaluated(rule, case, severity, order)
            except UnknownRate as unknown:
                found.append(_not_evaluated(rule, case, str(unknown), order))
    return [*found, *missing.findings]


def _evaluated(rule: TechnicalRule, case: Case, severity: Severity, order: int) -> Iterator[TechnicalFinding]:
    """What a rule finds that has all it reads."""
    if (raised := rule.raised(case)) is not None:
        is_unsure = rule.confidence is RuleConfidence.K
        state = FindingState.TO_CONFIRM if is_unsure else FindingState.FOUND
        yield replace(
            _of(rule, case, order),
            state=state,
            severity=raised.severity or severity,
            message=raised.message,
            found=raised.found,
            expected=raised.expected,
        )


def _not_evaluated(rule: TechnicalRule, case: Case, why: str, order: int) -> TechnicalFinding:
    """A value of the trade that nobody sourced keeps a rule from telling."""
    return replace(_of(rule, case, order), message=why)


def _of(rule: TechnicalRule, case: Case, order: int) -> TechnicalFinding:
    """What is known of a rule on a case before it is evaluated."""
    return TechnicalFinding(
        project=case.project.code,
        rule=rule.id,
        object=case.object_code,
        state=FindingState.NOT_EVALUATED,
        severity=Severity.INFO,
        message="",
        fix=rule.fix,
        advice=rule.advice,
        sources=sources_text(rule.sources),
        confidence=rule.confidence,
        order=order,
    )
