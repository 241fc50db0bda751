"""One cost rule: the quote, its projection and the accounts say the same of work that goes as it was sold."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.accounts.projects import accounts
from postprod_xl.domain.home.project_status import status_columns
from postprod_xl.domain.planning.tasks.facts import remaining_days
from postprod_xl.domain.quotes.follow_up.overruns import overruns
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.versions.totals import version_columns
from tests.domain.offices import MONDAY, office, table_rows

RATES = [
    {"item": "IMG-20", "unit": "jour", "skill": "Monteur", "unit_minutes": 480},
    {"item": "IMG-22", "unit": "jour", "room_type": "Montage"},
    {"item": "COO-10", "unit": "semaine", "family": "Coordination", "unit_minutes": 2340},
    {"item": "LIV-20", "unit": "unité", "family": "Livraison"},
    {"item": "ASS", "unit": "jour", "skill": "Assistant"},
]
ITEMS = [rate["item"] for rate in RATES]
PROJECT = {"code": "P1", "rushes_day": MONDAY, "delivery_day": MONDAY + timedelta(30)}


def house(lines, tasks=(), sessions=(), day_cents=24_000, status="En cours", **tables):
    held = office(
        Projets=table_rows("Projets", [{**PROJECT, "status": status}]),
        Versions=table_rows(
            "Versions", [{"project": "P1", "version": 1, "status": "Accepté", "overhead_rate": Decimal("0.07")}]
        ),
        Tarifs=table_rows("Tarifs", RATES),
        Salles=table_rows("Salles", [{"code": f"M{n}", "type": "Montage", "day_cost_cents": 10_000} for n in range(3)]),
        Equipe=table_rows(
            "Equipe", [{"code": "IND", "status": "Indépendant", "day_cost_cents": day_cents, "day_minutes": 480}]
        ),
        Devis=table_rows("Devis", [{"project": "P1", "version": 1, **line} for line in lines]),
        Planning=table_rows("Planning", [{"project": "P1", **task} for task in tasks]),
        Seances=table_rows("Seances", list(sessions)),
        **{name: table_rows(name, rows) for name, rows in tables.items()},
    )  # fmt: skip
    held = held.with_columns("Devis", quote_columns(held))
    return held.with_columns("Versions", version_columns(held))


def account(held):
    (row,) = accounts(held, remaining_days(held))[0]
    return row


def line(code, item, quantity, price, cost, **rest):
    return {"line": code, "item": item, "quantity": Decimal(quantity), "unit_price_cents": price,
            "unit_cost_cents": cost, **rest}  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.sampled_from(ITEMS), st.decimals(0, 50, places=2), st.integers(0, 200_000),
            st.none() | st.integers(0, 200_000), st.sampled_from(["Forfait", "Régie", ""]),
        ),
        min_size=1, max_size=6,
    ),
    st.lists(st.tuples(st.integers(0, 5), st.decimals(0, 30, places=0), st.booleans()), max_size=5),
)  # fmt: skip
def test_a_project_of_which_nothing_is_worked_costs_what_its_accepted_version_does(lines, tasks):
    rows = [
        line(f"L{n}", item, quantity, price, cost, mode=mode)
        for n, (item, quantity, price, cost, mode) in enumerate(lines)
    ]
    planned = [
        {"task": f"T{n}", "line": f"L{at}" if at < len(rows) else "", "duration_days": days,
         "room_type": "Montage" if is_room else "", "technician": "IND"}
        for n, (at, days, is_room) in enumerate(tasks)
    ]  # fmt: skip
    held = house(rows, planned)
    (version,) = held["Versions"]
    row = account(held)
    cost = None if version.margin_cents is None else version.total_cents - version.margin_cents
    assert (row.final_cost_cents, row.sold_cost_cents) == (cost, cost)
    assert (row.final_margin_cents, row.final_margin_rate) == (version.margin_cents, version.margin_rate)


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 4))
def test_work_that_went_as_it_was_sold_costs_what_was_quoted(days, rooms, copies):
    """Hours at the quoted cost of a day, rooms at their day, a deliverable and weeks that no session counts."""
    lines = [
        line("L", "IMG-20", days, 60_000, 24_000),
        line("R", "IMG-22", rooms, 18_000, 10_000),
        line("D", "LIV-20", copies, 90_000, 50_000),
        line("C", "COO-10", 4, 190_000, 117_800),
    ]
    # Each day of the edit in a room of its own, and the rest of the rooms' days by the project alone.
    tasks = [
        {"task": "T1", "line": "L", "duration_days": Decimal(days), "state": "Terminé"},
        {"task": "T2", "line": "R", "duration_days": Decimal(rooms), "state": "Terminé"},
        {"task": "T3", "line": "D", "duration_days": Decimal(1), "state": "Terminé"},
    ]
    base = {"number": "", "project": "P1", "start": 0, "end": 480}
    worked = [{**base, "day": MONDAY - timedelta(n), "task": "T1", "technician": "IND"} for n in range(days)]
    free = table_rows("Contrats", [{"contract": "FREE", "type": "Prestation", "hourly_rate_cents": 0}])
    occupied = [
        {**base, "day": MONDAY - timedelta(n), "task": "T2", "room": "M1", "contract": "FREE"}
        for n in range(rooms)
    ]
    held = house(lines, tasks, [*worked, *occupied]).with_rows("Contrats", free)
    (version,), row = held["Versions"], account(held)
    assert row.final_cost_cents == days * 24_000 + rooms * 10_000 + copies * 50_000 + 4 * 117_800
    assert row.final_cost_cents == version.total_cents - version.margin_cents
    assert (row.final_margin_rate, row.cost_variance_cents) == (version.margin_rate, 0)
    assert {each.cost_variance_cents for each in overruns(held, remaining_days(held))} == {0}


@given(
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["T1", "T2", "T3", ""]), st.sampled_from(["M1", "M2", ""]),
                       st.integers(0, 12)), min_size=1, max_size=8),
)  # fmt: skip
def test_the_cost_of_a_project_begun_is_that_of_its_lines_and_of_the_work_no_line_pays(sessions):
    lines = [line("L", "IMG-20", 5, 60_000, 24_000), line("R", "IMG-22", 5, 18_000, 11_000),
             line("D", "LIV-20", 2, 90_000, 50_000), line("C", "COO-10", 4, 190_000, 117_800)]  # fmt: skip
    tasks = [
        {"task": "T1", "line": "L", "duration_days": Decimal(6), "room_type": "Montage"},
        {"task": "T2", "line": "D", "duration_days": Decimal(2)},
        {"task": "T3", "duration_days": Decimal(1), "technician": "IND"},
    ]
    rows = [
        {"number": "", "project": "P1", "day": MONDAY - timedelta(ago), "task": task, "technician": "IND",
         "room": room, "start": 0, "end": hours * 60}
        for ago, task, room, hours in sessions
    ]  # fmt: skip
    held = house(lines, tasks, rows)
    left, row = remaining_days(held), account(held)
    by_line = sum(each.projected_cost_cents for each in overruns(held, left))
    # What no line pays: sessions of T3 and of no task, at 24 000 a day of 480 minutes, and what is left of T3.
    unpaid = sum(Decimal(hours * 60 * 24_000) / 480 for _, task, _, hours in sessions if task in ("T3", ""))
    assert abs(row.final_cost_cents - by_line - unpaid - left["T3"] * 24_000) <= len(lines)
    assert row.cost_variance_cents == row.final_cost_cents - row.sold_cost_cents


def test_what_is_left_of_a_regie_line_is_worth_its_price_at_completion():
    lines = [line("L", "IMG-20", 5, 60_000, 24_000, mode="Régie")]
    tasks = [{"task": "T1", "line": "L", "duration_days": Decimal(5)}]
    day = {"number": "", "project": "P1", "day": MONDAY, "task": "T1", "technician": "IND", "start": 0,
           "end": 480, "remaining_days": Decimal(3)}  # fmt: skip
    row = account(house(lines, tasks, [day]))
    # 1 day worked and 3 left at 600 €, with 7 % of overhead on the quote of 3 000 €; 4 days at 240 €
    assert (row.to_invoice_cents, row.final_cost_cents) == (60_000 + 21_000, 96_000)
    assert row.final_margin_cents == 4 * 60_000 + 21_000 - 96_000


def test_the_projects_tab_values_what_rooms_worked_at_their_selling_price():
    lines = [line("L", "IMG-20", 5, 60_000, 24_000), line("R", "IMG-22", 5, 18_000, 11_000)]
    tasks = [{"task": "T1", "line": "L", "duration_days": Decimal(5), "room_type": "Montage"}]
    day = {"number": "", "project": "P1", "day": MONDAY, "task": "T1", "technician": "IND", "room": "M1",
           "start": 0, "end": 480}  # fmt: skip
    held = house(lines, tasks, [day])
    held = held.with_rows("Depassements", overruns(held, remaining_days(held)))
    held = held.with_rows("Comptes", accounts(held, remaining_days(held))[0])
    assert status_columns(held).column("actual_cents") == [60_000 + 18_000]
