"""The papers of a command, set and written: to the file asked for, or beside the workbook for a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from postprod_xl.documents.file_names import file_name_part
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.domain.wording import counted, counted_problems, listed
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.names import PDF, refuse_another_kind
from postprod_xl.hosts.runs.computing import Computed, Report, compute, reported
from postprod_xl.hosts.runs.house_papers import house_of, paper_problem
from postprod_xl.hosts.runs.master import Master

_NAMED = 3


def print_file(path: Path, command: str, today: date, options: dict[str, Any], output: Path) -> Report:
    """Compute a command of a master's file and write its one paper to a new PDF; the master is only read."""
    return reported(path, lambda: _printed(path, command, today, options, output))


def print_folder(path: Path, command: str, today: date, options: dict[str, Any], folder: Path) -> Report:
    """Compute a command of a master's file and write its papers to a folder; without any, the folder is not made.

    A file that is there already is never written over: the new one gets a number.
    """
    return reported(path, lambda: _printed_in(path, command, today, options, folder))


def printed_beside(master: Master, computed: Computed, workbook: Path) -> Report:
    """The papers of a command written beside its workbook, or in their folder there; a name taken gets a number.

    Parameters
    ----------
    master
        The workbook, for its settings.
    computed
        The command.
    workbook
        Its file on this machine.
    """
    folder = workbook.parent
    if computed.papers_folder:
        folder /= file_name_part(computed.papers_folder)
    return _delivered_in(folder, master, computed, workbook)


def free_path(folder: Path, stem: str, extension: str) -> Path:
    """A file of a folder that is not there yet: what a person named, then the same with a number."""
    stem = file_name_part(stem)
    path, number = folder / f"{stem}{extension}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem} ({number}){extension}"
    return path


def computed_from(path: Path, command: str, today: date, options: dict[str, Any]) -> tuple[Master, Computed]:
    """Compute a command on a master's file, only read; where it is refused, say where what its ledger lost is kept."""
    from postprod_xl.hosts.files.keeping.lost_documents import tell_where_kept
    from postprod_xl.hosts.files.master import read_master

    master = read_master(path)
    computed = compute(master, command, today, options)
    tell_where_kept(master, computed.report, today)
    return master, computed


def _printed(path: Path, command: str, today: date, options: dict[str, Any], output: Path) -> Report:
    refuse_another_kind(output)
    master, computed = computed_from(path, command, today, options)
    if computed.report.status != DONE:
        return blocked(path, computed.report)
    return delivered(master, computed, path, lambda _: output)


def _printed_in(path: Path, command: str, today: date, options: dict[str, Any], folder: Path) -> Report:
    master, computed = computed_from(path, command, today, options)
    if computed.report.status != DONE:
        return blocked(path, computed.report)
    if not computed.papers:
        return computed.report
    return _delivered_in(folder, master, computed, path)


def _delivered_in(folder: Path, master: Master, computed: Computed, workbook: Path) -> Report:
    from postprod_xl.hosts.files.tables import made_ready

    with made_ready(folder, workbook):
        return delivered(master, computed, workbook, lambda paper: free_path(folder, paper.file_stem, PDF))


def blocked(path: Path, report: Report) -> Report:
    """The report of a file that is not made: what blocks the command that gives it."""
    problems = [problem for problem in report.problems if problem.is_blocking]
    return Report(path, BLOCKED, counted_problems(problems), problems, notes=report.notes)


def delivered(master: Master, computed: Computed, workbook: Path, place: Callable[[Paper], Path]) -> Report:
    """Set every paper before the first one is written: a fault leaves nothing behind."""
    from postprod_xl.documents.typesetting.engine import set_paper
    from postprod_xl.documents.typesetting.refusal import PaperRefused
    from postprod_xl.engines.ooxml.files.privacy import readers_of
    from postprod_xl.engines.ooxml.files.saving import create

    report = computed.report
    try:
        house = house_of(master, workbook)
        papers = [(paper, set_paper(paper, house)) for paper in computed.papers]
    except PaperRefused as refused:
        problems = master.located([paper_problem(master, refused)])
        return Report(master.path, BLOCKED, counted_problems(problems), problems, notes=report.notes)
    outputs = []
    for paper, made in papers:
        outputs.append(place(paper))
        create(outputs[-1], made.pdf, readers_of(workbook))
    notes = [*report.notes, *(f"{paper.title} : {line}" for paper, made in papers for line in made.remarks)]
    written = outputs[0] if len(outputs) == 1 else [*map(str, outputs)]
    details = report.details | {"output": written}
    return Report(master.path, DONE, written_line(report.summary, outputs), notes=notes, details=details)


def written_line(summary: str, outputs: Sequence[Path]) -> str:
    """What a command said, and the files it wrote: one by one, or their folder when they are many."""
    folders = {path.parent for path in outputs}
    if len(outputs) > _NAMED and len(folders) == 1:
        return f"{summary}, {counted(len(outputs), 'fichier')} dans {folders.pop()}"
    return f"{summary}, écrit : {listed([str(path) for path in outputs])}"
