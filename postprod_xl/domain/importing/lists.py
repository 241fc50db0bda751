"""How the lists of a file are read: by a mapping of `Parametres` while it fits, else by one to be confirmed once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from postprod_xl.domain.importing.reading import READ_COLUMNS
from postprod_xl.domain.importing.source import Source, place_of
from postprod_xl.domain.mapping.known_names import KnownNames
from postprod_xl.domain.mapping.listing import Listing, found_listing
from postprod_xl.domain.mapping.proposal import ColumnMapping, proposed
from postprod_xl.domain.mapping.remembered import (
    Remembered,
    applied,
    as_text,
    best_fit,
    free_name,
    remembered,
)
from postprod_xl.domain.mapping.synonyms import heading_key
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted, first_names, listed
from postprod_xl.schema.cells.characters import brief
from postprod_xl.schema.kinds import Kind, shown_in
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables.home import SETTINGS
from postprod_xl.schema.tables.planning import SESSIONS

_SHOWN_CELL = 40
_NUMBER = re.compile(r" ?[0-9]+$")


@dataclass(frozen=True)
class Consent:
    """What answers for a mapping that nobody confirmed yet.

    Parameters
    ----------
    is_given
        Whether it is confirmed beforehand (`--yes`).
    may_be_asked
        Whether somebody can be asked.
    remap
        Whether a remembered mapping that no longer fits is to be left beside a new one.
    """

    is_given: bool = False
    may_be_asked: bool = False
    remap: bool = False


ASKED = Consent(may_be_asked=True)
"""Somebody is there to be asked."""


@dataclass
class Mappings:
    """The mappings of session lists in an office, and those that its files need besides.

    Parameters
    ----------
    office
        `Parametres`, and the tables whose codes are known by name.
    consent
        What answers for a new one.
    new
        Those to be remembered, by name.
    lines
        What there is to say: a remembered one that cannot be read, a sheet whose mapping is refused.
    asked
        What is asked of the person who confirms the new ones; a French line each.
    """

    office: Office
    consent: Consent
    names: KnownNames
    new: list[Remembered] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        kept, unreadable = remembered(SESSIONS, self.office[SETTINGS.name])
        self._kept = kept
        self.lines += [
            f"{SETTINGS.tab}, ligne {row.row} — {row.name} : correspondance illisible, attendu : {why}"
            for row, why in unreadable
        ]

    def listings(self, source: Source) -> Iterator[tuple[Listing, ColumnMapping]]:
        """The lists of sessions of a file and how each is read; why one is not is said.

        A sheet that cannot be a list of sessions is left out without a word where another is one.
        """
        lacking: list[tuple[Listing, list[str]]] = []
        told = len(self.lines)
        is_read = False
        for grid in source.grids:
            listing = found_listing(grid, SESSIONS, READ_COLUMNS)
            if listing is None:
                continue
            fresh = proposed(SESSIONS, listing, READ_COLUMNS, self.names)
            if lacks := _lacking(fresh):
                lacking.append((listing, lacks))
            elif twice := _twice(fresh):
                self.lines.append(
                    f"{place_of(source, grid)} : {listed(twice)} disent la même chose ; une ligne est une séance, "
                    "avec une seule colonne de chaque : partagez-les, puis recommencez ; rien n'en est lu"
                )
            elif grid.is_hidden:
                self.lines.append(f"{place_of(source, grid)} : feuille masquée, non lue")
            elif mapping := self._mapping(place_of(source, grid), listing, fresh):
                is_read = True
                yield listing, mapping
        if not is_read and len(self.lines) == told:
            self.lines.append(_unread(source, lacking))

    def _mapping(self, place: str, listing: Listing, fresh: ColumnMapping) -> ColumnMapping | None:
        fit = best_fit(listing, [*self._kept, *self.new], fresh)
        if fit is not None and fit.is_whole:
            return applied(fit.kept.mapping, listing)
        if fit is not None and not self.consent.remap:
            at = f"{SETTINGS.tab}, ligne {fit.kept.row}" if fit.kept.row else SETTINGS.tab
            self.lines.append(
                f"{place} : « {fit.kept.name} » ({at}) ne convient plus à cette liste, elle {fit.words} ; "
                "corrigez ses en-têtes ou cette ligne, ou --remap pour en confirmer une autre ; rien n'en est lu"
            )
            return None
        if not self.consent.is_given and not self.consent.may_be_asked:
            self.lines.append(
                f"{place} : liste d'une forme nouvelle, à confirmer avec --yes ou depuis un terminal — {as_text(fresh)}"
            )
            return None
        name = self._next_name()
        self.new.append(Remembered(name, None, fresh))
        self.asked += [f"{name} — {place}, {counted(len(listing.rows), 'ligne')} :", *_told(fresh, listing)]
        return fresh

    def _next_name(self) -> str:
        settings = self.office[SETTINGS.name]
        given = rows_of(SETTINGS, [{"name": each.name} for each in self.new])
        return free_name(SESSIONS, settings.followed_by(given) if len(given) else settings)


def _unread(source: Source, lacking: Sequence[tuple[Listing, list[str]]]) -> str:
    """Why nothing of a file is read: what the sheet nearest to a list of sessions lacks."""
    if not lacking:
        wanted = listed([f"« {SESSIONS.heading(name)} »" for name in ("day", "technician", "start", "end")])
        return f"{source.name} : aucune liste de séances reconnue ; attendu : une ligne d'en-têtes comme {wanted}"
    listing, lacks = min(lacking, key=lambda each: len(each[1]))
    held = first_names([f"« {heading} »" for heading in listing.headings])
    return (
        f"{place_of(source, listing.grid)} : aucune colonne ne dit {listed(lacks)} ; en-têtes trouvés : {held} ; "
        "renommez-en, puis recommencez ; rien n'en est lu"
    )


def _lacking(mapping: ColumnMapping) -> list[str]:
    """What no session can do without and that no column says."""
    held = mapping.read
    lacking = [word for name, word in (("day", "le jour"), ("technician", "la personne")) if name not in held]
    if not {"project", "task"} & held.keys():
        lacking.append("le projet ni la tâche")
    if "worked_minutes" not in held and not {"start", "end"} <= held.keys():
        lacking.append("les heures (début et fin, ou durée)")
    return lacking


def _twice(mapping: ColumnMapping) -> list[str]:
    """The columns of a list that only their number tells apart: `Début` and `Début (2)`, `Projet 1` and `Projet 2`."""
    for name in ("day", "technician", "project", "task", "start", "end", "worked_minutes"):
        if name not in mapping.read:
            continue
        stem = _unnumbered(mapping.read[name].heading)
        found = [mapped.heading for mapped in mapping.columns if _unnumbered(mapped.heading) == stem]
        if len(found) > 1:
            return [f"« {heading} »" for heading in found]
    return []


def _unnumbered(heading: str) -> str:
    return _NUMBER.sub("", heading_key(heading))


def _told(mapping: ColumnMapping, listing: Listing) -> Iterator[str]:
    """A mapping as the person who confirms it reads it: how sure each column is, why, and a cell of it."""
    for mapped in mapping.columns:
        if not mapped.column:
            continue
        cell = brief(shown_in(Kind.ANY, next(iter(listing.cells(mapped.heading)), None)), _SHOWN_CELL)
        order = ", mois avant jour" if mapped.month_first else ""
        example = f", par exemple {cell}" if cell else ""
        heading = SESSIONS.heading(mapped.column)
        yield f"  {heading} ← « {mapped.heading} » ({mapped.sureness.words} : {mapped.reason}{order}){example}"
    unread = [f"« {mapped.heading} »" for mapped in mapping.columns if not mapped.column]
    if unread:
        yield f"  non lues : {', '.join(unread)}"
