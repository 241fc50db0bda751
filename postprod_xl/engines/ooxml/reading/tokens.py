"""The XML tokens of a plain sheet, as lookup tables over whole arrays of bytes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from postprod_xl.engines.ooxml.reading.written_cells import TYPES

_TAG_REST = re.compile(rb'((?: [A-Za-z_][\w:.]*="[^"<>&]*")*) ?/?>')
_ATTRIBUTE = re.compile(rb' ([\w:.]+)="([^"]*)"')


class NotPlain(Exception):
    """Something is not spelled plainly."""


class _Mark(NamedTuple):
    """A spelling: its first two letters after ``<``, the next ones to check, its length if fixed, its followers."""

    start: bytes
    more: bytes
    length: int
    followers: str


# fmt: off
_MARKS = {
    "rows": _Mark(b"", b"", 0, "row row0 rows"),
    "row": _Mark(b"ro", b"w", 0, "c c0 /row"),
    "row0": _Mark(b"", b"", 0, "row row0 rows"),
    "/row": _Mark(b"/r", b"ow>", 6, "row row0 rows"),
    "c": _Mark(b"c ", b'r="', 0, "f f0 v v0 is /c"),
    "c0": _Mark(b"", b"", 0, "c c0 /row"),
    "/c": _Mark(b"/c", b">", 4, "c c0 /row"),
    "f": _Mark(b"f>", b"", 0, "/f"),
    "f0": _Mark(b"f/", b">", 4, "v v0 /c"),
    "/f": _Mark(b"/f", b">", 4, "v v0 /c"),
    "v": _Mark(b"v>", b"", 0, "/v"),
    "v0": _Mark(b"v/", b">", 4, "/c"),
    "/v": _Mark(b"/v", b">", 4, "/c"),
    "is": _Mark(b"is", b">", 4, "t t0"),
    "/is": _Mark(b"/i", b"s>", 5, "/c"),
    "t": _Mark(b"t>", b"", 0, "/t"),
    "t0": _Mark(b"t/", b">", 4, "/is"),
    "/t": _Mark(b"/t", b">", 4, "/is"),
    # Tokens with a space, recognised one by one: a formula or a text with attributes, an empty value.
    "f ": _Mark(b"f ", b"", 0, ""),
    "t ": _Mark(b"t ", b"xml", 0, ""),
    "v ": _Mark(b"v ", b"/>", 5, ""),
}
_STEPS = {"f": 3, "f0": 2, "v": 1, "v0": 1, "is": 2, "/c": 1}
# fmt: on
CODE = {name: code for code, name in enumerate(_MARKS, 1)}
_WIDTH = len(_MARKS) + 1


def _by_code(values: dict[str, int]) -> np.ndarray:
    table = np.zeros(_WIDTH, dtype=np.int64)
    for name, value in values.items():
        table[CODE[name]] = value
    return table


def _two_letters(codes: dict[bytes, int]) -> np.ndarray:
    table = np.zeros(1 << 16, dtype=np.uint8)
    for letters, code in codes.items():
        if letters:
            table[letters[0] | letters[1] << 8] = code
    return table


BY_START = _two_letters({mark.start: CODE[name] for name, mark in _MARKS.items()})
MORE = [
    _by_code({name: mark.more[at] if at < len(mark.more) else 0 for name, mark in _MARKS.items()}).astype(
        np.uint8
    )
    for at in range(3)
]
ROWS = np.array([CODE["rows"]], dtype=np.uint8)
LENGTH = _by_code({name: mark.length for name, mark in _MARKS.items()})
STEP = _by_code(_STEPS)
FOLLOWS = np.zeros((_WIDTH, _WIDTH), dtype=bool)
for _name, _mark in _MARKS.items():
    FOLLOWS[CODE[_name], [CODE[follower] for follower in _mark.followers.split()]] = True
TYPE_BY_START = _two_letters({f'{name}"'[:2].encode(): kind + 1 for name, kind in TYPES.items()})
TYPE_LENGTHS = np.array([0, *(len(name) for name in TYPES)])


@lru_cache(maxsize=1000)
def attributes(rest: bytes) -> dict[bytes, bytes]:
    """The attributes that end a tag, each given once."""
    plain = _TAG_REST.fullmatch(rest)
    found = _ATTRIBUTE.findall(plain[1]) if plain else []
    given = dict(found)
    if not plain or len(given) < len(found):
        raise NotPlain
    return given
