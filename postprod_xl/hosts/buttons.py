"""The buttons of an open workbook: `press('refresh')` does there what `postprod refresh` does to a file.

Nothing heavy is imported before a button is pressed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from postprod_xl.hosts.exits import DONE, FAULT, MISUSED
from postprod_xl.hosts.faults import fault_log
from postprod_xl.schema.tables.home import CONTROLS

if TYPE_CHECKING:
    from xlwings import Book

    from postprod_xl.commands import Button, Command
    from postprod_xl.hosts.active_project import Question
    from postprod_xl.hosts.computing import Report

TITLE = "Postproduction"
ASKING_MACRO = "Demander"
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
    from postprod_xl.hosts.calling_book import calling_book

    return press_on(calling_book(), command, date.today(), asks)


def press_on(book: Book, command: str, today: date, asks: str = "") -> int:
    """Run one command on an open workbook, a given day, as `press` does."""
    from postprod_xl.commands import COMMANDS

    buttons = COMMANDS[command].buttons
    button = next((button for button in buttons if button.asks == asks), buttons[0])
    app = book.app
    shown = app.status_bar

    def progress(step: str) -> None:
        app.status_bar = f"{TITLE} — {button.label} : {step}…"

    try:
        status, message = _outcome(book, command, button, today, progress)
    finally:
        app.status_bar = shown or False
    if message:
        app.alert(message, TITLE, "ok", "info" if status == DONE else "critical")
    return status


def _outcome(
    book: Book, command: str, button: Button, today: date, progress: Callable[[str], None]
) -> tuple[int, str]:
    """Give the exit status and what to say; an empty text when the person gave up."""
    from postprod_xl.commands import COMMANDS
    from postprod_xl.hosts.active_project import Misunderstood
    from postprod_xl.hosts.computing import refused
    from postprod_xl.hosts.live_master import path_of
    from postprod_xl.hosts.live_runs import run_live
    from postprod_xl.workbook.errors import UnusableFile

    def ask(question: Question) -> str:
        return str(book.macro(ASKING_MACRO)(question.text, TITLE, question.proposal) or "")

    try:
        report = run_live(book, command, button.asks, today, ask=ask, progress=progress)
    except Misunderstood as misunderstood:
        return MISUSED, f"{button.label} : {misunderstood}"
    except UnusableFile as error:
        return refused(path_of(book), error).status, f"{button.label} : rien n'a été changé. {error}"
    except Exception as error:  # noqa: BLE001  the outermost line of the host: a person never sees a traceback
        log = fault_log(error)
        return FAULT, f"Défaut interne : le classeur est tel qu'il était ; le détail est dans {log}"
    return (DONE, "") if report is None else (report.status, said(report, COMMANDS[command], button.label))


def said(report: Report, command: Command, label: str) -> str:
    """What the message box says of a run: what came out, and what a person should look at.

    Parameters
    ----------
    report
        The run.
    command, label
        The command, and what its button says.
    """
    if report.status == DONE:
        changed = (
            f", {_counted(report.changed, 'cellule changée', 'cellules changées')}" if report.changed else ""
        )
        lines = [f"{label} : {report.summary}{changed}."]
    else:
        lines = [f"{label} : rien d'autre n'a été changé que les contrôles, {report.summary}."]
    lines += report.notes
    found = [problem.line for problem in report.problems if problem.is_blocking] or [
        problem.line for problem in report.problems
    ]
    in_controls = report.status != DONE or not command.writes or CONTROLS.name in command.writes
    if report.status != DONE or not in_controls:
        lines += found[:LISTED]
    if found and in_controls:
        problems = _counted(len(report.problems), "problème", "problèmes")
        lines.append(f"{problems} à voir dans l'onglet {CONTROLS.tab}.")
    elif len(found) > LISTED:
        lines.append(f"Et {_counted(len(found) - LISTED, 'autre problème', 'autres problèmes')}.")
    return "\n".join(lines)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
