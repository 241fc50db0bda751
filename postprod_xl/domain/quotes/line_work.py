"""The hours of each quote line: planned by its tasks, worked in their sessions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.quotes.reference_lines import task_day_minutes
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import done_sessions
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import SessionBilling, TaskState


@dataclass(frozen=True)
class LineWork:
    """Minutes worked by line in the sessions up to today, and of these the extra and the charged."""

    worked: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    charged: Counter[str] = field(default_factory=Counter)


@fact(Planning="task line", Seances=COUNTED_FROM)
def line_work(office: Office) -> LineWork:
    """What was worked on each quote line; sessions given free are worked and not charged."""
    work = LineWork()
    lines = office["Planning"].by_key("task", "line")
    for task, billing, minutes in done_sessions(office, "task", "billing"):
        line = lines.get(task)
        if not line or minutes is None:
            continue
        work.worked[line] += minutes
        if billing == SessionBilling.EXTRA:
            work.extra[line] += minutes
        if billing != SessionBilling.NO_CHARGE:
            work.charged[line] += minutes
    return work


def planned_minutes(office: Office) -> Counter[str]:
    """What the tasks plan on each quote line, rounded once per line; cancelled tasks plan nothing."""
    tasks = office["Planning"]
    rows = tasks.select("line", "duration_days", "state")
    return minutes_by_line(
        (line, duration, length)
        for (line, duration, state), length in zip(rows, task_day_minutes(office), strict=True)
        if line and duration and state != TaskState.CANCELLED
    )


def minutes_by_line(tasks: Iterable[tuple[str, Decimal, int]]) -> Counter[str]:
    """The minutes of some tasks by quote line, from the line, the days and the minutes in a day of each."""
    exact: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line, days, length in tasks:
        exact[line] += days * length
    return Counter({line: half_up(minutes) for line, minutes in exact.items()})
