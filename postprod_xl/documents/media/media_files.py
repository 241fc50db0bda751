"""Files of media, looked at by the MediaInfo library that the package `pymediainfo` carries."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from postprod_xl.documents.media.records import MediaFacts, Unread
from postprod_xl.documents.media.untrusted import INSTALL

LONGEST_LOOK_S = 60.0
"""Seconds: a file of a hundred gigabytes takes two; a slow network, or what is no media, is given up."""


class _TimedFile:
    """A file that refuses to be read any longer once its time is over."""

    def __init__(self, file: BinaryIO, seconds: float) -> None:
        self._file, self._end = file, monotonic() + seconds

    def read(self, size: int) -> bytes:
        if monotonic() > self._end:
            raise TimeoutError
        return self._file.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def read_media(path: Path, longest_s: float = LONGEST_LOOK_S) -> MediaFacts | Unread:
    """What a file of media is, from that file alone: nothing that it refers to is opened.

    Parameters
    ----------
    path
        A file of any kind; what is no plain file is refused before it is opened.
    longest_s
        Seconds after which it is given up.
    """
    if refusal := why_not_a_file(path):
        return Unread(path.name, refusal)
    try:
        from pymediainfo import MediaInfo
    except ImportError:
        return Unread(path.name, "MediaInfo n'est pas installé : média non lu", INSTALL)
    try:
        with path.open("rb") as file:
            # The library is given the bytes, never the name: it follows neither sequences nor references.
            text = MediaInfo.parse(_TimedFile(file, longest_s), output="JSON")
    except TimeoutError:
        return Unread(
            path.name, f"lecture abandonnée après {longest_s:.0f} s : disque trop lent, ou pas un média"
        )
    except OSError as error:
        return _not_read(path, error)
    return _facts_of(path, text)


def why_not_a_file(path: Path) -> str:
    """Why a path is no plain file with something in it, in French; empty when it is one."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return "introuvable ou inaccessible : vérifiez le chemin et les droits"
    if stat.S_ISDIR(found.st_mode):
        return "c'est un dossier, attendu : un fichier"
    if not stat.S_ISREG(found.st_mode):
        return "ce n'est pas un fichier ordinaire (tube, périphérique…)"
    if not found.st_size:
        return "fichier vide : demandez-en une autre copie"
    return ""


def _not_read(path: Path, error: OSError) -> Unread:
    """The file, or the library, which its error names."""
    if error.errno is None:
        return Unread(path.name, "la bibliothèque MediaInfo ne se charge pas : média non lu", INSTALL)
    return Unread(path.name, "lecture refusée par le système : vérifiez les droits et le disque")


def _facts_of(path: Path, text: str) -> MediaFacts | Unread:
    from postprod_xl.documents.media.mediainfo_reports import read_report

    found = read_report(text.encode("utf-8", "replace"), path.name)[0]
    found = replace(found, file=path.name)
    return found if isinstance(found, Unread) else replace(found, size_bytes=path.stat().st_size, report="")
