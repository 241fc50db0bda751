"""Why a file cannot be used, as one French line that names it."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from types import TracebackType

from postprod_xl.engines.ooxml.files.disk_record import has_written

_WITHOUT_LOCK = (
    "emplacement sans verrou de fichier : copiez le classeur sur un disque local, puis recommencez."
)
_SYSTEM_REASONS = {
    errno.EEXIST: "un fichier porte déjà le nom d'un dossier attendu : renommez-le ou déplacez-le.",
    errno.ENOTDIR: "un fichier a été trouvé à la place d'un dossier : vérifiez l'emplacement.",
    errno.ENOENT: "fichier ou dossier introuvable : vérifiez le nom et l'emplacement.",
    errno.EISDIR: "un dossier a été trouvé ; un fichier est attendu.",
    errno.EACCES: "accès refusé par le système : fermez le fichier s'il est ouvert, ou vérifiez vos droits.",
    errno.EPERM: "accès refusé par le système : fermez le fichier s'il est ouvert, ou vérifiez vos droits.",
    errno.EROFS: "emplacement en lecture seule : rien n'a été écrit ; choisissez un autre dossier.",
    errno.ENOSPC: "disque plein : rien n'a été modifié ; libérez de la place, puis recommencez.",
    errno.EDQUOT: "quota de disque atteint : rien n'a été modifié ; libérez de la place, puis recommencez.",
    errno.ENAMETOOLONG: "nom de fichier trop long : raccourcissez-le, puis recommencez.",
    errno.ELOOP: "lien qui ramène à lui-même : remplacez-le par le fichier, ou supprimez-le.",
    errno.EBUSY: "fichier occupé par un autre programme : fermez-le, puis recommencez.",
    errno.ESTALE: "le dossier partagé a changé pendant la commande : rien n'a été modifié ; recommencez.",
    errno.ETIMEDOUT: "le réseau ne répond pas : rien n'a été modifié ; copiez le fichier sur un disque local.",
    errno.EFBIG: "fichier trop grand pour ce disque : rien n'a été modifié ; choisissez un autre disque.",
    errno.EMFILE: "trop de fichiers ouverts à la fois : fermez des programmes, puis recommencez.",
    errno.ENXIO: "ce n'est pas un fichier : vérifiez le nom et l'emplacement.",
    errno.ENOSYS: _WITHOUT_LOCK,
    errno.ENOLCK: _WITHOUT_LOCK,
}
_OTHER_REASON = "erreur du système ({}) : rien n'a été modifié ; recommencez, ou copiez le fichier ailleurs."
# What a run that has written another file no longer says.
_UNTOUCHED = re.compile("rien n'a été (modifié|écrit) ; ")


class UnusableFile(Exception):
    """A file that cannot be read, locked or written; the text is one French line naming it.

    The file named is always left as it was. The text may quote what the file holds, at any length and with any
    character: whoever shows it makes it fit for a screen.
    """


class CannotEdit(UnusableFile):
    """An edit that would overwrite or displace something of the user's; the line names the tab and the cell."""


class Refused(Exception):
    """Why some content is refused, before the file's name is known; see `naming`."""


class Naming:
    """The block of `naming`: a class, as thousands of parts are read within one."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Refused):
            raise UnusableFile(f"{self._name} — {error}") from error
        if isinstance(error, OSError):
            raise UnusableFile(f"{self._name} — {_system_reason(error)}") from error


def naming(path: Path) -> Naming:
    """Turn a refusal or a system error of the block into an `UnusableFile` about `path`.

    Raises
    ------
    UnusableFile
        ``<file name> — <reason>`` for a `Refused` or an `OSError` raised inside the block.
    """
    return Naming(path.name or str(path))


def naming_in_full(path: Path) -> Naming:
    """As `naming`, for what a person typed far from where it lies: the line gives the whole path."""
    return Naming(str(path))


def reason_of(error: Exception) -> str:
    """The words of an error, the system's where it has some."""
    return getattr(error, "strerror", None) or str(error)


def system_refusal(error: OSError) -> UnusableFile:
    """Why the file that a system error names cannot be used."""
    return UnusableFile(f"{os.fsdecode(error.filename)} — {_system_reason(error)}")


def _system_reason(error: OSError) -> str:
    """Give the French reason of a system error, the system's own words when it is a rare one."""
    reason = _SYSTEM_REASONS.get(error.errno or 0) or _OTHER_REASON.format(reason_of(error))
    return _UNTOUCHED.sub("", reason) if has_written() else reason
