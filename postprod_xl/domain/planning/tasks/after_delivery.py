"""The tasks that only come after the delivery of their project, such as archives: no promise waits for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.planning.tasks.links import TaskLink
from postprod_xl.parameters import in_force
from postprod_xl.schema.units import folded


class Stage(NamedTuple):
    """The project of a task and its step, as `Planning` writes it."""

    project: str
    step: str


def after_delivery(stages: Sequence[Stage], links: Iterable[TaskLink], day: date) -> frozenset[int]:
    """The places of the tasks that only come after the delivery: a later step, behind a delivery by its links.

    Parameters
    ----------
    stages
        One per task, by place.
    links
        Between places; those that cross projects do not count.
    day
        The steps are those in force that day (`parameters/delivery.toml`, with its source).

    Examples
    --------
    >>> from postprod_xl.engines.schedule import LinkKind
    >>> stages = [Stage("P1", "PAD"), Stage("P1", "LIVRAISON"), Stage("P1", "ARCHIVES"), Stage("P1", "ARCHIVES")]
    >>> links = [TaskLink(0, 1, LinkKind.END_START, 0), TaskLink(1, 2, LinkKind.END_START, 4)]
    >>> sorted(after_delivery(stages, links, date(2026, 11, 16)))
    [2]
    """
    later = _places(stages, in_force("delivery.steps_after", day).value)
    deliveries = _places(stages, [in_force("delivery.step", day).value]) if later else set()
    return frozenset(later & _reached(deliveries, stages, links))


def _places(stages: Sequence[Stage], codes: Iterable[str]) -> set[int]:
    wanted = {folded(code) for code in codes}
    return {place for place, stage in enumerate(stages) if folded(stage.step) in wanted}


def _reached(sources: set[int], stages: Sequence[Stage], links: Iterable[TaskLink]) -> set[int]:
    """The places behind some others by the links of their own project."""
    behind: dict[int, list[int]] = {}
    for link in links if sources else ():
        if stages[link.predecessor].project == stages[link.successor].project:
            behind.setdefault(link.predecessor, []).append(link.successor)
    found: set[int] = set()
    waiting = list(sources)
    while waiting:
        for place in behind.get(waiting.pop(), ()):
            if place not in found:
                found.add(place)
                waiting.append(place)
    return found
