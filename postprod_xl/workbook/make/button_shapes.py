"""The buttons that stand on a tab, above its table, each bound to a macro."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEIGHT, GAP = 26, 8
_MARGIN, _CHARACTER = 40, 8


@dataclass(frozen=True)
class ButtonFace:
    """What a button shows and runs: its macro, its label, and a sentence for those who cannot see it."""

    macro: str
    label: str
    tip: str


def insert_buttons(sheet: Worksheet, faces: Sequence[ButtonFace], at: tuple[int, int], top: int) -> None:
    """Form-control buttons side by side.

    Parameters
    ----------
    sheet
        A tab whose widths and heights are set.
    faces
        The buttons from left to right.
    at
        Row and column where the first one stands, counted from 0.
    top
        Pixels left above them in their row.
    """
    left = GAP
    for face in faces:
        width = button_width(face)
        look = {"macro": face.macro, "caption": face.label, "description": face.tip}
        sheet.insert_button(
            *at, {**look, "width": width, "height": HEIGHT, "x_offset": left, "y_offset": top}
        )
        left += width + GAP


def button_width(face: ButtonFace) -> int:
    """Pixels that a button needs for its label."""
    return _MARGIN + _CHARACTER * len(face.label)
