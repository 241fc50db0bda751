"""Files that go with a workbook: written first under a waiting name, they take their own once the workbook is saved.

The workbook alone says whether they are to be: a run that dies in between leaves a waiting file, to which the next one
gives its name or which it removes, by what the workbook says. No file takes its name before the workbook names it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from postprod_xl.engines.ooxml.errors import Refused, naming, reason_of
from postprod_xl.engines.ooxml.files.disk_record import has_written, note_written, warn
from postprod_xl.engines.ooxml.files.interrupts import shielded
from postprod_xl.engines.ooxml.files.leftovers import folder_removed, removed
from postprod_xl.engines.ooxml.files.locking import sweep_temporary_files
from postprod_xl.engines.ooxml.files.privacy import PRIVATE, admit, make_folder, readers_of
from postprod_xl.engines.ooxml.files.saving import give_free_name
from postprod_xl.engines.ooxml.files.staging import confirm, staged_file, sync_folder

WAITING = ".en-attente"


def waiting_path(target: Path, workbook: Path) -> Path:
    """The name under which a file waits; two workbooks that differ by their extension do not share it."""
    return target.with_name(f"{target.name}{workbook.suffix}{WAITING}")


@contextmanager
def waiting_files(files: Mapping[Path, bytes], workbook: Path) -> Iterator[None]:
    """Write files that wait for the block to save their workbook, then give them their names.

    A block that fails leaves none, unless the system does not say whether the workbook was replaced. What fails once it
    is saved is a warning: the next run gives the name. What a run that died left of such files in their folders goes.

    Parameters
    ----------
    files
        The content of each, by its path; one that is there with this content already is left as it is.
    workbook
        Whoever may read it may read them.

    Raises
    ------
    UnusableFile
        A file of that name holds something else, or one cannot be written: before the block.
    """
    wanted = {target: data for target, data in files.items() if not _is_there(target, data)}
    for folder in {target.parent for target in wanted}:
        sweep_temporary_files(folder)
    try:
        for target, data in wanted.items():
            with naming(target), shielded():
                _write_waiting(waiting_path(target, workbook), data, workbook)
        yield
    except BaseException:
        if not has_written():
            for target in wanted:
                drop(waiting_path(target, workbook))
        raise
    for target in wanted:
        settle(waiting_path(target, workbook), target)


def settle(waiting: Path, target: Path) -> None:
    """Give a waiting file its name; what keeps it from it is a warning."""
    try:
        with shielded():
            give_free_name(waiting, target)
            note_written(target)
            removed(waiting)
            confirm(target, target.parent)
    except (OSError, Refused) as error:
        warn(f"« {target.name} » attend son nom ({reason_of(error)}) : la prochaine commande le lui donne.")


def drop(waiting: Path) -> None:
    """Remove a waiting file that no workbook names, and its folder when it is left empty."""
    with shielded():
        if reason := removed(waiting):
            warn(f"« {waiting.name} » est resté à côté ({reason}) : la prochaine commande l'enlèvera.")
        folder_removed(waiting.parent)


def _is_there(target: Path, data: bytes) -> bool:
    with naming(target):
        try:
            held = target.read_bytes()
        except FileNotFoundError:
            return False
        if held != data:
            raise Refused(
                "un autre fichier porte déjà ce nom, et n'est pas écrasé : déplacez-le, ou s'il est parti de ce "
                "classeur, reprenez la version du classeur qui en garde la ligne."
            )
        return True


def _write_waiting(waiting: Path, data: bytes, workbook: Path) -> None:
    readers = readers_of(workbook)
    make_folder(waiting.parent, readers)
    with staged_file(waiting, waiting.parent, data, PRIVATE) as staged:
        admit(staged.path, readers)
        os.replace(staged.path, waiting)
    sync_folder(waiting.parent)
