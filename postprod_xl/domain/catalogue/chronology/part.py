"""What the media chronology gives to a refresh."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.catalogue.chronology.films import films, window_rows
from postprod_xl.domain.catalogue.chronology.findings import FrenchWindows
from postprod_xl.domain.catalogue.chronology.published import media_windows
from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.contracts.reading import catalogue
from postprod_xl.domain.catalogue.grounds.grounds import Grounds, grounds
from postprod_xl.domain.catalogue.part import CataloguePart
from postprod_xl.domain.office import Office
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.catalogue.answers import RELEASE_WINDOWS
from postprod_xl.schema.tables.catalogue.contracts import SALE_TERMS


def chronology_part(office: Office) -> CataloguePart:
    """The rows of `FenetresMedias`, the sales that run into them, and the windows typed where none can count."""
    return CataloguePart(
        rows={RELEASE_WINDOWS.name: window_rows(office)},
        findings=[*window_findings(office)],
        problems=[*window_problems(office, grounds(office))],
    )


def window_findings(office: Office) -> Iterator[RightsFinding]:
    """DRT-09 and DRT-10 of every sale, in the order of the works."""
    held = catalogue(office)
    windows = FrenchWindows(films(office), held.grounds.territories, held.grounds.media, office.today)
    for licences in held.sold.values():
        yield from windows.findings(licences)


def window_problems(office: Office, held: Grounds) -> Iterator[Problem]:
    """Warnings of `TermesVente`: a window that none of the media of its term may be in counts for nothing."""
    media = {opened.choice: held.media.mask_of(opened.media) for opened in media_windows() if opened.choice}
    for row in office[SALE_TERMS.name]:
        said = held.media_of(row.media)
        if row.window and not said.unknown and said.mask and not said.mask & media.get(row.window, 0):
            found, about = row.window, held.said_media(media.get(row.window, 0))
            message = f"« {found} » ne compte pas : ce terme ne vend pas {about}"
            yield row.warning("window", found, "une fenêtre de ses médias", message)
