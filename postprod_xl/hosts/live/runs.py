"""A command run on one open workbook: read, compute, compare, write, report."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.commands import COMMANDS
from postprod_xl.domain.home.controls import controls_rows
from postprod_xl.domain.wording import counted_problems, counted_whole
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files.disk_record import recorded
from postprod_xl.engines.ooxml.files.waiting import waiting_files
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.billing.books import books_beside
from postprod_xl.hosts.files.billing.rebuilding import rebuild_files
from postprod_xl.hosts.files.keeping.lost_documents import tell_where_kept
from postprod_xl.hosts.files.printing.calendars import calendars_beside
from postprod_xl.hosts.files.printing.forms import Form, forms_beside, forms_line
from postprod_xl.hosts.files.printing.papers import printed_beside, written_line
from postprod_xl.hosts.files.sharing import copied_line, share_beside
from postprod_xl.hosts.live.kept import keep_saved_version
from postprod_xl.hosts.live.location import file_of, is_in_cloud
from postprod_xl.hosts.live.master import LiveMaster, read_live, write_live
from postprod_xl.hosts.live.questions import Question, answers_of
from postprod_xl.hosts.live.saved import save_book
from postprod_xl.hosts.runs.computing import Computed, Report, compute, journal_update, warning_lines
from postprod_xl.hosts.runs.frozen_pay import settle_exports
from postprod_xl.hosts.runs.house_papers import house_of, paper_problem
from postprod_xl.hosts.runs.issuing import settle_waiting
from postprod_xl.schema.tables.home import CONTROLS
from postprod_xl.workbook.live.changes import all_or_nothing
from postprod_xl.workbook.live.session import undisturbed
from postprod_xl.workbook.update import TableUpdate, content_update

if TYPE_CHECKING:
    from xlwings import Book

    from postprod_xl.documents.accounts.entries import PeriodBooks
    from postprod_xl.documents.calendars.records import OfficeCalendars
    from postprod_xl.documents.sharing.copy import SharedCopy

SAVED_BY_ITSELF = (
    "Classeur en ligne : l'enregistrement automatique l'a peut-être déjà enregistré ; pour revenir en arrière : "
    "Fichier, Informations, Historique des versions."
)
READING, COMPUTING, WRITING = "lecture", "calcul", "écriture"
SHOWN_LINES = 15
UPGRADE, ADD = "upgrade", "add"
"""The commands that change the workbook itself and compute nothing in its office; the second asks what to add."""

RECEIVE, MERGE = "receive", "merge"
"""The commands that are told the path of a file, and compute with what is read there."""

IMPORT = "import"
"""The one that is told the path of a file or of a folder, and computes with all that is read there."""


@dataclass(frozen=True)
class Operator:
    """How the person at the workbook is spoken to.

    Parameters
    ----------
    ask
        Asks what the selected row does not say; an empty answer gives up.
    confirm
        Asks whether to go on with what cannot be undone.
    tell
        Told what is being done, in a French word.
    """

    ask: Callable[[Question], str]
    confirm: Callable[[str], bool]
    tell: Callable[[str], object]


def run_live(book: Book, command: str, asks: str, today: date, person: Operator) -> Report | None:
    """Run one command of the registry on an open workbook, which is not saved.

    When the workbook holds something blocking, the controls alone are rebuilt, and shown; when only what was
    asked is refused, nothing is written. A command that writes nothing in a file rebuilds the controls too,
    when that is all it finds; one that answers a question leaves them.

    Parameters
    ----------
    book
        The open workbook.
    command, asks
        Name of the command, and the option that tells its button apart, empty for its first one.
    today
        The day it is run.
    person
        Who is at the workbook.

    Returns
    -------
    Report or None
        None when the person gave up: nothing was done.

    Raises
    ------
    UnusableFile
        The workbook holds none of our tables; `CannotEdit` when something of a person's is in the way. The
        workbook is as it was, as after any other failure.
    Misunderstood
        What the person answered is not what was asked.
    """
    started = time.perf_counter()
    person.tell(READING)
    if command == UPGRADE:
        from postprod_xl.hosts.live.upgrade import upgrade_live

        report = upgrade_live(book)
        if report.changed:
            _say_where_saved(book, report)
        return report
    master = read_live(book)
    options = answers_of(COMMANDS[command].button(asks).asked, master, today, person.ask)
    if options is None:
        return None
    if command == ADD:
        return _with_family(book, options["family"])
    if command == RECEIVE:
        options = received_answers(master, options, today)
    elif command == MERGE:
        options = returned_answers(master, options)
    elif command == IMPORT:
        options = source_answers(master, options)
    person.tell(COMPUTING)
    computed = compute(master, command, today, options)
    _shorten(computed.report)
    if master.path.is_absolute():
        tell_where_kept(master, computed.report, today)
    if computed.question and not person.confirm(computed.question):
        return None
    person.tell(WRITING)
    _carry_out(master, command, computed, today, started)
    computed.report.seconds = _since(started)
    return computed.report


def _with_family(book: Book, name: str) -> Report:
    from postprod_xl.hosts.live.families import add_live
    from postprod_xl.schema.families import family_named

    report = add_live(book, family_named(name))
    if report.changed:
        _say_where_saved(book, report)
    return report


def received_answers(master: LiveMaster, answers: dict[str, Any], today: date) -> dict[str, Any]:
    """What `receive` is told of the file whose path a person answered, from the folder of the workbook."""
    from postprod_xl.hosts.files.billing.verifying import received_options

    workbook = file_of(master.book)
    return received_options(_path_answered(answers["received"], workbook), workbook, today)


def returned_answers(master: LiveMaster, answers: dict[str, Any]) -> dict[str, Any]:
    """What `merge` is told of the file whose path a person answered, from the folder of the workbook."""
    from postprod_xl.hosts.files.merging import returned_file

    workbook = file_of(master.book)
    return {**answers, "returned": returned_file(_path_answered(answers["returned"], workbook), workbook)}


def _path_answered(answer: str, workbook: Path) -> Path:
    # Windows' « Copy as path » gives it between quotes.
    return workbook.parent / Path(answer.strip('"')).expanduser()


def source_answers(master: LiveMaster, answers: dict[str, Any]) -> dict[str, Any]:
    """What `import` is told of the files whose path a person answered; those that cannot be read are told by name."""
    from postprod_xl.hosts.files.importing import read_sources

    workbook = file_of(master.book)
    read = read_sources([_path_answered(answers["sources"], workbook)], workbook)
    refused = [report.summary for report in read.unusable]
    if not read.sources:
        raise UnusableFile(refused[0])
    return {"sources": read.sources, "remarks": [*refused, *read.lines]}


def _shorten(report: Report) -> None:
    """Keep of a long answer what a message box can show; the command line gives it whole."""
    more = len(report.notes) - SHOWN_LINES
    if more > 0:
        report.notes[SHOWN_LINES:] = [f"et {counted_whole(more, 'autre ligne')}"]


def _carry_out(master: LiveMaster, command: str, computed: Computed, today: date, started: float) -> None:
    report = computed.report
    report.in_controls = computed.fills_controls
    if computed.copy is not None:
        _deliver(master, report, computed.copy)
    elif computed.papers:
        _print(master, computed)
    elif computed.calendars is not None:
        _publish(master, report, computed.calendars, today)
    elif computed.books:
        _hand_books_over(master, report, computed.books)
    elif computed.forms:
        _hand_out(master, report, computed.forms)
    elif command == MERGE and computed.is_answer:
        _list_changes(master, report)
    elif computed.rebuilt:
        with recorded() as record:
            rebuild_files(master, computed.rebuilt, report)
        report.notes += warning_lines(record)
        report.problems, report.in_controls = [], False
    elif report.status == DONE and COMMANDS[command].writes and not computed.is_answer:
        report.notes += [*settle_waiting(master), *settle_exports(master), *keep_saved_version(master.book)]
        _write(master, computed, journal_update(master, command, report.summary, _since(started)))
        _say_where_saved(master.book, report)
    elif computed.fills_controls:
        report.summary = counted_problems(report.problems)
        _write(master, Computed(report, tuple(_controls(master, report))), None)


def _say_where_saved(book: Book, report: Report) -> None:
    if is_in_cloud(book):
        report.notes.append(SAVED_BY_ITSELF)


def _deliver(master: LiveMaster, report: Report, copy: SharedCopy) -> None:
    from postprod_xl.documents.typesetting.refusal import PaperRefused

    workbook = file_of(master.book)
    report.problems, report.in_controls = [], False
    with recorded() as record:
        try:
            files, number, remarks = share_beside(copy, workbook, house_of(master, workbook))
        except PaperRefused as refused:
            report.status = BLOCKED
            report.problems = master.located([paper_problem(master, refused)])
            report.summary = counted_problems(report.problems)
            return
    report.notes += [*remarks, *warning_lines(record)]
    report.summary = copied_line(report.summary, number, files)
    report.details = {"output": files.workbook, "share": number, "pdf": files.pdf}


def _print(master: LiveMaster, computed: Computed) -> None:
    report = computed.report
    with recorded() as record:
        printed = printed_beside(master, computed, file_of(master.book))
    report.status, report.summary, report.problems = printed.status, printed.summary, printed.problems
    report.notes, report.details = [*printed.notes, *warning_lines(record)], printed.details
    report.in_controls = False


def _publish(master: LiveMaster, report: Report, calendars: OfficeCalendars, today: date) -> None:
    with recorded() as record:
        calendars_beside(calendars, file_of(master.book), today, report)
    report.notes += warning_lines(record)
    report.problems, report.in_controls = [], False


def _hand_books_over(master: LiveMaster, report: Report, books: PeriodBooks) -> None:
    with recorded() as record:
        outputs = books_beside(books, file_of(master.book))
    report.notes += warning_lines(record)
    report.summary, report.in_controls = written_line(report.summary, outputs), False
    report.details["output"] = [*map(str, outputs)]


def _list_changes(master: LiveMaster, report: Report) -> None:
    from postprod_xl.hosts.files.merging import changes_beside

    with recorded() as record:
        changes_beside(report, file_of(master.book))
    report.notes += warning_lines(record)


def _hand_out(master: LiveMaster, report: Report, forms: Sequence[Form]) -> None:
    with recorded() as record:
        folder, notes = forms_beside(forms, file_of(master.book))
    report.notes += [*notes, *warning_lines(record)]
    report.summary, report.details["output"] = f"{report.summary}{forms_line(forms, folder)}", folder


def _write(master: LiveMaster, computed: Computed, journal: TableUpdate | None) -> None:
    with _files_beside(master, computed), undisturbed(master.book), all_or_nothing(master.book) as changes:
        if computed.files:
            # Done last: a document is issued once its workbook is saved, whoever else saves it or not.
            changes.finally_(lambda: save_book(master.book))
        computed.report.notes += write_live(changes, master, computed, journal)
    if computed.report.status != DONE and CONTROLS.name in master.places:
        master.book.sheets[master.places[CONTROLS.name].sheet].activate()


@contextmanager
def _files_beside(master: LiveMaster, computed: Computed) -> Iterator[None]:
    """Write the files of the documents issued, which take their names once the workbook is saved."""
    if not computed.files:
        yield
        return
    workbook = master.on_disk()
    beside = {workbook.parent / path: content for path, content in computed.files.items()}
    with recorded() as record, waiting_files(beside, workbook):
        yield
    computed.report.notes += warning_lines(record)


def _controls(master: LiveMaster, report: Report) -> list[TableUpdate]:
    """The controls rebuilt from the problems of a run that wrote nothing else, what blocks first."""
    name = CONTROLS.name
    if name not in master.raw:
        return []
    rows = controls_rows(sorted(report.problems, key=lambda problem: not problem.is_blocking))
    return [
        content_update(CONTROLS, master.raw[name], master.places[name], rows, master.tables[name].numbers)
    ]


def _since(started: float) -> float:
    return time.perf_counter() - started
