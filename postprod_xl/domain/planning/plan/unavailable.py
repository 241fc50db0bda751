"""The bookings on absent people, closed rooms, and people and rooms that another production holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from postprod_xl.domain.planning.plan.claims import Claim, Piece
from postprod_xl.domain.planning.plan.clashes import Clash, clash_problem, strength
from postprod_xl.domain.planning.plan.crowds import half_days_of, without_place
from postprod_xl.domain.planning.problem.outside import OUTSIDE, Busy
from postprod_xl.domain.planning.problem.presence import Presence, ResourceKind
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.vocabulary import ClashLabel

_ABSENT = {ResourceKind.PERSON: "absent", ResourceKind.ROOM: "indisponible"}
_CLOSED = {ResourceKind.PERSON: "ne travaille pas ce jour-là", ResourceKind.ROOM: "fermée ce jour-là"}
_EXPECTED, _FREE = "un jour de présence", "une personne et une salle libres"


def unavailable_clashes(
    presence: Presence, claims: Sequence[Claim], outside: Sequence[Busy] = ()
) -> tuple[list[Clash], list[Problem]]:
    """The claims on absent people or closed rooms, or on what others hold: one warning per task and resource.

    A person whose `Jours travaillés` is empty works any working day, a room whose `Jours ouverts` is empty
    is always open. In a room of several places, only what finds none left is on what others hold. The reason of an
    absence is private and never told, nor is the other production.
    """
    busy: dict[str, list[Piece]] = {}
    for taken in outside:
        busy.setdefault(taken.code, []).append(
            Piece(taken.day.toordinal(), sum(1 << half for half in taken.halves))
        )
    crowded = {
        code: without_place(claims, (code, places), Counter(half_days_of(busy.get(code, ()))), strength)
        for code, places in presence.places.items()
    }
    found, problems = [], list(presence.problems)
    for place, claim in enumerate(claims):
        for resource in ResourceKind:
            code = claim.code(resource)
            for clash in absences_met(presence, claim, resource):
                found.append(clash)
                problems.append(clash_problem(clash, resource, code, _EXPECTED))
            held = busy.get(code, ())
            if resource is ResourceKind.ROOM and code in crowded:
                held = crowded[code].get(place, ())
            for clash in _taken_outside(claim, code, held):
                found.append(clash)
                problems.append(clash_problem(clash, resource, code, _FREE))
    return found, problems


def absences_met(presence: Presence, claim: Claim, resource: ResourceKind) -> Iterator[Clash]:
    """What a claim asks of its person or room on half-days when it cannot be taken."""
    code = claim.code(resource)
    if not code:
        return
    away = _pieces(claim, [presence.away(code, piece.day) for piece in claim.pieces])
    if away:
        yield Clash(claim, away, ClashLabel.CONFLICT, f"{code} {_ABSENT[resource]}")
    closed = _pieces(claim, [presence.closed(resource, code, piece.day) for piece in claim.pieces])
    if closed:
        yield Clash(claim, closed, ClashLabel.CONFLICT, f"{code} {_CLOSED[resource]}")


def _pieces(claim: Claim, halves: Sequence[int]) -> list[Piece]:
    pairs = zip(claim.pieces, halves, strict=True)
    return [Piece(piece.day, piece.halves & taken) for piece, taken in pairs if piece.halves & taken]


def _taken_outside(claim: Claim, code: str, busy: Sequence[Piece]) -> Iterator[Clash]:
    taken = {piece.day: 0 for piece in busy}
    for piece in busy:
        taken[piece.day] |= piece.halves
    met = _pieces(claim, [taken.get(piece.day, 0) for piece in claim.pieces])
    if met:
        yield Clash(claim, met, ClashLabel.CONFLICT, f"{code} {OUTSIDE}")
