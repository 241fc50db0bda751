from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.accounts.costs import costs
from postprod_xl.domain.accounts.projects import accounts
from postprod_xl.domain.home.project_status import status_columns
from postprod_xl.domain.invoicing.receivables import receivables, unpaid_invoices
from postprod_xl.domain.quotes.follow_up.overruns import overruns
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.versions.totals import version_columns
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import office, records_of, table_rows

TODAY, FRIDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 24)
TEAM = table_rows(
    "Equipe",
    [
        {"code": "INT", "status": "Intermittent", "hourly_rate_cents": 2_000, "day_cost_cents": 99_999},
        {"code": "PER", "status": "Permanent", "hourly_rate_cents": 2_000},
        {
            "code": "IND",
            "status": "Indépendant",
            "hourly_rate_cents": 1,
            "day_cost_cents": 40_000,
            "day_minutes": 480,
        },
        {"code": "NEW", "status": "Intermittent"},
        {"code": "USU", "status": "Intermittent", "hourly_rate_cents": 3_000},
    ],
)
CONTRACTS = table_rows(
    "Contrats",
    [
        {"contract": "CDDU", "technician": "NEW", "type": "CDDU", "hourly_rate_cents": 3_000},
        {"contract": "CDI", "technician": "INT", "type": "CDI", "hourly_rate_cents": 3_000},
        {"contract": "PRE", "technician": "IND", "type": "Prestation", "hourly_rate_cents": 5_000},
        {"contract": "DAY", "technician": "IND", "type": "Prestation"},
        {"contract": "USU", "technician": "INT", "type": "CDDU"},
    ],
)


def session(hours=8, **rest):
    return {"number": "", "day": FRIDAY, "project": "P1", "start": 0, "end": round(hours * 60), **rest}


def worked(*sessions, **frames):
    return office(Equipe=TEAM, Contrats=CONTRACTS, Seances=table_rows("Seances", list(sessions)), **frames)


def labour(*sessions):
    return costs(worked(*sessions)).labour_cents()["P1"]


def test_labour_is_the_contract_s_hours_with_the_charges_of_its_type():
    # 8 h × 30 € × 1.65 ; × 1.42 ; 8 h × 50 € without charges
    assert labour(session(contract="CDDU")) == 39_600
    assert labour(session(contract="CDI")) == 34_080
    assert labour(session(contract="PRE")) == 40_000


def test_labour_without_a_contract_is_the_person_s_rate_with_the_charges_of_his_status():
    # 8 h × 20 € × 1.65 ; × 1.42 ; a day at 400 €
    assert labour(session(technician="INT")) == 26_400
    assert labour(session(technician="PER")) == 22_720
    assert labour(session(technician="IND")) == 40_000


def test_a_contract_without_a_rate_takes_the_person_s():
    assert labour(session(contract="USU")) == 26_400
    assert labour(session(4, contract="DAY")) == 20_000


def test_a_day_of_somebody_without_hours_is_a_house_day():
    paid = table_rows("Equipe", [{"code": "IND", "status": "Indépendant", "day_cost_cents": 40_000}])
    held = worked(session(4, technician="IND")).with_rows("Equipe", paid)
    assert costs(held).labour_cents()["P1"] == 20_000


def test_labour_is_rounded_once_for_the_project():
    # a minute at 30 € × 1.65 / 60 = 0.825 €, two 1.65 €
    minute = session(1 / 60, technician="USU")
    assert (labour(minute), labour(minute, minute)) == (83, 165)


def test_half_a_cent_of_a_line_s_work_done_or_remaining_is_rounded_up():
    spent = costs(worked(session(1 / 60, technician="USU")))
    assert (spent.work_cents(("P1", "")), spent.remaining_cents(("P1", ""), 3)) == (83, 248)
    assert spent.remaining_cents(("P1", "L1"), 3) is None
    rooms = table_rows("Salles", [{"code": "S1", "day_cost_cents": 15_001}])
    with_room = costs(worked(session(1 / 60, technician="USU", room="S1"), Salles=rooms))
    # 0.825 € and 150.01 €
    assert with_room.work_cents(("P1", "")) == 15_084


def test_a_session_without_hours_has_cost_nothing():
    assert labour(session(contract="CDDU", end=None)) == 0


