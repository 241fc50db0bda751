"""The session reports of some files put together: what is added, what is there already, what is not read and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from postprod_xl.domain.importing.checked import LineChecker
from postprod_xl.domain.importing.lists import Consent, Mappings
from postprod_xl.domain.importing.matched import Matched, Matcher
from postprod_xl.domain.importing.reading import (
    READ_COLUMNS,
    FormIdentity,
    LineReader,
    form_identity,
    form_mapping,
    is_unfilled,
    outside_week,
)
from postprod_xl.domain.importing.source import Line, Source, place_of
from postprod_xl.domain.mapping.known_names import KnownNames
from postprod_xl.domain.mapping.listing import found_listing
from postprod_xl.domain.mapping.remembered import as_text
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import needs_contract
from postprod_xl.domain.wording import counted, counted_whole, first_names, listed
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.home import SETTINGS
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.units import folded
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


def imported(office: Office, sources: Sequence[Source], consent: Consent) -> Imported:
    """Read the session reports of some files for an office; nothing of what it has is changed.

    Parameters
    ----------
    office
        `Seances`, which says what is there; the tables that its codes refer to; `Parametres`, which keeps how lists of
        another shape are read.
    sources
        Forms of `postprod forms` filled in, and lists of any shape, in any order.
    consent
        What answers for a list whose shape is new.
    """
    names = KnownNames(office.tables)
    mappings = Mappings(office, consent, names)
    matcher = Matcher(office)
    found = Imported(office, matcher.found, mappings)
    reader = LineReader(names, office["Planning"].by_key("task", "project"))
    importer = _Importer(found, reader, LineChecker(office), matcher)
    for source in sources:
        importer.take(source)
    return found


@dataclass(frozen=True)
class _Importer:
    """What takes files one after the other."""

    found: Imported
    reader: LineReader
    checker: LineChecker
    matcher: Matcher

    def take(self, source: Source) -> None:
        forms = [(grid, identity) for grid in source.grids if (identity := form_identity(grid))]
        if forms:
            for grid, identity in forms:
                self._take_form(replace(source, grids=[grid]), identity)
            return
        for listing, mapping in self.found.mappings.listings(source):
            self.found.lists += 1
            self._take_lines(list(self.reader.lines(source, listing, mapping)))
            if hidden := [row for row, _ in listing.rows if row in listing.grid.hidden_rows]:
                place = place_of(source, listing.grid)
                self.found.mappings.lines.append(
                    f"{place} : {counted_whole(len(hidden), 'ligne masquée')}, lues aussi"
                )

    def _take_form(self, source: Source, identity: FormIdentity) -> None:
        name = f"{source.name} ({identity.name})"
        if refusal := self._refusal(source, identity):
            self.found.refused.append(f"{name} : {refusal} ; rien n'en est lu")
            return
        listing = found_listing(source.grids[0], SESSIONS, READ_COLUMNS)
        mapping, lost = form_mapping(listing) if listing else (None, [SESSIONS.heading("day")])
        if listing is None or mapping is None or lost:
            columns = listed([f"« {heading} »" for heading in lost])
            self.found.refused.append(
                f"{name} : {columns} n'y {'sont' if len(lost) > 1 else 'est'} plus ; renvoyez le formulaire avec ses "
                "en-têtes ; rien n'en est lu"
            )
            return
        self.found.forms += 1
        lines = list(self.reader.lines(source, listing, mapping))
        filled = [line for line in lines if not is_unfilled(line)]
        self.found.unfilled += len([line for line in lines if is_unfilled(line) and "day" in line.values])
        if not filled:
            self.found.empty.append(identity.name)
        who = self.reader.names.code(("Equipe",), identity.technician)
        self._take_lines([_of_form(line, who, identity) for line in filled])

    def _refusal(self, source: Source, identity: FormIdentity) -> str:
        office = self.found.office
        ours = office.settings["company_name"]
        if identity.office and ours and folded(identity.office) != folded(ours):
            return f"il est de « {identity.office} », ce classeur est celui de « {ours} »"
        if folded(identity.technician) not in map(folded, office["Equipe"].column("code")):
            return f"« {identity.technician} » n'est pas, ou n'est plus, dans l'Équipe de ce classeur"
        return ""

    def _take_lines(self, lines: Sequence[Line]) -> None:
        for line in map(self.checker.checked, lines):
            if line.problems:
                self.found.rejected.append(line)
                continue
            before = len(self.matcher.found.rejected)
            self.matcher.take(line)
            self.found.rejected += self.matcher.found.rejected[before:]


def _of_form(line: Line, who: str, identity: FormIdentity) -> Line:
    """A line of a form, of its technician; one of another week is not."""
    line = replace(line, values={**line.values, "technician": who})
    if not outside_week(line, identity.week):
        return line
    day = f"{line.values['day']:%d/%m/%Y}"
    said = (f"un jour de {identity.week}", f"le {day} n'est pas de la semaine {identity.week} du formulaire")
    return replace(line, problems=(*line.problems, line.problem("day", SESSIONS.heading("day"), day, said)))
