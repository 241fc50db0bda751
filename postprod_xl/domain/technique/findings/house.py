"""What the house decides of the severity of the technical rules, once it says why, who and when."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Protocol

from postprod_xl.domain.office import Office
from postprod_xl.domain.technique.rules.rule import RuleConfidence
from postprod_xl.domain.wording import listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.references import Known, name_problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.technique import TECHNICAL_RULES
from postprod_xl.schema.technical_vocabulary import HouseSeverity
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Severity

SIGNED = ("reason", "confirmed_by", "confirmed_day")
"""What a decision needs before it counts."""
_SEVERITIES = {
    HouseSeverity.BLOCKING: Severity.BLOCKING,
    HouseSeverity.WARNING: Severity.WARNING,
    HouseSeverity.INFO: Severity.INFO,
}


class Graded(Protocol):
    """What the house may give another severity: a rule, or the requirement of a published profile."""

    @property
    def id(self) -> str: ...

    @property
    def severity(self) -> Severity: ...

    @property
    def confidence(self) -> RuleConfidence: ...


def house_severities(office: Office) -> dict[str, HouseSeverity]:
    """The severities that the house signed in `ReglesTechniques`, by the identifier of the rule as names are compared.

    One without reason, without name or without day, or dated of a day to come, does not count.
    """
    return {
        folded(row.rule): HouseSeverity(row.house_severity)
        for row in office[TECHNICAL_RULES.name]
        if row.house_severity and not lacking(row, SIGNED) and row.confirmed_day <= office.today
    }


def severity_of(rule: Graded, decided: Mapping[str, HouseSeverity]) -> Severity | None:
    """The severity of a rule as the house decided it, else as published; None of a rule that it muted.

    A rule that rests on knowledge of the trade alone never blocks, whatever the house decides.
    """
    of_house = decided.get(folded(rule.id)) if decided else None
    if of_house is HouseSeverity.MUTED:
        return None
    severity = rule.severity if of_house is None else _SEVERITIES[of_house]
    return capped(severity, rule.confidence)


def capped(severity: Severity, confidence: RuleConfidence | None) -> Severity:
    """A severity, brought down to a warning where no source says the rule."""
    if confidence is RuleConfidence.K and severity is Severity.BLOCKING:
        return Severity.WARNING
    return severity


def house_problems(office: Office, rules: Collection[Graded]) -> Iterator[Problem]:
    """Warnings of `ReglesTechniques`: rules that do not exist, decisions that do not count and why."""
    known = {folded(rule.id): rule for rule in rules}
    strangers: dict[str, list[int]] = {}
    for row in office[TECHNICAL_RULES.name]:
        if (rule := known.get(folded(row.rule))) is None:
            strangers.setdefault(row.rule, []).append(row.row)
        else:
            yield from _decision_problems(row, rule, office.today)
    place = Known([rule.id for rule in rules], "des règles techniques")
    for name, rows in strangers.items():
        yield name_problem(TECHNICAL_RULES.name, TECHNICAL_RULES.heading("rule"), name, rows, place)


def _decision_problems(row: Row, rule: Graded, today: date) -> Iterator[Problem]:
    if not row.house_severity:
        if typed := [name for name in SIGNED if getattr(row, name)]:
            heading = TECHNICAL_RULES.heading("house_severity")
            message = f"{row.rule} : sans « {heading} », rien n'est décidé : la gravité publiée reste"
            yield row.info(typed[0], "une décision sans gravité", heading, message)
        return
    decided = f"{row.rule} : « {row.house_severity} » ne compte pas"
    published = f"la gravité publiée, {rule.severity}, reste"
    if missing := lacking(row, SIGNED):
        named = listed([TECHNICAL_RULES.heading(name) for name in missing])
        message = f"{decided}, {published} : remplissez {named}"
        yield row.warning(missing[0], "vide", named, message)
    elif row.confirmed_day > today:
        found = f"{row.confirmed_day:%d/%m/%Y}"
        message = f"{decided} avant le {found}, jour de la décision : d'ici là, {published}"
        yield row.warning("confirmed_day", found, f"une date jusqu'au {today:%d/%m/%Y}", message)
    elif rule.confidence is RuleConfidence.K and row.house_severity == HouseSeverity.BLOCKING:
        message = (
            f"{row.rule} est un savoir du métier que nulle source ne dit : elle ne bloque pas, elle reste un "
            "avertissement à confirmer au cahier des charges"
        )
        yield row.info("house_severity", HouseSeverity.BLOCKING, HouseSeverity.WARNING, message)


def lacking(row: Row, names: Collection[str]) -> list[str]:
    """The columns of a row that are needed and empty."""
    return [name for name in names if not getattr(row, name)]
