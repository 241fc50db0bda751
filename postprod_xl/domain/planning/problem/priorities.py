"""What a half-day of lateness weighs by the priority of its project: no lateness of a lower one buys a higher one."""

from __future__ import annotations

from collections.abc import Sequence

from postprod_xl.domain.planning.tasks.to_plan import Project

# Each priority of the office weighs this many times the next one, and less in an office of many priorities, so
# that the heaviest stays small enough for the sums of a search in 64 bits.
_RATIO, _HEAVIEST = 1_000, 10**9


def lateness_weights(projects: Sequence[Project]) -> dict[str, int]:
    """The weight of a half-day of lateness of each project, by code; a project without priority comes last.

    >>> lateness_weights([Project("A", None, priority=1), Project("B", None, priority=3), Project("C", None)])
    {'A': 1000000, 'B': 1000, 'C': 1}
    """
    ranks = sorted({_rank(project) for project in projects}, reverse=True)
    ratio = min(_RATIO, _HEAVIEST ** (1 / max(len(ranks) - 1, 1)))
    weights: dict[tuple[bool, int], int] = {}
    weight = 0
    for place, rank in enumerate(ranks):
        weights[rank] = weight = max(weight + 1, round(ratio**place))
    return {project.code: weights[_rank(project)] for project in projects}


def _rank(project: Project) -> tuple[bool, int]:
    return project.priority is None, project.priority or 0
