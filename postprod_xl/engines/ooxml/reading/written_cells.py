"""The cells of a sheet as its XML writes them, before their values are decoded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.errors import Refused

if TYPE_CHECKING:
    import numpy as np

MOST_CELLS = 4_000_000
"""Four times the cells of the largest tab of an office of 200 projects: past it, a reader would take gigabytes."""

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class CellType(IntEnum):
    """What the attribute ``t`` of a cell says of its value (ISO/IEC 29500-1, 18.18.11)."""

    NUMBER = 0
    SHARED = 1
    FORMULA_TEXT = 2
    INLINE = 3
    BOOLEAN = 4
    ERROR = 5
    ISO_DATE = 6


TYPES = {
    "n": CellType.NUMBER,
    "s": CellType.SHARED,
    "str": CellType.FORMULA_TEXT,
    "inlineStr": CellType.INLINE,
    "b": CellType.BOOLEAN,
    "e": CellType.ERROR,
    "d": CellType.ISO_DATE,
}


def check_count(cells: int, part: str) -> None:
    """Check that a sheet is of a size that can be read.

    Raises
    ------
    Refused
        It has more than `MOST_CELLS` cells in use.
    """
    if cells > MOST_CELLS:
        most = f"{MOST_CELLS:,}".replace(",", " ")
        raise Refused(f"« {part} » a plus de {most} cellules remplies : ce n'est pas un classeur de bureau.")


@dataclass(frozen=True)
class WrittenCells:
    """The cells of one sheet that hold a value or a formula, row by row, each row from left to right.

    Parameters
    ----------
    rows, columns
        Where each stands, from 1; no two stand at one place.
    types, styles
        Its `CellType`, and the index of its format.
    contents
        Its value as bytes, empty when there is none; `text` gives what a text says.
    formulas
        The formula of each cell that has one and no value, by position in these sequences.
    merged
        Merged ranges of the sheet.
    """

    rows: np.ndarray
    columns: np.ndarray
    types: np.ndarray
    styles: np.ndarray
    contents: Sequence[bytes]
    formulas: Mapping[int, str]
    merged: Sequence[Area]
    text: Callable[[bytes], str]
