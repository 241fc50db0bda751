"""A portfolio in a workbook of its own: values only, dated, for the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from postprod_xl.documents.accounts.cost_report import ReportedCosts, ReportedMoney
from postprod_xl.documents.charts.load import BANDS, OVER_FILL
from postprod_xl.documents.portfolio import (
    Portfolio,
    PortfolioClash,
    PortfolioProject,
    PortfolioWorkbook,
    RoleLoad,
    WeekLoad,
)
from postprod_xl.schema.drawn_tabs import LOAD
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.tables.billing import ACCOUNTS
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.workbook.draw.list_workbook import ListCell, ListColumn, ListSheet, list_workbook
from postprod_xl.workbook.draw.printed_page import MISSING_INK

_ALERT = (("font_color", MISSING_INK), ("bold", True))
_AMOUNT, _RATES, _COUNT, _WEEK = 13.5, 12.5, 9.5, 9.0
_RATE = ACCOUNTS.heading("final_margin_rate")
_FIGURES = (
    PROJECTS.heading("sold_cents"),
    *map(ACCOUNTS.heading, ("final_revenue_cents", "final_cost_cents", "final_margin_cents")),
    _RATE,
    *map(ACCOUNTS.heading, ("invoiced_cents", "paid_cents", "due_cents", "overdue_cents")),
)
_NAMES = {"code": 11.0, "title": 24.0, "client": 18.0, "status": 10.0}
"""The first columns of a project, and their widths."""


def portfolio_workbook(portfolio: Portfolio) -> bytes:
    """Draw a portfolio: the workbooks with their totals, the projects, the load, what is booked twice."""
    about = f"Document interne — Portefeuille au {portfolio.day:%d/%m/%Y}"
    return list_workbook(
        _workbooks(portfolio, about),
        _projects(portfolio, about),
        _loads(portfolio, about),
        _rooms(portfolio, about),
        _clashes(portfolio, about),
    )


def _workbooks(portfolio: Portfolio, about: str) -> ListSheet:
    columns = (
        ListColumn("Classeur", 30.0),
        ListColumn("Société", 20.0),
        ListColumn("Projets", _COUNT, align="right"),
        ListColumn("En retard", _COUNT, align="right"),
        *_figures(),
        ListColumn("État", 34.0),
    )
    counts = [
        ListCell(None),
        ListCell(sum(each.projects for each in portfolio.workbooks), Kind.INT),
        ListCell(sum(each.late for each in portfolio.workbooks), Kind.INT),
    ]
    empty = [ListCell(None)] * (len(columns) - 2)
    missing = [
        [ListCell(each.workbook, look=_ALERT), *empty, ListCell(f"NON COMPTÉ : {each.reason}", look=_ALERT)]
        for each in portfolio.missing
    ]
    lines = [
        f"{about}, avec coûts et marges : ne le transmettez pas hors de la maison.",
        "Valeurs recalculées à ce jour ; un total auquel manque le chiffre d'un projet reste vide.",
        *portfolio.remarks,
    ]
    rows = [*map(_workbook, portfolio.workbooks), *missing]
    return ListSheet(
        "Synthèse", "PortefeuilleClasseurs", about, lines, columns, rows, _totals(portfolio, counts)
    )


def _totals(portfolio: Portfolio, after: Sequence[ListCell]) -> list[list[ListCell]]:
    """The row of totals, then what is known of them where one is not; `after` are the cells after its name."""
    totals = [*_figure_cells(portfolio.costs, portfolio.money)]
    rows = [[ListCell("Total"), *after, *totals, ListCell(None)]]
    if any(cell.value is None for cell in totals):
        known = _figure_cells(portfolio.known_costs, portfolio.known_money)
        rows.append([ListCell("dont connu"), *after, *known, ListCell(None)])
    return rows


def _workbook(each: PortfolioWorkbook) -> list[ListCell]:
    return [
        ListCell(each.workbook),
        ListCell(each.house),
        ListCell(each.projects, Kind.INT),
        _positive(each.late),
        *_figure_cells(each.costs, each.money),
        ListCell("à actualiser" if each.is_stale else "à jour"),
    ]


def _projects(portfolio: Portfolio, about: str) -> ListSheet:
    columns = (
        ListColumn("Classeur", 20.0),
        *(ListColumn(PROJECTS.heading(name), width) for name, width in _NAMES.items()),
        *(
            ListColumn(PROJECTS.heading(name), 11.5, align="center")
            for name in ("delivery_day", "expected_day")
        ),
        ListColumn(PROJECTS.heading("late_days"), _COUNT, align="right"),
        *_figures(),
        ListColumn(ACCOUNTS.heading("unknown"), 22.0),
    )
    lines = [f"{about}. Le même code dans deux classeurs fait deux projets."]
    rows, blanks = [_project(project) for project in portfolio.projects], [ListCell(None)] * 7
    return ListSheet(
        "Projets", "PortefeuilleProjets", about, lines, columns, rows, _totals(portfolio, blanks)
    )


def _project(project: PortfolioProject) -> list[ListCell]:
    texts = (project.workbook, project.code, project.title, project.client, project.status)
    return [
        *map(ListCell, texts),
        ListCell(project.delivery_day, Kind.DAY),
        ListCell(project.expected_day, Kind.DAY),
        _positive(project.late_days, Kind.DAYS),
        *_figure_cells(project.costs, project.money),
        ListCell(project.unknown),
    ]


def _figures() -> Iterator[ListColumn]:
    for heading in _FIGURES:
        yield ListColumn(heading, _RATES if heading == _RATE else _AMOUNT, is_value=True, align="right")


def _figure_cells(costs: ReportedCosts, money: ReportedMoney) -> Iterator[ListCell]:
    for cents in (costs.sold, costs.revenue, costs.final):
        yield ListCell(cents, Kind.EURO)
    loss = _ALERT if costs.margin_is_loss else ()
    yield ListCell(costs.margin, Kind.EURO, loss)
    yield ListCell(costs.margin_rate, Kind.PERCENT, loss)
    for cents in (money.invoiced, money.received, money.due):
        yield ListCell(cents, Kind.EURO)
    yield ListCell(money.overdue, Kind.EURO, _ALERT if money.overdue else ())


def _positive(count: Any, kind: Kind = Kind.INT) -> ListCell:
    """A count that is bad news as soon as there is one."""
    return ListCell(count, kind, _ALERT if count and count > 0 else ())


def _loads(portfolio: Portfolio, about: str) -> ListSheet:
    columns = (
        ListColumn("Ressource", 12.0),
        ListColumn("Fonction ou type", 26.0),
        ListColumn("Nombre", _COUNT, align="right"),
        *_weeks(portfolio),
    )
    last = portfolio.weeks[-1] + timedelta(days=6)
    lines = [
        f"{about}. Demi-journées réservées / demi-journées de présence, de la semaine en cours au {last:%d/%m/%Y}.",
        "Une personne ou une salle connue de plusieurs classeurs compte une fois : réservations de tous, présence la "
        "plus courte, fonction du premier classeur.",
    ]
    rows = [_load(load) for load in portfolio.loads]
    totals = [_load(load) for load in portfolio.total_loads if load.count]
    return ListSheet(LOAD.title, "PortefeuilleCharge", about, lines, columns, rows, totals)


def _rooms(portfolio: Portfolio, about: str) -> ListSheet:
    columns = (
        ListColumn("Classeur", 22.0),
        ListColumn("Salle", 26.0),
        ListColumn("Classeurs", _COUNT, align="right"),
        *_weeks(portfolio),
    )
    lines = [f"{about}. Demi-journées réservées / demi-journées d'ouverture, salle par salle."]
    # A count of workbooks is no count of rooms: it has no total.
    totals = [
        [cell if at != 2 else ListCell(None) for at, cell in enumerate(_load(load))]
        for load in portfolio.total_loads[1:]
        if load.count
    ]
    rows = [_load(room) for room in portfolio.rooms]
    return ListSheet("Salles", "PortefeuilleSalles", about, lines, columns, rows, totals)


def _weeks(portfolio: Portfolio) -> Iterator[ListColumn]:
    for monday in portfolio.weeks:
        yield ListColumn(f"{monday:%d/%m}", _WEEK, is_value=True, align="center")


def _load(load: RoleLoad) -> list[ListCell]:
    return [
        ListCell(load.kind),
        ListCell(load.role),
        ListCell(load.count, Kind.INT),
        *(ListCell(_week_text(week), look=_week_look(week)) for week in load.weeks),
    ]


def _week_text(week: WeekLoad) -> str:
    return f"{week.booked}/{week.capacity}" if week.booked or week.capacity else "abs."


def _week_look(week: WeekLoad) -> tuple[tuple[str, str], ...]:
    """The ground of a week, as in the Charge tab of a workbook."""
    if week.is_over:
        return (("bg_color", OVER_FILL), ("font_color", "#FFFFFF"))
    fill = next((fill for rate, _, fill in BANDS if week.booked >= rate * week.capacity), "")
    return (("bg_color", fill),) if week.booked and fill else ()


def _clashes(portfolio: Portfolio, about: str) -> ListSheet:
    columns = (
        ListColumn("Du", 11.5, align="center"),
        ListColumn("Au", 11.5, align="center"),
        ListColumn("Demi-journées", 10.0, align="right"),
        ListColumn("Ressource", 11.0),
        ListColumn("Qui, quelle salle", 24.0),
        ListColumn("Codes", 14.0),
        ListColumn("Reconnu par", 20.0),
        ListColumn("Un classeur", 36.0, is_value=True),
        ListColumn("L'autre", 36.0, is_value=True),
    )
    lines = [
        f"{about}. Personnes et salles que deux classeurs réservent la même demi-journée.",
        "Une personne est reconnue par son e-mail, sinon par son nom et son matricule, sinon par son nom seul (à "
        "vérifier) ; une salle par son code et son nom. Les codes seuls ne disent rien : chaque classeur a les siens.",
    ]
    if not portfolio.clashes:
        lines.append("Aucune, d'après les réservations à partir de ce jour.")
    rows = [_clash(clash) for clash in portfolio.clashes]
    return ListSheet("Doubles réservations", "PortefeuilleConflits", about, lines, columns, rows)


def _clash(clash: PortfolioClash) -> Sequence[ListCell]:
    texts = (clash.kind, clash.name, clash.codes, clash.matched, clash.one.line, clash.other.line)
    return [
        ListCell(clash.first, Kind.DAY),
        ListCell(clash.last, Kind.DAY),
        ListCell(clash.half_days, Kind.INT),
        *map(ListCell, texts),
    ]
