"""The scheduling engine: a `Problem` goes in, `solve` gives a `Result`, `verify` checks it, `explain` says why.

It knows no workbook and no project: instances from elsewhere are built straight from these dataclasses.

Examples
--------
Two films, the same editor, the same auditorium; the second is due first, a slot of its lateness costs double:

>>> from postprod_xl.engines.schedule import Activity, Candidate, Link, Problem, Resource, solve, verify
>>> editor, auditorium = Candidate(0), Candidate(1)
>>> films = (
...     Activity(duration=4, people=(editor,)),
...     Activity(duration=2, rooms=(auditorium,), due=8),
...     Activity(duration=2, people=(editor,), group=1),
...     Activity(duration=2, rooms=(auditorium,), due=4, weight=2, group=1),
... )
>>> problem = Problem(20, films, (Link(0, 1), Link(2, 3)), (Resource(), Resource()))
>>> result = solve(problem)
>>> result.starts, result.tardiness
((2, 6, 0, 2), (0, 0, 0, 0))
>>> verify(problem, result)
[]
"""

from postprod_xl.engines.schedule.explain.binding import holders
from postprod_xl.engines.schedule.explain.causes import Cause, Reason, causal_chain, causes
from postprod_xl.engines.schedule.explain.displacement import Displacement, displacement
from postprod_xl.engines.schedule.explain.proof import Aim, Proof, proven, waits
from postprod_xl.engines.schedule.explain.relaxation import Relaxation, RelaxationKind, relaxed
from postprod_xl.engines.schedule.explain.reschedule import Attempt
from postprod_xl.engines.schedule.explain.slack import slack
from postprod_xl.engines.schedule.explain.timeline import Position, Timeline
from postprod_xl.engines.schedule.explain.usage import Usage, resource_usage
from postprod_xl.engines.schedule.model import (
    Activity,
    Baseline,
    Budget,
    Candidate,
    Commitment,
    Conflict,
    ConflictKind,
    Cost,
    Demand,
    Improvement,
    Link,
    LinkKind,
    Occupation,
    Problem,
    Resource,
    Result,
    Status,
)
from postprod_xl.engines.schedule.recovery.search import FEW_TRIES, Effort
from postprod_xl.engines.schedule.solve import construct, solve
from postprod_xl.engines.schedule.verify import Violation, ViolationKind, verify

__all__ = [
    "FEW_TRIES",
    "Activity",
    "Aim",
    "Attempt",
    "Baseline",
    "Budget",
    "Candidate",
    "Cause",
    "Commitment",
    "Conflict",
    "ConflictKind",
    "Cost",
    "Demand",
    "Displacement",
    "Effort",
    "Improvement",
    "Link",
    "LinkKind",
    "Occupation",
    "Position",
    "Problem",
    "Proof",
    "Reason",
    "Relaxation",
    "RelaxationKind",
    "Resource",
    "Result",
    "Status",
    "Timeline",
    "Usage",
    "Violation",
    "ViolationKind",
    "causal_chain",
    "causes",
    "construct",
    "displacement",
    "holders",
    "proven",
    "relaxed",
    "resource_usage",
    "slack",
    "solve",
    "verify",
    "waits",
]
