"""The text of one worksheet part, cut into rows, so that a row can change and the rest stay as it is."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from postprod_xl.workbook.addresses import Area, column_letters, column_number
from postprod_xl.workbook.cells import is_blank
from postprod_xl.workbook.errors import CannotEdit
from postprod_xl.workbook.formulas import Shared, block_area, group_of, own_formula, shared_formulas

_ROOT = re.compile(r"<(\w+:)?worksheet[\s>]")
_ROW_NUMBER = re.compile(r"""\sr=["'](\d+)["']""")
_SPANS = re.compile(r"""\sspans=["'](\d+):(\d+)["']""")
_DIMENSION = re.compile(r"""(<(?:\w+:)?dimension\s+ref=["'])([^"']+)""")
_MERGED = re.compile(r"""<(?:\w+:)?mergeCell\s+ref=["']([^"']+)["']""")


@dataclass
class Row:
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
        text = self._decoded(data)
        root = _ROOT.search(text)
        if root is None:
            raise self._refusal("élément « worksheet » introuvable")
        self.prefix = root[1] or ""
        self._cut(text)
        self._cell = re.compile(
            rf"""(\s*<{self.prefix}c\s(?:[^>]*?\s)?r=["']([A-Z]{{1,3}})[0-9]+["'][^>]*?(?:/>|>.*?</{self.prefix}c>))""",
            re.DOTALL,
        )
        self._row_texts = self._split_rows()
        self._numbers = sorted(self._row_texts)
        self._formula_mark = f"<{self.prefix}f"
        self._formula = re.compile(rf"<{self.prefix}f[\s/>]")
        self._touched_groups: set[int] = set()
        self.formulas_changed = False
        self._reshaped: set[int] = set()
        self.groups: dict[int, Shared] = shared_formulas(self._cells_with("shared"))

    @property
    def row_numbers(self) -> tuple[int, ...]:
        """Numbers of the rows present, ascending."""
        return tuple(self._numbers)

    def has(self, number: int) -> bool:
        """Tell whether the row element exists."""
        return number in self._row_texts

    def row(self, number: int) -> Row:
        """Read a row; a row that is absent comes back empty, ready to be put."""
        text = self._row_texts.get(number)
        if text is None:
            return Row(f'<{self.prefix}row r="{number}">', {}, f"</{self.prefix}row>")
        end = text.index(">", text.index("<")) + 1
        if text[end - 2] == "/":
            return Row(text[: end - 2] + ">", {}, f"</{self.prefix}row>")
        found = self._cell.findall(text, end)
        written = "".join([raw for raw, _ in found])
        rest = text[end + len(written) :]
        if (
            not text.startswith(written, end)
            or f"<{self.prefix}c>" in rest
            or f"<{self.prefix}c " in rest
            or f"<{self.prefix}c/" in rest
        ):
            raise self._refusal(f"la ligne {number} a des cellules sans adresse")
        return Row(text[:end], {column_number(letters): raw for raw, letters in found}, rest)

    def put(self, number: int, row: Row) -> None:
        """Replace or create a row; writing the same cells changes no byte."""
        if not row.changed:
            return
        new, old = row.text(), self._row_texts.get(number, "")
        self._notice(row, row.cells, self._formula_mark in old or self._formula_mark in new)
        if not old:
            insort(self._numbers, number)
        self._row_texts[number] = new

    def remove(self, number: int) -> None:
        """Remove a row element."""
        if number in self._row_texts:
            self._notice(self.row(number), {}, self._formula_mark in self._row_texts[number])
            del self._row_texts[number]
            self._numbers.remove(number)

    def raw(self, number: int, column: int) -> str | None:
        """Give one cell's XML, None when absent."""
        text = self._row_texts.get(number)
        if text is None or f"{column_letters(column)}{number}" not in text:
            return None
        return self.row(number).cells.get(column)

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
        self._write_out_groups()
        text = "".join(self._row_texts[number] for number in self._numbers)
        head = self._grown_head() if self._reshaped else self.head
        opening, closing = self._data_tags
        if not text and not self._gap and opening.endswith("/>"):
            return (head + opening + self.tail).encode()
        if opening.endswith("/>"):
            opening, closing = opening[:-2].rstrip() + ">", f"</{self.prefix}sheetData>"
        return (head + opening + text + self._gap + closing + self.tail).encode()

    def _decoded(self, data: bytes) -> str:
        declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w-]+)", data)
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or (
            declared and declared[1].lower() not in (b"utf-8", b"us-ascii")
        ):
            raise self._refusal("codage autre qu'UTF-8")
        try:
            return data.decode()
        except UnicodeDecodeError:
            raise self._refusal("codage autre qu'UTF-8") from None

    def _cut(self, text: str) -> None:
        """Cut the part around its sheetData element."""
        start = text.find(f"<{self.prefix}sheetData")
        if start < 0:
            raise self._refusal("aucune donnée de feuille")
        end = text.index(">", start) + 1
        closing = "" if text[end - 2] == "/" else f"</{self.prefix}sheetData>"
        body_end = text.rindex(closing) if closing else end
        self.head, self._body, self.tail = text[:start], text[end:body_end], text[body_end + len(closing) :]
        self._data_tags = (text[start:end], closing)
        if "<!" in self._body or "<?" in self._body:
            raise self._refusal("commentaire ou section XML au milieu des cellules")

    def _split_rows(self) -> dict[int, str]:
        opening = re.compile(rf"\s*<{self.prefix}row((?:\s[^>]*)?)>")
        closing = f"</{self.prefix}row>"
        *complete, self._gap = self._body.split(closing)
        rows: dict[int, str] = {}
        for piece in complete:
            start = self._skip_empty_rows(piece, opening, rows)
            self._keep_row(rows, opening.match(piece, start), piece[start:] + closing)
        self._gap = self._gap[self._skip_empty_rows(self._gap, opening, rows) :]
        if self._gap.strip():
            raise self._refusal("lignes mal formées")
        del self._body
        return rows

    def _skip_empty_rows(self, piece: str, opening: re.Pattern[str], rows: dict[int, str]) -> int:
        """Keep the self-closed rows a piece begins with, and give where they end."""
        position = 0
        while (match := opening.match(piece, position)) and match[1].endswith("/"):
            self._keep_row(rows, match, match[0])
            position = match.end()
        return position

    def _keep_row(self, rows: dict[int, str], match: re.Match[str] | None, text: str) -> None:
        number = match and _ROW_NUMBER.search(match[1])
        if not number:
            raise self._refusal("lignes sans numéro")
        if rows and int(number[1]) <= next(reversed(rows)):
            raise self._refusal(f"ligne {number[1]} en double ou en désordre")
        rows[int(number[1])] = text

    def _refusal(self, reason: str) -> CannotEdit:
        return CannotEdit(
            f"{self.title} — feuille écrite d'une façon que cet outil ne modifie pas ({reason}) ; "
            "ouvrez le classeur dans Excel, enregistrez-le, puis recommencez."
        )

    def _cells_with(self, marker: str) -> Iterator[str]:
        quoted = (f't="{marker}"', f"t='{marker}'")
        for number, text in self._row_texts.items():
            if quoted[0] in text or quoted[1] in text:
                yield from (raw for raw in self.row(number).cells.values() if marker in raw)

    def _notice(self, row: Row, cells: dict[int, str], with_formulas: bool) -> None:
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
            if "shared" in self._row_texts[number]:
                row = self.row(number)
                for column, raw in row.cells.items():
                    if group_of(raw) in touched:
                        row.cells[column] = own_formula(raw, self.groups)
                self._row_texts[number] = row.text()

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
