"""What may cost more than it was sold: overruns, there or forecast, and work nobody reports or compares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.home.concerns.concern import OVERRUNS, Concern, engaged_projects, first_named, money
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import cancelled_rows, finished_rows
from postprod_xl.domain.quotes.versions.totals import accepted_versions
from postprod_xl.domain.sessions.done import done_sessions
from postprod_xl.domain.sessions.waiting.unreported import Unreported
from postprod_xl.domain.wording import counted
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import Light, OverrunLevel, ProjectStatus, QuoteStatus

_SAID = {
    OverrunLevel.OVERRUN: (Light.RED, "ligne en dépassement"),
    OverrunLevel.FORECAST: (Light.ORANGE, "ligne en dépassement prévu"),
    OverrunLevel.WATCH: (Light.ORANGE, "ligne à surveiller"),
}


def overrun_concerns(office: Office) -> Iterator[Concern]:
    """What to look at in the overruns of an office, the gravest first for each project.

    Parameters
    ----------
    office
        With the rows of `Depassements` and the computed columns of `Planning`.
    """
    lines = list(office["Depassements"])
    for level, (colour, noun) in _SAID.items():
        yield from _at_level([line for line in lines if line.level == level], colour, noun)
    yield from _not_accepted(office)
    yield from _without_report(office)


def overruns_are_known(office: Office) -> set[str]:
    """The projects whose accepted quote is compared with what was planned and worked, one line at least."""
    accepted = accepted_versions(office)
    lines = office["Depassements"].select("project", "level")
    return {project for project, level in lines if project in accepted and level != OverrunLevel.UNFOLLOWED}


def _at_level(lines: list[Row], colour: Light, noun: str) -> Iterator[Concern]:
    by_project: dict[str, list[Row]] = {}
    for line in lines:
        by_project.setdefault(line.project, []).append(line)
    for project, held in by_project.items():
        held = sorted(held, key=lambda line: -stake_cents(line))
        cents = sum(map(stake_cents, held))
        names = first_named([line.line for line in held])
        text = f"{counted(len(held), noun)}{money(cents)} : {names}"
        yield Concern(project, OVERRUNS, colour, text, "Depassements", cents=cents)


def stake_cents(line: Row) -> int:
    """What a row of `Depassements` is worth that nobody pays: its variance, less the hours billed on top."""
    cents, minutes = line.variance_cents or 0, line.variance_minutes
    if not minutes or not line.extra_minutes:
        return cents
    return half_up(Decimal(cents * line.unpaid_minutes) / minutes)


def missing_report_concerns(missing: Sequence[Unreported]) -> Iterator[Concern]:
    """The bookings of each project that no session reports."""
    by_project: dict[str, list[Unreported]] = {}
    for each in missing:
        by_project.setdefault(each.project, []).append(each)
    for project, held in by_project.items():
        cents = sum(each.cents for each in held)
        names = first_named([each.name for each in sorted(held, key=lambda each: -each.cents)])
        text = f"{counted(len(held), 'réservation')} sans bon{money(cents)} : {names}"
        yield Concern(project, OVERRUNS, Light.ORANGE, text, "Seances", cents=cents)


def _not_accepted(office: Office) -> Iterator[Concern]:
    accepted = accepted_versions(office)
    for project in engaged_projects(office):
        if project not in accepted:
            text = f"aucun devis accepté, dépassements inconnus : passez-en un à « {QuoteStatus.ACCEPTED} »"
            yield Concern(project, OVERRUNS, Light.ORANGE, text, "Versions", is_gap=True)


def _without_report(office: Office) -> Iterator[Concern]:
    """Projects under way with work at hand, and no session reported for some working days."""
    limit = WorkCalendar.of("").shift(office.today, -office.settings["quiet_days"])
    last, statuses = _last_reports(office), office["Projets"].by_key("code", "status")
    for project, since in _at_hand(office).items():
        if statuses.get(project) != ProjectStatus.UNDER_WAY:
            continue
        day = last.get(project)
        if day is not None and day < limit:
            text = f"aucun bon depuis le {day:%d/%m/%Y} : demandez-les, ou suspendez les tâches"
            yield Concern(project, OVERRUNS, Light.ORANGE, text, "Seances", is_gap=True)
        elif day is None and since < limit:
            text = f"aucun bon, du travail prévu depuis le {since:%d/%m/%Y} : demandez-les"
            yield Concern(project, OVERRUNS, Light.ORANGE, text, "Seances", is_gap=True)


def _last_reports(office: Office) -> dict[str, date]:
    """The last day worked of each project."""
    last: dict[str, date] = {}
    for project, day, _ in done_sessions(office, "project", "day"):
        last[project] = max(day, last.get(project, day))
    return last


def _at_hand(office: Office) -> dict[str, date]:
    """The first day of the unfinished work of each project that should have begun by today."""
    rows = zip(
        office["Planning"].select("project", "start_day", "duration_days"),
        finished_rows(office),
        cancelled_rows(office),
        strict=True,
    )
    found: dict[str, date] = {}
    for (project, start, duration), is_finished, is_cancelled in rows:
        if start is not None and start <= office.today and duration and not is_finished and not is_cancelled:
            found[project] = min(start, found.get(project, start))
    return found
