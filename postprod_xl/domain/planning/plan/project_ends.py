"""When each project ends and how late its delivery is, as the computed columns of `Planning` tell."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.absurd_dates import plausible
from postprod_xl.domain.planning.tasks.episodes import EpisodeKey, episodes_of, promised_later
from postprod_xl.domain.planning.tasks.facts import cancelled_rows, finished_rows
from postprod_xl.domain.planning.tasks.to_plan import rows_after_delivery
from postprod_xl.domain.results import computed_columns
from postprod_xl.schema.rows import Rows

Whole = TypeVar("Whole", bound=Hashable)


class _TaskEnd(NamedTuple):
    project: str
    task: str
    episode: int | None
    end: date | None
    follows_delivery: bool


class PromisedDelivery(NamedTuple):
    """What a project promised, and when its plan delivers.

    `promised` is left out when no plan can hold it. `expected` is the last end of the tasks that the delivery waits
    for, those that only come after it and those of episodes promised later being left out; None when there is none or
    when one of them, `undated`, has no date.
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
    ends, promises = _ends(rows, _project_of), _deliveries(office, rows)
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
    later = promised_later(office)
    before = [row for row in rows if not row.follows_delivery and _episode_of(row) not in later]
    ends, undated = _ends(before, _project_of), _undated(before)
    return {
        code: PromisedDelivery(
            WorkCalendar.of(department),
            plausible(promised, office.today),
            ends.get(code),
            undated.get(code, ()),
        )
        for code, department, promised in office["Projets"].select("code", "department", "delivery_day")
    }


def episode_columns(office: Office) -> Rows:
    """`Fin prévue` and `Retard (j)` of each row of `Episodes`.

    Parameters
    ----------
    office
        Its `Planning` has its computed columns.

    Returns
    -------
    Rows
        `expected_day`: last end of the episode's tasks, those that only come after the delivery left out, None when
        there is none or one of them has no date; `late_days`: working days of it after the promise of the episode,
        None when it is not late or not known.
    """
    rows, episodes = office["Episodes"], episodes_of(office)
    keys = [EpisodeKey(*key) for key in rows.select("project", "number")]
    ends = _ends((row for row in _rows(office) if not row.follows_delivery), _episode_of) if keys else {}
    places = office["Projets"].by_key("code", "department")
    days = [
        late_days(WorkCalendar.of(places[key.project]), episodes[key].promised, ends.get(key)) for key in keys
    ]
    return computed_columns(
        "Episodes",
        rows.numbers,
        expected_day=[ends.get(key) for key in keys],
        late_days=[Decimal(late) if late else None for late in days],
    )


def late_episodes(office: Office) -> dict[EpisodeKey, Decimal]:
    """Working days late of the episodes with something left to do before their delivery, in sheet order.

    Parameters
    ----------
    office
        Its `Planning` and its `Episodes` have their computed columns.
    """
    columns = office["Episodes"].select("project", "number", "late_days")
    late = {EpisodeKey(project, number): days for project, number, days in columns if days}
    if not late:
        return {}
    rows = zip(_every_row(office), finished_rows(office), strict=True)
    left = {
        _episode_of(row) for row, is_finished in rows if row and not row.follows_delivery and not is_finished
    }
    return {key: days for key, days in late.items() if key in left}


def expected_days(office: Office) -> dict[str, date | None]:
    """The last end of the tasks of each project, None when one has no date; same table as above."""
    ends = _ends(_rows(office), _project_of)
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
    return (row for row in _every_row(office) if row is not None)


def _every_row(office: Office) -> Iterator[_TaskEnd | None]:
    """The same row by row of `Planning`, None for one that is not to be planned."""
    tasks = office["Planning"].select("project", "task", "episode", "end_day")
    rows = zip(tasks, rows_after_delivery(office), cancelled_rows(office), strict=True)
    for (project, task, episode, end), follows, is_cancelled in rows:
        yield None if is_cancelled else _TaskEnd(project, task, episode, end, follows)


def _undated(rows: Iterable[_TaskEnd]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.end is None:
            found.setdefault(row.project, []).append(row.task)
    return found


def _ends(rows: Iterable[_TaskEnd], whole_of: Callable[[_TaskEnd], Whole]) -> dict[Whole, date | None]:
    """The last end of each whole, project or episode; None when a task of it has no date."""
    ends: dict[Whole, date | None] = {}
    for row in rows:
        whole = whole_of(row)
        known_end = ends.setdefault(whole, row.end)
        ends[whole] = max(known_end, row.end) if known_end and row.end else None
    return ends


def _project_of(row: _TaskEnd) -> str:
    return row.project


def _episode_of(row: _TaskEnd) -> EpisodeKey | None:
    return None if row.episode is None else EpisodeKey(row.project, row.episode)
