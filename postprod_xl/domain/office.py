"""What every rule of the trade works on: the typed tables, the house settings and the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from postprod_xl.schema.settings import Settings


@dataclass(frozen=True)
class Office:
    """One office on one day.

    Parameters
    ----------
    frames
        Typed frames by table name; index = row number, columns = code names of the schema.
    settings
        House settings.
    today
        The day the office is looked at: nothing not yet done starts before it.
    """

    frames: Mapping[str, pd.DataFrame]
    settings: Settings
    today: date

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.frames[table]

    def with_columns(self, table: str, columns: pd.DataFrame) -> Office:
        """The same office with computed columns of one table replaced."""
        frame = self.frames[table].copy(deep=False)
        for name in columns.columns:
            frame[name] = columns[name]
        return Office({**self.frames, table: frame}, self.settings, self.today)

    def with_rows(self, table: str, rows: pd.DataFrame) -> Office:
        """The same office with all the rows of one result table replaced."""
        return Office({**self.frames, table: rows}, self.settings, self.today)
