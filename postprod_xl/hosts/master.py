"""One master workbook open for a command: its tables typed, its problems, and how changes are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.settings import Settings, read_settings
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.units import folded
from postprod_xl.schema.validate import RawTable, absent_column, empty_frame, reference_problems, typed_frame
from postprod_xl.workbook.edit import WorkbookEdit
from postprod_xl.workbook.errors import UnusableFile
from postprod_xl.workbook.package import Package
from postprod_xl.workbook.places import TablePlace, find_tables
from postprod_xl.workbook.reader import read_tables
from postprod_xl.workbook.saving import exclusive, save
from postprod_xl.workbook.update import TableUpdate, apply_update, missing_columns

if TYPE_CHECKING:
    import pandas as pd

_BY_FOLDED_NAME = {folded(table.name): table for table in TABLES}


@dataclass
class Master:
    """A master workbook as read.

    Parameters
    ----------
    path, package
        The file and its container.
    declared
        Where the tables stand in the file.
    places
        The same, grown to the rows typed right below a table.
    raw, frames
        Raw and typed cells by table name; every declared table has a frame, empty when absent.
    settings
        The house settings.
    problems
        Everything wrong found while reading, in workbook order, located.
    """

    path: Path
    package: Package
    declared: dict[str, TablePlace]
    places: dict[str, TablePlace]
    raw: dict[str, RawTable]
    frames: dict[str, pd.DataFrame]
    settings: Settings
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_blocked(self) -> bool:
        return any(problem.is_blocking for problem in self.problems)

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems with their tab and cell."""
        return [problem.located(self.places) for problem in problems]  # type: ignore[arg-type]

    def written(self, updates: Iterable[TableUpdate]) -> list[str]:
        """Apply updates to the package; gives the lines about rows kept for a person's notes."""
        edit = WorkbookEdit(self.package, self.declared)
        for name, place in self.places.items():
            if place != self.declared[name]:
                edit.adopt(place)
        kept = [line for update in updates for line in apply_update(edit, update)]
        edit.finish()
        return kept


@contextmanager
def opened(path: Path) -> Iterator[Master]:
    """A master workbook locked for a command that may write it."""
    with exclusive(path):
        yield read_master(path)


def read_master(path: Path) -> Master:
    """Read and validate a whole workbook.

    Raises
    ------
    UnusableFile
        The file is no workbook, is damaged, or holds none of our tables.
    """
    return master_of(Package.open(path))


def master_of(package: Package) -> Master:
    """Read and validate an open workbook; same errors as `read_master`."""
    path = package.path
    declared = dict(map(_as_declared, find_tables(package).values()))
    if not any(table.name in declared for table in TABLES):
        raise UnusableFile(
            f"{path.name} — aucune table du classeur maître n'y figure (Projets, Devis, Planning…) : "
            "créez-en un avec « postprod new »."
        )
    reading = read_tables(package, declared, [table.name for table in TABLES])
    frames, problems = _typed(reading.tables)
    settings, unread = read_settings(frames["Parametres"])
    problems += [*unread, *_absent(declared), *_removed(reading.places), *_signed(package)]
    master = Master(path, package, declared, reading.places, reading.tables, frames, settings)
    master.problems = in_workbook_order(master.located(problems))
    return master


def saved(master: Master) -> Path | None:
    """Replace the file by its edited version; gives the backup's path, None when no byte changed."""
    data = master.package.to_bytes()
    if data == master.package.source:
        return None
    return save(master.path, data, master.package.sha256)


def _typed(raw: Mapping[str, RawTable]) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    frames, problems = {}, []
    for table in TABLES:
        if table.name in raw:
            frames[table.name], found = typed_frame(table, raw[table.name])
            problems += found
        else:
            frames[table.name] = empty_frame(table)
    return frames, problems + reference_problems(BY_NAME, frames, _without_key(raw))


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


def _absent(places: Mapping[str, TablePlace]) -> list[Problem]:
    return [
        blocking(
            table.name,
            None,
            "",
            "table absente",
            "la table",
            f"la table « {table.name} » (onglet {table.tab}) est introuvable",
        )
        for table in TABLES
        if table.name not in places
    ]


def _removed(places: Mapping[str, TablePlace]) -> list[Problem]:
    return [
        absent_column(warning, table, column, "cette colonne calculée manque : elle ne sera pas remplie")
        for table, column in missing_columns(places)
    ]


def _signed(package: Package) -> list[Problem]:
    if not package.is_signed:
        return []
    message = (
        "ce classeur porte une signature numérique : elle ne sera plus valable une fois le classeur modifié"
    )
    return [warning("", None, "", "classeur signé", "un classeur sans signature", message)]


def in_workbook_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems without repeats, by table and row."""
    rank = {table.name: position for position, table in enumerate(TABLES)}
    return sorted(
        dict.fromkeys(problems), key=lambda problem: (rank.get(problem.table, -1), problem.row or 0)
    )
