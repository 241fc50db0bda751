"""Where the quote line of each session is at, beside it: what Excel shows while a session is typed."""

from __future__ import annotations

from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.sessions.done import session_minutes
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.vocabulary import SessionBilling, SessionState

_FIGURES = ("left_minutes", "projected_minutes", "unpaid_minutes")


def line_columns(office: Office) -> Rows:
    """The columns of `Seances` that follow its lines, the twins of their Excel formulas.

    Parameters
    ----------
    office
        Tables `Planning` and `Seances`, with what the last refresh left in `Depassements` and in `Seances[Vendu restant
        (h)]`: a session that has none there was not counted yet, and its hours are taken from what is left.

    Returns
    -------
    Rows
        The line of its task, the minutes still sold on it, those it will take, those that nobody will pay; empty of a
        line that is not followed in hours.
    """
    lines = office["Planning"].by_key("task", "line")
    figures = {line: rest for line, *rest in office["Depassements"].select("line", *_FIGURES)}
    sessions = office["Seances"]
    of_task = [lines.get(task) or "" for task in sessions.column("task")]
    found = [figures.get(line) or (None, None, None) for line in of_task]
    rows = zip(
        found, sessions.select("left_minutes", "billing", "state"), session_minutes(office), strict=True
    )
    return computed_columns(
        "Seances",
        sessions.numbers,
        line=of_task,
        line_left_minutes=[
            None if left is None else left - (0 if _is_counted(*told) else minutes or 0)
            for (left, *_), told, minutes in rows
        ],
        line_projected_minutes=[projected for _, projected, _ in found],
        line_unpaid_minutes=[unpaid for *_, unpaid in found],
    )


def _is_counted(left: int | None, billing: str, state: str) -> bool:
    """Whether the hours of a session are in what is left of its line already, or take nothing of it."""
    return left is not None or billing == SessionBilling.EXTRA or state == SessionState.CANCELLED
