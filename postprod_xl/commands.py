"""What the product does to a workbook: the second of the two registries.

Each command is a function of an `Office`; the hosts (command line, buttons) read the tables, call it and
write what it gives back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from postprod_xl.domain.office import Office

ALL_TABLES = tuple(table.name for table in TABLES)


@dataclass(frozen=True)
class Outcome:
    """What a command gives back.

    Parameters
    ----------
    columns
        Computed columns by input table, index = row numbers.
    rows
        All the rows of each result table.
    appended
        New rows of each ledger.
    documents
        Printable documents issued, to be drawn as tabs.
    problems
        What a person should mend or know; nothing is written when one of them is blocking.
    summary
        One French line: what came out.
    details
        Figures a program may want: invoice number, totals in cents, month.
    """

    columns: dict[str, pd.DataFrame] = field(default_factory=dict)
    rows: dict[str, pd.DataFrame] = field(default_factory=dict)
    appended: dict[str, pd.DataFrame] = field(default_factory=dict)
    documents: tuple[Any, ...] = ()
    problems: tuple[Problem, ...] = ()
    summary: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def is_blocked(self) -> bool:
        return any(problem.is_blocking for problem in self.problems)


@dataclass(frozen=True)
class Command:
    """One command: its English verb, French label, the tables it reads and writes, and its function."""

    name: str
    label: str
    reads: Sequence[str]
    writes: Sequence[str]
    function: Callable[..., Outcome]
