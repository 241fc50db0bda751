"""Who must be asked whether a quote line can be done: those who have its skill, whom the director works with first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.planning.problem.roster import affinities_of, affinity_text, skills_of
from postprod_xl.domain.planning.programmes.steps import usual_skills
from postprod_xl.domain.sessions.counted import COUNTED_FROM, counted_rows
from postprod_xl.domain.wording import counted, counted_whole, in_sentence
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import TaskState

# How the job of a technical director is written: asked where nobody has the skill.
_DIRECTION = ("directeur technique", "directrice technique", "direction technique")
_RATES = BY_NAME["Tarifs"]
_SKILL = in_sentence(_RATES.heading("skill"))


class Adviser(NamedTuple):
    """Somebody who can say whether a line is feasible.

    Parameters
    ----------
    code, name
        Of `Equipe`: first name, then last name.
    affinity
        With the director of the project, from -2 to 2.
    session_days
        Days worked with that director.
    tasks
        Tasks of that director planned with this person, or done.
    directs
        Whether the person is asked as technical director, nobody having the skill.
    """

    code: str
    name: str
    affinity: int
    session_days: int
    tasks: int
    directs: bool = False

    @property
    def said(self) -> str:
        """The code, and the name.

        >>> Adviser("T003", "Alice Carrel", 0, 0, 0).said
        'T003 (Alice Carrel)'
        """
        return f"{self.code} ({self.name})" if self.name else self.code

    def reasons(self, director: str, skills: Sequence[str]) -> tuple[str, ...]:
        """Why this person is asked, in French, one phrase each.

        Parameters
        ----------
        director
            Of the project, as written.
        skills
            Those asked for, as written.
        """
        texts = ["direction technique" if self.directs else f"compétence {' ou '.join(skills)}"]
        if self.affinity:
            texts.append(affinity_text(self.affinity, director))
        if self.session_days:
            texts.append(f"{counted_whole(self.session_days, 'journée travaillée')} avec {director}")
        if self.tasks:
            texts.append(f"{counted(self.tasks, 'tâche')} avec {director}")
        return tuple(texts)


class Consultation(NamedTuple):
    """Who is to be asked for one line, the first one before the others, and what is asked of them.

    Parameters
    ----------
    advisers
        Best first; empty when nobody can answer.
    skills
        The skills that the line asks for, as written; empty when nothing says any.
    director
        Of the project.
    """

    advisers: Sequence[Adviser]
    skills: Sequence[str]
    director: str

    @property
    def first(self) -> Adviser | None:
        return self.advisers[0] if self.advisers else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the first one is asked; empty without anybody."""
        return self.first.reasons(self.director, self.skills) if self.first else ()

    @property
    def lack(self) -> str:
        """What keeps anybody with the skill from being asked, in French; empty when somebody has it."""
        if not self.skills:
            unsaid = f"{_RATES.tab} ne dit pas de {_SKILL}"
            return unsaid if self.advisers else f"{unsaid} : à demander à qui fera le travail"
        if self.first is None or self.first.directs:
            return f"personne n'a la compétence {' ou '.join(f'« {skill} »' for skill in self.skills)}"
        return ""

    @property
    def text(self) -> str:
        """The first one to ask, or what is lacking, in one French line."""
        return " : ".join(part for part in (self.first.said if self.first else "", self.lack) if part)


