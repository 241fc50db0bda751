"""What every rule of the trade works on: the typed tables, the house settings, the day, and the facts found once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeAlias, TypeVar, cast

from postprod_xl.schema.rows import Rows
from postprod_xl.schema.settings.house import Settings

if TYPE_CHECKING:
    from postprod_xl.domain.invoicing.register.issued_files import SeenFiles
    from postprod_xl.domain.planning.memory.run_days import Memory

Found = TypeVar("Found")
Given = ParamSpec("Given")


@dataclass(frozen=True)
class Office:
    """One office on one day.

    Parameters
    ----------
    tables
        Typed rows by table name, every declared table.
    settings
        House settings.
    today
        The day the office is looked at: nothing not yet done starts before it.
    memory
        The days of the last refreshes and their plans.
    facts
        The last answer of each `fact` asked of this office, or of one it was made from.
    tabs
        The titles of the tabs of its workbook: a document issued has one of its number.
    files
        What was seen of the files of the documents issued; None where their folder was not looked at.
    absent
        The names of the tables that its workbook lost: they have no rows here, and what stood in them is not known.
    """

    tables: Mapping[str, Rows]
    settings: Settings
    today: date
    memory: Memory = ()
    facts: dict[Callable[..., Any], _Answer] = field(default_factory=dict, repr=False, compare=False)
    tabs: frozenset[str] = frozenset()
    files: SeenFiles | None = None
    absent: frozenset[str] = frozenset()

    def __getitem__(self, table: str) -> Rows:
        return self.tables[table]

    def frame(self, table: str) -> Any:
        """A table as a pandas frame, for whoever analyses it: index = row number, columns = code names."""
        return self.tables[table].frame()

    def with_columns(self, table: str, columns: Rows | Mapping[str, list[Any]]) -> Office:
        """The same office with some columns of one table replaced."""
        return self.with_rows(table, self.tables[table].with_columns(columns))

    def with_rows(self, table: str, rows: Rows) -> Office:
        """The same office with all the rows of one table replaced."""
        return replace(self, tables={**self.tables, table: rows})


@dataclass(frozen=True)
class _Answer:
    """What a fact was found from, what it is, and what was given with the office."""

    sources: tuple[Any, ...]
    value: Any
    given: tuple[Any, ...] = ()


_Finder: TypeAlias = Callable[Concatenate[Office, Given], Found]


def fact(**reads: str) -> Callable[[_Finder[Given, Found]], _Finder[Given, Found]]:
    """A fact that several rules ask of an office: found once, as long as what it reads stays the same.

    Parameters
    ----------
    **reads
        For each table, the columns that the fact reads, parted by spaces. It is handed these only, so that a column
        read and not declared is an error at once; the settings, the day, the tabs and what is absent may be read
        too. What else is given with the office is the same as long as it is the same object.
    """
    columns = {table: tuple(names.split()) for table, names in reads.items()}

    def declared(find: _Finder[Given, Found]) -> _Finder[Given, Found]:
        @wraps(find)
        def found(office: Office, *others: Given.args, **named: Given.kwargs) -> Found:
            given = {table: office[table].only(*names) for table, names in columns.items()}
            lists = (values for rows in given.values() for values in (rows.numbers, *rows.columns.values()))
            sources = (
                office.settings,
                office.today,
                office.tabs,
                office.absent,
                *others,
                *named.values(),
                *lists,
            )
            answer = office.facts.get(find)
            if answer is None or not _same(answer.sources, sources):
                read = Office(
                    given,
                    office.settings,
                    office.today,
                    facts=office.facts,
                    tabs=office.tabs,
                    absent=office.absent,
                )
                value = find(read, *others, **named)
                answer = office.facts[find] = _Answer(sources, value, others)
            return answer.value

        return cast("_Finder[Given, Found]", found)

    return declared


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether two facts come from the very same objects: the lists of `Rows` are never changed in place."""
    return all(mine is theirs for mine, theirs in zip(one, other, strict=True))
