"""Files inspected in one run: what the project needs first, each file read once, the workbook saved once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from postprod_xl.documents.media.recognition import MediaReader
from postprod_xl.domain.technique.measured.inspected import Inspected
from postprod_xl.domain.wording import counted, counted_problems, first_names
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.exits import BLOCKED, DONE, UNUSABLE
from postprod_xl.hosts.files.inspecting.checksums import ExpectedChecksums
from postprod_xl.hosts.files.inspecting.paths import FilesFound, found_in
from postprod_xl.hosts.files.inspecting.reading import MediaReading, is_beside_media
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.files.watching import progress
from postprod_xl.hosts.runs.computing import Report, compute, refused
from postprod_xl.schema.problems import blocking
from postprod_xl.schema.tables.technique import MEDIAS
from postprod_xl.workbook.declared import tab_command


class InspectionAsked(NamedTuple):
    """What a person asks: the project, the code that all the files are for, whether loudness is measured."""

    project: str
    target: str = ""
    with_loudness: bool = False


def inspect_files(path: Path, given: Sequence[Path], wanted: InspectionAsked, today: date) -> Report:
    """Read files and write what they are in a workbook.

    Parameters
    ----------
    path
        The workbook, which has the technique tabs.
    given
        Files, and folders whose files are read at any depth.
    wanted
        What is asked.
    today
        The day it is done.
    """
    try:
        asked = _asked(path, wanted, today)
    except UnusableFile as error:
        return refused(path, error)
    if asked.status != DONE:
        return asked
    if not any(map(os.path.lexists, given)):
        return Report(
            path, UNUSABLE, f"{first_names([str(one) for one in given])} : introuvable, rien n'a changé"
        )
    found = found_in(given, path)
    if not found.places:
        return Report(path, UNUSABLE, _nothing(given))
    written = asked.details["timeline_rate"]
    inspected = read_places(found, Fraction(written) if written else None, wanted.with_loudness)
    if not inspected:
        return Report(path, UNUSABLE, _nothing(given))
    options = {
        "project": wanted.project,
        "target": wanted.target,
        "found": inspected,
        "remarks": _remarks(found),
    }
    return run_file(path, "inspect", today, options)


def read_places(found: FilesFound, rate: Fraction | None, with_loudness: bool) -> list[Inspected]:
    """What was read of each place, then of the files that lists of checksums name and that are not there."""
    checksums = ExpectedChecksums()
    checksums.read(found.places)
    reading = MediaReading(checksums, rate, with_loudness)
    read: list[Inspected] = []
    with progress(len(found.places), "Fichiers") as advance:
        for place in found.places:
            told = reading.of(place)
            if is_beside_media(place, told):
                found.aside.append(place.path.name)
            else:
                read += told
            advance(place)
    return _each_once([*read, *checksums.unread, *checksums.missing()])


def _asked(path: Path, wanted: InspectionAsked, today: date) -> Report:
    """What the project says before anything is read: it is there, and the rate of its cut; or what refuses it."""
    master = read_master(path)
    if MEDIAS.name not in master.places:
        remedy = f"« {tab_command(path.name, MEDIAS)} » l'ajoute, puis recommencez"
        message = f"inspect écrit dans l'onglet « {MEDIAS.tab} », que ce classeur n'a pas : {remedy}"
        problems = [blocking("", None, "", "onglet absent", f"l'onglet {MEDIAS.tab}", message)]
        return Report(path, BLOCKED, counted_problems(problems), problems)
    return compute(master, "inspect", today, {"project": wanted.project, "target": wanted.target}).report


def _each_once(read: Sequence[Inspected]) -> list[Inspected]:
    """Each name once; a report of a media that is read itself says nothing more."""
    themselves = {one.file.rpartition("/")[2] for one in read if not one.of_report}
    by_name: dict[str, Inspected] = {}
    for one in read:
        if not one.of_report or one.file not in themselves:
            by_name.setdefault(one.file, one)
    return list(by_name.values())


def _remarks(found: FilesFound) -> list[str]:
    lists = sum(place.reader is MediaReader.CHECKSUMS for place in found.places)
    lines = [f"{counted(lists, 'liste')} de sommes de contrôle comparée{'s' * (lists > 1)}"] if lists else []
    if found.aside:
        left = f"laissé{'s' * (len(found.aside) > 1)} de côté : {first_names(found.aside)}"
        lines.append(f"{counted(len(found.aside), 'fichier')} d'une autre nature {left}")
    return lines


def _nothing(given: Sequence[Path]) -> str:
    folders = ", ".join(map(str, given))
    return f"{folders} : rien à inspecter ; attendu : médias, rapports, DCP, listes de montage, sous-titres"
