"""What is bought, engaged and still to spend of a project, computed another way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.domain.accounts.bought import bought
from postprod_xl.domain.accounts.projects import accounts
from postprod_xl.domain.accounts.totals import account_totals
from postprod_xl.domain.planning.tasks.facts import remaining_days
from postprod_xl.domain.quotes.follow_up.overruns import overruns
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.versions.totals import version_columns
from postprod_xl.schema.tables.billing import ACCOUNTS
from tests.domain.offices import office, table_rows

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 20)
LINES = [
    {"line": "L1", "item": "IMG-20", "unit": "jour", "quantity": Decimal(5), "unit_price_cents": 60_000,
     "unit_cost_cents": 40_000},
    {"line": "L2", "item": "LIV", "unit": "unité", "quantity": Decimal(1), "unit_price_cents": 90_000,
     "unit_cost_cents": 50_000},
]  # fmt: skip
TASKS = [
    {"task": "T1", "project": "P1", "line": "L1", "duration_days": Decimal(5), "technician": "IND"},
    {"task": "T2", "project": "P1", "line": "L2", "duration_days": Decimal(1)},
]


def house(*purchases, sessions=(), bookings=(), status="En cours", **tables):
    rows = {
        "Projets": [{"code": "P1", "status": status}],
        "Tarifs": [{"item": "IMG-20", "unit": "jour", "unit_minutes": 480}],
        "Versions": [{"project": "P1", "version": 1, "status": "Accepté"}],
        "Devis": [{"project": "P1", "version": 1, **line} for line in LINES],
        "Planning": TASKS,
        "Salles": [{"code": "S1", "day_cost_cents": 10_000}],
        "Equipe": [
            {"code": "IND", "status": "Indépendant", "day_cost_cents": 40_000, "day_minutes": 480},
            {"code": "INT", "status": "Intermittent", "hourly_rate_cents": 2_000, "day_minutes": 480},
            {"code": "NEW", "status": "Intermittent"},
        ],
        "Achats": [{"purchase": f"H{n}", "project": "P1", **row} for n, row in enumerate(purchases)],
        "Seances": [{"number": "", "project": "P1", "start": 0, "end": 480, **row} for row in sessions],
        "Reservations": [{"project": "P1", "half_day": "Journée", **row} for row in bookings],
        **tables,
    }
    held = office(MONDAY, **{name: table_rows(name, records) for name, records in rows.items()})
    held = held.with_columns("Devis", quote_columns(held))
    return held.with_columns("Versions", version_columns(held))


def account(held):
    (row,) = accounts(held, remaining_days(held))[0]
    return row


WORKED = {"day": FRIDAY, "task": "T1", "technician": "IND"}


def test_what_is_ordered_for_a_line_is_part_of_what_it_costs_and_not_added_to_it():
    before = account(house(sessions=[WORKED]))
    ordered = account(house({"line": "L2", "ordered_cents": 45_000}, sessions=[WORKED]))
    assert (before.final_cost_cents, ordered.final_cost_cents) == (5 * 40_000 + 50_000,) * 2
    # 450 € of the 500 € are ordered, which nobody delivered
    assert (ordered.actual_cost_cents, ordered.booked_cost_cents) == (40_000, 45_000)
    received = account(house({"line": "L2", "invoiced_cents": 45_000}, sessions=[WORKED]))
    assert (received.final_cost_cents, received.actual_cost_cents) == (250_000, 85_000)
    assert (received.purchases_cents, received.other_cents) == (45_000, 5_000)


def test_what_is_bought_beyond_its_line_or_for_no_line_is_added():
    dearer = account(house({"line": "L2", "ordered_cents": 70_000}, sessions=[WORKED]))
    assert dearer.final_cost_cents == 200_000 + 70_000
    beside = account(house({"ordered_cents": 30_000}, sessions=[WORKED]))
    assert beside.final_cost_cents == 250_000 + 30_000


def test_the_margin_of_a_project_not_begun_is_that_of_its_quote_less_what_is_bought_beyond_it():
    # 5 × 600 + 900 sold, 5 × 400 + 500 to spend
    assert account(house(status="Confirmé")).final_margin_cents == 390_000 - 250_000
    bought_beyond = house(
        {"line": "L2", "ordered_cents": 60_000}, {"ordered_cents": 7_000}, status="Confirmé"
    )
    assert account(bought_beyond).final_margin_cents == 140_000 - 10_000 - 7_000


def test_a_delivered_project_costs_what_its_line_was_bought_for():
    done = [{**task, "state": "Terminé"} for task in TASKS]
    sessions = [{**WORKED, "day": date(2026, 11, day)} for day in range(16, 21)]
    row = account(
        house({"line": "L2", "invoiced_cents": 45_000}, sessions=sessions, status="Livré", Planning=done)
    )
    ledger = 5 * 40_000 + 45_000
    assert (row.actual_cost_cents, row.engaged_cost_cents, row.final_cost_cents) == (ledger,) * 3
    assert row.to_complete_cents == 0


@pytest.mark.parametrize(
    ("invoice", "labour", "purchases"),
    [
        ({"invoice_day": FRIDAY, "invoiced_cents": 42_000}, 0, 42_000),
        ({"invoice_day": date(2026, 12, 5), "month": "2026-11", "invoiced_cents": 42_000}, 0, 42_000),
        # A month that is none, which is questioned, is as none at all.
        ({"invoice_day": FRIDAY, "month": "novembre", "invoiced_cents": 42_000}, 0, 42_000),
        # The invoice of another month pays other sessions, and an order none.
        ({"invoice_day": date(2026, 10, 5), "invoiced_cents": 42_000}, 40_000, 42_000),
        ({"ordered_cents": 42_000}, 40_000, 0),
    ],
)
def test_an_independent_costs_his_sessions_or_his_invoices_and_never_both(invoice, labour, purchases):
    row = account(house({"technician": "IND", **invoice}, sessions=[WORKED]))
    assert (row.labour_cents, row.purchases_cents) == (labour, purchases)


def test_an_invoice_for_several_projects_is_shared_by_the_sessions_that_it_pays():
    sessions = [WORKED, {**WORKED, "project": "P2"}, {**WORKED, "project": "P2", "start": 480, "end": 960}]
    held = house({"project": "", "technician": "IND", "invoice_day": FRIDAY, "invoiced_cents": 100_000},
                 sessions=sessions)  # fmt: skip
    # 8 h and 16 h of 1 000 €
    assert dict(bought(held).services) == {"P1": 33_333, "P2": 66_667}


def test_days_booked_for_sure_are_engaged_under_the_contract_that_covers_them():
    booked = [{"day": date(2026, 11, day), "task": "T1", "technician": "INT", "room": "S1", "state": "Confirmé"}
              for day in range(24, 28)]  # fmt: skip
    contract = {"contract": "C1", "technician": "INT", "project": "P1", "type": "CDDU", "hourly_rate_cents": 3_000,
                "day_minutes": 420, "first_day": MONDAY}  # fmt: skip
    held = house(bookings=booked, Contrats=[contract], Planning=[{**TASKS[0], "duration_days": Decimal(4)}])
    # 4 days of 7 h × 30 € × 1.65, and 4 days of room
    assert account(held).booked_cost_cents == 4 * 34_650 + 4 * 10_000
    options = [{**row, "state": "Option 1"} for row in booked]
    assert account(house(bookings=options, Contrats=[contract])).booked_cost_cents == 0


def test_a_booking_of_unknown_cost_leaves_what_is_engaged_unknown_and_is_named():
    row = account(house(bookings=[{"day": MONDAY, "task": "T1", "technician": "NEW", "state": "Confirmé"}]))
    assert (row.booked_cost_cents, row.engaged_cost_cents, row.unknown) == (None, None, "coût de NEW")


def test_every_total_is_the_sum_of_its_column_and_names_the_projects_that_it_lacks():
    projects = [{"code": code, "status": "En cours"} for code in ("P1", "P2", "P3")]
    held = house(
        {"line": "L2", "ordered_cents": 45_000}, {"project": "P2", "invoiced_cents": 500}, sessions=[WORKED],
        bookings=[{"day": MONDAY, "task": "T9", "project": "P3", "technician": "NEW", "state": "Confirmé"}],
        Projets=projects,
    )  # fmt: skip
    held = held.with_rows("Comptes", accounts(held, remaining_days(held))[0])
    totals = {row.figure: row for row in account_totals(held)}
    for column in ACCOUNTS.columns:
        if column.name.endswith("_cents"):
            cents = held["Comptes"].column(column.name)
            assert totals[column.heading].known_cents == sum(each or 0 for each in cents)
    engaged = totals[ACCOUNTS.heading("engaged_cost_cents")]
    assert (engaged.total_cents, engaged.known_cents, engaged.missing) == (None, 40_000 + 45_000 + 500, "P3")
    # Nothing is lacking of a project that is not sold yet: only P1 is.
    margin = totals[ACCOUNTS.heading("final_margin_cents")]
    assert (margin.total_cents, margin.projects, margin.missing) == (140_000, 1, "")


def test_the_cost_of_a_line_in_the_overruns_holds_what_was_bought_for_it():
    held = house({"line": "L2", "ordered_cents": 70_000}, sessions=[WORKED])
    costs = overruns(held, remaining_days(held)).by_key("line", "projected_cost_cents")
    assert costs == {"L1": 200_000, "L2": 70_000}
