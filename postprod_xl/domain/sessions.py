"""The time a session report says was worked."""

from __future__ import annotations

import pandas as pd

from postprod_xl.domain.columns import known
from postprod_xl.schema.units import MINUTES_PER_DAY


def worked_minutes(sessions: pd.DataFrame) -> pd.Series:
    """Minutes worked in each session, its pause deducted.

    The same arithmetic as the Excel formula of `Seances[Heures]`, row by row: an end before the start is on
    the next day, an end equal to the start is no time at all.

    Parameters
    ----------
    sessions
        Typed frame of `Seances` (`start`, `end` in minutes after midnight, `pause_minutes`).

    Returns
    -------
    Series
        Int64 minutes on the index of `sessions`; missing where the start or the end is.
    """
    elapsed = (sessions["end"] - sessions["start"]) % MINUTES_PER_DAY
    pause = sessions["pause_minutes"].to_numpy("int64", na_value=0)
    return (elapsed - pd.array(pause, dtype="Int64")).rename("worked_minutes")


def chronological(sessions: pd.DataFrame) -> list[int]:
    """Positions of the sessions in the order they were worked: day, start (none first), row."""
    columns = zip(known(sessions["day"]), known(sessions["start"]), strict=True)
    moments = [day.toordinal() * MINUTES_PER_DAY + (-1 if start is None else start) for day, start in columns]
    return sorted(range(len(moments)), key=moments.__getitem__)
