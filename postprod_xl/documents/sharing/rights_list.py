"""The record of a list of what is free, for a buyer: `domain.sharing` makes it, `workbook.draw.sharing` draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from postprod_xl.schema.tables.catalogue import AVAILABLE_RIGHTS

TITLE = AVAILABLE_RIGHTS.tab


@dataclass(frozen=True)
class FreeRights:
    """Rights of a work that may be sold together, from one day to another.

    Parameters
    ----------
    title, original_title, year, type, countries, minutes, original_language
        What the work is; None or empty, it is not said.
    versions
        The versions there are: language of the sound, subtitles, cut.
    material
        The elements that the house has.
    media, territories
        In the words of the program, whatever groups the house has.
    first, last
        Both included.
    """

    title: str
    original_title: str
    year: int | None
    type: str
    countries: str
    minutes: int | None
    original_language: str
    versions: str
    material: str
    media: str
    territories: str
    first: date
    last: date


@dataclass(frozen=True)
class RightsList:
    """What is free of the works of a house, for a buyer.

    Parameters
    ----------
    house
        Name of the house.
    day
        The day it speaks of.
    asked
        What was asked of every work, a French line each.
    rows
        Work after work.
    """

    house: str
    day: date
    asked: tuple[str, ...]
    rows: tuple[FreeRights, ...]
