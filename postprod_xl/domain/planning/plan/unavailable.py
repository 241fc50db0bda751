"""The bookings on absent people, closed rooms, and people and rooms that another production holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postprod_xl.domain.planning.plan.claims import Claim, Piece
from postprod_xl.domain.planning.plan.clashes import Clash, clash_problem
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
    is always open. The reason of an absence is private and never told, nor is the other production.
    """
    busy: dict[str, list[Piece]] = {}
    for taken in outside:
        busy.setdefault(taken.code, []).append(
            Piece(taken.day.toordinal(), sum(1 << half for half in taken.halves))
        )
    found, problems = [], list(presence.problems)
    for claim in claims:
        for resource in ResourceKind:
            code = claim.code(resource)
            for clash in absences_met(presence, claim, resource):
                found.append(clash)
                problems.append(clash_problem(clash, resource, code, _EXPECTED))
            for clash in _taken_outside(claim, code, busy.get(code, ())):
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
