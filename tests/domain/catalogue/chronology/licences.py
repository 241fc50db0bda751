"""Films and licences for the tests of the media chronology."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from postprod_xl.domain.catalogue.chronology.findings import FrenchWindows
from postprod_xl.domain.catalogue.chronology.opening import FilmRelease, film_windows
from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.grounds.grounds import Grounds
from postprod_xl.schema.catalogue_vocabulary import RightsState
from postprod_xl.schema.rows import Row
from tests.domain.offices import table_rows

DAY = date(2026, 11, 30)
GROUNDS = Grounds(DAY)


@dataclass(frozen=True)
class SoldTerm:
    """A term of a sale, as the catalogue reads it."""

    contract: str
    row: Row
    work: str
    media: int
    territories: int
    languages: int
    first: date
    last: date
    state: RightsState


def sold(
    media: str, days: tuple[date, date], territories: str = "FR", window: str = "", **others: Any
) -> SoldTerm:
    """A term signed for a film called F."""
    row = table_rows("TermesVente", [{"term": "1", "sale": "V1", "window": window}]).row(5)
    return SoldTerm(
        contract="V1",
        row=row,
        work="F",
        media=GROUNDS.media_of(media).mask,
        territories=GROUNDS.territories_of(territories).mask,
        languages=GROUNDS.languages.everything,
        first=days[0],
        last=days[1],
        state=others.get("state", RightsState.SIGNED),
    )


def found(release: FilmRelease, *terms: SoldTerm) -> list[RightsFinding]:
    """What the chronology finds in some terms of the film F."""
    windows = FrenchWindows({"F": film_windows(release)}, GROUNDS.territories, GROUNDS.media, DAY)
    return [*windows.findings(terms)]
