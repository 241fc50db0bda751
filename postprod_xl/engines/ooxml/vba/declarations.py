"""The streams that list the modules of a macro project for its editor: `PROJECT` and `PROJECTwm` ([MS-OVBA] 2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_MODULES = re.compile(rb"(Module|Class|BaseClass|Document|Package)=([^\r\n]*)", re.IGNORECASE)
_NARROW_END, _WIDE_END = b"\0", b"\0\0"


@dataclass(frozen=True)
class Declarations:
    """What changes in the list of modules.

    Parameters
    ----------
    added
        What each new module is, `Module`, `Class` or `Document`, by name.
    removed
        The names of those taken out.
    encoding
        The code page of the project.
    """

    added: Mapping[str, str]
    removed: Sequence[str]
    encoding: str

    def project(self, stream: bytes) -> bytes:
        """The `PROJECT` stream: the declarations (2.3.1.2), and the windows of the editor (2.3.3)."""
        lines = stream.split(b"\r\n")
        section, last, kept = b"", -1, []
        for line in lines:
            if line.startswith(b"["):
                section = line.strip().lower()
            if self._is_gone(line, section):
                continue
            kept.append(line)
            if not section and _MODULES.match(line):
                last = len(kept) - 1
        return b"\r\n".join(self._with_windows(self._with_declarations(kept, last)))

    def _is_gone(self, line: bytes, section: bytes) -> bool:
        gone = {name.casefold() for name in self.removed}
        declared = _MODULES.match(line)
        if not section and declared:
            return self._name(declared[2].partition(b"/")[0]) in gone
        return section == b"[workspace]" and self._name(line.partition(b"=")[0]) in gone

    def _name(self, raw: bytes) -> str:
        return raw.decode(self.encoding, "replace").strip().casefold()

    def _with_declarations(self, lines: list[bytes], last: int) -> list[bytes]:
        if last < 0:
            first_section = (place for place, line in enumerate(lines) if line.startswith(b"["))
            last = next(first_section, len(lines)) - 1
        new = [
            f"{kind}={name}{'/&H00000000' if kind == 'Document' else ''}".encode("ascii")
            for name, kind in self.added.items()
        ]
        return [*lines[: last + 1], *new, *lines[last + 1 :]]

    def _with_windows(self, lines: list[bytes]) -> list[bytes]:
        """One closed window for each new module, after those there are."""
        places = [place for place, line in enumerate(lines) if line.strip().lower() == b"[workspace]"]
        if not places:
            return lines
        end = places[0] + 1
        while end < len(lines) and lines[end].strip() and not lines[end].startswith(b"["):
            end += 1
        new = [f"{name}=0, 0, 0, 0, C".encode("ascii") for name in self.added]
        return [*lines[:end], *new, *lines[end:]]

    def wide_names(self, stream: bytes) -> bytes:
        """The `PROJECTwm` stream: the name of each module in the code page and in UTF-16 (2.3.4)."""
        gone = {name.casefold() for name in self.removed}
        pairs = list(_pairs(stream))
        end = sum(len(narrow) + len(wide) + 3 for narrow, wide in pairs)
        pairs = [(narrow, wide) for narrow, wide in pairs if self._name(narrow) not in gone]
        pairs += [(name.encode("ascii"), name.encode("utf-16-le")) for name in self.added]
        names = (narrow + _NARROW_END + wide + _WIDE_END for narrow, wide in pairs)
        return b"".join(names) + stream[end:]


def declared_names(stream: bytes, kind: str, encoding: str) -> frozenset[str]:
    """The names, in lower case, that a `PROJECT` stream declares as `Module`, `Class`, `BaseClass` or `Document`."""
    text = re.split(rb"^\[", stream, maxsplit=1, flags=re.MULTILINE)[0].decode(encoding, "replace")
    found = re.findall(rf"^{kind}=([^/\r\n]*)", text, re.MULTILINE)
    return frozenset(name.strip().casefold() for name in found)


def _pairs(stream: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 0
    while position < len(stream) and stream[position]:
        middle = stream.index(_NARROW_END, position)
        end = middle + 1
        while stream[end : end + 2] not in (_WIDE_END, b"", b"\0"):
            end += 2
        yield stream[position:middle], stream[middle + 1 : end]
        position = end + 2
