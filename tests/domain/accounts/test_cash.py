"""The cash of the house by month: each movement in its month and once, and the VAT paid the month after."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.accounts.cash.curve import cash_curve
from postprod_xl.domain.accounts.cash.flows import PAID, RECEIVED, Flow
from postprod_xl.domain.accounts.cash.months import cash_schedule
from postprod_xl.domain.accounts.cash.vat_due import vat_due
from postprod_xl.domain.accounts.projects import accounts
from postprod_xl.domain.planning.tasks.facts import remaining_days
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.versions.totals import version_columns
from postprod_xl.schema.tables.accounts import CASH
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 23)
LINE = {"project": "P1", "version": 1, "unit": "forfait", "quantity": Decimal(1), "unit_price_cents": 1_000_000,
        "unit_cost_cents": 0}  # fmt: skip


def house(settings=None, status="Accepté", **tables):
    """P1 is sold 10 000 € to C1, which pays in 30 days."""
    usual = {
        "Projets": [{"code": "P1", "client": "C1", "status": "En cours"}],
        "Clients": [{"code": "C1", "payment_days": 30}],
        "Versions": [{"project": "P1", "version": 1, "status": status}],
        "Devis": [{"line": "L1", **LINE}],
        **tables,
    }
    held = office(TODAY, settings, **{name: table_rows(name, records) for name, records in usual.items()})
    held = held.with_columns("Devis", quote_columns(held))
    held = held.with_columns("Versions", version_columns(held))
    return held.with_rows("Comptes", accounts(held, remaining_days(held))[0])


def cash(held):
    return {row.month: row for row in cash_schedule(held, remaining_days(held))}


def filled(row):
    """The figures of a row that are not nothing."""
    named = {name: getattr(row, name) for name in CASH.by_name if name not in ("month", "cumulative_cents")}
    return {name: value for name, value in named.items() if value not in (0, "", None)}


def invoice(number, cents, day, **rest):
    """An invoice of some cents before tax, with 20 % of VAT."""
    usual = {"type": "Facture", "project": "P1", "client": "C1", "total_cents": cents, "vat_cents": cents // 5,
             "total_with_vat_cents": cents * 6 // 5, "payable_cents": cents * 6 // 5}  # fmt: skip
    return {"number": number, "day": day, "due_day": day, **usual, **rest}


def test_what_is_owed_is_expected_on_its_due_day_and_this_month_once_it_is_late():
    late = invoice("F1", 100_000, date(2026, 9, 10))
    found = cash(house(Factures=[late, invoice("F2", 50_000, date(2026, 12, 15))]))
    assert filled(found["2026-09"]) == {"due_in_cents": 120_000}
    assert filled(found["2026-11"]) == {
        "to_receive_cents": 120_000, "balance_cents": 120_000, "remarks": "en retard : F1",
    }  # fmt: skip
    # The VAT of November, 200 €, is paid in December.
    assert filled(found["2026-12"]) == {
        "due_in_cents": 60_000, "to_receive_cents": 60_000, "vat_cents": 20_000, "balance_cents": 40_000,
    }  # fmt: skip
    assert found["2026-12"].cumulative_cents == 160_000


def test_a_past_month_says_what_was_expected_and_what_came():
    paid = {"paid_day": date(2026, 10, 5), "paid_cents": 120_000}
    found = cash(house(Factures=[invoice("F1", 100_000, date(2026, 9, 10), **paid)]))
    assert (found["2026-09"].due_in_cents, found["2026-09"].received_cents) == (120_000, 0)
    assert (found["2026-10"].due_in_cents, found["2026-10"].received_cents) == (0, 120_000)
    assert found["2026-11"].vat_cents == 20_000


def test_an_advance_is_money_that_does_not_come_a_second_time():
    # F1 of 1 200 € is paid 1 800 €, F2 of 1 200 € falls due in December; C1 has sent 100 € more without an invoice.
    found = cash(
        house(
            Factures=[
                invoice("F1", 100_000, date(2026, 10, 10)),
                invoice("F2", 100_000, date(2026, 12, 15)),
            ],
            Reglements=[
                {"payment": "R1", "invoice": "F1", "day": date(2026, 10, 12), "amount_cents": 180_000},
                {"payment": "R2", "client": "C1", "day": date(2026, 10, 20), "amount_cents": 10_000},
            ],
        )
    )
    assert found["2026-10"].received_cents == 190_000
    assert found["2026-11"].to_receive_cents == -70_000
    assert found["2026-11"].remarks == "avance à porter ou à rendre : C1"
    assert found["2026-12"].to_receive_cents == 120_000
    # 300 € of October are paid in November; 100 € taken back in November come off the 200 € of December.
    assert (found["2026-11"].vat_cents, found["2027-01"].vat_cents) == (30_000, 10_000)


def test_steps_are_expected_after_the_terms_of_the_client_and_a_balance_is_what_they_leave():
    steps = [
        {"project": "P1", "rank": 1, "type": "Acompte", "share_rate": Decimal("0.3"), "planned_day": date(2026, 9, 1)},
        {"project": "P1", "rank": 2, "type": "Situation", "amount_cents": 200_000, "planned_day": date(2027, 1, 5)},
        {"project": "P1", "rank": 3, "type": "Solde"},
    ]  # fmt: skip
    found = cash(house(Echeancier=steps))
    # Not invoiced in September: 3 600 € on the 23rd of December at the earliest.
    assert (found["2026-12"].steps_cents, found["2027-02"].steps_cents) == (360_000, 240_000)
    assert filled(found["sans date"]) == {"steps_cents": 600_000, "remarks": "étape sans date : P1 3"}
    unsigned = cash(house(status="Envoyé", Echeancier=steps))
    assert filled(unsigned["2026-12"]) == {"unsigned_cents": 360_000}
    assert unsigned["2027-02"].cumulative_cents == 0


def test_a_situation_by_progress_is_estimated_by_what_the_plan_has_done_that_day():
    steps = [
        {"project": "P1", "rank": 1, "type": "Situation", "planned_day": date(2026, 11, 26)},
        {"project": "P1", "rank": 2, "type": "Situation"},
        {"project": "P1", "rank": 3, "type": "Solde", "planned_day": date(2027, 1, 5)},
    ]  # fmt: skip
    tasks = [{"task": "T1", "project": "P1", "duration_days": Decimal(8), "remaining_days": Decimal(6)},
             {"task": "T2", "project": "P1", "duration_days": Decimal(2), "state": "Annulé"}]  # fmt: skip
    booked = [
        {"day": date(2026, 11, day), "half_day": "Journée", "project": "P1", "task": "T1"}
        for day in range(24, 30)
    ]
    billed = invoice("F1", 100_000, date(2026, 9, 1), paid_day=date(2026, 9, 1))
    held = house(Echeancier=steps, Planning=tasks, Reservations=booked, Factures=[billed])
    found = {row.month: row for row in cash_schedule(held, {"T1": Decimal(6)})}
    # 2 days of 8 are done, and 3 of the 6 left by the 26th: 5 / 8 of 10 000 €, less the 1 000 € billed
    assert (found["2026-12"].steps_cents, found["2027-02"].steps_cents) == (
        525_000 * 6 // 5,
        375_000 * 6 // 5,
    )
    assert found["2026-12"].remarks == "situation estimée d'après le planning : P1 1"
    assert found["sans date"].remarks == "situation non estimée : P1 2"


def test_what_no_step_invoices_has_no_date_and_is_named():
    assert filled(cash(house())["sans date"]) == {
        "steps_cents": 1_200_000,
        "remarks": "reste à facturer sans étape : P1",
    }


def test_purchases_are_paid_on_their_due_day_and_people_the_month_they_work():
    bought = [
        {"purchase": "H1", "invoiced_cents": 10_000, "vat_cents": 2_000, "due_day": date(2026, 12, 31)},
        {"purchase": "H2", "ordered_cents": 5_000},
        {"purchase": "H3", "invoiced_cents": 30_000, "vat_cents": 0, "due_day": date(2026, 10, 1),
         "paid_day": date(2026, 11, 2)},
        {"purchase": "H4", "technician": "IND", "project": "P1", "invoiced_cents": 40_000,
         "invoice_day": date(2026, 10, 31), "due_day": date(2026, 11, 30)},
    ]  # fmt: skip
    session = {"number": "", "project": "P1", "technician": "IND", "start": 0, "end": 480}
    people = [{"code": "IND", "status": "Indépendant", "day_cost_cents": 40_000, "day_minutes": 480}]
    sessions = [{**session, "day": date(2026, 10, 6)}, {**session, "day": date(2026, 11, 6)}]
    found = cash(house(Equipe=people, Achats=bought, Seances=sessions))
    # His invoice pays the session of October; that of November is to be paid.
    assert (found["2026-10"].labour_cents, found["2026-11"].labour_cents) == (0, 40_000)
    assert (found["2026-10"].due_out_cents, found["2026-11"].paid_cents) == (30_000, 30_000)
    assert (found["2026-11"].to_pay_cents, found["2026-12"].to_pay_cents) == (40_000, 12_000)
    assert (found["sans date"].to_pay_cents, found["2026-11"].balance_cents) == (5_000, -110_000)
    assert "achat sans échéance : H2" in found["sans date"].remarks


def test_vat_deducted_beyond_what_is_collected_is_carried_to_the_next_month():
    september, october = date(2026, 9, 8), date(2026, 10, 8)
    flows = [Flow(PAID, september, 60_000, 10_000), Flow(RECEIVED, september, 24_000, 4_000),
             Flow(RECEIVED, october, 120_000, 20_000)]  # fmt: skip
    assert vat_due(flows) == {date(2026, 11, 1): 14_000}


def test_vat_on_debits_is_paid_after_the_invoice_and_not_after_its_payment():
    billed = invoice("F1", 100_000, date(2026, 9, 10), due_day=date(2026, 12, 10))
    assert cash(house(Factures=[billed]))["2027-01"].vat_cents == 20_000
    assert cash(house({"vat_on_debits": True}, Factures=[billed]))["2026-10"].vat_cents == 20_000


@given(
    st.lists(
        st.tuples(st.dates(date(2020, 1, 1), date(2032, 12, 31)), st.integers(1, 10**6), st.booleans()),
        max_size=6,
    )
)
def test_every_movement_is_in_one_row_however_far_it_is(invoices):
    rows = [
        invoice(f"F{n}", cents * 5, day, **({"paid_day": day} if is_paid else {}))
        for n, (day, cents, is_paid) in enumerate(invoices)
    ]
    found = [*cash_schedule(house(Factures=rows), {})]
    paid = sum(cents * 6 for _, cents, is_paid in invoices if is_paid)
    owed = sum(cents * 6 for _, cents, is_paid in invoices if not is_paid)
    assert sum(row.received_cents for row in found) == paid
    assert sum(row.to_receive_cents for row in found) == owed
    assert sum(row.due_in_cents for row in found) == paid + owed
    dated = [row for row in found if row.balance_cents is not None]
    assert not dated or dated[-1].cumulative_cents == sum(row.balance_cents for row in dated)
    months = [row.month for row in found if row.month[0] == "2"]
    assert months == sorted(set(months)) and len(months) <= 12 + 1 + 24


def test_an_empty_office_moves_no_money_and_draws_nothing():
    assert len(cash_schedule(office(), {})) == 0
    assert cash_curve(office()).months == ()


def test_the_chart_shows_the_months_and_says_what_it_leaves_out():
    steps = [{"project": "P1", "rank": 1, "type": "Solde", "planned_day": TODAY}]
    held = house(status="Envoyé", Echeancier=steps, Factures=[invoice("F1", 100_000, date(2026, 12, 1))])
    curve = cash_curve(held.with_rows("Tresorerie", cash_schedule(held, {})))
    assert [(month.label, month.incoming_cents, month.outgoing_cents) for month in curve.months] == [
        ("2026-12", 120_000, 0),
        ("2027-01", 0, 20_000),
    ]
    assert curve.lines[-1].replace("\u00a0", " ") == (
        "12 000,00 € TTC de devis non signés ne sont dans aucune courbe."
    )
