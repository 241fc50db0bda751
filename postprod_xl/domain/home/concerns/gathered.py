"""Everything to look at on each project, and the lights that it turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postprod_xl.domain.home.concerns.buying import buying_concerns
from postprod_xl.domain.home.concerns.concern import CONTROLS, DELIVERY, INVOICING, LIGHTS, OVERRUNS, Concern
from postprod_xl.domain.home.concerns.controls import controls_concerns
from postprod_xl.domain.home.concerns.delivery import delivery_concerns, delivery_is_known
from postprod_xl.domain.home.concerns.invoicing import (
    invoicing_concerns,
    invoicing_is_known,
    unpaid_extra_concerns,
)
from postprod_xl.domain.home.concerns.overrun import (
    missing_report_concerns,
    overrun_concerns,
    overruns_are_known,
)
from postprod_xl.domain.home.concerns.rights import rights_concerns
from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions.waiting.unreported import Unreported
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.vocabulary import Light


@dataclass(frozen=True)
class Concerns:
    """What to look at on the projects of an office.

    Parameters
    ----------
    by_project
        By project, the red ones first, then in the order of the lights, then the dearest.
    known
        By light, the projects whose figures it was computed from.
    """

    by_project: Mapping[str, Sequence[Concern]]
    known: Mapping[str, set[str]]

    def lights(self, project: str) -> list[str]:
        """The four lights of a project; empty where nothing is known and nothing is asked."""
        return [self._light(project, light) for light in LIGHTS]

    def _light(self, project: str, light: str) -> str:
        colours = {concern.colour for concern in self.by_project.get(project, ()) if concern.light == light}
        worst = next((colour for colour in (Light.RED, Light.ORANGE) if colour in colours), None)
        if worst is not None:
            return worst
        return Light.GREEN if light == CONTROLS or project in self.known[light] else ""

    def text(self, project: str) -> str:
        """What to do on a project and where: the gravest of each light, red ones first; empty when nothing presses."""
        by_light: dict[str, list[Concern]] = {}
        for concern in self.by_project.get(project, ()):
            by_light.setdefault(concern.light, []).append(concern)
        return " ; ".join(
            held[0].line if len(held) == 1 else f"{held[0].line} + {len(held) - 1}"
            for held in by_light.values()
        )

    @property
    def incomplete(self) -> list[str]:
        """The projects of which something is missing that only a person can give."""
        return [code for code, held in self.by_project.items() if any(concern.is_gap for concern in held)]


def concerns_of(office: Office, problems: Sequence[Problem], missing: Sequence[Unreported] = ()) -> Concerns:
    """Everything to look at on the projects of an office, in sheet order.

    Parameters
    ----------
    office
        With everything computed, `Accueil` and `Actions` aside.
    problems
        All the problems of the refresh.
    missing
        The bookings that no session reports.
    """
    found = [
        *delivery_concerns(office),
        *overrun_concerns(office),
        *missing_report_concerns(missing),
        *unpaid_extra_concerns(office),
        *invoicing_concerns(office),
        *buying_concerns(office),
        *controls_concerns(office, problems),
        *rights_concerns(office),
    ]
    by_project: dict[str, list[Concern]] = {code: [] for code in office["Projets"].column("code")}
    for colour in (Light.RED, Light.ORANGE):
        for concern in sorted(found, key=lambda each: (LIGHTS.index(each.light), -each.cents)):
            if concern.colour == colour and concern.project in by_project:
                by_project[concern.project].append(concern)
    known = {
        DELIVERY: delivery_is_known(office),
        OVERRUNS: overruns_are_known(office),
        INVOICING: invoicing_is_known(office),
    }
    return Concerns(by_project, known)
