"""A file that came back, read with what was kept of the copy that it answers, and merged in its workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from postprod_xl.documents.file_names import file_name_part
from postprod_xl.documents.sharing.manifest import Manifest, UnreadableManifest, from_json
from postprod_xl.documents.sharing.numbers import series_of
from postprod_xl.documents.sharing.returned import ReturnedFile, numbers_in
from postprod_xl.engines.ooxml.errors import Refused, UnusableFile, naming
from postprod_xl.engines.ooxml.files.open_elsewhere import real_path
from postprod_xl.engines.ooxml.files.privacy import readers_of
from postprod_xl.engines.ooxml.files.saving import create
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.foreign import foreign_grids
from postprod_xl.hosts.files.names import WORKBOOK, refuse_another_kind
from postprod_xl.hosts.files.printing.papers import computed_from, free_path
from postprod_xl.hosts.files.runs import preview_file, run_file
from postprod_xl.hosts.files.shares import known_numbers, manifest_path
from postprod_xl.hosts.runs.computing import Report, refused, reported
from postprod_xl.schema.units import folded

COMMAND = "merge"


def merge_file(
    path: Path, returned: Path, asked: tuple[str, str], today: date, output: Path | None = None
) -> Report:
    """List what a file that came back changes in a workbook, or apply what is accepted of it.

    Parameters
    ----------
    path
        The master workbook; it is left as it is when nothing is accepted.
    returned
        The file that came back; it is only read.
    asked
        What is accepted, empty to list the changes; the number of the share that it answers, empty where it says it.
    today
        The day it is done.
    output
        A new workbook for the list of the changes; None for none.
    """
    accept, share = asked
    try:
        options = {"returned": returned_file(returned, path, share)}
        listed = _listed(path, options, today, output) if output is not None else None
    except UnusableFile as error:
        return refused(returned if output is None else path, error)
    if listed is not None and (listed.status != DONE or not accept):
        return listed
    run = run_file if accept else preview_file
    return run(path, COMMAND, today, {**options, "accept": accept} if accept else options)


def returned_file(path: Path, workbook: Path, share: str = "") -> ReturnedFile:
    """A file that came back, with what was kept of the copy it answers.

    Parameters
    ----------
    path
        The file.
    workbook
        The master workbook, beside which the manifests are.
    share
        The number of the share that it answers; empty where the file says it.

    Raises
    ------
    UnusableFile
        It cannot be read, holds macros, or what was kept of its share is damaged.
    """
    grids, folder = foreign_grids(path), real_path(workbook)
    _refuse_macros(path)
    numbers = _numbers(numbers_in(grids), share.strip())
    manifest = _manifest(folder, numbers[0]) if len(numbers) == 1 else None
    is_untouched = manifest is not None and sha256(path.read_bytes()).hexdigest() == manifest.fingerprint
    later = tuple(_later(folder, manifest)) if manifest else ()
    return ReturnedFile(path.name, grids, numbers, manifest, later, is_untouched)


def _numbers(shown: tuple[str, ...], named: str) -> tuple[str, ...]:
    """The number of the share that a file answers: the one named, of those it shows; several where they disagree."""
    if not named:
        return shown
    same = tuple(number for number in shown if folded(number) == folded(named))
    return same or (named, *shown)


def _refuse_macros(path: Path) -> None:
    """Refuse a workbook with macros: our copies have none, and nobody knows what its macros wrote."""
    with naming(path):
        if path.suffix.lower() in (".xlsm", ".xltm") or _has_macros(path):
            raise Refused(
                "ce fichier contient des macros, et nos copies n'en ont pas : enregistrez-le au format .xlsx, puis "
                "recommencez."
            )


def _has_macros(path: Path) -> bool:
    from zipfile import is_zipfile

    if not is_zipfile(path):
        return False
    from postprod_xl.engines.ooxml.parts.package import Package

    return "xl/vbaProject.bin" in Package.open(path)


def _manifest(workbook: Path, number: str) -> Manifest | None:
    path = manifest_path(workbook, number)
    try:
        return from_json(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (UnreadableManifest, OSError, ValueError) as error:
        raise UnusableFile(
            f"{path.name} — ce qui est gardé du partage {number} ne se lit plus : reprenez-le d'une sauvegarde."
        ) from error


def _later(workbook: Path, manifest: Manifest) -> Iterator[str]:
    """The numbers of the shares made since for the same receiver."""
    series, rank = series_of(manifest.number)
    for number in known_numbers(workbook):
        other_series, other_rank = series_of(number)
        if other_series == series and other_rank > rank:
            with suppress(UnusableFile):
                other = _manifest(workbook, number)
                if other is not None and other.technician == manifest.technician:
                    yield other.number


def _listed(path: Path, options: Mapping[str, Any], today: date, output: Path) -> Report:
    """The list of the changes of a file, written to a new workbook."""
    return reported(path, lambda: _written(path, options, today, output))


def changes_beside(report: Report, workbook: Path) -> None:
    """Write the list of the changes that a run found beside its workbook; a name taken gets a number.

    Not where something was to be accepted and nothing was left.
    """
    if report.details.get("changes") and "applied" not in report.details:
        name = f"{file_name_part(report.details['share'])} - changements"
        _write_list(report, free_path(workbook.parent, name, WORKBOOK), workbook)


def _written(path: Path, options: Mapping[str, Any], today: date, output: Path) -> Report:
    refuse_another_kind(output, WORKBOOK, "du classeur des changements")
    _, computed = computed_from(path, COMMAND, today, dict(options))
    report = computed.report
    if report.status == DONE:
        _write_list(report, output, path)
    return report


def _write_list(report: Report, output: Path, workbook: Path) -> None:
    from postprod_xl.workbook.draw.returned_changes import changes_workbook

    create(output, changes_workbook(report.details), readers_of(workbook))
    report.summary, report.details["output"] = f"{report.summary}, écrit : {output}", output
