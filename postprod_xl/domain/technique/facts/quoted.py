"""What rules know of the quote of a project."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class QuoteFacts:
    """What the quote of a project sells: its accepted version, else its latest, accepted change orders included.

    Attributes
    ----------
    items
        The items of the rate card that it sells.
    priced
        The items of `Tarifs`: what the house sells of another name is not known to be missing.
    paid_steps
        The steps of the tasks that one of its lines pays for, whatever its item.
    """

    items: frozenset[str]
    priced: frozenset[str]
    paid_steps: frozenset[str] = frozenset()
