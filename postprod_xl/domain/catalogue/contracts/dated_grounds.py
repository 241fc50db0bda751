"""The words of a contract mean what they meant on the day it was signed: the Union of 2015 has the United Kingdom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from postprod_xl.domain.catalogue.grounds.grounds import Grounds, grounds_on
from postprod_xl.domain.catalogue.grounds.house import house_groups
from postprod_xl.domain.catalogue.grounds.published import AxisName
from postprod_xl.domain.office import Office
from postprod_xl.parameters import rights_words


class DatedGrounds:
    """The axes of rights on any day, one `Grounds` for all the days on which the same groups are in force.

    Parameters
    ----------
    office
        Its groups of the house are read.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._changes = sorted(
            {date.min, *_published_changes(), *(one.since for one in house_groups(office))}
        )
        self._known: dict[date, Grounds] = {}
        self._by_day: dict[date, Grounds] = {}

    def on(self, day: date) -> Grounds:
        """The axes on a day."""
        found = self._by_day.get(day)
        if found is None:
            found = self._by_day[day] = self._since(self._changes[bisect_right(self._changes, day) - 1])
        return found

    def _since(self, day: date) -> Grounds:
        found = self._known.get(day)
        if found is None:
            found = self._known[day] = grounds_on(self._office, day)
        return found


def _published_changes() -> Iterator[date]:
    """The days on which a group of the program changes."""
    for axis in AxisName:
        for group in rights_words(axis.value).get("groups", {}).values():
            for version in group["values"]:
                yield version["since"]
