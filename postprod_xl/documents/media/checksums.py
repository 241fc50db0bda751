"""Fingerprints of files: what a sidecar or a media hash list (MHL) expects, and what is computed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from postprod_xl.documents.media.dcp_folders.paths import inside
from postprod_xl.documents.media.media_files import why_not_a_file
from postprod_xl.documents.media.records import Checksum, ChecksumFound, ExpectedChecksum, Unread
from postprod_xl.documents.media.untrusted import INSTALL, UnreadableMedia, local_name, xml_root

if TYPE_CHECKING:
    from lxml import etree

LARGEST_LIST = 50_000_000
"""Bytes: a card of a hundred thousand files is listed in thirty millions."""
OF_PYTHON = ("md5", "sha1", "sha256", "sha512")
OF_XXHASH = {"xxh64": "xxh64", "xxh3": "xxh3_64", "xxh128": "xxh3_128"}
"""The algorithms of camera offloads, by their names in ASC MHL 2.0, and the functions of the package `xxhash`."""
_NAMES = {"xxhash64be": "xxh64", "xxh3_64": "xxh3", "xxh3_128": "xxh128", "xxhash": "xxh32", "sha": "sha1"}
"""Other names of the same: MHL 1.1 writes `xxhash64be` for XXH64 as it is usually written."""
_BY_LENGTH = {16: "xxh64", 32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
_DIGITS = r"(?:[0-9a-fA-F]{128}|[0-9a-fA-F]{64}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32}|[0-9a-fA-F]{16})"
_PLAIN_LINE = re.compile(rf"(?:(XXH3|XXH128)_)?({_DIGITS})(?:[ \t]+\*?(.+))?")
_TAGGED_LINE = re.compile(rf"(\w[\w-]*) ?\((.+)\) = (?:(?:XXH3|XXH128)_)?({_DIGITS})")
_NAMED_FIRST = re.compile(rf"(.+?)[ \t]+({_DIGITS})")
_HEX = re.compile(r"[0-9a-fA-F]+")
_SIZE = re.compile(r"[0-9]{1,18}")
_BLOCK = 1 << 20
_XML_PLACES = ("file", "path")
_NO_ALGORITHM = frozenset(
    {"size", "lastmodificationdate", "hashdate", "creationdate", "null", "previousPath", *_XML_PLACES}
)


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


def read_checksums(data: bytes, name: str) -> tuple[ExpectedChecksum | Unread, ...]:
    """What a list of checksums expects of each file.

    Parameters
    ----------
    data
        A media hash list (MHL 1.1, ASC MHL 2.0), or lines as `md5sum`, `shasum` and `xxhsum` write them, or a
        fingerprint alone.
    name
        The name of the list: its ending tells the algorithm of a fingerprint whose length leaves a doubt.

    Returns
    -------
    tuple
        One record a file and algorithm, in the order of the list; an `Unread` for each line that says something else.
    """
    if len(data) > LARGEST_LIST:
        return (_refused(name, f"{len(data) // 10**6} Mo, {LARGEST_LIST // 10**6} Mo au plus"),)
    try:
        found = tuple(
            _read_mhl(data, name)
            if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
            else _read_lines(data, name)
        )
    except UnreadableMedia as error:
        return (_refused(name, error.reason),)
    return found or (_refused(name, "aucune somme de contrôle"),)


def checksum_of(
    path: Path, algorithm: str, progress: Callable[[int], None] | None = None
) -> Checksum | Unread:
    """The fingerprint of a file.

    Parameters
    ----------
    path
        A plain file of any size: it is read block after block.
    algorithm
        One of `OF_PYTHON` or `OF_XXHASH`.
    progress
        Told how many bytes were read, after each block.
    """
    if refusal := why_not_a_file(path):
        return Unread(path.name, refusal)
    try:
        digest = _digest(algorithm)
    except ImportError:
        return Unread(path.name, f"le module xxhash n'est pas installé : {algorithm} non calculé", INSTALL)
    if digest is None:
        return Unread(path.name, f"algorithme « {algorithm} » inconnu ici : somme de contrôle non calculée")
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                if progress is not None:
                    progress(len(block))
    except OSError:
        return Unread(path.name, "lecture refusée par le système : vérifiez les droits et le disque")
    return Checksum(algorithm, digest.hexdigest())


def compared(
    folder: Path, expected: ExpectedChecksum, progress: Callable[[int], None] | None = None
) -> ChecksumFound | Unread:
    """A file computed again and compared with the line that speaks of it.

    Parameters
    ----------
    folder
        Where the list stands: its names are relative to it, and none may leave it.
    expected
        A line that names its file.
    """
    if not expected.name:
        return Unread(folder.name, "une somme de contrôle ne nomme aucun fichier : fichier non comparé")
    path = inside(folder, expected.name)
    if path is None:
        return Unread(expected.name, "ce nom sort du dossier de la liste : fichier non comparé")
    found = checksum_of(path, expected.checksum.algorithm, progress)
    if isinstance(found, Unread):
        return Unread(expected.name, found.reason, found.install)
    return ChecksumFound(expected.name, expected.checksum, found)


def _digest(algorithm: str) -> _Digest | None:
    if algorithm in OF_PYTHON:
        return hashlib.new(algorithm, usedforsecurity=False)
    if algorithm in OF_XXHASH:
        import xxhash

        digest: _Digest = getattr(xxhash, OF_XXHASH[algorithm])()
        return digest
    return None


def _read_mhl(data: bytes, name: str) -> Iterator[ExpectedChecksum | Unread]:
    root = xml_root(data)
    if local_name(root) != "hashlist":
        raise UnreadableMedia(f"ce XML est un « {local_name(root)} », attendu : une liste MHL (« hashlist »)")
    for element in root.iter("{*}hash"):
        yield from _expected_of(element, name)


def _expected_of(element: etree._Element, name: str) -> Iterator[ExpectedChecksum | Unread]:
    """The fingerprints of one file: MHL 1.1 names it `file`, ASC MHL `path`, with its size as an attribute."""
    children = {local_name(child): child for child in element}
    place = next((children[tag] for tag in _XML_PLACES if tag in children), None)
    file = (place.text or "").strip().replace("\\", "/") if place is not None else ""
    if place is None or not file:
        yield _refused(name, "une entrée de la liste ne nomme aucun fichier")
        return
    size = place.get("size") or (children["size"].text if "size" in children else "") or ""
    for tag, child in children.items():
        digits = (child.text or "").strip()
        if tag and tag not in _NO_ALGORITHM and digits:
            algorithm = _NAMES.get(tag.casefold(), tag.casefold())
            plain = digits.casefold() if _HEX.fullmatch(digits) else digits
            yield ExpectedChecksum(
                file, Checksum(algorithm, plain), int(size) if _SIZE.fullmatch(size) else None
            )


def _read_lines(data: bytes, name: str) -> Iterator[ExpectedChecksum | Unread]:
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    for number, line in enumerate(text.splitlines(), 1):
        plain = line.strip().removeprefix("\\")
        if plain and not plain.startswith((";", "#")):
            yield _line_of(plain, name) or _refused(
                name, f"ligne {number} : « {plain[:40]} » n'est pas une somme de contrôle"
            )


def _line_of(line: str, name: str) -> ExpectedChecksum | None:
    """A line of `md5sum` (digits, name), of BSD (`MD5 (name) = digits`), or of a Windows tool (name, digits)."""
    if found := _TAGGED_LINE.fullmatch(line):
        written = found[1].casefold().replace("-", "")
        return _expected(found[2], _NAMES.get(written, written), found[3])
    if found := _PLAIN_LINE.fullmatch(line):
        algorithm = found[1].casefold() if found[1] else _algorithm_of(found[2], name)
        return _expected(found[3] or _named_by(name), algorithm, found[2])
    if found := _NAMED_FIRST.fullmatch(line):
        return _expected(found[1], _algorithm_of(found[2], name), found[2])
    return None


def _expected(file: str, algorithm: str, digits: str) -> ExpectedChecksum:
    return ExpectedChecksum(file.strip().replace("\\", "/"), Checksum(algorithm, digits.casefold()))


def _algorithm_of(digits: str, name: str) -> str:
    """By the length of a fingerprint, but where the ending of the list says that it is one of xxHash."""
    ending = name.rpartition(".")[2].casefold()
    if ending == "xxh3" and len(digits) == 16:
        return "xxh3"
    if ending.startswith("xxh") and len(digits) == 32:
        return "xxh128"
    return _BY_LENGTH[len(digits)]


def _named_by(name: str) -> str:
    """The file that a sidecar stands beside: `PAD.mxf` for `PAD.mxf.md5`; empty for `PAD.md5`, which may be any."""
    stem = name.rpartition(".")[0]
    return stem if "." in stem.strip(".") else ""


def _refused(name: str, reason: str) -> Unread:
    return Unread(name, f"sommes de contrôle non lues : {reason}")
