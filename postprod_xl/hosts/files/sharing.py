"""A copy of one project, written to a file of its own with its manifest; the master is only read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.file_names import file_name_part
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files import shares
from postprod_xl.hosts.files.printing.papers import blocked, computed_from, free_path
from postprod_xl.hosts.runs.computing import Report, reported

if TYPE_CHECKING:
    from postprod_xl.documents.sharing.copy import SharedCopy


def share_project(path: Path, project: str, output: Path, today: date, **options: Any) -> Report:
    """Write a copy of one project of a master's file to a new file.

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
    **options
        The others of the command: `audience`, `technician`, `language`.
    """
    return reported(path, lambda: _shared(path, {"project": project, **options}, output, today))


def _shared(path: Path, options: dict[str, Any], output: Path, today: date) -> Report:
    _refuse_other_form(output)
    _, computed = computed_from(path, "share", today, options)
    report = computed.report
    if computed.copy is None:
        return blocked(path, report)
    number = write_copy(computed.copy, output, path)
    details = {"output": output, "share": number}
    return Report(
        path, DONE, copied_line(report.summary, number, output), notes=report.notes, details=details
    )


def share_beside(copy: SharedCopy, workbook: Path) -> tuple[Path, str]:
    """Write a copy beside its workbook, named after its project, its receiver and its day; a name taken gets a number.

    Gives its path and the number of the share.
    """
    receiver = f"{copy.audience} {copy.technician}".strip()
    stem = f"{file_name_part(copy.project)} - copie {receiver} {copy.day:%Y-%m-%d}"
    path = free_path(workbook.parent, stem, ".xlsx")
    return path, write_copy(copy, path, workbook)


def write_copy(copy: SharedCopy, output: Path, workbook: Path) -> str:
    """Draw a copy into a new file, which those who may read its workbook may read; gives the number of the share.

    Its manifest is written before it, and taken back when the copy cannot be.

    Raises
    ------
    UnusableFile
        The file exists already, its folder cannot be written, or that where manifests are kept cannot.
    """
    from postprod_xl.documents.sharing.numbers import share_number
    from postprod_xl.documents.sharing.sending import WrittenCopy, manifest_of
    from postprod_xl.engines.ooxml.files.privacy import readers_of
    from postprod_xl.engines.ooxml.files.saving import create
    from postprod_xl.workbook.draw.sharing.copy_workbook import copy_workbook

    number = share_number(copy.project, copy.audience, shares.known_numbers(workbook), shares.drawn_mark())
    numbered = replace(copy, number=number)
    data = copy_workbook(numbered)
    written = WrittenCopy(output.name, sha256(data).hexdigest(), shares.office_id(workbook))
    with shares.keep_manifest(manifest_of(numbered, written), workbook):
        create(output, data, readers_of(workbook))
    return number


def _refuse_other_form(output: Path) -> None:
    """Refuse the name of another kind of file: Excel would not open the copy under it."""
    if output.suffix.lower() != ".xlsx":
        raise UnusableFile(
            f"{output.name or output} — le nom de la copie finit par .xlsx : donnez-en un autre."
        )


def copied_line(summary: str, number: str, output: Path) -> str:
    """One French line: what was written, under which number, and where."""
    return f"{summary}, partage {number}, écrite : {output}"
