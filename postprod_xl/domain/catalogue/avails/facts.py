"""What answers read of an office besides the question: its contracts, those that go on by themselves, names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock
from postprod_xl.domain.catalogue.chronology.films import films
from postprod_xl.domain.catalogue.chronology.opening import OpenedWindow
from postprod_xl.domain.catalogue.contracts.reading import catalogue
from postprod_xl.domain.catalogue.contracts.records import Catalogue, Grant
from postprod_xl.domain.catalogue.contracts.renewals import given_later
from postprod_xl.domain.office import Office, fact


@dataclass(frozen=True)
class RightsFacts:
    """An office as its rights are asked.

    Parameters
    ----------
    catalogue
        Its contracts in force.
    ends
        The last day of the terms of each contract in force that goes on when nobody ends it.
    clients
        Names of buyers by code.
    windows
        The windows of the media chronology of each film released in French cinemas, by its code.
    """

    catalogue: Catalogue
    ends: Mapping[str, date]
    clients: Mapping[str, str]
    windows: Mapping[str, tuple[OpenedWindow, ...]]

    def renewed(self, grants: Iterable[Grant]) -> list[tuple[str, RightsBlock]]:
        """What some grants would give later, by contract: the terms that last until the end of one that goes on."""
        return given_later(grants, self.ends)


def rights_facts(office: Office) -> RightsFacts:
    """The facts of an office, found once."""
    return _facts(office, catalogue(office), films(office))


@fact(Clients="code name")
def _facts(
    office: Office, contracts: Catalogue, windows: Mapping[str, tuple[OpenedWindow, ...]]
) -> RightsFacts:
    return RightsFacts(contracts, contracts.renewed_ends, office["Clients"].by_key("code", "name"), windows)
