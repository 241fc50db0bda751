"""Our tables in a workbook: spelled as they are declared, and what it lacks of them."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.schema.absent_columns import absent_column
from postprod_xl.schema.families import family_named
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import TABLES, families_among
from postprod_xl.schema.tables.home import SETTINGS
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.schema.units import folded
from postprod_xl.schema.versions import CURRENT, FIRST
from postprod_xl.workbook.families import families_in
from postprod_xl.workbook.repair.lost_tables import bears_headings
from postprod_xl.workbook.update import missing_columns
from postprod_xl.workbook.version import OWN, set_apart, version_of

if TYPE_CHECKING:
    from postprod_xl.workbook.reader import Reading

TABLES_NAMED = 3
_PLAIN_WORD = re.compile(r"[\w./:@+=,-]+")
_READ_IN_QUOTES = re.compile(r'["$`!]')


def declared_places(
    name: str, found: Mapping[str, TablePlace], version: str = CURRENT
) -> dict[str, TablePlace]:
    """The tables of a workbook, their names and headings spelled as declared.

    A table or a column that bears the name of one of a later version, or a table that bears that of an optional family
    which the workbook has not, is a person's own, and is filed under another.

    Parameters
    ----------
    name
        The name of the workbook.
    found
        Its tables as they are spelled in it.
    version
        Its version.

    Raises
    ------
    UnusableFile
        None of them is ours; the line gives the workbook's name.
    """
    declared = spelled_as_declared(found, version)
    if not any(table.name in declared for table in TABLES):
        raise UnusableFile(
            f"{name} — aucune de nos tables n'y figure ({PROJECTS.name}, {QUOTE.name}, {PLANNING.name}…) : "
            "si Google Sheets, Numbers ou un autre programme l'a réenregistré, fermez-le et remettez-les par "
            f"« {repair_command(name)} » ; sinon, ce n'est pas le bon classeur."
        )
    return declared


def spelled_as_declared(found: Mapping[str, TablePlace], version: str) -> dict[str, TablePlace]:
    """The same as `declared_places`, of a workbook that may have none of our tables."""
    families = families_in(found)
    by_name = {folded(table.name): table for table in TABLES}
    return dict(
        _as_declared(by_name.get(folded(place.name)), place, version, families) for place in found.values()
    )


def _as_declared(
    table: Table | None, place: TablePlace, version: str, families: Container[str]
) -> tuple[str, TablePlace]:
    """A table's name and headings spelled as declared, whatever their case in the file: Excel sees one name."""
    if table is None:
        return place.name, place
    if table.came_after(version) or table.family not in families:
        return f"{place.name}{OWN}", place
    declared = {folded(heading): heading for heading in table.headings}
    headings = tuple(declared.get(folded(heading), heading) for heading in place.headings)
    return table.name, set_apart(table, replace(place, name=table.name, headings=headings), version)


def workbook_version(
    mark: str | None,
    found: Mapping[str, TablePlace],
    read: Callable[[Mapping[str, TablePlace], list[str]], Reading],
) -> str:
    """The version of a workbook, whose settings are read where its mark and its tables are not enough.

    Parameters
    ----------
    mark
        What its mark says.
    found
        Its tables as they are spelled in it.
    read
        Reads tables by name, in a file or in an open workbook.
    """
    return version_of(mark, found, lambda: _setting_names(found, read))


def _setting_names(
    found: Mapping[str, TablePlace], read: Callable[[Mapping[str, TablePlace], list[str]], Reading]
) -> list[str] | None:
    """The names of the settings that a workbook has rows for; None when their table is lost."""
    raw = read(spelled_as_declared(found, FIRST), [SETTINGS.name]).tables.get(SETTINGS.name)
    names = raw.values.get(SETTINGS.heading("name")) if raw else None
    return None if names is None else [str(name) for name in names]


def repair_command(name: str) -> str:
    """The command that puts the tables of a workbook back."""
    return _command("postprod tables repair", name)


def macros_command(name: str, *options: str) -> str:
    """The command that renews the macros of a workbook."""
    return " ".join((_command("postprod macros", name), *options))


def _command(command: str, name: str) -> str:
    return f"{command} {shell_word(name)}"


def shell_word(text: str) -> str:
    """A name as one word of a command to be pasted, in the shells of every system where there is such a spelling.

    >>> shell_word("bureau.xlsx"), shell_word("R&D 2026.xlsx"), shell_word("$(x).xlsx"), shell_word("-x.xlsx")
    ('bureau.xlsx', '"R&D 2026.xlsx"', "'$(x).xlsx'", './-x.xlsx')
    """
    if text.startswith("-"):
        text = f"./{text}"
    if _PLAIN_WORD.fullmatch(text):
        return text
    is_read = os.name != "nt" and _READ_IN_QUOTES.search(text)
    return shlex.quote(text) if is_read else f'"{text}"'


