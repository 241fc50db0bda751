"""What a refresh or a baseline adds to the register of promises: nothing there is ever changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.memory.run_days import Memory
from postprod_xl.domain.planning.promises.kept import kept_promises
from postprod_xl.domain.planning.promises.register import Promise, Promised, Register, register_of
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS, FIRM, cancelled_rows, finished_rows
from postprod_xl.domain.quotes.versions.totals import accepted_versions
from postprod_xl.domain.sealed_rows import NextNumbers, is_settled
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables.promises import PROMISES
from postprod_xl.schema.vocabulary import ProjectStatus, PromiseReason

_ACCEPTED = frozenset({ProjectStatus.CONFIRMED, ProjectStatus.UNDER_WAY})


class Ending(NamedTuple):
    """What may be promised: its day in the plan, and whether it is firm."""

    what: Promised
    day: date
    is_firm: bool


_WITHOUT_PLAN = "n'a pas de planning, rien à promettre : « postprod plan » lui donne ses tâches"
_Noted = tuple[Promised, date | None, str]


@dataclass(frozen=True)
class Ledger:
    """The promises of an office on a day.

    Parameters
    ----------
    office
        With the computed columns of `Planning` and of `Episodes`.
    days
        The days of refresh, those that are mistakes left out (`Recall.days`).
    """

    office: Office
    days: Memory

    @cached_property
    def register(self) -> Register:
        return register_of(self.office)

    def added(self, baseline: str = "") -> Rows:
        """The lines to add: what a refresh of the day notes, or the plan of one project taken as its promise.

        A project with lines changed by hand or cut is left alone until a baseline. On a day before the last refresh,
        which may be the mistake as well as that one, nothing is noted; once it is known that the later day was the
        mistake, what was noted on it is taken back.

        Parameters
        ----------
        baseline
            The code of a project whose plan is taken as what is promised.
        """
        found: list[_Noted] = []
        for project in self.office["Projets"]:
            ends = self.ends.get(project.code, ())
            if project.code == baseline:
                found += [(end.what, end.day, PromiseReason.BASELINE) for end in ends if self._is_new(end)]
            elif self.is_settled and self.register.is_whole(project.code):
                found += self._noted(project, ends)
        return self._lines([*found, *self._taken_back({what for what, *_ in found})])

    def refusal(self, project: str) -> Problem | None:
        """What keeps the plan of a project from becoming its promise, None when nothing does."""
        row = next(row for row in self.office["Projets"] if row.code == project)
        if row.status in DELIVERED_PROJECTS:
            message = f"{project} est « {row.status} » : plus rien ne s'y promet"
            return row.blocking("status", row.status, "un projet en cours", message)
        if not self.is_settled:
            last, today = (f"{day:%d/%m/%Y}" for day in (self._last_known, self.office.today))
            message = (
                f"le classeur a été actualisé le {last}, après le jour demandé ({today}) : rien n'est promis d'un jour "
                "passé, vérifiez l'horloge, ou --today"
            )
            return blocking("", None, "", today, f"le {last} ou après", message)
        if any(ending.what.task for ending in self.ends.get(project, ())):
            return None
        why = _WITHOUT_PLAN
        if project in self.office["Planning"].column("project"):
            why = "n'a plus de tâche à faire qui ait une date : rien à promettre"
        message = f"{project} {why}"
        return row.blocking("code", project, "un projet dont une tâche est planifiée", message)

    @cached_property
    def is_settled(self) -> bool:
        """Whether no refresh of a later day may be the right one."""
        return is_settled(self.office, self.days, self._noted_days)

    @property
    def _noted_days(self) -> list[date]:
        """The day on which each thing that stands was last promised."""
        return [promises[-1].recorded for promises in self.register.standing.values()]

    @property
    def _last_known(self) -> date:
        """The last day of a refresh or of a promise."""
        return max([self.office.today, *self._noted_days, *(run.day for run in self.days)])

    @cached_property
    def ends(self) -> Mapping[str, Sequence[Ending]]:
        """What may be promised of each project, those delivered or cancelled left out."""
        statuses = self.office["Projets"].by_key("code", "status")
        found: dict[str, list[Ending]] = {}
        for end in (*_deliveries(self.office), *_tasks(self.office)):
            if statuses[end.what.project] not in DELIVERED_PROJECTS:
                found.setdefault(end.what.project, []).append(end)
        return found

    @cached_property
    def _known_acceptances(self) -> set[str]:
        """The projects whose acceptance was noted."""
        return {
            what.project
            for what, promises in self.register.standing.items()
            for promise in promises
            if promise.reason == PromiseReason.ACCEPTED and promise.recorded <= self.office.today
        }

    def _is_new(self, end: Ending) -> bool:
        """Whether a baseline of the day does not hold an end already."""
        known, today = self.register.in_force(end.what, self.office.today), self.office.today
        same = known and (known.day, known.recorded, known.reason) == (end.day, today, PromiseReason.BASELINE)
        return not same

    def _noted(self, project: Row, ends: Sequence[Ending]) -> Iterator[_Noted]:
        """Everything dated when the quote is accepted; then what is confirmed, and the deliveries that get a date."""
        is_accepted = project.status in _ACCEPTED or project.code in self._accepted
        is_first = project.code not in self._known_acceptances
        for end in ends:
            if self._is_promised(end.what):
                continue
            if is_accepted and is_first:
                yield end.what, end.day, PromiseReason.ACCEPTED
            elif end.is_firm and end.what.task:
                yield end.what, end.day, PromiseReason.CONFIRMED
            elif end.is_firm and is_accepted:
                yield end.what, end.day, PromiseReason.ANNOUNCED

    @cached_property
    def _accepted(self) -> Mapping[str, int]:
        return accepted_versions(self.office)

    def _is_promised(self, what: Promised) -> bool:
        return what in self.register.doubtful or self.register.in_force(what, self.office.today) is not None

    def _taken_back(self, noted: set[Promised]) -> Iterator[_Noted]:
        """What was noted on a day to come that was a mistake, as it was promised before."""
        if not self.is_settled:
            return
        for what in self.register.noted_after(self.office.today):
            if what not in noted and self.register.is_whole(what.project):
                known = self.register.in_force(what, self.office.today)
                yield what, known and known.day, PromiseReason.CORRECTED

    def _lines(self, found: Iterable[_Noted]) -> Rows:
        numbers, today = NextNumbers(self.register.last_numbers), self.office.today
        promises = [
            Promise(what, numbers.of(what.project), day, today, reason) for what, day, reason in found
        ]
        return rows_of(PROMISES, [_line(promise) for promise in promises])


def _deliveries(office: Office) -> Iterator[Ending]:
    """The day announced for each delivery still to come, else that of the plan."""
    for what, kept in kept_promises(office).deliveries.items():
        day = kept.announced or kept.planned
        if day is not None and not kept.is_finished:
            yield Ending(what, day, kept.announced is not None)


def _tasks(office: Office) -> Iterator[Ending]:
    """The end of each task that is still to be done."""
    tasks = office["Planning"].select("project", "task", "state", "end_day")
    rows = zip(tasks, finished_rows(office), cancelled_rows(office), strict=True)
    for (project, task, state, end), is_finished, is_cancelled in rows:
        if end is not None and not is_finished and not is_cancelled:
            yield Ending(Promised(project, task), end, state in FIRM)


def _line(promise: Promise) -> dict[str, object]:
    what = promise.what
    return {
        "project": what.project,
        "number": promise.number,
        "episode": what.episode,
        "promised_task": what.task,
        "promised_day": promise.day,
        "recorded_day": promise.recorded,
        "event": promise.reason,
        "seal": promise.seal,
    }
