"""The views of a project by audience: the tables, the columns shown, and those that the receiver may answer.

Only columns that are `shared` are shown. A column that is answered and not shown leaves empty: what one receiver wrote
is not told to another, nor what the house noted there.

The laboratory and the broadcaster deal with the production, not with the house: neither sees an amount, how firm a
booking of the production is, who does the work, or how late it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postprod_xl.schema.table import Table
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.planning import BOOKINGS, OVERRUNS, PLANNING, SESSIONS
from postprod_xl.schema.tables.projects import EPISODES, PROJECTS
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS, QUOTE
from postprod_xl.schema.vocabulary import Audience, ChangeOrderStatus

SPARE_SESSIONS = 10
"""Blank rows of a technician's copy for the sessions that nobody foresaw."""


@dataclass(frozen=True)
class View:
    """What an audience sees of a table.

    Parameters
    ----------
    table
        Where the rows come from.
    shown
        Code names of the columns shown, from left to right.
    answered
        Those that the receiver may answer; one that is not shown stands after them, empty.
    added
        Those that he fills in besides, in the rows that he adds only.
    spare_rows
        Blank rows in which he may add some.
    """

    table: Table
    shown: tuple[str, ...]
    answered: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    spare_rows: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the tab, from left to right."""
        return (*self.shown, *(name for name in self.answered if name not in self.shown))


def _view(table: Table, shown: str, answered: str = "", added: str = "", spare_rows: int = 0) -> View:
    return View(table, tuple(shown.split()), tuple(answered.split()), tuple(added.split()), spare_rows)


ANSWERED_WORDS = {("Avenants", "status"): (ChangeOrderStatus.ACCEPTED, ChangeOrderStatus.REFUSED)}
"""The words that a receiver may answer, by table and column, where the column has more."""

VIEWS: Mapping[Audience, tuple[View, ...]] = {
    Audience.PRODUCER: (
        _view(
            PLANNING,
            "task label episode due_day state promised_day start_day end_day actual_day promise_gap_days"
            " assigned_technician assigned_room late_days validation wished_day",
            "validation wished_day comment",
        ),
        _view(PROJECTS, "title delivery_day promised_day actual_day promise_gap_days"),
        _view(
            EPISODES,
            "number title director rushes_day lock_day due_day delivery_day promised_day expected_day actual_day"
            " promise_gap_days late_days wished_day",
            "wished_day comment",
        ),
        _view(
            QUOTE,
            "line label quantity unit unit_price_cents discount_rate amount_cents chapter_title",
        ),
        _view(
            OVERRUNS,
            "line label sold_minutes projected_minutes variance_minutes unit sold_units projected_units"
            " variance_units main_cause",
        ),
        _view(
            CHANGE_ORDERS,
            "number day type label quantity unit_price_cents client_reason status amount_cents",
            "status comment",
        ),
        _view(
            INVOICES,
            "number type day subject total_cents vat_cents total_with_vat_cents deposits_cents payable_cents"
            " due_day paid_day paid_cents due_cents",
        ),
    ),
    Audience.DIRECTOR: (
        _view(
            PLANNING,
            "task label episode state start_day end_day assigned_technician assigned_room",
            "validation wished_day comment",
        ),
        _view(BOOKINGS, "day half_day task technician room state"),
        _view(EPISODES, "number title director rushes_day lock_day delivery_day"),
    ),
    Audience.TECHNICIAN: (
        _view(BOOKINGS, "day half_day task room state"),
        _view(PLANNING, "task label episode due_day start_day end_day assigned_room"),
        _view(
            SESSIONS,
            "number day task room start end pause_minutes done_rate remaining_days",
            "start end pause_minutes done_rate remaining_days remarks",
            "day task room",
            SPARE_SESSIONS,
        ),
    ),
    Audience.BROADCASTER: (
        _view(PROJECTS, "title delivery_day actual_day"),
        _view(EPISODES, "number title delivery_day expected_day actual_day", "wished_day comment"),
        _view(PLANNING, "task label episode start_day end_day actual_day", "validation wished_day comment"),
    ),
    Audience.LABORATORY: (
        _view(PLANNING, "task label episode start_day end_day assigned_room", "wished_day comment"),
        _view(BOOKINGS, "day half_day task room"),
    ),
}
"""By audience, its tabs from left to right."""
