"""A problem of scheduling and its answer: activities, links, resources and calendars on one axis of slots.

The axis counts slots that somebody works (half-days of a studio: nights and weekends do not exist on it). A
slot is an integer from 0 to `horizon - 1`; a moment is a boundary between slots: an activity worked in slots
3 and 4 starts at moment 3 and ends at moment 5. A calendar is a Python integer used as a set of bits: bit `t`
is set when slot `t` is open; None is always open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, IntEnum, StrEnum
from typing import NamedTuple


class LinkKind(StrEnum):
    """What a link ties: end (F) or start (D) of the predecessor, then of the successor."""

    END_START = "FD"
    START_START = "DD"
    END_END = "FF"
    START_END = "DF"


class Commitment(IntEnum):
    """How firmly an activity stays where the plan in force has it."""

    FROZEN = 0  # frozen by a person: stays, even over a clash
    FIRM = 1  # confirmed with people: stays, even over a clash
    OPTION_1 = 2  # may move, at a price
    OPTION_2 = 3  # yields before a first option
    FREE = 4

    @property
    def is_fixed(self) -> bool:
        """Whether the start is a fact of the problem and not a choice of the solver."""
        return self <= Commitment.FIRM


class Link(NamedTuple):
    """The successor waits: its start or end is at least the end or start of the predecessor, plus `lag`.

    `lag` counts open slots of the successor's own calendar; negative, it lets the two overlap. A link only
    ever holds the successor back.
    """

    predecessor: int
    successor: int
    kind: LinkKind = LinkKind.END_START
    lag: int = 0


class Candidate(NamedTuple):
    """A resource that may serve, and what choosing it costs (0: the first wish)."""

    resource: int
    penalty: int = 0


class Demand(NamedTuple):
    """A quantity of a resource taken without choice, from start to end."""

    resource: int
    quantity: int = 1


class Baseline(NamedTuple):
    """Where the plan in force has an activity: first slot still to work, and who serves."""

    start: int
    person: int | None = None
    room: int | None = None


class Occupation(NamedTuple):
    """Moments `start` to `end` of a resource taken by something that is no activity of the problem."""

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
    """Something to place.

    It works `duration` slots open at once in its calendar and in those of all its resources, from its first
    worked slot to its last. It pauses over the closed ones, keeping what it has taken; it never pauses over a
    slot taken by another.

    Attributes
    ----------
    duration
        Slots still to work; 0 is a milestone, which takes nothing and may stand at any moment.
    calendar
        Index in `Problem.calendars`.
    release
        First slot it may start in; ignored when `commitment` stays.
    due
        Moment its end should not pass. None: nothing is late.
    hard
        Whether passing `due` comes before every other aim.
    weight
        Price of one slot of lateness.
    group
        Project, for the moves of the search.
    hold, planned
        How firmly it stays, and where the plan in force has it. HELD needs `baseline`; FIRM stays only with it,
        without it it is the first served among those that are level.
    begun
        Moment it really began, when `duration` is only what remains; may be negative. Links that hold its
        start no longer count.
    done
        Real start and end of an activity finished; nothing of it is placed.
    people, rooms
        At most one of each serves; empty when none is needed.
    uses
        Resources taken without choice.
    """

    duration: int
    calendar: int = 0
    release: int = 0
    due: int | None = None
    hard: bool = False
    weight: int = 1
    group: int = 0
    commitment: Commitment = Commitment.FREE
    baseline: Baseline | None = None
    actual_start: int | None = None
    completed: tuple[int, int] | None = None
    people: tuple[Candidate, ...] = ()
    rooms: tuple[Candidate, ...] = ()
    demands: tuple[Demand, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Whether its start is given: held or firm, not finished."""
        return self.baseline is not None and self.commitment.is_fixed and self.completed is None


@dataclass(frozen=True)
class Problem:
    """Everything a plan depends on; activities, resources and calendars are named by their index.

    Nothing that may move starts before `now`. `tardiness_price` is what a slot of weighted lateness is worth in
    the prices of change of `aims` (moving a task 30, more when booked or near): the smaller, the steadier the
    plan in force; 0, any lateness saved is worth any change.

    A link that belongs to a cycle leaves the activities of the cycle, and those behind it, without dates.

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
    """How long an answer may be improved; at least one schedule is always built.

    Attributes
    ----------
    schedules
        Schedules the search may build; with it alone the answer is the same each time for a seed. None: as
        many as `keep_going` allows.
    keep_going
        Asked between short pieces of work; False ends the search.
    exact
        Effort of the exact solver, in seconds of its own deterministic clock, some fifty times slower than
        the wall's: 0.1 is a few seconds. None: as long as `keep_going` allows, and nothing when only
        `schedules` is given.
    """

    schedules: int | None = 1
    keep_going: Callable[[], bool] | None = None
    exact: float | None = None


class Cost(NamedTuple):
    """The aims, most important first; one plan is better than another when its tuple is smaller."""

    hard: int
    tardiness: int
    change: int
    penalty: int
    ends: int


class Improvement(NamedTuple):
    """A better plan was found: by which method, after how many schedules, at what cost."""

    method: str
    schedules: int
    cost: Cost


class Status(Enum):
    """What is known of an answer."""

    OPTIMAL = "optimal"  # hard rules and weighted lateness proven the least possible
    FEASIBLE = "feasible"
    PARTIAL = "partial"  # some activity has no date: cycle, or no room before the horizon


class ConflictKind(Enum):
    """Why a wish cannot be met."""

    CLASH = "clash"  # two activities that stay take the same resource
    OCCUPIED = "occupied"  # one that stays takes what an occupation holds
    CLOSED = "closed"  # one that stays starts in a slot closed to it
    LINK = "link"  # one that stays starts before a link allows
    BEFORE_RELEASE = "before release"  # one that stays starts before its release
    DUE = "due"  # due before the earliest end, were everybody free
    CYCLE = "cycle"  # in or behind a cycle of links
    NO_PLACE = "no place"  # nothing fits before the horizon


class Conflict(NamedTuple):
    """One wish that cannot be met.

    `other` is the activity in the way (CLASH, LINK), `resource` what both want, `slot` the first moment
    concerned (for DUE: the earliest end possible).
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
        Moments; the real start when work has begun; None without a date.
    work_from
        First slot still to work (the moment itself for a milestone); equals `starts` unless begun or done.
    person, room
        Resource chosen, None when none is needed.
    lateness
        Slots after `due`, 0 when on time or without due.
    moved
        Activities whose first slot, person or room is not that of the plan in force.
    cost
        The aims reached.
    bound
        Proven lower bound of `cost.tardiness`, None when nothing was proven.
    wishes
        What could not be met.
    trail
        How the plan got better.
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
