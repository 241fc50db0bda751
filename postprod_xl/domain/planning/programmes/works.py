"""The tasks of a programme and their days: those that the quote sells, else the usual ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from postprod_xl.domain.planning.programmes.sold import SoldLine, shared_days
from postprod_xl.domain.planning.programmes.steps import Step, fewest_days
from postprod_xl.domain.wording import decimal_text
from postprod_xl.schema.units import decimal_hours

NOTHING = Decimal(0)
Floors = Mapping[str, Decimal | None]
"""The fewest days of each step, None where no floor is known."""


class Work(NamedTuple):
    """A task to be.

    Parameters
    ----------
    step
        Its step: code and links are those of the tasks of its episode, days those it is planned for.
    kind
        Code of the step in the programme.
    episode
        Its episode, from 1.
    line
        What pays for it, None when nothing does.
    """

    step: Step
    kind: str
    episode: int
    line: SoldLine | None


def works_of(steps: Sequence[Step], lines: Sequence[SoldLine], episodes: int, floors: Floors) -> list[Work]:
    """The tasks of a programme, episode by episode, with their days.

    A line pays for every step of its item, in every episode: its days are shared between them, and their sum is
    what it sells. As many lines as episodes pay for one each. Any other line of an item is a second task of its
    longest step. A step that nothing pays for, or whose line sells no hours, has its usual days.

    Parameters
    ----------
    steps
        Those of the type of programme, in order.
    lines
        Those of the quote that pay for work.
    floors
        The fewest days of each step.
    """
    works = [
        Work(named, step.code, episode, line)
        for episode in range(1, episodes + 1)
        for step, named, line in _tasks(steps, _payers(steps, lines, episode, episodes))
    ]
    paid: dict[SoldLine, list[int]] = defaultdict(list)
    for place, work in enumerate(works):
        if work.line and work.line.minutes is not None:
            paid[work.line].append(place)
    for line, places in paid.items():
        least = [floors.get(works[place].kind) or NOTHING for place in places]
        usual = [works[place].step.days for place in places]
        for place, days in zip(places, shared_days(line.quarters, least, usual), strict=True):
            works[place] = works[place]._replace(step=works[place].step._replace(days=days))
    return works


def floors_of(steps: Sequence[Step], template: str, day: date) -> Floors:
    """The fewest days of each step of a type of programme."""
    return {step.code: fewest_days(template, step.code, day) for step in steps}


def _payers(
    steps: Sequence[Step], lines: Sequence[SoldLine], episode: int, episodes: int
) -> dict[str, list[SoldLine]]:
    """The lines that pay for each step of an episode, the first for its task and the others for more tasks."""
    by_item: dict[str, list[SoldLine]] = defaultdict(list)
    for line in lines:
        by_item[line.item].append(line)
    longest: dict[str, Step] = {}
    for step in steps:
        if step.item not in longest or step.days > longest[step.item].days:
            longest[step.item] = step
    found = {}
    for step in steps:
        held = by_item.get(step.item, []) if step.item else []
        if len(held) == episodes > 1:
            held = held[episode - 1 : episode]
        else:
            # A line without hours cannot say what part of a step it pays beside another.
            held = [line for line in held if line.minutes is not None] or held[:1]
        found[step.code] = held if longest[step.item] is step else held[:1]
    return found


def _tasks(
    steps: Sequence[Step], payers: Mapping[str, Sequence[SoldLine]]
) -> Iterator[tuple[Step, Step, SoldLine | None]]:
    """Each step, with the code and the links of its tasks in the episode, and what pays for each."""
    codes = {
        code: [code, *(f"{code}-{rank}" for rank in range(2, len(lines) + 1))]
        for code, lines in payers.items()
    }
    for step in steps:
        links = tuple(link._replace(code=code) for link in step.links for code in codes[link.code])
        lines: Sequence[SoldLine | None] = payers[step.code] or [None]
        for code, line in zip(codes[step.code], lines, strict=True):
            yield step, step._replace(code=code, links=links), line


@dataclass(frozen=True)
class StepDays:
    """What is sold of a step, what it usually takes, the least it needs and what is planned, all episodes together.

    Parameters
    ----------
    step
        Its code.
    lines
        The lines that pay for it.
    shares
        The other steps that they pay for.
    planned, usual
        Days.
    floor
        Fewest days, None when no floor is known.
    is_short
        Whether its days are under its floor in some episode.
    is_crushed
        Whether too little is sold for one of its tasks to take a quarter of a day.
    """

    step: str
    lines: tuple[SoldLine, ...]
    shares: tuple[str, ...]
    planned: Decimal
    usual: Decimal
    floor: Decimal | None
    is_short: bool
    is_crushed: bool

    @property
    def sold(self) -> Decimal | None:
        """Days its lines sell, for it and for those that share them; None without hours sold."""
        days = [line.days for line in self.lines if line.days is not None]
        return sum(days, NOTHING) if days else None

    @property
    def text(self) -> str:
        """One French line: sold, usual, least, planned."""
        floor = "plancher inconnu" if self.floor is None else f"plancher {decimal_text(self.floor)} j"
        short = ", sous le plancher" if self.is_short else ""
        planned = f"planifié {decimal_text(self.planned)} j{short}"
        return f"{self.step} : {self._sold}, modèle {decimal_text(self.usual)} j, {floor} → {planned}"

    @property
    def _sold(self) -> str:
        if not self.lines:
            return "rien de vendu"
        codes = ", ".join(line.line for line in self.lines)
        shared = f", avec {', '.join(self.shares)}" if self.shares else ""
        if self.sold is None:
            line = self.lines[0]
            unit = f" × {line.unit}" if line.unit else ""
            return f"vendu {decimal_text(line.quantity)}{unit} sans heures ({codes}{shared})"
        return f"vendu {decimal_text(self.sold)} j ({codes}{shared})"

    @property
    def details(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "step": self.step,
            "lines": [line.line for line in self.lines],
            "shared_with": list(self.shares),
            "sold_days": _number(self.sold),
            "sold_hours": _number(self.sold and decimal_hours(sum(line.minutes or 0 for line in self.lines))),
            "template_days": _number(self.usual),
            "floor_days": _number(self.floor),
            "planned_days": _number(self.planned),
            "is_under_floor": self.is_short,
        }


def step_days(steps: Sequence[Step], works: Sequence[Work], episodes: int, floors: Floors) -> list[StepDays]:
    """What is sold, usual, least and planned of each step of a programme, in order."""
    by_step: dict[str, list[Work]] = defaultdict(list)
    sharing: dict[str, list[str]] = defaultdict(list)
    for work in works:
        by_step[work.kind].append(work)
        if work.line and work.kind not in sharing[work.line.line]:
            sharing[work.line.line].append(work.kind)
    found = []
    for step in steps:
        held, floor = by_step[step.code], floors[step.code]
        lines = tuple(dict.fromkeys(work.line for work in held if work.line))
        shares = dict.fromkeys(kind for line in lines for kind in sharing[line.line] if kind != step.code)
        found.append(
            StepDays(
                step.code,
                lines,
                tuple(shares),
                sum((work.step.days for work in held), NOTHING),
                step.days * episodes,
                None if floor is None else floor * episodes,
                floor is not None and _least(held) < floor,
                step.days > 0 and not all(work.step.days for work in held),
            )
        )
    return found


def _number(quantity: Decimal | None) -> float | None:
    return None if quantity is None else float(quantity)


def _least(works: Sequence[Work]) -> Decimal:
    """The days of a step in the episode that has the fewest."""
    days: dict[int, Decimal] = defaultdict(Decimal)
    for work in works:
        days[work.episode] += work.step.days
    return min(days.values())
