"""On what rights are held and sold: territories, media and languages, as a day and a house understand their words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from postprod_xl.domain.catalogue.grounds.axis import RightsAxis
from postprod_xl.domain.catalogue.grounds.house import HouseGroup, house_groups, members_on
from postprod_xl.domain.catalogue.grounds.lexicon import Expanded, RightsLexicon
from postprod_xl.domain.catalogue.grounds.published import AxisName, words_on
from postprod_xl.domain.catalogue.grounds.saying import Sayer
from postprod_xl.domain.office import Office, fact

NO_HOUSE: Mapping[AxisName, Mapping[str, str | None]] = {}
"""No group of the house."""


class Grounds:
    """The three axes of rights on a day.

    Parameters
    ----------
    day
        The one whose groups are in force.
    house
        By axis, the groups of the house: their members as typed, by name; None for a name that says two things.
    """

    def __init__(self, day: date, house: Mapping[AxisName, Mapping[str, str | None]] = NO_HOUSE) -> None:
        self.day = day
        self.lexicons = {axis: RightsLexicon(words_on(axis, day), house.get(axis, {})) for axis in AxisName}
        self._sayers = {axis: Sayer(lexicon) for axis, lexicon in self.lexicons.items()}
        self.territories: RightsAxis = self.lexicons[AxisName.TERRITORIES].axis
        self.media: RightsAxis = self.lexicons[AxisName.MEDIA].axis
        self.languages: RightsAxis = self.lexicons[AxisName.LANGUAGES].axis

    def territories_of(self, text: str) -> Expanded:
        """The territories that a text says; none for an empty text, which says nothing.

        >>> grounds = Grounds(date(2026, 11, 30))
        >>> grounds.territories.leaves(grounds.territories_of("France ; Bénélux").mask)
        ('BE', 'FR', 'LU', 'NL')
        """
        return self.lexicons[AxisName.TERRITORIES].expand(text)

    def media_of(self, text: str) -> Expanded:
        """The media that a text says; none for an empty text, which says nothing."""
        return self.lexicons[AxisName.MEDIA].expand(text)

    def languages_of(self, text: str) -> Expanded:
        """The languages that a text says; none for an empty text: whoever asks knows what a blank says there."""
        return self.lexicons[AxisName.LANGUAGES].expand(text)

    def said_territories(self, mask: int) -> str:
        """Territories in the fewest French words that are true.

        >>> grounds = Grounds(date(2026, 11, 30))
        >>> grounds.said_territories(grounds.territories.everything & ~grounds.territories.mask_of(["US", "CA"]))
        'Monde sauf Canada, États-Unis'
        """
        return self._sayers[AxisName.TERRITORIES].said(mask)

    def said_media(self, mask: int) -> str:
        """Media in the fewest French words that are true."""
        return self._sayers[AxisName.MEDIA].said(mask)

    def said_languages(self, mask: int) -> str:
        """Languages in the fewest French words that are true."""
        return self._sayers[AxisName.LANGUAGES].said(mask)

    def advice(self, axis: AxisName, word: str) -> str:
        """What may be written in the place of a word that an axis does not understand; empty when nothing is close."""
        return self.lexicons[axis].advice(word)


@fact(GroupesDroits="group nature members since")
def grounds(office: Office) -> Grounds:
    """The axes of rights on the day of an office, with the groups of the house."""
    return grounds_on(office, office.today)


def grounds_on(office: Office, day: date) -> Grounds:
    """The axes of rights on another day, such as the one a contract was signed: its groups are those of that day.

    The masks of every day are of the same leaves, in the same order.
    """
    return _grounds(house_groups(office), day)


def published_grounds(day: date) -> Grounds:
    """The axes of rights on a day as the program alone knows them."""
    return _grounds((), day)


@lru_cache(maxsize=256)
def _grounds(house: tuple[HouseGroup, ...], day: date) -> Grounds:
    return Grounds(day, members_on(house, day))
