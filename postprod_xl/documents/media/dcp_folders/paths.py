"""The files of a DCP folder: what ASSETMAP may name, and what stands there. Nothing outside the folder is opened."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from postprod_xl.documents.media.untrusted import UnreadableMedia

ASSET_MAPS = ("ASSETMAP.xml", "ASSETMAP")
"""The names of the list of a folder: SMPTE ST 429-9, then Interop."""
VOLUME_INDEXES = ("VOLINDEX.xml", "VOLINDEX")
MOST_FILES = 20_000
_DRIVE = re.compile(r"^[A-Za-z]:")


def asset_map_of(folder: Path) -> Path | None:
    """The ASSETMAP of a folder, whatever the case of its letters; None where there is none."""
    try:
        names = {entry.name.casefold(): entry for entry in folder.iterdir()}
    except OSError as error:
        raise UnreadableMedia(f"le système refuse ce dossier ({error.strerror})") from error
    return next((names[name.casefold()] for name in ASSET_MAPS if name.casefold() in names), None)


def inside(folder: Path, written: str) -> Path | None:
    """The file that a path of ASSETMAP names, None when it would leave the folder.

    A link that leads out of the folder leaves it too.
    """
    for name in dict.fromkeys((plain(written), unquote(plain(written)))):
        path = PurePosixPath(name.replace("\\", "/"))
        if not name or "\0" in name or path.is_absolute() or ".." in path.parts or _DRIVE.match(name):
            return None
        try:
            target = (folder / path).resolve()
        except (OSError, RuntimeError):  # a loop of links
            return None
        if not target.is_relative_to(folder.resolve()):
            return None
        if target.is_file():
            return target
    return folder / plain(written)


def plain(written: str) -> str:
    """A path of ASSETMAP without the scheme that Interop allows."""
    return re.sub(r"^file:/{0,3}", "", written.strip(), flags=re.IGNORECASE)


def files_of(folder: Path) -> dict[str, int]:
    """The files of a folder with their size, by path with `/`; links are not followed.

    Raises
    ------
    UnreadableMedia
        There are more than a DCP ever holds.
    """
    found: dict[str, int] = {}
    for directory, _, names in os.walk(folder):
        for name in names:
            path = Path(directory, name)
            found[path.relative_to(folder).as_posix()] = path.lstat().st_size
        if len(found) > MOST_FILES:
            raise UnreadableMedia(f"plus de {MOST_FILES} fichiers : ce n'est pas le dossier d'un DCP")
    return found
