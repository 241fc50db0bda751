"""Payments lettered to their invoices, and the advances that they leave."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.invoicing.receivables import receivables, unpaid_invoices
from postprod_xl.domain.payments.lettering import due_columns, lettering, payment_columns, payments
from postprod_xl.domain.payments.problems import payment_problems
from tests.domain.payments.ledgers import FIRST, NOTE, SECOND, credit, invoice, ledger, paid


def advances(held):
    return {client: cents for client, cents in lettering(held).advances.items() if cents}


def said(held):
    return [problem.message for problem in payment_problems(held)]


def test_parts_are_rows_and_what_is_left_is_due():
    held = ledger([invoice()], [paid(50_000), paid(30_000)])
    assert [unpaid.cents for unpaid in unpaid_invoices(held)] == [40_000]
    assert due_columns(held).column("due_cents") == [40_000]
    assert (receivables(held).paid["P1"], receivables(held).overdue["P1"]) == (80_000, 40_000)


def test_what_exceeds_the_amount_due_is_an_advance_of_the_client():
    held = ledger([invoice()], [paid(100_000), paid(50_000)])
    columns = payment_columns(held)
    # 1 000 € then 200 € of the 500 €: 300 € pay nothing yet.
    assert columns.column("lettered_cents") == [100_000, 20_000]
    assert columns.column("advance_cents") == [0, 30_000]
    assert (advances(held), unpaid_invoices(held), said(held)) == ({"C1": 30_000}, [], [])


def test_payments_letter_in_the_order_of_their_days_whatever_their_rows():
    held = ledger([invoice()], [paid(100_000, day=date(2026, 11, 9)), paid(50_000)])
    assert payment_columns(held).column("lettered_cents") == [70_000, 50_000]


def test_an_advance_without_invoice_pays_one_later_and_no_money_comes_twice():
    held = ledger(
        [invoice()],
        [paid(90_000, number="", client="C1"), paid(70_000, method="Avance", day=date(2026, 11, 3))],
    )
    columns = payment_columns(held)
    assert (columns.column("lettered_cents"), columns.column("advance_cents")) == ([0, 70_000], [20_000, 0])
    assert receivables(held).paid["P1"] == 70_000 and advances(held) == {"C1": 20_000}


def test_an_advance_of_one_project_used_on_another_leaves_the_first():
    held = ledger(
        [invoice(), invoice(SECOND, 60_000, project="P2")],
        [paid(150_000), paid(25_000, SECOND, method="Avance", day=date(2026, 11, 3))],
    )
    # 300 € too much on P1, 250 € of it now pay P2.
    assert receivables(held).paid == {"P1": 125_000, "P2": 25_000}


def test_an_invoice_paid_then_credited_leaves_an_advance_that_a_refund_gives_back():
    held = ledger([invoice(), credit()], [paid(120_000)])
    assert advances(held) == {"C1": 120_000}
    back = ledger([invoice(), credit()], [paid(120_000), paid(-120_000, NOTE, date(2026, 11, 5))])
    assert (advances(back), receivables(back).paid["P1"], said(back)[1:]) == ({}, 0, [])


def test_an_invoice_credited_in_part_owes_what_stands_of_it_and_what_was_paid_beyond_is_an_advance():
    held = ledger([invoice(), credit(cents=30_000)], [paid(100_000)])
    # 1 200 € less 300 € credited: 900 € are lettered, 100 € wait.
    assert (lettering(held).lettered[FIRST], advances(held), unpaid_invoices(held)) == (
        90_000,
        {"C1": 10_000},
        [],
    )


def test_what_the_ledger_notes_by_hand_counts_where_no_row_does():
    held = ledger(
        [invoice(paid_cents=20_000), invoice(SECOND, paid_day=date(2026, 11, 4))], [paid(50_000, SECOND)]
    )
    assert [(each.document, each.cents) for each in payments(held)] == [(SECOND, 50_000), (FIRST, 20_000)]
    assert said(held) == [
        f"{SECOND} : 1\xa0200,00\xa0€ dans « Payé », 500,00\xa0€ dans Règlements, qui fait foi : videz « Payé » ou "
        "complétez Règlements"
    ]


def test_what_both_say_alike_is_not_named():
    assert said(ledger([invoice(paid_cents=50_000)], [paid(20_000), paid(30_000)])) == []


def test_rows_that_cannot_be_are_named_each_in_one_line():
    held = ledger(
        [invoice(), invoice(SECOND), credit(origin=SECOND)],
        [
            paid(0),
            paid(10_000, number="", client=""),
            paid(10_000, day=date(2026, 12, 1)),
            paid(-10_000),
            paid(10_000, NOTE),
            paid(10_000, day=date(2026, 9, 1)),
            paid(10_000, client="C2"),
            paid(10_000, SECOND),
            paid(1_000, number="", client="C2", method="Avance"),
        ],
    )
    starts = [message.replace("\xa0", " ")[:58] for message in said(held)]
    assert starts == [
        "RG-2026-0001 est à 0 € : saisissez la somme reçue",
        "RG-2026-0002 ne dit ni facture ni client : de qui vient ce",
        "RG-2026-0003 est daté du 01/12/2026, qui n'est pas arrivé ",
        "RG-2026-0004 : -100,00 € sur FA-2026-0001, mais un rembour",
        "RG-2026-0005 : 100,00 € reçus sur l'avoir AV-2026-0001 ; u",
        "RG-2026-0006 est daté du 01/09/2026, avant FA-2026-0001 du",
        "RG-2026-0007 dit C2, et FA-2026-0001 est à C1 : laissez le",
        "RG-2026-0008 : FA-2026-0002, annulée par AV-2026-0001, ne ",
        "RG-2026-0009, « Avance », porte de l'argent déjà reçu sur ",
    ]


def test_one_payment_noted_twice_is_asked_about_and_one_transfer_for_two_invoices_is_not():
    twice = [paid(10_000, reference="VIR 7"), paid(10_000, reference="vir 7")]
    held = ledger([invoice(), invoice(SECOND)], [*twice, paid(10_000, SECOND, reference="VIR 7")])
    assert said(held) == [
        "RG-2026-0002 a la date, le montant et la référence de RG-2026-0001 : est-ce le même ?"
    ]


def test_an_advance_used_beyond_what_was_paid_ahead_is_named():
    held = ledger([invoice()], [paid(30_000, number="", client="C1"), paid(50_000, method="Avance")])
    assert advances(held) == {"C1": -20_000}
    assert "RG-2026-0002 prend 200,00\xa0€ de plus que les avances du client" in said(held)[0]


NUMBERS = (FIRST, SECOND, NOTE, "")
ROWS = st.builds(
    lambda number, cents, day, use: paid(
        cents, number, date(2026, 11, day), client="" if number else "C1", method="Avance" if use else ""
    ),
    st.sampled_from(NUMBERS),
    st.integers(-150_000, 150_000),
    st.integers(1, 20),
    st.booleans(),
)


@given(
    st.lists(ROWS, max_size=8),
    st.sampled_from([[], [credit()], [credit(cents=30_000)]]),
    st.none() | st.integers(0, 200_000),
)
def test_what_is_lettered_and_the_advances_sum_to_what_was_received_and_no_invoice_is_overpaid(
    rows, credited, noted
):
    held = ledger([invoice(paid_cents=noted), invoice(SECOND, 60_000), *credited], rows)
    found = lettering(held)
    received = sum(each.cents for each in payments(held) if not each.is_use)
    assert sum(found.lettered.values()) + sum(found.advances.values()) == received
    assert all(0 <= found.lettered[number] <= found.owed[number] for number in (FIRST, SECOND))
