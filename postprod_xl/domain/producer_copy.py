"""The producer's copy: what one project's producer may see, and nothing of anybody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from postprod_xl.documents.producer_copy import ProducerCopy, SharedTable
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.vocabulary import QuoteStatus, TaskState

# Nothing is shared unless it is named here: a column added to a table stays in the house.
# `reason` and `alert` of the planning are left out because they may name another client's project.
SHARED: dict[str, str] = {
    "Planning": "episode label start_day end_day state assigned_technician assigned_room due_day late_days",
    "Devis": "line label quantity unit unit_price_cents discount_rate amount_cents",
    "Avenants": "number day label quantity unit_price_cents reason status amount_cents",
    "Factures": "number type day subject total_cents vat_cents total_with_vat_cents payable_cents due_day paid_day"
    " paid_cents",
}


def producer_copy(office: Office, project: str) -> ProducerCopy:
    """Cut one project out of an office.

    The copy holds no cost, no pay, no reason that could name another client, and no other project.

    Raises
    ------
    KeyError
        The project does not exist; see `unknown_project`.
    """
    row = next((row for row in office["Projets"] if row.code == project), None)
    if row is None:
        raise KeyError(project)
    return ProducerCopy(
        project,
        row.title or project,
        tuple(_lines(office, row)),
        tuple(_tables(office, project)),
        office.today,
    )


def unknown_project(office: Office, project: str) -> list[Problem]:
    """The problem of a project code that names no row of `Projets`; empty when it does."""
    codes = office["Projets"].column("code")
    if project in codes:
        return []
    message = f"le projet « {project} » n'existe pas ; {closest_names(project, codes)}"
    return [blocking("Projets", None, PROJECTS.heading("code"), project, "un projet", message)]


def _lines(office: Office, row: Row) -> Iterator[str]:
    clients = office["Clients"].by_key("code", "name")
    if clients.get(row.client):
        yield clients[row.client]
    yield f"situation au {office.today:%d/%m/%Y}"
    if row.delivery_day is not None:
        yield f"livraison prévue le {row.delivery_day:%d/%m/%Y}"


def _tables(office: Office, project: str) -> Iterator[SharedTable]:
    shared = {table: _of_project(office[table], project) for table in SHARED}
    shared["Devis"] = _reference_version(shared["Devis"], _of_project(office["Versions"], project))
    shared["Planning"] = _with_names(shared["Planning"], office)
    for table, names in SHARED.items():
        if len(shared[table]) or table == "Planning":
            yield SharedTable(shared[table], tuple(names.split()))


def _of_project(rows: Rows, project: str) -> Rows:
    return rows.where(code == project for code in rows.column("project"))


def _reference_version(lines: Rows, versions: Rows) -> Rows:
    """The lines of the accepted version, else of the latest one sent: a draft stays in the house."""
    for status in (QuoteStatus.ACCEPTED, QuoteStatus.SENT):
        numbers = [version for version, held in versions.select("version", "status") if held == status]
        if numbers:
            return lines.where(version == max(numbers) for version in lines.column("version"))
    return lines.at([])


def _with_names(planning: Rows, office: Office) -> Rows:
    """People and rooms by their names, which a producer knows, rather than by our codes."""
    team = office["Equipe"]
    names = {
        code: f"{first} {last}".strip()
        for code, first, last in team.select("code", "first_name", "last_name")
    }
    rooms = office["Salles"].by_key("code", "name")
    kept = planning.where(state != TaskState.CANCELLED for state in planning.column("state"))
    kept = kept.with_columns(
        {
            "assigned_technician": [names.get(code, "") for code in kept.column("assigned_technician")],
            "assigned_room": [rooms.get(code, "") for code in kept.column("assigned_room")],
        }
    )
    starts = kept.column("start_day")
    return kept.at(sorted(range(len(kept)), key=lambda at: starts[at] or date.max))