def test_a_session_to_come_has_cost_nothing_yet():
    assert labour(session(technician="INT", day=TUESDAY), session(technician="INT", day=TODAY)) == 26_400


def rooms_of(*sessions):
    rooms = table_rows("Salles", [{"code": "S1", "day_cost_cents": 15_001}, {"code": "S2"}])
    return dict(costs(worked(*sessions, Salles=rooms)).rooms_cents())


def test_a_room_costs_its_day_once():
    morning, evening = session(4, room="S1"), session(3, room="S1", start=900, end=1080)
    assert rooms_of(morning, evening, session(room="S1", day=date(2026, 11, 19))) == {"P1": 30_002}


def test_a_room_shared_by_two_projects_is_shared_by_their_minutes():
    # 6 h and 2 h of 150.01 €: 112.5075 € and the rest
    assert rooms_of(session(6, room="S1"), session(2, room="S1", project="P2")) == {"P1": 11_251, "P2": 3_750}


def test_a_room_whose_hours_nobody_noted_is_shared_equally():
    unknown = {"room": "S1", "end": None}
    assert rooms_of(session(**unknown), session(project="P2", **unknown)) == {"P1": 7_501, "P2": 7_500}


def test_a_room_without_a_cost_shared_by_two_projects_costs_neither():
    assert rooms_of(session(room="S2"), session(room="S2", project="P2")) == {"P1": 0, "P2": 0}


def test_a_room_without_a_cost_costs_nothing():
    assert rooms_of(session(room="S2")) == {"P1": 0}


@given(st.lists(st.tuples(st.sampled_from(["P1", "P2", "P3"]), st.integers(0, 600)), min_size=1, max_size=6))
def test_the_shares_of_a_room_sum_to_its_day(uses):
    sessions = [session(minutes / 60, room="S1", project=project) for project, minutes in uses]
    assert sum(rooms_of(*sessions).values()) == 15_001


def invoice(number, kind, total, **rest):
    """A document with VAT at 20 %, nothing deducted unless said."""
    taxed = total * 6 // 5
    usual = {"project": "P1", "total_cents": total, "total_with_vat_cents": taxed, "payable_cents": taxed}
    return {"number": number, "type": kind, **usual, **rest}


def received(*invoices):
    return receivables(office(Factures=table_rows("Factures", list(invoices))))


def test_a_deposit_deducted_from_an_invoice_is_invoiced_once():
    deposit = invoice("F1", "Acompte", 30_000)
    final = invoice("F2", "Facture", 100_000, deposits_cents=36_000, payable_cents=84_000)
    # 300 € + 1 000 € - 360 € × 300 / 360
    assert received(deposit, final).invoiced["P1"] == 100_000


def test_a_deposit_deducted_in_two_parts_is_invoiced_once_to_the_cent():
    # 8 364,27 and 13 854,87 TTC are 6 970,225 and 11 545,725 HT: each rounded, they would be a cent too many.
    deposit = invoice("F1", "Acompte", 1_851_595)
    part = invoice("F2", "Facture", 5_017_411, deposits_cents=836_427)
    final = invoice("F3", "Facture", 1_154_573, deposits_cents=1_385_487)
    assert received(deposit, part, final).invoiced["P1"] == 5_017_411 + 1_154_573


def test_the_tax_of_a_deposit_is_told_from_the_deposits_alone():
    deposit = invoice("F1", "Acompte", 30_000, total_with_vat_cents=30_000)  # billed without VAT
    final = invoice("F2", "Facture", 100_000, deposits_cents=30_000)
    assert received(deposit, final).invoiced["P1"] == 100_000


def test_a_credit_note_gives_back_and_its_invoice_owes_and_deducts_nothing():
    late = {"due_day": FRIDAY}
    found = received(
        invoice("F1", "Acompte", 30_000),
        invoice("F2", "Facture", 100_000, deposits_cents=36_000, **late),
        invoice("A1", "Avoir", 100_000, origin="F2"),
    )
    assert (found.invoiced["P1"], found.overdue["P1"], found.late_invoices) == (30_000, 0, [])


