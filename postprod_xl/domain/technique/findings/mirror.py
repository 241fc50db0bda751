"""The rows of `ReglesTechniques`: every rule of the program, beside what the house decides of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.technique.findings.fields import field_heading
from postprod_xl.domain.technique.findings.sources import sources_text
from postprod_xl.domain.technique.rules.registry import RULES
from postprod_xl.domain.technique.rules.rule import TechnicalRule
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.technique import TECHNICAL_RULES
from postprod_xl.schema.units import folded

_MIRRORED = ("title", "severity", "confidence", "reads", "sources")


def technical_rule_rows(held: Collection[str] = ()) -> list[dict[str, Any]]:
    """The rows of `ReglesTechniques` of a new workbook, or those that one in use lacks: a rule each, with its texts.

    Parameters
    ----------
    held
        The identifiers that the workbook has already.
    """
    known = set(map(folded, held))
    return [{"rule": rule.id, **mirrored(rule)} for rule in RULES if folded(rule.id) not in known]


def technical_rule_columns(office: Office, rules: Sequence[TechnicalRule] = RULES) -> Rows:
    """The computed columns of `ReglesTechniques`: what the program publishes of the rule of each row.

    Empty where no rule has that identifier.
    """
    known = {folded(rule.id): rule for rule in rules}
    rows = office[TECHNICAL_RULES.name]
    cells = [mirrored(known[key]) if (key := folded(row.rule)) in known else {} for row in rows]
    values = {name: [cell.get(name, "") for cell in cells] for name in _MIRRORED}
    return computed_columns(TECHNICAL_RULES.name, rows.numbers, **values)


def mirrored(rule: TechnicalRule) -> dict[str, Any]:
    """What the program publishes of a rule, by code name."""
    return {
        "title": rule.title,
        "severity": rule.severity.value,
        "confidence": rule.confidence.value,
        "reads": ", ".join(dict.fromkeys(map(field_heading, (*rule.needed, *rule.reads_blank)))),
        "sources": sources_text(rule.sources),
    }
