"""The words that the program publishes of each axis of rights, on a day: leaves, groups, what is never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from postprod_xl.domain.catalogue.grounds.axis import RightsAxis
from postprod_xl.parameters import rights_words


class AxisName(StrEnum):
    """The axes of rights; the value is the file of `parameters` that has their words."""

    TERRITORIES = "territories"
    MEDIA = "media_rights"
    LANGUAGES = "catalogue_languages"


STATED, USAGE = "S", "K"
"""How much a source is worth: it says all of it, or nothing says it but the usage of the trade."""


@dataclass(frozen=True)
class PublishedGroup:
    """A group as the program knows it on a day.

    Attributes
    ----------
    name, spellings
        The name that is written, and the others that are understood.
    members
        Codes, or names of other groups.
    since, has_changed
        The day of this version, and whether another came before it.
    source, confidence
        Where it comes from, and how much that is worth: S, P or K.
    note
        What it has and has not, in French.
    """

    name: str
    spellings: tuple[str, ...]
    members: tuple[str, ...]
    since: date
    has_changed: bool
    source: str
    confidence: str
    note: str


@dataclass(frozen=True)
class Following:
    """A right without a leaf of its own, that follows others: named beside one of them it adds nothing."""

    name: str
    spellings: tuple[str, ...]
    follows: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Words:
    """Every word of an axis on a day.

    Attributes
    ----------
    axis
        The universe of its leaves.
    names
        By code, the name that is written then the other spellings.
    everything, nothing
        The words for the whole axis, the one written first; the word for an empty set.
    includes
        By code, the codes that it also says.
    groups, following
        Those of the day.
    ambiguous
        By word that is never guessed, what it may say.
    """

    axis: RightsAxis
    names: Mapping[str, Sequence[str]]
    everything: Sequence[str]
    nothing: str
    includes: Mapping[str, Sequence[str]]
    groups: tuple[PublishedGroup, ...]
    following: tuple[Following, ...]
    ambiguous: Mapping[str, str]


@lru_cache(maxsize=256)
def words_on(axis: AxisName, day: date) -> Words:
    """The words of an axis on a day: a group that has no version yet is not known that day."""
    said = rights_words(axis.value)
    names = said["names"]
    return Words(
        axis=RightsAxis(names),
        names=names,
        everything=said["everything"],
        nothing=said["nothing"],
        includes=said.get("includes", {}),
        groups=tuple(_groups(said.get("groups", {}), day)),
        following=tuple(
            Following(name, tuple(entry["spellings"]), tuple(entry["follows"]), entry["note"])
            for name, entry in said.get("following", {}).items()
        ),
        ambiguous=said["ambiguous"],
    )


def _groups(groups: Mapping[str, Any], day: date) -> list[PublishedGroup]:
    """The version in force of each group: the last that is not after the day."""
    found = []
    for name, entry in groups.items():
        if versions := [value for value in entry["values"] if value["since"] <= day]:
            last = versions[-1]
            found.append(
                PublishedGroup(
                    name,
                    tuple(entry["spellings"]),
                    tuple(last["value"]),
                    last["since"],
                    len(versions) > 1,
                    last["source"],
                    last["confidence"],
                    entry["note"],
                )
            )
    return found
