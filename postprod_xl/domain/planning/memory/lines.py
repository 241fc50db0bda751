"""The memory as the lines of its tab, and back: what was touched there is never trusted."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from postprod_xl.domain.planning.memory.changes_text import NO_CHANGE
from postprod_xl.domain.planning.memory.run_days import Memory, RunDay
from postprod_xl.schema.memory_tab import LONGEST_PART, LONGEST_TEXT, MEMORY, MemoryLine


def lines_of(memory: Memory) -> list[MemoryLine]:
    """The lines to write, from the oldest day to the last; the oldest are left out when the tab would be too long."""
    room, first = LONGEST_TEXT, len(memory)
    while first and len(memory[first - 1].text) <= room:
        first -= 1
        room -= len(memory[first].text)
    lines = []
    for number, run in enumerate(memory[first:], 1):
        after = run.after.isoformat() if run.after else ""
        key = str(number), run.day.isoformat(), f"{after} {run.answered}" if run.answered else after
        proof = _proof(*key, run.text)
        parts = [run.text[at : at + LONGEST_PART] for at in range(0, len(run.text), LONGEST_PART)]
        lines += [MemoryLine(*key, proof, part) for part in parts]
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
        if run is None or rank != wanted or (run.text != NO_CHANGE and not runs):
            return tuple(reversed(runs)), _damage(runs)
        runs.append(run)
        wanted = str(int(rank) - 1)
    return tuple(reversed(runs)), "" if wanted in ("", "0") else _damage(runs)


def _damage(runs: Sequence[RunDay]) -> str:
    if not runs:
        return (
            f"{MEMORY.title} — ces lignes ne sont plus celles que le programme a écrites : les jours d'actualisation "
            "sont oubliés, le planning repart de celui du classeur ; si cela revient, supprimez cet onglet masqué "
            "(ou renommez-le, s'il est à vous), il sera refait"
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
    continued, _, answered = after.partition(" ")
    return RunDay(
        date.fromisoformat(day), date.fromisoformat(continued) if continued else None, text, answered
    )


def _proof(*texts: str) -> str:
    """What tells that a line was not changed by hand."""
    return f"{zlib.crc32(chr(31).join(texts).encode()):08x}"
