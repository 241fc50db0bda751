"""The register of promises read back: which one is in force of each thing promised, and which lines are not ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.sealed_rows import seal_of
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.vocabulary import PromiseReason


class Promised(NamedTuple):
    """What is promised: a task, the delivery of an episode (no task), or that of a project (neither)."""

    project: str
    task: str = ""
    episode: int | None = None

    @property
    def name(self) -> str:
        """As a person calls it.

        >>> Promised("TERR", "TERR-E02-VAL").name, Promised("TERR", episode=2).name, Promised("TERR").name
        ('TERR-E02-VAL', 'TERR épisode 2, livraison', 'TERR, livraison')
        """
        if self.task:
            return self.task
        episode = "" if self.episode is None else f" épisode {self.episode}"
        return f"{self.project}{episode}, livraison"


class Promise(NamedTuple):
    """One line of the register: `day` is None when nothing is promised any more; `recorded` is its refresh."""

    what: Promised
    number: int
    day: date | None
    recorded: date
    reason: str

    @property
    def seal(self) -> str:
        """The mark of a line that nobody changed."""
        (project, task, episode), day = self.what, self.day
        return seal_of(
            "P",
            project,
            self.number,
            episode,
            task,
            day and day.isoformat(),
            self.recorded.isoformat(),
            self.reason,
        )


@dataclass
class Register:
    """What the lines of `Promesses` say, those that the program wrote.

    Parameters
    ----------
    standing
        By thing promised, its promises from the first to the last. One noted on a day that a later line comes before
        is left out: its day was a mistake.
    doubtful
        The things whose last line was changed by hand: what they were promised for is not known.
    damaged
        The lines that are not as they were written, of each project since its last baseline.
    missing
        The numbers cut from each project since its last baseline.
    last_numbers
        The last number of each project.
    """

    standing: defaultdict[Promised, list[Promise]] = field(default_factory=lambda: defaultdict(list))
    doubtful: set[Promised] = field(default_factory=set)
    damaged: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    missing: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    last_numbers: dict[str, int] = field(default_factory=dict)

    def in_force(self, what: Promised, today: date) -> Promise | None:
        """The last promise noted up to a day, None when there is none, when it was taken back or is in doubt."""
        if what in self.doubtful:
            return None
        known = [promise for promise in self.standing.get(what, ()) if promise.recorded <= today]
        return known[-1] if known and known[-1].day is not None else None

    def after(self, promise: Promise, today: date) -> Promise | None:
        """The promise that took the place of another, up to a day: the next one that stands behind it."""
        behind = (
            each
            for each in self.standing.get(promise.what, ())
            if each.number > promise.number and each.recorded <= today
        )
        return next(behind, None)

    def noted_after(self, today: date) -> list[Promised]:
        """What was promised on a later day than the present one."""
        return [what for what, promises in self.standing.items() if promises[-1].recorded > today]

    def is_whole(self, project: str) -> bool:
        """Whether no line of a project was changed or cut since its last baseline."""
        return not self.damaged.get(project) and not self.missing.get(project)


@fact(Promesses="project number episode promised_task promised_day recorded_day event seal")
def register_of(office: Office) -> Register:
    """The register of an office, in the order of its numbers whatever that of the rows."""
    register = Register()
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    baselines: dict[str, Promise] = {}
    damaged: defaultdict[str, list[tuple[int, Row]]] = defaultdict(list)
    for rank, line, promise in sorted(_ranked(office["Promesses"]), key=lambda each: each[0]):
        if promise is None:
            damaged[line.project].append((rank, line))
            register.doubtful.add(Promised(line.project, line.promised_task, line.episode))
            continue
        _take(register, promise)
        numbers[line.project].add(promise.number)
        register.last_numbers[line.project] = promise.number
        known = baselines.get(line.project)
        if promise.reason == PromiseReason.BASELINE and (known is None or known.recorded != promise.recorded):
            baselines[line.project] = promise
    for project, lines in damaged.items():
        first = baselines[project].number if project in baselines else 0
        register.damaged[project] = [line for rank, line in lines if rank >= first]
    for project, last in register.last_numbers.items():
        first = baselines[project].number if project in baselines else 1
        seen = numbers[project].union(line.number for _, line in damaged[project])
        register.missing[project] = [number for number in range(first, last) if number not in seen]
    return register


def _ranked(rows: Rows) -> Iterator[tuple[int, Row, Promise | None]]:
    """Each line by its number; one that is not as it was written, by the number of the whole one above it."""
    above: dict[str, int] = {}
    for line in rows:
        promise = promise_of(line)
        if promise is not None:
            above[line.project] = promise.number
        yield above.get(line.project, 0), line, promise


def promise_of(line: Row) -> Promise | None:
    """The promise that a line holds, None when it is not one that the program wrote."""
    if line.number is None or line.recorded_day is None:
        return None
    what = Promised(line.project, line.promised_task, line.episode)
    promise = Promise(what, line.number, line.promised_day, line.recorded_day, line.event)
    return promise if promise.seal == line.seal else None


def _take(register: Register, promise: Promise) -> None:
    register.doubtful.discard(promise.what)
    standing = register.standing[promise.what]
    while standing and standing[-1].recorded > promise.recorded:
        standing.pop()
    if promise not in standing[-1:]:
        standing.append(promise)
