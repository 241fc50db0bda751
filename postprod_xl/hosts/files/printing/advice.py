"""The sheets that technicians fill in, written to a folder; the master is only read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.file_names import file_name_part
from postprod_xl.domain.wording import counted
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.printing.papers import blocked, computed_from
from postprod_xl.hosts.runs.computing import Report, reported

if TYPE_CHECKING:
    from postprod_xl.documents.advice_form import AdviceForm

_EXTENSION = ".xlsx"


def ask_for_advice(path: Path, options: dict[str, Any], folder: Path, today: date) -> Report:
    """Write the sheets of a version of a quote to a folder, all or none; without any, the folder is not made.

    Parameters
    ----------
    path
        The master workbook.
    options
        Those of the command: `project`, `version`.
    folder
        Where they go; a sheet that is there already, perhaps filled in, is never written over.
    today
        The day they are asked for.
    """
    return reported(path, lambda: _asked(path, options, folder, today))


def _asked(path: Path, options: dict[str, Any], folder: Path, today: date) -> Report:
    _, computed = computed_from(path, "advice", today, options)
    report = computed.report
    if report.status == BLOCKED:
        return blocked(path, report)
    files = sheets_of(computed.forms)
    if files:
        report.notes += _placed(folder, files, path)
        report.summary += forms_line(computed.forms, folder)
    report.details["sheets"] = [str(folder / name) for name in files]
    return Report(path, DONE, report.summary, notes=report.notes, details=report.details)


def forms_beside(forms: Sequence[AdviceForm], workbook: Path) -> tuple[Path, list[str]]:
    """Write sheets to a folder beside their workbook, named after the project and the day.

    A folder that has other sheets of these names gets a number. Gives the folder, and what there is to say of it.
    """
    files, first = sheets_of(forms), forms[0]
    name = f"{file_name_part(first.project)} - avis techniques {first.day:%Y-%m-%d}"
    for number in count(1):
        folder = workbook.parent / (name if number == 1 else f"{name} ({number})")
        if not _others(folder, files) and (folder.is_dir() or not folder.exists()):
            return folder, _placed(folder, files, workbook)
    raise AssertionError("there is always another number")


def sheets_of(forms: Sequence[AdviceForm]) -> dict[str, bytes]:
    """The content of each sheet by the name of its file: two people never have the same one, whatever their names."""
    from postprod_xl.workbook.draw.advice_form import advice_workbook

    names = _names(forms)
    return {name: advice_workbook(form) for name, form in zip(names, forms, strict=True)}


def forms_line(forms: Sequence[AdviceForm], folder: Path) -> str:
    """What is added to the summary: how many sheets are written, and where."""
    return f", {counted(len(forms), 'fiche')} dans {folder}"


def _names(forms: Sequence[AdviceForm]) -> Iterator[str]:
    taken: set[str] = set()
    for form in forms:
        stem = file_name_part(f"{form.project} v{form.version} - avis de {form.technician} {form.name}")
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number})"
        taken.add(name.casefold())
        yield f"{name}{_EXTENSION}"


def _placed(folder: Path, files: Mapping[str, bytes], workbook: Path) -> list[str]:
    from postprod_xl.engines.ooxml.files.file_sets import publish
    from postprod_xl.engines.ooxml.files.privacy import readers_of
    from postprod_xl.hosts.files.tables import made_ready

    if others := _others(folder, files):
        raise UnusableFile(
            f"{folder / others[0]} — cette fiche existe déjà, peut-être remplie : donnez un autre dossier."
        )
    with made_ready(folder, workbook):
        return publish(folder, files, readers_of(workbook))


def _others(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """The names of files that a folder has already, with another content."""
    return [
        name for name, data in files.items() if (folder / name).exists() and not _holds(folder / name, data)
    ]


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False
