"""The cells of a sheet spelled as spreadsheets spell them, found by whole-array operations.

A sheet is plain when every mark between its first row and its last is one of a few spellings, in an order that
the schema allows. Whatever else it holds (another order of attributes, single quotes, prefixes, comments, rich
text…) is left to a parser: nothing here guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from postprod_xl.engines.ooxml import safe_xml
from postprod_xl.engines.ooxml.addresses import LAST_COLUMN, LAST_ROW, Area, column_number
from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.escapes import decoded_entities
from postprod_xl.engines.ooxml.markup import main
from postprod_xl.engines.ooxml.reading.tokens import (
    BY_START,
    CODE,
    FOLLOWS,
    LENGTH,
    MORE,
    ROWS,
    STEP,
    TYPE_BY_START,
    TYPE_LENGTHS,
    NotPlain,
    attributes,
)
from postprod_xl.engines.ooxml.reading.written_cells import (
    REFERENCE,
    TYPES,
    CellType,
    WrittenCells,
    check_count,
)

_OPENING, _CLOSING = b"<sheetData>", b"</sheetData>"
_ROW_END = b"</row>"
_GROUP = 1 << 20
_SPACED_TEXT = b'<t xml:space="preserve">'
_ROW_NUMBER = re.compile(rb' r="([1-9][0-9]{0,6})"(?=[ />])')
_ENCODING = re.compile(r"utf-?8|us-ascii", re.IGNORECASE)
# Characters that XML allows, by number; the rarest are left to the parser, as what is no character.
_DECIMAL = rb"9|10|13|3[2-9]|[4-9][0-9]|[1-9][0-9]{2,3}|[1-4][0-9]{4}|12[0-9]{4}"
_HEXADECIMAL = (
    rb"[9AaDd]|[2-9A-Fa-f][0-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]{2}|[1-9A-Ca-c][0-9A-Fa-f]{3}|1[Ff][0-9A-Fa-f]{3}"
)
_ODD_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#(?:%s)|#x(?:%s));)" % (_DECIMAL, _HEXADECIMAL))
_BLANKS = frozenset(b"\t\n\r")


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
    first = begin + len(_OPENING)
    try:
        merged = _merged_around(xml[:first] + xml[end:], part)
        pieces: list[WrittenCells] = []
        for start, stop in _row_groups(xml, first, end):
            pieces.append(_Scan(xml, start, stop).cells())
            check_count(sum(len(piece.contents) for piece in pieces), part)
        return _joined(pieces, merged)
    except NotPlain:
        # What is wrong is for the parser to say.
        return None


def _row_groups(xml: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Whole rows, a mebibyte or so at a time: what is made of them then takes little room, whatever the sheet."""
    while start < end:
        stop = end
        if end - start > _GROUP:
            last = xml.rfind(_ROW_END, start, start + _GROUP)
            last = xml.find(_ROW_END, start, end) if last < 0 else last
            stop = end if last < 0 else last + len(_ROW_END)
        yield start, stop
        start = stop


def _joined(pieces: Sequence[WrittenCells], merged: list[Area]) -> WrittenCells:
    firsts = np.cumsum([0, *(len(piece.contents) for piece in pieces)]).tolist()
    none = np.zeros(0, dtype=np.int64)
    rows, columns, types, styles = (
        np.concatenate([none, *(getattr(piece, name) for piece in pieces)])
        for name in ("rows", "columns", "types", "styles")
    )
    _check_places(rows, columns)
    formulas = {
        first + place: formula
        for first, piece in zip(firsts, pieces, strict=False)
        for place, formula in piece.formulas.items()
    }
    contents = [content for piece in pieces for content in piece.contents]
    return WrittenCells(rows, columns, types, styles, contents, formulas, merged, _text)


def _check_places(rows: np.ndarray, columns: np.ndarray) -> None:
    """Check that cells are in order, each in a place of its own within a sheet."""
    if not rows.size:
        return
    keys = rows * (LAST_COLUMN + 1) + columns
    if (keys[1:] <= keys[:-1]).any() or columns.max() > LAST_COLUMN or rows[-1] > LAST_ROW:
        raise NotPlain


def _merged_around(frame: bytes, part: str) -> list[Area]:
    """The merged ranges of a sheet, from its XML without its rows."""
    try:
        root = safe_xml.parse(frame, part)
    except Refused as refused:
        raise NotPlain from refused
    encoding, data = root.getroottree().docinfo.encoding or "UTF-8", root.find(main("sheetData"))
    if root.tag != main("worksheet") or data is None or data.prefix or not _ENCODING.fullmatch(encoding):
        raise NotPlain
    found = (Area.parse(cell.get("ref", "")) for cell in root.iter(main("mergeCell")))
    return [area for area in found if area is not None]


def _check_text(xml: bytes, begin: int, end: int) -> None:
    """Check that the characters are those of XML, in UTF-8, and that no entity needs a parser."""
    low = np.frombuffer(xml, dtype=np.uint8)[begin:end]
    if not _BLANKS.issuperset(np.unique(low[low < ord(" ")]).tolist()) or xml.find(b"]]>", begin, end) >= 0:
        raise NotPlain
    if _ODD_ENTITY.search(xml, begin, end):
        raise NotPlain
    try:
        str(memoryview(xml)[begin:end], "utf-8")
    except UnicodeDecodeError as error:
        raise NotPlain from error


