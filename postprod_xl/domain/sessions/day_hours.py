"""The hours that a booked day or half-day usually takes, as far as the house, the person and the room say."""

from __future__ import annotations

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


def usual_hours(office: Office, part: DayPart, contract: Row | None, person: str, room: str) -> DayHours:
    """The hours of a session booked for a day or a half of it.

    The day is as long as the contract says, else the person, else the house. It starts when the house's does, but not
    before the room opens; the pause of the house parts its two halves, and belongs to a whole day only.

    Parameters
    ----------
    office
        Tables `Equipe` and `Salles`; settings `day_minutes`, `day_start`, `day_pause_minutes`.
    part
        What is booked of the day.
    contract
        The contract worked under, None without one.
    person, room
        Their codes, empty where none is booked.
    """
    settings = office.settings
    length = contract.day_minutes if contract else None
    length = length or office["Equipe"].by_key("code", "day_minutes").get(person) or settings["day_minutes"]
    opening = office["Salles"].by_key("code", "opening").get(room) or 0
    pause, half = settings["day_pause_minutes"], length // 2
    begins = settings["day_start"] + (half + pause if part is DayPart.AFTERNOON else 0)
    start = max(begins, opening)
    taken = length + pause if part is DayPart.WHOLE_DAY else half
    is_whole = part is DayPart.WHOLE_DAY
    return DayHours(
        start % MINUTES_PER_DAY, (start + taken) % MINUTES_PER_DAY, (pause or None) if is_whole else None
    )
