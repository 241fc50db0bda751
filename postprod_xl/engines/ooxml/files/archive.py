"""The zip container, byte for byte: where each member lies and how it is stored."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace
from typing import NamedTuple

from postprod_xl.engines.ooxml.errors import Refused

STORED, DEFLATED = 0, 8
MAX_TOTAL_BYTES = 1 << 30
MAX_MEMBERS = 60_000

_BOMB_BYTES, _BOMB_RATIO = 10 << 20, 200
_CHUNK = 1 << 20
_WIDE_FIELDS = ("size", "compressed", "offset")  # the order of the zip64 extra field
_ENCRYPTED_FLAGS = 0x0001 | 0x0040 | 0x2000
UTF8_FLAG = 0x0800
FULL_16, FULL_32 = 0xFFFF, 0xFFFFFFFF
ZIP64_EXTRA = 0x0001

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
END64 = struct.Struct("<4sQ2H2I4Q")
LOCATOR = struct.Struct("<4sIQI")


class CentralHeader(NamedTuple):
    """The fixed fields of a central directory record, in file order."""

    signature: bytes
    made_by: int
    needed: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    compressed: int
    size: int
    name_bytes: int
    extra_bytes: int
    comment_bytes: int
    disk: int
    internal: int
    external: int
    offset: int


class End(NamedTuple):
    """What the end records say of the central directory, and where they are (`at64` for a zip64 archive)."""

    members: int
    size: int
    directory: int
    at: int
    at64: int | None


@dataclass(frozen=True)
class Member:
    """One member: its name, its central record as found, and the extent of its local record in the source.

    Sizes and offsets are bytes, zip64 already resolved. `end` is where the next local record starts, so that
    a data descriptor or padding travels with its member. `offset_at` is the place of a zip64 offset in `record`.
    """

    name: str
    header: CentralHeader
    record: bytes
    size: int
    compressed: int
    offset: int
    offset_at: int | None
    data: int = 0
    end: int = 0


@dataclass(frozen=True)
class Archive:
    """A zip archive read in memory; `members` are in central directory order."""

    source: bytes
    members: tuple[Member, ...]
    end: End

    def inflate(self, member: Member) -> bytes:
        """Give a member's content; never inflates past the declared size.

        Raises
        ------
        Refused
            If the content does not have the declared size and CRC-32, or uses an unknown compression.
        """
        packed = self.source[member.data : member.data + member.compressed]
        if member.header.method == STORED:
            content = packed
        elif member.header.method == DEFLATED:
            content = _inflated(packed, member) if packed else b""
        else:
            raise Refused(
                f"« {member.name} » utilise une compression inconnue d'Excel : réenregistrez le classeur dans Excel."
            )
        if len(content) != member.size or zlib.crc32(content) != member.header.crc:
            raise _damaged(f"le contenu de « {member.name} » ne correspond pas à sa somme de contrôle")
        return content

    def verify(self) -> None:
        """Check the size and CRC-32 of every member, one mebibyte at a time.

        Raises
        ------
        Refused
            On the first member that is damaged.
        """
        for member in self.members:
            if member.header.method == DEFLATED:
                self._verify_deflated(member)
            elif member.header.method == STORED:
                self.inflate(member)

    def _verify_deflated(self, member: Member) -> None:
        if not member.compressed and not member.size:
            return  # some programs write an empty part as an empty stream
        stream, crc, size = zlib.decompressobj(-15), 0, 0
        pending: bytes | memoryview = memoryview(self.source)[member.data : member.data + member.compressed]
        try:
            while pending and not stream.eof and size <= member.size:
                chunk = stream.decompress(pending, _CHUNK)
                crc, size, pending = zlib.crc32(chunk, crc), size + len(chunk), stream.unconsumed_tail
        except zlib.error as error:
            raise _damaged(f"le contenu de « {member.name} » est illisible") from error
        if not stream.eof or (size, crc) != (member.size, member.header.crc):
            raise _damaged(f"le contenu de « {member.name} » ne correspond pas à sa somme de contrôle")


def _damaged(detail: str) -> Refused:
    return Refused(f"fichier endommagé ou incomplet ({detail}) : reprenez une copie ou une sauvegarde.")


def _inflated(packed: bytes, member: Member) -> bytes:
    stream = zlib.decompressobj(-15)
    try:
        content = stream.decompress(packed, member.size + 1)
    except zlib.error as error:
        raise _damaged(f"le contenu de « {member.name} » est illisible") from error
    if not stream.eof:
        raise _damaged(f"« {member.name} » ne fait pas la taille annoncée")
    return content


def parse(source: bytes) -> Archive:
    """Locate every member of a zip archive and check that its records agree, without inflating anything.

    Parameters
    ----------
    source
        The whole file.

    Returns
    -------
    Archive
        Members in central directory order. Names that some programs write with backslashes have slashes in its
        source, as every package must: readers find its parts, and what is saved is right.

    Raises
    ------
    Refused
        If the archive is truncated, inconsistent, encrypted, split over several disks, or would inflate to
        more than 1 GiB, or to more than 200 times its size for a member above 10 MiB.
    """
    end = _end(source)
    if end.members > MAX_MEMBERS:
        raise Refused(
            f"{end.members} éléments dans l'archive ; {MAX_MEMBERS} au plus sont "
            "attendus : réenregistrez le classeur dans Excel."
        )
    records = _central_records(source, end)
    if any(b"\\" in _raw_name(record) for record in records):
        return parse(_with_slashes(source, end, records))
    members = [_member(record) for record in records]
    located = _located(source, members, end.directory)
    _refuse_bombs(located)
    return Archive(source, located, end)


def _end(source: bytes) -> End:
    """Find the end records: those whose comment stops exactly where the file does."""
    lowest = max(0, len(source) - END.size - FULL_16)
    at = source.rfind(b"PK\5\6", lowest)
    while at >= 0 and not _closes(source, at):
        at = source.rfind(b"PK\5\6", lowest, at + 3)
    if at < 0:
        raise _damaged("la fin de l'archive manque")
    _, disk, start, here, count, size, offset, _ = END.unpack_from(source, at)
    at64 = None
    locator = at - LOCATOR.size
    if locator >= 0 and source.startswith(b"PK\6\7", locator):
        at64 = LOCATOR.unpack_from(source, locator)[2]
        if at64 + END64.size > locator or not source.startswith(b"PK\6\6", at64):
            raise _damaged("la fin de l'archive est incohérente")
        _, _, _, _, disk, start, here, count, size, offset = END64.unpack_from(source, at64)
    if disk or start or here != count:
        raise Refused("archive en plusieurs volumes ; un seul fichier est attendu.")
    return End(count, size, offset, at, at64)


def _closes(source: bytes, at: int) -> bool:
    return at + END.size <= len(source) and at + END.size + END.unpack_from(source, at)[-1] == len(source)


def _central_records(source: bytes, end: End) -> list[bytes]:
    records, position, stop = [], end.directory, end.directory + end.size
    if stop > (end.at if end.at64 is None else end.at64):
        raise _damaged("le répertoire de l'archive manque")
    for _ in range(end.members):
        if position + CENTRAL.size > stop or not source.startswith(b"PK\1\2", position):
            raise _damaged("le répertoire de l'archive est incohérent")
        header = CentralHeader._make(CENTRAL.unpack_from(source, position))
        length = CENTRAL.size + header.name_bytes + header.extra_bytes + header.comment_bytes
        records.append(source[position : position + length])
        position += length
    if position != stop:
        raise _damaged("le répertoire de l'archive est incohérent")
    return records


def _raw_name(record: bytes) -> bytes:
    return record[CENTRAL.size : CENTRAL.size + CentralHeader._make(CENTRAL.unpack_from(record)).name_bytes]


def _with_slashes(source: bytes, end: End, records: list[bytes]) -> bytes:
    """The same archive, each backslash of a name a slash, in both records: no length changes."""
    slashed, position = bytearray(source), end.directory
    for record in records:
        header = CentralHeader._make(CENTRAL.unpack_from(record))
        starts = [position + CENTRAL.size]
        if header.offset != FULL_32:
            starts.append(header.offset + LOCAL.size)
        for start in starts:
            name = slice(start, start + header.name_bytes)
            slashed[name] = slashed[name].replace(b"\\", b"/")
        position += len(record)
    return bytes(slashed)


def _member(record: bytes) -> Member:
    """Read one central record; the extent of the local record is found later, by `_located`."""
    header = CentralHeader._make(CENTRAL.unpack_from(record))
    name = _name(record[CENTRAL.size : CENTRAL.size + header.name_bytes], header.flags)
    if header.flags & _ENCRYPTED_FLAGS:
        raise Refused(f"« {name} » est chiffré dans l'archive : enregistrez le classeur sans mot de passe.")
    places = _wide_places(record, header)
    size, compressed, offset = (
        struct.unpack_from("<Q", record, places[field])[0] if field in places else getattr(header, field)
        for field in _WIDE_FIELDS
    )
    return Member(name, header, record, size, compressed, offset, offset_at=places.get("offset"))


def _name(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8" if flags & UTF8_FLAG else "cp437")
    except UnicodeDecodeError as error:
        raise _damaged("un nom d'élément est illisible") from error


def _wide_places(record: bytes, header: CentralHeader) -> dict[str, int]:
    """Give the position, in the central record, of each value that is kept in its zip64 extra field."""
    wide = [field for field in _WIDE_FIELDS if getattr(header, field) == FULL_32]
    position = CENTRAL.size + header.name_bytes
    end = position + header.extra_bytes
    while wide and position + 4 <= end:
        kind, length = struct.unpack_from("<2H", record, position)
        if kind == ZIP64_EXTRA and length >= 8 * len(wide) and position + 4 + length <= end:
            return {field: position + 4 + 8 * index for index, field in enumerate(wide)}
        position += 4 + length
    if wide:
        raise _damaged("une taille manque dans le répertoire de l'archive")
    return {}


def _located(source: bytes, members: list[Member], directory: int) -> tuple[Member, ...]:
    """Give each member the extent of its local record, checked against its central record."""
    by_offset = sorted(members, key=lambda member: member.offset)
    ends = [member.offset for member in by_offset[1:]] + [directory]
    placed = {}
    for member, end in zip(by_offset, ends, strict=True):
        data = _data_offset(source, member)
        if data + member.compressed > end:
            raise _damaged(f"« {member.name} » déborde sur l'élément suivant")
        placed[member.offset] = replace(member, data=data, end=end)
    return tuple(placed[member.offset] for member in members)


def _data_offset(source: bytes, member: Member) -> int:
    if member.offset + LOCAL.size > len(source) or not source.startswith(b"PK\3\4", member.offset):
        raise _damaged(f"« {member.name} » est introuvable dans l'archive")
    name_bytes, extra_bytes = LOCAL.unpack_from(source, member.offset)[-2:]
    start = member.offset + LOCAL.size
    central_name = member.record[CENTRAL.size : CENTRAL.size + member.header.name_bytes]
    if source[start : start + name_bytes] != central_name:
        raise _damaged(f"« {member.name} » porte deux noms différents")
    return start + int(name_bytes) + int(extra_bytes)


def _refuse_bombs(members: tuple[Member, ...]) -> None:
    if sum(member.size for member in members) > MAX_TOTAL_BYTES:
        raise Refused(
            "le contenu décompressé dépasse 1 Gio : ce fichier n'est pas "
            "un classeur de bureau, vérifiez son nom."
        )
    for member in members:
        if member.size > _BOMB_BYTES and member.size > _BOMB_RATIO * member.compressed:
            raise Refused(
                f"« {member.name} » se décompresse à plus de {_BOMB_RATIO} fois sa taille : "
                "fichier suspect, non ouvert ; demandez-en une autre copie à qui vous l'a envoyé."
            )
