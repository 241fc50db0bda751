"""A set of leaves in words: the shortest French phrase that says these leaves and no other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from postprod_xl.domain.catalogue.grounds.lexicon import RightsLexicon
from postprod_xl.domain.catalogue.grounds.published import USAGE

_AND = " et "
_SAVED = 1
"""How many words « sauf » must save before it is worth reading."""


_SHORTEST = 2
"""How many words « sauf » takes at least: those of a group and of what is not in it."""


class Sayer:
    """Says the sets of an axis.

    A group is named only where every one of its members is in the set; « groupe sauf … » only of a group that has the
    whole set. A group that usage alone defines (K) is never named: whoever reads it may mean other countries by it.
    Each name is one that the lexicon reads back as what it says.

    Parameters
    ----------
    lexicon
        The words of the axis on a day.
    """

    def __init__(self, lexicon: RightsLexicon) -> None:
        self._lexicon = lexicon
        self._axis = lexicon.axis
        self._said: dict[int, str] = {}

    def said(self, mask: int) -> str:
        """The phrase of a set."""
        phrase = self._said.get(mask)
        if phrase is None:
            phrase = self._said[mask] = self._phrase(mask)
        return phrase

    def _phrase(self, mask: int) -> str:
        if not mask:
            return self._lexicon.words.nothing
        best = self._cover(mask)
        phrase, cost = self._joined(self._named(*best)), _cost(*best)
        for name, group in self._groups:
            if cost <= _SHORTEST + _SAVED:
                break
            if mask & ~group or group == mask:
                continue
            left_out = self._cover(group & ~mask)
            if (words := _cost(*left_out) + 1) + _SAVED < cost:
                phrase, cost = f"{name} sauf {', '.join(self._named(*left_out))}", words
        return phrase

    def _cover(self, mask: int) -> tuple[list[str], int]:
        """What says a set together: at each step the group that says most of what is left, then the leaves left."""
        names, rest = [], mask
        inside = [(name, group) for name, group in self._groups if not group & ~mask]
        while rest:
            name, group = max(inside, key=lambda one: (one[1] & rest).bit_count(), default=("", 0))
            if (group & rest).bit_count() <= 1:
                break
            names.append(name)
            rest &= ~group
        return names, rest

    def _named(self, groups: list[str], leaves: int) -> list[str]:
        """Groups, then leaves, by their names."""
        return [*groups, *(self._leaves[code] for code in self._axis.leaves(leaves))]

    @cached_property
    def _groups(self) -> list[tuple[str, int]]:
        """The groups of several leaves that may be named, those of the house first, without two names for one set."""
        named: dict[int, str] = {}
        for name in self._names():
            mask = self._lexicon.meaning(name)
            if mask is not None and mask.bit_count() > 1:
                named.setdefault(mask, name)
        return [(name, mask) for mask, name in named.items()]

    @cached_property
    def _group_names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self._groups)

    def _names(self) -> Iterator[str]:
        words = self._lexicon.words
        yield from words.everything
        yield from self._lexicon.house_names
        yield from (group.name for group in words.groups if group.confidence != USAGE)
        yield from (words.names[code][0] for code in words.includes)

    @cached_property
    def _leaves(self) -> dict[str, str]:
        """The name of each leaf, by code."""
        return {code: self._leaf(code) for code in self._axis.codes}

    def _leaf(self, code: str) -> str:
        bit = self._axis.bits[code]
        for name in (*self._lexicon.words.names[code], code):
            if self._lexicon.meaning(name) == bit:
                return name
        return f"{code} seul"

    def _joined(self, names: list[str]) -> str:
        """Names in a list; « et » before the last where a group is one of them and no name has an « et » of its own."""
        has_group = not self._group_names.isdisjoint(names)
        if not has_group or len(names) == 1 or any(_AND in name for name in names):
            return ", ".join(names)
        return f"{', '.join(names[:-1])}{_AND}{names[-1]}"


def _cost(groups: list[str], leaves: int) -> int:
    """How many words say groups and leaves."""
    return len(groups) + leaves.bit_count()
