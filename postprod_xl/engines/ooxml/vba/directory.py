"""The `dir` stream of a macro project, cut into records ([MS-OVBA] 2.3.4.2): what is not edited keeps its bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from postprod_xl.engines.ooxml.errors import Refused

_CODE_PAGE, _VERSION, _REFERENCE, _MODULES, _COOKIE, _END = 0x03, 0x09, 0x16, 0x0F, 0x13, 0x10
_NAME, _WIDE_NAME, _STREAM, _WIDE_STREAM, _NOTE, _WIDE_NOTE = 0x19, 0x47, 0x1A, 0x32, 0x1C, 0x48
_OFFSET, _HELP, _MODULE_COOKIE, _PROCEDURAL, _OTHER, _MODULE_END = 0x31, 0x1E, 0x2C, 0x21, 0x22, 0x2B
_VERSION_SIZE = 12  # the only record whose size is not the one it announces (2.3.4.2.1.11)
_NO_COOKIE = b"\xff\xff"  # "MUST be 0xFFFF on write" (2.3.4.2.3, 2.3.4.2.3.2.7)


@dataclass(frozen=True)
class Record:
    """One record: its identifier, its content, and all its bytes."""

    id: int
    data: bytes
    raw: bytes


@dataclass(frozen=True)
class ModuleEntry:
    """What the directory says of one module: its name, its stream, where its source begins there, its records."""

    name: str
    stream: str
    offset: int
    is_procedural: bool
    records: tuple[Record, ...]

    def without_cache(self) -> bytes:
        """The records, the source at the beginning of the stream; all others as they were."""
        changed = {_OFFSET: bytes(4), _MODULE_COOKIE: _NO_COOKIE}
        return b"".join(
            _record(record.id, changed[record.id]) if record.id in changed else record.raw
            for record in self.records
        )


@dataclass(frozen=True)
class Directory:
    """A `dir` stream: the project's own records (name, references, constants…) and its modules, in order."""

    head: bytes
    encoding: str
    modules: tuple[ModuleEntry, ...]

    @property
    def references(self) -> list[str]:
        """The names of the libraries and projects that the project refers to."""
        found = (record.data for record in _records(self.head) if record.id == _REFERENCE)
        return [name.decode(self.encoding, "replace") for name in found]


def read_directory(raw: bytes) -> Directory:
    """Cut a decompressed `dir` stream.

    Raises
    ------
    Refused
        It is cut short or has no list of modules.
    """
    head: list[Record] = []
    modules: list[list[Record]] = []
    encoding, listed = "cp1252", False
    for record in _records(raw):
        if record.id == _END:
            break
        listed |= record.id == _MODULES
        if not listed:
            head.append(record)
        elif record.id == _NAME:
            modules.append([record])
        elif modules:
            modules[-1].append(record)
        if record.id == _CODE_PAGE:
            encoding = _encoding(record.data)
    if not listed:
        raise Refused("le projet de macros est endommagé : reprenez une copie ou une sauvegarde.")
    return Directory(
        b"".join(record.raw for record in head), encoding, tuple(_entry(found, encoding) for found in modules)
    )


def new_entry(name: str, *, procedural: bool) -> ModuleEntry:
    """The entry of a new module, of a name in ASCII; its stream bears its name."""
    wide, kind = name.encode("utf-16-le"), _PROCEDURAL if procedural else _OTHER
    fields = (
        (_NAME, name.encode("ascii")),
        (_WIDE_NAME, wide),
        (_STREAM, name.encode("ascii")),
        (_WIDE_STREAM, wide),
        (_NOTE, b""),
        (_WIDE_NOTE, b""),
        (_OFFSET, bytes(4)),
        (_HELP, bytes(4)),
        (_MODULE_COOKIE, _NO_COOKIE),
        (kind, b""),
        (_MODULE_END, b""),
    )
    records = tuple(Record(key, data, _record(key, data)) for key, data in fields)
    return ModuleEntry(name, name, 0, procedural, records)


def written_directory(head: bytes, modules: Iterable[ModuleEntry]) -> bytes:
    """The `dir` stream of these modules, none of which has a cache."""
    entries = [module.without_cache() for module in modules]
    count = _record(_MODULES, struct.pack("<H", len(entries)))
    return b"".join([head, count, _record(_COOKIE, _NO_COOKIE), *entries, _record(_END, b"")])


def _records(raw: bytes) -> Iterator[Record]:
    position = 0
    while position + 6 <= len(raw):
        key, size = struct.unpack_from("<HI", raw, position)
        end = position + (_VERSION_SIZE if key == _VERSION else 6 + size)
        if end > len(raw):
            raise Refused("le projet de macros est coupé : reprenez une copie ou une sauvegarde.")
        yield Record(key, raw[position + 6 : end], raw[position:end])
        position = end


def _record(key: int, data: bytes) -> bytes:
    return struct.pack("<HI", key, len(data)) + data


def _encoding(data: bytes) -> str:
    from pyopenvba.vba import encoding_for_codepage

    return encoding_for_codepage(int.from_bytes(data[:2], "little"))


def _entry(records: list[Record], encoding: str) -> ModuleEntry:
    held = {record.id: record.data for record in records}
    return ModuleEntry(
        _text(held, _WIDE_NAME, _NAME, encoding),
        _text(held, _WIDE_STREAM, _STREAM, encoding),
        int.from_bytes(held.get(_OFFSET, b""), "little"),
        _PROCEDURAL in held,
        tuple(records),
    )


def _text(held: dict[int, bytes], wide: int, narrow: int, encoding: str) -> str:
    if held.get(wide):
        return held[wide].decode("utf-16-le", "replace")
    return held.get(narrow, b"").decode(encoding, "replace")
