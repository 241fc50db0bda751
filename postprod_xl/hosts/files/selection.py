"""The workbooks that a command is given: files, the master workbooks of folders, what patterns match."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from postprod_xl.domain.wording import counted, counted_whole, first_names, listed
from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.files.locking import STATE_FOLDER
from postprod_xl.hosts.exits import UNUSABLE
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.workbook.places import may_be_ours

WORKBOOKS = (".xlsx", ".xlsm")
_MAGIC = re.compile(r"[*?[]")
_LOCKS = ("~$", ".~lock.")
_LOCK, _KEPT, _TEMPORARY = "fichier de verrou", "version gardée", "fichier temporaire"
_HIDDEN, _CLOSED = "fichier d'un dossier caché", "dossier fermé à la lecture"
_SYSTEM_FOLDERS = {"$recycle.bin", "#recycle", "#snapshot", "~snapshot", "@eadir"}
"""The bins and the snapshots of Windows and of network disks, whatever their case: former states of the same files."""
_NUMBERS: dict[str, Callable[[int, str], str]] = {_KEPT: counted_whole, _TEMPORARY: counted_whole}
"""How the plural of a kind is made, where its first word alone does not take it."""


@dataclass
class Selection:
    """The workbooks found, each once, and what there is to say of the rest.

    Parameters
    ----------
    files
        As they were typed, or found in folders and by patterns; in the order of the arguments.
    refused
        The report of each folder or pattern that gives no workbook.
    lines
        What was left aside, a French line for each argument concerned.
    """

    files: list[Path] = field(default_factory=list)
    refused: list[Report] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    _known: set[object] = field(default_factory=set)

    def add(self, path: Path) -> bool:
        """Keep a file; False when it is there already, by another path or a link."""
        identity = _identity(path)
        if identity in self._known:
            return False
        self._known.add(identity)
        self.files.append(path)
        return True


def selected(arguments: Sequence[Path]) -> Selection:
    """The workbooks that arguments stand for.

    A file stands for itself, whatever it holds; a folder for the master workbooks at any depth under it; a pattern
    (`*`, `?`, `[…]`, `**` for any depth) for those it matches, on every system and whatever the shell does. In folders
    and patterns, lock files, kept versions (`.postprod`), temporary files, what hidden folders, bins and snapshots
    hold, and workbooks without any table of ours are left aside; one that cannot be read is kept, so that the command
    says why.
    """
    selection = Selection()
    for argument in arguments:
        if os.path.isdir(argument):  # False where it cannot be looked at: reading it says why
            _take(selection, argument, argument, _under(argument))
        elif _MAGIC.search(str(argument)) and not os.path.lexists(argument):
            root, pattern = _split(argument)
            _take(selection, argument, root, _matching(root, pattern))
        elif not selection.add(argument):
            selection.lines.append(f"{argument} : donné deux fois, traité une seule")
    return selection


def _take(selection: Selection, argument: Path, root: Path, found: Iterable[Path | str]) -> None:
    """Keep the master workbooks among what was found under a folder, and say what is left aside."""
    aside, foreign, masters, twins = Counter[str](), [], 0, 0
    for path in found:
        if isinstance(path, str):
            aside[path] += 1
        elif kind := _left_aside(path, root):
            aside[kind] += 1
        elif not _is_ours(path):
            foreign.append(path.name)
        else:
            masters += 1
            twins += not selection.add(path)
    said = [_NUMBERS.get(kind, counted)(number, kind) for kind, number in sorted(aside.items())]
    if foreign:
        said.insert(0, f"{counted(len(foreign), 'classeur')} sans nos tables ({first_names(foreign)})")
    left = f" ; laissés de côté : {listed(said)}" if said else ""
    if twins:
        left = f", dont {twins} déjà donné{'s' if twins > 1 else ''}{left}"
    if not masters:
        what = (
            "aucun classeur maître dans ce dossier"
            if argument.is_dir()
            else "aucun classeur maître ne correspond"
        )
        selection.refused.append(Report(argument, UNUSABLE, f"{argument} : {what}{left}"))
    elif left:
        selection.lines.append(f"{argument} : {counted_whole(masters, 'classeur trouvé')}{left}")


def _under(folder: Path) -> Iterator[Path | str]:
    """Every workbook and lock file under a folder, links to folders not followed; the kind of what stays closed."""
    closed: list[OSError] = []
    for within, folders, names in os.walk(folder, onerror=closed.append):
        folders.sort()
        yield from (Path(within, name) for name in sorted(names) if _is_named_as_workbook(name))
    yield from (_CLOSED for _ in closed)


def _split(pattern: Path) -> tuple[Path, list[str]]:
    """The folder that a pattern names outright, and the rest of its parts."""
    parts = pattern.parts
    first = next(index for index, part in enumerate(parts) if _MAGIC.search(part))
    return Path(*parts[:first]), [*parts[first:]]


def _matching(root: Path, pattern: Sequence[str]) -> Iterator[Path]:
    """The files under a folder that the parts of a pattern match, in order."""
    # `**` stuck to other letters is `*` in the shells, and refused by some versions of Python.
    rest = [part if part == "**" else re.sub(r"\*+", "*", part) for part in pattern]
    if rest[-1] == "**":
        rest.append("*")
    for path in sorted(root.glob("/".join(rest))):
        if _is_named_as_workbook(path.name) and not path.is_dir():
            yield path


def _is_named_as_workbook(name: str) -> bool:
    return name.lower().endswith(WORKBOOKS) or name.startswith(_LOCKS)


def _left_aside(path: Path, root: Path) -> str:
    """What a file is instead of a workbook, by its name and its place under a folder; empty for a workbook."""
    if path.name.startswith(_LOCKS):
        return _LOCK
    if STATE_FOLDER in path.parts:
        return _KEPT
    if any(map(_is_hidden, path.relative_to(root).parts[:-1])):
        return _HIDDEN
    return _TEMPORARY if path.name.startswith(".") else ""


def _is_hidden(folder: str) -> bool:
    return folder.startswith(".") or folder.casefold() in _SYSTEM_FOLDERS


def _is_ours(path: Path) -> bool:
    """Whether a file is one of our workbooks, or cannot be read: the command then says why."""
    try:
        return may_be_ours(path.read_bytes())
    except (OSError, Refused):
        return True


def _identity(path: Path) -> object:
    """What two paths to one file have in common."""
    try:
        status = path.stat()
    except OSError:
        return os.path.realpath(path)
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.normcase(os.path.realpath(path))
