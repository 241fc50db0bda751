"""How the hours of each project went through time, as it is drawn: sold, planned, worked, projected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ProgressPoint:
    """The minutes of a project on a day, its lines sold in hours added up."""

    day: date
    sold: int = 0
    planned: int = 0
    worked: int = 0
    projected: int = 0

    @property
    def variance(self) -> int:
        """Projected less sold."""
        return self.projected - self.sold


@dataclass(frozen=True)
class ProjectProgress:
    """One project.

    Parameters
    ----------
    code, title
        As in `Projets`.
    points
        In the order of the days, the present one last: each day of a change, with the day before it where the figures
        had not changed for longer, so that a curve drawn straight from point to point has the steps of the figures.
    """

    code: str
    title: str
    points: tuple[ProgressPoint, ...]


@dataclass(frozen=True)
class ProgressChart:
    """The projects, in the order of `Projets`; `lines` say in French what is shown and what is left out."""

    today: date
    projects: tuple[ProjectProgress, ...]
    lines: tuple[str, ...]
