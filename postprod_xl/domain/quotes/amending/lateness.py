"""What the production gave late: rushes, notes, approvals."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.promises.broken import Broken, broken_by_line
from postprod_xl.domain.quotes.attributable import client_shares
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
    sessions note most a cause that the production answers for.

    Parameters
    ----------
    office
        With the computed columns of `Planning` and of `Episodes`, and the promises noted today.
    """
    tasks = {task.task: task for task in office["Planning"]}
    causes = {cause for cause, share in client_shares(office).items() if share}
    return {
        line: sorted(_of_production(broken, tasks, causes), key=lambda late: -late.late_days)
        for line, broken in broken_by_line(office).items()
    }


def _of_production(
    broken: Collection[Broken], tasks: dict[str, Row], causes: Collection[str]
) -> Iterator[Late]:
    for each in broken:
        task = tasks[each.what.task]
        is_theirs = not (task.line or task.skill or task.technician)
        if is_theirs or each.cause in causes:
            label = task.label or task.task
            yield Late(label, each.promised, each.end, each.late_days, each.is_over)
