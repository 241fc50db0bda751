"""The session reports of some files, read one file after the other and put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from postprod_xl.domain.importing.checked import LineChecker
from postprod_xl.domain.importing.imported import Imported
from postprod_xl.domain.importing.lists import Consent, Mappings
from postprod_xl.domain.importing.matched import Matcher
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
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted_whole, listed
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.units import folded


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
                read = "lues aussi" if len(hidden) > 1 else "lue aussi"
                self.found.hidden.append(f"{place} : {counted_whole(len(hidden), 'ligne masquée')}, {read}")

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
        codes = self.found.office["Equipe"].column("code")
        who = next(code for code in codes if folded(code) == folded(identity.technician))
        self._take_lines([_of_form(line, who, identity) for line in filled])

    def _refusal(self, source: Source, identity: FormIdentity) -> str:
        office = self.found.office
        ours = office.settings["company_name"]
        if identity.office and ours and folded(identity.office) != folded(ours):
            return f"il est de « {identity.office} », ce classeur est celui de « {ours} »"
        if folded(identity.technician) not in map(folded, office["Equipe"].column("code")):
            return f"« {identity.technician} » n'est pas, ou n'est plus, dans l'équipe de ce classeur"
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
