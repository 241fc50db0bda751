"""The cells of a sheet written plainly, as spreadsheets write them: found by whole-array operations.

A sheet is plain when every mark between its first row and its last is one of a few spellings, in an order that
the schema allows. Whatever else it holds (another order of attributes, single quotes, prefixes, comments, rich
text…) is left to a parser: nothing here guesses.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from postprod_xl.workbook import safe_xml
from postprod_xl.workbook.addresses import LAST_COLUMN, LAST_ROW, Area, column_number
from postprod_xl.workbook.errors import Refused
from postprod_xl.workbook.escapes import decoded_entities
from postprod_xl.workbook.markup import main
from postprod_xl.workbook.reading.written import REFERENCE, TYPES, CellType, WrittenCells

_OPENING, _CLOSING = b"<sheetData>", b"</sheetData>"
_SPACED_TEXT = b'<t xml:space="preserve">'
_ROW_NUMBER = re.compile(rb' r="([1-9][0-9]{0,6})"(?=[ />])')
_TAG_REST = re.compile(rb'((?: [A-Za-z_][\w:.]*="[^"<>&]*")*) ?/?>')
_ATTRIBUTE = re.compile(rb' ([\w:.]+)="([^"]*)"')
_ENCODING = re.compile(r"utf-?8|us-ascii", re.IGNORECASE)
_ODD_ENTITY = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos|#(?:9|10|13|3[2-9]|[4-9][0-9]|1[0-9]{2}|2[0-4][0-9]));)"
)
_BLANKS = frozenset(b"\t\n\r")
_CHUNK = 1 << 20


class _Mark(NamedTuple):
    """A spelling: its first two letters after ``<``, the next ones to check, its length if fixed, its followers."""

    start: bytes
    more: bytes
    length: int
    followers: str


# fmt: off
_MARKS = {
    "begin": _Mark(b"sh", b"eet", len(_OPENING), "row row0 end"),
    "end": _Mark(b"/s", b"hee", len(_CLOSING), ""),
    "row": _Mark(b"ro", b"w", 0, "c c0 /row"),
    "row0": _Mark(b"", b"", 0, "row row0 end"),
    "/row": _Mark(b"/r", b"ow>", 6, "row row0 end"),
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
    # Marks with a blank, told apart one by one: a formula or a text with attributes, an empty value.
    "f ": _Mark(b"f ", b"", 0, ""),
    "t ": _Mark(b"t ", b"xml", 0, ""),
    "v ": _Mark(b"v ", b"/>", 5, ""),
}
_STEPS = {"f": 3, "f0": 2, "v": 1, "v0": 1, "is": 2, "/c": 1}
# fmt: on
_CODE = {name: code for code, name in enumerate(_MARKS, 1)}
_WIDTH = len(_MARKS) + 1


def _by_code(values: dict[str, int]) -> np.ndarray:
    table = np.zeros(_WIDTH, dtype=np.int64)
    for name, value in values.items():
        table[_CODE[name]] = value
    return table


def _two_letters(codes: dict[bytes, int]) -> np.ndarray:
    table = np.zeros(1 << 16, dtype=np.uint8)
    for letters, code in codes.items():
        if letters:
            table[letters[0] | letters[1] << 8] = code
    return table


_BY_START = _two_letters({mark.start: _CODE[name] for name, mark in _MARKS.items()})
_MORE = [
    _by_code({name: mark.more[at] if at < len(mark.more) else 0 for name, mark in _MARKS.items()}).astype(
        np.uint8
    )
    for at in range(3)
]
_LENGTH = _by_code({name: mark.length for name, mark in _MARKS.items()})
_STEP = _by_code(_STEPS)
_FOLLOWS = np.zeros((_WIDTH, _WIDTH), dtype=bool)
for _name, _mark in _MARKS.items():
    _FOLLOWS[_CODE[_name], [_CODE[follower] for follower in _mark.followers.split()]] = True
_TYPE_BY_START = _two_letters({f'{name}"'[:2].encode(): kind + 1 for name, kind in TYPES.items()})
_TYPE_LENGTHS = np.array([0, *(len(name) for name in TYPES)])


class _NotPlain(Exception):
    """Something is not spelled plainly."""


def plain_cells(xml: bytes, part: str) -> WrittenCells | None:
    """The cells of a sheet, None when its XML is not plain throughout.

    Parameters
    ----------
    xml
        The worksheet part.
    part
        Its name.
    """
    begin, end = xml.find(_OPENING), xml.rfind(_CLOSING)
    if not 0 <= begin < end:
        return None
    try:
        merged = _merged_around(xml[: begin + len(_OPENING)] + xml[end:], part)
        _check_text(xml, begin, end)
        return _Scan(xml, begin, end + len(_CLOSING)).cells(merged)
    except (_NotPlain, Refused):
        # What is wrong is for the parser to say.
        return None


def _merged_around(frame: bytes, part: str) -> list[Area]:
    """The merged ranges of a sheet, from its XML without its rows."""
    root = safe_xml.parse(frame, part)
    encoding, data = root.getroottree().docinfo.encoding or "UTF-8", root.find(main("sheetData"))
    if root.tag != main("worksheet") or data is None or data.prefix or not _ENCODING.fullmatch(encoding):
        raise _NotPlain
    found = (Area.parse(cell.get("ref", "")) for cell in root.iter(main("mergeCell")))
    return [area for area in found if area is not None]


def _check_text(xml: bytes, begin: int, end: int) -> None:
    """Check that the characters are those of XML, in UTF-8, and that no entity needs a parser."""
    low = np.frombuffer(xml, dtype=np.uint8)[begin:end]
    if not _BLANKS.issuperset(np.unique(low[low < ord(" ")]).tolist()) or xml.find(b"]]>", begin, end) >= 0:
        raise _NotPlain
    if _ODD_ENTITY.search(xml, begin, end):
        raise _NotPlain
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(begin, end, _CHUNK):
            decoder.decode(xml[start : min(start + _CHUNK, end)])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _NotPlain from error


class _Scan:
    """The marks of one sheet's rows: where each begins, where the next one does, and what it is."""

    def __init__(self, xml: bytes, begin: int, end: int) -> None:
        self._xml = xml
        self._bytes = np.frombuffer(xml, dtype=np.uint8)
        self._at = np.flatnonzero(self._bytes[begin:end] == ord("<")) + begin
        self._next = np.append(self._at[1:], end)
        self._codes = self._classified()
        self._tell_apart()
        self._check_order()

    def cells(self, merged: list[Area]) -> WrittenCells:
        """The cells that hold something, and the merged ranges given."""
        tagged = np.flatnonzero((self._codes == _CODE["c"]) | (self._codes == _CODE["c0"]))
        rows, columns, styles, types = self._tags(tagged)
        self._check_places(rows, columns)
        starts, ends, computed = self._contents(tagged)
        valued = ends > starts
        kept = np.flatnonzero(valued | computed | (types == CellType.ERROR))
        bare = kept[computed[kept] & ~valued[kept] & (types[kept] != CellType.FORMULA_TEXT)]
        positions = np.searchsorted(kept, bare).tolist()
        spans = zip(starts[kept].tolist(), ends[kept].tolist(), strict=True)
        return WrittenCells(
            rows[kept],
            columns[kept],
            types[kept],
            styles[kept],
            [self._xml[start:end] for start, end in spans],
            {
                place: self._formula(mark)
                for place, mark in zip(positions, tagged[bare].tolist(), strict=True)
            },
            merged,
            _text,
        )

    def _byte(self, at: np.ndarray) -> np.ndarray:
        return self._bytes.take(at, mode="clip")

    def _classified(self) -> np.ndarray:
        """The code of every mark; those of a fixed length go right up to the next one."""
        start = self._byte(self._at + 1).astype(np.uint16) | self._byte(self._at + 2).astype(np.uint16) << 8
        codes = _BY_START[start]
        plain = codes != 0
        for offset, more in enumerate(_MORE, 3):
            expected = more[codes]
            plain &= (expected == 0) | (expected == self._byte(self._at + offset))
        length = _LENGTH[codes]
        plain &= (length == 0) | (self._at + length == self._next)
        if not plain.all():
            raise _NotPlain
        return codes

    def _tell_apart(self) -> None:
        """Settle the marks whose spelling says more than their first letters."""
        codes = self._codes
        codes[codes == _CODE["v "]] = _CODE["v0"]
        for name in ("row", "c"):
            found = np.flatnonzero(codes == _CODE[name])
            codes[found[self._byte(self._next[found] - 2) == ord("/")]] = _CODE[f"{name}0"]
        for mark in np.flatnonzero(codes == _CODE["f "]).tolist():
            codes[mark] = self._formula_code(mark)
        for mark in np.flatnonzero(codes == _CODE["t "]).tolist():
            if not self._xml.startswith(_SPACED_TEXT, self._at[mark]):
                raise _NotPlain
            codes[mark] = _CODE["t"]
        for mark in np.flatnonzero((codes == _CODE["row"]) | (codes == _CODE["row0"])).tolist():
            self._check_row(self._xml[self._at[mark] + len("<row") : self._next[mark]])

    def _formula_code(self, mark: int) -> int:
        start = int(self._at[mark])
        end = self._xml.find(b">", start) + 1
        _attributes(self._xml[start + len("<f") : end])
        if self._xml[end - 2] != ord("/"):
            return _CODE["f"]
        if end != self._next[mark]:
            raise _NotPlain
        return _CODE["f0"]

    def _check_row(self, rest: bytes) -> None:
        number = _ROW_NUMBER.match(rest)
        others = _attributes(rest[number.end() if number else 0 :])
        if b"r" in others or (number and int(number[1]) > LAST_ROW):
            raise _NotPlain

    def _check_order(self) -> None:
        first, last = self._codes[0], self._codes[-1]
        if (
            not _FOLLOWS[self._codes[:-1], self._codes[1:]].all()
            or first != _CODE["begin"]
            or last != _CODE["end"]
        ):
            raise _NotPlain

    def _tags(self, tagged: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Row, column, format and type of every cell, from its opening tag."""
        start = self._at[tagged] + len('<c r="')
        columns, after = self._letters(start)
        rows, at = self._digits(after, 7)
        plain = (
            (after > start) & (at > after) & (self._byte(after) != ord("0")) & (self._byte(at) == ord('"'))
        )
        styles, at = self._style(at + 1)
        types, at = self._type(at)
        stop = self._next[tagged] - np.where(self._codes[tagged] == _CODE["c0"], 2, 1)
        plain &= (at == stop) & (self._byte(self._next[tagged] - 1) == ord(">"))
        for index in np.flatnonzero(~plain).tolist():
            rows[index], columns[index], styles[index], types[index] = self._odd_tag(tagged[index])
        return rows, columns, styles, types

    def _letters(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        number, at = np.zeros(len(at), dtype=np.int64), at.copy()
        for _ in range(3):
            letter = self._byte(at) - np.uint8(ord("A"))
            is_letter = letter < 26
            number = np.where(is_letter, number * 26 + letter + 1, number)
            at += is_letter
        return number, at

    def _digits(self, at: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
        number, at = np.zeros(len(at), dtype=np.int64), at.copy()
        for _ in range(most):
            digit = self._byte(at) - np.uint8(ord("0"))
            is_digit = digit < 10
            if not is_digit.any():
                break
            number = np.where(is_digit, number * 10 + digit, number)
            at += is_digit
        return number, at

    def _named(self, at: np.ndarray, name: str) -> np.ndarray:
        """Whether an attribute of a one-letter name begins there."""
        found = self._byte(at) == ord(" ")
        for offset, letter in enumerate(f'{name}="', 1):
            found &= self._byte(at + offset) == ord(letter)
        return found

    def _style(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        number, after = self._digits(at + 4, 6)
        found = self._named(at, "s") & (self._byte(after) == ord('"')) & (after > at + 4)
        return np.where(found, number, 0), np.where(found, after + 1, at)

    def _type(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        start = self._byte(at + 4).astype(np.uint16) | self._byte(at + 5).astype(np.uint16) << 8
        kind = _TYPE_BY_START[start]
        after = at + 4 + _TYPE_LENGTHS[kind]
        found = self._named(at, "t") & (kind != 0) & (self._byte(after) == ord('"'))
        return np.where(found, kind, 1) - 1, np.where(found, after + 1, at)

    def _odd_tag(self, mark: int) -> tuple[int, int, int, int]:
        """A cell's tag with other attributes, or in another order."""
        given = _attributes(self._xml[self._at[mark] + len("<c") : self._next[mark]])
        place = REFERENCE.fullmatch(given.get(b"r", b"").decode())
        style, kind = given.get(b"s", b"0").decode(), TYPES.get(given.get(b"t", b"n").decode())
        if not place or kind is None or not re.fullmatch("[0-9]{1,6}", style):
            raise _NotPlain
        return int(place[2]), column_number(place[1]), int(style), kind

    def _check_places(self, rows: np.ndarray, columns: np.ndarray) -> None:
        """Check that cells are in order, each in a place of its own within a sheet."""
        if not rows.size:
            return
        keys = rows * (LAST_COLUMN + 1) + columns
        if (keys[1:] <= keys[:-1]).any() or columns.max() > LAST_COLUMN or rows[-1] > LAST_ROW:
            raise _NotPlain

    def _contents(self, tagged: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Where each cell's value begins and ends, at one place when it has none, and whether it has a formula."""
        opened = self._codes[tagged] == _CODE["c"]
        following = self._codes[tagged + 1]
        holders = tagged + np.where(opened, _STEP[following], 0)
        kinds = self._codes[holders]
        text = kinds == _CODE["t"]
        spaced = text & (self._byte(self._at[holders] + 2) == ord(" "))
        starts = self._at[holders] + np.where(spaced, len(_SPACED_TEXT), 3)
        ends = np.where(text | (kinds == _CODE["v"]), self._next[holders], starts)
        return starts, ends, opened & ((following == _CODE["f"]) | (following == _CODE["f0"]))

    def _formula(self, mark: int) -> str:
        """The formula of a cell, empty when it takes that of another."""
        if self._codes[mark + 1] == _CODE["f0"]:
            return ""
        start = self._xml.find(b">", self._at[mark + 1]) + 1
        return _text(self._xml[start : self._next[mark + 1]])


@lru_cache(maxsize=1000)
def _attributes(rest: bytes) -> dict[bytes, bytes]:
    """The attributes that end a tag, each given once."""
    plain = _TAG_REST.fullmatch(rest)
    found = _ATTRIBUTE.findall(plain[1]) if plain else []
    given = dict(found)
    if not plain or len(given) < len(found):
        raise _NotPlain
    return given


def _text(content: bytes) -> str:
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return decoded_entities(content.decode())
