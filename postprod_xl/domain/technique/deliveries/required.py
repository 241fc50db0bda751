"""The steps that a deliverable requires, and which of them the quote and the plan of its project hold.

What a deliverable requires is dated data, `technique_deliveries.toml`; what each step is, `programme_steps.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from postprod_xl.domain.planning.programmes.steps import STEPS
from postprod_xl.domain.technique.facts.records import DeliverableFacts, ProjectFacts, TaskFacts
from postprod_xl.domain.technique.rules.delivered import DCPS, HOME_VIEWING
from postprod_xl.domain.technique.timing.rates import is_multiple, same_rate
from postprod_xl.parameters import described, in_force
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.units import folded


@dataclass(frozen=True)
class Required:
    """One step that a deliverable requires; any of several where they do the same.

    Attributes
    ----------
    steps
        Their codes, the one to propose first.
    in_plan, in_quote
        Whether the plan, the quote holds one of them; None when it cannot be told: no task with a step, no quote,
        nothing in the rate card of the house to sell it by.
    """

    steps: tuple[str, ...]
    in_plan: bool | None
    in_quote: bool | None

    @property
    def is_in_neither(self) -> bool:
        """Neither the quote nor the plan holds it."""
        return self.in_plan is False and self.in_quote is False

    @property
    def is_unsold(self) -> bool:
        """The quote does not sell it; it is planned, or nothing is planned yet."""
        return self.in_quote is False and self.in_plan is not False

    @property
    def is_unplanned(self) -> bool:
        """The plan has no such task; the quote sells it, or does not tell."""
        return self.in_plan is False and self.in_quote is not False


def required(project: ProjectFacts, deliverable: DeliverableFacts, day: date) -> tuple[Required, ...]:
    """What a deliverable requires, each step once, in the order of the trade.

    Parameters
    ----------
    project
        With its quote (`planned_projects`).
    day
        The one the table is in force on.
    """
    return tuple(
        Required(steps, _in_plan(project, deliverable, steps, day), _in_quote(project, steps))
        for steps in dict.fromkeys(_steps(project, deliverable, day))
    )


def makers_of(deliverable: DeliverableFacts, day: date) -> tuple[str, ...]:
    """The steps that make a type of deliverable; none where nobody said."""
    return tuple(_table("makers", day).get(deliverable.type or "", ()))


def finishers(day: date) -> tuple[str, ...]:
    """The steps that follow the making of any deliverable."""
    return tuple(_table("finishers", day))


def _steps(project: ProjectFacts, deliverable: DeliverableFacts, day: date) -> Iterator[tuple[str, ...]]:
    for name, steps in _table("contents", day).items():
        if getattr(deliverable, name):
            yield from ((step,) for step in steps)
    if deliverable.subtitle_format is not None and not deliverable.has_sme:
        yield tuple(_table("subtitling", day))
    if deliverable.type in HOME_VIEWING and project.has_type(*DCPS):
        yield from ((step,) for step in _table("television_mix", day))
    if changes_rate(project, deliverable):
        yield from ((step,) for step in _table("conversion", day))
    if makers := makers_of(deliverable, day):
        yield makers
    if deliverable.type in _table("controlled", day):
        yield (finishers(day)[0],)


def changes_rate(project: ProjectFacts, deliverable: DeliverableFacts) -> bool:
    """Whether the master must change its rate for a deliverable; a whole multiple (25 and 50) changes nothing."""
    own, edited = deliverable.frame_rate, project.workflow.timeline_rate
    return (
        own is not None and edited is not None and not same_rate(own, edited) and not is_multiple(own, edited)
    )


def _in_plan(
    project: ProjectFacts, deliverable: DeliverableFacts, steps: tuple[str, ...], day: date
) -> bool | None:
    """Of a project whose tasks have no step nothing is told; the task of the deliverable is of what makes it."""
    if not any(is_known_step(task.step) for task in project.tasks):
        return None
    if steps == makers_of(deliverable, day) and _is_named(project, deliverable):
        return True
    wanted = {folded(step) for step in steps}
    is_conversion = folded(_table("conversion", day)[0]) in wanted
    return any(
        folded(task.step) in wanted or (is_conversion and _says_conversion(task, day))
        for task in project.tasks
        if deliverable.episode is None or task.episode in (None, deliverable.episode)
    )


def _is_named(project: ProjectFacts, deliverable: DeliverableFacts) -> bool:
    """Whether a deliverable names a task of its project without step, or of a step of the house's own."""
    code = folded(deliverable.task or "")
    named = [task for task in project.tasks if code and folded(task.code) == code]
    return any(not is_known_step(task.step) for task in named)


def _says_conversion(task: TaskFacts, day: date) -> bool:
    said = plain_letters(f"{task.step} {task.code} {task.label}".replace("_", " "))
    return all(word in said for word in _table("conversion_words", day))


def _in_quote(project: ProjectFacts, steps: tuple[str, ...]) -> bool | None:
    quote = project.quote
    if quote is None:
        return None
    if any(folded(step) in quote.paid_steps for step in steps):
        return True
    items = {item for step in steps if (item := item_of(step))}
    if items & quote.items:
        return True
    return False if items & quote.priced else None


@cache
def item_of(step: str) -> str:
    """The item of the rate card that pays for a step; empty when none does, or when the step is not a known one.

    >>> item_of("SME"), item_of("CONVERSION_CADENCE")
    ('LIV-31', '')
    """
    entry = described(STEPS).get(step)
    return "" if entry is None else str(entry["item"])


def is_known_step(step: str) -> bool:
    """Whether a task says one of the steps of `programme_steps.toml`.

    >>> is_known_step("mixage"), is_known_step("")
    (True, False)
    """
    return folded(step) in _known_steps()


@cache
def _known_steps() -> frozenset[str]:
    return frozenset(folded(step) for step in described(STEPS))


def _table(name: str, day: date) -> Any:
    return in_force(f"technique_deliveries.{name}", day).value
