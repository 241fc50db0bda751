"""The shape of a table: columns, roles, references, keys. What every other part of the product reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import takewhile
from typing import Any

from postprod_xl.schema.bounds import CALENDAR, FREE, LONGEST_CODE, LONGEST_TEXT, Bounds
from postprod_xl.schema.cells.formats import Format
from postprod_xl.schema.kinds import Kind, typed
from postprod_xl.schema.versions import FIRST, is_later

Headings = Mapping[str, Container[str]]
"""The headings of tables, by name."""

_OWN = re.compile(r"\{(\w+)\}")
_FOREIGN = re.compile(r"(\w+)\[([^\[\]]+)\]")


class TableKind(StrEnum):
    """Who writes the rows of a table; the value is the French word of the data dictionary."""

    INPUT = "saisie"
    RESULT = "résultat"
    LEDGER = "registre"


class Role(StrEnum):
    """Who writes a column: a person, the program, or a person in a ledger row (`à compléter`)."""

    TYPED = "saisie"
    COMPUTED = "calculée"
    COMPLETED = "à compléter"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name
        English code name: the attribute of the typed rows.
    heading
        French heading in the workbook: the contract with people, functions and macros.
    kind
        What its cells hold.
    help
        One French sentence: the input message and the data dictionary.
    role
        Who writes it.
    required
        Whether an empty cell in a used row is a blocking problem.
    choices
        Allowed values of a choice column, in menu order.
    references
        Names of the tables whose key the cell must hold.
    format
        What the text of an identifier looks like; one that does not is questioned.
    named_in
        `Table.column` cells where the name is expected to stand too, when any is written there: one that does not is
        questioned, with the closest spelling.
    bounds
        Smallest and largest value, in the typed unit; None for no bound. A value outside is refused.
    usual
        As `bounds`: a value outside is read, and questioned.
    formula
        Excel calculated column with `{code_name}` for the cells of the same row and `Table[Heading]` for a column of
        another table.
    earlier_formula
        The formula of the workbooks of an earlier version, which lack a column that `formula` reads.
    earlier_reads
        The column without which, in a row, the earlier formula does not say the value: it is written without it there.
    blank
        What the formula gives in a row without a value.
    private
        Cost, pay or personal data: never in a file given to a producer.
    shared
        May be shown in a copy of a project, in the rows that its table lets out, to those whose view names it
        (`domain.sharing.views`). A column that does not say so stays in the house.
    shared_as
        Some words of a shared column, and what is read in their place outside the house.
    since
        The version of the workbook it came with: one of an earlier version does not have it, and lacks nothing.
    default
        What the rows of such a workbook are read as, as a person would type it, and what `upgrade` writes in them;
        None for an empty cell.
    may_be_unsaid
        Whether an empty Oui/Non cell is None, nobody having said, rather than Non.
    holds_several
        Whether a text names several things: no drop-down list shows it, and it is as long as a cell allows.
    """

    name: str
    heading: str
    kind: Kind
    help: str
    role: Role = Role.TYPED
    required: bool = False
    choices: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    format: Format | None = None
    named_in: tuple[str, ...] = ()
    bounds: Bounds = FREE
    usual: Bounds = FREE
    formula: str = ""
    earlier_formula: str = ""
    earlier_reads: str = ""
    blank: float | str = ""
    private: bool = False
    shared: bool = False
    shared_as: tuple[tuple[str, str], ...] = ()
    since: str = FIRST
    default: Any = None
    may_be_unsaid: bool = False
    holds_several: bool = False

    @property
    def empty(self) -> Any:
        """What an empty cell of it is read as."""
        return None if self.may_be_unsaid else typed(self.kind, None)

    @property
    def is_computed(self) -> bool:
        return self.role is Role.COMPUTED

    @property
    def longest(self) -> int:
        """Characters that a text of it may have: a code also stands in drop-down lists."""
        is_code = bool(self.required or self.references) and not self.holds_several
        return LONGEST_CODE if is_code else LONGEST_TEXT

    def came_after(self, version: str) -> bool:
        """Whether a workbook of a version is too old to have it."""
        return is_later(self.since, version)


