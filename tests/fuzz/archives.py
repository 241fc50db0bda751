"""Damages of the archive around the parts: its headers, its end, two members of one name."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from random import Random

from tests.fuzz.markup import Damaged, cut, flipped
from tests.fuzz.office import parts, small_office


def _archive_flipped(chance: Random) -> Damaged:
    return flipped(_deflated(), chance)


def _archive_cut(chance: Random) -> Damaged:
    return cut(_deflated(), chance)


def _member_field(chance: Random) -> Damaged:
    """A field of a local or central header: sizes, CRC, flags, method, lengths."""
    data = bytearray(small_office())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = chance.choice(archive.infolist())
        start = archive.start_dir
    if chance.random() < 0.5:
        at, fields = (
            member.header_offset,
            {"flags": 6, "method": 8, "CRC": 14, "packed": 18, "size": 22, "name": 26},
        )
    else:
        at = bytes(data).find(member.filename.encode(), start) - 46
        fields = {"flags": 8, "method": 10, "CRC": 16, "packed": 20, "size": 24, "name": 28, "offset": 42}
    name = chance.choice(list(fields))
    wide = name in ("CRC", "packed", "size", "offset")
    value = chance.choice([0, 1, 8, 9, 12, 99, 0x0800, 0xFFFF, *([0x7FFFFFFF, 0xFFFFFFFF] if wide else [])])
    struct.pack_into("<I" if wide else "<H", data, at + fields[name], value)
    return f"{member.filename} : {name} of the archive made {value}", bytes(data)


def _member_twice(chance: Random) -> Damaged:
    buffer = io.BytesIO(small_office())
    part = chance.choice(list(parts()))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(part, chance.choice([parts()[part], b"", parts()[chance.choice(list(parts()))]]))
    return f"{part} twice", buffer.getvalue()


def _around(chance: Random) -> Damaged:
    data = _deflated()
    return chance.choice(
        [
            ("bytes before the archive", b"#!/bin/sh\n" + data),
            ("bytes after the archive", data + b"\0" * 100),
            ("no central directory", data[: data.rfind(b"PK\1\2")]),
            ("an empty file", b""),
            ("zeros", b"\0" * 5000),
            ("a text", "Projet;Titre\r\nP1;Le Phare\r\n".encode("utf-16")),
            ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
            ("the archive twice", data + data),
            ("a mere header", b"PK\3\4"),
        ]
    )


@cache
def _deflated() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts().items():
            archive.writestr(name, data)
    return buffer.getvalue()


ARCHIVE_DAMAGES: tuple[Callable[[Random], Damaged], ...] = (
    *(_archive_flipped, _archive_flipped, _archive_cut, *[_member_field] * 5, _member_twice, _member_twice, _around),
)  # fmt: skip
