"""The hours that a booked day or half-day usually takes, as far as the house, the person and the room say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import MINUTES_PER_DAY
from postprod_xl.schema.vocabulary import DayPart


class DayHours(NamedTuple):
    """Start and end of a session in minutes after midnight, and its pause."""

    start: int
    end: int
    pause_minutes: int | None


@dataclass(frozen=True)
class UsualHours:
    """What an office says of the hours of a booked day: looked up once for all its bookings.

    Parameters
    ----------
    house_minutes, house_start, pause_minutes
        The day of the house: its length, when it starts, its pause.
    lengths
        The day of each person of `Equipe`, None where nothing is typed.
    openings
        When each room of `Salles` opens, None where nothing is typed.
    """

    house_minutes: int
    house_start: int
    pause_minutes: int
    lengths: Mapping[str, int | None]
    openings: Mapping[str, int | None]

    @classmethod
    def of(cls, office: Office) -> UsualHours:
        """Those of an office: tables `Equipe` and `Salles`, and its settings."""
        settings = office.settings
        return cls(
            settings["day_minutes"],
            settings["day_start"],
            settings["day_pause_minutes"],
            office["Equipe"].by_key("code", "day_minutes"),
            office["Salles"].by_key("code", "opening"),
        )

    def booked(self, part: DayPart, contract: Row | None, person: str, room: str) -> DayHours:
        """The hours of a session booked for a day or a half of it.

        The day is as long as the contract says, else the person, else the house. It starts when the house's does, but
        not before the room opens; the pause of the house parts its two halves, and belongs to a whole day only.

        Parameters
        ----------
        part
            What is booked of the day.
        contract
            The contract worked under, None without one.
        person, room
            Their codes, empty where none is booked.
        """
        length = (
            (contract.day_minutes if contract else None) or self.lengths.get(person) or self.house_minutes
        )
        pause, half = self.pause_minutes, length // 2
        begins = self.house_start + (half + pause if part is DayPart.AFTERNOON else 0)
        start = max(begins, self.openings.get(room) or 0)
        is_whole = part is DayPart.WHOLE_DAY
        end = start + (length + pause if is_whole else half)
        return DayHours(start % MINUTES_PER_DAY, end % MINUTES_PER_DAY, (pause or None) if is_whole else None)
