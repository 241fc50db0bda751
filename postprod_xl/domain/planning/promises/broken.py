"""The promises not kept, and what they explain: the lines of the quote, the delays of a project."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.promises.kept import KeptPromise, kept_promises
from postprod_xl.domain.planning.promises.register import Promised
from postprod_xl.domain.planning.tasks.facts import FIRM, cancelled_rows, session_facts
from postprod_xl.domain.planning.tasks.predecessors import predecessor_links
from postprod_xl.domain.sessions.causes import cause_minutes, main_cause
from postprod_xl.domain.wording import counted, working_days_text

_SHOWN = 3
_PLANNED, _PROMISED, _DUE = "prévu", "promis", "attendu"


class Broken(NamedTuple):
    """Something that ended after its promise, or is planned to.

    Parameters
    ----------
    what
        The task, or the delivery.
    row
        Its row, in `Planning`, `Projets` or `Episodes`.
    promised, end
        The day promised, and the one it was finished on or is planned for.
    late_days
        Working days from one to the other.
    word
        How it ended: `reçu`, `fini`, `livré`, or `prévu` when it is still to come.
    basis
        `promis`, or `attendu` for a due day of which nothing was promised.
    is_told
        Whether it calls for a word: a task confirmed, begun or finished, on which somebody counts; a delivery whose
        promise is no longer the day typed for it, which is warned of by itself.
    cause
        The cause that its sessions, or else those of the tasks beside it, note most; empty when they note none.
    """

    what: Promised
    row: int
    promised: date
    end: date
    late_days: int
    word: str
    basis: str = _PROMISED
    is_told: bool = True
    cause: str = ""

    @property
    def is_over(self) -> bool:
        """Whether it ended: what is planned may still be brought back."""
        return self.word != _PLANNED

    @property
    def text(self) -> str:
        """As a person reads it, calendar days beside the working days when they are not the same."""
        calendar_days = (self.end - self.promised).days
        gap = f"+ {working_days_text(self.late_days)}"
        if calendar_days != self.late_days:
            gap += f", {calendar_days} de calendrier"
        cause = f" ({self.cause})" if self.cause else ""
        days = f"{self.basis} le {self.promised:%d/%m/%Y}, {self.word} le {self.end:%d/%m/%Y}"
        return f"{self.what.name} : {days} : {gap}{cause}"


def broken_promises(office: Office) -> list[Broken]:
    """The promises not kept: those of projects and of episodes, then those of tasks, in sheet order.

    Parameters
    ----------
    office
        With the computed columns of `Planning` and of `Episodes`, and the promises noted today.
    """
    return [each for each in missed_days(office) if each.basis == _PROMISED]


def missed_days(office: Office) -> list[Broken]:
    """As `broken_promises`, with the due days missed by what was finished of which nothing was promised."""
    tasks, whole = kept_promises(office)
    rows = {Promised(project.code): project.row for project in office["Projets"]}
    rows |= {Promised(episode.project, episode=episode.number): episode.row for episode in office["Episodes"]}
    found = [_broken(kept, rows[kept.what], "livré") for kept in whole.values()]
    return [each for each in (*found, *_late_tasks(office, tasks)) if each is not None]


def _late_tasks(office: Office, tasks: Sequence[KeptPromise]) -> Iterator[Broken | None]:
    """Those of tasks; what nothing was promised of is judged on its due day, once it is finished."""
    causes, worked = task_causes(office), session_facts(office)
    for task, kept in zip(office["Planning"], tasks, strict=True):
        basis = _PROMISED
        if kept.promised is None and task.due_day is not None and kept.actual is not None:
            kept, basis = kept._replace(promised=task.due_day), _DUE
        broken = _broken(kept, task.row, "fini" if task.task in worked else "reçu")
        if broken is not None:
            is_told = kept.is_finished or task.state in FIRM
            yield broken._replace(basis=basis, is_told=is_told, cause=causes.get(task.task, ""))


def _broken(kept: KeptPromise, row: int, done: str) -> Broken | None:
    late, promised, end = kept.gap_days, kept.promised, kept.end
    if late is None or late <= 0 or promised is None or end is None:
        return None
    word = done if kept.is_finished else _PLANNED
    return Broken(kept.what, row, promised, end, late, word, is_told=promised != kept.announced)


def task_causes(office: Office) -> dict[str, str]:
    """The main cause that the sessions of each task note; else that of the tasks it waits for or that wait for it."""
    own = cause_minutes(office)
    beside: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one, other in _neighbours(office):
        if one not in own and other in own:
            beside[one] += own[other]
    return {task: main_cause(minutes) for task, minutes in {**beside, **own}.items()}


def _neighbours(office: Office) -> Iterator[tuple[str, str]]:
    """The tasks that a link joins, both ways."""
    rows = zip(office["Planning"].column("task"), cancelled_rows(office), strict=True)
    codes = [code for code, is_cancelled in rows if not is_cancelled]
    for link in predecessor_links(office)[0]:
        before, after = codes[link.predecessor], codes[link.successor]
        yield before, after
        yield after, before


def evidence_by_line(office: Office) -> dict[str, str]:
    """What explains each line of the quote: the promises not kept of its tasks, the worst first; options are left out.

    A task that no line pays, such as a validation of the client, speaks for the lines of the tasks it waits for and of
    those that wait for it.
    """
    lines = office["Planning"].by_key("task", "line")
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in _neighbours(office):
        if not lines[one] and lines[other]:
            beside[one].add(lines[other])
    found: defaultdict[str, list[Broken]] = defaultdict(list)
    for broken in missed_days(office):
        task = broken.what.task
        for line in (lines[task],) if lines.get(task) else beside.get(task, ()):
            if broken.is_told:
                found[line].append(broken)
    return {line: worst_text(each) for line, each in found.items()}


def worst_text(broken: Iterable[Broken]) -> str:
    """The worst of some promises not kept, and how many others."""
    worst = sorted(broken, key=lambda each: -each.late_days)
    texts, left = [each.text for each in worst[:_SHOWN]], len(worst) - _SHOWN
    return " ; ".join([*texts, *([f"et {counted(left, 'autre')}"] if left > 0 else [])])
