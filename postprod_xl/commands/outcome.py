"""What a command is, what it gives back, and the buttons that run it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from postprod_xl.domain.producer_copy import ProducerCopy
from postprod_xl.schema.asks import Ask
from postprod_xl.schema.drawn_tabs import DrawnTab
from postprod_xl.schema.problems import Problem

if TYPE_CHECKING:
    from postprod_xl.domain.invoicing.document import InvoiceDocument
    from postprod_xl.domain.planning.charts.gantt import Gantt
    from postprod_xl.domain.planning.charts.load import Load


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
        New rows of each ledger, and of the input tables that a command adds rows to.
    documents
        Printable documents issued, to be drawn as tabs.
    charts
        The plan and the load of the office as computed, to be drawn on their tabs.
    problems
        What a person should mend or know; nothing is written when one of them is blocking.
    summary
        One French line: what came out.
    details
        Figures a program may want: invoice number, totals in cents, month.
    copy
        What leaves the house in a workbook of its own; the master is left as it is.
    lines
        What is told besides: the answer of a command that only answers, a remark; a French line each.
    covers_the_office
        Whether every rule ran, so that `Controles` can be rebuilt from these problems. What refuses a request
        is no problem of the workbook.
    question
        What a person at the workbook confirms before anything is written: what cannot be undone, what is to be
        looked at before it is paid or billed; empty when nothing is.
    """

    columns: dict[str, pd.DataFrame] = field(default_factory=dict)
    rows: dict[str, pd.DataFrame] = field(default_factory=dict)
    appended: dict[str, pd.DataFrame] = field(default_factory=dict)
    documents: tuple[InvoiceDocument, ...] = ()
    charts: dict[DrawnTab, Gantt | Load] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    summary: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    copy: ProducerCopy | None = None
    lines: tuple[str, ...] = ()
    covers_the_office: bool = False
    question: str = ""

    @property
    def is_blocked(self) -> bool:
        return any(problem.is_blocking for problem in self.problems)


@dataclass(frozen=True)
class Button:
    """A button of the workbook and of its ribbon.

    Parameters
    ----------
    macro
        The VBA procedure that it runs.
    label, tip
        What it says, and what it does, in one sentence.
    tabs
        The tabs where it stands.
    ask
        What the selected row says, or else the person; None for a command that needs nothing.
    """

    macro: str
    label: str
    tip: str
    tabs: Sequence[str]
    ask: Ask | None = None

    @property
    def asks(self) -> str:
        """The option asked for, empty when there is none: what tells apart the buttons of a command."""
        return self.ask.option if self.ask else ""


@dataclass(frozen=True)
class Command:
    """One command: its English verb, French label, the tables it reads and writes, its function, its buttons."""

    name: str
    label: str
    reads: Sequence[str]
    writes: Sequence[str]
    function: Callable[..., Outcome]
    buttons: Sequence[Button] = ()

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
