"""The memory as the lines of its tab, and back: what was touched there is never trusted."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from postprod_xl.domain.planning.memory.held import Change, Held, Moments
from postprod_xl.domain.planning.memory.run_days import Memory, RunDay
from postprod_xl.schema.memory_tab import LONGEST_PART, LONGEST_TEXT, MEMORY, MemoryLine

_WHOLE = 5
"""How many values tell a whole task: first and last day, person, room, bookings."""


def lines_of(memory: Memory) -> list[MemoryLine]:
    """The lines to write, from the oldest day to the last; the oldest are left out when the tab would be too long."""
    texts = [json.dumps(_plain(run), ensure_ascii=False, separators=(",", ":")) for run in memory]
    room, first = LONGEST_TEXT, len(memory)
    while first and len(texts[first - 1]) <= room:
        first -= 1
        room -= len(texts[first])
    # The last day has nothing to undo: it always stays.
    first = min(first, len(memory) - 1)
    lines = []
    for number, (run, text) in enumerate(zip(memory[first:], texts[first:], strict=True), 1):
        rank, day, after = str(number), run.day.isoformat(), run.after.isoformat() if run.after else ""
        proof = _proof(rank, day, after, text)
        parts = [text[at : at + LONGEST_PART] for at in range(0, len(text), LONGEST_PART)]
        lines += [MemoryLine(rank, day, after, proof, part) for part in parts]
    return lines


def memory_of(lines: Iterable[MemoryLine]) -> tuple[Memory, str]:
    """The memory that lines tell, and one French line about what is no longer as it was written, else nothing.

    A day gives its plan from that of the next: one that is damaged takes those before it with it.
    """
    groups = [
        (key, [line.text for line in group]) for key, group in groupby(lines, key=lambda line: line[:-1])
    ]
    runs: list[RunDay] = []
    wanted = groups[-1][0][0] if groups else ""
    for (rank, *key), parts in reversed(groups):
        run = _run(rank, key, "".join(parts))
        # The last day has nothing to undo: another in its place has lost it.
        if run is None or rank != wanted or (run.undo and not runs):
            return tuple(reversed(runs)), _damage(runs)
        runs.append(run)
        wanted = str(int(rank) - 1)
    return tuple(reversed(runs)), "" if wanted in ("", "0") else _damage(runs)


def _damage(runs: Sequence[RunDay]) -> str:
    if not runs:
        return (
            f"{MEMORY.title} — ces lignes ne sont plus celles que le programme a écrites : les jours d'actualisation "
            "sont oubliés, le planning repart de celui du classeur"
        )
    return (
        f"{MEMORY.title} — les lignes d'avant le {runs[-1].day:%d/%m/%Y} ne sont plus celles que le programme a "
        "écrites : ces jours d'actualisation sont oubliés"
    )


def _run(rank: str, key: Sequence[str], text: str) -> RunDay | None:
    """One day, None when its lines are damaged."""
    day, after, proof = key
    if proof != _proof(rank, day, after, text):
        return None
    try:
        first = date.fromisoformat(day)
        undo = {task: _change(first, values) for task, values in json.loads(text).items()}
        return RunDay(first, date.fromisoformat(after) if after else None, undo)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None


def _proof(*texts: str) -> str:
    """What tells that a line was not changed by hand."""
    return f"{zlib.crc32(chr(31).join(texts).encode()):08x}"


def _plain(run: RunDay) -> dict[str, list[Any]]:
    origin = run.day.toordinal()
    return {
        task: _whole(origin, change) if isinstance(change, Held) else _runs(origin, change)
        for task, change in run.undo.items()
    }


def _whole(origin: int, held: Held) -> list[Any]:
    days = [None if day is None else day.toordinal() - origin for day in (held.start, held.end)]
    return [*days, held.person, held.room, _runs(origin, held.moments)]


def _change(first: date, values: Sequence[Any]) -> Change:
    origin = first.toordinal()
    if len(values) != _WHOLE or not isinstance(values[-1], list):
        return _moments(origin, values)
    start, end = (None if day is None else date.fromordinal(origin + day) for day in values[:2])
    return Held(start, end, str(values[2]), str(values[3]), _moments(origin, values[4]))


def _runs(origin: int, moments: Moments) -> list[int]:
    """Runs of days booked alike: the first one from `origin`, how many, which part; end to end.

    >>> _runs(10, ((10, 0), (11, 0), (14, 1)))
    [0, 2, 0, 4, 1, 1]
    """
    runs: list[int] = []
    for day, part in moments:
        if runs and runs[-1] == part and runs[-3] + runs[-2] == day - origin:
            runs[-2] += 1
        else:
            runs += [day - origin, 1, part]
    return runs


def _moments(origin: int, runs: Sequence[int]) -> Moments:
    triples = zip(runs[::3], runs[1::3], runs[2::3], strict=True)
    return tuple((origin + first + at, part) for first, count, part in triples for at in range(count))
