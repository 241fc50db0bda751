"""The French media chronology as its agreements publish it: windows, months, sources and doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from postprod_xl.domain.catalogue.grounds.published import USAGE
from postprod_xl.parameters import media_chronology


@dataclass(frozen=True)
class ChronologyAgreement:
    """An agreement of the trade, made compulsory for everyone by a decree, from a day to another, both included."""

    key: str
    name: str
    since: date
    until: date
    note: str
    checked: date


@dataclass(frozen=True)
class WindowValue:
    """What an agreement says of a window: how many months after the release, where it is said, how sure that is."""

    months: int
    source: str
    confidence: str
    doubt: str = ""
    exclusive_until_months: int | None = None

    @property
    def is_sure(self) -> bool:
        """Whether a text says it and nothing is left to confirm."""
        return not self.doubt and self.confidence != USAGE


@dataclass(frozen=True)
class Derogation:
    """Fewer months for the films that few people saw in their first four weeks."""

    months: int
    admissions_below: int
    doubt: str
    source: str
    confidence: str


@dataclass(frozen=True)
class MediaWindow:
    """A way of showing a film that opens some months after its release in French cinemas.

    Attributes
    ----------
    key, label
        Its name in the data, and in French.
    media
        The leaves of `media_rights.toml` that it is about.
    choice
        The word of `ReleaseWindow` that says it, where the medium alone does not.
    values
        By key of agreement; nothing where no source was found.
    derogation
        For a film that few people saw.
    closes_with, closing_source
        The window whose opening ends it, and who says so.
    """

    key: str
    label: str
    media: tuple[str, ...]
    choice: str
    values: Mapping[str, WindowValue] = field(hash=False)
    derogation: Derogation | None
    closes_with: str
    closing_source: str


@cache
def chronology_agreements() -> tuple[ChronologyAgreement, ...]:
    """The known agreements, the earliest first."""
    found = (
        ChronologyAgreement(
            key, entry["name"], entry["since"], entry["until"], entry["note"], entry["checked"]
        )
        for key, entry in media_chronology()["agreements"].items()
    )
    return tuple(sorted(found, key=lambda agreement: agreement.since))


@cache
def media_windows() -> tuple[MediaWindow, ...]:
    """The known windows, in the order of the data."""
    return tuple(_window(key, entry) for key, entry in media_chronology()["windows"].items())


def _window(key: str, entry: Mapping[str, Any]) -> MediaWindow:
    derogation = entry.get("derogation")
    return MediaWindow(
        key=key,
        label=entry["label"],
        media=tuple(entry["media"]),
        choice=entry.get("choice", ""),
        values={name: WindowValue(**value) for name, value in entry["values"].items()},
        derogation=None if derogation is None else Derogation(**derogation),
        closes_with=entry.get("closes_with", ""),
        closing_source=entry.get("closing_source", ""),
    )
