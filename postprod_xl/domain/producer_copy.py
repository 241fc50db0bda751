"""The producer's copy: what one project's producer may see, and nothing of anybody else's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS, QUOTE

# Nothing is shared unless it is named here: a column added to a table stays in the house.
# `reason` and `alert` are left out because they may name another client's project.
SHARED: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (
        PLANNING,
        (
            "episode",
            "label",
            "start_day",
            "end_day",
            "state",
            "assigned_technician",
            "assigned_room",
            "due_day",
            "late_days",
        ),
    ),
    (QUOTE, ("line", "label", "quantity", "unit", "unit_price_cents", "discount_rate", "amount_cents")),
    (
        CHANGE_ORDERS,
        ("number", "day", "label", "quantity", "unit_price_cents", "reason", "status", "amount_cents"),
    ),
    (
        INVOICES,
        (
            "number",
            "type",
            "day",
            "subject",
            "total_cents",
            "vat_cents",
            "total_with_vat_cents",
            "payable_cents",
            "due_day",
            "paid_day",
            "paid_cents",
        ),
    ),
)


@dataclass(frozen=True)
class SharedTable:
    """One table of a copy: its declaration, the code names of the columns shared, its rows."""

    table: Table
    names: tuple[str, ...]
    frame: pd.DataFrame


@dataclass(frozen=True)
class ProducerCopy:
    """What a producer's copy holds.

    Parameters
    ----------
    project
        Code of the project.
    title
        Title of the project.
    lines
        The lines under the title: client, dates.
    tables
        The shared tables that have rows, and the planning in any case, already limited to the project.
    day
        The day the copy speaks of.
    """

    project: str
    title: str
    lines: tuple[str, ...]
    tables: tuple[SharedTable, ...]
    day: date


def producer_copy(office: Office, project: str) -> ProducerCopy:
    """Cut one project out of an office.

    The copy holds no cost, no pay, no reason that could name another client, and no other project.

    Raises
    ------
    KeyError
        The project does not exist; see `unknown_project`.
    """
    row = office["Projets"].set_index("code").loc[project]
    return ProducerCopy(
        project,
        row["title"] or project,
        tuple(_lines(office, row)),
        tuple(_tables(office, project)),
        office.today,
    )


def unknown_project(office: Office, project: str) -> list[Problem]:
    """The problem of a project code that names no row of `Projets`; empty when it does."""
    codes = office["Projets"]["code"].tolist()
    if project in codes:
        return []
    message = f"le projet « {project} » n'existe pas ; {closest_names(project, codes)}"
    return [blocking("Projets", None, "Code", project, "un projet", message)]


def _lines(office: Office, row: pd.Series) -> Iterator[str]:
    clients = dict(zip(office["Clients"]["code"], office["Clients"]["name"], strict=True))
    if clients.get(row["client"]):
        yield clients[row["client"]]
    yield f"situation au {office.today:%d/%m/%Y}"
    if row["delivery_day"] is not None:
        yield f"livraison prévue le {row['delivery_day']:%d/%m/%Y}"


def _tables(office: Office, project: str) -> Iterator[SharedTable]:
    frames = {table.name: _of_project(office[table.name], project) for table, _ in SHARED}
    frames["Devis"] = _reference_version(frames["Devis"], _of_project(office["Versions"], project))
    frames["Planning"] = _with_names(frames["Planning"], office)
    for table, names in SHARED:
        if len(frames[table.name]) or table is PLANNING:
            yield SharedTable(table, names, frames[table.name])


def _of_project(frame: pd.DataFrame, project: str) -> pd.DataFrame:
    return frame[frame["project"] == project]


def _reference_version(lines: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """The lines of the accepted version, else of the latest one sent: a draft stays in the house."""
    for status in ("Accepté", "Envoyé"):
        numbers = versions.loc[versions["status"] == status, "version"]
        if len(numbers):
            return lines[lines["version"] == numbers.max()]
    return lines.iloc[:0]


def _with_names(planning: pd.DataFrame, office: Office) -> pd.DataFrame:
    """People and rooms by their names, which a producer knows, rather than by our codes."""
    team = office["Equipe"]
    names = {
        code: f"{first} {last}".strip()
        for code, first, last in zip(team["code"], team["first_name"], team["last_name"], strict=True)
    }
    rooms = dict(zip(office["Salles"]["code"], office["Salles"]["name"], strict=True))
    kept = planning[planning["state"] != "Annulé"].copy()
    kept["assigned_technician"] = [names.get(code, "") for code in kept["assigned_technician"]]
    kept["assigned_room"] = [rooms.get(code, "") for code in kept["assigned_room"]]
    order = sorted(range(len(kept)), key=lambda at: kept["start_day"].iloc[at] or date.max)
    return kept.iloc[order]