def test_what_is_late_is_what_is_due_before_today_and_not_paid():
    found = received(
        invoice("F1", "Facture", 100_000, due_day=FRIDAY, paid_cents=20_000),
        invoice("F2", "Facture", 50_000, due_day=TODAY),
        invoice("F3", "Facture", 10_000, due_day=FRIDAY, paid_cents=12_000),
        invoice("F4", "Facture", 10_000, due_day=FRIDAY, paid_day=FRIDAY),
    )
    # F1: 1 200 € - 200 €; F2 is due today; F3 is paid; F4 has a day of payment, so paid in full
    assert (found.overdue["P1"], found.late_invoices) == (100_000, ["F1"])
    assert found.paid["P1"] == 20_000 + 12_000 + 12_000


def test_what_is_unpaid_is_told_invoice_by_invoice_whether_it_is_due_or_not():
    found = unpaid_invoices(
        office(
            Factures=table_rows(
                "Factures",
                [
                    invoice("F1", "Facture", 100_000, client="C1", due_day=FRIDAY, paid_cents=20_000),
                    invoice("F2", "Facture", 50_000, client="C2", due_day=TODAY),
                    invoice("F3", "Acompte", 10_000, client="C1", paid_cents=12_500),
                    invoice("F4", "Facture", 10_000, client="C1"),
                    invoice("A1", "Avoir", 10_000, client="C1", origin="F4"),
                ],
            )
        )
    )
    # F1: 1 200 € - 200 €; F3 was paid too much, which pays no other; F4 was credited.
    assert [(row.number, row.client, row.cents) for row in found] == [
        ("F1", "C1", 100_000),
        ("F2", "C2", 60_000),
    ]


def test_an_invoice_that_names_another_does_not_cancel_it():
    found = received(
        invoice("F1", "Facture", 100_000, due_day=FRIDAY),
        invoice("F2", "Facture", 50_000, due_day=FRIDAY, origin="F1"),
    )
    assert found.late_invoices == ["F1", "F2"]


def test_an_invoice_without_amounts_owes_nothing_and_a_deposit_without_amount_has_no_tax():
    empty = {"total_cents": None, "total_with_vat_cents": None, "payable_cents": None}
    found = received(
        {**invoice("A1", "Acompte", 10_000), "total_cents": None},
        {**invoice("F1", "Facture", 0, due_day=FRIDAY), **empty, "deposits_cents": 12_000},
    )
    assert (found.invoiced["P1"], found.overdue["P1"], found.late_invoices) == (0, 0, [])


def test_one_minute_of_work_is_enough_for_an_average():
    spent = costs(worked(session(1 / 60, technician="PER")))
    # 20 € an hour with charges of 42 %.
    assert spent.remaining_cents(("P1", ""), 60) == 2_840


def test_documents_without_amounts_have_invoiced_and_paid_nothing():
    empty = {"total_cents": None, "payable_cents": None, "paid_day": FRIDAY, "due_day": FRIDAY}
    found = received({**invoice("F1", "Facture", 0), **empty}, {**invoice("F2", "Facture", 0), **empty})
    assert (found.invoiced["P1"], found.paid["P1"], found.overdue["P1"]) == (0, 0, 0)


def test_a_refund_is_deducted_from_what_was_paid():
    found = received(
        invoice("F1", "Facture", 100, paid_cents=120),
        invoice("A1", "Avoir", 100, paid_cents=120, origin="F1"),
    )
    assert found.paid["P1"] == 0


def accounted(*sessions, remaining=None, **frames):
    """P1 sold 2 days at 600 € (cost 400 €) and a DCP at 900 € (cost 500 €), accepted; L1 is planned by T1."""
    lines = [
        {
            "line": "L1",
            "item": "IMG-20",
            "unit": "jour",
            "quantity": Decimal(2),
            "unit_price_cents": 60_000,
            "unit_cost_cents": 40_000,
        },
        {
            "line": "L2",
            "unit": "unité",
            "quantity": Decimal(1),
            "unit_price_cents": 90_000,
            "unit_cost_cents": 50_000,
        },
    ]
    usual = {
        "Projets": table_rows(
            "Projets", [{"code": "P1", "title": "La Crue"}, {"code": "P2", "status": "Annulé"}]
        ),
        "Tarifs": table_rows("Tarifs", [{"item": "IMG-20", "unit": "jour", "unit_minutes": 480}]),
        "Versions": table_rows("Versions", [{"project": "P1", "version": 1, "status": "Accepté"}]),
        "Devis": table_rows("Devis", [{"project": "P1", "version": 1, **line} for line in lines]),
        "Planning": table_rows(
            "Planning", [{"task": "T1", "project": "P1", "line": "L1", "end_day": FRIDAY}]
        ),
        "Salles": table_rows("Salles", [{"code": "S1", "day_cost_cents": 10_000}]),
    }
    held = worked(*sessions, **{**usual, **frames})
    held = held.with_columns("Devis", quote_columns(held)).with_columns("Versions", version_columns(held))
    return held.with_rows("Depassements", overruns(held, remaining or {}))


