"""What the sessions say of their causes: hours that were not planned, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import done_sessions
from postprod_xl.schema.vocabulary import OverrunCause

_ORDER = {cause: rank for rank, cause in enumerate(OverrunCause)}


@fact(Seances=COUNTED_FROM)
def cause_minutes(office: Office) -> Mapping[str, Counter[str]]:
    """Minutes worked by task and cause, up to today; sessions without a cause are left out."""
    causes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for task, cause, minutes in done_sessions(office, "task", "cause"):
        if cause and minutes is not None:
            causes[task][cause] += minutes
    return dict(causes)


def main_cause(causes: Counter[str]) -> str:
    """The cause of the most minutes, in the order of the menu when several have as many; empty without any."""
    return max(causes, key=lambda cause: (causes[cause], -_ORDER[OverrunCause(cause)]), default="")
