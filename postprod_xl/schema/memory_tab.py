"""The hidden tab where the plans of the last days of refresh are kept: what it is called and what its cells hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

LONGEST_PART = 8_000
"""Characters of one line: Excel takes no longer text when many cells are entered at once (8,203)."""
LONGEST_TEXT = 1_500_000
"""Characters of the whole tab: the oldest days go when it is reached."""


@dataclass(frozen=True)
class MemoryTab:
    """The tab: its title, what it says to whoever shows it, its headings from the left."""

    title: str
    help: str
    headings: tuple[str, ...]


class MemoryLine(NamedTuple):
    """One line of the tab, in the order of its headings; a day that keeps a long text takes several.

    Parameters
    ----------
    rank
        Of the day among those kept, from 1.
    day, after
        The day, and the one whose plan its own continued.
    proof
        What tells that nothing was changed by hand.
    text
        What it keeps, or a part of it.
    """

    rank: str
    day: str
    after: str
    proof: str
    text: str


MEMORY = MemoryTab(
    "Mémoire du planning",
    "Ce qu'était le planning aux derniers jours d'actualisation : le programme y revient quand un jour donné par "
    "erreur a tout déplacé. Onglet masqué, tenu par le programme : n'y changez rien.",
    ("Rang", "Jour", "Suite du", "Preuve", "Planning du jour"),
)
HEADINGS_ROW, FIRST_ROW = 3, 4
