"""What the production gave late: rushes, notes, approvals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.promises.broken import missed_days
from postprod_xl.domain.planning.tasks.predecessors import linked_tasks
from postprod_xl.domain.quotes.follow_up.attributable import client_shares
from postprod_xl.domain.wording import in_sentence, working_days_text
from postprod_xl.schema.rows import Row


class Late(NamedTuple):
    """Something of the production that came after the day promised, or is planned to.

    `late_days` are working days; `is_received` is false while it is still awaited.
    """

    label: str
    promised: date
    end: date
    late_days: int
    is_received: bool

    @property
    def text(self) -> str:
        """As the production reads it.

        >>> Late("Validation du mixage", date(2026, 11, 16), date(2026, 11, 18), 2, True).text
        'validation du mixage : attendu le 16/11/2026, reçu le 18/11/2026, 2 j ouvrés de retard'
        """
        word = "reçu" if self.is_received else "prévu"
        return (
            f"{in_sentence(self.label)} : attendu le {self.promised:%d/%m/%Y}, {word} le {self.end:%d/%m/%Y}, "
            f"{working_days_text(self.late_days)} de retard"
        )


def late_by_line(office: Office) -> dict[str, list[Late]]:
    """What the production gave late that explains each quote line, the worst first.

    A task is the production's when nobody of the house does it (it has no line, skill or technician), or when its
    sessions note most a cause that the production answers for. It explains the lines of its own work, of all the work
    that waits for it, and, when it is an approval, of the work that it approves: the first before it that somebody of
    the house does.

    Parameters
    ----------
    office
        With the computed columns of `Planning` and of `Episodes`, and the promises noted today.
    """
    tasks = {task.task: task for task in office["Planning"]}
    causes = {cause for cause, share in client_shares(office).items() if share}
    before, after = linked_tasks(office)
    found: defaultdict[str, list[Late]] = defaultdict(list)
    for broken in missed_days(office):
        task = tasks.get(broken.what.task)
        if task is None or not broken.is_told or not (is_theirs(task) or broken.cause in causes):
            continue
        late = Late(task.label or task.task, broken.promised, broken.end, broken.late_days, broken.is_over)
        reached = _reached(task.task, after, lambda _: True)
        if is_theirs(task):
            reached |= _reached(task.task, before, lambda code: not tasks[code].skill)
        for line in {tasks[code].line for code in reached} - {""}:
            found[line].append(late)
    return {line: sorted(held, key=lambda late: -late.late_days) for line, held in found.items()}


def expected_by(late: Iterable[Late], day: date) -> list[Late]:
    """What was expected by a day: what came due later explains nothing that was worked up to it."""
    return [each for each in late if each.promised <= day]


def is_theirs(task: Row) -> bool:
    """Whether a task of `Planning` is the production's: an approval, a delivery, that nobody of the house does."""
    return not (task.line or task.skill or task.technician)


def _reached(start: str, links: Mapping[str, set[str]], goes_on: Callable[[str], bool]) -> set[str]:
    """A task and those that its links lead to, as far as each of them goes on."""
    found, left = {start}, [start]
    while left:
        for code in links.get(left.pop(), ()):
            if code not in found:
                found.add(code)
                left += [code] if goes_on(code) else []
    return found
