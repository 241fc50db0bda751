"""The house of the demonstration office: identity, clients, rooms, people, affinities, absences."""

from __future__ import annotations

from decimal import Decimal

from postprod_xl.domain.demo.data import Days, DemoRow, cents, clock, declared
from postprod_xl.domain.payroll.rules.mirror import convention_rows
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.vocabulary import EmploymentStatus

EMPLOYER_LOAD = Decimal("1.65")
"""Gross pay to cost, an estimate for the demonstration only."""
INDEPENDENT_DAY_COST = 62_000
HOUSE_DAY = 480
MINIMA_SINCE = -220
OPENING, CLOSING = "08:00", "23:00"


def settings() -> list[DemoRow]:
    """The rows of `Parametres` that name the company; the others keep the house defaults."""
    company = declared("house")["company"]
    return [
        {
            "name": setting.name,
            "value": company[setting.code],
            "unit": setting.unit,
            "source": "démonstration",
        }
        for setting in SETTINGS
        if setting.code in company
    ]


def conventions(days: Days) -> list[DemoRow]:
    """`Conventions`: the published rules, those proposed for an agreement confirmed by somebody of the house."""
    signed = declared("house")["agreement"]
    confirmation = {
        "source": signed["source"],
        "confirmed_by": signed["confirmed_by"],
        "confirmed_day": days.at(signed["confirmed"]),
    }
    return [
        {**row, **confirmation} if (row["code"], row["rule"]) == (signed["code"], "") else row
        for row in convention_rows()
    ]


def clients() -> list[DemoRow]:
    """`Clients`, one per project."""
    return [dict(client) for client in declared("house")["house"]["clients"]]


def pay_codes() -> list[DemoRow]:
    """`CodesPaie`: the codes that the payroll office of the house gave for its software."""
    return [dict(code) for code in declared("house")["house"]["pay_codes"]]


def rooms() -> list[DemoRow]:
    """`Salles`, all on one site and open on Saturdays."""
    common = {"site": "Sète", "opening": clock(OPENING), "closing": clock(CLOSING), "open_days": "lu-sa"}
    return [
        {
            "code": room["code"],
            "name": room["name"],
            "type": room["type"],
            "day_cost_cents": cents(room["day_cost"]),
            **common,
        }
        for room in declared("house")["house"]["rooms"]
    ]


def team() -> list[DemoRow]:
    """`Equipe`, with a payroll number for those on the payroll."""
    people = declared("house")["house"]["team"]
    return [_person(rank, person) for rank, person in enumerate(people, 1)]


def _person(rank: int, person: DemoRow) -> DemoRow:
    rate = cents(person["rate"])
    paid = person["status"] != EmploymentStatus.SELF_EMPLOYED
    day_cost = int(rate * HOUSE_DAY // 60 * EMPLOYER_LOAD) if paid else INDEPENDENT_DAY_COST
    known = {name: value for name, value in person.items() if name not in ("rate", "salary")}
    return {
        **known,
        "payroll_id": f"SQ{rank:04d}" if paid else "",
        "hourly_rate_cents": rate if paid else None,
        "day_cost_cents": day_cost,
        "day_minutes": HOUSE_DAY,
        "working_days": "lu-ve",
        "email": f"{person['code'].lower()}@equipe.example",
        "phone": f"0491571{rank:03d}",
    }


def affinities() -> list[DemoRow]:
    """`Affinites`: whom each director asks for, or would rather avoid."""
    return [dict(row) for row in declared("house")["house"]["affinities"]]


def absences(days: Days) -> list[DemoRow]:
    """`Absences` of the coming weeks."""
    return [
        {
            "resource": row["resource"],
            "first_day": days.at(row["first"]),
            "last_day": days.at(row["last"]),
            "half_day": row["half_day"],
            "reason": row["reason"],
            "pay_effect": row.get("pay_effect", ""),
        }
        for row in declared("house")["house"]["absences"]
    ]


def minima(days: Days) -> list[DemoRow]:
    """`Minima`: two functions, at amounts made up."""
    return [
        {
            "convention": row["convention"],
            "job": row["job"],
            "since_day": days.at(MINIMA_SINCE),
            "hourly_cents": cents(row["hourly"]) if "hourly" in row else None,
            "monthly_cents": cents(row["monthly"]),
            "source": "démonstration, montant inventé",
            "checked_day": days.at(MINIMA_SINCE),
        }
        for row in declared("house")["house"]["minima"]
    ]
