"""The optional families of tabs: what an office asks for when it wants them, and what a workbook has without them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TabFamily:
    """Tabs that not every office wants, which a workbook has together or not at all.

    Parameters
    ----------
    name
        What the command line calls it, and `Table.family` and `DrawnTab.family` of its tabs.
    title
        What people call it.
    help
        What its tabs are for, in one French sentence.
    """

    name: str
    title: str
    help: str


TECHNIQUE = TabFamily(
    "technique",
    "Technique",
    "Les sources, le flux, les livrables et les cahiers des charges de chaque projet, et ce qui n'ira pas ensemble.",
)
CATALOGUE = TabFamily(
    "catalogue",
    "Catalogue",
    "Les droits tenus, vendus et libres de chaque œuvre, ce qui finit, et ce qui est dû à chaque ayant droit.",
)
OPTIONAL_FAMILIES: tuple[TabFamily, ...] = (TECHNIQUE, CATALOGUE)
"""In the order of the help page."""


def family_named(name: str) -> TabFamily:
    """The optional family of a name.

    Raises
    ------
    KeyError
        No family has this name.
    """
    for family in OPTIONAL_FAMILIES:
        if family.name == name:
            return family
    raise KeyError(name)
