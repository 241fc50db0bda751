"""The formulas whose value the program writes with them: its calculated columns, and the last run of the home page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.addresses import column_letters
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.home import DASHBOARD
from postprod_xl.workbook.last_run import shows_last_run
from postprod_xl.workbook.places import headings_of

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.reading.precedents import Known
    from postprod_xl.engines.ooxml.tables.places import TablePlace


def own_formulas(places: Mapping[str, TablePlace]) -> Known:
    """Tell these formulas from those of a person, which may be in the same column or say the same elsewhere.

    Those of the home page show the last command that changed something: after one that changed nothing, which adds
    its row to the journal alone, they keep what they show.

    Parameters
    ----------
    places
        Where our tables stand, by name.
    """
    headings = headings_of(places)
    declared = {
        (place.sheet_part, column_letters(place.column_of(column.heading))): table.formula_in(
            column, place.headings, headings
        )
        for name, place in places.items()
        if (table := BY_NAME.get(name))
        for column in table.columns
        if column.formula and column.heading in place.headings
    }
    home = places[DASHBOARD.name].sheet_part if DASHBOARD.name in places else ""

    def known(part: str, letters: str, text: str) -> bool:
        return declared.get((part, letters)) == text or (part == home and shows_last_run(text))

    return known
