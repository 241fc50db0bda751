"""What a cancelled task leaves between those around it: its successors follow its own predecessors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from postprod_xl.domain.planning.tasks.links import WrittenLink
from postprod_xl.domain.wording import first_names
from postprod_xl.engines.schedule import LinkKind
from postprod_xl.schema.problems import Problem, info

_KIND_BY_ENDS = {(kind.leaves_the_end, kind.holds_the_start): kind for kind in LinkKind}


class CancelledTask(NamedTuple):
    """A task that is not done: its row, its links as written, whether it was itself cancelled.

    The others are those of a project cancelled or settled.
    """

    row: int
    text: str
    is_itself: bool


Read = Callable[[int, str], Sequence[WrittenLink]]


class CancelledTasks:
    """The chain of links through the tasks that are not done.

    Parameters
    ----------
    tasks
        Them, by code.
    read
        Gives the links of a row, by code as in `Planning`, and keeps the problems met.
    """

    def __init__(self, tasks: Mapping[str, CancelledTask], read: Read) -> None:
        self._tasks = tasks
        self._read = read
        self._written: dict[str, Sequence[WrittenLink]] = {}
        self._before: dict[str, list[WrittenLink]] = {}

    def links(self, link: WrittenLink) -> list[WrittenLink]:
        """What a link to a task that is not done becomes: one to each task to do before it, however far.

        The task counts as a milestone: the lags before and after it add up.
        """
        return [through(before, link) for before in self._links_before(link.code)]

    def note(self, row: int, code: str, link: WrittenLink, heading: str) -> list[Problem]:
        """One line for a successor whose predecessor is itself cancelled: whom it follows now."""
        if not self._tasks[link.code].is_itself:
            return []
        followed = list(dict.fromkeys(before.code for before in self._links_before(link.code)))
        now = f"elle ne retient plus {code}, faute de prédécesseur"
        if followed:
            now = f"{code} suit ce qui la précédait ({first_names(followed)}), comme si elle durait 0 jour"
        return [
            info("Planning", row, heading, link.code, "une tâche à faire", f"{link.code} est annulée : {now}")
        ]

    def _links_before(self, code: str) -> list[WrittenLink]:
        """The links from the tasks to do that stand before one that is not done, those before it found first.

        In a ring of cancelled tasks, the link that closes the ring holds nothing.
        """
        path = [code]
        while path:
            links = self._links_of(path[-1])
            waited = (one.code for one in links if one.code in self._tasks and one.code not in self._before)
            first = next((code for code in waited if code not in path), None)
            if first is None:
                self._before[path[-1]] = self._joined(links)
                path.pop()
            else:
                path.append(first)
        return self._before[code]

    def _links_of(self, code: str) -> Sequence[WrittenLink]:
        if code not in self._written:
            task = self._tasks[code]
            self._written[code] = self._read(task.row, task.text) if task.text else ()
        return self._written[code]

    def _joined(self, links: Sequence[WrittenLink]) -> list[WrittenLink]:
        """Links, those to tasks not done replaced; of two of one kind to one task, the longest lag holds both."""
        longest: dict[tuple[str, LinkKind], int] = {}
        for link in links:
            found = [link]
            if link.code in self._tasks:
                found = [through(before, link) for before in self._before.get(link.code, ())]
            for code, kind, lag in found:
                longest[code, kind] = max(lag, longest.get((code, kind), lag))
        return [WrittenLink(code, kind, lag) for (code, kind), lag in longest.items()]


def through(before: WrittenLink, after: WrittenLink) -> WrittenLink:
    """Two links that meet at a milestone, as one: a moment of the first task, held by a moment of the second.

    >>> through(WrittenLink("A", LinkKind("FD"), 8), WrittenLink("X", LinkKind("FF"), -4))
    WrittenLink(code='A', kind=<LinkKind.END_END: 'FF'>, lag=4)
    """
    kind = _KIND_BY_ENDS[before.kind.leaves_the_end, after.kind.holds_the_start]
    return WrittenLink(before.code, kind, before.lag + after.lag)