@dataclass(frozen=True)
class Table:
    """One Excel table of the master workbook.

    Parameters
    ----------
    name
        Excel table name, without accent or space.
    tab
        Title of the tab it stands in.
    kind
        Input, result or ledger.
    help
        One French sentence for the top of the tab and the guide.
    columns
        In workbook order.
    key
        Code names that together identify a row; empty when rows have no identity.
    keeps
        For a result table, code name of the column whose other values a command leaves in place
        (a month of pay keeps the other months).
    shared_when
        Code name of the column that says where a row stands, and the words of it with which a row may be in a copy,
        first choice first; a row of any other word stays in the house. None when no row has a state.
    since
        The version of the workbook it came with, with its tab.
    family
        The optional family of tabs it belongs to, which a workbook has whole or not at all; empty for the tabs of every
        workbook.
    is_hidden
        Whether its tab is hidden: a register that nobody reads.
    printed_whole
        Whether its tab prints its private columns although some of the others are shared: it is printed for the house.
    """

    name: str
    tab: str
    kind: TableKind
    help: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    keeps: str = ""
    shared_when: tuple[str, tuple[str, ...]] | None = None
    since: str = FIRST
    family: str = ""
    is_hidden: bool = False
    printed_whole: bool = False
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @property
    def printed(self) -> tuple[Column, ...]:
        """The columns that its tab prints: all, or those before the first private one where some are shared.

        Whoever prints a tab to send it would send what stands beside what is shared.
        """
        if self.printed_whole or not any(column.shared for column in self.columns):
            return self.columns
        return tuple(takewhile(lambda column: not column.private, self.columns))

    def came_after(self, version: str) -> bool:
        """Whether a workbook of a version is too old to have it."""
        return is_later(self.since, version)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @cached_property
    def first_headings(self) -> tuple[str, ...]:
        """The headings that the table came with: every workbook that has the table has them."""
        return tuple(column.heading for column in self.columns if not column.came_after(self.since))

    @cached_property
    def computed(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_computed)

    @cached_property
    def typed(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.is_computed)

    @property
    def is_completed(self) -> bool:
        """Whether people fill in some cells of its ledger rows."""
        return any(column.role is Role.COMPLETED for column in self.columns)

    def trusts(self, column: Column) -> bool:
        """Whether the cells of a column are read as truth; those that a command writes over are not.

        A ledger without key is a mere log.
        """
        if self.kind is TableKind.INPUT:
            return not column.is_computed
        return bool(self.keeps) if self.kind is TableKind.RESULT else bool(self.key)

    def heading(self, name: str) -> str:
        """The French heading of a code name."""
        return self.by_name[name].heading

    def excel_formula(self, column: Column) -> str:
        """The calculated column as it stands in the file, without the equals sign.

        Structured references to the same row, with the characters Excel asks to escape escaped.
        """
        return self._spelled(column.formula)

    def _spelled(self, formula: str) -> str:
        return _OWN.sub(lambda match: self._cell_reference(match[1]), formula)

    def formula_inputs(self, column: Column) -> tuple[str, ...]:
        """The headings of the columns that a calculated column reads."""
        return tuple(self.heading(name) for name in _OWN.findall(column.formula))

    def formula_in(self, column: Column, headings: Container[str], others: Headings) -> str:
        """A calculated column as it stands in a workbook, without the equals sign.

        Parameters
        ----------
        column
            One of the table.
        headings
            The headings that the table has there.
        others
            The headings that each table has there.

        Returns
        -------
        str
            As `excel_formula`; empty where the workbook lacks a column that the formula reads.
        """
        for formula in (column.formula, column.earlier_formula):
            own = (self.heading(name) in headings for name in _OWN.findall(formula))
            foreign = (heading in others.get(table, ()) for table, heading in _FOREIGN.findall(formula))
            if formula and all(own) and all(foreign):
                return self._spelled(formula)
        return ""

    @cached_property
    def calculated_from(self) -> frozenset[str]:
        """The headings of the columns that the calculated columns the table came with read."""
        calculated = (column for column in self.columns if not column.came_after(self.since))
        return frozenset(heading for column in calculated for heading in self.formula_inputs(column))

    def _cell_reference(self, name: str) -> str:
        escaped = re.sub(r"(['#\[\]])", r"'\1", self.heading(name))
        return f"{self.name}[[#This Row],[{escaped}]]"


def _maker(kind: Kind) -> Callable[..., Column]:
    def make(name: str, heading: str, help: str, **rest: Any) -> Column:
        return Column(name, heading, kind, help, **rest)

    return make


text = _maker(Kind.TEXT)
integer = _maker(Kind.INT)
number = _maker(Kind.NUMBER)
percent = _maker(Kind.PERCENT)
euro = _maker(Kind.EURO)
amount = _maker(Kind.AMOUNT)
hours = _maker(Kind.HOURS)
clock = _maker(Kind.CLOCK)
days = _maker(Kind.DAYS)
boolean = _maker(Kind.BOOL)
instant = _maker(Kind.INSTANT)
anything = _maker(Kind.ANY)


def answer(name: str, heading: str, help: str, **rest: Any) -> Column:
    """A column of Oui or Non where an empty cell says neither: None."""
    return Column(name, heading, Kind.BOOL, help, may_be_unsaid=True, **rest)


def day(name: str, heading: str, help: str, **rest: Any) -> Column:
    """A column of dates, within the days that a cell can show."""
    return Column(name, heading, Kind.DAY, help, bounds=CALENDAR, **rest)


def choice(name: str, heading: str, help: str, vocabulary: Iterable[StrEnum], **rest: Any) -> Column:
    """A column of a closed list, in menu order: a whole vocabulary, or some of its members."""
    return Column(
        name, heading, Kind.CHOICE, help, choices=tuple(member.value for member in vocabulary), **rest
    )


def reference(name: str, heading: str, help: str, *tables: str, **rest: Any) -> Column:
    """A column that holds the key of a row of another table."""
    return Column(name, heading, Kind.TEXT, help, references=tables, **rest)


COMPUTED = Role.COMPUTED
COMPLETED = Role.COMPLETED
