"""The commands that look at the whole office: its problems, and everything recomputed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.domain.accounts.cash.curve import cash_curve
from postprod_xl.domain.calling.service_sheets import service_board
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.charts.boards import people_of, rooms_of
from postprod_xl.domain.planning.charts.gantt import gantt_of
from postprod_xl.domain.planning.charts.load import Loads, load_of
from postprod_xl.domain.planning.charts.weeks import weeks_of
from postprod_xl.domain.planning.memory.recall import outdated
from postprod_xl.domain.quotes.follow_up.progress import progress_of
from postprod_xl.domain.quotes.versions.open_quotes import open_quotes
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sharing.refusals import unknown_project
from postprod_xl.domain.technique.sheet import technique_sheets
from postprod_xl.schema.drawn_tabs import (
    CASH_CURVE,
    GANTT,
    LIST,
    LOAD,
    PEOPLE_BOARD,
    PROGRESS,
    QUOTES,
    ROOMS_BOARD,
    SERVICE,
    TECHNIQUE_SHEETS,
    WEEKS,
)
from postprod_xl.schema.problems import Problem

if TYPE_CHECKING:
    from postprod_xl.commands.outcome import Drawing
    from postprod_xl.domain.planning.problem.outside import Busy
    from postprod_xl.engines.schedule import Budget
    from postprod_xl.schema.drawn_tabs import DrawnTab


def check(office: Office, known: Sequence[Problem] = ()) -> Outcome:
    """Every problem of an office; nothing to write."""
    problems = refreshed(office, known).problems
    return Outcome(problems=(*problems, *outdated(office)), covers_the_office=True)


def refresh(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    outside: Sequence[Busy] = (),
    budget: Budget | None = None,
    replan: str | None = None,
) -> Outcome:
    """Recompute quotes, schedule, bookings, sessions, overruns, accounts and the home page.

    Parameters
    ----------
    office
        Every table.
    known
        Problems already met while reading: the home page counts them.
    outside
        What other workbooks hold of the same people and rooms.
    budget
        How much to look for a better plan; by default what suits the size of the office.
    replan
        Code of the project to plan from nothing, empty for all of them; None to keep the plan in force.
    """
    unknown = unknown_project(office, replan) if replan else []
    if unknown:
        return Outcome(problems=tuple(unknown))
    run = refreshed(office, known, outside, budget, afresh=_afresh(office, replan))
    if run.is_blocked:
        return stopped(run)
    return Outcome(
        run.columns,
        run.rows,
        charts=charts(run.office),
        problems=tuple(run.problems),
        summary=run.summary,
        memory=run.memory,
        lines=run.remarks,
        covers_the_office=True,
        noted=run.noted,
    )


def _afresh(office: Office, replan: str | None) -> list[str]:
    if replan is None:
        return []
    return [replan] if replan else list(office["Projets"].column("code"))


def charts(office: Office) -> dict[DrawnTab, Drawing]:
    """What is drawn of a computed office."""
    plan, loads = gantt_of(office), Loads(office)
    return {
        QUOTES: open_quotes(office),
        LIST: plan,
        SERVICE: service_board(office),
        GANTT: plan,
        WEEKS: weeks_of(office),
        PEOPLE_BOARD: people_of(office, loads),
        ROOMS_BOARD: rooms_of(office, loads),
        LOAD: load_of(office, loads),
        PROGRESS: progress_of(office),
        CASH_CURVE: cash_curve(office),
        TECHNIQUE_SHEETS: technique_sheets(office),
    }
