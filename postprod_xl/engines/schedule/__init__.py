"""The scheduling engine: a `Problem` goes in, `solve` gives a `Result`, `verify` checks it, `explain` says why.

It knows no workbook and no project: instances from elsewhere are built straight from these dataclasses.
"""

from postprod_xl.engines.schedule.explain.causes import Cause, Reason, causal_chain, causes
from postprod_xl.engines.schedule.explain.earliest_ends import EarliestEnds, earliest_ends
from postprod_xl.engines.schedule.explain.slack import slack
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
from postprod_xl.engines.schedule.solve import construct, solve
from postprod_xl.engines.schedule.verify import Violation, ViolationKind, verify

__all__ = [
    "Activity",
    "Baseline",
    "Budget",
    "Candidate",
    "Cause",
    "Commitment",
    "Conflict",
    "ConflictKind",
    "Cost",
    "Demand",
    "EarliestEnds",
    "Improvement",
    "Link",
    "LinkKind",
    "Occupation",
    "Problem",
    "Reason",
    "Resource",
    "Result",
    "Status",
    "Violation",
    "ViolationKind",
    "causal_chain",
    "causes",
    "construct",
    "earliest_ends",
    "slack",
    "solve",
    "verify",
]
