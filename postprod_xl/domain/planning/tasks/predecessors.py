"""The links of `Planning` between the tasks to do, and what is wrong with the way they are written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.planning.problem.axis import QUARTERS_PER_DAY
from postprod_xl.domain.planning.tasks.cancelled_links import CancelledTask, CancelledTasks
from postprod_xl.domain.planning.tasks.facts import PROGRESS_FROM, cancelled_rows
from postprod_xl.domain.planning.tasks.links import (
    EXPECTED_LINKS,
    TaskLink,
    UnreadableLink,
    WrittenLink,
    read_links,
)
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.wording import decimal_text
from postprod_xl.schema.bounds import WORK_DAYS
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import TaskState

PREDECESSORS = BY_NAME["Planning"].heading("predecessors")
LONGEST_LAG = int(WORK_DAYS[1]) * QUARTERS_PER_DAY
"""Quarters of a working day between two tasks: no longer than a task may be."""


class TaskNames:
    """Finds a task by its code, as it is written or in another case."""

    def __init__(self, codes: Sequence[str], cancelled: Sequence[bool]) -> None:
        kept = [code for code, is_cancelled in zip(codes, cancelled, strict=True) if not is_cancelled]
        self._places: dict[str, int | None] = dict.fromkeys(codes)
        self._places |= {code: place for place, code in enumerate(kept)}

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {folded(code): code for code in self._places}

    def code(self, name: str) -> str | None:
        """The code of the task so named, None if there is none."""
        return name if name in self._places else self._folded.get(folded(name))

    def place(self, code: str) -> int | None:
        """The place of a task in the problem, None if it is cancelled."""
        return self._places[code]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.code(name) is not None


@fact(Planning=f"project predecessors {PROGRESS_FROM}", Projets="code status", Seances=COUNTED_FROM)
def predecessor_links(office: Office) -> tuple[Sequence[TaskLink], Sequence[Problem]]:
    """The links between the tasks to do, by their places, and what is wrong with those written.

    The tasks after one that is not done (`cancelled_rows`) follow those before it.

    Parameters
    ----------
    office
        Tables `Planning`, `Projets` and `Seances`.

    Returns
    -------
    links
        In the order of the rows.
    problems
        Blocking where a link cannot be read or names nothing; a word on each cancelled predecessor.
    """
    cancelled, tasks = cancelled_rows(office), office["Planning"]
    reading = _LinkReading(office, cancelled)
    rows = zip(tasks.numbers, tasks.column("task"), tasks.column("predecessors"), cancelled, strict=True)
    links = tuple(
        link
        for row, code, text, is_cancelled in rows
        if text and not is_cancelled
        for link in reading.links(row, code, text)
    )
    return links, tuple(reading.problems)


def linked_tasks(office: Office) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """The tasks that each one waits for, and those that wait for it, by code; cancelled ones left out."""
    rows = zip(office["Planning"].column("task"), cancelled_rows(office), strict=True)
    codes = [code for code, is_cancelled in rows if not is_cancelled]
    before: defaultdict[str, set[str]] = defaultdict(set)
    after: defaultdict[str, set[str]] = defaultdict(set)
    for link in predecessor_links(office)[0]:
        one, other = codes[link.predecessor], codes[link.successor]
        before[other].add(one)
        after[one].add(other)
    return before, after


class _LinkReading:
    """The links of an office read row by row, and what is wrong with them."""

    def __init__(self, office: Office, cancelled: Sequence[bool]) -> None:
        tasks = office["Planning"]
        codes = tasks.column("task")
        self.problems: list[Problem] = []
        self._names = TaskNames(codes, cancelled)
        columns = (tasks.column(name) for name in ("predecessors", "state"))
        rows = zip(codes, tasks.numbers, *columns, cancelled, strict=True)
        not_done = {
            code: CancelledTask(row, text, state == TaskState.CANCELLED)
            for code, row, text, state, is_cancelled in rows
            if is_cancelled
        }
        self._not_done = CancelledTasks(not_done, self._written)

    def links(self, row: int, code: str, text: str) -> Iterator[TaskLink]:
        """The links of a task, those to cancelled tasks carried to the tasks before these."""
        place = self._names.place(code)
        for link in self._written(row, text, code):
            if self._names.place(link.code) is not None:
                carried = [link]
            else:
                carried = self._not_done.links(link)
                self.problems += self._not_done.note(row, code, link, PREDECESSORS)
            for found in carried:
                predecessor = self._names.place(found.code)
                if abs(found.lag) > LONGEST_LAG:
                    self.problems.append(_far(row, found))
                elif predecessor is not None and place is not None and predecessor != place:
                    yield TaskLink(predecessor, place, found.kind, found.lag)

    def _written(self, row: int, text: str, code: str = "") -> list[WrittenLink]:
        """The links of a row whose predecessors exist, their codes as in `Planning`."""
        try:
            written = read_links(text, self._names)
        except UnreadableLink as error:
            self.problems.append(_unreadable(row, error))
            return []
        self.problems += _twice(row, written)
        found = []
        for link in written:
            before = self._names.code(link.code)
            if before is None:
                self.problems.append(_unknown(row, link.code))
            elif abs(link.lag) > LONGEST_LAG:
                self.problems.append(_far(row, link))
            elif before == code:
                self.problems.append(_on_itself(row, code))
            else:
                found.append(link._replace(code=before))
        return found


def _unreadable(row: int, error: UnreadableLink) -> Problem:
    part = str(error)
    message = f"« {part} » : {error.reason} ; attendu : {EXPECTED_LINKS}" if error.reason else ""
    return blocking("Planning", row, PREDECESSORS, part, EXPECTED_LINKS, message)


def _unknown(row: int, code: str) -> Problem:
    expected = "le code d'une tâche du planning"
    message = f"le prédécesseur « {code} » n'existe pas ; attendu : {expected}"
    if code[:1].isdigit():
        # MS Project names a task by the number of its line.
        message += f", comme {EXPECTED_LINKS}, et non un numéro de ligne"
    return blocking("Planning", row, PREDECESSORS, code, expected, message)


def _far(row: int, link: WrittenLink) -> Problem:
    found = f"{link.code} {link.kind}{decimal_text(Decimal(link.lag) / QUARTERS_PER_DAY)}j"
    expected = f"un décalage de {WORK_DAYS[1]} jours ouvrés au plus"
    return blocking("Planning", row, PREDECESSORS, found, expected)


def _twice(row: int, links: Sequence[WrittenLink]) -> Iterator[Problem]:
    """The warnings of predecessors given twice with one kind of link: the furthest lag alone counts."""
    counts = Counter((folded(link.code), link.kind) for link in links)
    for (_, kind), code in {(folded(link.code), link.kind): link.code for link in links}.items():
        if counts[folded(code), kind] > 1:
            message = (
                f"{code} est donné plusieurs fois avec un lien {kind} : gardez-en un, le plus exigeant compte"
            )
            yield warning("Planning", row, PREDECESSORS, code, "un prédécesseur une seule fois", message)


def _on_itself(row: int, code: str) -> Problem:
    expected = "une autre tâche"
    message = f"la tâche « {code} » ne peut pas s'attendre elle-même ; attendu : {expected}"
    return blocking("Planning", row, PREDECESSORS, code, expected, message)
