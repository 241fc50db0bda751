"""Made-up post-production offices as problems of the engine: projects, people, rooms, absences, dues.

Every choice comes from one small generator, so that a size, a load and a seed always give the same office.
"""

from __future__ import annotations

from typing import NamedTuple

from postprod_xl.engines.schedule import (
    Activity,
    Candidate,
    Link,
    LinkKind,
    Problem,
    Resource,
)

# Skill, room type, least and most half-days, and which earlier stages it waits for (by place in the list).
STAGES: tuple[tuple[str, str, int, int, tuple[int, ...]], ...] = (
    ("assistant", "", 2, 6, ()),
    ("editor", "cutting room", 10, 24, (0,)),
    ("", "", 0, 0, (1,)),
    ("composer", "", 8, 16, (1,)),
    ("sound", "sound room", 6, 14, (2,)),
    ("sound", "sound room", 4, 8, (2,)),
    ("foley", "auditorium", 2, 4, (5,)),
    ("graphics", "", 4, 12, (2,)),
    ("conform", "grading room", 2, 3, (2, 7)),
    ("colourist", "grading room", 4, 10, (8,)),
    ("mixer", "auditorium", 4, 10, (3, 4, 6)),
    ("mixer", "auditorium", 1, 2, (10,)),
    ("conform", "", 2, 4, (9, 11)),
    ("quality", "", 1, 2, (12,)),
    ("", "", 0, 0, (13,)),
)
# Share of its time each kind of person and room would work, were all projects spread evenly: with these, the
# rules of a planner keep every delivery of a calm office, and miss two in three of a tight one.
PLENTY = {"calm": 0.4, "tight": 0.58}


class Size(NamedTuple):
    """Projects and, about, activities in each; written `10x30`."""

    projects: int
    tasks: int

    @classmethod
    def of(cls, text: str) -> Size:
        return cls(*map(int, text.split("x")))

    def __str__(self) -> str:
        return f"{self.projects}x{self.tasks}"


def office_problem(size: Size, load: str = "calm", seed: int = 1) -> Problem:
    """An office where everything starts over three months; `load` is `calm` or `tight`."""
    chance = _Chance(seed)
    activities: list[Activity] = []
    links: list[Link] = []
    work = [_project(chance, size.tasks) for _ in range(size.projects)]
    horizon = 400 + 12 * size.projects
    busy: dict[str, int] = {}
    for stages in work:
        for stage in stages:
            for kind in {STAGES[stage.kind][0], STAGES[stage.kind][1]} - {""}:
                busy[kind] = busy.get(kind, 0) + stage.duration
    span = 130 + 3 * size.projects
    resources, pools = _resources(chance, busy, (span, horizon), PLENTY[load])
    for group, stages in enumerate(work):
        release = chance.below(span)
        first = len(activities)
        weight = 1 + chance.below(3)
        length = _longest(stages)
        margin = 112 + chance.below(50)
        for position, stage in enumerate(stages):
            skill, room = STAGES[stage.kind][:2]
            last = position == len(stages) - 1
            activities.append(
                Activity(
                    duration=stage.duration,
                    release=release,
                    due=release + length * margin // 100 if last else None,
                    weight=weight,
                    group=group,
                    people=tuple(Candidate(index, rank) for rank, index in enumerate(pools.get(skill, ()))),
                    rooms=tuple(Candidate(index) for index in pools.get(room, ())),
                )
            )
            links += [Link(first + before, first + position, LinkKind.END_START) for before in stage.after]
    return Problem(horizon, tuple(activities), tuple(links), resources)


class _Stage(NamedTuple):
    kind: int
    duration: int
    after: tuple[int, ...]


class _Chance:
    def __init__(self, seed: int) -> None:
        self.state = seed * 7919 + 1

    def below(self, limit: int) -> int:
        self.state = self.state * 48271 % 2147483647
        return self.state // 7 % limit


def _project(chance: _Chance, tasks: int) -> list[_Stage]:
    """The stages of a project, the long ones cut in reels until there are about so many."""
    reels = max(1, round((tasks - 5) / (len(STAGES) - 5)))
    stages: list[_Stage] = []
    places: list[list[int]] = []
    for kind, (skill, _, least, most, after) in enumerate(STAGES):
        pieces = reels if skill and most > 3 else 1
        places.append([])
        for piece in range(pieces):
            before = [place for stage in after for place in _matching(places[stage], piece, pieces)]
            duration = (least + chance.below(most - least + 1)) // (1 if pieces == 1 else 2) if most else 0
            places[kind].append(len(stages))
            stages.append(_Stage(kind, max(duration, 1) if most else 0, tuple(before)))
    return stages


def _matching(places: list[int], piece: int, pieces: int) -> list[int]:
    """The same reel of an earlier stage, or all of them."""
    return [places[piece]] if len(places) == pieces and pieces > 1 else places


def _resources(
    chance: _Chance, busy: dict[str, int], spans: tuple[int, int], load: float
) -> tuple[tuple[Resource, ...], dict[str, list[int]]]:
    """As many of each as the load asks for, with holidays; some people have a second skill."""
    span, horizon = spans
    resources: list[Resource] = []
    pools: dict[str, list[int]] = {}
    for kind in sorted(busy):
        count = max(1, round(busy[kind] / (span + 60) / load))
        for _ in range(count):
            mask = (1 << horizon) - 1
            # Rooms stay open but for one in four, in maintenance; people go on holiday twice.
            for _ in range(2 if "room" not in kind and kind != "auditorium" else chance.below(4) // 3):
                mask &= ~(((1 << (4 + chance.below(17))) - 1) << chance.below(horizon))
            pools.setdefault(kind, []).append(len(resources))
            resources.append(Resource(open=mask))
    for skill, other in (("editor", "assistant"), ("sound", "foley"), ("mixer", "sound")):
        pools.setdefault(other, []).extend(pools.get(skill, [])[:2])
    return tuple(resources), pools


def _longest(stages: list[_Stage]) -> int:
    ends: list[int] = []
    for stage in stages:
        ends.append(max((ends[before] for before in stage.after), default=0) + stage.duration)
    return max(ends)
