"""When the windows of a film open, counted from its release in French cinemas; what is not known is said so.

A window is open from the first day of an agreement on which enough months have passed: a film released under one
agreement may wait for the next, whose months are fewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from postprod_xl.domain.catalogue.chronology.published import (
    ChronologyAgreement,
    Derogation,
    MediaWindow,
    WindowValue,
    chronology_agreements,
    media_windows,
)

_DAY = timedelta(days=1)
_CONFIRM = "à confirmer : "
_WITH_THE_LAST = date.max
_UNKNOWN = "non connue : aucune source n'a été trouvée"


@dataclass(frozen=True)
class FilmRelease:
    """What the windows of a film are counted from.

    Attributes
    ----------
    day
        Its release in French cinemas.
    admissions
        Those of its first four weeks; None where they are not known.
    doubt
        Why the chronology may not bind it, in French; empty for a feature film.
    """

    day: date
    admissions: int | None = None
    doubt: str = ""


@dataclass(frozen=True)
class OpenedWindow:
    """A window of a film.

    Attributes
    ----------
    window
        Which one.
    months, opening, closing
        Months after the release, first day, last day where it has one; None where it is not known.
    exclusive_until
        The last day on which nobody else may show the film, where it has one.
    known_from, shut_until
        From the one until the eve of the other it surely is not open; `shut_until` is None where nothing is sure.
    settled
        The day from which nothing more is to be asked: it is open under a known agreement, or every window is.
    doubt, source
        What is left to confirm, and where it comes from, in French.
    """

    window: MediaWindow
    months: int | None = None
    opening: date | None = None
    closing: date | None = None
    exclusive_until: date | None = None
    known_from: date = date.min
    shut_until: date | None = None
    settled: date = date.min
    doubt: str = ""
    source: str = ""

    def is_surely_shut(self, day: date) -> bool:
        """Whether an agreement says, without any doubt, that it is not open on a day."""
        return self.shut_until is not None and self.known_from <= day < self.shut_until


@lru_cache(maxsize=1 << 14)
def months_after(day: date, months: int) -> date:
    """The same day of a month some months later, or the last of a shorter month (convention of the trade, K).

    >>> months_after(date(2025, 8, 31), 6), months_after(date(2027, 8, 31), 6)
    (datetime.date(2026, 2, 28), datetime.date(2028, 2, 29))
    """
    return day + _shift(months)


@cache
def _shift(months: int) -> relativedelta:
    return relativedelta(months=months)


@lru_cache(maxsize=1 << 13)
def film_windows(release: FilmRelease) -> tuple[OpenedWindow, ...]:
    """Every window of a film, in the order of the data.

    One that nobody sourced, or that would open once the last known agreement has ended, is asked about until the last
    of all opens: by then the chronology has said all.
    """
    found = {window.key: _opened(release, window) for window in media_windows()}
    last = max(opened.opening or opened.settled for opened in found.values())
    return tuple(_beside(opened, found, last) for opened in found.values())


def _opened(release: FilmRelease, window: MediaWindow) -> OpenedWindow:
    opened = _counted(release.day, window)
    if window.derogation is not None and opened.opening is not None:
        opened = _derogated(opened, window.derogation, release)
    if release.doubt:
        opened = replace(opened, shut_until=None, doubt=_joined(release.doubt, opened.doubt))
    return opened


class _Said(NamedTuple):
    """What an agreement says of a window of a film; before `known_from` nothing is known of it."""

    window: MediaWindow
    agreement: ChronologyAgreement
    value: WindowValue
    release: date
    known_from: date

    @property
    def day(self) -> date:
        """The day on which its months have passed."""
        return months_after(self.release, self.value.months)

    def opened(
        self, opening: date | None, *, settled: date, shut_until: date | None, doubt: str = ""
    ) -> OpenedWindow:
        """The window, open from a day; what the agreement leaves to confirm keeps anything from being sure."""
        exclusive = self.value.exclusive_until_months
        return OpenedWindow(
            self.window,
            self.value.months,
            opening,
            exclusive_until=None if exclusive is None else months_after(self.release, exclusive) - _DAY,
            known_from=self.known_from,
            shut_until=shut_until if self.value.is_sure else None,
            settled=settled,
            doubt=_joined(doubt, _doubt_of(self.value)),
            source=_source_of(self.agreement, self.value),
        )


def _counted(release: date, window: MediaWindow) -> OpenedWindow:
    """The first day of an agreement on which enough months have passed, as far as the agreements are known."""
    known_from, later = None, None
    for agreement in chronology_agreements():
        value = window.values.get(agreement.key)
        if value is None:
            known_from = None
            continue
        was_shut, known_from = known_from is not None, known_from or agreement.since
        since = date.min if release >= known_from else known_from
        said = _Said(window, agreement, value, release, since)
        if said.day <= agreement.until:
            return _under(said, was_shut)
        later = said
    return OpenedWindow(window, doubt=_UNKNOWN) if later is None else _after(later)


def _under(said: _Said, was_shut: bool) -> OpenedWindow:
    """A window that opens under an agreement: on its day, or as the agreement begins where the months have passed."""
    day, name, start = said.day, said.agreement.name, said.agreement.since
    if day >= start:
        return said.opened(day, settled=day, shut_until=day)
    if was_shut:
        doubt = f"{_CONFIRM}les mois étaient passés, l'{name} l'ouvre le jour où il prend effet"
        return said.opened(start, settled=start, shut_until=start, doubt=doubt)
    doubt = f"ouverte au plus tard le {start:%d/%m/%Y} : ce qui valait avant l'{name} n'est pas connu"
    return said.opened(None, settled=start, shut_until=None, doubt=doubt)


def _after(said: _Said) -> OpenedWindow:
    """A window that would open once the last known agreement has ended: the next one may open it later."""
    until = said.agreement.until
    doubt = f"{_CONFIRM}l'{said.agreement.name} s'arrête le {until:%d/%m/%Y}"
    return said.opened(said.day, settled=_WITH_THE_LAST, shut_until=until + _DAY, doubt=doubt)


def _doubt_of(value: WindowValue) -> str:
    return "" if value.is_sure else f"{_CONFIRM}{value.doubt or 'usage du métier, sans texte'}"


@cache
def _source_of(agreement: ChronologyAgreement, value: WindowValue) -> str:
    note = f" ; {agreement.note}" if agreement.note else ""
    return f"{agreement.name} : {value.source}, lu le {agreement.checked:%d/%m/%Y}{note}"


def _derogated(opened: OpenedWindow, derogation: Derogation, release: FilmRelease) -> OpenedWindow:
    """A window that may open earlier for a film that few people saw."""
    below, day = f"{derogation.admissions_below:,}".replace(",", "\u00a0"), opened.opening
    assert day is not None
    earlier = min(months_after(release.day, derogation.months), day)
    shut = None if opened.shut_until is None else min(opened.shut_until, earlier)
    if release.admissions is None:
        doubt = f"{derogation.months} mois sous {below} entrées en quatre semaines : entrées à renseigner"
        return replace(opened, shut_until=shut, doubt=_joined(opened.doubt, doubt))
    if release.admissions >= derogation.admissions_below:
        return opened
    doubt = (
        f"{_CONFIRM}{derogation.doubt}, moins de {below} entrées en quatre semaines ; "
        f"sans elle, {opened.months} mois, le {day:%d/%m/%Y}"
    )
    return replace(
        opened,
        months=derogation.months,
        opening=earlier,
        shut_until=shut,
        doubt=_joined(doubt, opened.doubt),
        source=f"{opened.source} ; dérogation : {derogation.source}",
    )


def _beside(opened: OpenedWindow, others: Mapping[str, OpenedWindow], last: date) -> OpenedWindow:
    """A window with what the others say of it: its last day, and until when one that is not known is asked about."""
    if opened.months is None or opened.settled == _WITH_THE_LAST:
        opened = replace(opened, settled=last)
    end = others[opened.window.closes_with].opening if opened.window.closes_with else None
    if end is None or opened.opening is None or end <= opened.opening:
        return opened
    source = f"{opened.source} ; {opened.window.closing_source}"
    return replace(opened, closing=end - _DAY, source=source)


def _joined(*doubts: str) -> str:
    """Doubts one after the other; « à confirmer » is said once."""
    said = [doubt for doubt in doubts if doubt]
    return " ; ".join([*said[:1], *(doubt.removeprefix(_CONFIRM) for doubt in said[1:])])
