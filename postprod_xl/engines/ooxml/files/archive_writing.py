"""Writing a zip archive again: untouched members are copied as they are, byte for byte."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from postprod_xl.engines.ooxml.files.archive import (
    CENTRAL,
    DEFLATED,
    END,
    FULL_16,
    FULL_32,
    LOCAL,
    LOCATOR,
    STORED,
    UTF8_FLAG,
    ZIP64_EXTRA,
    Archive,
    CentralHeader,
    Member,
)

_DESCRIPTOR_FLAG = 0x0008
_VERSION = 20
_FIRST_DOS_DATE = 0x0021  # 1 January 1980, the oldest date a zip can hold
# On 20 MB of sheet rows level 2 takes 57 ms, level 3 86 ms for 4 % fewer bytes, level 6 184 ms for 19 % fewer.
_LARGE_PART_BYTES, _SMALL_LEVEL, _LARGE_LEVEL = 4 << 20, 6, 2


def rebuild(archive: Archive, pending: Mapping[str, bytes | None]) -> bytes:
    """Give the archive with some members replaced, removed or added.

    Parameters
    ----------
    archive
        The archive read.
    pending
        New content by member name, None to remove the member; a name the archive lacks is appended, in the
        mapping's order, dated 1 January 1980.

    Returns
    -------
    bytes
        The new file, the same for the same arguments. Local and central records of members not in `pending`
        are those of the source but for the offset; a replaced member keeps its place, date, attributes and
        kind of compression. The source itself when `pending` changes nothing.
    """
    if not pending:
        return archive.source
    by_offset = sorted(archive.members, key=lambda member: member.offset)
    entries = {member.name: _current(archive, member, pending) for member in by_offset}
    entries |= {
        name: _appended(name, data)
        for name, data in pending.items()
        if name not in entries and data is not None
    }
    output, directory = [archive.source[: by_offset[0].offset]], {}
    position = len(output[0])
    for name, entry in entries.items():
        if entry:
            directory[name] = entry.central_at(position)
            output.append(entry.local)
            position += len(entry.local)
    central_order = [*(member.name for member in archive.members), *pending]
    records = [directory.pop(name) for name in central_order if name in directory]
    return b"".join([*output, *records, _end_records(archive, records, position)])


@dataclass(frozen=True)
class _Entry:
    """The two records of a member; `offset_at` is the place of a zip64 offset in the central one."""

    local: bytes
    central: bytes
    offset_at: int | None = None

    def central_at(self, position: int) -> bytes:
        """Give the central record once the local record is at `position`."""
        record = bytearray(self.central)
        if self.offset_at is None:
            struct.pack_into("<I", record, CENTRAL.size - 4, position)
        else:
            struct.pack_into("<Q", record, self.offset_at, position)
        return bytes(record)


def _current(archive: Archive, member: Member, pending: Mapping[str, bytes | None]) -> _Entry | None:
    if member.name not in pending:
        return _Entry(archive.source[member.offset : member.end], member.record, member.offset_at)
    data = pending[member.name]
    return None if data is None else _replaced(archive, member, data)


def _replaced(archive: Archive, member: Member, data: bytes) -> _Entry:
    name_start = member.offset + LOCAL.size
    name_end = name_start + member.header.name_bytes
    name = archive.source[name_start:name_end]
    local_extra = _without_zip64(archive.source[name_end : member.data])
    central_start = CENTRAL.size + member.header.name_bytes
    comment_start = central_start + member.header.extra_bytes
    central_extra = _without_zip64(member.record[central_start:comment_start])
    method = STORED if member.header.method == STORED else DEFLATED
    packed = _packed(data, method)
    header = member.header._replace(
        flags=member.header.flags & ~_DESCRIPTOR_FLAG,
        method=method,
        crc=zlib.crc32(data),
        compressed=len(packed),
        size=len(data),
        extra_bytes=len(central_extra),
    )
    central = CENTRAL.pack(*header) + name + central_extra + member.record[comment_start:]
    return _Entry(_local_header(header, len(local_extra)) + name + local_extra + packed, central)


def _appended(name: str, data: bytes) -> _Entry:
    encoded = name.encode("utf-8")
    packed = _packed(data, DEFLATED)
    header = CentralHeader(
        signature=b"PK\1\2",
        made_by=_VERSION,
        needed=_VERSION,
        flags=0 if name.isascii() else UTF8_FLAG,
        method=DEFLATED,
        time=0,
        date=_FIRST_DOS_DATE,
        crc=zlib.crc32(data),
        compressed=len(packed),
        size=len(data),
        name_bytes=len(encoded),
        extra_bytes=0,
        comment_bytes=0,
        disk=0,
        internal=0,
        external=0,
        offset=0,
    )
    return _Entry(_local_header(header, 0) + encoded + packed, CENTRAL.pack(*header) + encoded)


def _local_header(header: CentralHeader, extra_bytes: int) -> bytes:
    # From the version needed to the length of the name, the local header repeats the central one.
    return LOCAL.pack(b"PK\3\4", *header[2:11], extra_bytes)


def _without_zip64(extra: bytes) -> bytes:
    kept, position = b"", 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        if kind != ZIP64_EXTRA:
            kept += extra[position : position + 4 + length]
        position += 4 + length
    return kept + extra[position:]


def _packed(data: bytes, method: int) -> bytes:
    if method == STORED:
        return data
    level = _LARGE_LEVEL if len(data) > _LARGE_PART_BYTES else _SMALL_LEVEL
    stream = zlib.compressobj(level, zlib.DEFLATED, -15)
    return stream.compress(data) + stream.flush()


def _end_records(archive: Archive, records: list[bytes], directory: int) -> bytes:
    """Give what follows the central directory, with its new count, size and place; the rest is kept."""
    end, size = archive.end, sum(map(len, records))
    start = end.directory + end.size
    tail = bytearray(archive.source[start:])
    narrow = END.unpack_from(archive.source, end.at)
    if end.at64 is not None:
        struct.pack_into("<4Q", tail, end.at64 - start + 24, len(records), len(records), size, directory)
        struct.pack_into("<Q", tail, end.at - start - LOCATOR.size + 8, directory + size + end.at64 - start)
    counts = [old if old == FULL_16 else len(records) for old in narrow[3:5]]
    places = [old if old == FULL_32 else new for old, new in zip(narrow[5:7], (size, directory), strict=True)]
    struct.pack_into("<2H2I", tail, end.at - start + 8, *counts, *places)
    return bytes(tail)
