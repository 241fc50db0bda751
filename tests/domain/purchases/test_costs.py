from __future__ import annotations

from datetime import date

import pytest

from postprod_xl.domain.purchases.columns import purchase_columns
from postprod_xl.domain.purchases.costs import orders, purchase_costs, unpaid_purchases
from postprod_xl.domain.works import of_projects
from tests.domain.offices import office, table_rows

BEFORE, TODAY, AFTER = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)


def bought(*purchases):
    named = [{"purchase": f"H{rank}", "project": "P1", **row} for rank, row in enumerate(purchases, 1)]
    return office(TODAY, Achats=table_rows("Achats", named))


def costs_of(*purchases):
    found = purchase_costs(bought(*purchases))
    return found, {name: of_projects(getattr(found, name))["P1"] for name in ("committed", "incurred")}


def test_what_is_ordered_is_committed_and_costs_nothing_before_it_is_delivered():
    order = {"ordered_cents": 100_000}
    assert costs_of(order)[1] == {"committed": 100_000, "incurred": 0}
    assert costs_of({**order, "received_day": AFTER})[1] == {"committed": 100_000, "incurred": 0}
    assert costs_of({**order, "received_day": TODAY})[1] == {"committed": 100_000, "incurred": 100_000}


def test_an_invoice_takes_the_place_of_what_it_bills_of_the_order():
    # 400 € invoiced of 1 000 €: 600 € are still to come
    part = {"ordered_cents": 100_000, "invoiced_cents": 40_000}
    assert costs_of(part)[1] == {"committed": 100_000, "incurred": 40_000}
    # 1 200 € invoiced of 1 000 €: nothing is
    assert costs_of({**part, "invoiced_cents": 120_000})[1] == {"committed": 120_000, "incurred": 120_000}


def test_two_invoices_of_one_order_commit_it_once():
    first, second = (
        {"ordered_cents": 100_000, "invoiced_cents": 40_000},
        {"origin": "H1", "invoiced_cents": 60_000},
    )
    assert costs_of(first, second)[1] == {"committed": 100_000, "incurred": 100_000}


def test_a_credit_note_lowers_the_cost_and_orders_nothing_anew():
    billed = {"ordered_cents": 100_000, "invoiced_cents": 100_000}
    credit = {"origin": "H1", "invoiced_cents": -20_000}
    assert costs_of(billed, credit)[1] == {"committed": 80_000, "incurred": 80_000}


def test_amounts_are_told_by_project_and_line():
    found, _ = costs_of({"line": "L1", "invoiced_cents": 5_000}, {"project": "", "invoiced_cents": 700})
    assert (found.invoiced["P1", "L1"], found.invoiced["", ""]) == (5_000, 700)


@pytest.mark.parametrize("origin", ["H1", "H2", "unknown"])
def test_a_row_that_is_its_own_origin_in_a_circle_stands_alone(origin):
    held = bought({"origin": origin, "ordered_cents": 100}, {"origin": "H1", "ordered_cents": 200})
    assert sum(purchase_costs(held).ordered.values()) == 300
    assert sorted(row.purchase for rows in orders(held) for row in rows) == ["H1", "H2"]


def test_what_is_owed_is_the_invoice_with_its_tax_less_what_was_paid():
    invoice = {"invoiced_cents": 10_000, "vat_cents": 2_000}
    held = bought(
        invoice,
        {**invoice, "paid_cents": 5_000},
        {**invoice, "paid_day": BEFORE},
        {"ordered_cents": 9_900},
        {"invoiced_cents": -1_000, "vat_cents": -200},
    )
    assert [(one.purchase, one.cents) for one in unpaid_purchases(held)] == [
        ("H1", 12_000),
        ("H2", 7_000),
        ("H5", -1_200),
    ]
    assert purchase_costs(held).paid["P1", ""] == 5_000 + 12_000
    columns = purchase_columns(held)
    assert columns.column("with_vat_cents") == [12_000, 12_000, 12_000, None, -1_200]
    assert columns.column("owed_cents") == [12_000, 7_000, 0, None, -1_200]


def test_a_payment_past_its_due_day_is_an_alert():
    invoice = {"invoiced_cents": 10_000, "vat_cents": 2_000}
    held = bought({**invoice, "due_day": BEFORE}, {**invoice, "due_day": TODAY})
    alerts = [text.replace("\u00a0", " ") for text in purchase_columns(held).column("alert")]
    assert alerts == ["À payer : 120,00 € depuis 3 jours", ""]
