"""The sheets that technicians fill in, written to a folder; the master is only read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from postprod_xl.documents.advice_form import AdviceForm
from postprod_xl.documents.file_names import file_name_part
from postprod_xl.documents.session_form import SessionForm
from postprod_xl.domain.wording import counted
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.names import WORKBOOK
from postprod_xl.hosts.files.printing.papers import blocked, computed_from
from postprod_xl.hosts.runs.computing import Report, reported

Form = AdviceForm | SessionForm


def write_forms(path: Path, command: str, options: dict[str, Any], folder: Path, today: date) -> Report:
    """Write the sheets that a command makes to a folder, all or none; without any, the folder is not made.

    Parameters
    ----------
    path
        The master workbook.
    command, options
        The command, and its options.
    folder
        Where they go; a sheet that is there already, perhaps filled in, is never written over.
    today
        The day they are asked for.
    """
    return reported(path, lambda: _written(path, (command, options), folder, today))


def _written(path: Path, asked: tuple[str, dict[str, Any]], folder: Path, today: date) -> Report:
    command, options = asked
    _, computed = computed_from(path, command, today, options)
    report = computed.report
    if report.status == BLOCKED:
        return blocked(path, report)
    files = sheets_of(computed.forms)
    if files:
        report.notes += _placed(folder, files, path)
        report.summary += forms_line(computed.forms, folder)
    report.details["sheets"] = [str(folder / name) for name in files]
    return Report(path, DONE, report.summary, notes=report.notes, details=report.details)


def forms_beside(forms: Sequence[Form], workbook: Path) -> tuple[Path, list[str]]:
    """Write sheets to a folder beside their workbook, named after what they ask.

    A folder that has other sheets of these names gets a number. Gives the folder, and what there is to say of it.
    """
    files, name = sheets_of(forms), file_name_part(forms[0].folder_name)
    for number in count(1):
        folder = workbook.parent / (name if number == 1 else f"{name} ({number})")
        if not _others(folder, files) and (folder.is_dir() or not folder.exists()):
            return folder, _placed(folder, files, workbook)
    raise AssertionError("there is always another number")


def sheets_of(forms: Sequence[Form]) -> dict[str, bytes]:
    """The content of each sheet by the name of its file: two people never have the same one, whatever their names."""
    return dict(zip(_names(forms), map(_drawn, forms), strict=True))


def _drawn(form: Form) -> bytes:
    if isinstance(form, SessionForm):
        from postprod_xl.workbook.draw.session_form import session_workbook

        return session_workbook(form)
    from postprod_xl.workbook.draw.advice_form import advice_workbook

    return advice_workbook(form)


def forms_line(forms: Sequence[Form], folder: Path) -> str:
    """What is added to the summary: how many sheets are written, and where; session forms are counted there."""
    if isinstance(forms[0], SessionForm):
        return f", dans {folder}"
    return f", {counted(len(forms), 'fiche')} dans {folder}"


def _names(forms: Sequence[Form]) -> Iterator[str]:
    taken: set[str] = set()
    for form in forms:
        stem = file_name_part(form.file_name)
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number})"
        taken.add(name.casefold())
        yield f"{name}{WORKBOOK}"


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
