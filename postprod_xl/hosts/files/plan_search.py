"""How a plan is looked for: what other workbooks hold of the same people and rooms, and for how long to search."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.files.open_elsewhere import real_path
from postprod_xl.schema.tables import BY_NAME

if TYPE_CHECKING:
    from postprod_xl.domain.planning.problem.outside import Busy

BOOKINGS = BY_NAME["Reservations"]
_WORD = "Recherche d'un meilleur plan"
_TOLD_EVERY = 0.2


@dataclass(frozen=True)
class PlanSearch:
    """What a refresh takes into account besides its own workbook.

    Parameters
    ----------
    elsewhere
        What each other workbook books, by its resolved path.
    seconds
        How long to look for a better plan; None to answer at once.
    replan
        Code of the project to plan from nothing, empty for all; None to keep the plan in force.
    """

    elsewhere: Mapping[Path, Sequence[Busy]] = field(default_factory=dict)
    seconds: int | None = None
    replan: str | None = None

    def apart_from(self, path: Path) -> PlanSearch:
        """The same for the workbook at `path`: its own bookings never stand in its way."""
        own = real_path(path)
        return replace(
            self, elsewhere={other: held for other, held in self.elsewhere.items() if other != own}
        )

    @property
    def outside(self) -> list[Busy]:
        """What the other workbooks hold."""
        return [busy for held in self.elsewhere.values() for busy in held]

    @contextmanager
    def options(self) -> Iterator[dict[str, Any]]:
        """The options of `refresh`; the time runs from the moment they are asked for."""
        options: dict[str, Any] = {"outside": self.outside} if self.elsewhere else {}
        if self.replan is not None:
            options["replan"] = self.replan
        if self.seconds is None:
            yield options
            return
        from postprod_xl.engines.schedule import Budget

        with _countdown(self.seconds) as keep_going:
            yield {**options, "budget": Budget(schedules=None, keep_going=keep_going)}


AT_ONCE = PlanSearch()


def booked_in(files: Iterable[Path], today: date) -> dict[Path, list[Busy]]:
    """What other workbooks book from a day on, by their resolved paths.

    Raises
    ------
    UnusableFile
        One of them cannot be read, or holds no `Reservations`.
    """
    from postprod_xl.domain.office import Office
    from postprod_xl.domain.planning.problem.outside import busy_in
    from postprod_xl.engines.ooxml.errors import UnusableFile
    from postprod_xl.hosts.files.master import read_master
    from postprod_xl.workbook.declared import repair_command

    found = {}
    for path in files:
        master = read_master(path)
        if BOOKINGS.name not in master.raw:
            raise UnusableFile(
                f"{path.name} — la table « {BOOKINGS.name} » est introuvable, ses réservations sont "
                f"inconnues : remettez-la par « {repair_command(path.name)} »."
            )
        found[real_path(path)] = busy_in(Office(master.tables, master.settings, today))
    return found


@contextmanager
def _countdown(seconds: int) -> Iterator[Callable[[], bool]]:
    """What says whether time is left; a bar shows it where a person watches."""
    started = time.monotonic()
    if not sys.stderr.isatty():
        yield lambda: time.monotonic() - started < seconds
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task, told = bar.add_task(_WORD, total=seconds), started

        def keep_going() -> bool:
            nonlocal told
            now = time.monotonic()
            if now - told > _TOLD_EVERY:
                told = now
                bar.update(task, completed=min(now - started, seconds))
            return now - started < seconds

        yield keep_going