@dataclass(frozen=True)
class Advisers:
    """The people of an office, as those who are asked for an advice."""

    people: Sequence[Row]
    skills: Mapping[str, Sequence[str]]
    affinities: Mapping[tuple[str, str], int]
    directors: Mapping[str, str]
    worked: Mapping[tuple[str, str], int]
    planned: Mapping[tuple[str, str], int]
    _known: dict[tuple[str, str], Consultation] = field(default_factory=dict)

    def asked(self, line: Row) -> Consultation:
        """Who is to be asked for a row of `Devis`.

        Those who have one of its skills: whom the director asks for before whom he refuses (`Affinites`); then who
        worked the most days with him, then who has the most tasks of his; then in the order of `Equipe`. Where nobody
        has the skill, the technical directors, in the same order.
        """
        asked = self.directors.get(line.project, ""), line.item
        if asked not in self._known:
            self._known[asked] = self._found(*asked)
        return self._known[asked]

    def _found(self, director: str, item: str) -> Consultation:
        skills = self.skills.get(item, ())
        wanted = {folded(skill) for skill in skills}
        able = [person for person in self.people if wanted & skills_of(person.skills)]
        ranked = [self._adviser(person, director) for person in able]
        if not able:
            directing = [person for person in self.people if _directs(person)]
            ranked = [self._adviser(person, director)._replace(directs=True) for person in directing]
        ranked.sort(key=lambda one: (-one.affinity, -one.session_days, -one.tasks))
        return Consultation(ranked, skills, director)

    def text(self, line: Row) -> str:
        """`À consulter` of a row of `Devis`."""
        return self.asked(line).text

    def _adviser(self, person: Row, director: str) -> Adviser:
        key = folded(director), person.code
        return Adviser(
            person.code,
            full_name(person),
            self.affinities.get(key, 0),
            self.worked.get(key, 0),
            self.planned.get(key, 0),
        )


def advisers_of(office: Office) -> Advisers:
    """Who may be asked in an office: tables `Tarifs`, `Equipe`, `Affinites`, `Projets`, `Planning`, `Seances`."""
    return Advisers(
        office["Equipe"].records,
        _skills(office),
        affinities_of(office),
        office["Projets"].by_key("code", "director"),
        _days_worked(office),
        _tasks_planned(office),
    )


def _skills(office: Office) -> dict[str, Sequence[str]]:
    """The skills that each item asks for: those of the rate card, else those of the steps that it pays for.

    Where several steps want several skills, those that somebody has come alone.
    """
    held = frozenset().union(*map(skills_of, office["Equipe"].column("skills")))
    usual = usual_skills()
    found: dict[str, Sequence[str]] = {}
    for item, skill in office["Tarifs"].select("item", "skill"):
        skills = [skill] if skill else usual.get(item, [])
        found[item] = [one for one in skills if folded(one) in held] or skills
    return found


def _directs(person: Row) -> bool:
    return any(title in folded(f"{person.job};{person.skills}") for title in _DIRECTION)


@fact(Projets="code director", Episodes="project number director")
def _directors(office: Office) -> dict[tuple[str, int | None], str]:
    """The director of each project, and of its episodes that have their own, as names are compared."""
    episodes = office["Episodes"].select("project", "number", "director")
    projects = office["Projets"].select("code", "director")
    return {
        **{(code, None): folded(director) for code, director in projects},
        **{(code, number): folded(director) for code, number, director in episodes if director},
    }


@fact(
    Seances=COUNTED_FROM,
    Planning="task episode",
    Projets="code director",
    Episodes="project number director",
)
def _days_worked(office: Office) -> Counter[tuple[str, str]]:
    """Days that each director and person worked together: sessions that count, by director and code."""
    directors, episodes = _directors(office), office["Planning"].by_key("task", "episode")
    days: dict[tuple[str, str], set[object]] = defaultdict(set)
    rows = office["Seances"].select("project", "task", "technician", "day")
    for (project, task, technician, day), counts in zip(rows, counted_rows(office), strict=True):
        if counts and technician and day is not None:
            director = directors.get((project, episodes.get(task))) or directors.get((project, None), "")
            days[director, technician].add(day)
    return Counter({key: len(held) for key, held in days.items() if key[0]})


def _tasks_planned(office: Office) -> Counter[tuple[str, str]]:
    """Tasks of each director that each person has or had: the one asked for, else the one that the plan chose."""
    directors = _directors(office)
    counts: Counter[tuple[str, str]] = Counter()
    tasks = office["Planning"].select("project", "episode", "state", "technician", "assigned_technician")
    for project, episode, state, asked, chosen in tasks:
        director = directors.get((project, episode)) or directors.get((project, None), "")
        if director and (asked or chosen) and state != TaskState.CANCELLED:
            counts[director, asked or chosen] += 1
    return counts
