"""One state of a workbook read to be compared with another, or the reason why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from postprod_xl.domain.comparing.change import Change
from postprod_xl.domain.comparing.compared import compared
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.files.keeping.sides import side_of
from postprod_xl.hosts.files.master import FileMaster, master_of
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.tables.home import JOURNAL
from postprod_xl.schema.tables.projects import CLIENTS, PROJECTS
from postprod_xl.schema.tables.team import TEAM

_READ = [table for table in TABLES if table.kind is not TableKind.RESULT]
_WHOSE = (PROJECTS.name, CLIENTS.name, TEAM.name)
"""What tells the workbook of one office from another's, where the journal does not."""


@dataclass(frozen=True)
class State:
    """What people typed and what registers keep in a readable state of a workbook, and its journal."""

    facts: dict[str, Rows]
    journal: Rows


def state_of(master: FileMaster) -> State:
    """The state of an open workbook."""
    return State(side_of(master).tables, master.tables[JOURNAL.name])


def read_state(path: Path, like: Package | None = None) -> tuple[State | None, Package | None, str]:
    """The state of a file, its package, and why it cannot be read; `like` is another state of the same workbook."""
    try:
        package = Package.open(path)
        if like is not None:
            package.take_made(like)
        return state_of(master_of(package, _READ)), package, ""
    except UnusableFile as error:
        return None, like, str(error)


def changes_between(before: State, after: State) -> list[Change]:
    """What differs of what people typed and of what registers keep."""
    return compared(before.facts, after.facts)


def is_same_workbook(before: State, after: State) -> bool:
    """Whether the second state may come from the first: another workbook may have taken the same name.

    A command notes itself in the journal: two states of one workbook have its rows in common. One without any run
    shares its projects, its clients or its team with the next ones.
    """
    first, second = (_moments(state) for state in (before, after))
    if first and second:
        return bool(first & second)
    names = [_codes(state) for state in (before, after)]
    return not all(names) or bool(names[0] & names[1])


def _codes(state: State) -> set[tuple[str, str]]:
    held = {name: state.facts[name] for name in _WHOSE if name in state.facts}
    return {
        (name, code) for name, rows in held.items() if "code" in rows.columns for code in rows.column("code")
    }


def _moments(state: State) -> set[datetime]:
    return {at for at in state.journal.column("at") if at is not None}


def run_between(before: State, after: State, moment: datetime) -> Row | None:
    """The row of the journal that says which command replaced the first state at a moment; None without a trace."""
    known = {_run(row) for row in before.journal}
    runs = [row for row in after.journal if row.at is not None and _run(row) not in known]
    return min(runs, key=lambda row: abs(row.at - moment), default=None)


def _run(row: Row) -> tuple[object, ...]:
    return row.at, row.user, row.command, row.summary
