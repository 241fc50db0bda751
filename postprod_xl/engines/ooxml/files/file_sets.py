"""Several files put in a folder as one: all of them new, or all as they were; a crash in between leaves a mark.

The files are written beside those they replace. Then a visible mark lists them with their SHA-256, the former
ones are set aside, the new ones take their names, and the mark is removed. A folder without mark is taken as it
is, whoever filled it; one with a mark is whole when every file listed is there with its digest.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from postprod_xl.engines.ooxml.errors import UnusableFile, naming, naming_in_full
from postprod_xl.engines.ooxml.files.disk_record import note_uncertain, note_written, warn
from postprod_xl.engines.ooxml.files.interrupts import shielded
from postprod_xl.engines.ooxml.files.leftovers import removed
from postprod_xl.engines.ooxml.files.locking import exclusive, temporary_prefix
from postprod_xl.engines.ooxml.files.privacy import PRIVATE, Readers, admit, narrower
from postprod_xl.engines.ooxml.files.staging import confirm, staged_file, sync_folder

MARK = "EXPORT INCOMPLET.txt"
_LOCKED, _ASIDE = "export", ".old"
_LISTED = re.compile(r"([0-9a-f]{64})  (.+)")
_WITHOUT_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
_SHOWN_NAMES = 3
_READINGS = 3
_EXPLANATION = (
    "Cet export n'est pas allé au bout : les fichiers de ce dossier ne vont pas ensemble.\n"
    "Refaites l'export dans ce dossier. Un import le refuse tant que ce fichier y figure.\n\n"
)


@dataclass(frozen=True)
class _Swap:
    """A file that takes the place of another: its name, where it is written first, where the former one waits."""

    target: Path
    staged: Path
    aside: Path


def publish(folder: Path, files: Mapping[str, bytes], readers: Readers) -> list[str]:
    """Put files in a folder in one step, in the place of those of the same names; others stay.

    Parameters
    ----------
    folder
        Where they go; it exists.
    files
        The content of each, by its name.
    readers
        Who may read them; a file that was there with narrower rights keeps those.

    Returns
    -------
    list of str
        What there is to say of the folder in French, most often nothing: the files are there in any case.

    Raises
    ------
    UnusableFile
        The folder is as it was, or the line says that its files do not go together; `refuse_unfinished` then
        refuses it.
    """
    mark = folder / MARK
    with shielded(), _held(folder):
        with suppress(OSError):  # what dead exports set aside
            for leftover in folder.glob(f"{temporary_prefix(folder / _LOCKED)}*{_ASIDE}"):
                removed(leftover)
        with naming(mark):
            unfinished = _listed(mark)
        with _staged(folder, files, readers) as swaps:
            digests = {name: sha256(data).hexdigest() for name, data in files.items()}
            _swap_all(folder, swaps, {**unfinished, **digests}, unfinished)
        listed = {**unfinished, **digests}
        return _settled(folder, {name: listed[name] for name in _faulty(folder, listed)})


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder against other exports, where the file system gives locks.

    A share without locks takes exports all the same: of two at once, at least the last finds that the files are
    not all its own.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(exclusive(folder / _LOCKED))
        except UnusableFile as refusal:
            cause = refusal.__cause__
            if not isinstance(cause, OSError):
                raise
            if cause.errno not in _WITHOUT_LOCKS:
                with naming_in_full(folder):  # the name of the lock says nothing to a person
                    raise cause from None
        yield


def refuse_unfinished(folder: Path) -> None:
    """Refuse a folder whose files an interrupted export left half replaced.

    Raises
    ------
    UnusableFile
        Naming what is missing and what belongs to another export.
    """
    mark = folder / MARK
    if not os.path.lexists(mark):
        return
    with naming(mark):
        listed = _listed(mark)
    faulty = _faulty(folder, listed)
    if not faulty and listed:
        return
    absent = [name for name in faulty if not os.path.lexists(folder / name)]
    others = [name for name in faulty if name not in absent]
    found = "".join(
        f" ; {said} {_names(names)}"
        for said, names in (("il y manque", absent), ("viennent d'un autre export :", others))
        if names
    )
    raise UnusableFile(
        f"{folder} — export interrompu{found} ; refaites l'export dans ce dossier, ou supprimez-y « {MARK} » "
        "si ses fichiers sont bien ceux que vous voulez."
    )


@contextmanager
def _staged(folder: Path, files: Mapping[str, bytes], readers: Readers) -> Iterator[list[_Swap]]:
    """Write every file under a temporary name, on disk; none of these names is left at the end."""
    prefix = f"{temporary_prefix(folder / _LOCKED)}{secrets.token_hex(4)}"
    swaps = []
    with ExitStack() as stack:
        for at, (name, data) in enumerate(files.items()):
            target = folder / name
            with naming(target):
                if target.is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
                staged = stack.enter_context(staged_file(target, folder, data, PRIVATE)).path
                admit(staged, narrower(readers, target))
            swaps.append(_Swap(target, staged, folder / f"{prefix}-{at}{_ASIDE}"))
        yield swaps


def _swap_all(
    folder: Path, swaps: Sequence[_Swap], listed: Mapping[str, str], before: Mapping[str, str]
) -> None:
    """Give every staged file its name under the mark, or put everything back as it was."""
    try:
        with naming_in_full(folder):
            _write_mark(folder, listed)
            sync_folder(folder)
        for swap in swaps:
            with naming(swap.target):
                with suppress(FileNotFoundError):
                    os.replace(swap.target, swap.aside)
                os.replace(swap.staged, swap.target)
    except BaseException as error:
        try:
            _put_back(folder, swaps, before)
        except OSError:
            note_uncertain(folder)
            raise UnusableFile(
                f"{folder} — export interrompu : ses fichiers ne vont plus ensemble, « {MARK} » les nomme ; "
                "refaites l'export dans ce dossier."
            ) from error
        raise
    note_written(folder)
    confirm(folder, folder)
    for swap in swaps:
        if reason := removed(swap.aside):
            warn(f"« {swap.aside.name} » est resté dans {folder} ({reason}) : le prochain export l'enlèvera.")


def _put_back(folder: Path, swaps: Sequence[_Swap], before: Mapping[str, str]) -> None:
    for swap in reversed(swaps):
        if os.path.lexists(swap.aside):
            os.replace(swap.aside, swap.target)
        elif not os.path.lexists(swap.staged):
            swap.target.unlink(missing_ok=True)
    with suppress(OSError):
        sync_folder(folder)
    _write_mark(folder, before)


def _settled(folder: Path, lacking: Mapping[str, str]) -> list[str]:
    """Remove the mark, unless an earlier export still lacks other files; what there is to say of it."""
    try:
        _write_mark(folder, lacking)
    except OSError:
        return [f"« {MARK} » n'a pas pu être supprimé de {folder} : l'export est entier, supprimez-le."]
    confirm(folder, folder)
    if lacking:
        names = _names(sorted(lacking))
        return [f"{folder} — un autre export y est resté interrompu, sans {names} : refaites-le."]
    return []


def _write_mark(folder: Path, listed: Mapping[str, str]) -> None:
    """List the files that make a folder whole, in one step; no mark when there is nothing to list."""
    mark = folder / MARK
    if not listed:
        if reason := removed(mark):
            raise OSError(reason)
        return
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(listed.items()))
    with staged_file(mark, folder, f"{_EXPLANATION}{lines}".encode(), 0o666) as staged:
        os.replace(staged.path, mark)


def _listed(mark: Path) -> dict[str, str]:
    """The digest of each file that a mark lists, by name; nothing of a file that is not ours."""
    if not os.path.lexists(mark):
        return {}
    lines = mark.read_text("utf-8", errors="replace").splitlines()
    found = [match for match in map(_LISTED.fullmatch, lines) if match]
    return {match[2]: match[1] for match in found}


def _faulty(folder: Path, listed: Mapping[str, str]) -> list[str]:
    """The names of the files that are not there, or not with their digest."""
    return [name for name, digest in sorted(listed.items()) if _digest(folder / name) != digest]


def _digest(path: Path) -> str:
    for _ in range(_READINGS):  # a share may fail once
        with suppress(OSError):
            return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return ""


def _names(names: Sequence[str]) -> str:
    """The first names of a list, and how many others.

    >>> _names(["Clients.csv", "Devis.csv", "Projets.csv", "Seances.csv"])
    'Clients.csv, Devis.csv, Projets.csv et 1 autre'
    """
    rest = len(names) - _SHOWN_NAMES
    shown = ", ".join(names[:_SHOWN_NAMES])
    return f"{shown} et {rest} autre{'s' if rest > 1 else ''}" if rest > 0 else shown
