"""What a command is: its words, its options, the buttons that run it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from postprod_xl.commands.outcome import Outcome
    from postprod_xl.domain.office import Office
    from postprod_xl.schema.problems import Problem
    from postprod_xl.schema.table import Table


class OptionKind(Enum):
    """What an option holds; each host reads it in its own way."""

    FLAG = auto()
    TEXT = auto()
    CHOICE = auto()
    CHOICES = auto()
    """Some words of a closed list, between commas."""
    PATH = auto()
    DAY = auto()
    TODAY = auto()
    """A day, the present one by default: the host has the clock."""
    MONTH = auto()
    WEEK = auto()
    """An ISO week, as its first day."""
    COUNT = auto()
    """A whole number of at least one."""
    COUNT_PAIR = auto()
    """Two of them."""
    AMOUNT = auto()
    """A sum of money, in cents."""
    SEARCH_SECONDS = auto()
    CLUSTER = auto()
    """The address of the scheduler of a cluster."""
    LATE_RUSHES = auto()
    ABSENCE = auto()


@dataclass(frozen=True)
class Ask:
    """How a button gets the value of an option: from the selected row, or else from the person.

    Parameters
    ----------
    question
        What the person is asked.
    column
        Code name of the column that holds the value, in any table that has it.
    columns
        By table, the code name of the column that holds it under another name.
    choices
        The words of a closed list that it takes, when it does not take all of them.
    working_days
        How many working days the day proposed is after the present one, where no row says it; negative, before it.
    """

    question: str
    column: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    working_days: int = 0
    choices: tuple[str, ...] = ()

    def column_of(self, table: Table) -> str:
        """The column of a table that holds the value; empty when there is none."""
        return self.columns.get(table.name, self.column if self.column in table.by_name else "")


@dataclass(frozen=True)
class Option:
    """An option of a command, or one of its arguments.

    Parameters
    ----------
    name
        The parameter of the function that receives it.
    flags
        How it is spelled (`--output`, `-o`); none for an argument, which is known by its place.
    kind
        What it holds.
    metavar
        What stands for its value in a help page, in French; empty for a flag and for a choice.
    help
        What it does, in one French sentence.
    default
        The value when it is left out.
    bare
        The value when it is given without one; None when it must have one.
    choices
        The words admitted, for a choice.
    required, repeated
        Whether it must be given, whether it may be given several times.
    ask
        How a button gets it; None when no button does.
    """

    name: str
    flags: tuple[str, ...]
    kind: OptionKind
    metavar: str = ""
    help: str = ""
    default: Any = None
    bare: Any = None
    choices: tuple[str, ...] = ()
    required: bool = False
    repeated: bool = False
    ask: Ask | None = None


@dataclass(frozen=True)
class Button:
    """A button of the workbook and of its ribbon.

    Parameters
    ----------
    macro
        The VBA procedure that it runs.
    label, tip
        Its caption, and what it does, in one sentence.
    image
        Its picture in the ribbon, among those of Office.
    tabs
        The tabs where it stands.
    option
        What it needs to know; a flag is set without asking; None for a command that needs nothing.
    then
        What it asks next.
    """

    macro: str
    label: str
    tip: str
    image: str
    tabs: Sequence[str]
    option: Option | None = None
    then: Sequence[Option] = ()

    @property
    def asked(self) -> Sequence[Option]:
        """All that it needs to know, in the order it is asked."""
        return (self.option, *self.then) if self.option else ()

    @property
    def asks(self) -> str:
        """The name of the option it asks for, empty when there is none: what tells the buttons of a command apart."""
        return self.option.name if self.option else ""


@dataclass(frozen=True)
class Command:
    """One command: `postprod NAME`, and its buttons.

    Parameters
    ----------
    name
        Its English verb, after that of its group if it has one (`tables export`).
    help
        What it does, in one French sentence: its help page.
    about
        The same with what a reader of the README wants to know, in English.
    options
        In the order of the help page; its arguments first.
    rule
        The function of an `Office` that computes it, as `module:function`; empty for a command that only makes,
        copies or examines files. It is imported when it runs: a help page loads nothing heavy.
    writes
        Whether it changes the workbook.
    remakes
        The result tables that keep the rows of other months, and whose rows of one month it makes again.
    issues
        Whether it makes what is paid or billed: its rows of the journal prove it and are never compacted.
    buttons
        The buttons that run it.
    """

    name: str
    help: str
    about: str
    options: Sequence[Option]
    rule: str = ""
    writes: bool = False
    remakes: Sequence[str] = ()
    issues: bool = False
    buttons: Sequence[Button] = ()

    def compute(self, office: Office, known: Sequence[Problem] = (), **options: Any) -> Outcome:
        """Compute the command in an office.

        Parameters
        ----------
        office
            The office.
        known
            Problems already met while reading it.
        **options
            The options of its function.
        """
        module, _, function = self.rule.partition(":")
        outcome: Outcome = getattr(import_module(module), function)(office, known, **options)
        return outcome

    def button(self, asks: str) -> Button:
        """The button that asks for an option; the first one when no option is named.

        Raises
        ------
        ValueError
            No button of the command asks for it.
        """
        for button in self.buttons:
            if asks in ("", button.asks):
                return button
        raise ValueError(f"no button of {self.name} asks for {asks!r}")
