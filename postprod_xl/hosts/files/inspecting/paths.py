"""What is to be inspected of the paths given: files, and folders at any depth; a DCP folder is one thing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from postprod_xl.documents.media.recognition import MediaReader, is_of_a_system, reader_for
from postprod_xl.documents.media.records import Unread
from postprod_xl.engines.ooxml.files.locking import STATE_FOLDER
from postprod_xl.hosts.files.names import called

_PICTURES = ".mxf .mov .mp4 .m4v .mkv .webm .avi .mts .m2ts .ts .mpg .mpeg .braw .r3d .ari .arx .crm"
_STILLS = ".dng .dpx .exr .tif .tiff .png .jpg .jpeg"
_SOUNDS = ".wav .w64 .bwf .aif .aiff .mp3 .m4a .aac .flac"
OF_MEDIA = frozenset(" ".join((_PICTURES, _STILLS, _SOUNDS)).split())
"""Endings of media: such a file of a folder that cannot be read is told by its name, another is left aside."""
_SEQUENCES = frozenset({".dpx", ".exr", ".ari", ".dng", ".tif", ".tiff", ".j2c", ".j2k"})
"""Endings of films kept one file an image: ten minutes are fifteen thousand files, which are one thing."""
_FEWEST_IMAGES = 12
"""Fewer are photographs, or frames chosen by somebody, each for itself."""
_NUMBER = re.compile(r"[0-9]+(?=\.[^.]+$)")
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})


@dataclass(frozen=True)
class MediaPlace:
    """Something to be read.

    Parameters
    ----------
    path
        Where it is.
    name
        What it is called in the workbook: its name, or its path from the folder given, that folder included.
    folders
        The names of the folders it stands in, the nearest first, as far as the folder given.
    reader
        What reads it, or why nothing does.
    is_given
        Whether the person named it, and not only its folder.
    images
        How many images it stands for: a file of a folder that begins a sequence of numbered ones stands for them all.
    """

    path: Path
    name: str
    folders: tuple[str, ...]
    reader: MediaReader | Unread
    is_given: bool
    images: int = 1


@dataclass
class FilesFound:
    """What there is to read, its names, and those of the files that are left aside."""

    places: list[MediaPlace] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    aside: list[str] = field(default_factory=list)


def found_in(given: Sequence[Path], workbook: Path) -> FilesFound:
    """What paths stand for; each file once, however it is reached, the workbook and its history left out.

    Parameters
    ----------
    given
        Files and folders, as a person names them.
    workbook
        The workbook that is written.
    """
    found, seen = FilesFound(), {_identity(workbook)}
    files = {_identity(path): path for path in reversed(given) if not path.is_dir()}
    names = called([path for path in given if path in files.values()])
    for path in given:
        if not path.is_dir():
            name = printable(names.get(path, path.name))
            _add(found, MediaPlace(path, name, _folders_of(path), reader_for(path), True), seen)
            continue
        root = Path(os.path.abspath(path))
        reader = reader_for(root)
        if reader is not MediaReader.FOLDER:
            _add(found, MediaPlace(root, printable(root.name), (), reader, True), seen)
            continue
        for first, images in _sequences(_inside(root)):
            _add(found, _place_inside(first, root, images), seen)
    return found


def printable(name: str) -> str:
    """A name that a cell holds: what the system could not decode is shown as such, controls are left out."""
    text = name.encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def _place_inside(path: Path, root: Path, images: int) -> MediaPlace:
    *folders, name = path.relative_to(root.parent).parts
    called_so = _unnumbered(path) if images > 1 else name
    written = printable("/".join((*folders, called_so)))
    return MediaPlace(path, written, tuple(reversed(folders)), reader_for(path), False, images)


def _sequences(paths: Iterator[Path]) -> Iterator[tuple[Path, int]]:
    """Files, those of one film of images once, by the first, with how many they are."""
    kept: dict[tuple[Path, str], list[Path]] = {}
    for path in paths:
        name = _unnumbered(path) if path.suffix.casefold() in _SEQUENCES else path.name
        kept.setdefault((path.parent, name), []).append(path)
    for group in kept.values():
        if len(group) >= _FEWEST_IMAGES:
            yield group[0], len(group)
        else:
            yield from ((path, 1) for path in group)


def _unnumbered(path: Path) -> str:
    return _NUMBER.sub("[…]", path.name)


def _add(found: FilesFound, place: MediaPlace, seen: set[tuple[int, int] | str]) -> None:
    identity = _identity(place.path)
    if identity in seen:
        return
    seen.add(identity)
    if place.is_given or _is_read(place):
        found.places.append(_apart(place, found.names))
        found.names.add(found.places[-1].name)
    else:
        found.aside.append(place.path.name)


def _apart(place: MediaPlace, taken: set[str]) -> MediaPlace:
    """A place under a name of its own: folders of one name, given together, are told by those they stand in."""
    parts = Path(os.path.abspath(place.path)).parts
    count = place.name.count("/") + 1
    while place.name in taken and count < len(parts):
        count += 1
        place = replace(place, name=printable("/".join(parts[-count:])))
    return place


def _is_read(place: MediaPlace) -> bool:
    """Whether a file of a folder is to be read: what nobody named and nothing reads is left aside.

    A folder that the system refuses is told: nobody knows what it holds.
    """
    if place.path.suffix.casefold() in OF_MEDIA or place.path.is_dir():
        return True
    return isinstance(place.reader, MediaReader) and place.path.suffix.casefold() not in _WORKBOOKS


def _inside(root: Path) -> Iterator[Path]:
    """The files of a folder and of those in it, and the folders that are one thing; no link to a folder is followed."""
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path = Path(entry.path)
        if is_of_a_system(path) or entry.name == STATE_FOLDER or entry.name.startswith("~$"):
            continue
        if not entry.is_dir(follow_symlinks=False):
            if not path.is_dir():
                yield path
        elif reader_for(path) is MediaReader.FOLDER:
            yield from _inside(path)
        else:
            yield path


def _folders_of(path: Path) -> tuple[str, ...]:
    """The folder of a file given by itself: it alone may name its source."""
    return (Path(os.path.abspath(path)).parent.name,)


def _identity(path: Path) -> tuple[int, int] | str:
    """What tells a file from any other, by whatever path it is reached."""
    try:
        known = path.stat()
    except (OSError, ValueError):
        return str(path)
    return (known.st_dev, known.st_ino) if known.st_ino else os.path.realpath(path)
