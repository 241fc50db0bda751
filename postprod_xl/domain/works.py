"""What work is counted on: a project and one of its quote lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

Work = tuple[str, str]
"""A project and one of its quote lines; the line is empty for what no line pays, both for the house itself."""


def of_projects(amounts: Mapping[Work, int]) -> Counter[str]:
    """Amounts of works, summed by project."""
    found: Counter[str] = Counter()
    for (project, _), amount in amounts.items():
        found[project] += amount
    return found
