"""Custom functions of the schedule: who is free, and when a project can honestly be delivered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.hosts.cell_functions.custom import CustomFunction, Formula
from postprod_xl.hosts.cell_functions.lines import quoted_office_of
from postprod_xl.hosts.cell_functions.readers import cell, day_of_computation, department
from postprod_xl.hosts.cell_functions.tables import GivenTable, office_of, refuse, remembered, table
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.team import ROOMS, TEAM

if TYPE_CHECKING:
    from postprod_xl.domain.planning.explain.availability import Availability

FREE, NO_WORKING_DAY = "Libre", "Aucun jour ouvré"


def _free(*tables: GivenTable | None) -> Callable[[str, date, date, str], str]:
    availability: Availability = remembered("free", tables, None, lambda: _availability(tables))
    _, _, team, rooms = tables
    known = {*team.rows.column("code"), *rooms.rows.column("code")} if team and rooms else None

    def free(code: str, first: date, last: date, place: str) -> str:
        if known is not None and code not in known:
            raise CellFault(f"« {code} » inconnu dans {TEAM.tab} et dans {ROOMS.tab}")
        if last < first:
            raise CellFault(f"la période finit le {last:%d/%m/%Y}, avant de commencer")
        calendar = WorkCalendar.of(place)
        if not calendar.working_days_between(first, last):
            return NO_WORKING_DAY
        obstacle = availability.obstacle(code, first, last, calendar)
        return FREE if obstacle is None else f"{obstacle.text} le {obstacle.day:%d/%m/%Y}"

    return free


def _availability(tables: Sequence[GivenTable | None]) -> Availability:
    from postprod_xl.domain.planning.explain.availability import availability_of

    return availability_of(office_of(tables, date.min))


def _earliest_delivery(*wholes: Any) -> Formula:
    *tables, day = wholes
    ends = remembered("ends", tables, day, lambda: _ends(tables, day))

    def delivery(project: str) -> date | None:
        if project not in ends:
            raise CellFault(f"projet « {project} » inconnu dans {PROJECTS.tab}")
        return ends[project]

    return delivery


def _ends(tables: Sequence[GivenTable | None], day: date) -> dict[str, date | None]:
    from postprod_xl.domain.planning.plan.project_ends import expected_days
    from postprod_xl.domain.planning.plan.schedule import schedule

    office = quoted_office_of(tables, day)
    plan = schedule(office)
    refuse(plan.problems)
    return expected_days(office.with_columns("Planning", plan.columns))


FUNCTIONS = (
    CustomFunction(
        "PP_DISPO",
        "« Libre », ou ce qui prend d'abord une personne ou une salle, les jours ouvrés d'une période.",
        (
            cell("ressource", "Code d'une personne ou d'une salle.", Kind.TEXT),
            cell("du", "Premier jour.", Kind.DAY),
            cell("au", "Dernier jour, compris.", Kind.DAY),
            table("Absences", "La table Absences : Absences[#Tout]."),
            table(
                "Reservations",
                "La table Reservations, à jour de la dernière actualisation : Reservations[#Tout].",
            ),
            table(
                "Equipe",
                "La table Equipe, pour les jours travaillés ; sans elle, tous les jours ouvrés.",
                optional=True,
            ),
            table(
                "Salles",
                "La table Salles, pour les jours ouverts ; sans elle, tous les jours ouvrés.",
                optional=True,
            ),
            department(),
        ),
        Kind.TEXT,
        _free,
    ),
    CustomFunction(
        "PP_PAD_MINI",
        "Première date de livraison que le planning permet : la fin prévue de la dernière tâche du projet.",
        (
            cell("projet", "Code du projet.", Kind.TEXT),
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
)
