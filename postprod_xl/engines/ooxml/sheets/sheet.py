"""The text of one worksheet part, cut into rows, so that a row can change and the rest stay as it is."""

from __future__ import annotations

import codecs
import re
from bisect import insort
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from postprod_xl.engines.ooxml.addresses import Area, column_letters, column_number
from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.sheets.cell_markup import (
    addressed_cells,
    can_set_apart,
    has_sections,
    in_front_of_cells,
    put_back,
    repeated,
    set_apart,
)
from postprod_xl.engines.ooxml.sheets.cells import is_blank
from postprod_xl.engines.ooxml.sheets.formulas import (
    Shared,
    block_area,
    group_of,
    own_formula,
    shared_formulas,
)
from postprod_xl.engines.ooxml.sheets.row_index import LocatedRows, Misspelled

_ROOT = re.compile(rb"<([^\s<>/:]+:)?worksheet[\s>]")
_ENCODING = re.compile(rb"\s*<\?xml[^>]*encoding=[\"']([\w-]+)")
_SPANS = re.compile(r"""\sspans\s*=\s*["'](\d+):(\d+)["']""")
_DIMENSION = re.compile(r"""(<(?:\w+:)?dimension\s+ref\s*=\s*["'])([^"']+)""")
_MERGED = re.compile(r"""<(?:\w+:)?mergeCell\s+ref\s*=\s*["']([^"']+)["']""")
_CHUNK_BYTES = 1 << 18


@dataclass
class RowElement:
    """One row element: its opening tag, its cells by column number, and what follows them to its end."""

    opening: str
    cells: dict[int, str]
    rest: str

    def __post_init__(self) -> None:
        self.opening_before, self.cells_before = self.opening, dict(self.cells)

    @property
    def changed(self) -> bool:
        """Tell whether the row differs from what was read."""
        return self.cells != self.cells_before or self.opening != self.opening_before

    def text(self) -> str:
        """Give the row's XML, its cells in order and `spans` widened to them."""
        columns = list(self.cells)
        if columns != sorted(columns):
            self.cells = dict(sorted(self.cells.items()))
        if self.cells.keys() != self.cells_before.keys():
            self._widen_spans()
        return self.opening + "".join(self.cells.values()) + self.rest

    def _widen_spans(self) -> None:
        spans = _SPANS.search(self.opening)
        if spans and self.cells:
            low, high = min(int(spans[1]), min(self.cells)), max(int(spans[2]), max(self.cells))
            self.opening = (
                f'{self.opening[: spans.start()]} spans="{low}:{high}"{self.opening[spans.end() :]}'
            )


