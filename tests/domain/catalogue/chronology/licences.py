"""Films and licences for the tests of the media chronology."""

from __future__ import annotations

from datetime import date
from typing import Any

from postprod_xl.domain.catalogue.chronology.findings import FrenchWindows
from postprod_xl.domain.catalogue.chronology.opening import FilmRelease, film_windows
from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.contracts.records import Grant
from postprod_xl.domain.catalogue.grounds.grounds import Grounds
from postprod_xl.schema.catalogue_vocabulary import RightsState
from tests.domain.offices import table_rows

DAY = date(2026, 11, 30)
GROUNDS = Grounds(DAY)


def sold(
    media: str, days: tuple[date, date], territories: str = "FR", window: str = "", **others: Any
) -> Grant:
    """A term signed for a film called F."""
    row = table_rows("TermesVente", [{"term": "1", "sale": "V1", "window": window}]).row(5)
    return Grant(
        contract="V1",
        root="V1",
        row=row,
        work=others.get("work", "F"),
        versions=1,
        media=GROUNDS.media_of(media).mask,
        territories=GROUNDS.territories_of(territories).mask,
        languages=GROUNDS.languages.everything,
        first=days[0],
        last=days[1],
        exclusive=False,
        state=others.get("state", RightsState.SIGNED),
        option_until=None,
        party="",
        nature=None,
    )


def found(release: FilmRelease, *terms: Grant) -> list[RightsFinding]:
    """What the chronology finds in some terms of the film F."""
    windows = FrenchWindows({"F": film_windows(release)}, GROUNDS.territories, GROUNDS.media, DAY)
    return [*windows.findings(terms)]
