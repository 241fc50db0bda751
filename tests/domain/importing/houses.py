"""A small office whose technicians report a week."""

from __future__ import annotations

from datetime import date
from typing import Any

from postprod_xl.domain.office import Office
from tests.domain.offices import office, table_rows

MONDAY = date(2026, 11, 30)
PROJECTS = [{"code": "CRUE", "title": "La Crue", "status": "En cours"}, {"code": "TERR", "title": "Terres"}]
TASKS = [
    {"task": "CRUE-MON", "project": "CRUE", "label": "Montage image", "assigned_technician": "HUET"},
    {"task": "CRUE-MIX", "project": "CRUE", "label": "Mixage", "assigned_technician": "DIOP"},
    {"task": "TERR-MIX", "project": "TERR", "label": "Mixage du secret", "assigned_technician": "DIOP"},
]
TEAM = [
    {"code": "HUET", "first_name": "Anne", "last_name": "Huet", "hourly_rate_cents": 98_765},
    {"code": "DIOP", "first_name": "Awa", "last_name": "Diop"},
]
BOOKINGS = [
    {
        "day": MONDAY,
        "half_day": "Journée",
        "project": "CRUE",
        "task": "CRUE-MON",
        "technician": "HUET",
        "room": "MON1",
    },
    {
        "day": date(2026, 12, 1),
        "half_day": "Matin",
        "project": "CRUE",
        "task": "CRUE-MON",
        "technician": "HUET",
    },
    {
        "day": date(2026, 12, 1),
        "half_day": "Journée",
        "project": "TERR",
        "task": "TERR-MIX",
        "technician": "DIOP",
    },
]


def house(today: date = MONDAY, **tables: list[dict[str, Any]]) -> Office:
    """The office, with the records of some tables replaced or added."""
    records = {
        "Projets": PROJECTS,
        "Planning": TASKS,
        "Equipe": TEAM,
        "Reservations": BOOKINGS,
        "Salles": [{"code": "MON1", "name": "Montage 1"}],
        **tables,
    }
    return office(
        today,
        {"company_name": "Studio des Quais"},
        **{name: table_rows(name, rows) for name, rows in records.items()},
    )