class SheetText:
    """A worksheet part whose rows are read and replaced by number.

    Parameters
    ----------
    data
        The part, in UTF-8.
    title
        The tab's title, for messages.

    Raises
    ------
    CannotEdit
        The part is spelled in a way that cannot be edited in place without risk.
    """

    def __init__(self, data: bytes, title: str) -> None:
        self.title = title
        self._check_encoding(data)
        self._source: bytes | None = None
        self._apart: list[bytes] = []
        self.prefix = self._root_prefix(data)
        self._data = self._without_sections(data)
        self._cut()
        self._cell = re.compile(
            rf"""(\s*<{self.prefix}c\s(?:[^>]*?\s)?r=["']([A-Z]{{1,3}})([0-9]+)["'][^>]*?(?:/>|>.*?</{self.prefix}c\s*>))""",
            re.DOTALL,
        )
        self._openings = re.compile(rf"<{self.prefix}c[\s/>]")
        self._rows, self._gap = self._located_rows()
        self._numbers = sorted(self._rows)
        self._formula_mark = f"<{self.prefix}f".encode()
        self._formula = re.compile(rf"<{self.prefix}f[\s/>]")
        self._touched_groups: set[int] = set()
        self.formulas_changed = False
        self.changes = 0
        self._reshaped: set[int] = set()
        self.groups: dict[int, Shared] = shared_formulas(self._cells_with("shared"))

    @property
    def row_numbers(self) -> tuple[int, ...]:
        """Numbers of the rows present, ascending."""
        return tuple(self._numbers)

    def has(self, number: int) -> bool:
        """Tell whether the row element exists."""
        return number in self._rows

    def text(self, number: int) -> bytes | None:
        """Give the whole XML of a row, None when it is absent."""
        row = self._rows.get(number)
        return self._data[row[0] : row[1]] if isinstance(row, tuple) else row

    def row(self, number: int) -> RowElement:
        """Read a row; a row that is absent comes back empty, ready to be put."""
        raw = self.text(number)
        if raw is None:
            return RowElement(f'<{self.prefix}row r="{number}">', {}, f"</{self.prefix}row>")
        text = raw.decode()
        end = text.index(">", text.index("<")) + 1
        if text[end - 2] == "/":
            return RowElement(text[: end - 2] + ">", {}, f"</{self.prefix}row>")
        return self._common_row(text, end, number) or self._addressed_row(text, end, number)

    def _common_row(self, text: str, end: int, number: int) -> RowElement | None:
        """Read a row whose cells are all in the spelling that the editor reads; None for any other."""
        found = self._cell.findall(text, end)
        written = "".join([raw for raw, _, _ in found])
        rest = text[end + len(written) :]
        if not text.startswith(written, end) or self._openings.search(rest):
            return None
        cells = {column_number(letters): raw for raw, letters, _ in found}
        if len(cells) < len(found) or {digits for _, _, digits in found} - {str(number)}:
            return None
        return RowElement(text[:end], cells, rest)

    def _addressed_row(self, text: str, end: int, number: int) -> RowElement:
        """Read a row in another spelling, its cells given their address."""
        try:
            respelled = text[:end] + addressed_cells(text[end:], self.prefix, number)
        except ValueError as error:
            raise self._refusal(str(error)) from error
        row = self._common_row(respelled, end, number)
        if row is None:
            twice = repeated(letters for _, letters, _ in self._cell.findall(respelled, end))
            raise self._refusal(
                f"la ligne {number} a deux cellules {twice}{number}"
                if twice
                else f"la ligne {number} a des cellules mal formées"
            )
        return row

    def put(self, number: int, row: RowElement) -> None:
        """Replace or create a row; writing the same cells changes no byte."""
        if not row.changed:
            return
        new, old = row.text().encode(), self.text(number)
        self._notice(row, row.cells, self._formula_mark in (old or b"") or self._formula_mark in new)
        if old is None:
            insort(self._numbers, number)
        self._rows[number] = new
        self.changes += 1

    def put_text(self, number: int, text: bytes) -> None:
        """Replace a row by another with the same columns; its formulas are the caller's to notice."""
        if text != self.text(number):
            self._rows[number] = text
            self.changes += 1

    def add_rows(self, texts: Mapping[int, bytes | None], columns: Collection[int]) -> None:
        """Create rows that are absent, whose cells are in ``columns``; None leaves a row absent."""
        found = {number: text for number, text in texts.items() if text is not None}
        self._rows.update(found)
        self.changes += len(found)
        self._numbers = sorted([*self._numbers, *found])
        self._reshaped.update(columns)
        self.formulas_changed |= any(self._formula_mark in text for text in found.values())

    def remove(self, number: int) -> None:
        """Remove a row element."""
        text = self.text(number)
        if text is not None:
            self._notice(self.row(number), {}, self._formula_mark in text)
            del self._rows[number]
            self._numbers.remove(number)
            self.changes += 1

    def raw(self, number: int, column: int) -> str | None:
        """Give one cell's XML, None when absent."""
        text = self.text(number)
        address = f"{column_letters(column)}{number}".encode()
        if text is None or (address not in text and not self._may_hide(address, text)):
            return None
        return self.row(number).cells.get(column)

    def _may_hide(self, address: bytes, text: bytes) -> bool:
        """Tell whether a row may have a cell without its address being written in it as such."""
        opening = f"<{self.prefix}c".encode()
        return address.lower() in text or text.count(opening) > text.count(opening + b' r="')

    def contents_in(self, area: Area) -> Iterator[tuple[int, int]]:
        """Give the row and column of each cell of ``area`` that holds a value or a formula."""
        for number in self._numbers:
            if area.first_row <= number <= area.last_row:
                for column, raw in self.row(number).cells.items():
                    if area.contains(number, column) and not is_blank(raw):
                        yield number, column

    @cached_property
    def merged(self) -> tuple[Area, ...]:
        """Merged ranges."""
        found = (Area.parse(reference) for reference in _MERGED.findall(self.tail))
        return tuple(area for area in found if area)

    @cached_property
    def blocks(self) -> tuple[Area, ...]:
        """Ranges of more than one cell filled by one array formula or data table."""
        areas = (block_area(raw) for marker in ("array", "dataTable") for raw in self._cells_with(marker))
        return tuple(area for area in areas if area and str(area).count(":"))

    def to_bytes(self) -> bytes:
        """Give the part: dimension widened, shared formulas left without their first cell written out."""
        if self._source is not None and not self.changes and self.tail == self._tail_before:
            return self._source
        self._write_out_groups()
        pieces = list(self._pieces())
        head = self._grown_head() if self._reshaped else self.head
        opening, closing = self._data_tags
        if opening.endswith("/>") and (pieces or self._gap):
            opening, closing = opening[:-2].rstrip() + ">", f"</{self.prefix}sheetData>"
        whole = b"".join([(head + opening).encode(), *pieces, self._gap, (closing + self.tail).encode()])
        return put_back(whole, self._apart)

    def _pieces(self) -> Iterator[bytes]:
        """Give the rows in order, those that follow each other unchanged in one piece."""
        start = end = 0
        for number in self._numbers:
            row = self._rows[number]
            if isinstance(row, tuple) and row[0] == end:
                end = row[1]
                continue
            if start < end:
                yield self._data[start:end]
            if isinstance(row, tuple):
                start, end = row
            else:
                start = end = 0
                yield row
        if start < end:
            yield self._data[start:end]

    def _check_encoding(self, data: bytes) -> None:
        declared = _ENCODING.match(data)
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or (
            declared and declared[1].lower() not in (b"utf-8", b"us-ascii")
        ):
            raise self._refusal("codage autre qu'UTF-8")
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for start in range(0, len(data), _CHUNK_BYTES):
                decoder.decode(data[start : start + _CHUNK_BYTES])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise self._refusal("codage autre qu'UTF-8") from None

    def _root_prefix(self, data: bytes) -> str:
        """Give the namespace prefix of the part's elements, with its colon."""
        root = _ROOT.search(data)
        if root is None:
            raise self._refusal("élément « worksheet » introuvable")
        return (root[1] or b"").decode()

    def _without_sections(self, data: bytes) -> bytes:
        """Give the part with its comments set apart, and remember how it was."""
        if not has_sections(data):
            return data
        if not can_set_apart(data):
            raise self._refusal("trop de commentaires XML, ou un type de document")
        self._source = data
        respelled = set_apart(data, self._apart)
        self.prefix = self._root_prefix(respelled)
        return in_front_of_cells(respelled, self.prefix)

    def _cut(self) -> None:
        """Find the part's sheetData element, and set apart what stands around it."""
        data = self._data
        found = re.compile(rf"<{self.prefix}sheetData(?:\s[^>]*)?/?>".encode()).search(data)
        if found is None:
            raise self._refusal("aucune donnée de feuille")
        body = body_end = after = found.end()
        if not found[0].endswith(b"/>"):
            body_end = data.rfind(f"</{self.prefix}sheetData".encode())
            after = data.find(b">", body_end) + 1
            if body_end < body or not after:
                raise self._refusal("la fin des données manque")
        self.head, self.tail = data[: found.start()].decode(), data[after:].decode()
        self._tail_before = self.tail
        self._data_tags = (found[0].decode(), data[body_end:after].decode())
        self._body = (body, body_end)

    def _located_rows(self) -> tuple[dict[int, bytes | tuple[int, int]], bytes]:
        """Give where the rows stand, and what follows the last one."""
        try:
            located = LocatedRows(self._data, self.prefix, self._body)
        except Misspelled as error:
            raise self._refusal(str(error)) from error
        if located.are_respelled and self._source is None:
            self._source = self._data
        return located.rows, located.gap

    def _refusal(self, reason: str) -> CannotEdit:
        return CannotEdit(
            f"{self.title} — feuille écrite d'une façon que cet outil ne modifie pas ({reason}) ; "
            "ouvrez le classeur dans Excel, enregistrez-le, puis recommencez."
        )

    @cached_property
    def _has_special_formulas(self) -> bool:
        """Whether a formula has attributes, as the shared ones and the array ones do."""
        return bool(re.compile(self._formula_mark + rb"\s").search(self._data, *self._body))

    def _cells_with(self, marker: str) -> Iterator[str]:
        mark = marker.encode()
        if not self._has_special_formulas or self._data.find(mark, *self._body) < 0:
            return
        for number in self._numbers:
            if mark in (self.text(number) or b""):
                yield from (raw for raw in self.row(number).cells.values() if marker in raw)

    def _notice(self, row: RowElement, cells: dict[int, str], with_formulas: bool) -> None:
        """Remember what new cells imply for the sheet: its shape, its formulas, its shared groups."""
        before = row.cells_before
        if before.keys() != cells.keys():
            self._reshaped |= before.keys() | cells.keys()
        if not with_formulas:
            return
        old = self._formula_columns(before)
        self.formulas_changed |= old != self._formula_columns(cells)
        for column in old:
            group = group_of(before[column])
            if group is not None and cells.get(column) != before[column]:
                self._touched_groups.add(group)

    def _formula_columns(self, cells: dict[int, str]) -> set[int]:
        return {column for column, raw in cells.items() if self._formula.search(raw)}

    def _write_out_groups(self) -> None:
        """Give its own formula to each cell of a group that lost one of its cells."""
        if not self._touched_groups:
            return
        touched, self._touched_groups = self._touched_groups, set()
        for number in self._numbers:
            if b"shared" in (self.text(number) or b""):
                row = self.row(number)
                for column, raw in row.cells.items():
                    if group_of(raw) in touched:
                        row.cells[column] = own_formula(raw, self.groups)
                self._rows[number] = row.text().encode()

    def _grown_head(self) -> str:
        """Give the part's head once `dimension` covers the columns written, down to the last row with cells."""
        found = _DIMENSION.search(self.head)
        old = Area.parse(found[2]) if found else None
        last_row = next((number for number in reversed(self._numbers) if self.row(number).cells), None)
        if not found or old is None or last_row is None:
            return self.head
        area = Area(
            min(old.first_column, *self._reshaped),
            min(old.first_row, self._numbers[0]),
            max(old.last_column, *self._reshaped),
            last_row,
        )
        return self.head[: found.start(2)] + str(area) + self.head[found.end(2) :]
