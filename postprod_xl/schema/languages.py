"""The languages of a copy that leaves the house: French as the tables are declared, or English."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from postprod_xl.schema.english import (
    english_choices,
    english_heading,
    english_tab,
    english_value,
    french_word,
)
from postprod_xl.schema.table import Column, Table


class Language(StrEnum):
    """What a copy is written in, by its ISO 639-1 code; what people typed is in neither."""

    FRENCH = "fr"
    ENGLISH = "en"

    def tab(self, table: Table) -> str:
        """What the tab of a table is called."""
        return english_tab(table) if self is Language.ENGLISH else table.tab

    def heading(self, table: Table, name: str) -> str:
        """The heading of a column, by its code name."""
        return english_heading(table, name) if self is Language.ENGLISH else table.heading(name)

    def shown(self, column: Column, value: Any) -> Any:
        """What a cell shows of a value: another word for one of a closed list, the value itself otherwise."""
        return english_value(column, value) if self is Language.ENGLISH else value

    def choices(self, column: Column) -> tuple[str, ...]:
        """The menu of a closed list."""
        return english_choices(column) if self is Language.ENGLISH else column.choices

    def read(self, column: Column, value: Any) -> Any:
        """The value that a cell shows: what `shown` gives, turned back; another text stays as it is.

        >>> from postprod_xl.schema.tables.planning import PLANNING
        >>> Language.ENGLISH.read(PLANNING.by_name["state"], "Done")
        'Terminé'
        """
        if self is Language.FRENCH or not isinstance(value, str):
            return value
        return french_word(column, value)
