"""Small offices whose people work and are booked, seen on Monday 23 November 2026."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.watch.breaches import Breach, BreachKind
from postprod_xl.domain.payroll.watch.watched import breaches
from postprod_xl.schema.units import MINUTES_PER_HOUR
from tests.domain.offices import MONDAY, office, table_rows


def nov(day: int) -> date:
    return date(2026, 11, day)


def clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * MINUTES_PER_HOUR + int(minutes)


def worked(day: date, start: str, end: str, pause: int = 0, **rest: Any) -> dict[str, Any]:
    """A session of T1 under C1, without number."""
    hours = {"start": clock(start), "end": clock(end), "pause_minutes": pause or None}
    return {
        "day": day,
        "project": "P1",
        "technician": "T1",
        "contract": "C1",
        "validated": True,
        **hours,
        **rest,
    }


def booked(day: date, **rest: Any) -> dict[str, Any]:
    """A row of `Reservations`: T1 for a whole day, which is 09:00 to 18:00 with an hour of pause."""
    usual = {"half_day": "Journée", "project": "P1", "task": "A", "technician": "T1", "state": "Confirmé"}
    return {"day": day, **usual, **rest}


def days_from(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]


def contract(code: str = "C1", **terms: Any) -> dict[str, Any]:
    signed = {"declared_day": date(2026, 1, 1), "signed_day": date(2026, 1, 1), "first_day": date(2026, 1, 1)}
    return {"contract": code, "technician": "T1", "type": "CDDU", "convention": "Aucune", **signed, **terms}


def house(
    *sessions: dict[str, Any],
    bookings: list[dict[str, Any]] | None = None,
    contracts: list[dict[str, Any]] | None = None,
    today: date = MONDAY,
    **tables: Any,
) -> Office:
    people = [
        {"code": "T1", "status": "Intermittent", "payroll_id": "M1"},
        {"code": "T2", "status": "Intermittent", "payroll_id": "M2"},
        {"code": "IND", "status": "Indépendant"},
    ]
    numbered = [{"number": f"S{at}", **session} for at, session in enumerate(sessions, 1)]
    held = {
        "Equipe": table_rows("Equipe", people),
        "Contrats": table_rows("Contrats", [contract()] if contracts is None else contracts),
        "Seances": table_rows("Seances", numbered),
        "Reservations": table_rows("Reservations", bookings or [], 1),
    }
    return office(today, **{**held, **tables})


def found(home: Office, *kinds: BreachKind) -> list[tuple[str, date, str]]:
    """Kind, day and figure of each breach, of some kinds or of all."""
    return [
        (each.kind.name, each.day, each.brief) for each in breaches(home) if not kinds or each.kind in kinds
    ]


def only(home: Office) -> Breach:
    (breach,) = breaches(home)
    return breach
