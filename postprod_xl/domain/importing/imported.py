"""What the session reports of some files give: what is added, what is there already, what is not read and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from postprod_xl.domain.importing.lists import Mappings
from postprod_xl.domain.importing.matched import Matched
from postprod_xl.domain.importing.source import Line
from postprod_xl.domain.mapping.remembered import as_text
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import needs_contract
from postprod_xl.domain.sessions.worked_time import elapsed
from postprod_xl.domain.wording import counted, counted_whole, first_names, hours_text, listed
from postprod_xl.schema.bounds import USUAL_DAY_LENGTH
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.home import SETTINGS
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.vocabulary import Severity


@dataclass
class Imported:
    """What some files give.

    Parameters
    ----------
    office
        The office that they are imported into.
    matched
        Their lines, compared with the sessions there are.
    mappings
        How their lists are read.
    forms, lists
        How many of each were read.
    rejected
        Lines that cannot be imported, with why.
    unfilled
        Lines of forms that nobody filled in.
    empty
        Forms without any line filled in.
    refused
        Why a whole form is not read.
    hidden
        The rows that lists hide, and that are read.
    """

    office: Office
    matched: Matched
    mappings: Mappings
    forms: int = 0
    lists: int = 0
    rejected: list[Line] = field(default_factory=list)
    unfilled: int = 0
    empty: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    @property
    def added(self) -> dict[str, Rows]:
        """The new rows of `Seances` and of `Parametres`, numbered after those there are."""
        sessions, settings = self.office[SESSIONS.name], self.office[SETTINGS.name]
        source = f"confirmée le {self.office.today:%d/%m/%Y}"
        kept = [
            {
                "name": each.name,
                "value": as_text(each.mapping),
                "source": source,
                "checked_day": self.office.today,
            }
            for each in self.mappings.new
        ]
        return {
            SESSIONS.name: rows_of(SESSIONS, self.matched.added, sessions.next_number),
            SETTINGS.name: rows_of(SETTINGS, kept, settings.next_number),
        }

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write: a mapping is kept once a line read by it is a session."""
        return not (self.matched.added or (self.mappings.new and self.is_known))

    @property
    def is_known(self) -> bool:
        """Whether some line is there already, as it is or otherwise."""
        return bool(self.matched.known or self.matched.changes)

    @property
    def refusals(self) -> list[Problem]:
        """What keeps files from being read when nothing of them is."""
        whole = [blocking("", None, "", "", "", line) for line in (*self.mappings.lines, *self.refused)]
        return [*whole, *(replace(problem, severity=Severity.BLOCKING) for problem in self.problems)]

    @property
    def problems(self) -> list[Problem]:
        """Why each rejected line is not imported, in the order of the files."""
        return [problem for line in self.rejected for problem in line.problems]

    @property
    def summary(self) -> str:
        """What came out, in one French line."""
        read = [
            counted(number, word)
            for number, word in ((self.forms, "formulaire"), (self.lists, "liste"))
            if number
        ]
        told = [
            f"{counted_whole(len(self.matched.added), 'séance ajoutée')} ({listed(read) if read else 'rien de lu'})",
            *(
                said
                for number, said in (
                    (self.matched.known, f"{self.matched.known} déjà là"),
                    (len(self._differing), f"{counted_whole(len(self._differing), 'séance différente')}"),
                    (len(self.rejected), f"{counted_whole(len(self.rejected), 'ligne rejetée')}"),
                    (
                        self.unfilled,
                        f"{counted(self.unfilled, 'ligne')} non remplie{'s' if self.unfilled > 1 else ''}",
                    ),
                )
                if number
            ),
        ]
        return ", ".join(told)

    @property
    def lines(self) -> list[str]:
        """What is told besides, a French line each: what is not read, what differs, what is to be looked at."""
        return [
            *self.mappings.lines,
            *self.refused,
            *(f"Rejetée : {problem.line}" for problem in self.problems),
            *(f"Différente, non appliquée : {change.line}" for change in self.matched.changes),
            *self._remarks(),
        ]

    def _remarks(self) -> Iterator[str]:
        yield from self.hidden
        if self.empty:
            yield f"{counted(len(self.empty), 'formulaire')} sans ligne remplie : {first_names(self.empty)}"
        if self.matched.placed:
            yield (
                f"{counted(len(self.matched.placed), 'séance')} d'après une durée seule "
                f"({first_names(self.matched.placed)}) : vérifiez leur début et leur fin avant de les valider"
            )
        if long := [each["number"] for each in self.matched.added if _is_long(each)]:
            yield (
                f"{counted(len(long), 'séance')} de plus de {hours_text(USUAL_DAY_LENGTH[1])} "
                f"({first_names(long)}) : vérifiez leur début et leur fin, écrits du matin ou du soir"
            )
        if late := [each["number"] for each in self.matched.added if each["day"] > self.office.today]:
            yield (
                f"{counted(len(late), 'séance')} d'un jour à venir ({first_names(late)}) : vérifiez leur date, et "
                "l'ordre du jour et du mois"
            )
        if self.matched.covered:
            covered = f"{counted(len(self.matched.covered), 'séance')} à confirmer"
            yield (
                f"{covered} ({first_names(self.matched.covered)}) : le bon est arrivé sous un autre numéro, annulez-les"
            )
        if without := self._without_contract:
            yield f"sans contrat ce jour-là, à compléter avant la paie : {first_names(without)}"

    @property
    def _differing(self) -> list[str]:
        return list(dict.fromkeys(change.key for change in self.matched.changes))

    @property
    def _without_contract(self) -> list[str]:
        """The intermittents of new sessions that no contract covers, with the first day."""
        statuses = self.office["Equipe"].by_key("code", "status")
        found: dict[str, str] = {}
        for record in self.matched.added:
            who = record["technician"]
            if not record["contract"] and needs_contract(statuses.get(who)):
                found.setdefault(who, f"{who} le {record['day']:%d/%m/%Y}")
        return list(found.values())

    @property
    def question(self) -> str:
        """What a person who can be asked confirms: how the new lists are read; empty when there is none."""
        if not self.mappings.asked or self.mappings.consent.is_given:
            return ""
        what = "ces correspondances, et les" if len(self.mappings.new) > 1 else "cette correspondance, et la"
        ending = f"Importer avec {what} retenir dans {SETTINGS.tab} ?"
        return "\n".join([*self.mappings.asked, self.summary, ending])

    @property
    def details(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "added": [record["number"] for record in self.matched.added],
            "known": self.matched.known,
            "different": [change.line for change in self.matched.changes],
            "rejected": [
                {
                    "place": problem.tab,
                    "cell": problem.cell,
                    "heading": problem.heading,
                    "found": problem.found,
                    "expected": problem.expected,
                    "line": problem.line,
                }
                for problem in self.problems
            ],
            "unread": [*self.mappings.lines, *self.refused],
            "unfilled": self.unfilled,
            "mappings": {each.name: as_text(each.mapping) for each in self.mappings.new},
        }


def _is_long(session: Mapping[str, Any]) -> bool:
    """Whether a session is longer than a day of work may be: 09:30–06:30 is most often 09:30–18:30."""
    presence = elapsed(session["start"], session["end"], session["day"])
    return presence - (session.get("pause_minutes") or 0) > USUAL_DAY_LENGTH[1]
