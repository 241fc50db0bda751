"""What a workbook of an office already is or has: ours, or titles and names that ours would take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.markup import main
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.schema.memory_tab import MEMORY
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.tables import TABLES, tables_of
from postprod_xl.schema.units import folded
from postprod_xl.schema.versions import is_version
from postprod_xl.workbook.families import drawn_tabs_of, is_ours
from postprod_xl.workbook.make.validations import list_names
from postprod_xl.workbook.places import find_tables
from postprod_xl.workbook.repair.lost_tables import lost_tables
from postprod_xl.workbook.version import MARK, marked_in

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

LONGEST_TITLE = 31
"""Characters of the title of a tab (Microsoft: Excel specifications and limits)."""
_MOST = 0.5
"""How many of our tables a workbook of ours has."""
_RENAME_TABLE = (
    "dans Excel, cliquez dedans, puis Création de tableau > Nom du tableau : renommez-le (vos formules suivent), "
    "enregistrez, puis recommencez"
)
_RENAME_NAME = (
    "dans Excel, Formules > Gestionnaire de noms : renommez-le (vos formules suivent), puis recommencez"
)


LOCKED = blocking(
    "",
    None,
    "",
    "classeur protégé",
    "une structure libre",
    "la structure du classeur est protégée, aucun onglet ne peut y être ajouté : dans Excel, Révision > "
    "Protéger le classeur, ôtez la protection, puis recommencez",
)
"""What is said of a workbook whose list of tabs a person locked."""


class Kin(Enum):
    """What a workbook is to us."""

    FOREIGN = auto()
    OURS = auto()
    LOST = auto()
    """Ours, whose tables another program lost."""


def kin_of(package: Package) -> Kin:
    """Whether a workbook is a person's own, or ours already.

    One table of the name of ours makes no workbook of ours: most of our tables, with our headings, do; or any of them
    beside the mark of the version.
    """
    bearing = sum(any(is_ours(table, place) for table in TABLES) for place in find_tables(package).values())
    is_marked = is_version(marked_in(package) or "")
    most = _MOST * len(tables_of(""))
    if bearing >= (1 if is_marked else most):
        return Kin.OURS
    return Kin.LOST if len(lost_tables(package)[0]) >= most else Kin.FOREIGN


def collisions(package: Package) -> list[Problem]:
    """What keeps our tabs out of a workbook, one problem each: a locked list of tabs, tables and names of ours.

    A table or a name is known by its name, which is the same for all; neither may be renamed here, as formulas of
    the person's refer to theirs and our commands to ours.
    """
    listed = TabList(package)
    locked = [LOCKED] if is_structure_locked(listed) else []
    return [*locked, *_taken_tables(package), *_taken_names(listed), *_taken_memory(listed)]


def is_structure_locked(listed: TabList) -> bool:
    """Whether a person locked the list of tabs of a workbook's file."""
    locked = listed.root.find(main("workbookProtection"))
    return locked is not None and locked.get("lockStructure") in ("1", "true")


def _taken_tables(package: Package) -> Iterator[Problem]:
    for place in find_tables(package).values():
        if folded(place.name) in _reserved():
            message = (
                f"votre tableau « {place.name} » porte un nom dont nos tables ont besoin : {_RENAME_TABLE}"
            )
            problem = blocking("", None, "", place.name, "un autre nom", message)
            yield replace(problem, tab=place.sheet)


def _taken_names(listed: TabList) -> Iterator[Problem]:
    held = dict.fromkeys(name.get("name", "") for name in listed.names())
    for name in held:
        if folded(name) in _reserved():
            message = f"votre nom « {name} » est un de ceux dont nos tables ont besoin : {_RENAME_NAME}"
            yield blocking("", None, "", name, "un autre nom", message)


def _taken_memory(listed: TabList) -> Iterator[Problem]:
    """The hidden tab is found by its title alone."""
    for tab in listed.tabs:
        if folded(tab.title) == folded(MEMORY.title):
            message = (
                f"votre onglet « {tab.title} » porte le titre d'un onglet masqué du programme : renommez-le"
            )
            yield replace(blocking("", None, "", tab.title, "un autre titre", message), tab=tab.title)


def _reserved() -> set[str]:
    """The tables and the names that every workbook of ours has, which share one list, as they are compared."""
    tables = [table.name for table in tables_of("")]
    names = (*tables, *list_names(tables), *(tab.name for tab in drawn_tabs_of({""})), MARK)
    return set(map(folded, names))


def free_titles(ours: Iterable[str], taken: Iterable[str]) -> Mapping[str, str]:
    """The titles that ours take where a person has a tab of the same one; none for the others.

    >>> free_titles(["Planning", "Devis"], ["planning", "Planning postprod"])
    {'Planning': 'Planning postprod 2'}
    """
    ours = list(ours)
    held = set(map(folded, taken))
    given: dict[str, str] = {}
    for title in ours:
        if folded(title) in held:
            free = _free_title(title, held.union(map(folded, [*ours, *given.values()])))
            given[title] = free
    return given


def _free_title(title: str, held: set[str]) -> str:
    number, mark = 1, " postprod"
    while folded(free := f"{title[: LONGEST_TITLE - len(mark)]}{mark}") in held:
        number += 1
        mark = f" postprod {number}"
    return free
