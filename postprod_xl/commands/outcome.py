"""What a command gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from postprod_xl.documents.accounts.entries import PeriodBooks
    from postprod_xl.documents.advice_form import AdviceForm
    from postprod_xl.documents.calendars.records import OfficeCalendars
    from postprod_xl.documents.catalogue.cue_sheet import CueSheet
    from postprod_xl.documents.catalogue.movielabs import MovielabsAvails
    from postprod_xl.documents.catalogue.royalty_statement import RoyaltyStatement
    from postprod_xl.documents.charts.cash import CashCurve
    from postprod_xl.documents.charts.gantt import Gantt
    from postprod_xl.documents.charts.load import Load
    from postprod_xl.documents.charts.progress import ProgressChart
    from postprod_xl.documents.invoice import InvoiceDocument
    from postprod_xl.documents.papers.paper import Paper
    from postprod_xl.documents.payroll.export import PayExport
    from postprod_xl.documents.quote import OpenQuotes
    from postprod_xl.documents.service_sheet import ServiceBoard
    from postprod_xl.documents.session_form import SessionForm
    from postprod_xl.documents.sharing.copy import SharedCopy
    from postprod_xl.documents.sharing.rights_list import RightsList
    from postprod_xl.documents.technique_sheet import TechniqueSheets
    from postprod_xl.domain.invoicing.register.originals import Original
    from postprod_xl.domain.planning.memory.run_days import Memory
    from postprod_xl.domain.portfolio.summary import WorkbookSummary
    from postprod_xl.domain.refresh import Refresh
    from postprod_xl.schema.drawn_tabs import DrawnTab
    from postprod_xl.schema.problems import Problem
    from postprod_xl.schema.rows import Rows

    Drawing = Gantt | Load | ProgressChart | OpenQuotes | CashCurve | ServiceBoard | TechniqueSheets
    """What is drawn on one of the drawn tabs."""
    Extract = CueSheet | MovielabsAvails | RightsList
    """What leaves the catalogue of rights in a file of its own."""


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
        The plan, the load and the hours of the office as computed, to be drawn on their tabs.
    memory
        The days of the last refreshes and their plans, to be kept; None when no plan is made.
    problems
        What a person should fix or know; nothing is written when one of them is blocking.
    summary
        One French line: what came out.
    details
        Figures a program may want: invoice number, totals in cents, month.
    copy
        What leaves the house in a workbook of its own; the master is left as it is.
    papers
        What leaves the house in a PDF of its own each; the master is left as it is.
    papers_folder
        The folder beside the workbook where a button puts them; empty, beside it.
    lines
        What is told besides: the answer of a command that only answers, a remark; a French line each.
    covers_the_office
        Whether every rule ran, so that `Controles` can be rebuilt from these problems. What refuses a request
        is no problem of the workbook.
    question
        What a person at the workbook confirms before anything is written: what cannot be undone, what is to be
        looked at before it is paid or billed; empty when nothing is.
    unasked
        What refuses the command where nobody can be asked: it stands for the answer no.
    needed
        Columns that came since the first version, by table: what they say would be lost in a workbook without them.
    noted
        As `appended`, of what is kept where the workbook has its table: one of an earlier version lacks nothing.
    is_answer
        Whether a command that writes has nothing to write this time: the workbook is left as it is, journal included.
    typed
        Typed cells that the command was asked to change: some columns of some rows of a table each.
    forms
        What technicians are asked, each in a workbook of its own; the master is left as it is.
    rebuilt
        The documents whose files are to be made again where they are missing; the master is left as it is.
    books
        Accounting entries that leave the house in files of their own; the master is left as it is.
    pay_export
        The pay of a month, or its corrections, as it leaves for the payroll office in files of its own.
    calendars
        Bookings that leave the house in calendar files, each renewed after what was published of it.
    portfolio
        What a portfolio of several workbooks keeps of this one.
    extract
        What leaves the catalogue of rights in a workbook or a CSV file of its own; the master is left as it is.
    """

    columns: dict[str, Rows] = field(default_factory=dict)
    rows: dict[str, Rows] = field(default_factory=dict)
    appended: dict[str, Rows] = field(default_factory=dict)
    documents: tuple[InvoiceDocument | RoyaltyStatement, ...] = ()
    charts: dict[DrawnTab, Drawing] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    summary: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    copy: SharedCopy | None = None
    papers: tuple[Paper, ...] = ()
    papers_folder: str = ""
    memory: Memory | None = None
    lines: tuple[str, ...] = ()
    covers_the_office: bool = False
    question: str = ""
    unasked: tuple[Problem, ...] = ()
    needed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    noted: dict[str, Rows] = field(default_factory=dict)
    is_answer: bool = False
    typed: tuple[Rows, ...] = ()
    forms: tuple[AdviceForm | SessionForm, ...] = ()
    rebuilt: tuple[Original, ...] = ()
    books: PeriodBooks | None = None
    pay_export: PayExport | None = None
    calendars: OfficeCalendars | None = None
    portfolio: WorkbookSummary | None = None
    extract: Extract | None = None

    @property
    def is_blocked(self) -> bool:
        return any(problem.is_blocking for problem in self.problems)


def stopped(run: Refresh) -> Outcome:
    """What a command gives back when its refresh is blocked: all that is wrong in the office, nothing to write."""
    return Outcome(problems=tuple(run.problems), covers_the_office=True)
