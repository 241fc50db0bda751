"""The folder of what was shared, beside a workbook: a manifest a share.

A manifest says what was sent, of which people: those who may read the workbook, and nobody else, may read it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from postprod_xl.documents.sharing.manifest import Manifest, UnreadableManifest, from_json
from postprod_xl.documents.sharing.numbers import LETTERS, MARK_LENGTH, filed_number
from postprod_xl.engines.ooxml.errors import UnusableFile, system_refusal
from postprod_xl.engines.ooxml.files.disk_record import forget
from postprod_xl.engines.ooxml.files.locking import STATE_FOLDER, state_folder
from postprod_xl.engines.ooxml.files.privacy import make_folder_within, readers_of
from postprod_xl.engines.ooxml.files.taken_back import created_with

SHARES = "shares"
_EXTENSION = ".json"


def shares_folder(workbook: Path) -> Path:
    """Where the manifests of a workbook are, whether or not there is any."""
    return workbook.parent / STATE_FOLDER / SHARES


def manifest_path(workbook: Path, number: str) -> Path:
    """The file of the manifest of a share, by its number."""
    return shares_folder(workbook) / f"{filed_number(number)}{_EXTENSION}"


def known_numbers(workbook: Path) -> Iterator[str]:
    """The numbers of the shares of a folder, as the names of their manifests have them."""
    folder = shares_folder(workbook)
    if folder.is_dir():
        yield from sorted(path.stem for path in folder.iterdir() if path.suffix == _EXTENSION)


def office_id(workbook: Path) -> str:
    """What tells the folder of a workbook apart from that of any other office: as its manifests have it, else drawn."""
    for number in known_numbers(workbook):
        with suppress(OSError, UnreadableManifest):
            return from_json(manifest_path(workbook, number).read_text("utf-8")).office_id
    return secrets.token_hex(8)


def drawn_mark() -> str:
    """The letters that end the number of a share, drawn at random."""
    return "".join(secrets.choice(LETTERS) for _ in range(MARK_LENGTH))


@contextmanager
def keep_manifest(manifest: Manifest, workbook: Path) -> Iterator[None]:
    """Write a manifest, then let the block write the copy that it tells of; where the block fails, it is taken back.

    A program killed in between leaves a manifest without its copy, whose number serves nobody.

    Raises
    ------
    UnusableFile
        It cannot be written; before the block.
    """
    path = manifest_path(workbook, manifest.number)
    _make_folder(path.parent, workbook)
    with created_with(path, manifest.to_json().encode(), readers_of(workbook)):
        forget(path)
        yield


def _make_folder(folder: Path, workbook: Path) -> None:
    """Make the folder of shares; a refusal names it, and not the workbook, which is only read."""
    try:
        state_folder(workbook)
        if os.path.lexists(folder) and not folder.is_dir():
            raise UnusableFile(
                f"{workbook.name} — « {STATE_FOLDER}/{SHARES} », à côté de lui, n'est pas un dossier alors que le "
                "programme y garde ce qui est envoyé : renommez-le ou supprimez-le, puis recommencez."
            )
        make_folder_within(folder)
    except OSError as error:
        error.filename = error.filename or str(folder)
        raise system_refusal(error) from error
