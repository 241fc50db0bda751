"""The files of the documents issued: those that are missing, and those that are no longer what was issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from postprod_xl.domain.invoicing.register.originals import originals
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted, counted_whole, first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows

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


@dataclass(frozen=True)
class FiledRows:
    """The documents of a ledger that have a file.

    Parameters
    ----------
    entries
        Their rows.
    sizes
        The size of the file of each document that can be made again, by its number.
    """

    entries: Sequence[Row]
    sizes: Mapping[str, int | None] = field(default_factory=dict)

    def remedy(self, number: str) -> str:
        """How the file of a document comes back."""
        if number in self.sizes:
            return f"remettez-le, ou « {REBUILD} {number} » le refait"
        return (
            "son original n'est pas gardé ici, reprenez-le d'une sauvegarde, ou du courriel où il est parti"
        )

    @property
    def remedy_of_all(self) -> str:
        """How all of them come back."""
        return f"« {REBUILD} all »" if self.sizes else "une sauvegarde"


def file_refusals(office: Office) -> list[Problem]:
    """The files for want of which no document is issued: those of `file_problems` that can be made again.

    The file of a document that has no original, or whose layout is no longer that of its day and of which a copy stands
    for it, would keep the house from invoicing for ever.
    """
    copies = office.files.copies if office.files else frozenset()
    filed = _filed(office)
    remade = originals(office).heads.keys() - copies
    return _problems(
        office, FiledRows([entry for entry in filed.entries if entry.number in remade], filed.sizes)
    )


def file_problems(office: Office) -> list[Problem]:
    """The files of issued documents that are missing or altered; a warning each, one for a folder that is not there.

    Nothing is said where the folder of the workbook could not be looked at, nor of documents that have no file: those
    of an earlier version.
    """
    return _problems(office, _filed(office))


def statement_file_problems(office: Office) -> list[Problem]:
    """As `file_problems`, of the royalty statements: no original of them is kept."""
    return _problems(office, FiledRows(filed_rows(office["Releves"])))


def filed_rows(ledger: Rows) -> list[Row]:
    """The rows of a ledger that name a file and its fingerprint."""
    entries = ledger.only("number", "file", "fingerprint")
    return [entry for entry in entries if entry.file and entry.fingerprint]


def _filed(office: Office) -> FiledRows:
    sizes = {number: head.size_bytes for number, head in originals(office).heads.items()}
    return FiledRows(filed_rows(office["Factures"]), sizes)


def _problems(office: Office, filed: FiledRows) -> list[Problem]:
    if office.files is None:
        return []
    missing: list[Row] = []
    altered: list[Row] = []
    for entry in filed.entries:
        seen = office.files.files.get(entry.file)
        if seen is None:
            missing.append(entry)
        elif (
            seen.sha256 not in ("", entry.fingerprint)
            or filed.sizes.get(entry.number, seen.size_bytes) != seen.size_bytes
        ):
            altered.append(entry)
    return [*_missing(missing, office.files, filed), *_altered(altered, filed)]


def _missing(missing: list[Row], seen: SeenFiles, filed: FiledRows) -> Iterator[Problem]:
    for folder in dict.fromkeys(folder_of(entry.file) for entry in missing):
        own = [entry for entry in missing if folder_of(entry.file) == folder]
        if folder not in seen.folders and len(own) > 1:
            remade = (
                f"perdu, {filed.remedy_of_all} les refait"
                if filed.sizes
                else "perdu, il se reprend d'une sauvegarde"
            )
            message = (
                f"les fichiers de {counted(len(own), 'document')} ne sont pas à côté de ce classeur "
                f"(dossier « {folder} ») : s'il a été copié ou déplacé, apportez-y ce dossier ; {remade}"
            )
            yield own[0].warning("file", own[0].file, "le dossier des documents émis", message)
        else:
            yield from _missing_files(own, seen, filed)


def _missing_files(missing: list[Row], seen: SeenFiles, filed: FiledRows) -> Iterator[Problem]:
    for entry in missing[:_NAMED]:
        if entry.number in seen.waiting:
            message = f"le fichier de {entry.number} attend son nom : la prochaine commande le lui donne"
        else:
            message = f"le fichier de {entry.number} a disparu : {filed.remedy(entry.number)}"
        yield entry.warning("file", "absent", entry.file, message)
    yield from _others(missing, "ont disparu aussi", filed)


def _altered(altered: list[Row], filed: FiledRows) -> Iterator[Problem]:
    for entry in altered[:_NAMED]:
        message = (
            f"le fichier de {entry.number} n'est plus celui qui a été émis : {filed.remedy(entry.number)}"
        )
        yield entry.warning("file", entry.file, "le fichier émis, à son empreinte", message)
    yield from _others(altered, "ont changé aussi", filed)


def _others(entries: list[Row], what: str, filed: FiledRows) -> Iterator[Problem]:
    others = entries[_NAMED:]
    if others:
        named = first_names([entry.number for entry in others])
        whole = counted_whole(len(others), "autre document")
        message = f"les fichiers de {whole} {what} ({named}) : {filed.remedy_of_all}"
        yield others[0].warning("file", others[0].file, "les fichiers émis", message)
