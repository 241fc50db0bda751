"""The journal: what it says of a command; its oldest rows, of commands that prove nothing, become one a month."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from postprod_xl.schema.bounds import JOURNAL_WHOLE_MONTHS
from postprod_xl.schema.rows import Row, Rows, rows_of

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_SEVERAL = "plusieurs"
_TIMES = re.compile(r"(\d+) fois en [^;]* ; la dernière : ")


class Compaction(NamedTuple):
    """What becomes of the oldest rows of the journal.

    Parameters
    ----------
    months
        One row a month and command, at the row number of the last of those it stands for.
    gone
        The row numbers of the others.
    """

    months: Rows
    gone: Set[int]


def summaries_of(journal: Rows, command: str) -> list[str]:
    """What each run of a command did, in the order of the rows of `Journal`."""
    return [summary for name, summary in journal.select("command", "summary") if name == command]


def compacted(journal: Rows, now: datetime, commands: Collection[str]) -> Compaction | None:
    """How the oldest rows of the journal are compacted by month and command; None when there is nothing to do.

    Parameters
    ----------
    journal
        Rows of `Journal`.
    now
        The moment of the machine. Where a row is older, the last of them tells the present month instead: a clock
        that is wrong for one run compacts nothing too early.
    commands
        Those that may be compacted; the rows of any other stay, as do those of the last `JOURNAL_WHOLE_MONTHS`
        months, the present one included.
    """
    moments = [row.at for row in journal if row.at is not None]
    present = min(now, max(moments, default=now))
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in journal:
        is_old = row.at is not None and _month(present) - _month(row.at) >= JOURNAL_WHOLE_MONTHS
        if is_old and row.command in commands:
            groups.setdefault((_month(row.at), row.command), []).append(row)
    several = [rows for rows in groups.values() if len(rows) > 1]
    if not several:
        return None
    months = replace(
        rows_of(journal.table, [_one_for(rows) for rows in several]),
        numbers=[rows[-1].row for rows in several],
    )
    return Compaction(months, {row.row for rows in several for row in rows[:-1]})


def _month(moment: datetime) -> int:
    """A month as a number: the next one is one more."""
    return moment.year * 12 + moment.month


def _one_for(rows: Sequence[Row]) -> dict[str, object]:
    last = rows[-1]
    count = sum(int(found[1]) if (found := _TIMES.match(row.summary)) else 1 for row in rows)
    users = {row.user for row in rows}
    month = f"{_MONTHS[last.at.month - 1]} {last.at.year}"
    return {
        "at": last.at,
        "user": last.user if len(users) == 1 else _SEVERAL,
        "command": last.command,
        "seconds": sum(row.seconds or 0 for row in rows),
        "summary": f"{count} fois en {month} ; la dernière : {_TIMES.sub('', last.summary)}",
    }
