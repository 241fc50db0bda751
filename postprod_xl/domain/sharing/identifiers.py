"""What names a row in a copy, by which what comes back is laid on the master's rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from postprod_xl.schema.rows import Rows

PART = "/"


def row_identifiers(rows: Rows) -> Iterator[str]:
    """What names each row: its table and its key, a number behind a key that another row has.

    `Planning/P001-MON-10`, `Episodes/P001/3`.
    """
    seen: Counter[str] = Counter()
    for parts in rows.select(*rows.table.key):
        key = PART.join(map(_text, parts))
        seen[key] += 1
        yield f"{rows.table.name}{PART}{key}" + (f" ({seen[key]})" if seen[key] > 1 else "")


def _text(value: Any) -> str:
    return "" if value is None else str(value)
