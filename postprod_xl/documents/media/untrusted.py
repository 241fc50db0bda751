"""Files that come from outside, opened with care: their size first, then XML without entity or network."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.documents.media.records import Unread

if TYPE_CHECKING:
    from lxml import etree

_ENTITY_CODES = ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_MOST_DIGITS = 15
MEBIBYTE = 1 << 20
INSTALL = 'pip install ".[technique]"'
"""What gives the readers of the libraries that are not always there."""


class UnreadableMedia(Exception):
    """A file that cannot be read, in one French line."""

    def __init__(self, reason: str, install: str = "") -> None:
        super().__init__(reason)
        self.reason, self.install = reason, install

    def unread(self, file: str) -> Unread:
        """The record of a file refused."""
        return Unread(file, self.reason, self.install)


def bytes_of(path: Path, most_bytes: int) -> bytes:
    """The content of a file, which must be a plain one of a reasonable size.

    Raises
    ------
    UnreadableMedia
        It is absent, empty, not a file, larger than `most_bytes`, or the system refuses it.
    """
    try:
        if not path.is_file():
            raise UnreadableMedia("ce n'est pas un fichier" if path.exists() else "fichier introuvable")
        size = path.stat().st_size
        if size > most_bytes:
            raise UnreadableMedia(
                f"{size / MEBIBYTE:.0f} Mio, {most_bytes / MEBIBYTE:.0f} au plus attendus : fichier non lu"
            )
        if size == 0:
            raise UnreadableMedia("fichier vide")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableMedia(
            f"le système refuse ce fichier ({error.strerror or type(error).__name__})"
        ) from error


@contextmanager
def overheard() -> Iterator[list[str]]:
    """What a library logs and prints while it reads, instead of showing it to a person: its warnings, line by line.

    The list is filled as it goes, what was printed when the block ends.
    """
    said: list[str] = []
    root, printed = logging.getLogger(), StringIO()
    handlers, root.handlers = root.handlers, [_Collector(said)]
    try:
        with redirect_stdout(printed):
            yield said
    finally:
        root.handlers = handlers
        said += [line.strip() for line in printed.getvalue().splitlines() if line.strip()]


class _Collector(logging.Handler):
    """Keeps the warnings of every library."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(" ".join(record.getMessage().split()))


def xml_root(data: bytes) -> etree._Element:
    """The root of an XML document.

    A bare document type is accepted: Final Cut writes one. What it declares is never read.

    Raises
    ------
    UnreadableMedia
        It is not well-formed, or declares an entity.
    """
    from lxml import etree

    suspect = UnreadableMedia("le XML déclare une entité : fichier suspect, non lu")
    if any("<!ENTITY".encode(code) in data for code in _ENTITY_CODES):
        raise suspect
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableMedia(f"XML mal formé ou tronqué (ligne {error.lineno or 1})") from error
    except ValueError as error:
        raise UnreadableMedia("XML mal formé") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise suspect
    return root


def whole(text: str) -> int | None:
    """A count as a file writes it, of fifteen digits at most; None for anything else, « ² » included.

    >>> whole("24"), whole("-1"), whole("²"), whole("24.0")
    (24, -1, None, None)
    """
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS else None


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: etree._Element) -> str:
    """The namespace of an element, empty when it has none."""
    return element.tag[1:].partition("}")[0] if str(element.tag).startswith("{") else ""


def text_of(element: etree._Element, path: str) -> str:
    """The text of a child by its local names (`ChunkList/Chunk/Path`), spaces around it removed."""
    found = element.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    return (found.text or "").strip() if found is not None else ""
