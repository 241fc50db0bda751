"""Whether the delay that the production asks for holds: the quote planned beside the other projects."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.explain.short_delays import ShortDelays
from postprod_xl.domain.planning.problem.axis import half_days
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.planning.programmes.sold import sold_lines
from postprod_xl.domain.planning.tasks.absurd_dates import plausible
from postprod_xl.domain.planning.tasks.episodes import episodes_of
from postprod_xl.domain.quotes.feasibility.advice import lines_of_version, unanswered
from postprod_xl.domain.quotes.feasibility.delay import Delay, Window
from postprod_xl.domain.quotes.feasibility.imagined import (
    Imagined,
    NeededWork,
    imagined,
    needs_of,
    resold,
    uncounted,
    with_version,
)
from postprod_xl.domain.quotes.feasibility.remedies import Wanted, remedies
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.projects import EPISODES, PROJECTS

_DELIVERY, _RUSHES = PROJECTS.heading("delivery_day"), PROJECTS.heading("rushes_day")
_CUTS = 3


def delay_of(office: Office, project: Row, version: int) -> Delay:
    """What is known of the delay asked for a version of a quote, and what would have to give.

    The project is planned as `postprod plan` would plan it, for the days that technicians ask for where they did, else
    for those sold; a project that has tasks keeps them, for the days that this version sells. Days missing are those by
    which a refresh would then find its delivery late, or that of one of its episodes.

    Parameters
    ----------
    office
        Every table.
    project
        Row of `Projets`.
    version
        A version of its quote.
    """
    window = _window(office, project)
    if unknown := undated(office, project):
        return Delay(project, version, window, unknown)
    held = with_version(office, project.code, version)
    needs = needs_of(held, project.code, version)
    needs = needs._replace(resold=resold(sold_lines(office, project.code), needs.lines))
    try:
        base = imagined(held, project.code, needs)
    except ProgrammeRefused as refused:
        return Delay(project, version, window, refused.problem.message)
    missing, longer = base.missing_days, _longer(held, project.code, needs)
    doubts = base.tasks.answer.doubts if base.tasks else ()
    if missing is None:
        return Delay(project, version, window, _without_end(base), doubts=doubts, longer=longer)
    wanted = Wanted(held, project.code, needs)
    return Delay(
        project,
        version,
        window,
        expected=base.expected,
        missing_days=missing,
        spare_days=base.spare_days,
        late_episode=base.late_episode,
        is_waiting=len(unanswered(office, lines_of_version(office, project.code, version))) > 0,
        unstaffed=base.unstaffed,
        uncounted={} if base.tasks else uncounted(held, base.office, needs),
        **_explained(base),
        longer=longer,
        doubts=doubts,
        remedies=remedies(wanted, base) if missing else (),
    )


def _explained(base: Imagined) -> dict[str, Any]:
    """What makes the plan late, and what the steps alone would take, where days are missing."""
    plan, promised = base.made.plan, base.delivery.promised
    delivery = plan.model.deliveries.get(base.project)
    if not base.missing_days:
        return {}
    told = [problem.message for problem in base.made.problems if _is_late(problem, base)]
    if delivery is None or promised is None:
        return {"causes": told}
    short = ShortDelays(plan)
    best, floored = short.earliest(delivery), short.earliest_at_floors(delivery)
    labels = base.office["Planning"].by_key("task", "label")
    return {
        "causes": told,
        "alone_days": best and base.calendar.working_days_late(promised, best),
        "floor_days": floored and base.calendar.working_days_late(promised, floored),
        "cuts": [
            (labels[task.code] or task.step, half_days(task.remaining - least))
            for task, least in short.gains(delivery)[:_CUTS]
        ],
    }


def _is_late(problem: Problem, base: Imagined) -> bool:
    """Whether a problem of the plan is that of a late delivery of the project, or of one of its episodes."""
    if problem.table == PROJECTS.name:
        row = next(row.row for row in base.office["Projets"] if row.code == base.project)
        return problem.row == row and problem.heading == _DELIVERY
    rows = zip(base.office["Episodes"].numbers, base.office["Episodes"].column("project"), strict=True)
    return problem.table == EPISODES.name and problem.row in {
        row for row, code in rows if code == base.project
    }


def _window(office: Office, project: Row) -> Window:
    rushes, delivery = (plausible(day, office.today) for day in (project.rushes_day, project.delivery_day))
    calendar = WorkCalendar.of(project.department)
    days = calendar.working_days_between(rushes, delivery) if rushes and delivery else None
    return Window(rushes, delivery, days)


def undated(office: Office, project: Row) -> str:
    """What a project or some of its episodes lacks for the delay to be known; empty when nothing."""
    own = {key.number: episode for key, episode in episodes_of(office).items() if key.project == project.code}
    numbers = range(1, (project.episodes or max(own, default=1)) + 1)
    for heading, typed, dated in (
        (_RUSHES, project.rushes_day, {number for number, one in own.items() if one.rushes}),
        (_DELIVERY, project.delivery_day, {number for number, one in own.items() if one.promised}),
    ):
        missing = [str(number) for number in numbers if number not in dated]
        if plausible(typed, office.today) is None and missing:
            held = "est vide" if typed is None else f"est le {french(typed)}, hors de tout planning,"
            episodes = f", et pour l'épisode {first_names(missing)}" if dated else ""
            return f"« {heading} » {held} pour {project.code} dans {PROJECTS.tab}{episodes}"
    return ""


def _without_end(base: Imagined) -> str:
    names = base.delivery.undated
    return (
        f"fin prévue inconnue, sans place au planning : {first_names(names)}" if names else "rien à planifier"
    )


def _longer(office: Office, project: str, needs: NeededWork) -> list[tuple[str, Decimal, Decimal | None]]:
    sold = {line.line: line.days for line in sold_lines(office, project)}
    return [(line, days, sold.get(line)) for line, days in needs.asked.items() if days != sold.get(line)]
