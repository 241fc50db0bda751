"""Two requirements on one field: whether one value can do what both ask."""

from __future__ import annotations

from postprod_xl.domain.technique.profiles.requirement import ProfileRequirement
from postprod_xl.schema.technical_vocabulary import Requirement as Comparison

_LISTED = frozenset({Comparison.EQUAL, Comparison.AMONG})


def are_opposed(one: ProfileRequirement, other: ProfileRequirement) -> bool:
    """Whether two requirements of one field contradict each other.

    They do when no value can meet both, or when the same comparison asks for other values as gravely: two maxima, one
    blocking and one that only warns, may stand together.
    """
    if one.comparison is other.comparison and one.severity is other.severity:
        return one.values != other.values
    return not _meet(one, other)


def _meet(one: ProfileRequirement, other: ProfileRequirement) -> bool:
    for listed, against in ((one, other), (other, one)):
        if listed.comparison in _LISTED:
            return any(against.is_met(value) for value in listed.values)
    presences = [asked for asked in (one, other) if asked.comparison is Comparison.PRESENT]
    if presences:
        return one.values == other.values if len(presences) > 1 else bool(presences[0].values[0])
    if Comparison.DIFFERENT in (one.comparison, other.comparison):
        return True
    lows = [asked.values[0] for asked in (one, other) if asked.comparison is not Comparison.AT_MOST]
    highs = [asked.values[-1] for asked in (one, other) if asked.comparison is not Comparison.AT_LEAST]
    return not lows or not highs or bool(max(lows) <= min(highs))
