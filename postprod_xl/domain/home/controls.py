"""The rows of `Controles`: what a person should correct or know."""

from __future__ import annotations

from collections.abc import Iterable

from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.home import CONTROLS


def controls_rows(problems: Iterable[Problem]) -> Rows:
    """The rows of `Controles`: one a problem, without repeats."""
    rows = {
        (p.severity, p.tab, p.cell, p.heading, p.message): {
            "severity": str(p.severity),
            "tab": p.tab,
            "cell": p.cell,
            "heading": p.heading,
            "found": p.found,
            "expected": p.expected,
            "message": p.message,
        }
        for p in problems
    }
    return rows_of(CONTROLS, list(rows.values()))
