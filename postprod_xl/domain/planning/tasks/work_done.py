"""How far each project is: the share of its planned days that is no longer to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import cancelled_rows, remaining_days


@dataclass(slots=True)
class WorkDone:
    """Working days planned for a project, and those of them still to do."""

    planned: Decimal = Decimal(0)
    remaining: Decimal = Decimal(0)

    @property
    def rate(self) -> Decimal | None:
        """The share that is done, from 0 to 1; None when no working day is planned."""
        return 1 - self.remaining / self.planned if self.planned else None


def work_done(office: Office) -> Mapping[str, WorkDone]:
    """The planned days of each project that has a task, and what remains of them.

    A task weighs its duration; a milestone and a cancelled task weigh nothing. What remains of a task is what the
    plan counts (`remaining_days`), at most its duration: what it needs beyond it takes nothing from the others.

    Parameters
    ----------
    office
        Tables `Planning`, `Projets`, `Seances`, and what says the hours of a day of each task.
    """
    remaining = remaining_days(office)
    found: dict[str, WorkDone] = {}
    rows = zip(
        office["Planning"].select("task", "project", "duration_days"), cancelled_rows(office), strict=True
    )
    for (task, project, duration), is_cancelled in rows:
        if not is_cancelled:
            work, days = found.setdefault(project, WorkDone()), duration or Decimal(0)
            work.planned += days
            work.remaining += min(remaining[task], days)
    return found
