"""A master workbook as it was read, typed and validated, whatever it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.commands import COMMANDS
from postprod_xl.domain.wording import counted, listed
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.schema.contents import contents_of, in_workbook_order
from postprod_xl.schema.memory_tab import MemoryLine
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.settings.house import Settings
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.validate import RawTable
from postprod_xl.schema.versions import CURRENT, is_version
from postprod_xl.workbook.declared import (
    absent_computed_columns,
    absent_tables,
    lost_tables,
    macros_command,
    upgrade_command,
)
from postprod_xl.workbook.version import MARK, Additions, lacking, own_columns

if TYPE_CHECKING:
    from postprod_xl.domain.invoicing.register.issued_files import SeenFiles
    from postprod_xl.workbook.reader import Reading


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
        Raw and typed cells by table name; every declared table has rows, none when it is absent.
    settings
        The house settings.
    problems
        Everything wrong found while reading, in workbook order, located.
    version
        The version of the workbook.
    tabs
        The titles of its tabs.
    memory
        What the hidden tab of the memory holds.
    seen
        What whoever sent the workbook from elsewhere saw of its files; None where they are looked for beside it.
    """

    path: Path
    declared: dict[str, TablePlace]
    places: dict[str, TablePlace]
    raw: dict[str, RawTable]
    tables: dict[str, Rows]
    settings: Settings
    problems: list[Problem]
    version: str
    tabs: frozenset[str] = field(default=frozenset(), kw_only=True)
    memory: Sequence[MemoryLine] = field(default=(), kw_only=True)
    seen: SeenFiles | None = field(default=None, kw_only=True)

    @property
    def is_blocked(self) -> bool:
        return any(problem.is_blocking for problem in self.problems)

    @property
    def absent(self) -> frozenset[str]:
        """The tables that it lost: their rows are not known, and none are read."""
        return frozenset(table.name for table in lost_tables(self.declared, self.version))

    @property
    def is_in_cloud(self) -> bool:
        """Whether it is open from an address of the web."""
        return False

    def on_disk(self) -> Path:
        """Its file on this machine.

        Raises
        ------
        UnusableFile
            It has none, or not yet.
        """
        return self.path

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems with their tab and cell; one that stops nothing says whose row it is about."""
        return [self._named(problem).located(self.places) for problem in problems]  # type: ignore[arg-type]

    def _named(self, problem: Problem) -> Problem:
        # What blocks was found in cells that may not be read: its place is all that is known of it.
        if problem.is_blocking or problem.row is None or problem.table not in self.tables:
            return problem
        return problem.naming(self.tables[problem.table].name_of(problem.row))


def validated(
    path: Path,
    declared: dict[str, TablePlace],
    reading: Reading,
    noticed: Iterable[Problem] = (),
    version: str = CURRENT,
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
    version
        Its version.
    """
    contents = contents_of(reading.tables, version)
    problems = [
        *contents.problems,
        *reading.unread,
        *absent_tables(path.name, declared, version),
        *absent_computed_columns(reading.places, version),
        *version_problems(path.name, declared, version),
        *noticed,
    ]
    master = Master(
        path, declared, reading.places, reading.tables, contents.tables, contents.settings, [], version
    )
    master.problems = in_workbook_order(master.located(problems))
    return master


def unreadable_mark(name: str, mark: str | None) -> list[Problem]:
    """What there is to say of a workbook whose mark, from which its version is read, was changed by hand."""
    if mark is None or is_version(mark):
        return []
    message = (
        f"le nom {MARK}, qui dit la version du classeur, a été modifié : « {upgrade_command(name)} » le remet"
    )
    return [warning("", None, "", mark, "une version", message)]


def version_problems(name: str, declared: Mapping[str, TablePlace], version: str) -> Iterator[Problem]:
    """What there is to say of a workbook of an earlier version: one line, and one a heading it uses for its own."""
    lacks = lacking(declared, version)
    if lacks:
        label = COMMANDS["upgrade"].button("").label
        # A workbook of an earlier version has the button only once its macros were renewed.
        button = f", comme le bouton {label} (s'il manque : « {macros_command(name)} »)"
        if not name.lower().endswith(".xlsm"):
            button = ""
        message = f"classeur de la version {version} : « {upgrade_command(name)} » ajoute {added_text(lacks)}{button}"
        yield warning("", None, "", f"version {version}", f"version {CURRENT}", message)
    for table, column in own_columns(declared, TABLES):
        message = (
            f"votre colonne « {column.heading} » porte le nom d'une colonne de la version {column.since} : elle n'est "
            "pas lue ; renommez-la avant de mettre le classeur à niveau"
        )
        yield warning(table.name, None, column.heading, column.heading, "un autre en-tête", message)


def added_text(lacks: Additions) -> str:
    """What an upgrade adds: `3 colonnes et 1 onglet`."""
    counts = (
        (lacks.column_count, "colonne"),
        (len(lacks.tabs), "onglet"),
        (len(lacks.settings), "réglage"),
    )
    return listed([counted(number, noun) for number, noun in counts if number] or ["rien"])
