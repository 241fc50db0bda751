"""Who can answer for a technical finding: the technicians of its project first, then those of the team."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from postprod_xl.domain.office import Office
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.planning.problem.roster import skills_of
from postprod_xl.domain.technique.rules.rule import Advice
from postprod_xl.domain.wording import counted
from postprod_xl.parameters import in_force
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import TaskState

FAMILY_WORDS = {
    Advice.PICTURE: ("picture", "image"),
    Advice.SOUND: ("sound", "son"),
    Advice.TEXTS: ("texts", "sous-titres"),
    Advice.LABORATORY: ("laboratory", "laboratoire"),
}
"""The parameter of `technique_skills` that recognises each family, and what a message calls it."""
_TEAM = BY_NAME["Equipe"].tab
_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Consultants:
    """Who may be asked in an office, by project and family of skills.

    Parameters
    ----------
    team
        Code and name of each row of `Equipe`, in sheet order, with the families of its skills.
    working
        By project, the technicians of its tasks in sheet order, each with the families of the task.
    """

    team: Sequence[tuple[str, str, frozenset[Advice]]]
    working: dict[str, list[tuple[str, frozenset[Advice]]]]
    _said: dict[tuple[str, Advice], str] = field(default_factory=dict)

    def said(self, project: str, advice: Advice) -> str:
        """Whom to ask, in French: the first one, then how many others; that nobody has the skill where it is so.

        Those planned or booked on tasks of the family in the project come first, then the team by its skills.
        """
        if (project, advice) not in self._said:
            self._said[project, advice] = self._found(project, advice)
        return self._said[project, advice]

    def _found(self, project: str, advice: Advice) -> str:
        names = {code: f"{code} ({name})" if name else code for code, name, _ in self.team}
        asked = list(dict.fromkeys(self._in_order(project, advice)))
        if not asked:
            return f"personne n'a la compétence {FAMILY_WORDS[advice][1]} dans {_TEAM}"
        first, others = names.get(asked[0], asked[0]), len(asked) - 1
        return f"{first} et {counted(others, 'autre')}" if others else first

    def _in_order(self, project: str, advice: Advice) -> Iterator[str]:
        for code, families in self.working.get(project, ()):
            if advice in families:
                yield code
        for code, _, families in self.team:
            if advice in families:
                yield code


def consultants(office: Office) -> Consultants:
    """Who may be asked: `Equipe`, and the technicians named or chosen for the tasks of `Planning` not cancelled.

    A task that asks for no skill is of the families of whoever does it.
    """
    day = office.today
    team = [(person.code, full_name(person), families_of(person.skills, day)) for person in office["Equipe"]]
    own = {code: families for code, _, families in team}
    working: dict[str, list[tuple[str, frozenset[Advice]]]] = {}
    tasks = office["Planning"].select("project", "skill", "state", "technician", "assigned_technician")
    for project, skill, state, named, chosen in tasks:
        code = named or chosen
        if code and state != TaskState.CANCELLED:
            families = families_of(skill, day) if skill else own.get(code, frozenset())
            working.setdefault(project, []).append((code, families))
    return Consultants(team, working)


@lru_cache(maxsize=1024)
def families_of(skills: str, day: date) -> frozenset[Advice]:
    """The families that skills written by a house belong to, as the words in force on a day recognise them.

    >>> sorted(families_of("Chef monteur ; étalonnage", date(2026, 11, 30)))
    [<Advice.PICTURE: 'image'>]
    """
    return frozenset(
        advice
        for advice, (name, _) in FAMILY_WORDS.items()
        for word in in_force(f"technique_skills.{name}", day).value
        for skill in skills_of(skills)
        if _is_said(word, skill)
    )


def _is_said(word: str, skill: str) -> bool:
    """Whether a skill holds a word of a family, as `technique_skills.toml` writes it."""
    words = f" {_BETWEEN_WORDS.sub(' ', plain_letters(skill)).strip()} "
    if word.startswith("="):
        return words == f" {word[1:]} "
    return f" {word[:-1]}" in words if word.endswith("*") else f" {word} " in words
