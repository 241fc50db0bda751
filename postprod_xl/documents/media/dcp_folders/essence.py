"""The MXF files of a DCP, read by their packets (SMPTE ST 377-1: key, length, value): no picture is decoded.

The size of each frame is the length of its packet, for a picture wrapped by frame (SMPTE ST 429-4). A 2K feature of
90 minutes has some 130 000 packets, of which only the heads are read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from postprod_xl.documents.media.dcp_folders.paths import inside
from postprod_xl.documents.media.dcp_folders.records import DcpEssence, DcpFacts
from postprod_xl.documents.media.records import Unread

_LABEL = bytes.fromhex("060e2b34")
_ELEMENT = bytes.fromhex("0d010301")  # bytes 9 to 12 of the key of an element of a generic container
_PICTURE = 0x15
_ENCRYPTED = bytes.fromhex("0d01030102 7e0100".replace(" ", ""))
_LOCAL_SET = bytes.fromhex("0d01010101 01".replace(" ", ""))
_LARGEST_SET = 1 << 20
_RUN_IN = 65_536

_RATE, _WIDTH, _HEIGHT = 0x3001, 0x3203, 0x3202
_SOUND_RATE, _BITS, _CHANNELS = 0x3D03, 0x3D01, 0x3D07
_DESCRIPTOR_KINDS = range(0x24, 0x64)
_STEREOSCOPIC = (
    0x63  # the sub-descriptor of SMPTE ST 429-10: a left frame then a right one for each edit unit
)


@dataclass
class _Seen:
    """What the packets of a file said so far."""

    tags: dict[int, bytes]
    frames: int = 0
    largest: int = 0
    is_encrypted: bool = False
    is_stereoscopic: bool = False
    is_truncated: bool = False


def read_essences(folder: Path, facts: DcpFacts) -> Iterator[DcpEssence | Unread]:
    """What each MXF file that stands in a DCP folder says of itself, in the order of its lists."""
    for asset in facts.assets:
        path = inside(folder, asset.path) if asset.path and asset.is_here else None
        if path is not None and path.suffix.casefold() == ".mxf":
            yield read_essence(path, asset.path)


def read_essence(path: Path, file: str = "") -> DcpEssence | Unread:
    """What an MXF file of a DCP says of itself, and its largest frame.

    Parameters
    ----------
    path
        The file.
    file
        How the DCP names it; its own name otherwise.
    """
    name = file or path.name
    try:
        with path.open("rb", buffering=0) as stream:  # heads of 25 bytes: a buffer would read 8 kB for each
            start = _first_packet(stream)
            if start is None:
                return Unread(name, "ce n'est pas un fichier MXF : ni en-tête ni partition")
            return _essence_of(name, _seen(stream, start, path.stat().st_size))
    except OSError as error:
        return Unread(name, f"le système refuse ce fichier ({error.strerror or type(error).__name__})")


def _first_packet(stream: BinaryIO) -> int | None:
    """Where the header partition starts, after the run-in that the standard allows."""
    at = stream.read(_RUN_IN + 16).find(_LABEL + bytes.fromhex("020501010d010201"))
    return None if at < 0 else at


def _essence_of(name: str, seen: _Seen) -> DcpEssence:
    width, height = _number(seen.tags, _WIDTH), _number(seen.tags, _HEIGHT)
    is_measured = bool(seen.frames) and not seen.is_encrypted and not seen.is_stereoscopic
    return DcpEssence(
        file=name,
        raster=(width, height) if width and height else None,
        rate=_ratio(seen.tags, _RATE) if width else None,
        frames=seen.frames if seen.frames else None,
        largest_frame_bytes=seen.largest if is_measured else None,
        channels=_number(seen.tags, _CHANNELS),
        sound_rate_hz=_whole_rate(seen.tags),
        sound_bits=_number(seen.tags, _BITS),
        is_encrypted=seen.is_encrypted,
        is_stereoscopic=seen.is_stereoscopic,
        is_truncated=seen.is_truncated,
    )


def _seen(stream: BinaryIO, start: int, size: int) -> _Seen:
    seen = _Seen({})
    for key, at, length in _packets(stream, start):
        if at + length > size:
            seen.is_truncated = True
            break
        if key[8:16] == _ENCRYPTED:
            seen.is_encrypted = True
        elif key[8:12] == _ELEMENT and key[12] == _PICTURE:
            seen.frames, seen.largest = seen.frames + 1, max(seen.largest, length)
        elif key[4:6] == b"\x02\x53" and key[8:14] == _LOCAL_SET and key[14] in _DESCRIPTOR_KINDS:
            seen.is_stereoscopic = seen.is_stereoscopic or key[14] == _STEREOSCOPIC
            stream.seek(at)
            seen.tags |= {
                tag: value for tag, value in _tags(stream.read(min(length, _LARGEST_SET))) if tag in _KEPT
            }
    return seen


_KEPT = (_RATE, _WIDTH, _HEIGHT, _SOUND_RATE, _BITS, _CHANNELS)


def _packets(stream: BinaryIO, start: int) -> Iterator[tuple[bytes, int, int]]:
    """Each packet: its key, where its value stands, its length."""
    at = start
    while True:
        stream.seek(at)
        head = stream.read(25)
        if len(head) < 17 or head[:4] != _LABEL:
            return
        size = head[16] & 0x7F if head[16] & 0x80 else 0
        if size > 8 or len(head) < 17 + size:
            return
        length = int.from_bytes(head[17 : 17 + size], "big") if size else head[16]
        at += 17 + size
        yield head[:16], at, length
        at += length


def _tags(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The items of a local set: two bytes of tag, two of length (SMPTE ST 377-1, 9.3)."""
    at = 0
    while at + 4 <= len(data):
        tag, length = struct.unpack_from(">HH", data, at)
        yield tag, data[at + 4 : at + 4 + length]
        at += 4 + length


def _number(tags: dict[int, bytes], tag: int) -> int | None:
    return int.from_bytes(tags[tag], "big") if tag in tags else None


def _ratio(tags: dict[int, bytes], tag: int) -> Fraction | None:
    value = tags.get(tag, b"")
    if len(value) != 8:
        return None
    over, under = struct.unpack(">II", value)
    return Fraction(over, under) if over and under else None


def _whole_rate(tags: dict[int, bytes]) -> int | None:
    rate = _ratio(tags, _SOUND_RATE)
    return int(rate) if rate is not None and rate.denominator == 1 else None
