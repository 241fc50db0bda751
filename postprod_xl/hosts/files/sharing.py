"""A copy of one project or rights holder, written to a file of its own with its manifest; the master is only read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.file_names import file_name_part
from postprod_xl.domain.wording import counted_problems
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files import shares
from postprod_xl.hosts.files.names import PDF, WORKBOOK, refuse_another_kind
from postprod_xl.hosts.files.printing.papers import (
    blocked,
    computed_from,
    free_path,
)
from postprod_xl.hosts.runs.computing import Report, reported
from postprod_xl.hosts.runs.house_papers import house_of, paper_problem

if TYPE_CHECKING:
    from postprod_xl.documents.sharing.copy import SharedCopy
    from postprod_xl.documents.typesetting.engine import SetPaper
    from postprod_xl.documents.typesetting.house import HouseStyle


@dataclass(frozen=True)
class CopyFiles:
    """Where a copy is written: a new workbook, and a new PDF in the style of the house, if any."""

    workbook: Path
    pdf: Path | None = None
    house: HouseStyle | None = None


def share_project(
    path: Path, project: str, output: Path, today: date, pdf: Path | None = None, **options: Any
) -> Report:
    """Write a copy of one project of a master's file to a new file, and as a PDF.

    Parameters
    ----------
    path
        The master workbook.
    project
        Its code.
    output
        The file to create.
    today
        The day the copy speaks of.
    pdf
        The PDF to create; None for none.
    **options
        The others of the command: `audience`, `technician`, `language`.
    """
    options = {"project": project, **options}
    return reported(path, lambda: _shared(path, options, CopyFiles(output, pdf), today))


def share_holder(
    path: Path, holder: str, output: Path, today: date, pdf: Path | None = None, **options: Any
) -> Report:
    """Write the copy of a rights holder of a master's file to a new file, and as a PDF.

    Parameters
    ----------
    holder
        His code.
    path, output, today, pdf, **options
        As `share_project`.
    """
    options = {"holder": holder, **options}
    return reported(path, lambda: _shared(path, options, CopyFiles(output, pdf), today))


def _shared(path: Path, options: dict[str, Any], files: CopyFiles, today: date) -> Report:
    from postprod_xl.documents.typesetting.refusal import PaperRefused

    _refuse_other_form(files)
    master, computed = computed_from(path, "share", today, options)
    report = computed.report
    if computed.copy is None:
        return blocked(path, report)
    try:
        if files.pdf is not None:
            files = replace(files, house=house_of(master, path))
        number, remarks = write_copy(computed.copy, files, path)
    except PaperRefused as refused:
        problems = master.located([paper_problem(master, refused)])
        return Report(path, BLOCKED, counted_problems(problems), problems, notes=report.notes)
    details = {"output": files.workbook, "share": number}
    if files.pdf is not None:
        details["pdf"] = files.pdf
    line = copied_line(report.summary, number, files)
    return Report(path, DONE, line, notes=[*report.notes, *remarks], details=details)


def share_beside(
    copy: SharedCopy, workbook: Path, house: HouseStyle | None = None
) -> tuple[CopyFiles, str, tuple[str, ...]]:
    """Write a copy beside its workbook, named after its project, its receiver and its day; a name taken gets a number.

    Parameters
    ----------
    copy
        The copy.
    workbook
        The file of the master on this machine.
    house
        The style of its PDF, written under the same name; None for no PDF.

    Returns
    -------
    tuple
        The files written, the number of the share, and what there is to say of its paper.

    Raises
    ------
    UnusableFile, PaperRefused
        See `write_copy`.
    """
    receiver = f"{copy.audience} {copy.technician}".strip()
    stem = f"{file_name_part(copy.project)} - copie {receiver} {copy.day:%Y-%m-%d}"
    path = free_path(workbook.parent, stem, WORKBOOK)
    pdf = None if house is None else free_path(workbook.parent, path.stem, PDF)
    files = CopyFiles(path, pdf, house)
    return files, *write_copy(copy, files, workbook)


def write_copy(copy: SharedCopy, files: CopyFiles, workbook: Path) -> tuple[str, tuple[str, ...]]:
    """Draw a copy into new files, which those who may read its workbook may read.

    Gives the number of the share, and what there is to say of its paper. Its manifest is written before it, and taken
    back when the copy cannot be; so is the PDF when the workbook cannot.

    Raises
    ------
    UnusableFile
        A file exists already, its folder cannot be written, or that where manifests are kept cannot.
    PaperRefused
        A template of the house, or its logo, cannot be used.
    """
    from postprod_xl.documents.sharing.numbers import share_number
    from postprod_xl.documents.sharing.sending import WrittenCopy, manifest_of
    from postprod_xl.engines.ooxml.files.privacy import readers_of
    from postprod_xl.engines.ooxml.files.saving import create
    from postprod_xl.workbook.draw.sharing.copy_workbook import copy_workbook

    number = share_number(copy.project, copy.audience, shares.known_numbers(workbook), shares.drawn_mark())
    numbered = replace(copy, number=number)
    data, output = copy_workbook(numbered), files.workbook
    printed = _printed(numbered, files)
    written = WrittenCopy(output.name, sha256(data).hexdigest(), shares.office_id(workbook))
    kept = shares.keep_manifest(manifest_of(numbered, written), workbook)
    with kept, _kept_pdf(printed, files, workbook):
        create(output, data, readers_of(workbook))
    return number, () if printed is None else printed.remarks


def _printed(copy: SharedCopy, files: CopyFiles) -> SetPaper | None:
    """The paper of a copy, where one is asked for; it is set before anything is written."""
    from postprod_xl.documents.papers.project_copy import project_copy_paper
    from postprod_xl.documents.typesetting.engine import set_paper

    return None if files.house is None else set_paper(project_copy_paper(copy), files.house)


@contextmanager
def _kept_pdf(printed: SetPaper | None, files: CopyFiles, workbook: Path) -> Iterator[None]:
    """Write the paper, then let the block write the workbook; where the block fails, it is taken back."""
    from postprod_xl.engines.ooxml.files.privacy import readers_of
    from postprod_xl.engines.ooxml.files.taken_back import created_with

    if printed is None or files.pdf is None:
        yield
        return
    with created_with(files.pdf, printed.pdf, readers_of(workbook)):
        yield


def _refuse_other_form(files: CopyFiles) -> None:
    """Refuse the name of another kind of file: nothing would open the copy under it."""
    refuse_another_kind(files.workbook, WORKBOOK, "de la copie")
    if files.pdf is not None:
        refuse_another_kind(files.pdf)


def copied_line(summary: str, number: str, files: CopyFiles) -> str:
    """One French line: what was written, under which number, and where."""
    pdf = "" if files.pdf is None else f" et {files.pdf}"
    return f"{summary}, partage {number}, écrite : {files.workbook}{pdf}"
