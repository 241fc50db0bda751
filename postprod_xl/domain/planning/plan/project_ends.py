"""When each project ends and how late its delivery is, as the computed columns of `Planning` tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.absurd_dates import plausible
from postprod_xl.domain.planning.tasks.facts import cancelled_rows
from postprod_xl.domain.planning.tasks.to_plan import rows_after_delivery
from postprod_xl.domain.results import computed_columns
from postprod_xl.schema.rows import Rows


class _TaskEnd(NamedTuple):
    project: str
    task: str
    end: date | None
    follows_delivery: bool


class PromisedDelivery(NamedTuple):
    """What a project promised, and when its plan delivers.

    `promised` is left out when no plan can hold it. `expected` is the last end of the tasks that do not only come
    after the delivery, None when there is none or when one of them, `undated`, has no date.
    """

    calendar: WorkCalendar
    promised: date | None
    expected: date | None
    undated: Sequence[str]

    @property
    def late_days(self) -> int | None:
        """Working days after the promised day, as `late_days` counts them."""
        return late_days(self.calendar, self.promised, self.expected)


def delivery_columns(office: Office) -> Rows:
    """`Fin prévue` and `Retard (j)` of each project.

    Parameters
    ----------
    office
        Its `Planning` has its computed columns.

    Returns
    -------
    Rows
        `expected_day`: last end of the project's tasks, None when one of them has no date; `late_days`: working
        days after the promised delivery of what does not only come after the delivery, None when it is not late or
        not known. Rows of `Projets`.
    """
    rows = list(_rows(office))
    ends, promises = _ends(rows), _deliveries(office, rows)
    projects = office["Projets"]
    codes = projects.column("code")
    return computed_columns(
        "Projets",
        projects.numbers,
        expected_day=[ends.get(code) for code in codes],
        late_days=[Decimal(late) if (late := promises[code].late_days) else None for code in codes],
    )


def deliveries(office: Office) -> dict[str, PromisedDelivery]:
    """The delivery of each project; same table as above."""
    return _deliveries(office, list(_rows(office)))


def _deliveries(office: Office, rows: Sequence[_TaskEnd]) -> dict[str, PromisedDelivery]:
    before = [row for row in rows if not row.follows_delivery]
    ends, undated = _ends(before), _undated(before)
    return {
        code: PromisedDelivery(
            WorkCalendar.of(department),
            plausible(promised, office.today),
            ends.get(code),
            undated.get(code, ()),
        )
        for code, department, promised in office["Projets"].select("code", "department", "delivery_day")
    }


def expected_days(office: Office) -> dict[str, date | None]:
    """The last end of the tasks of each project, None when one has no date; same table as above."""
    ends = _ends(list(_rows(office)))
    return {code: ends.get(code) for code in office["Projets"].column("code")}


def undated_tasks(office: Office) -> dict[str, list[str]]:
    """The codes of the tasks to plan that have no date, by project, in sheet order; same table as above."""
    return _undated(_rows(office))


def late_days(calendar: WorkCalendar, promised: date | None, end: date | None) -> int | None:
    """Working days after a promised day, 0 when it is kept; None when one of the two is not known."""
    if promised is None or end is None:
        return None
    return calendar.working_days_late(promised, end)


def _rows(office: Office) -> Iterator[_TaskEnd]:
    """The tasks of `Planning` that are to be planned."""
    tasks = office["Planning"].select("project", "task", "end_day")
    rows = zip(tasks, rows_after_delivery(office), cancelled_rows(office), strict=True)
    for row, follows, is_cancelled in rows:
        if not is_cancelled:
            yield _TaskEnd(row[0], row[1], row[2], follows)


def _undated(rows: Iterable[_TaskEnd]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.end is None:
            found.setdefault(row.project, []).append(row.task)
    return found


def _ends(rows: Sequence[_TaskEnd]) -> dict[str, date | None]:
    """The last end of each project; None when a task of it has no date."""
    ends: dict[str, date | None] = {}
    for row in rows:
        known_end = ends.setdefault(row.project, row.end)
        ends[row.project] = max(known_end, row.end) if known_end and row.end else None
    return ends
