"""The cells of a sheet in any spelling that XML allows, found by a parser; slower than `plain_sheet`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

import numpy as np

from postprod_xl.engines.ooxml.addresses import LAST_COLUMN, LAST_ROW, Area, column_letters, column_number
from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.markup import MAIN, MC
from postprod_xl.engines.ooxml.reading.written_cells import (
    REFERENCE,
    TYPES,
    CellType,
    WrittenCells,
    check_count,
)
from postprod_xl.engines.ooxml.safe_xml import malformed, with_document_type

_NUMBER = re.compile(r"\s*([0-9]{1,7})\s*")
_ALTERNATIVE = f"{MC} AlternateContent"
_NO_FORMAT = 1 << 30
_OURS = f"{MAIN} "
_CONTENTS = ("v", "f", "t")
_TEXT_HOLDERS = ("is", "r")


def parsed_cells(xml: bytes, part: str) -> WrittenCells:
    """The cells of a sheet.

    A cell or a row that does not say where it is follows the one before, as in Excel. Cells in any order are
    given in order.

    Raises
    ------
    Refused
        The part is not well-formed, declares a document type, or writes a cell twice or outside a sheet.
    """
    sheet = _Sheet(part)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = sheet.start
    parser.EndElementHandler = sheet.end
    parser.CharacterDataHandler = sheet.characters
    parser.StartDoctypeDeclHandler = sheet.refuse_document_type
    try:
        parser.Parse(_readable(xml), True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise malformed(part, getattr(error, "lineno", 1)) from error
    return sheet.written()


def _readable(xml: bytes) -> bytes | str:
    """UTF-16 without its mark is read as text: the parser asks for the mark."""
    for mark, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if xml.startswith(mark):
            return xml.decode(encoding)
    return xml


class _Sheet:
    """What a parser has met of a sheet so far."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._open: list[str] = []
        self._bodies = 0
        self._row, self._column = 0, 0
        self._type, self._style = CellType.NUMBER, 0
        self._texts: dict[str, list[str]] = {}
        self._collected: list[str] | None = None
        self._cells: dict[tuple[int, int], tuple[CellType, int, bytes]] = {}
        self._formulas: dict[tuple[int, int], str] = {}
        self._merged: list[Area] = []

    def start(self, name: str, given: Mapping[str, str]) -> None:
        local = name[len(_OURS) :] if name.startswith(_OURS) else ""
        parent = self._open[-1] if self._open else ""
        self._open.append(local)
        if parent == "c":
            self._start_content(local)
        elif local == "c" and parent == "row":
            self._start_cell(given)
        elif local == "t" and parent in _TEXT_HOLDERS:
            self._collected = self._texts.get("is")
        elif name == _ALTERNATIVE and "sheetData" in self._open:
            raise self._damaged("des cellules y varient selon la version d'Excel")
        else:
            self._start_around(local, parent, given)

    def end(self, _name: str) -> None:
        local = self._open.pop()
        if local in _CONTENTS:
            self._collected = None
        elif local == "c" and self._open[-1:] == ["row"]:
            self._end_cell()

    def characters(self, text: str) -> None:
        if self._collected is not None:
            self._collected.append(text)

    def refuse_document_type(self, *_: object) -> None:
        raise with_document_type(self._part)

    def _start_around(self, local: str, parent: str, given: Mapping[str, str]) -> None:
        if local == "row" and parent == "sheetData":
            self._row = self._placed(given.get("r"), self._row, LAST_ROW)
            self._column = 0
        elif local == "sheetData" and self._open == ["worksheet", local]:
            self._bodies += 1
        elif local == "mergeCell":
            area = Area.parse(given.get("ref", ""))
            self._merged += [area] if area else []

    def _start_cell(self, given: Mapping[str, str]) -> None:
        self._texts = {}
        self._type = TYPES.get(given.get("t", "n").strip(), CellType.FORMULA_TEXT)
        style = _NUMBER.fullmatch(given.get("s", "0"))
        self._style = int(style[1]) if style else _NO_FORMAT
        place = given.get("r")
        if place is None:
            self._column = self._placed(None, self._column, LAST_COLUMN)
            return
        found = REFERENCE.fullmatch(place.strip().upper().replace("$", ""))
        if not found or column_number(found[1]) > LAST_COLUMN or int(found[2]) > LAST_ROW:
            raise self._damaged(f"la cellule « {place} » n'existe pas")
        self._row, self._column = int(found[2]), column_number(found[1])

    def _start_content(self, local: str) -> None:
        if local == "c" or local in self._texts:
            raise self._written_twice()
        if local in ("v", "f", "is"):
            self._texts[local] = []
            self._collected = self._texts[local] if local in _CONTENTS else None

    def _end_cell(self) -> None:
        place = self._row, self._column
        if place in self._cells:
            raise self._written_twice()
        value = "".join(self._texts.get("is", self._texts.get("v", ())))
        computed = "f" in self._texts
        if value or computed or self._type is CellType.ERROR:
            self._cells[place] = self._type, self._style, value.encode()
            check_count(len(self._cells), self._part)
        if computed and not value and self._type is not CellType.FORMULA_TEXT:
            self._formulas[place] = "".join(self._texts["f"])

    def _placed(self, given: str | None, before: int, last: int) -> int:
        found = _NUMBER.fullmatch(given) if given is not None else None
        number = int(found[1]) if found else before + 1
        if (given is not None and not found) or not 0 < number <= last:
            raise self._damaged(f"la ligne ou la colonne « {given or number} » n'existe pas")
        return number

    def _written_twice(self) -> Refused:
        return self._damaged(f"la cellule {column_letters(self._column)}{self._row} y est écrite deux fois")

    def _damaged(self, detail: str) -> Refused:
        return Refused(
            f"« {self._part} » : {detail} ; ouvrez le classeur dans Excel, enregistrez-le, puis recommencez."
        )

    def written(self) -> WrittenCells:
        """The cells met, in order."""
        if self._bodies != 1:
            raise self._damaged("ses cellules sont introuvables")
        places = sorted(self._cells)
        found = [self._cells[place] for place in places]
        positions = {place: position for position, place in enumerate(places)}
        return WrittenCells(
            np.array([row for row, _ in places], dtype=np.int64),
            np.array([column for _, column in places], dtype=np.int64),
            np.array([kind for kind, _, _ in found], dtype=np.int64),
            np.array([style for _, style, _ in found], dtype=np.int64),
            [content for _, _, content in found],
            {positions[place]: formula for place, formula in self._formulas.items()},
            self._merged,
            bytes.decode,
        )