def accounts_of(held, remaining=None):
    return accounts(held, {task: Decimal(days) for task, days in (remaining or {}).items()})


def planned(**rest):
    return table_rows("Planning", [{"task": "T1", "project": "P1", "line": "L1", **rest}])


def account(held, remaining=None):
    """The row of P1."""
    return accounts_of(held, remaining)[0].frame().iloc[0]


def test_the_accounts_put_what_was_sold_invoiced_and_spent_side_by_side():
    order = {"number": "A1", "project": "P1", "type": "Additif", "line": "L1", "status": "Accepté",
             "quantity": Decimal(1), "unit_price_cents": 50_000}  # fmt: skip
    held = accounted(
        session(task="T1", technician="INT", room="S1"),
        remaining={"T1": Decimal("0.5")},
        Avenants=table_rows("Avenants", [order]),
        Factures=table_rows("Factures", [invoice("F1", "Facture", 100_000, due_day=FRIDAY)]),
    )
    rows, problems = accounts_of(held, {"T1": "0.5"})
    # sold 2 × 600 + 900 + 500 ; labour 8 h × 20 × 1.65 = 264 ; room 100 ; DCP 500
    # remaining 4 h at (264 + 100) / 8 h = 182
    # at completion 264 + 100 + 500 + 182 = 1 046 ; margin 2 600 - 1 046
    assert rows.frame().iloc[0].to_dict() == {
        "project": "P1",
        "title": "La Crue",
        "quoted_cents": 210_000,
        "change_orders_cents": 50_000,
        "invoiced_cents": 100_000,
        "to_invoice_cents": 160_000,
        "paid_cents": 0,
        "overdue_cents": 120_000,
        "labour_cents": 26_400,
        "rooms_cents": 10_000,
        "other_cents": 50_000,
        "final_cost_cents": 104_600,
        "margin_cents": 100_000 - 36_400,
        "final_margin_cents": 155_400,
        "final_margin_rate": Decimal("0.5977"),
        "sold_cost_cents": 3 * 40_000 + 50_000,
        "cost_variance_cents": 104_600 - 170_000,
        "purchases_cents": 0,
        "actual_cost_cents": 36_400,
        "booked_cost_cents": 0,
        "engaged_cost_cents": 36_400,
        "to_complete_cents": 104_600 - 36_400,
        "final_revenue_cents": 260_000,
        "due_cents": 120_000,
        "unknown": "",
    }
    (estimate,) = problems
    assert (len(rows), estimate.message) == (
        1,
        "8h00 sans contrat de travail, estimées au taux habituel de la personne, sans majoration : INT",
    )


def test_hours_not_begun_of_a_project_begun_remain_at_the_cost_of_the_quote():
    rows, _ = accounts_of(accounted(Planning=planned(state="En cours")), {"T1": "1.5"})
    # 12 h of 800 € / 16 h = 600 €, and the DCP
    assert rows.column("final_cost_cents") == [60_000 + 50_000]


def test_a_project_not_begun_costs_what_its_quote_says_and_its_plan_is_told_beside():
    row = account(accounted(), {"T1": "3"})
    # 2 × 400 € and the DCP; its plan has a day more
    assert (row["final_cost_cents"], row["sold_cost_cents"]) == (130_000, 130_000)
    assert row["cost_variance_cents"] == 40_000


