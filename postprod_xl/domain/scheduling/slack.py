"""How far each task may slip: the backward pass over the links of a schedule."""

from __future__ import annotations

from collections.abc import Sequence

from postprod_xl.domain.scheduling.links import QUARTERS_PER_DAY, Link
from postprod_xl.domain.scheduling.problem import Progress, SchedulingProblem, Task
from postprod_xl.domain.scheduling.result import Placement
from postprod_xl.domain.scheduling.solve import carried_start, moment_after


def slack_quarters(problem: SchedulingProblem, placed: Sequence[Placement | None]) -> list[int | None]:
    """Quarters of working days each task may slip without delaying a promised day.

    The latest end of a task is the earliest of its own due day, the day promised for its project (the end
    of the project when none is promised) and what its successors need. Negative when it is already late;
    None for a finished task.
    """
    ends = _project_ends(problem, placed)
    outgoing = _outgoing(problem)
    latest: list[int | None] = [None] * len(problem.tasks)
    for place in reversed(problem.order):
        task, placement = problem.tasks[place], placed[place]
        if task.progress is Progress.DONE or placement is None:
            continue
        needs = (_need(problem, placed, latest, link) for link in outgoing[place])
        latest[place] = min([_deadline(task, placement, ends), *(need for need in needs if need is not None)])
    pairs = zip(latest, placed, strict=True)
    return [None if end is None or at is None else end - at.end for end, at in pairs]


def _outgoing(problem: SchedulingProblem) -> list[list[Link]]:
    links: list[list[Link]] = [[] for _ in problem.tasks]
    for link in problem.links:
        links[link.predecessor].append(link)
    return links


def _project_ends(problem: SchedulingProblem, placed: Sequence[Placement | None]) -> dict[str, int]:
    ends: dict[str, int] = {}
    for task, placement in zip(problem.tasks, placed, strict=True):
        if placement is not None:
            ends[task.project] = max(placement.end, ends.get(task.project, placement.end))
    return ends


def _deadline(task: Task, placement: Placement, ends: dict[str, int]) -> int:
    promised = [moment_after(task.calendar, day) for day in (task.due, task.delivery) if day is not None]
    if promised and _opens_a_day(placement):
        # A milestone at the start of a day has until the start of the promised day.
        promised = [moment - QUARTERS_PER_DAY for moment in promised]
    if task.delivery is None:
        promised.append(ends[task.project])
    return min(promised)


def _opens_a_day(placement: Placement) -> bool:
    is_milestone = placement.start == placement.end and not placement.closes_day
    return is_milestone and placement.end % QUARTERS_PER_DAY == 0


def _need(
    problem: SchedulingProblem, placed: Sequence[Placement | None], latest: Sequence[int | None], link: Link
) -> int | None:
    """The latest end of the predecessor that the successor of a link can bear; None if it bears any."""
    successor, before = problem.tasks[link.successor], problem.tasks[link.predecessor]
    after, end, own = placed[link.successor], latest[link.successor], placed[link.predecessor]
    if after is None or end is None or own is None:
        return None
    if link.kind.holds_the_start and successor.progress is Progress.BEGUN:
        return None
    if not link.kind.leaves_the_end and before.progress is Progress.BEGUN:
        return None
    bound = (_latest_start(successor, after, end) if link.kind.holds_the_start else end) - link.lag
    # The start of a day: whatever ends on the days off before it is still in time.
    carried = carried_start(bound, successor.calendar, before.calendar)
    return carried if link.kind.leaves_the_end else carried + own.end - own.start


def _latest_start(task: Task, placement: Placement, latest_end: int) -> int:
    start = latest_end - (placement.end - placement.start)
    return start if task.fixed is None else min(start, placement.start)
