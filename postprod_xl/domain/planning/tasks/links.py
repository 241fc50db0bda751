"""Links between tasks: how `Prédécesseurs` is read, and in which order tasks can be computed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.planning.problem.axis import QUARTERS_PER_DAY
from postprod_xl.engines.schedule import LinkKind
from postprod_xl.schema.vocabulary import Unit

WORKING_DAYS_PER_WEEK = 5
EXPECTED_LINKS = "MON-10 ou MON-10 FD+2j (lien FD, DD, FF ou DF, décalage en j ou s), séparés par « ; »"


class WrittenLink(NamedTuple):
    """One link as written: code of the predecessor, kind, lag in quarters of working days."""

    code: str
    kind: LinkKind
    lag: int


class TaskLink(NamedTuple):
    """One link between two tasks, by their places in the problem; lag in quarters of working days."""

    predecessor: int
    successor: int
    kind: LinkKind
    lag: int


class UnreadableLink(ValueError):
    """A part of `Prédécesseurs` that cannot be read; the text is that part, `reason` says why when it is known."""

    def __init__(self, part: str, reason: str = "") -> None:
        super().__init__(part)
        self.reason = reason


_KINDS = {kind.value: kind for kind in LinkKind} | {
    "FS": LinkKind.END_START,
    "SS": LinkKind.START_START,
    "SF": LinkKind.START_END,
}
"""French and English spellings; `FF` is the same in both."""

_UNITS = dict.fromkeys(("j", "jr", "jrs", Unit.DAY, "jours", "d", "dy", "day", "days"), QUARTERS_PER_DAY) | (
    dict.fromkeys(
        ("s", "sem", Unit.WEEK, "semaines", "w", "wk", "wks", "week", "weeks"),
        QUARTERS_PER_DAY * WORKING_DAYS_PER_WEEK,
    )
)
"""Quarters of a working day in each unit whose length is the same for everybody."""

_ELAPSED = "un décalage en jours calendaires n'est pas pris : comptez-le en jours ouvrés"
_OTHER_UNITS = (
    (re.compile(r"(?:j|s|h|m|jrs?|jours?|sem|semaines?|heures?|mois)[ée]|e(?:d|w|h|mo?)\w*"), _ELAPSED),
    (re.compile(r"[ée]?%"), "un décalage en pourcentage n'est pas pris : comptez-le en jours ouvrés"),
    (
        re.compile(r"h|hrs?|hours?|hres?|heures?|m|mn|mins?|minutes?"),
        "un décalage en heures n'est pas pris : comptez-le en jours ouvrés, par quart (0,25j)",
    ),
    (re.compile(r"mois|mo|mons?|months?"), "un mois n'a pas toujours autant de jours ouvrés : comptez-les"),
    (re.compile(""), "l'unité du décalage manque"),
)
_LAG = re.compile(r"\s*([+\-−–])\s*(\d+(?:[.,]\d+)?)\s*([a-zé]*\.?%?)$", re.IGNORECASE)
_KIND = re.compile(rf"(?P<space>\s*)(?P<kind>{'|'.join(_KINDS)})$", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"([+\-−–]\s*\d+),(?=\d+\s*[a-zé%])", re.IGNORECASE)


class _Reading(NamedTuple):
    """One way to read a part of a cell; `reason` when its lag is in no unit that we take."""

    code: str
    kind: LinkKind
    lag: int
    reason: str = ""


def read_links(text: str, known: Container[str] = ()) -> list[WrittenLink]:
    """The links written in one cell.

    Parameters
    ----------
    text
        `MON-10 ; MON-10 FD+2j ; SYN-20 DD+5j`: links separated by semicolons, line breaks or commas, FD when
        no kind is given, lag in working days (`j`, by quarter) or weeks of five working days (`s`). The
        spellings of MS Project are read too, in French and in English: `12FS+3d`, `12FD+2 jours`, `12SS`.
    known
        Codes of tasks: a code may look like a lag (`MIX-2J`), hold spaces or commas, or stand against its kind
        of link (`12FD`) only if it is known.

    Raises
    ------
    UnreadableLink
        With the first part that cannot be read, or that two tasks could be meant by.

    Examples
    --------
    >>> read_links("syn-20 dd + 1s")
    [WrittenLink(code='syn-20', kind=<LinkKind.START_START: 'DD'>, lag=20)]
    """
    parts = (part.strip() for part in re.split(r"[;\n]", text))
    return [link for part in parts if part for link in _read_part(part, known)]


def _read_part(part: str, known: Container[str]) -> list[WrittenLink]:
    """The links between two semicolons: one, or several between commas when each names a task."""
    pieces = [piece.strip() for piece in _DECIMAL_COMMA.sub(r"\1.", part).split(",")]
    if len(pieces) == 1 or part in known:
        return [_read_link(part, known)]
    try:
        whole = _read_link(part, known)
    except UnreadableLink:
        return [_read_link(piece, known) for piece in pieces if piece]
    return [whole] if whole.code in known else [_read_link(piece, known) for piece in pieces if piece]


def _read_link(part: str, known: Container[str]) -> WrittenLink:
    if part in known:
        return WrittenLink(part, LinkKind.END_START, 0)
    readings = list(_readings(part, known))
    meant = [reading for reading in readings if reading.code in known] or readings[:1]
    first = meant[0]
    if any(other.code != first.code for other in meant):
        codes = " et ".join(f"« {code} »" for code in dict.fromkeys(reading.code for reading in meant))
        raise UnreadableLink(part, f"deux tâches conviennent, {codes} : renommez l'une d'elles")
    if first.reason or (" " in first.code and first.code not in known):
        raise UnreadableLink(part, first.reason)
    return WrittenLink(first.code, first.kind, first.lag)


def _readings(part: str, known: Container[str]) -> Iterator[_Reading]:
    """Every way to read a part, the most explicit first."""
    lag = _LAG.search(part)
    head = part[: lag.start()] if lag else part
    quarters, reason = _quarters(lag) if lag else (0, "")
    kind = _KIND.search(head)
    if kind and (code := head[: kind.start()]) and (kind["space"] or lag or code in known):
        yield _Reading(code, _KINDS[kind["kind"].upper()], quarters, reason)
    # Digits alone after a hyphen (`MON-10`) are the end of a code.
    if lag and head and (lag[3] or lag[1] == "+"):
        yield _Reading(head, LinkKind.END_START, quarters, reason)
    yield _Reading(part, LinkKind.END_START, 0)


def _quarters(lag: re.Match[str]) -> tuple[int, str]:
    """A lag in quarters of a working day, or why it is not taken."""
    sign, number, unit = lag.groups()
    unit = unit.lower().rstrip(".")
    per_unit = _UNITS.get(unit)
    if per_unit is None:
        return 0, next((reason for units, reason in _OTHER_UNITS if units.fullmatch(unit)), "unité inconnue")
    quarters = Decimal(number.replace(",", ".")) * per_unit
    if quarters % 1:
        return 0, "un décalage se compte par quart de jour ouvré"
    return int(quarters) if sign == "+" else -int(quarters), ""


def ordered(count: int, links: Sequence[TaskLink]) -> tuple[list[int], list[list[int]]]:
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
