"""The buttons of an open workbook: `press('refresh')` does there what `postprod refresh` does to a file.

Nothing heavy is imported before a button is pressed.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.domain.wording import counted_whole
from postprod_xl.hosts.exits import DONE, FAULT, MISUSED, UNUSABLE
from postprod_xl.hosts.faults import fault_log, is_fault
from postprod_xl.hosts.live.dialogues import TITLE, ask, confirm, is_excel_on_macos, is_seen, show
from postprod_xl.schema.cells.characters import message_line
from postprod_xl.schema.tables.home import CONTROLS

if TYPE_CHECKING:
    from xlwings import App, Book

    from postprod_xl.hosts.live.questions import Question
    from postprod_xl.hosts.live.runs import Operator
    from postprod_xl.hosts.runs.computing import Report

LISTED = 5


def press(command: str, asks: str = "") -> int:
    """Run one command of the registry on the workbook whose button was pressed.

    What came out is said in one message box; nothing is saved: the person does that. Problems are in the
    Contrôles tab, which is shown when one of them blocks; then nothing else has changed. A failure leaves the
    workbook as it was.

    Parameters
    ----------
    command
        Name of the command: `refresh`, `invoice`…
    asks
        What the button asks for when it is not its command's first one: `credit` issues a credit note.

    Returns
    -------
    int
        The exit status of the contract.
    """
    # No linear algebra here: numpy's pool of threads would only cost its start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from postprod_xl.hosts.live.alone import ALREADY, AlreadyRunning, alone
    from postprod_xl.hosts.live.calling_book import calling_book

    try:
        book = calling_book()
    except BaseException as error:
        if not is_fault(error):
            raise
        return _without_workbook(error)
    if not is_excel_on_macos(book.app):
        return press_on(book, command, date.today(), asks)
    try:
        # There alone Excel does not wait for Python: a person may press again.
        with alone(str(book.app.pid), book.name):
            return press_on(book, command, date.today(), asks)
    except AlreadyRunning:
        show(book.app, ALREADY, "info")
        return UNUSABLE


def press_on(book: Book, command: str, today: date, asks: str = "") -> int:
    """Run one command on an open workbook, a given day, as `press` does."""
    app = book.app
    shown = app.status_bar
    try:
        status, message = _outcome(book, command, asks, today)
    finally:
        app.status_bar = shown or False
    if message:
        show(app, message, "info" if status == DONE else "critical")
    return status


def _outcome(book: Book, command: str, asks: str, today: date) -> tuple[int, str]:
    """Give the exit status and what to say; an empty text when the person gave up."""
    from postprod_xl.engines.ooxml.errors import UnusableFile
    from postprod_xl.engines.ooxml.files.disk_record import recorded
    from postprod_xl.hosts.live.questions import Misunderstood
    from postprod_xl.hosts.live.runs import run_live
    from postprod_xl.hosts.runs.computing import refused
    from postprod_xl.workbook.live.changes import NotUndone

    label = TITLE
    try:
        with recorded() as record:
            label = _label(command, asks)
            report = run_live(book, command, asks, today, _person_at(book, label))
    except Misunderstood as misunderstood:
        return MISUSED, f"{label} : {misunderstood}"
    except UnusableFile as error:
        line = message_line(str(error))
        return refused(Path(), error).status, f"{label} : rien n'a été changé. {line}"
    except BaseException as error:
        if not is_fault(error):
            raise
        # The outermost line of the host: a person never sees a traceback.
        log = fault_log(error)
        state = "le classeur est tel qu'il était"
        if isinstance(error, NotUndone):
            state = "le classeur n'est plus tel qu'il était, fermez-le sans l'enregistrer"
        beside = f", {record.said}" if record.written else ""
        return FAULT, f"Défaut interne : {state}{beside} ; le détail est dans {log}"
    return (DONE, "") if report is None else (report.status, said(report, label))


def _label(command: str, asks: str) -> str:
    from postprod_xl.commands import COMMANDS

    if command not in COMMANDS:
        raise ValueError(f"no command is named {command!r}")
    return COMMANDS[command].button(asks).label


def _person_at(book: Book, label: str) -> Operator:
    """The person before the application; where it shows no window, what is proposed is taken."""
    from postprod_xl.hosts.live.runs import Operator

    app = book.app

    def answer(question: Question) -> str:
        return ask(book, question.text, question.proposal) if is_seen(app) else question.proposal

    def tell(step: str) -> None:
        app.status_bar = f"{TITLE} — {label} : {step}…"

    return Operator(answer, lambda question: confirm(app, question, label), tell)


def _without_workbook(error: BaseException) -> int:
    """Say what kept a button from finding its workbook, in an application if there is one, else in the console."""
    from postprod_xl.engines.ooxml.errors import UnusableFile

    if isinstance(error, UnusableFile):
        status, message = UNUSABLE, message_line(str(error))
    else:
        status, message = FAULT, f"Défaut interne : rien n'a été fait ; le détail est dans {fault_log(error)}"
    app = _any_application()
    if app is None:
        sys.stderr.write(f"{message}\n")
    else:
        show(app, message, "critical")
    return status


def _any_application() -> App | None:
    import xlwings

    # Where it has no engine, as on Linux without LibreOffice's, xlwings cannot list applications.
    return xlwings.apps.active if xlwings.engines.active else None


def said(report: Report, label: str) -> str:
    """What the message box says of a run: what came out, and what a person should look at.

    Parameters
    ----------
    report
        The run.
    label
        What its button says.
    """
    found = [problem.line for problem in report.problems if problem.is_blocking] or [
        problem.line for problem in report.problems
    ]
    lines = [_first_line(report, label), *report.notes]
    if report.status != DONE or not report.in_controls:
        lines += found[:LISTED]
    if found and report.in_controls:
        problems = counted_whole(len(report.problems), "problème")
        lines.append(f"{problems} à voir dans l'onglet {CONTROLS.tab}.")
    elif len(found) > LISTED:
        lines.append(f"Et {counted_whole(len(found) - LISTED, 'autre problème')}.")
    return "\n".join(map(message_line, lines))


def _first_line(report: Report, label: str) -> str:
    if report.status == DONE:
        cells = counted_whole(report.changed, "cellule changée")
        return f"{label} : {report.summary}{f', {cells}' if report.changed else ''}."
    if report.in_controls:
        return f"{label} : rien d'autre n'a été changé que les contrôles, {report.summary}."
    return f"{label} : rien n'a été changé."
