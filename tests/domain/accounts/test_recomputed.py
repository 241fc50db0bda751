"""The figures of whole offices, computed another way: row by row, with nothing of the rules of the accounts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

import pytest

from postprod_xl.commands.payroll.preparing import payroll
from postprod_xl.domain.demo import demo_office
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import remaining_days
from postprod_xl.domain.refresh import refreshed
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.settings.house import read_settings
from postprod_xl.schema.tables import BY_NAME, TABLES

# 65 % of charges on a CDDU and on an intermittent, 42 % on a CDI and on an employee, none on an invoice.
CHARGES = {"CDDU": Fraction("1.65"), "Intermittent": Fraction("1.65"), "CDI": Fraction("1.42"),
           "Permanent": Fraction("1.42")}  # fmt: skip
BOUGHT = [
    {"purchase": "X1", "project": "CRUE", "line": "CRUE-LIV-30", "ordered_cents": 30_000},
    {"purchase": "X2", "project": "CRUE", "line": "CRUE-LIV-32", "ordered_cents": 100_000, "invoiced_cents": 80_000,
     "vat_cents": 16_000, "invoice_day": date(2026, 11, 2), "due_day": date(2026, 12, 2)},
    {"purchase": "X3", "project": "MER", "invoiced_cents": 12_345, "invoice_day": date(2026, 11, 2)},
]  # fmt: skip


@pytest.fixture(scope="module", params=[date(2026, 11, 23), date(2027, 3, 6)], ids=str)
def seen(request):
    """The demonstration office of a day, refreshed, with purchases in it."""
    rows = demo_office(request.param)
    kept = [*rows.get("Achats", ()), *BOUGHT]
    tables = {table.name: rows_of(table, rows.get(table.name, ()), 5) for table in TABLES}
    tables["Achats"] = rows_of(BY_NAME["Achats"], kept, 5)
    settings, _ = read_settings(tables["Parametres"])
    run = refreshed(Office(tables, settings, request.param), [])
    assert not run.is_blocked
    return run.office


def hour(seen, code, contract):
    """The cost of an hour of somebody under a contract, in cents."""
    person = next(row for row in seen["Equipe"] if row.code == code)
    kind = contract.type if contract else person.status
    if contract and contract.monthly_salary_cents:
        # 151.67 h of 35 h a week, to the minute.
        return Fraction(contract.monthly_salary_cents * 60, contract.month_minutes or 9_100) * CHARGES[kind]
    if kind in ("Prestation", "Indépendant") and not (contract and contract.hourly_rate_cents):
        return Fraction(person.day_cost_cents * 60, person.day_minutes or 480)
    rate = (contract.hourly_rate_cents if contract else None) or person.hourly_rate_cents
    return rate * CHARGES.get(kind, Fraction(1))


def worked(seen):
    """The sessions up to today that somebody confirmed, and the minutes of each."""
    for row in seen["Seances"]:
        if (
            row.day <= seen.today
            and row.state in ("", "Confirmée")
            and row.start is not None
            and row.end is not None
        ):
            minutes = (row.end - row.start) % 1440 - (row.pause_minutes or 0)
            yield row, minutes


def to_invoice(seen, order):
    """What an order has not been invoiced of, whichever row invoices it."""
    billed = [
        max(row.invoiced_cents or 0, 0)
        for row in seen["Achats"]
        if order.purchase in (row.purchase, row.origin)
    ]
    return max((order.ordered_cents or 0) - sum(billed), 0)


def accounts(seen):
    return {row.project: row for row in seen["Comptes"]}


def paid(seen):
    """What `Repartition` has each project bear of the pay of every month, of what is worked up to today."""
    days = seen["Seances"].column("day")
    # A contract that ends today pays no holiday to come.
    last = [day and min(day, seen.today) for day in seen["Contrats"].column("last_day")]
    done = seen.with_columns("Contrats", {"last_day": last})
    done = done.with_rows("Seances", seen["Seances"].where(day <= seen.today for day in days))
    months = {f"{day:%Y-%m}" for day in days if day <= seen.today}
    rows = [payroll(done, month=month).rows["Repartition"] for month in months]
    return [row for table in rows for row in table if row.month in months]


def test_what_was_worked_costs_its_hours_and_its_room_days(seen):
    contracts = {row.contract: row for row in seen["Contrats"]}
    labour, rooms = defaultdict(Fraction), defaultdict(Fraction)
    used = defaultdict(dict)
    for share in paid(seen):
        labour[share.project] += share.total_cents
    for row, minutes in worked(seen):
        contract = contracts.get(row.contract)
        person = contract.technician if contract else row.technician
        if contract is None or contract.type == "Prestation":
            labour[row.project] += hour(seen, person, contract) * minutes / 60
        if row.room:
            used[row.room, row.day][row.project] = used[row.room, row.day].get(row.project, 0) + minutes
    costs = {row.code: row.day_cost_cents for row in seen["Salles"]}
    for (room, _), users in used.items():
        for project, minutes in users.items():
            rooms[project] += Fraction(costs[room] * minutes, sum(users.values()))
    replaced = {row.technician for row in seen["Achats"] if row.technician}
    for code, row in accounts(seen).items():
        if not replaced:
            assert abs(row.labour_cents - labour[code]) <= 1, code
        assert abs(row.rooms_cents - rooms[code]) <= 1, code


def booked_people(seen, firm):
    """What the days left of the tasks booked for sure cost, by project."""
    booked, left = defaultdict(Fraction), remaining_days(seen)
    for task, first in firm.items():
        if first.technician:
            theirs = [row for row in seen["Contrats"] if row.technician == first.technician]
            on = [row for row in theirs if row.project == first.project] or [
                row for row in theirs if not row.project
            ]
            assert len(on) <= 1, "one contract a person and project makes the days of a task cost the same"
            contract = on[0] if on else None
            person = next(row for row in seen["Equipe"] if row.code == first.technician)
            minutes = (contract.day_minutes if contract else None) or person.day_minutes or 480
            booked[first.project] += (
                hour(seen, first.technician, contract) * Fraction(left[task]) * minutes / 60
            )
    return booked


def booked_rooms(seen, firm):
    """The room days booked for sure, each once, by project."""
    booked, costs = defaultdict(Fraction), {row.code: row.day_cost_cents for row in seen["Salles"]}
    days = defaultdict(list)
    for row in seen["Reservations"]:
        if row.room:
            days[row.room, row.day] += [row] * (2 if row.half_day == "Journée" else 1)
    for (room, _), rows in days.items():
        for row in rows:
            if row.task in firm:
                booked[row.project] += Fraction(costs[room], len(rows))
    return booked


def test_what_is_engaged_is_what_was_spent_and_what_is_still_to_come(seen):
    orders = defaultdict(int)
    for row in seen["Achats"]:
        if not row.technician and not row.received_day:
            orders[row.project] += to_invoice(seen, row)
    firm = {row.task: row for row in seen["Reservations"] if row.state in ("Confirmé", "En cours")}
    people, rooms = booked_people(seen, firm), booked_rooms(seen, firm)
    for code, row in accounts(seen).items():
        assert abs(row.booked_cost_cents - people[code] - rooms[code] - orders[code]) <= 2, code
        assert row.engaged_cost_cents == row.actual_cost_cents + row.booked_cost_cents
        assert row.actual_cost_cents == row.labour_cents + row.rooms_cents + row.purchases_cents
        assert row.final_cost_cents == row.actual_cost_cents + row.to_complete_cents
        assert row.final_margin_cents == row.final_revenue_cents - row.final_cost_cents


def test_what_is_bought_is_what_the_rows_of_the_purchases_say(seen):
    bought = defaultdict(int)
    for row in seen["Achats"]:
        bought[row.project] += row.invoiced_cents or 0
        if row.received_day and row.received_day <= seen.today:
            bought[row.project] += to_invoice(seen, row)
    for code, row in accounts(seen).items():
        assert row.purchases_cents == bought[code], code


def test_the_cash_of_people_is_their_sessions_and_their_bookings(seen):
    cash = {row.month: row for row in seen["Tresorerie"]}
    spent = sum(row.labour_cents for row in accounts(seen).values())
    past = sum(row.labour_cents for month, row in cash.items() if month < f"{seen.today:%Y-%m}")
    now = cash[f"{seen.today:%Y-%m}"].labour_cents
    # Each month is rounded on its own.
    assert past <= spent + len(cash) and spent <= past + now + len(cash)
    assert sum(row.steps_cents for row in cash.values()) >= 0


def test_every_euro_left_to_invoice_of_a_signed_project_is_expected(seen):
    rates = {"France": Fraction("0.2"), "": Fraction("0.2"), "UE autoliquidation": 0, "Hors UE": 0}
    regimes = {row.code: row.vat_regime for row in seen["Clients"]}
    clients = {row.code: row.client for row in seen["Projets"] if row.status != "Soldé"}
    expected = sum(
        max(row.final_revenue_cents - row.invoiced_cents, 0) * (1 + rates[regimes[clients[row.project]]])
        for row in accounts(seen).values()
        if row.project in clients
    )
    assert abs(sum(row.steps_cents for row in seen["Tresorerie"]) - expected) <= len(seen["Echeancier"])
