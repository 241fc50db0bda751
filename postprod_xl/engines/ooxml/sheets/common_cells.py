"""A fast path for cells in their commonest spelling, without parsing their row; `CellCodec` handles the others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from postprod_xl.engines.ooxml.escapes import escaped_xml
from postprod_xl.engines.ooxml.sheets.cells import CellCodec, Formula, Stored, Value, number_of, same_number

Spelled: TypeAlias = tuple[Stored | Formula, bytes]
"""A value as a cell keeps it, and what follows the attributes of a cell that holds it."""

_ATTRIBUTES = re.compile(rb'(?: [st]="\w+")*')
_TYPE = re.compile(rb' t="\w+"')
_FORMULA = re.compile(rb"<f[\s/>]")
_CELL, _CELL_END, _ROW_END = b'<c r="', b"</c>", b"</row>"
_VALUE, _VALUE_END = b"<v>", b"</v></c>"
# Two equal values of one of these classes are spelled alike; two equal moments may not be (time zones).
_ALIKE = frozenset({type(None), bool, int, float, str, Decimal, date})
_REMEMBERED = 20_000


class CommonCells:
    """The cells of one tab whose elements have no namespace prefix.

    Parameters
    ----------
    codec
        Spells the values, and changes the cells that are not of the commonest kinds.
    letters
        Letters of a table's columns, by heading.

    Attributes
    ----------
    formulas_changed
        Whether a formula came or went in a row given so far.
    """

    def __init__(self, codec: CellCodec, letters: Mapping[str, str]) -> None:
        self.formulas_changed = False
        self._codec = codec
        self._letters = {heading: text.encode() for heading, text in letters.items()}
        self._spelled: dict[object, Spelled] = {}
        self._formulas: dict[str, bytes] = {}
        self._kept: dict[bytes, bytes | None] = {}
        self._blank_cells: dict[bytes, bytes] = {}
        self._positions: dict[str, int] = {}

    def spelled(self, value: Value, heading: str, number: int) -> Spelled:
        """Give a value as a cell keeps it and as it is spelled; errors, as in `CellCodec.stored`, name the cell."""
        kind = value.__class__
        key: object = (kind, value)
        if isinstance(value, Formula):
            kind = value.cached.__class__
            key = (value.text, kind, value.cached)
        if kind not in _ALIKE:
            return self._freshly_spelled(value, heading, number)
        known = self._spelled.get(key)
        if known is None:
            known = self._freshly_spelled(value, heading, number)
            if len(self._spelled) < _REMEMBERED:
                self._spelled[key] = known
        return known

    def updated_row(self, text: bytes, number: int, values: Mapping[str, Value]) -> bytes | None:
        """Give a row once some of its cells hold other values; None when only a full reading can tell.

        Parameters
        ----------
        text
            The row element; it is returned itself when the cells already hold the values.
        number
            Its number.
        values
            Values by heading.
        """
        pieces = text.split(_CELL)
        if self._codec.prefix or not text.endswith(_ROW_END) or text.count(b"<c") != len(pieces) - 1:
            return None
        pieces[-1] = pieces[-1][: -len(_ROW_END)]
        mark, changed = b'%d"' % number, False
        for heading, value in values.items():
            start = self._letters[heading] + mark
            at = self._position(pieces, heading, start)
            if at == 0:
                return None
            old = pieces[at][len(start) :]
            stored, ending = self.spelled(value, heading, number)
            new = self._updated(old, stored, ending)
            if new is None:
                new = self._carefully(old, start, value)
            if new is None:
                return None
            if new is not old:
                pieces[at] = start + new
                changed = True
        return _CELL.join(pieces) + _ROW_END if changed else text

    def _freshly_spelled(self, value: Value, heading: str, number: int) -> Spelled:
        stored = self._codec.stored(value, f"{self._letters[heading].decode()}{number}")
        return stored, self._codec.ending(stored).encode()

    def _position(self, pieces: Sequence[bytes], heading: str, start: bytes) -> int:
        """Give which piece is a cell, most often the same as in the row before; 0 when there is none."""
        at = self._positions.get(heading, 0)
        if at >= len(pieces) or not pieces[at].startswith(start):
            at = next((at for at, piece in enumerate(pieces) if piece.startswith(start)), 0)
            self._positions[heading] = at
        return at

    def _updated(self, old: bytes, stored: Stored | Formula, ending: bytes) -> bytes | None:
        """Give what follows a cell's address once it holds a value: ``old`` itself when it already does."""
        kept = self._blank_cells.get(old)
        holds: bool | None = stored is None
        if kept is None:
            end = old.find(b">")
            content = old[end + 1 :]
            attributes = old[:end] if content else old[: end - 1]
            kept = self._kept_attributes(attributes)
            if kept is None:
                return None
            if content:
                holds = old == kept + ending or self._holds(content, stored, kept == attributes)
            else:
                self._blank_cells[old] = kept
        if holds is None:
            return None
        if holds:
            return old
        self.formulas_changed |= isinstance(stored, Formula) and b"<f>" not in old
        return kept + ending

    def _kept_attributes(self, attributes: bytes) -> bytes | None:
        """Give a cell's attributes without its type; None when there are others than style and type."""
        if attributes not in self._kept:
            common = _ATTRIBUTES.fullmatch(attributes)
            self._kept[attributes] = _TYPE.sub(b"", attributes) if common else None
        return self._kept[attributes]

    def _holds(self, content: bytes, stored: Stored | Formula, is_untyped: bool) -> bool | None:
        """Tell whether a number, or a formula giving one, is what must be kept; None for other contents."""
        expected = None if isinstance(stored, Formula) else stored
        if isinstance(stored, Formula) and content.startswith(self._formula(stored.text)):
            expected, content = stored.cached, content[len(self._formula(stored.text)) :]  # type: ignore[assignment]
            if content == _CELL_END:
                return expected is None
        number = content[len(_VALUE) : -len(_VALUE_END)]
        if not number or b"<" in number or not content.startswith(_VALUE) or not content.endswith(_VALUE_END):
            return None
        if not is_untyped:
            return None
        held = number_of(number)
        return isinstance(expected, float) and isinstance(held, float) and same_number(held, expected)

    def _formula(self, text: str) -> bytes:
        if text not in self._formulas:
            self._formulas[text] = f"<f>{escaped_xml(text)}</f>".encode()
        return self._formulas[text]

    def _carefully(self, old: bytes, start: bytes, value: Value) -> bytes | None:
        """Give the same as `_updated` through the codec; None for a cell that depends on others."""
        if not old.endswith((b"/>", _CELL_END)) or b"shared" in old:
            return None
        raw = (_CELL + start + old).decode()
        new = self._codec.updated(raw, start[:-1].decode(), None, value)
        if new is None or new == raw:
            return old
        ending = new.encode()[len(_CELL) + len(start) :]
        self.formulas_changed |= bool(_FORMULA.search(old)) != bool(_FORMULA.search(ending))
        return ending
