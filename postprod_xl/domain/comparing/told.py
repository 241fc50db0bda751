"""Differences told to a person, row by row or counted by table, and given to a program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from postprod_xl.domain.comparing.change import Change, ChangeKind
from postprod_xl.domain.wording import SHOWN_NAMES, counted, counted_whole
from postprod_xl.schema.tables import BY_NAME

LINES_TOLD = 20
"""Rows of one table told one by one; the others are counted."""


def told_lines(changes: Sequence[Change], most: int = LINES_TOLD) -> list[str]:
    """One line a row, with all its cells that changed; the rows moved of a table are one line.

    Parameters
    ----------
    changes
        As `compared` gives them.
    most
        Rows of one table that are told; a last line counts the others.
    """
    lines = []
    for name, of_table in groupby(changes, lambda change: change.table):
        found = [*of_table]
        rows = _by_row(change for change in found if change.kind is not ChangeKind.MOVED)
        lines += [_row_line(cells) for cells in rows[:most]]
        if len(rows) > most:
            lines.append(f"{BY_NAME[name].tab} : {counted_whole(len(rows) - most, 'autre ligne')} de même")
        moved = [change for change in found if change.kind is ChangeKind.MOVED]
        if moved:
            lines.append(f"{BY_NAME[name].tab} : {_counted(ChangeKind.MOVED, moved)}")
    return lines


def counts_by_table(changes: Sequence[Change]) -> list[str]:
    """What happened to the rows of each table: `Planning : 2 lignes modifiées (P001-MON-10, P001-MIX)`."""
    return [
        f"{BY_NAME[name].tab} : {', '.join(_counted(kind, rows) for kind, rows in _kinds(of_table))}"
        for name, of_table in groupby(changes, lambda change: change.table)
    ]


def differences_summary(changes: Sequence[Change]) -> str:
    """How many rows differ, and in which tabs.

    >>> differences_summary([])
    'aucune différence'
    """
    if not changes:
        return "aucune différence"
    rows = _by_row(changes)
    tabs = dict.fromkeys(change.declared.tab for change in changes)
    per_tab = (f"{tab} {sum(cells[0].declared.tab == tab for cells in rows)}" for tab in tabs)
    return (
        f"{counted(len(rows), 'ligne')} {'diffèrent' if len(rows) > 1 else 'diffère'} : {', '.join(per_tab)}"
    )


def change_details(change: Change) -> dict[str, Any]:
    """A difference for a program: typed values (ISO days, cents, minutes), and as the workbook shows them."""
    return {
        "table": change.table,
        "tab": change.declared.tab,
        "key": change.key,
        "kind": change.kind.name.lower(),
        "column": change.column,
        "heading": change.heading,
        "before": _plain(change.before),
        "after": _plain(change.after),
        "before_text": change.before_text,
        "after_text": change.after_text,
        "rows": [*change.rows],
        "computed": change.is_computed,
    }


def count_details(changes: Sequence[Change]) -> dict[str, dict[str, int]]:
    """The number of rows of each table by what happened to them, for a program."""
    return {
        name: {kind.name.lower(): len(rows) for kind, rows in _kinds(of_table)}
        for name, of_table in groupby(changes, lambda change: change.table)
    }


def _by_row(changes: Iterable[Change]) -> list[list[Change]]:
    rows: dict[Any, list[Change]] = {}
    for change in changes:
        rows.setdefault((change.table, change.kind, change.rows), []).append(change)
    return [*rows.values()]


def _kinds(changes: Iterable[Change]) -> list[tuple[ChangeKind, list[Change]]]:
    """One change a row, by what happened to it."""
    first = [cells[0] for cells in _by_row(changes)]
    by_kind = ((kind, [change for change in first if change.kind is kind]) for kind in ChangeKind)
    return [(kind, rows) for kind, rows in by_kind if rows]


def _counted(kind: ChangeKind, rows: Sequence[Change]) -> str:
    names = [*dict.fromkeys(change.key for change in rows)]
    # The name of a row may have commas of its own.
    shown = (" ; " if any("," in name for name in names) else ", ").join(names[:SHOWN_NAMES])
    return f"{counted_whole(len(rows), f'ligne {kind}')} ({shown}{'…' if len(names) > SHOWN_NAMES else ''})"


def _row_line(cells: Sequence[Change]) -> str:
    return f"{cells[0].place} : {' ; '.join(change.words for change in cells)}"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
