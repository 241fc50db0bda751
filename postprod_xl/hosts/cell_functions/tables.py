"""Tables given to a formula with their headings, as typed rows; one table is typed once, however many cells.

A table is known again by its content: a column of formulas that each give the same 20,000 rows pays their
typing once.
"""

from __future__ import annotations

import hashlib
import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from postprod_xl.hosts.cell_functions.blocks import Block, CellFault, block_of, shape_of
from postprod_xl.hosts.cell_functions.custom import WholeArgument
from postprod_xl.hosts.cell_functions.live_cells import live_typed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import Table, TableKind
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import folded
from postprod_xl.schema.versions import FIRST

if TYPE_CHECKING:
    from postprod_xl.domain.office import Office

TABLES_KEPT = 24
RESULTS_KEPT = 24


class Memory:
    """The last results of costly computations, by what they were computed from."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[Any, Any] = OrderedDict()

    def get(self, key: Any, compute: Callable[[], Any]) -> Any:
        """The result kept for a key, computed and kept when there is none."""
        if key not in self._held:
            self._held[key] = compute()
            while len(self._held) > self._size:
                self._held.popitem(last=False)
        self._held.move_to_end(key)
        return self._held[key]


_TABLES, _RESULTS = Memory(TABLES_KEPT), Memory(RESULTS_KEPT)


@dataclass(frozen=True)
class GivenTable:
    """A table given to a formula: its name, its cells typed, and a mark of its content."""

    name: str
    rows: Rows
    mark: bytes


def table(name: str, help: str, *, optional: bool = False) -> WholeArgument:
    """An argument that is a whole table of the workbook, headings included: `Devis[#Tout]`."""
    return WholeArgument(name, help, lambda value: _given(name, value), optional)


def remembered(
    what: str, tables: Sequence[GivenTable | None], day: date | None, compute: Callable[[], Any]
) -> Any:
    """A result computed from some tables on a day, computed once as long as they stay the same."""
    marks = tuple(given and given.mark for given in tables)
    return _RESULTS.get((what, marks, day), compute)


def office_of(tables: Sequence[GivenTable | None], day: date) -> Office:
    """The office that some tables tell, the others being empty.

    Raises
    ------
    CellFault
        When a code of one names no row of another, or a setting of `Parametres` cannot be read.
    """
    from postprod_xl.domain.office import Office
    from postprod_xl.schema.references import reference_problems
    from postprod_xl.schema.rows import no_rows
    from postprod_xl.schema.settings.house import default_settings, read_settings

    given = {held.name: held.rows for held in tables if held is not None}
    refuse(reference_problems(BY_NAME, given))
    settings = default_settings()
    if "Parametres" in given:
        settings, problems = read_settings(given["Parametres"])
        refuse(problems)
    absent = {name: no_rows(declared) for name, declared in BY_NAME.items() if name not in given}
    return Office({**absent, **given}, settings, day)


def _given(name: str, value: Any) -> GivenTable | None:
    # LibreOffice hands a 0 over for an argument left out between two others.
    if value is None or value == 0:
        return None
    block = block_of(value)
    mark = hashlib.blake2b(pickle.dumps((name, block)), digest_size=16).digest()
    return _TABLES.get(mark, lambda: GivenTable(name, _typed(name, block), mark))


def _typed(name: str, block: Block) -> Rows:
    from postprod_xl.schema.validate import RawTable, typed_rows

    columns = _columns(name, block)
    raw = RawTable(name, range(1, len(block)), columns)
    rows, problems = typed_rows(BY_NAME[name], raw, live_typed, FIRST)
    refuse(problems)
    return rows


def _columns(name: str, block: Block) -> Mapping[str, Sequence[Any]]:
    shape_of(block)
    declared = {folded(heading): heading for heading in BY_NAME[name].headings}
    headings = [declared.get(folded(cell)) if isinstance(cell, str) else None for cell in block[0]]
    columns: dict[str, Sequence[Any]] = {}
    for heading, cells in zip(headings, zip(*block, strict=True), strict=True):
        if heading is not None:
            columns.setdefault(heading, cells[1:])
    missing = [heading for heading in _needed(BY_NAME[name]) if heading not in columns]
    if missing:
        raise CellFault(
            f"la colonne « {missing[0]} » manque à {name} : donnez la table et ses en-têtes, {name}[#Tout]"
        )
    return columns


def _needed(declared: Table) -> list[str]:
    """Headings a table must have: what people type, or the whole of a result table, since the first version.

    A function does not know the version of its workbook: a column that came later is read where it is given.
    """
    columns = declared.columns if declared.kind is TableKind.RESULT else declared.typed
    return [column.heading for column in columns if not column.came_after(FIRST)]


def refuse(problems: Sequence[Problem]) -> None:
    """Nothing when no problem blocks.

    Raises
    ------
    CellFault
        The first one that does; its row is counted from the first under the headings.
    """
    for problem in problems:
        if problem.is_blocking:
            place = f" (ligne {problem.row})" if problem.row else ""
            raise CellFault(f"{problem.table}{place} — {problem.heading} : {problem.message}")
