"""The skills and the types of room of a programme, in the words of the house, and those that it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.problem.roster import skills_of
from postprod_xl.domain.planning.programmes.steps import Step
from postprod_xl.schema.units import folded


class Needs(NamedTuple):
    """Who and where a step is done; empty when nobody, or nowhere."""

    skill: str
    room_type: str


class Lack(NamedTuple):
    """What a plan needs and the house lacks.

    Parameters
    ----------
    column
        `skill` or `room_type`.
    word
        The one asked for; where no rate says any, the usual one.
    steps
        The steps that need it.
    is_said
        Whether the tasks bear it; without it they are planned with nobody, or nowhere.
    """

    column: str
    word: str
    steps: tuple[str, ...]
    is_said: bool


@dataclass(frozen=True)
class HouseWords:
    """The skills and types of room of an office: those of its rate card, and those it has.

    Parameters
    ----------
    rates
        What the rate card says of each item.
    skills, room_types
        Those of its people and rooms, as words are compared.
    """

    rates: Mapping[str, Needs]
    skills: frozenset[str]
    room_types: frozenset[str]

    def needs(self, step: Step) -> Needs:
        """Who and where a step is done.

        The rate card says it. Where it is silent, the usual word stands if somebody, or a room, bears it, or if
        the rate card does not know the item.
        """
        rate = self.rates.get(step.item)
        said = rate or Needs("", "")
        return Needs(
            said.skill or _usual(step.skill, self.skills, rate is None),
            said.room_type or _usual(step.room_type, self.room_types, rate is None),
        )

    def lacks(self, steps: Sequence[Step]) -> list[Lack]:
        """What some steps need and the house lacks, skills first."""
        found: dict[tuple[str, str, bool], list[str]] = {}
        for column, known in (("skill", self.skills), ("room_type", self.room_types)):
            for step in steps:
                word = getattr(self.needs(step), column)
                needed = word or getattr(step, column)
                if needed and folded(needed) not in known:
                    found.setdefault((column, needed, bool(word)), []).append(step.code)
        return [Lack(column, word, tuple(codes), is_said) for (column, word, is_said), codes in found.items()]


def house_words(office: Office) -> HouseWords:
    """The words of an office: tables `Tarifs`, `Equipe`, `Salles`."""
    rates = office["Tarifs"]
    skills = (skills_of(text) for text in office["Equipe"].column("skills"))
    return HouseWords(
        {item: Needs(*needs) for item, *needs in rates.select("item", "skill", "room_type")},
        frozenset().union(*skills),
        frozenset(folded(text) for text in office["Salles"].column("type") if text),
    )


def _usual(word: str, known: frozenset[str], is_unpriced: bool) -> str:
    return word if is_unpriced or folded(word) in known else ""