def upgrade_command(name: str) -> str:
    """The command that gives a workbook what later versions brought."""
    return _command("postprod upgrade", name)


def add_command(name: str, family: str) -> str:
    """The command that gives a workbook the tabs of an optional family, or those of them that it lost."""
    return f"{_command('postprod add', name)} {family}"


def tab_command(name: str, table: Table) -> str:
    """The command that gives a workbook the tab of a table which it has not."""
    return add_command(name, table.family) if table.family else upgrade_command(name)


def absent_tables(name: str, declared: Mapping[str, TablePlace], version: str = CURRENT) -> list[Problem]:
    """The tables that a workbook lost, one line for all when they are many; arguments as `declared_places`.

    Those of a later version, and an optional family of which there is no table, are not lost. What is missing of a
    family that the workbook has keeps no command from the rest.
    """
    families = families_among(declared)
    absent = lost_tables(declared, version)
    optional = (_taken_away(name, family, absent, declared) for family in sorted(families) if family)
    return [
        *_lost_tables(name, [table for table in absent if not table.family], declared),
        *chain.from_iterable(optional),
    ]


def lost_tables(declared: Mapping[str, TablePlace], version: str = CURRENT) -> list[Table]:
    """The tables that a workbook should have and has not; arguments as `absent_tables`."""
    families = families_among(declared)
    return [
        table
        for table in TABLES
        if table.name not in declared and table.family in families and not table.came_after(version)
    ]


def _taken_away(
    name: str, family: str, absent: Sequence[Table], declared: Mapping[str, TablePlace]
) -> Iterator[Problem]:
    """What there is to say of the tables that a workbook lacks of an optional family it has: one line for all."""
    deleted = []
    for table in (table for table in absent if table.family == family):
        if _renamed(table, declared):
            line = _lost_line(table, declared, f"fermez le classeur, puis « {repair_command(name)} » ")
            yield warning(table.name, None, "", "table absente", "la table", line)
        else:
            deleted.append(table)
    if deleted:
        yield _deleted(deleted, family_named(family).title, add_command(name, family))


def _deleted(tables: Sequence[Table], title: str, remedy: str) -> Problem:
    tabs = ", ".join(dict.fromkeys(f"« {table.tab} »" for table in tables))
    said, again = "l'onglet {} ({}) a été supprimé, ou sa table perdue", "le remet"
    if len(tables) > 1:
        said, again = "les onglets {} ({}) ont été supprimés, ou leurs tables perdues", "les remet"
    message = (
        f"{said.format(tabs, title)} : fermez le classeur, puis « {remedy} » {again} ; d'ici là, ce qui en dépend est "
        "incomplet"
    )
    return warning(tables[0].name, None, "", "onglet absent", "l'onglet", message)


def _lost_tables(name: str, absent: Sequence[Table], declared: Mapping[str, TablePlace]) -> list[Problem]:
    remedy = f"fermez le classeur, puis « {repair_command(name)} » "
    if len(absent) > TABLES_NAMED:
        names = ", ".join(table.name for table in absent[:TABLES_NAMED])
        message = (
            f"{len(absent)} tables manquent ({names}…), perdues ou renommées par un autre programme : {remedy}"
            "les remet sur leurs en-têtes"
        )
        return [_absence("", f"{len(absent)} tables absentes", message)]
    return [_absence(table.name, "table absente", _lost_line(table, declared, remedy)) for table in absent]


def _lost_line(table: Table, places: Mapping[str, TablePlace], remedy: str) -> str:
    renamed = _renamed(table, places)
    if renamed is not None:
        return (
            f"la table « {table.name} » s'appelle maintenant « {renamed.name} » (onglet {renamed.sheet}) : {remedy}"
            "lui rend son nom"
        )
    return (
        f"la table « {table.name} » (onglet {table.tab}) a été perdue, convertie en plage ou supprimée : {remedy}"
        "la remet sur ses en-têtes"
    )


def _renamed(table: Table, places: Mapping[str, TablePlace]) -> TablePlace | None:
    return next((place for place in places.values() if bears_headings(table, place)), None)


def _absence(table: str, found: str, message: str) -> Problem:
    return blocking(table, None, "", found, "la table", message)


def absent_computed_columns(places: Mapping[str, TablePlace], version: str = CURRENT) -> list[Problem]:
    """The computed columns that the tables of a workbook of a version lost: a command leaves them out."""
    return [
        absent_column(warning, table, column, "cette colonne calculée manque : elle ne sera pas remplie")
        for table, column in missing_columns(places)
        if not column.came_after(version)
    ]