class _Scan:
    """The marks of some rows of a sheet: where each begins, where the next one does, and what it is."""

    def __init__(self, xml: bytes, begin: int, end: int) -> None:
        _check_text(xml, begin, end)
        self._xml = xml
        self._bytes = np.frombuffer(xml, dtype=np.uint8)
        self._at = np.flatnonzero(self._bytes[begin:end] == ord("<")) + begin
        self._next = np.append(self._at[1:], end)
        if not self._at.size or self._at[0] != begin:
            raise NotPlain
        self._codes = self._classified()
        self._tell_apart()
        self._check_order()

    def cells(self) -> WrittenCells:
        """The cells that hold something."""
        tagged = np.flatnonzero((self._codes == CODE["c"]) | (self._codes == CODE["c0"]))
        rows, columns, styles, types = self._tags(tagged)
        _check_places(rows, columns)
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
            (),
            _text,
        )

    def _byte(self, at: np.ndarray) -> np.ndarray:
        return self._bytes.take(at, mode="clip")

    def _classified(self) -> np.ndarray:
        """The code of every mark; those of a fixed length go right up to the next one."""
        start = self._byte(self._at + 1).astype(np.uint16) | self._byte(self._at + 2).astype(np.uint16) << 8
        codes = BY_START[start]
        plain = codes != 0
        for offset, more in enumerate(MORE, 3):
            expected = more[codes]
            plain &= (expected == 0) | (expected == self._byte(self._at + offset))
        length = LENGTH[codes]
        plain &= (length == 0) | (self._at + length == self._next)
        if not plain.all():
            raise NotPlain
        return codes

    def _tell_apart(self) -> None:
        """Settle the marks whose spelling says more than their first letters."""
        codes = self._codes
        codes[codes == CODE["v "]] = CODE["v0"]
        for name in ("row", "c"):
            found = np.flatnonzero(codes == CODE[name])
            codes[found[self._byte(self._next[found] - 2) == ord("/")]] = CODE[f"{name}0"]
        for mark in np.flatnonzero(codes == CODE["f "]).tolist():
            codes[mark] = self._formula_code(mark)
        for mark in np.flatnonzero(codes == CODE["t "]).tolist():
            if not self._xml.startswith(_SPACED_TEXT, self._at[mark]):
                raise NotPlain
            codes[mark] = CODE["t"]
        for mark in np.flatnonzero((codes == CODE["row"]) | (codes == CODE["row0"])).tolist():
            self._check_row(self._xml[self._at[mark] + len("<row") : self._next[mark]])

    def _formula_code(self, mark: int) -> int:
        start = int(self._at[mark])
        end = self._xml.find(b">", start) + 1
        attributes(self._xml[start + len("<f") : end])
        if self._xml[end - 2] != ord("/"):
            return CODE["f"]
        if end != self._next[mark]:
            raise NotPlain
        return CODE["f0"]

    def _check_row(self, rest: bytes) -> None:
        number = _ROW_NUMBER.match(rest)
        others = attributes(rest[number.end() if number else 0 :])
        if b"r" in others or (number and int(number[1]) > LAST_ROW):
            raise NotPlain

    def _check_order(self) -> None:
        """Check that rows follow each other, and every mark one that it may follow."""
        around = np.concatenate([ROWS, self._codes, ROWS])
        if not FOLLOWS[around[:-1], around[1:]].all():
            raise NotPlain

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
        stop = self._next[tagged] - np.where(self._codes[tagged] == CODE["c0"], 2, 1)
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
        kind = TYPE_BY_START[start]
        after = at + 4 + TYPE_LENGTHS[kind]
        found = self._named(at, "t") & (kind != 0) & (self._byte(after) == ord('"'))
        return np.where(found, kind, 1) - 1, np.where(found, after + 1, at)

    def _odd_tag(self, mark: int) -> tuple[int, int, int, int]:
        """A cell's tag with other attributes, or in another order."""
        given = attributes(self._xml[self._at[mark] + len("<c") : self._next[mark]])
        place = REFERENCE.fullmatch(given.get(b"r", b"").decode())
        style, kind = given.get(b"s", b"0").decode(), TYPES.get(given.get(b"t", b"n").decode())
        if not place or kind is None or not re.fullmatch("[0-9]{1,6}", style):
            raise NotPlain
        return int(place[2]), column_number(place[1]), int(style), kind

    def _contents(self, tagged: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Where each cell's value begins and ends, at one place when it has none, and whether it has a formula."""
        opened = self._codes[tagged] == CODE["c"]
        following = self._codes[tagged + 1]
        holders = tagged + np.where(opened, STEP[following], 0)
        kinds = self._codes[holders]
        text = kinds == CODE["t"]
        spaced = text & (self._byte(self._at[holders] + 2) == ord(" "))
        starts = self._at[holders] + np.where(spaced, len(_SPACED_TEXT), 3)
        ends = np.where(text | (kinds == CODE["v"]), self._next[holders], starts)
        return starts, ends, opened & ((following == CODE["f"]) | (following == CODE["f0"]))

    def _formula(self, mark: int) -> str:
        """The formula of a cell, empty when it takes that of another."""
        if self._codes[mark + 1] == CODE["f0"]:
            return ""
        start = self._xml.find(b">", self._at[mark + 1]) + 1
        return _text(self._xml[start : self._next[mark + 1]])


def _text(content: bytes) -> str:
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return decoded_entities(content.decode())
