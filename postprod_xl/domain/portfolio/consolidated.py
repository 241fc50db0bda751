"""Several workbooks put together: their projects side by side, totals that add up, their load, what they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from itertools import combinations

from postprod_xl.documents.accounts.cost_report import ReportedCosts, ReportedMoney
from postprod_xl.documents.portfolio import (
    MissingWorkbook,
    Portfolio,
    PortfolioClash,
    PortfolioProject,
    RoleLoad,
    WeekLoad,
)
from postprod_xl.domain.money import known_sum, margin_rate
from postprod_xl.domain.portfolio.clashes import clashes_of
from postprod_xl.domain.portfolio.matching import MatchedResource, shared
from postprod_xl.domain.portfolio.summary import (
    PERSON,
    ROOM,
    ResourceBooking,
    WorkbookSummary,
    mondays_from,
)
from postprod_xl.domain.wording import counted, counted_whole, first_names, listed
from postprod_xl.schema.cells.spelling import plain_letters

NO_ROLE = "(sans fonction)"
_NO_TYPE = "(sans type)"


def portfolio_of(
    summaries: Sequence[WorkbookSummary], missing: Sequence[MissingWorkbook], today: date
) -> Portfolio:
    """The portfolio of some workbooks.

    Projects keep the code of their workbook: the same code in two of them is two projects. A person or a room that
    several workbooks know is counted once in the load, with the bookings of all and the presence of the one that has
    least of it.

    Parameters
    ----------
    summaries
        Those that could be read, in the order shown.
    missing
        The others.
    today
        The day of all of them.
    """
    known = shared(resource for summary in summaries for resource in summary.resources)
    loads = [*_loads(known, PERSON, NO_ROLE), *_loads(known, ROOM, _NO_TYPE)]
    projects = tuple(project for summary in summaries for project in summary.projects)
    clashes = clashes_of(known, _bookings(summaries))
    return Portfolio(
        today,
        tuple(summary.workbook for summary in summaries),
        projects,
        _total_costs([summary.workbook.costs for summary in summaries]),
        _total_money([summary.workbook.money for summary in summaries]),
        _known_costs(projects),
        _known_money(projects),
        mondays_from(today),
        tuple(loads),
        tuple(_rooms(known)),
        tuple(_total(loads, kind) for kind in (PERSON, ROOM)),
        tuple(clashes),
        tuple(missing),
        tuple(_remarks(summaries, missing, clashes)),
    )


def _total_costs(parts: Sequence[ReportedCosts]) -> ReportedCosts:
    names = [each.name for each in fields(ReportedCosts) if each.name != "margin_rate"]
    sums = {name: known_sum(getattr(part, name) for part in parts) for name in names}
    revenue, final = sums["revenue"], sums["final"]
    rate = None if revenue is None or final is None else margin_rate(revenue, final)
    return ReportedCosts(**sums, margin_rate=rate)


def _known_costs(projects: Sequence[PortfolioProject]) -> ReportedCosts:
    """What is known of each amount; of a rate, whose two parts may be known of other projects each, nothing."""
    names = [each.name for each in fields(ReportedCosts) if each.name != "margin_rate"]
    parts = {name: [getattr(project.costs, name) for project in projects] for name in names}
    return ReportedCosts(
        **{name: sum(cents or 0 for cents in parts[name]) for name in names}, margin_rate=None
    )


def _known_money(projects: Sequence[PortfolioProject]) -> ReportedMoney:
    names = [each.name for each in fields(ReportedMoney)]
    return ReportedMoney(
        **{name: sum(getattr(project.money, name) or 0 for project in projects) for name in names}
    )


def _total_money(parts: Sequence[ReportedMoney]) -> ReportedMoney:
    names = [each.name for each in fields(ReportedMoney)]
    return ReportedMoney(**{name: known_sum(getattr(part, name) for part in parts) for name in names})


def _loads(known: Sequence[MatchedResource], kind: str, unnamed: str) -> Iterator[RoleLoad]:
    """The load of each job or type, in alphabetical order; who has several in several workbooks is under the first."""
    by_role: dict[str, list[MatchedResource]] = {}
    for each in known:
        if each.first.kind == kind:
            by_role.setdefault(each.first.role or unnamed, []).append(each)
    for role in sorted(by_role, key=plain_letters):
        weeks = _added(list(map(_weeks, by_role[role])))
        yield RoleLoad(kind, role, len(by_role[role]), weeks)


def _rooms(known: Sequence[MatchedResource]) -> Iterator[RoleLoad]:
    """The load of each room, in the order of the workbooks."""
    for each in known:
        if each.first.kind == ROOM:
            workbooks = ", ".join(member.workbook for member in each.members)
            name = each.first.name or each.first.code
            yield RoleLoad(workbooks, f"{name} ({each.first.code})", len(each.members), _weeks(each))


def _weeks(each: MatchedResource) -> tuple[WeekLoad, ...]:
    return tuple(
        WeekLoad(sum(week.booked for week in weeks), min(week.capacity for week in weeks))
        for weeks in zip(*(member.weeks for member in each.members), strict=True)
    )


def _added(rows: Iterable[Sequence[WeekLoad]]) -> tuple[WeekLoad, ...]:
    return tuple(
        WeekLoad(sum(week.booked for week in weeks), sum(week.capacity for week in weeks))
        for weeks in zip(*rows, strict=True)
    )


def _total(loads: Sequence[RoleLoad], kind: str) -> RoleLoad:
    of_kind = [load for load in loads if load.kind == kind]
    return RoleLoad(
        kind, "Ensemble", sum(load.count for load in of_kind), _added(load.weeks for load in of_kind)
    )


def _bookings(summaries: Sequence[WorkbookSummary]) -> dict[tuple[str, str, str], list[ResourceBooking]]:
    held: dict[tuple[str, str, str], list[ResourceBooking]] = {}
    for summary in summaries:
        for booking in summary.bookings:
            key = (summary.workbook.workbook, booking.kind, booking.code)
            held.setdefault(key, []).append(booking)
    return held


def _remarks(
    summaries: Sequence[WorkbookSummary],
    missing: Sequence[MissingWorkbook],
    clashes: Sequence[PortfolioClash],
) -> Iterator[str]:
    if missing:
        names = listed([each.workbook for each in missing])
        yield f"Il manque {counted(len(missing), 'classeur')}, qu'aucun total ne compte : {names}."
    yield from _copies(summaries)
    if unknown := [
        f"{project.code} de {project.workbook}"
        for summary in summaries
        for project in summary.projects
        if project.unknown
    ]:
        yield (
            f"Chiffres non connus pour {counted(len(unknown), 'projet')} ({first_names(unknown)}) : un total auquel il "
            "en manque un reste vide, ce qui est connu est à la ligne suivante."
        )
    if stale := [summary.workbook.workbook for summary in summaries if summary.workbook.is_stale]:
        yield (
            f"Recalculé à ce jour sans y être écrit : {first_names(stale)} — actualisez "
            f"{'ce classeur' if len(stale) == 1 else 'ces classeurs'} pour y lire les mêmes chiffres."
        )
    if clashes:
        yield f"{counted_whole(len(clashes), 'double réservation')} entre classeurs : voir leur onglet."


def _copies(summaries: Sequence[WorkbookSummary]) -> Iterator[str]:
    """The workbooks that share projects by code and title: one may be a copy of the other."""
    for one, other in combinations(summaries, 2):
        own = {(project.code, project.title) for project in one.projects}
        same = [project.code for project in other.projects if (project.code, project.title) in own]
        if same:
            yield (
                f"{one.workbook.workbook} et {other.workbook.workbook} ont {counted(len(same), 'projet')} de même code "
                f"et de même titre ({first_names(same)}) : si l'un est une copie de l'autre, les totaux comptent deux "
                "fois ce qu'ils ont en commun."
            )
