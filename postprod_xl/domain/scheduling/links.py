"""Links between tasks: how `Prédécesseurs` is read, and in which order tasks can be computed."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

QUARTERS_PER_DAY = 4
DAYS_PER_WEEK = 5
EXPECTED_LINKS = "MON-10 ou MON-10 FD+2j (lien FD, DD, FF ou DF, décalage en j ou s), séparés par « ; »"


class LinkKind(StrEnum):
    """What a link ties: end (F) or start (D) of the predecessor, then of the successor."""

    END_START = "FD"
    START_START = "DD"
    END_END = "FF"
    START_END = "DF"

    @property
    def leaves_the_end(self) -> bool:
        """Whether it waits for the end of the predecessor."""
        return self in (LinkKind.END_START, LinkKind.END_END)

    @property
    def holds_the_start(self) -> bool:
        """Whether it is the start of the successor that waits."""
        return self in (LinkKind.END_START, LinkKind.START_START)


class WrittenLink(NamedTuple):
    """One link as written: code of the predecessor, kind, lag in quarters of working days."""

    code: str
    kind: LinkKind
    lag: int


class Link(NamedTuple):
    """One link between two tasks, by their places in the problem; lag in quarters of working days."""

    predecessor: int
    successor: int
    kind: LinkKind
    lag: int


class UnreadableLink(ValueError):
    """A part of `Prédécesseurs` that cannot be read; the text is that part."""


_LINK = re.compile(
    r"(?P<code>.+?)"
    r"(?:\s+(?P<kind>FD|DD|FF|DF)|(?P<glued>FD|DD|FF|DF)(?=\s*[+-]))?"
    r"(?:\s*(?P<sign>[+\-−])\s*(?P<lag>\d+(?:[.,]\d+)?)\s*(?P<unit>j(?:ours?)?|s(?:em(?:aines?)?)?))?",
    re.IGNORECASE,
)


def read_links(text: str, known: Container[str] = ()) -> list[WrittenLink]:
    """The links written in one cell.

    Parameters
    ----------
    text
        `MON-10 ; MON-10 FD+2j ; SYN-20 DD+5j`: links separated by semicolons or line breaks, FD when
        no kind is given, lag in working days (`j`, by quarter) or weeks of five working days (`s`).
    known
        Codes of tasks: a code may look like a lag (`MIX-2J`) or hold spaces only if it is known.

    Raises
    ------
    UnreadableLink
        With the first part that cannot be read.

    Examples
    --------
    >>> read_links("syn-20 dd + 1s")
    [WrittenLink(code='syn-20', kind=<LinkKind.START_START: 'DD'>, lag=20)]
    """
    parts = (part.strip() for part in re.split(r"[;\n]", text))
    return [_read_link(part, known) for part in parts if part]


def _read_link(part: str, known: Container[str]) -> WrittenLink:
    if part in known:
        return WrittenLink(part, LinkKind.END_START, 0)
    match = _LINK.fullmatch(part)
    if match is None or (" " in match["code"] and match["code"] not in known):
        raise UnreadableLink(part)
    kind = LinkKind((match["kind"] or match["glued"] or "FD").upper())
    return WrittenLink(match["code"], kind, _lag(part, match) if match["lag"] else 0)


def _lag(part: str, match: re.Match[str]) -> int:
    per_unit = QUARTERS_PER_DAY * (DAYS_PER_WEEK if match["unit"].lower().startswith("s") else 1)
    quarters = Decimal(match["lag"].replace(",", ".")) * per_unit
    if quarters % 1:
        raise UnreadableLink(part)
    return int(quarters) if match["sign"] == "+" else -int(quarters)


def ordered(count: int, links: Sequence[Link]) -> tuple[list[int], list[list[int]]]:
    """Tasks in an order where each follows its predecessors, and the cycles that prevent it.

    Returns
    -------
    tuple of list of int and list of list of int
        The tasks that can be computed, predecessors first (tasks of a cycle or behind one are missing),
        and each cycle in the order of its links, starting at its smallest task.
    """
    waiting, successors = [0] * count, [[] for _ in range(count)]  # type: list[int], list[list[int]]
    for link in links:
        waiting[link.successor] += 1
        successors[link.predecessor].append(link.successor)
    order = [task for task in range(count) if not waiting[task]]
    for task in order:
        for successor in successors[task]:
            waiting[successor] -= 1
            if not waiting[successor]:
                order.append(successor)
    stuck = {task for task in range(count) if waiting[task]}
    return order, _cycles(stuck, successors)


def _cycles(stuck: set[int], successors: list[list[int]]) -> list[list[int]]:
    """One cycle per link that closes one, found by a walk along the links."""
    cycles: list[list[int]] = []
    done: set[int] = set()
    for root in sorted(stuck):
        if root not in done:
            _walk(root, stuck, successors, done, cycles)
    return cycles


def _walk(
    root: int, stuck: set[int], successors: list[list[int]], done: set[int], cycles: list[list[int]]
) -> None:
    path, position = [root], {root: 0}
    branches = [iter(sorted(set(successors[root]) & stuck))]
    while branches:
        following = next(branches[-1], None)
        if following is None:
            branches.pop()
            finished = path.pop()
            del position[finished]
            done.add(finished)
        elif following in position:
            cycle = path[position[following] :]
            smallest = cycle.index(min(cycle))
            cycles.append(cycle[smallest:] + cycle[:smallest])
        elif following not in done:
            position[following] = len(path)
            path.append(following)
            branches.append(iter(sorted(set(successors[following]) & stuck)))
