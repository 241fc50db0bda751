"""What the media chronology keeps shut of some media, in France: surely, perhaps, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from postprod_xl.domain.catalogue.chronology.opening import OpenedWindow
from postprod_xl.domain.catalogue.grounds.axis import RightsAxis

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MediaGate:
    """Media of a film that open together: one window, or the several that their medium may be in.

    Attributes
    ----------
    media
        Mask of the media.
    windows
        Which windows they may be in: several where the contract does not say which.
    """

    media: int
    windows: tuple[OpenedWindow, ...]

    @property
    def earliest(self) -> OpenedWindow:
        """The window that opens first of those known; no other opens before it."""
        return min(self.windows, key=lambda opened: opened.opening or date.max)

    @property
    def settled(self) -> date:
        """The first day on which nothing is to be asked any more."""
        return max(opened.settled for opened in self.windows)

    def sure_days(self) -> tuple[date, date] | None:
        """The first and last day on which it is shut without any doubt; None where no day is sure."""
        first = self.earliest
        return None if first.shut_until is None else (first.known_from, first.shut_until - _DAY)

    def is_surely_shut(self, day: date) -> bool:
        """Whether it is shut on a day without any doubt."""
        return self.earliest.is_surely_shut(day)

    def message(self, day: date) -> str:
        """Why it is not open on a day before it is settled, in one French sentence."""
        first = self.earliest
        if len(self.windows) > 1:
            return self._which(day)
        if first.opening is None or day >= first.opening:
            return f"Fenêtre « {first.window.label} » {first.doubt}."
        opened = f"Fenêtre ouverte le {first.opening:%d/%m/%Y} seulement (sortie + {first.months} mois)"
        return f"{opened}, {first.doubt}." if first.doubt else f"{opened}."

    def last_shut(self, day: date) -> date:
        """The last of the days on which it is shut from one of them: the eve of its opening, where that is known."""
        opening = self.earliest.opening
        return (opening if opening is not None and day < opening else self.settled) - _DAY

    def _which(self, day: date) -> str:
        first = self.earliest
        if first.opening is not None and day < first.opening:
            months = f"{first.window.label}, sortie + {first.months} mois"
            return f"Fenêtre ouverte le {first.opening:%d/%m/%Y} au plus tôt ({months})."
        days = ", ".join(f"{opened.window.label} {_said_opening(opened)}" for opened in self.windows)
        return f"Fenêtre à préciser : {days}."


def _said_opening(opened: OpenedWindow) -> str:
    return "non connue" if opened.opening is None else f"le {opened.opening:%d/%m/%Y}"


def media_gates(
    windows: Iterable[OpenedWindow], media: int, axis: RightsAxis, choice: str = ""
) -> list[MediaGate]:
    """The gates of some media of a film, in the order of the media; a medium that no window is about has none.

    Parameters
    ----------
    windows
        Those of the film.
    media, axis
        The mask asked for, and its axis.
    choice
        The word of `ReleaseWindow` that a contract says; it counts for the media that may be in that window.
    """
    gates: dict[tuple[OpenedWindow, ...], int] = {}
    held = [*windows]
    for code in axis.leaves(media):
        about = tuple(opened for opened in held if code in opened.window.media)
        said = tuple(opened for opened in about if choice and opened.window.choice == choice)
        if about:
            key = said or about
            gates[key] = gates.get(key, 0) | axis.bits[code]
    return [MediaGate(mask, key) for key, mask in gates.items()]
