"""The files of the documents issued: those that are missing, and those that are no longer what was issued."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from postprod_xl.domain.invoicing.register.originals import originals
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted, counted_whole, first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row

REBUILD = "postprod invoice CLASSEUR --rebuild"
REMADE = " (refait)"
"""After the number of a document, in the name of a copy of its file that could not be made to the byte."""
_NAMED = 10


@dataclass(frozen=True)
class SeenFile:
    """A file beside the workbook: its size, and its SHA-256 where it was read."""

    size_bytes: int
    sha256: str = ""


@dataclass(frozen=True)
class SeenFiles:
    """What was seen of the files of the ledger.

    Parameters
    ----------
    files
        Those that are there, by their path as `Factures` names it.
    folders
        The folders among those of the ledger that are there.
    waiting
        The numbers whose file is written, and waits for the next command to give it its name.
    copies
        The numbers of which a copy was made because the file itself no longer could.
    received
        The files of received invoices that are there, by their path as `Achats` names it; None where nobody looked.
    """

    files: Mapping[str, SeenFile] = field(default_factory=dict)
    folders: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()
    received: Mapping[str, SeenFile] | None = None


def folder_of(path: str) -> str:
    """The folder that a path of the ledger names.

    >>> folder_of("bureau_factures/FA-2026-0001.pdf")
    'bureau_factures'
    """
    return path.rpartition("/")[0]


def file_refusals(office: Office) -> list[Problem]:
    """The files for want of which no document is issued: those of `file_problems` that can be made again.

    The file of a document that has no original, or whose layout is no longer that of its day and of which a copy stands
    for it, would keep the house from invoicing for ever.
    """
    copies = office.files.copies if office.files else frozenset()
    remade = originals(office).heads.keys() - copies
    return _problems(office, [entry for entry in _filed(office) if entry.number in remade])


def file_problems(office: Office) -> list[Problem]:
    """The files of issued documents that are missing or altered; a warning each, one for a folder that is not there.

    Nothing is said where the folder of the workbook could not be looked at, nor of documents that have no file: those
    of an earlier version.
    """
    return _problems(office, _filed(office))


def _filed(office: Office) -> list[Row]:
    entries = office["Factures"].only("number", "file", "fingerprint")
    return [entry for entry in entries if entry.file and entry.fingerprint]


def _problems(office: Office, entries: Sequence[Row]) -> list[Problem]:
    if office.files is None:
        return []
    missing: list[Row] = []
    altered: list[Row] = []
    sizes = {number: head.size_bytes for number, head in originals(office).heads.items()}
    for entry in entries:
        seen = office.files.files.get(entry.file)
        if seen is None:
            missing.append(entry)
        elif (
            seen.sha256 not in ("", entry.fingerprint)
            or sizes.get(entry.number, seen.size_bytes) != seen.size_bytes
        ):
            altered.append(entry)
    return [*_missing(missing, office.files, sizes), *_altered(altered, sizes)]


def _remedy(number: str, kept: Collection[str]) -> str:
    """How a file comes back; `kept` are the documents that have an original."""
    if number in kept:
        return f"remettez-le, ou « {REBUILD} {number} » le refait"
    return "son original n'est pas gardé ici, reprenez-le d'une sauvegarde, ou du courriel où il est parti"


def _missing(missing: list[Row], seen: SeenFiles, kept: Collection[str]) -> Iterator[Problem]:
    for folder in dict.fromkeys(folder_of(entry.file) for entry in missing):
        own = [entry for entry in missing if folder_of(entry.file) == folder]
        if folder not in seen.folders and len(own) > 1:
            message = (
                f"les fichiers de {counted(len(own), 'document')} ne sont pas à côté de ce classeur "
                f"(dossier « {folder} ») : s'il a été copié ou déplacé, apportez-y ce dossier ; "
                f"perdu, « {REBUILD} all » les refait"
            )
            yield own[0].warning("file", own[0].file, "le dossier des documents émis", message)
        else:
            yield from _missing_files(own, seen, kept)


def _missing_files(missing: list[Row], seen: SeenFiles, kept: Collection[str]) -> Iterator[Problem]:
    for entry in missing[:_NAMED]:
        if entry.number in seen.waiting:
            message = f"le fichier de {entry.number} attend son nom : la prochaine commande le lui donne"
        else:
            message = f"le fichier de {entry.number} a disparu : {_remedy(entry.number, kept)}"
        yield entry.warning("file", "absent", entry.file, message)
    yield from _others(missing, "ont disparu aussi")


def _altered(altered: list[Row], kept: Collection[str]) -> Iterator[Problem]:
    for entry in altered[:_NAMED]:
        message = (
            f"le fichier de {entry.number} n'est plus celui qui a été émis : {_remedy(entry.number, kept)}"
        )
        yield entry.warning("file", entry.file, "le fichier émis, à son empreinte", message)
    yield from _others(altered, "ont changé aussi")


def _others(entries: list[Row], what: str) -> Iterator[Problem]:
    others = entries[_NAMED:]
    if others:
        named = first_names([entry.number for entry in others])
        message = f"les fichiers de {counted_whole(len(others), 'autre document')} {what} ({named}) : « {REBUILD} all »"
        yield others[0].warning("file", others[0].file, "les fichiers émis", message)
