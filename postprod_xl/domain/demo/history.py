"""What the refreshes of each week before the day would have noted of the lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from postprod_xl.domain.demo.data import DemoRow
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import change_order_columns
from postprod_xl.domain.quotes.follow_up.history import noted_today
from postprod_xl.domain.quotes.follow_up.overruns import overruns
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.reference_lines import task_day_minutes
from postprod_xl.domain.sessions.reports import session_columns
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.settings.house import default_settings
from postprod_xl.schema.tables import TABLES

_WEEK = timedelta(days=7)


def history(tables: Mapping[str, Sequence[DemoRow]], day: date) -> list[DemoRow]:
    """The rows of `Historique`, from the first session to the day, which is left to its own refresh.

    Parameters
    ----------
    tables
        The input tables of the demonstration.
    day
        The day the office is looked at.
    """
    typed = {table.name: rows_of(table, tables.get(table.name, ())) for table in TABLES}
    office, noted = Office(typed, default_settings(), day), typed["Historique"]
    at = min(office["Seances"].column("day"))
    while at < day:
        noted = noted.followed_by(noted_today(_as_of(office.with_rows(noted.table.name, noted), at), ()))
        at += _WEEK
    return [dict(zip(noted.columns, cells, strict=True)) for cells in noted.select(*noted.columns)]


def _as_of(office: Office, day: date) -> Office:
    """The office as a day began, its overruns computed from the sessions before it."""
    sessions = office["Seances"]
    before = sessions.where(worked < day for worked in sessions.column("day"))
    known = Office(office.tables, office.settings, day).with_rows("Seances", before)
    known = known.with_columns("Avenants", change_order_columns(known))
    known = known.with_columns("Devis", quote_columns(known))
    known = known.with_columns("Seances", session_columns(known)[0])
    return known.with_rows("Depassements", overruns(known, dict(_remaining(known))))


def _remaining(office: Office) -> Iterator[tuple[str, Decimal]]:
    """The days of each task that its sessions have not worked."""
    worked: Counter[str] = Counter()
    for task, minutes in office["Seances"].select("task", "worked_minutes"):
        worked[task] += minutes or 0
    tasks = office["Planning"].select("task", "duration_days")
    for (task, days), length in zip(tasks, task_day_minutes(office), strict=True):
        if days:
            yield task, max(days - Decimal(worked[task]) / length, Decimal(0))
