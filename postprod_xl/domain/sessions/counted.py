"""Which sessions count: those filled in from bookings do not before a person changed something in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from postprod_xl.domain.office import Office, fact
from postprod_xl.schema.units import clock_text
from postprod_xl.schema.vocabulary import SessionState

FILLED_IN = ("day", "project", "task", "technician", "contract", "room", "start", "end", "pause_minutes")
"""The columns of `Seances` that a booking fills in."""
_REPORTED = ("done_rate", "remaining_days", "nature", "cause", "billing", "validated")
_NAMES = ("state", "foreseen", *FILLED_IN, *_REPORTED)

COUNTED_FROM = " ".join(_NAMES)
"""The columns of `Seances` that say whether a session counts."""


@fact(Seances=COUNTED_FROM)
def counted_rows(office: Office) -> Sequence[bool]:
    """For each row of `Seances`, whether it counts: for hours, pay, invoices, overruns, progress.

    A cancelled session does not, nor one to confirm, unless a person changed what its booking foresaw (`Prévu`)
    or reported something of it: progress, what is left, nature, cause, billing, `Validé`. Remarks alone report nothing.
    """
    sessions = office["Seances"]
    states = sessions.column("state")
    counts = [not state or state == SessionState.CONFIRMED for state in states]
    for at, state in enumerate(states):
        if state == SessionState.TO_CONFIRM:
            counts[at] = _is_touched({name: sessions.column(name)[at] for name in _NAMES})
    return counts


@fact(Seances=COUNTED_FROM)
def rows_to_confirm(office: Office) -> Sequence[bool]:
    """For each row of `Seances`, whether it waits to be confirmed: it does not count, and is not cancelled."""
    states = office["Seances"].column("state")
    return [
        state == SessionState.TO_CONFIRM and not counts
        for state, counts in zip(states, counted_rows(office), strict=True)
    ]


def foreseen_text(session: Mapping[str, Any]) -> str:
    """What a booking foresaw of a session, as `Prévu` keeps it.

    Parameters
    ----------
    session
        The columns `FILLED_IN`, by code name.

    Examples
    --------
    >>> from datetime import date
    >>> foreseen_text({"day": date(2026, 11, 27), "project": "TERR", "task": "TERR-E02-MIX", "technician": "HUET",
    ...     "contract": "", "room": "AUDI1", "start": 540, "end": 1080, "pause_minutes": 60})
    '27/11/2026 TERR TERR-E02-MIX HUET AUDI1 09:00-18:00 pause 60'
    """
    day, start, end, pause = (session[name] for name in ("day", "start", "end", "pause_minutes"))
    codes = [session[name] for name in ("project", "task", "technician", "contract", "room")]
    hours = "-".join("" if minutes is None else clock_text(minutes) for minutes in (start, end))
    parts = [f"{day:%d/%m/%Y}", *codes, hours, f"pause {pause or 0}"]
    return " ".join(part for part in parts if part)


def _is_touched(session: Mapping[str, Any]) -> bool:
    """Whether a person changed or reported something of a session filled in from a booking."""
    if not session["foreseen"]:
        return False
    # Nothing left (0) is a report, what an empty cell reads as is none.
    is_reported = any(
        not (value is None or value is False or value == "") for value in map(session.__getitem__, _REPORTED)
    )
    return is_reported or foreseen_text(session) != session["foreseen"]
