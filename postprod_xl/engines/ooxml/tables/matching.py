"""Which old row of a table each new row continues, by key."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from postprod_xl.engines.ooxml.sheets.cells import CellError, Formula

Key = tuple[object, ...]
# LibreOffice saves 15 of them, Excel 17; 12 tell moments apart by hundredths of a second.
_KEY_DIGITS = 12


@dataclass(frozen=True)
class OldRow:
    """A row as it stands: its number, its key, and whether a person's own columns or comments are filled."""

    number: int
    key: Key
    precious: bool


@dataclass(frozen=True)
class KeptRow:
    """A precious row that no new row continues, and whether that is because its key is not unique."""

    number: int
    key: Key
    ambiguous: bool


def matched(old: Sequence[OldRow], new_keys: Sequence[Key]) -> tuple[list[int | None], list[KeptRow]]:
    """Find the old row that each new row continues.

    A key carried by one old row and one new row matches. Where a key is repeated, only rows that hold nothing
    of a person's are matched, in order; the precious ones are kept rather than guessed.

    Returns
    -------
    list of int or None
        For each new key, the number of its old row, None for a new row.
    list of KeptRow
        Precious old rows left over, in their order.

    >>> matched([OldRow(5, ("A",), True), OldRow(6, ("B",), True)], [("B",), ("C",)])
    ([6, None], [KeptRow(number=5, key=('A',), ambiguous=False)])
    """
    candidates: defaultdict[Key, list[OldRow]] = defaultdict(list)
    for row in old:
        candidates[row.key].append(row)
    wanted = Counter(new_keys)
    available = {key: iter(_matchable(candidates[key], wanted[key])) for key in wanted}
    sources = [next(available[key], None) for key in new_keys]
    used = set(sources)
    kept = [
        KeptRow(row.number, row.key, row.key in wanted or len(candidates[row.key]) > 1)
        for row in old
        if row.precious and row.number not in used
    ]
    return sources, kept


def _matchable(rows: Sequence[OldRow], wanted: int) -> list[int]:
    if len(rows) == 1 and wanted == 1:
        return [rows[0].number]
    return [row.number for row in rows if not row.precious]


def key_part(value: object) -> object:
    """Give what makes two spellings of one key equal: moments are kept with more or fewer digits.

    >>> key_part(46355.25673611111), key_part(" A "), key_part("")
    (46355.2567361, 'A', None)
    """
    if isinstance(value, Formula):
        value = value.cached
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, float):
        return float(f"{value:.{_KEY_DIGITS}g}")
    return value.strip() or None if isinstance(value, str) else value
