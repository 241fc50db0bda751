"""When the windows of a film open, counted from its release in French cinemas; what is not known is said so.

A window is open from the first day of an agreement on which enough months have passed: a film released under one
agreement may wait for the next, whose months are fewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

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
        The day from which nothing more is to be asked: it is open, or every other window is.
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


def months_after(day: date, months: int) -> date:
    """The same day of a month some months later, or the last of a shorter month (convention of the trade, K).

    >>> months_after(date(2025, 8, 31), 6), months_after(date(2027, 8, 31), 6)
    (datetime.date(2026, 2, 28), datetime.date(2028, 2, 29))
    """
    return day + relativedelta(months=months)


def film_windows(release: FilmRelease) -> tuple[OpenedWindow, ...]:
    """Every window of a film, in the order of the data.

    One that nobody sourced is asked about until the last of the others opens: by then the chronology has said all.
    """
    found = {window.key: _opened(release, window) for window in media_windows()}
    last = max(opened.settled for opened in found.values())
    return tuple(_beside(opened, found, last) for opened in found.values())


def _opened(release: FilmRelease, window: MediaWindow) -> OpenedWindow:
    opened = _counted(release.day, window)
    if window.derogation is not None and opened.opening is not None:
        opened = _derogated(opened, window.derogation, release)
    if release.doubt:
        opened = replace(opened, shut_until=None, doubt=_joined(release.doubt, opened.doubt))
    return opened


def _counted(release: date, window: MediaWindow) -> OpenedWindow:
    """The first day of an agreement on which enough months have passed, as far as the agreements are known."""
    known_from, later = None, OpenedWindow(window, doubt=_UNKNOWN)
    for agreement in chronology_agreements():
        value = window.values.get(agreement.key)
        if value is None:
            known_from = None
            continue
        day = months_after(release, value.months)
        was_shut, known_from = known_from is not None, known_from or agreement.since
        opened = _valued(window, agreement, value, release)
        opened = replace(opened, known_from=date.min if release >= known_from else known_from)
        if day <= agreement.until:
            return _under(opened, agreement, day, was_shut)
        until = f"{_CONFIRM}l'{agreement.name} s'arrête le {agreement.until:%d/%m/%Y}"
        shut = None if opened.doubt else agreement.until + _DAY
        later = replace(opened, opening=day, settled=day, shut_until=shut, doubt=_joined(until, opened.doubt))
    return later


def _valued(
    window: MediaWindow, agreement: ChronologyAgreement, value: WindowValue, release: date
) -> OpenedWindow:
    """What an agreement says of a window, before its day is known."""
    note = f" ; {agreement.note}" if agreement.note else ""
    source = f"{agreement.name} : {value.source}, lu le {agreement.checked:%d/%m/%Y}{note}"
    exclusive = value.exclusive_until_months
    until = None if exclusive is None else months_after(release, exclusive) - _DAY
    doubt = "" if value.is_sure else f"{_CONFIRM}{value.doubt or 'usage du métier, sans texte'}"
    return OpenedWindow(window, value.months, exclusive_until=until, doubt=doubt, source=source)


def _under(opened: OpenedWindow, agreement: ChronologyAgreement, day: date, was_shut: bool) -> OpenedWindow:
    """A window that opens under an agreement: on its day, or as the agreement begins where the months have passed."""
    if day >= agreement.since:
        return replace(opened, opening=day, settled=day, shut_until=None if opened.doubt else day)
    start = agreement.since
    if was_shut:
        doubt = f"{_CONFIRM}les mois étaient passés, l'{agreement.name} l'ouvre le jour où il prend effet"
        shut = None if opened.doubt else start
        return replace(
            opened, opening=start, settled=start, shut_until=shut, doubt=_joined(doubt, opened.doubt)
        )
    doubt = (
        f"ouverte au plus tard le {start:%d/%m/%Y} : ce qui valait avant l'{agreement.name} n'est pas connu"
    )
    return replace(opened, settled=start, doubt=_joined(doubt, opened.doubt))


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
    if opened.months is None:
        return replace(opened, settled=last)
    end = others[opened.window.closes_with].opening if opened.window.closes_with else None
    if end is None or opened.opening is None or end <= opened.opening:
        return opened
    source = f"{opened.source} ; {opened.window.closing_source}"
    return replace(opened, closing=end - _DAY, source=source)


def _joined(*doubts: str) -> str:
    """Doubts one after the other; « à confirmer » is said once."""
    said = [doubt for doubt in doubts if doubt]
    return " ; ".join([*said[:1], *(doubt.removeprefix(_CONFIRM) for doubt in said[1:])])
