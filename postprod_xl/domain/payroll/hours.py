"""The hours a month pays: its sessions, their contracts, and the whole working weeks they stand in."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from postprod_xl.domain.columns import by_key, known
from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions import worked_minutes

EMPLOYMENT = frozenset({"CDDU", "CDI"})
SERVICE = "Prestation"


@dataclass(frozen=True)
class Session:
    """One session as pay sees it; `minutes` is None when its times do not give any work.

    `technician` is the person of the contract, or of the session when it has no contract.
    """

    row: int
    day: date
    project: str
    contract: str
    technician: str
    minutes: int | None
    validated: bool
    borrowed: bool


def month_bounds(month: str) -> tuple[date, date]:
    """First and last day of a month written `2026-11`.

    >>> month_bounds("2026-02")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def week_start(day: date) -> date:
    """The Monday of a working week, Monday to Sunday (C. trav. L3121-35).

    >>> week_start(date(2026, 11, 1))
    datetime.date(2026, 10, 26)
    """
    return day - timedelta(days=day.weekday())


def sessions_between(office: Office, first: date, last: date) -> list[Session]:
    """Sessions of `Seances` that start in a period, in the order they were worked (day, start, row).

    A session past midnight belongs to the day it starts.
    """
    frame = office["Seances"]
    held = [first <= day <= last for day in frame["day"].tolist()]
    frame = frame.loc[held]
    holders = by_key(office["Contrats"], "contract", "technician")
    columns = [known(frame[name]) for name in ("day", "project", "contract", "technician", "validated")]
    starts = [-1 if start is None else start for start in known(frame["start"])]
    minutes = known(worked_minutes(frame))
    order = sorted(range(len(frame)), key=lambda i: (columns[0][i], starts[i], i))
    rows = frame.index.tolist()
    return [_session(rows[i], [column[i] for column in columns], minutes[i], holders) for i in order]


def _session(row: int, cells: list[Any], minutes: int | None, holders: dict[str, str]) -> Session:
    day, project, contract, technician, validated = cells
    holder = holders.get(contract, "") or technician
    return Session(
        row=row,
        day=day,
        project=project,
        contract=contract,
        technician=holder,
        minutes=None if minutes is None or minutes <= 0 else minutes,
        validated=bool(validated),
        borrowed=technician not in ("", holder),
    )


def by_week(sessions: Iterable[Session]) -> dict[tuple[str, date], list[Session]]:
    """Sessions that give work, in the same order, by technician and Monday of the working week."""
    weeks: dict[tuple[str, date], list[Session]] = {}
    for session in sessions:
        if session.minutes is not None:
            weeks.setdefault((session.technician, week_start(session.day)), []).append(session)
    return weeks
