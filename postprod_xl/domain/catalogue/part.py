"""What each subject of the catalogue gives to a refresh, and how these are put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from postprod_xl.domain.catalogue.conflicts.finding import SEVERITIES, RightsFinding
from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.wording import counted_whole
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.vocabulary import Severity

SHOWN_ALERTS = 3
"""How many facts a cell of `Alerte` says in full."""


class RightsAlert(NamedTuple):
    """A sentence of the `Alerte` of a row."""

    row: Row
    severity: Severity
    text: str


@dataclass(frozen=True)
class CataloguePart:
    """What a subject of the catalogue computes.

    Parameters
    ----------
    columns
        Computed columns by input or ledger table, without `alert`, which several subjects share.
    rows
        Rows by result table, but those of `ConflitsDroits`, which come from the findings of all.
    alerts
        Sentences of `Alerte`, beside those of the findings and of the problems, which say them too.
    findings
        What is wrong in the rights.
    problems
        What is wrong in the cells, a warning each.
    """

    columns: Mapping[str, Rows] = field(default_factory=dict)
    rows: Mapping[str, Rows] = field(default_factory=dict)
    alerts: Sequence[RightsAlert] = ()
    findings: Sequence[RightsFinding] = ()
    problems: Sequence[Problem] = ()


def alert_columns(office: Office, tables: Iterable[str], alerts: Sequence[RightsAlert]) -> dict[str, Rows]:
    """`Alerte` of some tables: the gravest first, each sentence once, then how many others."""
    said: dict[tuple[str, int], list[RightsAlert]] = defaultdict(list)
    for alert in sorted(alerts, key=lambda alert: SEVERITIES.index(alert.severity)):
        said[alert.row.table.name, alert.row.row].append(alert)
    return {
        name: computed_columns(
            name,
            office[name].numbers,
            alert=[_text([alert.text for alert in said[name, number]]) for number in office[name].numbers],
        )
        for name in tables
    }


def _text(sentences: Sequence[str]) -> str:
    once = list(dict.fromkeys(sentences))
    others = len(once) - SHOWN_ALERTS
    more = [f"et {counted_whole(others, 'autre point')}"] if others > 0 else []
    return " ; ".join([*once[:SHOWN_ALERTS], *more])


def of_findings(findings: Iterable[RightsFinding]) -> list[RightsAlert]:
    """What the rows of findings say of them."""
    return [
        RightsAlert(row, finding.severity, f"{finding.rule} : {finding.message.removesuffix('.')}")
        for finding in findings
        for row in finding.rows
    ]


def of_problems(office: Office, problems: Iterable[Problem]) -> list[RightsAlert]:
    """What the rows of cells that are wrong say of them."""
    return [
        RightsAlert(
            office[problem.table].row(problem.row), problem.severity, f"{problem.heading} : {problem.message}"
        )
        for problem in problems
        if problem.row is not None and problem.row in office[problem.table]
    ]