def test_hours_sold_that_no_task_plans_are_to_come_at_the_cost_of_the_quote():
    nothing_planned = table_rows(
        "Planning", [{"task": "T1", "project": "P1", "line": "L1", "state": "Annulé"}]
    )
    # 2 × 400 €, and the DCP at 500 €
    assert account(accounted(Planning=nothing_planned))["final_cost_cents"] == 80_000 + 50_000
    # 8 h × 20 € × 1.65 = 264 € were spent on it: 800 - 264 are still to come, 800 € in all
    begun = accounted(session(task="T1", technician="INT"), Planning=nothing_planned)
    assert account(begun)["final_cost_cents"] == 80_000 + 50_000
    # 40 h: 1 320 €, more than the 800 €; nothing more is to come
    passed = [session(20, task="T1", technician="INT")] * 2
    assert account(accounted(*passed, Planning=nothing_planned))["final_cost_cents"] == 132_000 + 50_000


def test_a_change_order_on_hours_that_no_task_plans_is_to_come_too():
    held = accounted(
        Planning=table_rows("Planning", []), Avenants=table_rows("Avenants", [ordered("Additif", 1, "L1")])
    )
    # (2 + 1) × 400 €, and the DCP
    assert account(held)["final_cost_cents"] == 120_000 + 50_000


def test_the_hire_of_a_room_costs_what_its_sessions_cost():
    rates = [
        {"item": "IMG-20", "unit": "jour", "unit_minutes": 480},
        {"item": "IMG-22", "unit": "jour", "room_type": "Montage"},
    ]
    rooms = table_rows("Salles", [{"code": "S1", "type": "Montage", "day_cost_cents": 10_000}])
    room = {"line": "L3", "project": "P1", "version": 1, "item": "IMG-22", "unit": "jour",
            "quantity": Decimal(2), "unit_cost_cents": 10_000}  # fmt: skip
    held = accounted(session(task="T1", room="S1", technician="INT"))
    quote = table_rows("Devis", [*records_of(held["Devis"]), room])
    held = accounted(
        session(task="T1", room="S1", technician="INT"),
        Tarifs=table_rows("Tarifs", rates),
        Devis=quote,
        Salles=rooms,
    )
    # 264 € of labour, 100 € of room, 500 € of DCP: the 200 € of L3 are those of the room, of which 100 € are done
    assert account(held)["final_cost_cents"] == 26_400 + 10_000 + 50_000


def ordered(kind, quantity, line):
    return {"number": f"A{quantity}", "project": "P1", "type": kind, "line": line, "status": "Accepté",
            "day": FRIDAY, "quantity": Decimal(quantity), "unit_price_cents": 90_000}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "quantity", "cents"), [("Additif", 2, 150_000), ("Remplacement", 2, 100_000)]
)
def test_change_orders_on_a_line_without_hours_move_its_cost_by_their_units(kind, quantity, cents):
    held = accounted(Avenants=table_rows("Avenants", [ordered(kind, quantity, "L2")]))
    # a DCP costs 500 €: 1 + 2 of them, or 2 in place of 1
    assert account(held)["other_cents"] == cents


def test_a_task_no_line_pays_is_to_come_at_the_day_cost_of_its_person():
    tasks = [
        {"task": "T1", "project": "P1", "line": "L1", "state": "En cours"},
        {"task": "T2", "project": "P1", "technician": "PER", "assigned_technician": "IND"},
        {"task": "T3", "project": "P1", "technician": "PER"},
        {"task": "T4", "project": "P1", "technician": "NEW"},
    ]
    held = accounted(Planning=table_rows("Planning", tasks))
    # 1.5 × 400 €; 8 h × 20 € × 1.42; and the DCP
    cost = account(held, {"T2": "1.5", "T3": "1"})["final_cost_cents"]
    assert cost == 60_000 + 22_720 + 50_000
    # Nothing says what a day of NEW costs.
    (row,) = accounts_of(held, {"T2": "1.5", "T3": "1", "T4": "1"})[0]
    assert (row.final_cost_cents, row.final_margin_cents, row.unknown) == (None, None, "coût de NEW")


@pytest.mark.parametrize(("status", "margin"), [("En cours", 63_600), ("Livré", 13_600), ("Soldé", 13_600)])
def test_the_margin_of_a_delivered_project_bears_its_other_costs(status, margin):
    held = accounted(
        session(task="T1", technician="INT", room="S1"),
        Projets=table_rows("Projets", [{"code": "P1", "status": status}]),
        Factures=table_rows("Factures", [invoice("F1", "Facture", 100_000)]),
    )
    # 1 000 € invoiced - 264 € - 100 €, - 500 € of DCP once delivered
    assert account(held)["margin_cents"] == margin


