"""The calendars of an office written to a folder, again and again: what was published before is what they follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from postprod_xl.documents.file_names import file_name_part
from postprod_xl.domain.wording import counted, counted_whole, first_names, listed
from postprod_xl.engines.ooxml.errors import UnusableFile, naming, naming_in_full
from postprod_xl.engines.ooxml.files.open_elsewhere import real_path
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.printing.papers import blocked, computed_from
from postprod_xl.hosts.runs.computing import Report, reported

if TYPE_CHECKING:
    from postprod_xl.documents.calendars.publishing import CalendarFile, KeptCalendars
    from postprod_xl.documents.calendars.records import OfficeCalendars

_WORDS = {"new": "événement ajouté", "changed": "événement modifié", "cancelled": "événement annulé"}
_LARGEST = 50_000_000
"""Bytes: a calendar of ours has some hundreds of them an event."""


def publish_calendars(path: Path, options: dict[str, Any], folder: Path, today: date) -> Report:
    """Publish the calendars of a master's file in a folder; the master is only read.

    Parameters
    ----------
    path
        The master workbook.
    options
        Those of the command: `resource`, `masked`.
    folder
        Where the files go: those that are there are renewed, all or none.
    today
        The day of the publication.
    """
    return reported(path, lambda: _published(path, options, folder, today))


def _published(path: Path, options: dict[str, Any], folder: Path, today: date) -> Report:
    _, computed = computed_from(path, "calendar", today, options)
    report = computed.report
    if report.status != DONE or computed.calendars is None:
        return blocked(path, report)
    report.problems = []
    renew_calendars(computed.calendars, path, folder, today, report)
    return report


def calendars_beside(made: OfficeCalendars, workbook: Path, today: date, report: Report) -> None:
    """Publish calendars in their folder beside a workbook, as `renew_calendars` does."""
    folder = workbook.parent / file_name_part(f"{workbook.stem} - calendriers")
    renew_calendars(made, workbook, folder, today, report)


def renew_calendars(made: OfficeCalendars, workbook: Path, folder: Path, today: date, report: Report) -> None:
    """Write calendars to a folder, and tell in a report what changed of them.

    Raises
    ------
    UnusableFile
        The folder cannot be written, or a file of one of their names is not ours: nothing is written.
    """
    from postprod_xl.documents.calendars.publishing import ForeignCalendar, calendar_files, kept_after
    from postprod_xl.engines.ooxml.files.file_sets import publish
    from postprod_xl.engines.ooxml.files.privacy import readers_of
    from postprod_xl.hosts.files.tables import made_ready

    kept = _kept(workbook, made.house, report)
    found = _found(folder)
    try:
        files = calendar_files(made, kept, found, today)
    except ForeignCalendar as error:
        whose = "d'un autre bureau" if error.is_of_another_office else "écrit par un autre programme"
        raise UnusableFile(
            f"{folder / error.name} — ce calendrier est {whose} : donnez un autre dossier, ou déplacez-le ; rien "
            "n'est écrit."
        ) from error
    changed = {file.name: file.text.encode() for file in files if found.get(file.name) != file.text}
    if changed:
        with made_ready(folder, workbook):
            report.notes += publish(folder, changed, readers_of(workbook))
    _keep(workbook, kept_after(kept, files), report)
    _tell(files, folder, report)


def _found(folder: Path) -> dict[str, str]:
    """The iCalendar files of a folder, as text."""
    from postprod_xl.documents.calendars.publishing import EXTENSION

    found = {}
    with naming_in_full(folder):
        names = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in names:
        if path.suffix.lower() == EXTENSION and path.is_file():
            # One too large to be ours is taken for what its beginning is.
            with naming(path), path.open("rb") as file:
                found[path.name] = file.read(_LARGEST).decode(errors="replace")
    return found


def _state_file(workbook: Path) -> Path:
    from postprod_xl.engines.ooxml.files.locking import STATE_FOLDER

    real = real_path(workbook)
    return real.parent / STATE_FOLDER / "calendars" / f"{real.name}.json"


def _kept(workbook: Path, house: str, report: Report) -> KeptCalendars:
    """What is kept of the last publication; from nothing where it is lost."""
    from postprod_xl.documents.calendars.publishing import KeptCalendars

    state = _state_file(workbook)
    with suppress(FileNotFoundError, NotADirectoryError):
        try:
            return KeptCalendars.from_json(state.read_bytes())
        except (OSError, ValueError) as error:
            if isinstance(error, FileNotFoundError | NotADirectoryError):
                raise
            report.notes.append(
                f"« {state} » n'est plus lisible : la suite des calendriers est reprise des fichiers du dossier"
            )
    return KeptCalendars(house, uuid4())


def _keep(workbook: Path, kept: KeptCalendars, report: Report) -> None:
    """Keep what the next publication follows; the files that stand in the folder say the same, but for the masked."""
    from postprod_xl.engines.ooxml.files.file_sets import publish
    from postprod_xl.engines.ooxml.files.locking import state_folder
    from postprod_xl.engines.ooxml.files.privacy import make_folder_within, readers_of

    state, data = _state_file(workbook), kept.to_json()
    try:
        with suppress(OSError):
            if state.read_bytes() == data:
                return
        with naming_in_full(state):
            state_folder(real_path(workbook))
            make_folder_within(state.parent)
        report.notes += publish(state.parent, {state.name: data}, readers_of(workbook))
    except UnusableFile as error:
        report.notes.append(
            f"{error} La suite de ces calendriers n'est pas gardée : la prochaine fois, elle sera reprise des "
            "fichiers du dossier"
        )


def _tell(files: Sequence[CalendarFile], folder: Path, report: Report) -> None:
    changes = {
        name: sum(getattr(file.published, name) for file in files) for name in ("new", "changed", "cancelled")
    }
    report.summary = _summary(len(files), changes, folder)
    left = [file.name for file in files if file.has_left]
    if left:
        report.notes.insert(
            0,
            f"plus du classeur, ou plus réservé pour ce client, ce qui était à venir y est annulé : "
            f"{first_names(left)} ; prévenez leurs abonnés, puis effacez-les",
        )
    report.details |= {
        "folder": str(folder),
        "calendars": [
            {
                "file": file.name,
                "title": file.title,
                "events": sum(not block.is_cancelled for block in file.published.blocks),
                "new": file.published.new,
                "changed": file.published.changed,
                "cancelled": file.published.cancelled,
                "has_left": file.has_left,
            }
            for file in files
        ],
    }


def _summary(count: int, changes: Mapping[str, int], folder: Path) -> str:
    """How many calendars, and what changed of their events, in one French line."""
    if not count:
        return "aucune réservation, aucun calendrier publié : rien n'est écrit"
    told = [counted_whole(number, _WORDS[name]) for name, number in changes.items() if number]
    said = listed(told) if told else "rien n'a changé"
    return f"{counted(count, 'calendrier')} dans {folder}, {said}"
