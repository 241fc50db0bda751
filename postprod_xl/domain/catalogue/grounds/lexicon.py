"""What the words of one axis of rights mean: codes, names, groups of the program and of the house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from postprod_xl.domain.catalogue.grounds.published import Words
from postprod_xl.domain.catalogue.grounds.spelling import (
    excepted,
    joined_parts,
    parts_of,
    without_article,
    word_key,
)
from postprod_xl.schema.cells.spelling import closest
from postprod_xl.schema.tables.catalogue import RIGHTS_GROUPS


@dataclass(frozen=True)
class Expanded:
    """What a text says of an axis: the leaves, and the words that are not understood, as they were typed."""

    mask: int
    unknown: tuple[str, ...] = ()


class RightsLexicon:
    """The words of an axis on a day.

    A word that is both a leaf and a group of the house, or two leaves, is never guessed: it is not understood. The
    group that a house typed takes the place of the one that the program publishes under that name, wherever it is
    named.

    Parameters
    ----------
    words
        What the program publishes.
    house
        By name of a group of the house, its members as typed; None where it says two things.
    """

    def __init__(self, words: Words, house: Mapping[str, str | None]) -> None:
        self.words = words
        self.axis = words.axis
        self.house_names = tuple(house)
        self._house = {word_key(name): text for name, text in house.items()}
        self._circular: set[str] = set()
        self._leaves = _leaf_meanings(words)
        self._groups = {
            word_key(name): "; ".join(group.members)
            for group in words.groups
            for name in (group.name, *group.spellings)
        }
        self._ambiguous = {word_key(word) for word in words.ambiguous}
        self._everything = {word_key(name) for name in words.everything}
        self._following = {
            word_key(name): self.axis.mask_of(right.follows)
            for right in words.following
            for name in (right.name, *right.spellings)
        }
        keys = (*self._house, *self._leaves, *self._groups, *self._everything)
        self._has_lists = any(len(parts_of(key)) > 1 for key in keys)
        self._meanings: dict[str, int | None] = {}
        self._under_way: list[str] = []
        self._expanded: dict[str, Expanded] = {}

    def expand(self, text: str) -> Expanded:
        """What a text says: words, codes or groups parted by `;` or `,`, or one of them « sauf » some of its parts."""
        found = self._expanded.get(text)
        if found is None:
            found = self._expanded[text] = self._read(text)
        return found

    def meaning(self, word: str) -> int | None:
        """What one word means; None where it is not understood, or says several things."""
        key = word_key(word)
        if key not in self._meanings:
            if key in self._under_way:
                self._circular.update(self._under_way[self._under_way.index(key) :])
                return None
            self._under_way.append(key)
            self._meanings[key] = self._found(key)
            self._under_way.pop()
        return self._meanings[key]

    def is_leaf(self, word: str) -> bool:
        """Whether a word is the code or a name of a leaf."""
        return word_key(word) in self._leaves

    def is_circular(self, word: str) -> bool:
        """Whether a group was found among its own members; known once its meaning was asked."""
        return word_key(word) in self._circular

    def advice(self, word: str) -> str:
        """What may be written in the place of a word that is not understood, in French; empty when nothing is close."""
        key = word_key(word)
        if key in self._house:
            return f"ce groupe est à corriger dans {RIGHTS_GROUPS.tab}"
        for said, choices in self.words.ambiguous.items():
            if word_key(said) == key:
                return f"« {word} » dit plusieurs choses : écrivez {choices}"
        for right in self.words.following:
            if key in map(word_key, (right.name, *right.spellings)):
                return right.note
        near = closest(word, self._written_names()) or closest(word, self._other_names())
        return f"vouliez-vous dire « {near} » ?" if near else ""

    def _found(self, key: str) -> int | None:
        leaf = self._leaves.get(key)
        if key in self._house:
            members = self._house[key]
            return None if key in self._leaves or members is None else self._whole(members)
        if key in self._ambiguous:
            return None
        if key in self._leaves:
            return leaf
        if key in self._everything:
            return self.axis.everything
        if key in self._groups:
            return self._whole(self._groups[key])
        bare = without_article(key)
        return None if bare == key else self.meaning(bare)

    def _whole(self, members: str) -> int | None:
        """The members of a group; None where one of them is not understood, or there is none."""
        found = self._read(members)
        return None if found.unknown or not found.mask else found.mask

    def _read(self, text: str) -> Expanded:
        parts = parts_of(text)
        whole = self.meaning(text) if len(parts) < 2 or self._has_lists else None
        if whole is not None:
            return Expanded(whole)
        if (sides := excepted(text)) is not None:
            return self._without(text, *sides)
        return self._union(parts)

    def _without(self, text: str, kept: str, left_out: str) -> Expanded:
        """One word except some of its parts; anything else could be read in two ways."""
        mask, out = self.meaning(kept), self._union(parts_of(left_out))
        if mask is None or out.unknown or out.mask & ~mask:
            return Expanded(0, (text.strip(),))
        return Expanded(mask & ~out.mask)

    def _union(self, parts: Iterable[str]) -> Expanded:
        mask, unknown, following = 0, [], []
        for part in parts:
            meaning = self.meaning(part)
            if meaning is not None:
                mask |= meaning
                continue
            words = [part] if self._is_word(part) else joined_parts(part)
            if not all(map(self._is_word, words)):
                unknown.append(part)
                continue
            for word in words:
                meaning = self.meaning(word)
                if meaning is None:
                    following.append(word)
                mask |= meaning or 0
        unknown += [word for word in following if not mask & self._following[word_key(word)]]
        return Expanded(mask, tuple(dict.fromkeys(unknown)))

    def _is_word(self, text: str) -> bool:
        return self.meaning(text) is not None or word_key(text) in self._following

    def _written_names(self) -> list[str]:
        leaves = [spellings[0] for spellings in self.words.names.values()]
        return [*leaves, *(group.name for group in self.words.groups), *self.house_names]

    def _other_names(self) -> list[str]:
        leaves = [name for spellings in self.words.names.values() for name in spellings[1:]]
        return [*leaves, *(name for group in self.words.groups for name in group.spellings)]


def _leaf_meanings(words: Words) -> dict[str, int | None]:
    """The leaves that each code or name says; None for a word that says two."""
    meanings: dict[str, int | None] = {}
    for code, names in words.names.items():
        mask = words.axis.mask_of((code, *words.includes.get(code, ())))
        for key in {word_key(name) for name in (code, *names)}:
            meanings[key] = mask if meanings.get(key, mask) == mask else None
    return meanings
