"""The works that the media chronology binds, and their windows: the rows of `FenetresMedias`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from postprod_xl.domain.catalogue.chronology.opening import FilmRelease, OpenedWindow, film_windows
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.results import result_rows
from postprod_xl.schema.catalogue_vocabulary import WorkType
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue.answers import RELEASE_WINDOWS
from postprod_xl.schema.tables.catalogue.works import WORKS

ALL_WINDOWS = "Chaque fenêtre"
_TYPE = WORKS.heading("type")


@fact(Oeuvres="work type release_day four_week_admissions")
def films(office: Office) -> Mapping[str, tuple[OpenedWindow, ...]]:
    """The windows of each work released in French cinemas, by its code, in the order of `Oeuvres`.

    A short film is bound by none; a work that may not be a film for the cinema has windows that are all to confirm.
    """
    return {
        row.work: film_windows(release)
        for row in office[WORKS.name]
        if row.work and (release := _release(row)) is not None
    }


def _release(row: Row) -> FilmRelease | None:
    if row.release_day is None or row.type == WorkType.SHORT_FILM:
        return None
    doubt = ""
    if not row.type:
        doubt = f"à confirmer : « {_TYPE} » est vide, et la chronologie ne lie que les films de cinéma"
    elif row.type != WorkType.FILM:
        doubt = f"à confirmer : « {row.type} », alors que la chronologie ne lie que les films de cinéma"
    return FilmRelease(row.release_day, row.four_week_admissions, doubt)


def window_rows(office: Office) -> Rows:
    """The rows of `FenetresMedias`, by work then in the order of the data.

    A window that nobody sourced is left out once every other one is open. A film released so long before the first
    known agreement that no day is known has one row, which says so.
    """
    days = dict(office[WORKS.name].select("work", "release_day"))
    rows = [
        [work, days[work], *cells]
        for work, windows in films(office).items()
        for cells in _film_rows(windows, office.today)
    ]
    return result_rows(RELEASE_WINDOWS.name, rows)


def _film_rows(windows: tuple[OpenedWindow, ...], today: date) -> Iterator[list[Any]]:
    if all(opened.opening is None for opened in windows):
        last = max(windows, key=lambda opened: (opened.settled, opened.months is not None))
        yield [ALL_WINDOWS, None, None, None, last.doubt, last.source]
        return
    for opened in windows:
        if opened.months is not None or opened.settled > today:
            label, days = opened.window.label, (opened.opening, opened.closing)
            yield [label, opened.months, *days, _doubt(opened), opened.source]


def _doubt(opened: OpenedWindow) -> str:
    """What is left to confirm of a window, and until when it is exclusive."""
    until = opened.exclusive_until
    exclusive = f"exclusive jusqu'au {until:%d/%m/%Y}" if until is not None else ""
    return " ; ".join(filter(None, [opened.doubt, exclusive]))
