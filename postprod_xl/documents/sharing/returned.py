"""A file that came back, and what was kept of the copy it answers: what `merge` is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from postprod_xl.documents.grid import Grid
from postprod_xl.documents.sharing.manifest import Manifest
from postprod_xl.documents.sharing.numbers import number_in

_LONGEST = 2_000
"""Characters of the line of a copy that shows its number, and much more."""


@dataclass(frozen=True)
class ReturnedFile:
    """A file that came back.

    Parameters
    ----------
    name
        Of the file.
    grids
        Its sheets.
    numbers
        The numbers of shares that it shows, or the one that a person says it answers.
    manifest
        What was kept of that share; None where nothing was.
    later
        The numbers of the shares made since for the same receiver.
    is_untouched
        Whether it is the very file that was sent.
    """

    name: str
    grids: Sequence[Grid]
    numbers: tuple[str, ...] = ()
    manifest: Manifest | None = None
    later: tuple[str, ...] = ()
    is_untouched: bool = False


def numbers_in(grids: Iterable[Grid]) -> tuple[str, ...]:
    """The numbers of shares that the sheets of a file show, in their order."""
    found = (
        number_in(cell)
        for grid in grids
        for cell in grid.cells.values()
        if isinstance(cell, str) and len(cell) < _LONGEST and ("Partage" in cell or "Share" in cell)
    )
    return tuple(dict.fromkeys(number for number in found if number))
