"""Custom functions of a project: when it can honestly be delivered, how late and how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from postprod_xl.domain.wording import first_names
from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.hosts.cell_functions.custom import CustomFunction, Formula
from postprod_xl.hosts.cell_functions.lines import quoted_office_of
from postprod_xl.hosts.cell_functions.readers import cell, day_of_computation, unknown
from postprod_xl.hosts.cell_functions.tables import GivenTable, office_of, refuse, remembered, table
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.vocabulary import ProjectStatus

if TYPE_CHECKING:
    from postprod_xl.domain.planning.plan.project_ends import PromisedDelivery
    from postprod_xl.domain.planning.tasks.work_done import WorkDone

PROJECT = cell("projet", "Code du projet.", Kind.TEXT)


def unknown_project(code: str, known: Sequence[str]) -> CellFault:
    """What is said of a code that is not one of `Projets`."""
    return unknown(f"projet « {code} » inconnu dans {PROJECTS.tab}", code, known)


def live_project(code: str, projects: Mapping[str, Row]) -> Row:
    """The row of a project that is not cancelled.

    Raises
    ------
    CellFault
        When the project is not in `Projets`, or is cancelled: it has no figure any more.
    """
    if code not in projects:
        raise unknown_project(code, list(projects))
    if projects[code].status == ProjectStatus.CANCELLED:
        raise CellFault(f"{code} est annulé")
    return projects[code]


def projects_by_code(projects: GivenTable) -> dict[str, Row]:
    """The rows of `Projets` by code."""
    return {row.code: row for row in projects.rows}


def _earliest_delivery(*wholes: Any) -> Formula:
    *tables, day = wholes
    ends = remembered("ends", tables, day, lambda: _ends(tables, day))

    def delivery(project: str) -> date | None:
        if project not in ends:
            raise unknown_project(project, list(ends))
        return ends[project]

    return delivery


def _ends(tables: Sequence[GivenTable | None], day: date) -> dict[str, date | None]:
    from postprod_xl.domain.planning.plan.project_ends import expected_days
    from postprod_xl.domain.planning.plan.schedule import schedule

    office = quoted_office_of(tables, day)
    plan = schedule(office)
    refuse(plan.problems)
    return expected_days(office.with_columns("Planning", plan.columns))


def _lateness(planning: GivenTable, projects: GivenTable, today: date) -> Formula:
    tables, rows = (planning, projects), projects_by_code(projects)
    promises = remembered("deliveries", tables, today, lambda: _deliveries(tables, today))

    def late(code: str) -> int:
        project, delivery = live_project(code, rows), promises[code]
        if delivery.late_days is None:
            raise CellFault(f"{code} : {_unknown_lateness(project, delivery)}")
        return delivery.late_days

    return late


def _deliveries(tables: Sequence[GivenTable | None], today: date) -> dict[str, PromisedDelivery]:
    from postprod_xl.domain.planning.plan.project_ends import deliveries

    return deliveries(office_of(tables, today))


def _unknown_lateness(project: Row, delivery: PromisedDelivery) -> str:
    heading = PROJECTS.heading("delivery_day")
    if delivery.undated:
        verb = "n'ont" if len(delivery.undated) > 1 else "n'a"
        return f"fin prévue inconnue, {first_names(delivery.undated)} {verb} pas de date : actualisez"
    if delivery.expected is None:
        return "rien n'est planifié"
    if project.delivery_day is None:
        return f"pas de « {heading} » dans {PROJECTS.tab}"
    return f"« {heading} » à plus de dix ans, le {project.delivery_day:%d/%m/%Y}"


def _progress(*wholes: Any) -> Formula:
    *tables, day = wholes
    done = remembered("work done", tables, day, lambda: _work_done(tables, day))
    rows = projects_by_code(tables[1])

    def progress(code: str) -> Decimal:
        live_project(code, rows)
        work: WorkDone | None = done.get(code)
        if work is None or work.rate is None:
            raise CellFault(f"{code} : aucun jour de travail n'est planifié")
        return work.rate

    return progress


def _work_done(tables: Sequence[GivenTable | None], day: date) -> Mapping[str, WorkDone]:
    from postprod_xl.domain.planning.tasks.work_done import work_done
    from postprod_xl.domain.quotes.unit_times import unit_problems
    from postprod_xl.domain.quotes.versions.totals import quote_problems

    office = office_of(tables, day)
    refuse([*quote_problems(office), *unit_problems(office)])
    return work_done(office)


FUNCTIONS = (
    CustomFunction(
        "PP_PAD_MINI",
        "Première date de livraison que le planning permet : la fin prévue de la dernière tâche du projet.",
        (
            PROJECT,
            table("Planning", "La table Planning : Planning[#Tout]."),
            table("Projets", "La table Projets : Projets[#Tout]."),
            table("Seances", "La table des séances ; sans elle, rien n'est encore fait.", optional=True),
            table(
                "Devis",
                "La table Devis, pour les heures d'un jour de chaque ligne ; sans elle, le jour de la maison.",
                optional=True,
            ),
            table(
                "Versions",
                "La table Versions ; sans elle, la plus haute version de chaque projet fait référence.",
                optional=True,
            ),
            table(
                "Tarifs",
                "La table Tarifs, pour les heures d'une unité ; sans elle, le jour de la maison.",
                optional=True,
            ),
            table("Parametres", "La table Parametres ; sans elle, les réglages d'origine.", optional=True),
            day_of_computation(),
        ),
        Kind.DAY,
        _earliest_delivery,
    ),
    CustomFunction(
        "PP_RETARD",
        f"Jours ouvrés de retard d'un projet sur sa livraison promise, comme dans {PROJECTS.tab} ; 0 : à l'heure.",
        (
            PROJECT,
            table("Planning", "La table Planning, à jour de la dernière actualisation : Planning[#Tout]."),
            table("Projets", "La table Projets : Projets[#Tout]."),
            day_of_computation(),
        ),
        Kind.INT,
        _lateness,
    ),
    CustomFunction(
        "PP_AVANCEMENT",
        "Avancement d'un projet : la part des jours planifiés, tâche par tâche, qui n'est plus à faire.",
        (
            PROJECT,
            table("Planning", "La table Planning : Planning[#Tout]."),
            table("Projets", "La table Projets : Projets[#Tout]."),
            table("Seances", "La table des séances, qui disent ce qui reste : Seances[#Tout]."),
            table("Devis", "La table Devis, pour les heures d'un jour de chaque ligne : Devis[#Tout]."),
            table("Versions", "La table Versions : Versions[#Tout]."),
            table("Tarifs", "La table Tarifs, pour les heures d'une unité : Tarifs[#Tout]."),
            table("Parametres", "La table Parametres, pour les réglages de la maison : Parametres[#Tout]."),
            day_of_computation(),
        ),
        Kind.PERCENT,
        _progress,
    ),
)
