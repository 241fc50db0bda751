"""What a formula reads: the cells and tables that it names, as far as its text tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from postprod_xl.engines.ooxml.addresses import LAST_COLUMN, LAST_ROW, Area, column_number
from postprod_xl.engines.ooxml.escapes import decoded_entities

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_TABLE = re.compile(r"([^\W\d][\w.\\]*)\[((?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*)\]")
_ITEM = re.compile(r"\[((?:[^\[\]']|'.)*)\]")
_SHEET = r"(?:'(?:[^']|'')+'|[^\s'!(),;+\-*/^&=<>{}:\"]+)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_REFERENCE = re.compile(
    rf"(?<![\w.\\$])({_SHEET})?({_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?\d+:\$?\d+)(?![\w.(\[])"
)
_FUNCTION = re.compile(r"([^\W\d][\w.]*)\(")
_WORD = re.compile(rf"(?<![\w.\\!$])({_SHEET})?([^\W\d][\w.\\]*)(?![\w.\\!\[])")
# Ranges that end where a function or a spilled result ends, and sheets from one to another.
_UNBOUNDED = re.compile(rf"\):|:\(|:[^\W\d][\w.]*\(|#(?!\w)|{_CELL}#|'[^']*:[^']*'!|[\w.]+:[\w.]+!")
_AFTER_NAME = rb"""f\b([^>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>)(<(?:\w+:)?v(?=[ >])|)"""
_FORMULA, _PREFIXED_FORMULA = re.compile(b"<" + _AFTER_NAME), re.compile(rb"<\w+:" + _AFTER_NAME)
_FORMULA_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?r=["']([A-Z]{1,3})\d+["'][^>]*>\s*<(?:\w+:)?f\b[^>]*>([^<]*)</(?:\w+:)?f>"""
)
_ERRORS = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)")
_PREFIXES = re.compile(r"^_xl(?:fn|ws|pm|udf)\.(?:_xlws\.)?", re.IGNORECASE)
_INDIRECT = frozenset(("indirect", "offset", "getpivotdata"))
_WHOLE_TABLE = frozenset(("#all", "#data", "#totals", "#headers", "#this row"))


@dataclass(frozen=True)
class Changes:
    """The cells that changed.

    Parameters
    ----------
    areas
        By sheet part, where they stand.
    columns
        By table name in lower case, the headings of the columns that changed; None for the whole table, or its range.
    """

    areas: Mapping[str, list[Area]] = field(default_factory=dict)
    columns: Mapping[str, frozenset[str] | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.areas or self.columns)


NO_CHANGE = Changes()


