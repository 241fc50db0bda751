"""A scheduling problem and its result: activities, links, resources and calendars on one axis of slots.

Resource-constrained project scheduling (RCPSP) with generalised precedence links, calendars, alternative people and
rooms, and a baseline schedule to stay close to.

The axis counts slots that somebody works (half-days of a studio: nights and weekends do not exist on it). A
slot is an integer from 0 to `horizon - 1`; a moment is a boundary between slots: an activity worked in slots
3 and 4 starts at moment 3 and ends at moment 5. A calendar is a Python integer used as a bit set: bit `t` is
set when slot `t` is open; None is always open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, IntEnum, StrEnum
from typing import NamedTuple


class LinkKind(StrEnum):
    """Which dates a link connects: end (F, *fin*) or start (D, *début*) of the predecessor, then of the successor."""

    END_START = "FD"
    START_START = "DD"
    END_END = "FF"
    START_END = "DF"

    @property
    def leaves_the_end(self) -> bool:
        """Whether the successor waits for the end of the predecessor."""
        return self in (LinkKind.END_START, LinkKind.END_END)

    @property
    def holds_the_start(self) -> bool:
        """Whether it is the start of the successor that waits."""
        return self in (LinkKind.END_START, LinkKind.START_START)


class Commitment(IntEnum):
    """How firmly an activity keeps its place in the baseline."""

    FROZEN = 0  # fixed by a person, even over a clash
    FIRM = 1  # confirmed with people: fixed, even over a clash
    OPTION_1 = 2  # may move, at a price
    OPTION_2 = 3  # yields before a first option
    FREE = 4

    @property
    def is_fixed(self) -> bool:
        """Whether the start is a fact of the problem and not a choice of the solver."""
        return self <= Commitment.FIRM


class Link(NamedTuple):
    """A precedence: the successor's start or end is at least the predecessor's end or start, plus `lag`.

    `lag` counts open slots of the successor's own calendar; a negative lag lets the two overlap. A
    link only ever delays the successor.
    """

    predecessor: int
    successor: int
    kind: LinkKind = LinkKind.END_START
    lag: int = 0


class Candidate(NamedTuple):
    """A resource that may serve, and what choosing it costs (0: preferred)."""

    resource: int
    penalty: int = 0


class Demand(NamedTuple):
    """A quantity of a resource used without choice, from start to end."""

    resource: int
    quantity: int = 1


class Baseline(NamedTuple):
    """The place of an activity in the baseline schedule: first slot still to work, and who serves."""

    start: int
    person: int | None = None
    room: int | None = None


class Occupation(NamedTuple):
    """A use of a resource, from moment `start` to `end`, by something outside the problem."""

    resource: int
    start: int
    end: int
    quantity: int = 1


@dataclass(frozen=True)
class Resource:
    """A person, a room (capacity 1) or a pool; `open` is its calendar, absences removed."""

    capacity: int = 1
    open: int | None = None


@dataclass(frozen=True)
class Activity:
    """Something to schedule.

    It works `duration` slots open at once in its calendar and in those of all its resources, from its first
    worked slot to its last. It pauses over closed slots, keeping its resources unless it yields them; it is not
    preempted: it never pauses over a slot in use by another.

    Attributes
    ----------
    duration
        Slots still to work; 0 is a milestone, which uses nothing and may stand at any moment.
    calendar
        Index in `Problem.calendars`.
    yields
        Whether it leaves its resources to others in the slots that its own calendar closes.
    release
        Earliest slot it may start in; ignored when it is fixed.
    due
        Due date: moment its end should not pass. None: never late.
    hard
        Whether tardiness past `due` outweighs every other objective.
    weight
        Price of one slot of tardiness.
    group
        Project, for the moves of the search.
    provisional
        Whether it takes only what all the others leave, however late that makes it; no lateness or change of
        another is ever the price of its own. Firm and frozen ones, and what another waits for, are not.
    commitment, baseline
        How firmly it keeps its place, and what that place is. FROZEN needs a `baseline`; FIRM is fixed only with
        one: without it, it is served first among equals.
    actual_start
        Moment it really began, when `duration` is only what remains; may be negative. Links that constrain its
        start no longer count.
    completed
        Actual start and end of a finished activity; it is not scheduled.
    people, rooms
        One of each serves; empty when none is needed.
    demands
        Resources used without choice.
    """

    duration: int
    calendar: int = 0
    release: int = 0
    due: int | None = None
    hard: bool = False
    weight: int = 1
    group: int = 0
    provisional: bool = False
    yields: bool = False
    commitment: Commitment = Commitment.FREE
    baseline: Baseline | None = None
    actual_start: int | None = None
    completed: tuple[int, int] | None = None
    people: tuple[Candidate, ...] = ()
    rooms: tuple[Candidate, ...] = ()
    demands: tuple[Demand, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Whether its start is given: frozen or firm, not completed."""
        return self.baseline is not None and self.commitment.is_fixed and self.completed is None