def regie(held):
    quote = held["Devis"].with_columns({"mode": ["Régie", *held["Devis"].column("mode")[1:]]})
    return held.with_rows("Devis", quote).with_columns("Devis", quote_columns(held.with_rows("Devis", quote)))


def test_hours_billed_change_what_is_to_invoice_and_the_final_margin():
    held = regie(accounted(session(4, task="T1", technician="INT")))
    row = account(held)
    # 2 100 € quoted, of which 1 200 € in Régie; 4 h at 75 € = 300 € in their place: 1 200 €
    assert (row["quoted_cents"], row["to_invoice_cents"]) == (210_000, 120_000)
    # 4 h × 20 € × 1.65 = 132 €, and the DCP
    assert row["final_margin_cents"] == 120_000 - 13_200 - 50_000
    extra = account(accounted(session(4, task="T1", technician="INT", billing="En plus")))
    assert extra["to_invoice_cents"] == 210_000 + 30_000


def test_a_quote_not_accepted_bills_no_hours():
    sent = table_rows("Versions", [{"project": "P1", "version": 1, "status": "Envoyé"}])
    held = accounted(session(4, task="T1", technician="INT", billing="En plus"), Versions=sent)
    assert account(held)["to_invoice_cents"] == 0


def test_a_credited_deposit_says_nothing_of_the_tax_of_the_others():
    found = received(
        invoice("F1", "Acompte", 30_000, total_with_vat_cents=30_000),
        invoice("A1", "Avoir", 30_000, origin="F1"),
        invoice("F2", "Acompte", 30_000),
        invoice("F3", "Facture", 100_000, deposits_cents=36_000),
    )
    # 300 - 300 + 300 + 1 000 - 360 × 300 / 360
    assert found.invoiced["P1"] == 100_000


def test_a_service_of_somebody_employed_costs_his_day_and_not_his_hours():
    served = table_rows("Contrats", [{"contract": "SER", "technician": "INT", "type": "Prestation"}])
    held = worked(session(4, contract="SER")).with_rows("Contrats", served)
    # INT earns 20 € an hour and costs 999.99 € a day: half a house day of 8 h, 499.995 €
    assert costs(held).labour_cents()["P1"] == 50_000


def test_a_project_without_an_accepted_quote_has_sold_nothing():
    sent = table_rows("Versions", [{"project": "P1", "version": 1, "status": "Envoyé"}])
    (row,) = accounts_of(accounted(Versions=sent))[0]
    assert (row.quoted_cents, row.other_cents, row.final_margin_rate) == (0, 0, None)
    assert (row.final_cost_cents, row.final_margin_cents, row.unknown) == (None, None, "devis non accepté")


def test_somebody_paid_by_nothing_known_is_a_warning():
    (row,), (problem,) = accounts_of(accounted(session(technician="NEW", task="T1")))
    assert (row.labour_cents, row.margin_cents, row.final_margin_cents) == (None, None, None)
    assert (row.unknown, problem.table, problem.row) == ("coût de NEW", "Equipe", 8)


def test_an_empty_office_has_no_accounts():
    rows, problems = accounts_of(office())
    assert (len(rows), list(rows.columns), problems) == (0, list(BY_NAME["Comptes"].by_name), [])


def test_a_project_shows_what_it_sold_what_was_worked_and_what_is_urgent():
    held = accounted(
        session(12, task="T1", technician="INT"),
        session(8, task="T1", technician="INT"),
        Factures=table_rows("Factures", [invoice("F1", "Facture", 100_000, due_day=FRIDAY)]),
    )
    held = held.with_rows("Comptes", accounts_of(held)[0])
    late = held["Projets"].with_columns({"late_days": [Decimal("2.5"), None]})
    held = held.with_rows("Projets", late)
    columns = status_columns(held)
    # 20 h at 600 / 8 = 75 €
    assert columns.frame().loc[5, ["sold_cents", "actual_cents"]].tolist() == [210_000, 150_000]
    assert columns.frame().loc[5, "alert"].replace("\u00a0", " ") == (
        "livraison en retard de 2,5 j ; 1 ligne en dépassement ; 1 200,00 € TTC en retard de paiement"
    )
    assert columns.frame().loc[6].isna().tolist() == [True, True, False]
    assert columns.frame().loc[6, "alert"] == ""
