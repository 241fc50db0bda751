"""CSV files as other programs, people and accidents leave them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from random import Random

from postprod_xl.schema.tables import BY_NAME
from tests.fuzz.values import BLANKS, BY_KIND, NASTY

Files = dict[str, bytes]


def damaged_csv(chance: Random, files: Mapping[str, bytes]) -> tuple[str, Files]:
    """A damage in words, and the files of the folder."""
    name = chance.choice(list(files))
    what, damaged = chance.choice(_DAMAGES)(name, dict(files), chance)
    return f"{name} : {what}", damaged


def _field(name: str, files: Files, chance: Random) -> tuple[str, Files]:
    rows = list(csv.reader(io.StringIO(files[name].decode("utf-8-sig")), delimiter=";"))
    at, column = chance.randrange(1, len(rows)), chance.randrange(len(rows[0]))
    kind = next(c.kind for c in BY_NAME[name.removesuffix(".csv")].columns if c.heading == rows[0][column])
    text = chance.choice(
        chance.choice([NASTY, BLANKS, *[BY_KIND[kind]] * 4] if kind in BY_KIND else [NASTY, BLANKS])
    )
    rows[at][column] = text
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(rows)
    files[name] = written.getvalue().encode("utf-8-sig", "replace")
    return f"line {at + 1}, {rows[0][column]} = {text[:40]!r}", files


def _bytes(name: str, files: Files, chance: Random) -> tuple[str, Files]:
    data = files[name]
    text = data.decode("utf-8-sig")
    at = chance.randrange(len(data))
    what, files[name] = chance.choice(
        [
            ("in UTF-16", text.encode("utf-16")),
            ("in UTF-16 without mark", text.encode("utf-16-le")),
            ("in UTF-32", text.encode("utf-32")),
            ("in Windows' encoding", text.encode("cp1252", "replace")),
            ("in the Mac's encoding", text.encode("mac_roman", "replace")),
            ("in MS-DOS' encoding", text.encode("cp850", "replace")),
            ("two byte order marks", b"\xef\xbb\xbf" + data),
            ("emptied", b""),
            ("blank", b"\r\n \r\n;;;\r\n"),
            (f"cut at {at}", data[:at]),
            ("with commas", text.replace(";", ",").encode()),
            ("with tabs", text.replace(";", "\t").encode()),
            ("with sep=", b"sep=;\r\n" + text.encode()),
            ("with sep=,", b"sep=,\r\n" + text.replace(";", ",").encode()),
            ("lines of the old Mac", text.replace("\r\n", "\r").encode()),
            ("a stray quote", data[:at] + b'"' + data[at:]),
            ("a stray separator", data[:at] + b";" + data[at:]),
            ("a stray line end", data[:at] + b"\n" + data[at:]),
            ("a null", data[:at] + b"\0" + data[at:]),
            ("an odd byte", data[:at] + bytes([chance.randrange(128, 256)]) + data[at:]),
            ("a field of 200,000 characters", data.replace(b";", b";" + b"x" * 200_000 + b";", 1)),
            ("the heading alone", data.partition(b"\r\n")[0]),
            ("without heading", data.partition(b"\r\n")[2]),
            ("the lines twice", data + data.partition(b"\r\n")[2]),
            (
                "headings in capitals",
                text.partition("\r\n")[0].upper().encode() + b"\r\n" + data.partition(b"\r\n")[2],
            ),
            ("a binary file", bytes(range(256)) * 20),
        ]
    )
    return what, files


def _names(name: str, files: Files, chance: Random) -> tuple[str, Files]:
    data = files.pop(name)
    other = chance.choice(
        [name.upper(), name.lower(), f"copie de {name}", name.replace(".csv", ".txt"), f"{name}.csv"]
    )
    files[other] = data
    return f"named {other}", files


_DAMAGES: tuple[Callable[[str, Files, Random], tuple[str, Files]], ...] = (
    _field,
    _field,
    _field,
    _bytes,
    _bytes,
    _names,
)