@dataclass(frozen=True)
class Problem:
    """Everything a plan depends on; activities, resources and calendars are named by their index.

    Nothing movable starts before `now`. `tardiness_price` is what a slot of weighted tardiness is worth in
    the change prices of `objective` (moving a task 30, more when booked or near): the smaller, the more stable
    the schedule; 0, any tardiness saved is worth any change.

    Activities in a cycle of links, and those behind it, get no dates.

    Examples
    --------
    Two days of editing, then one of mixing in the only auditorium:

    >>> editing = Activity(duration=4, people=(Candidate(0),))
    >>> mixing = Activity(duration=2, rooms=(Candidate(1),), due=6)
    >>> Problem(20, (editing, mixing), (Link(0, 1),), (Resource(), Resource())).horizon
    20
    """

    horizon: int
    activities: tuple[Activity, ...]
    links: tuple[Link, ...] = ()
    resources: tuple[Resource, ...] = ()
    calendars: tuple[int | None, ...] = (None,)
    occupations: tuple[Occupation, ...] = ()
    now: int = 0
    tardiness_price: int = 0


@dataclass(frozen=True)
class Budget:
    """How long a schedule may be improved; at least one is always built.

    Attributes
    ----------
    schedules
        Schedules the search may build; with it alone the result is reproducible for a seed. None: as many as
        `keep_going` allows.
    keep_going
        Called between short slices of work; False ends the search.
    exact
        Effort of CP-SAT, in seconds of its deterministic clock, some fifty times slower than wall time: 0.1 is
        a few seconds. None: as long as `keep_going` allows, and nothing when only `schedules` is given.
    """

    schedules: int | None = 1
    keep_going: Callable[[], bool] | None = None
    exact: float | None = None


class Cost(NamedTuple):
    """The objective, most important level first; schedules compare by the tuple (see `objective`)."""

    hard: int
    tardiness: int
    change: int
    penalty: int
    ends: int


class Improvement(NamedTuple):
    """A better schedule was found: by which method, after how many schedules, at what cost."""

    method: str
    schedules: int
    cost: Cost


class Status(Enum):
    """What is known of a result."""

    OPTIMAL = "optimal"  # hard and weighted tardiness proven minimal
    FEASIBLE = "feasible"
    PARTIAL = "partial"  # some activity has no date: cycle, or nothing fits before the horizon


class ConflictKind(Enum):
    """Why a requirement of the problem cannot be met."""

    CLASH = "clash"  # two fixed activities use the same resource
    OCCUPIED = "occupied"  # a fixed activity overlaps an occupation
    CLOSED = "closed"  # a fixed activity starts in a closed slot
    LINK = "link"  # a fixed activity starts before a link allows
    BEFORE_RELEASE = "before release"  # a fixed activity starts before its release date
    DUE = "due"  # due before its earliest end with unlimited resources
    CYCLE = "cycle"  # in or behind a cycle of links
    NO_PLACE = "no place"  # nothing fits before the horizon


class Conflict(NamedTuple):
    """One requirement that cannot be met.

    `other` is the other activity (CLASH, LINK), `resource` the contended one, `slot` the first moment concerned
    (for DUE: the earliest end possible).
    """

    kind: ConflictKind
    activity: int
    other: int | None = None
    resource: int | None = None
    slot: int | None = None


@dataclass(frozen=True)
class Result:
    """A schedule, one entry per activity in every tuple.

    Attributes
    ----------
    status
        What is proven.
    starts, ends
        Moments; the actual start when work has begun; None without a date.
    work_from
        First slot still to work (the moment itself for a milestone); equals `starts` unless begun or completed.
    person, room
        Resource chosen, None when none is needed.
    tardiness
        Slots after `due`, 0 when on time or without due date.
    moved
        Activities whose first slot, person or room differs from the baseline.
    cost
        The objective reached.
    bound
        Proven lower bound of `cost.tardiness`, None when nothing was proven.
    conflicts
        Requirements that could not be met.
    improvements
        Successive improvements of the schedule.
    """

    status: Status
    starts: tuple[int | None, ...]
    ends: tuple[int | None, ...]
    work_from: tuple[int | None, ...]
    person: tuple[int | None, ...]
    room: tuple[int | None, ...]
    tardiness: tuple[int, ...]
    moved: tuple[int, ...]
    cost: Cost
    bound: int | None = None
    conflicts: tuple[Conflict, ...] = ()
    improvements: tuple[Improvement, ...] = field(default=())
