"""What the media chronology finds in the sales of a film in France (DRT-09 and DRT-10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from postprod_xl.domain.catalogue.chronology.gates import MediaGate, media_gates
from postprod_xl.domain.catalogue.chronology.opening import OpenedWindow
from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.contracts.records import Grant
from postprod_xl.domain.catalogue.grounds.axis import RightsAxis
from postprod_xl.schema.tables.catalogue.contracts import SALE_TERMS
from postprod_xl.schema.vocabulary import Severity

FRANCE = "FR"
"""The chronology holds in France; no other territory is implied by it."""
NOT_OPEN, CO_EXPLOITED = "DRT-09", "DRT-10"
_WINDOW = SALE_TERMS.heading("window")


class FrenchWindows:
    """The windows of the films, asked about the sales of one day.

    Parameters
    ----------
    films
        The windows of each film, by its code.
    territories, media
        The axes of the masks.
    today
        A doubt about days that are all past is no longer worth raising.
    """

    def __init__(
        self,
        films: Mapping[str, tuple[OpenedWindow, ...]],
        territories: RightsAxis,
        media: RightsAxis,
        today: date,
    ) -> None:
        self._films = films
        self._settled = {work: max(one.settled for one in windows) for work, windows in films.items()}
        self._france = territories.bits[FRANCE]
        self._media = media
        self._today = today

    def findings(self, licences: Iterable[Grant]) -> Iterator[RightsFinding]:
        """What is wrong in some licences: sold before the window opens, or running when free television's does."""
        for licence in licences:
            windows = self._films.get(licence.work)
            if windows and licence.territories & self._france:
                yield from self._too_early(licence, windows)
                yield from self._co_exploited(licence, windows)

    def _too_early(self, licence: Grant, windows: tuple[OpenedWindow, ...]) -> Iterator[RightsFinding]:
        """DRT-09: a licence that begins before its window opens, or may."""
        if licence.first >= self._settled[licence.work]:
            return
        for gate in media_gates(windows, licence.media, self._media, licence.row.window):
            is_sure = gate.is_surely_shut(licence.first)
            last = min(licence.last, gate.last_shut(licence.first))
            if is_sure or (licence.first < gate.settled and last >= self._today):
                is_blocking = is_sure and licence.is_signed
                yield RightsFinding(
                    rule=NOT_OPEN,
                    severity=Severity.BLOCKING if is_blocking else Severity.WARNING,
                    work=licence.work,
                    contract=licence.contract,
                    message=gate.message(licence.first),
                    fix=_fix(gate, licence.first),
                    media=gate.media,
                    territories=self._france,
                    languages=licence.languages,
                    first=licence.first,
                    last=last,
                    rows=(licence.row,),
                )

    def _co_exploited(self, licence: Grant, windows: tuple[OpenedWindow, ...]) -> Iterator[RightsFinding]:
        """DRT-10: a medium that closes with another window runs while that one is open to it alone."""
        by_key = {opened.window.key: opened for opened in windows}
        closing: dict[str, int] = {}
        for opened in windows:
            media = self._media.mask_of(opened.window.media) & licence.media
            if media and opened.window.closes_with:
                closing[opened.window.closes_with] = media
        for key, media in closing.items():
            other = by_key[key]
            if other.opening is None:
                continue
            first = max(licence.first, other.opening)
            last = min(licence.last, other.exclusive_until or other.opening)
            if first <= last and last >= self._today:
                yield RightsFinding(
                    rule=CO_EXPLOITED,
                    severity=Severity.WARNING,
                    work=licence.work,
                    contract=licence.contract,
                    message=_co_exploitation(other),
                    fix="Prévoir cet accord, ou arrêter la licence la veille.",
                    media=media,
                    territories=self._france,
                    languages=licence.languages,
                    first=first,
                    last=last,
                    rows=(licence.row,),
                )


def _co_exploitation(opened: OpenedWindow) -> str:
    said = "Accord de coexploitation à prévoir avec la chaîne en clair"
    opens = f"la fenêtre {opened.window.label} s'ouvre le {opened.opening:%d/%m/%Y}"
    return f"{said} : {opens}, {opened.doubt}." if opened.doubt else f"{said} : {opens}."


def _fix(gate: MediaGate, day: date) -> str:
    """How to lift a licence sold too early."""
    opening = gate.earliest.opening
    if opening is not None and day < opening:
        return f"Commencer la licence le {opening:%d/%m/%Y} en France, ou la retirer de ses territoires."
    if len(gate.windows) > 1:
        return f"Remplir « {_WINDOW} », un terme par fenêtre."
    return "Confirmer la date d'ouverture avec l'accord en vigueur avant de vendre."
