"""What every rule of the trade works on: the typed tables, the house settings and the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from postprod_xl.schema.rows import Rows
from postprod_xl.schema.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Office:
    """One office on one day.

    Parameters
    ----------
    tables
        Typed rows by table name, every declared table.
    settings
        House settings.
    today
        The day the office is looked at: nothing not yet done starts before it.
    """

    tables: Mapping[str, Rows]
    settings: Settings
    today: date

    def __getitem__(self, table: str) -> Rows:
        return self.tables[table]

    def frame(self, table: str) -> pd.DataFrame:
        """A table for whoever analyses it: index = row number, columns = code names."""
        return self.tables[table].frame()

    def with_columns(self, table: str, columns: Rows) -> Office:
        """The same office with computed columns of one table replaced."""
        return self.with_rows(table, self.tables[table].with_columns(columns))

    def with_rows(self, table: str, rows: Rows) -> Office:
        """The same office with all the rows of one table replaced."""
        return Office({**self.tables, table: rows}, self.settings, self.today)
