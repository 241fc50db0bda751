"""The scheduling engine: a `Problem` goes in, `solve` gives a `Result`, `verify` checks it, `explain` says why.

It knows no workbook and no project: instances from elsewhere are built straight from these dataclasses.
"""

from postprod_xl.engines.schedule.earliest import Earliest, earliest
from postprod_xl.engines.schedule.explain import Cause, Reason, causes, chain
from postprod_xl.engines.schedule.model import (
    Activity,
    Budget,
    Candidate,
    Cost,
    Fault,
    Hold,
    Link,
    LinkKind,
    Occupation,
    Planned,
    Problem,
    Resource,
    Result,
    Status,
    Step,
    Use,
    Wish,
)
from postprod_xl.engines.schedule.slack import slack
from postprod_xl.engines.schedule.solve import at_once, solve
from postprod_xl.engines.schedule.verify import Breach, Broken, verify

__all__ = [
    "Activity",
    "Breach",
    "Broken",
    "Budget",
    "Candidate",
    "Cause",
    "Cost",
    "Earliest",
    "Fault",
    "Hold",
    "Link",
    "LinkKind",
    "Occupation",
    "Planned",
    "Problem",
    "Reason",
    "Resource",
    "Result",
    "Status",
    "Step",
    "Use",
    "Wish",
    "at_once",
    "causes",
    "chain",
    "earliest",
    "slack",
    "solve",
    "verify",
]
