"""The checksums that lists give for the files inspected: those of the folders read, those beside a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from postprod_xl.documents.media.checksums import (
    LARGEST_LIST,
    OF_PYTHON,
    OF_XXHASH,
    checksum_of,
    read_checksums,
)
from postprod_xl.documents.media.dcp_folders.paths import inside
from postprod_xl.documents.media.recognition import MediaReader
from postprod_xl.documents.media.records import Checksum, ExpectedChecksum, Unread
from postprod_xl.documents.media.untrusted import UnreadableMedia, bytes_of
from postprod_xl.domain.technique.measured.inspected import ComparedChecksum, Inspected
from postprod_xl.hosts.files.inspecting.paths import MediaPlace, printable

_SIDECARS = (".md5", ".sha1", ".sha256", ".sha512", ".xxh", ".xxh3", ".xxh64", ".xxh128")


class ExpectedChecksums:
    """What lists expect of files, by the place of each."""

    def __init__(self) -> None:
        self._by_path: dict[str, Checksum] = {}
        self._missing: list[tuple[Path, str]] = []
        self.unread: list[Inspected] = []
        self._read: set[str] = set()

    def read(self, places: Iterable[MediaPlace]) -> None:
        """Read the lists among some places, and the sidecars beside the media given by themselves."""
        for place in places:
            if place.reader is MediaReader.CHECKSUMS:
                self._read_list(place.path, place.name)
            elif place.reader is MediaReader.MEDIA and place.is_given:
                for path in sidecars_of(place.path):
                    self._read_list(path, path.name)

    def compared(self, path: Path) -> ComparedChecksum | None:
        """The fingerprint of a file beside the one expected; None where no list speaks of it."""
        expected = self._by_path.get(os.path.realpath(path))
        if expected is None:
            return None
        found = checksum_of(path, expected.algorithm)
        if isinstance(found, Unread):
            return ComparedChecksum(expected, None, found.reason)
        return ComparedChecksum(expected, found)

    def missing(self) -> Iterator[Inspected]:
        """The files that a list names and that are not there."""
        for path, list_name in self._missing:
            reason = f"nommé par « {list_name} », absent du dossier"
            yield Inspected(printable(path.name), Unread(path.name, reason), (path.parent.name,))

    def _read_list(self, path: Path, name: str) -> None:
        real = os.path.realpath(path)
        if real in self._read:
            return
        self._read.add(real)
        try:
            found = read_checksums(bytes_of(path, LARGEST_LIST), path.name)
        except UnreadableMedia as refusal:
            found = (refusal.unread(path.name),)
        for line in found:
            if isinstance(line, Unread):
                self.unread.append(Inspected(name, line))
                break
            self._expect(path, line)

    def _expect(self, list_path: Path, line: ExpectedChecksum) -> None:
        target = _target(list_path, line)
        if target is None:
            return
        if not target.exists():
            self._missing.append((target, list_path.name))
            return
        known = self._by_path.get(os.path.realpath(target))
        # A list may give several fingerprints of a file: the first that can be computed here is compared.
        if known is None or not _is_computed(known):
            self._by_path[os.path.realpath(target)] = line.checksum


def sidecars_of(path: Path) -> Iterator[Path]:
    """The files of checksums beside a file, by their names: `PAD.mxf.md5`, `PAD.md5`."""
    for ending in _SIDECARS:
        for name in (f"{path.name}{ending}", f"{path.stem}{ending}"):
            beside = path.with_name(name)
            if beside != path and beside.is_file():
                yield beside


def _target(list_path: Path, line: ExpectedChecksum) -> Path | None:
    """The file that a line speaks of; None for one that leaves the folder, or that nothing names."""
    if line.name:
        return inside(list_path.parent, line.name)
    twins = [
        path
        for path in list_path.parent.glob(f"{_literal(list_path.stem)}.*")
        if path != list_path and path.suffix not in _SIDECARS
    ]
    return twins[0] if len(twins) == 1 else None


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _is_computed(checksum: Checksum) -> bool:
    return checksum.algorithm in OF_PYTHON or checksum.algorithm in OF_XXHASH
