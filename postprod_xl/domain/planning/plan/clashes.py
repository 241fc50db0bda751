"""Two tasks for the same person or the same room: who holds it, who yields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.planning.plan.claims import Claim, Piece, half_days_text, shared_pieces
from postprod_xl.domain.planning.plan.crowds import crowded_pairs
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import ClashLabel, TaskState

ON_PAPER = (ClashLabel.UNCONTRACTED, ClashLabel.UNSETTLED)
_STRENGTHS: dict[str, int] = {TaskState.CONFIRMED: 2, TaskState.UNDER_WAY: 2, TaskState.OPTION_1: 1}
_FIRM = 2
_ONE_PLACE: Mapping[str, int] = {}


class Clash(NamedTuple):
    """What one claim runs into: `label` is Conflit, 2e option or one of `ON_PAPER`, `text` names what holds it."""

    claim: Claim
    pieces: list[Piece]
    label: str
    text: str


def is_firm(claim: Claim) -> bool:
    """Whether a task is confirmed or under way."""
    return strength(claim) == _FIRM


def is_taken_twice(conflict: str) -> bool:
    """Whether the text of `Reservations[Conflit]` is about the resource itself, not only a contract or working time."""
    return bool(conflict) and not conflict.startswith((*ON_PAPER, ClashLabel.WORKING_TIME))


def pair_clashes(
    claims: Sequence[Claim], places: Mapping[str, int] = _ONE_PLACE
) -> tuple[list[Clash], list[Problem]]:
    """The clashes between tasks, and one warning per pair of tasks.

    Two confirmed tasks (or tasks under way) clash on both sides. An option yields to a confirmed task, and a
    second option to a first one: the holder is not marked. Equal options are marked on both sides.

    Parameters
    ----------
    claims
        What each task takes; two tasks clash when they take the same half-day.
    places
        The rooms that take several tasks at once: there, those that are too many clash.

    Returns
    -------
    tuple of list of Clash and list of Problem
        Warnings stand at the row of the task that yields, else of the second one.
    """
    found: list[Clash] = []
    problems = []
    pairs, crowded = _pairs(claims, places), crowded_pairs(claims, places, strength)
    for one, two in sorted(pairs.keys() | crowded.keys()):
        pair, resources = (claims[one], claims[two]), pairs.get((one, two), [])
        pieces = shared_pieces(pair[0].pieces, pair[1].pieces) if resources else []
        if (one, two) in crowded:
            resources, pieces = [*resources, ResourceKind.ROOM], pieces or crowded[one, two]
        if pieces:
            marked = list(_marked(pair, pieces, resources))
            found += marked
            problems.append(_problem(marked[-1], resources))
    return found, problems


def _pairs(claims: Sequence[Claim], places: Mapping[str, int]) -> dict[tuple[int, int], list[ResourceKind]]:
    """The pairs of claims whose first and last days overlap on a same resource, which only one may have."""
    pairs: dict[tuple[int, int], list[ResourceKind]] = {}
    for resource in ResourceKind:
        by_code: dict[str, list[int]] = {}
        for place, claim in enumerate(claims):
            if claim.code(resource):
                by_code.setdefault(claim.code(resource), []).append(place)
        several = places if resource is ResourceKind.ROOM else _ONE_PLACE
        for alone in (held for code, held in by_code.items() if code not in several):
            for pair in _overlapping(claims, alone):
                pairs.setdefault(pair, []).append(resource)
    return pairs


def _overlapping(claims: Sequence[Claim], places: list[int]) -> Iterator[tuple[int, int]]:
    by_first_day = sorted(places, key=lambda place: claims[place].pieces[0].day)
    for rank, place in enumerate(by_first_day):
        last_day = claims[place].pieces[-1].day
        for other in by_first_day[rank + 1 :]:
            if claims[other].pieces[0].day > last_day:
                break
            yield min(place, other), max(place, other)


def _marked(pair: tuple[Claim, Claim], pieces: list[Piece], resources: list[ResourceKind]) -> Iterator[Clash]:
    """The clashes to mark; the last one is that of the task that yields, or of the second task."""
    one, two = sorted(pair, key=lambda claim: -strength(claim))
    if strength(one) > strength(two):
        yield Clash(two, pieces, ClashLabel.SECOND_OPTION, _taken(one, resources))
        return
    for claim, other in ((one, two), (two, one)):
        yield Clash(claim, pieces, ClashLabel.CONFLICT, _taken(other, resources))


def strength(claim: Claim) -> int:
    """How firm a claim is: 2 confirmed or under way, 1 a first option, 0 any other."""
    return _STRENGTHS.get(claim.state, 0)


def _taken(holder: Claim, resources: list[ResourceKind]) -> str:
    codes = " et ".join(holder.code(resource) for resource in resources)
    name = f"{holder.task} ({holder.state})" if holder.state else holder.task
    if strength(holder) < _FIRM:
        return f"{codes} aussi en option pour {name}"
    return f"{codes} {'déjà prise' if resources == [ResourceKind.ROOM] else 'déjà pris'} par {name}"


def _problem(clash: Clash, resources: list[ResourceKind]) -> Problem:
    codes = ", ".join(clash.claim.code(resource) for resource in resources)
    expected = "une personne et une salle libres"
    return clash_problem(clash, resources[0], codes, expected)


def clash_problem(clash: Clash, resource: ResourceKind, found: str, expected: str) -> Problem:
    """The warning of a clash, at the row of its task: since when and for how many half-days."""
    day = date.fromordinal(clash.pieces[0].day)
    message = f"{clash.claim.task} : {clash.text}, {half_days_text(clash.pieces)} à partir du {day:%d/%m/%Y}"
    return warning(
        "Planning", clash.claim.row, BY_NAME["Planning"].heading(resource.value), found, expected, message
    )
