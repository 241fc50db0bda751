"""Overruns: for each quote line sold or worked in hours, what was sold and what it will really take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.attributable import NOTHING, attributable, causes_by_line
from postprod_xl.domain.quotes.change_orders import effects, sold_minutes
from postprod_xl.domain.quotes.line_work import minutes_by_line
from postprod_xl.domain.quotes.reference_lines import LineRows, line_rows, task_day_minutes
from postprod_xl.domain.quotes.sold import SoldTime, sold_times
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.sessions.causes import main_cause
from postprod_xl.domain.wording import hours_text
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import OverrunLevel, ProjectStatus, TaskState

GRAVITY = {OverrunLevel.OVERRUN: 0, OverrunLevel.FORECAST: 1, OverrunLevel.WATCH: 2, OverrunLevel.FINE: 3}


@dataclass(frozen=True)
class LineHours:
    """Minutes of one line; `sold` is None when it sells no hours, 0 when its version no longer holds it."""

    sold: int | None
    planned: int
    worked: int
    remaining: int

    @property
    def is_moved(self) -> bool:
        """Whether anything is planned, worked, or sold by a change order alone."""
        return bool(self.sold or self.planned or self.worked)

    @property
    def projected(self) -> int:
        return self.worked + self.remaining

    @property
    def variance(self) -> int | None:
        return None if self.sold is None else self.projected - self.sold


def overruns(office: Office, remaining: Mapping[str, Decimal]) -> Rows:
    """The rows of `Depassements`: one per line sold, planned or worked in hours.

    Parameters
    ----------
    office
        With the computed columns of `Devis`; the thresholds are those of the house.
    remaining
        Working days still needed by each task; a task absent needs none.

    Returns
    -------
    Rows
        Schema columns, the promises not kept left empty; gravest level first, then the dearest variance, project and
        line. Lines of cancelled
        projects are left out. A line that sells no hours (VFX shots) shows its work and has no variance; one
        the reference version does not hold sells nothing, and overruns with its first hour.
    """
    standing = line_rows(office)
    lines, times = standing.rows, sold_times(office, standing.rows)
    cancelled = {code for code, status in _statuses(office).items() if status == ProjectStatus.CANCELLED}
    hours = _hours_by_line(office, standing, times, remaining)
    causes, attributed = causes_by_line(office), attributable(office)
    columns = (lines.column(name) for name in ("project", "line", "item", "label"))
    rows = [
        [
            *identity,
            *_figures(
                hours[identity[1]],
                sold,
                causes[identity[1]],
                attributed.get(identity[1], NOTHING).minutes,
                office,
            ),
        ]
        for *identity, sold, is_held in zip(*columns, times, standing.held, strict=True)
        if identity[0] not in cancelled
        and (hours[identity[1]].is_moved or (is_held and sold.minutes is not None))
    ]
    return result_rows("Depassements", sorted(rows, key=_gravest_first))


def _statuses(office: Office) -> dict[str, str]:
    return office["Projets"].by_key("code", "status")


def line_hours(office: Office, remaining: Mapping[str, Decimal]) -> dict[str, LineHours]:
    """The hours of every Ligne of `Devis`, cancelled projects included; same parameters as `overruns`."""
    standing = line_rows(office)
    return _hours_by_line(office, standing, sold_times(office, standing.rows), remaining)


def _hours_by_line(
    office: Office, standing: LineRows, times: Sequence[SoldTime], remaining: Mapping[str, Decimal]
) -> dict[str, LineHours]:
    sold, left = sold_minutes(standing, times, effects(office)), _remaining_by_line(office, remaining)
    columns = (standing.rows.column(name) for name in ("line", "planned_minutes", "worked_minutes"))
    return {
        line: LineHours(minutes, planned, worked, left[line])
        for line, planned, worked, minutes in zip(*columns, sold, strict=True)
    }


def _remaining_by_line(office: Office, remaining: Mapping[str, Decimal]) -> Counter[str]:
    tasks = office["Planning"]
    columns = (tasks.column(name) for name in ("task", "line", "state"))
    return minutes_by_line(
        (line, days, length)
        for task, line, state, length in zip(*columns, task_day_minutes(office), strict=True)
        if line and (days := remaining.get(task)) and state != TaskState.CANCELLED
    )


def _figures(
    hours: LineHours, sold: SoldTime, causes: Counter[str], client: int, office: Office
) -> list[Any]:
    level = _level(hours, office)
    return [
        hours.sold,
        hours.planned,
        hours.worked,
        hours.remaining,
        hours.projected,
        hours.variance,
        None if hours.variance is None else sold.price_cents(hours.variance),
        main_cause(causes),
        client,
        level,
        _action(level, hours, client),
        "",
    ]


def _level(hours: LineHours, office: Office) -> str:
    if hours.sold is None:
        return OverrunLevel.FINE
    allowed = hours.sold * (1 + office.settings["overrun_tolerance_rate"])
    if hours.worked > allowed:
        return OverrunLevel.OVERRUN
    if hours.projected > allowed:
        return OverrunLevel.FORECAST
    is_close = hours.worked >= hours.sold * office.settings["watch_rate"]
    return OverrunLevel.WATCH if hours.remaining > 0 and is_close else OverrunLevel.FINE


def _action(level: str, hours: LineHours, client: int) -> str:
    if level == OverrunLevel.FINE:
        return ""
    if level == OverrunLevel.WATCH:
        return "Surveiller"
    if client > 0:
        # What is to negotiate is never more than the overrun.
        claimed = min(client, hours.variance or 0)
        return f"Négocier un avenant : {hours_text(claimed)} imputables à la production"
    if hours.remaining > 0:
        return "Réduire le reste à faire ou prévenir la production"
    return "Chercher la cause et prévenir la production"


def _gravest_first(row: Sequence[Any]) -> tuple[int, int, str, str]:
    by_name = dict(zip(BY_NAME["Depassements"].by_name, row, strict=True))
    return GRAVITY[by_name["level"]], -(by_name["variance_cents"] or 0), by_name["project"], by_name["line"]