@dataclass(frozen=True)
class Precedents:
    """What formulas read, in a workbook of these sheets and names.

    Parameters
    ----------
    parts
        The part of each sheet, by its title in lower case.
    names
        The texts of the defined names, by name in lower case; a name that several sheets define has several.
    changes
        The cells that changed.
    """

    parts: Mapping[str, str]
    names: Mapping[str, list[str]]
    changes: Changes

    def reads_a_change(self, formula: str, part: str, *, shared: bool = False) -> bool:
        """Whether a formula may read a cell that changed.

        Parameters
        ----------
        formula
            Its text, as the file spells it.
        part
            The sheet it stands on.
        shared
            Whether other cells share it: its relative references then stand for others.

        Notes
        -----
        What cannot be followed is taken to read everything: `INDIRECT`, `OFFSET`, a range whose end is computed, and
        the functions of a program or a macro, known by the underscore of their names.
        """
        if not self.changes:
            return False
        text = _ERRORS.sub("", _TEXT.sub('""', formula))
        if _UNBOUNDED.search(_TABLE.sub("", text)) or any(map(_is_unbounded, _FUNCTION.findall(text))):
            return True
        if any(self._reads_table(name, inner) for name, inner in _TABLE.findall(text)):
            return True
        text = _TABLE.sub(" ", text)
        references = ((sheet, _area(reference, shared)) for sheet, reference in _REFERENCE.findall(text))
        if any(self._reads_area(self._part(sheet, part), area) for sheet, area in references):
            return True
        words = (word.casefold() for _, word in _WORD.findall(_REFERENCE.sub(" ", text)))
        return any(self._reads_name(word, part) for word in words)

    def _reads_table(self, name: str, inner: str) -> bool:
        if name.casefold() not in self.changes.columns:
            return False
        changed = self.changes.columns[name.casefold()]
        items = [item.casefold() for item in (_ITEM.findall(inner) or [inner]) if item]
        asked = {" ".join(item.split()) for item in items if item not in _WHOLE_TABLE}
        if changed is None or not asked or ":" in _ITEM.sub("", inner) or "'" in inner:
            return True
        return not asked.isdisjoint(changed)

    def _part(self, sheet: str, own: str) -> str:
        """The part of the sheet that a reference names, empty for a sheet of another workbook."""
        title = sheet[:-1].strip("'").replace("''", "'").casefold()
        return self.parts.get(title, "") if sheet else own

    def _reads_area(self, part: str, area: Area) -> bool:
        return any(area.intersects(changed) for changed in self.changes.areas.get(part, ()))

    def _reads_name(self, word: str, part: str) -> bool:
        if word in self.changes.columns:
            return True
        if word not in self.names:
            return False
        # The relative references of a name depend on the cell that uses it. A name is not followed through others of
        # its own name, which a workbook may define in a circle.
        others = {name: texts for name, texts in self.names.items() if name != word}
        inner = Precedents(self.parts, others, self.changes)
        return any(inner.reads_a_change(text, part, shared=True) for text in self.names[word])


def _is_unbounded(function: str) -> bool:
    name = _PREFIXES.sub("", function.casefold())
    return name in _INDIRECT or "_" in name


def _area(reference: str, shared: bool) -> Area:
    """The cells of `A1`, `A1:B2`, `A:C` or `1:5`; where a formula is shared, relative ends reach the edges."""
    first, _, last = reference.upper().partition(":")
    (first_column, first_row), (last_column, last_row) = (
        _corner(first, shared),
        _corner(last or first, shared),
    )
    return Area(
        min(first_column or 1, last_column or 1),
        min(first_row or 1, last_row or 1),
        max(first_column or LAST_COLUMN, last_column or LAST_COLUMN),
        max(first_row or LAST_ROW, last_row or LAST_ROW),
    )


def _corner(text: str, shared: bool) -> tuple[int | None, int | None]:
    """Column and row of a corner, None where it has none or where it moves with the cell that shares it."""
    found = re.fullmatch(r"(\$?)([A-Z]*)(\$?)(\d*)", text)
    assert found is not None
    fixed_column, letters, fixed_row, digits = found.groups()
    column = column_number(letters) if letters and (fixed_column or not shared) else None
    # `$5` alone is a row: its mark stands where that of a column would.
    row = int(digits) if digits and (fixed_row or (fixed_column and not letters) or not shared) else None
    return column, row


@dataclass(frozen=True)
class FormulaText:
    """A formula as a sheet writes it: its attributes, its text, whether a value follows it."""

    attributes: str
    text: str
    has_value: bool


def formulas_of(sheet: bytes) -> set[FormulaText]:
    """The distinct formulas of a sheet; those that a group shares have no text but in its first cell."""
    found: set[tuple[bytes, bytes, bytes]] = set()
    for pattern in (_FORMULA, _PREFIXED_FORMULA):
        found.update(pattern.findall(sheet))
    return {
        FormulaText(attributes.decode(), decoded_entities(text.decode("utf-8", "replace")), bool(value))
        for attributes, text, value in found
    }


def columns_of(sheet: bytes, text: str) -> set[str]:
    """The letters of the columns where a formula stands."""
    cells = _FORMULA_CELL.findall(sheet)
    return {letters.decode() for letters, raw in set(cells) if decoded_entities(raw.decode()) == text}


Known = Callable[[str, str, str], bool]
"""Whether the value of a formula is written by the program itself: its sheet part, its column's letters, its text."""
