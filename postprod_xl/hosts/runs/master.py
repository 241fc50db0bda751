"""A master workbook as it was read, typed and validated, whatever it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.references import reference_problems
from postprod_xl.schema.rows import Rows, no_rows
from postprod_xl.schema.settings import Settings, read_settings
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.units import folded
from postprod_xl.schema.validate import RawTable, absent_column, typed_rows
from postprod_xl.workbook.repair.lost_tables import bears_headings
from postprod_xl.workbook.update import missing_columns

if TYPE_CHECKING:
    from postprod_xl.schema.table import Table
    from postprod_xl.workbook.reader import Reading

TABLES_NAMED = 3
_BY_FOLDED_NAME = {folded(table.name): table for table in TABLES}


@dataclass
class Master:
    """A master workbook as read.

    Parameters
    ----------
    path
        Its file, or its name alone when it was never saved.
    declared
        Where the tables stand in the workbook.
    places
        The same, grown to the rows typed right below a table.
    raw, tables
        Raw and typed cells by table name; every declared table has a frame, empty when absent.
    settings
        The house settings.
    problems
        Everything wrong found while reading, in workbook order, located.
    """

    path: Path
    declared: dict[str, TablePlace]
    places: dict[str, TablePlace]
    raw: dict[str, RawTable]
    tables: dict[str, Rows]
    settings: Settings
    problems: list[Problem]

    @property
    def is_blocked(self) -> bool:
        return any(problem.is_blocking for problem in self.problems)

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems with their tab and cell."""
        return [problem.located(self.places) for problem in problems]  # type: ignore[arg-type]


def declared_places(name: str, found: Mapping[str, TablePlace]) -> dict[str, TablePlace]:
    """The tables of a workbook, their names and headings spelled as declared.

    Raises
    ------
    UnusableFile
        None of them is ours; the line gives the workbook's name.
    """
    declared = dict(map(_as_declared, found.values()))
    if not any(table.name in declared for table in TABLES):
        raise UnusableFile(
            f"{name} — aucune de nos tables n'y figure (Projets, Devis, Planning…) : si Google Sheets, Numbers ou "
            f"un autre programme l'a réenregistré, fermez-le et remettez-les par « {repair_command(name)} » ; "
            "sinon, ce n'est pas le bon classeur."
        )
    return declared


def validated(
    path: Path, declared: dict[str, TablePlace], reading: Reading, noticed: Iterable[Problem] = ()
) -> Master:
    """Type and validate what was read.

    Parameters
    ----------
    path, declared
        The workbook, and its tables as `declared_places` gives them.
    reading
        Raw cells of the declared tables, and their places grown to the rows typed below.
    noticed
        What was noticed about the workbook as a whole.
    """
    tables, problems = _typed(reading.tables)
    settings, unread = read_settings(tables["Parametres"])
    problems += [
        *unread,
        *reading.unread,
        *_absent(path.name, declared),
        *_removed(reading.places),
        *noticed,
    ]
    master = Master(path, declared, reading.places, reading.tables, tables, settings, [])
    master.problems = in_workbook_order(master.located(problems))
    return master


def _typed(raw: Mapping[str, RawTable]) -> tuple[dict[str, Rows], list[Problem]]:
    tables, problems = {}, []
    for table in TABLES:
        if table.name in raw:
            tables[table.name], found = typed_rows(table, raw[table.name])
            problems += found
        else:
            tables[table.name] = no_rows(table)
    return tables, problems + reference_problems(BY_NAME, tables, _without_key(raw))


def _without_key(raw: Mapping[str, RawTable]) -> set[str]:
    """Tables that are absent or have lost the column that names their rows."""
    return {
        table.name
        for table in TABLES
        if table.name not in raw
        or any(table.heading(name) not in raw[table.name].values for name in table.key)
    }


def _as_declared(place: TablePlace) -> tuple[str, TablePlace]:
    """A table's name and headings spelled as declared, whatever their case in the file: Excel sees one name."""
    table = _BY_FOLDED_NAME.get(folded(place.name))
    if table is None:
        return place.name, place
    declared = {folded(heading): heading for heading in table.headings}
    headings = tuple(declared.get(folded(heading), heading) for heading in place.headings)
    return table.name, replace(place, name=table.name, headings=headings)


def repair_command(name: str) -> str:
    """The command that puts the tables of a workbook back."""
    return f'postprod tables repair "{name}"' if " " in name else f"postprod tables repair {name}"


def _absent(name: str, places: Mapping[str, TablePlace]) -> list[Problem]:
    """The tables that the workbook lost, one line for all when they are many."""
    absent = [table for table in TABLES if table.name not in places]
    remedy = f"fermez le classeur, puis « {repair_command(name)} » "
    if len(absent) > TABLES_NAMED:
        names = ", ".join(table.name for table in absent[:TABLES_NAMED])
        message = (
            f"{len(absent)} tables manquent ({names}…), perdues ou renommées par un autre programme : {remedy}"
            "les remet sur leurs en-têtes"
        )
        return [_absence("", f"{len(absent)} tables absentes", message)]
    return [_absence(table.name, "table absente", _lost_line(table, places, remedy)) for table in absent]


def _lost_line(table: Table, places: Mapping[str, TablePlace], remedy: str) -> str:
    renamed = next((place for place in places.values() if bears_headings(table, place)), None)
    if renamed is not None:
        return (
            f"la table « {table.name} » s'appelle maintenant « {renamed.name} » (onglet {renamed.sheet}) : {remedy}"
            "lui rend son nom"
        )
    return (
        f"la table « {table.name} » (onglet {table.tab}) a été perdue, convertie en plage ou supprimée : {remedy}"
        "la remet sur ses en-têtes"
    )


def _absence(table: str, found: str, message: str) -> Problem:
    return blocking(table, None, "", found, "la table", message)


def _removed(places: Mapping[str, TablePlace]) -> list[Problem]:
    return [
        absent_column(warning, table, column, "cette colonne calculée manque : elle ne sera pas remplie")
        for table, column in missing_columns(places)
    ]


def in_workbook_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems without repeats, by table and row."""
    rank = {table.name: position for position, table in enumerate(TABLES)}
    return sorted(
        dict.fromkeys(problems), key=lambda problem: (rank.get(problem.table, -1), problem.row or 0)
    )
