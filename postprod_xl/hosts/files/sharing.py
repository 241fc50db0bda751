"""The producer's copy of one project, written to a file of its own; the master is only read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.documents.file_names import file_name_part
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.printing.papers import blocked, computed_from, free_path
from postprod_xl.hosts.runs.computing import Report, reported

if TYPE_CHECKING:
    from postprod_xl.documents.producer_copy import ProducerCopy


def share_project(path: Path, project: str, output: Path, today: date) -> Report:
    """Write the producer's copy of one project of a master's file to a new file."""
    return reported(path, lambda: _shared(path, project, output, today))


def _shared(path: Path, project: str, output: Path, today: date) -> Report:
    _refuse_other_form(output)
    _, computed = computed_from(path, "share", today, {"project": project})
    report = computed.report
    if computed.copy is None:
        return blocked(path, report)
    write_copy(computed.copy, output, path)
    return Report(
        path, DONE, copied_line(computed.copy, output), notes=report.notes, details={"output": output}
    )


def share_beside(copy: ProducerCopy, workbook: Path) -> Path:
    """Write a copy beside its workbook, named after its project and day; a name taken gets a number. Gives its path."""
    stem = f"{file_name_part(copy.project)} - copie producteur {copy.day:%Y-%m-%d}"
    path = free_path(workbook.parent, stem, ".xlsx")
    write_copy(copy, path, workbook)
    return path


def write_copy(copy: ProducerCopy, output: Path, workbook: Path) -> None:
    """Draw a copy into a new file, which those who may read its workbook may read.

    Raises
    ------
    UnusableFile
        The file exists already or the folder cannot be written.
    """
    from postprod_xl.engines.ooxml.files.privacy import readers_of
    from postprod_xl.engines.ooxml.files.saving import create
    from postprod_xl.workbook.draw.producer_copy import producer_workbook

    create(output, producer_workbook(copy), readers_of(workbook))


def _refuse_other_form(output: Path) -> None:
    """Refuse the name of another kind of file: Excel would not open the copy under it."""
    if output.suffix.lower() != ".xlsx":
        raise UnusableFile(
            f"{output.name or output} — le nom de la copie finit par .xlsx : donnez-en un autre."
        )


def copied_line(copy: ProducerCopy, output: Path) -> str:
    """One French line: what was written, and where."""
    return f"copie du projet {copy.project} écrite : {output}"
