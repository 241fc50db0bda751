from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.quotes.change_orders import change_order_columns, change_order_problems, effects
from postprod_xl.domain.quotes.lines import overinvoiced_lines, quote_columns
from postprod_xl.domain.quotes.reference_lines import dropped_line_problems, line_rows, reference_lines
from postprod_xl.domain.quotes.versions.totals import (
    accepted_versions,
    quote_problems,
    reference_versions,
    totals,
    version_columns,
)
from tests.domain.offices import office, table_rows

DAY_MINUTES = 480
RATES = table_rows(
    "Tarifs",
    [
        {"item": "IMG-20", "unit": "jour", "unit_minutes": DAY_MINUTES},
        {"item": "LIV-20", "unit": "unité"},
        {"item": "COO-10", "unit": "semaine", "unit_minutes": 39 * 60},
    ],
)


def version(number=1, status="Accepté", **rest):
    return {"project": "P1", "version": number, "status": status} | rest


def line(code="L1", number=1, **rest):
    usual = {
        "project": "P1",
        "item": "IMG-20",
        "unit": "jour",
        "quantity": Decimal(2),
        "unit_price_cents": 60_000,
    }
    return {"line": code, "version": number, **usual, **rest}


def quoted(*lines, versions=None, **frames):
    held = [version()] if versions is None else versions
    return office(
        Tarifs=RATES,
        Devis=table_rows("Devis", list(lines)),
        Versions=table_rows("Versions", list(held)),
        **frames,
    )


def column(rows, name):
    return rows.column(name)


def test_the_accepted_version_holds_else_the_latest():
    held = quoted(
        versions=[
            version(1, "Remplacé"),
            version(2, "Accepté"),
            version(3, "Brouillon"),
            {"project": "P2", "version": 2, "status": "Envoyé"},
            {"project": "P2", "version": 1, "status": "Remplacé"},
        ]
    )
    assert reference_versions(held) == {"P1": 2, "P2": 2}
    assert accepted_versions(held) == {"P1": 2}


def test_refused_and_replaced_versions_are_no_reference():
    held = quoted(
        line("A", 1),  # row 5
        line("A", 2),  # row 6
        {**line("B", 1), "project": "P2"},  # row 7
        versions=[version(1, "Envoyé"), version(2, "Refusé"), version(1, "Remplacé", project="P2")],
    )
    assert reference_versions(held) == {"P1": 1}
    assert reference_lines(held).numbers == [5]


def test_a_ligne_stands_for_its_accepted_row_and_sells_nothing_once_dropped():
    held = quoted(
        line("A", 1),  # row 5
        line("B", 1),  # row 6
        line("A", 2),  # row 7: accepted
        line("A", 3),  # row 8
        line("B", 3),  # row 9: not in the accepted version, latest that holds it
        versions=[version(1, "Remplacé"), version(2, "Accepté"), version(3, "Brouillon")],
    )
    assert (line_rows(held).rows.numbers, line_rows(held).held) == ([7, 9], [True, False])
    assert reference_lines(held).numbers == [7]
    # A is worth 2 × 600 €; B, in no row of version 2, nothing
    assert column(quote_columns(held), "to_invoice_cents") == [None, None, 120_000, None, 0]


def test_a_task_on_a_dropped_line_is_one_warning_at_its_first_row():
    tasks = [{"task": f"T{n}", "project": "P1", "line": code} for n, code in enumerate("AABBC")]
    tasks[0]["state"] = "Annulé"
    held = quoted(
        line("A", 1),
        line("B", 2),
        {**line("C", 1), "project": "P2"},
        versions=[version(1, "Remplacé"), version(2), version(1, "Brouillon", project="P2")],
        Planning=table_rows("Planning", tasks),
    )
    (problem,) = dropped_line_problems(held)
    assert (problem.table, problem.row, problem.heading, problem.is_blocking) == (
        "Planning",
        6,
        "Ligne",
        False,
    )
    assert problem.message.startswith("la ligne A n'est pas dans la version acceptée 2 :")


@pytest.mark.parametrize(
    ("statuses", "place"),
    [
        (("Envoyé", "Brouillon"), "pas dans la version 2, la dernière en cours"),
        (("Refusé", "Refusé"), "d'aucun devis en cours de P1"),
    ],
)
def test_a_line_of_no_open_version_is_named_with_what_its_project_has(statuses, place):
    held = quoted(
        line("A", 1),
        versions=[version(n, status) for n, status in enumerate(statuses, 1)],
        Planning=table_rows("Planning", [{"task": "T1", "project": "P1", "line": "A"}]),
    )
    (problem,) = dropped_line_problems(held)
    assert place in problem.message


def test_a_total_takes_the_discount_then_contingency_and_overhead_on_what_is_left():
    rates = {
        "discount_rate": Decimal("0.1"),
        "contingency_rate": Decimal("0.05"),
        "overhead_rate": Decimal("0.07"),
    }
    held = quoted(line(unit_cost_cents=40_000), versions=[version(day=date(2026, 8, 31), **rates)])
    # 1 200 € - 10 % = 1 080 € ; + 5 % = 54 € ; + 7 % = 75.60 € ; total 1 209.60 €, cost 800 €
    figures = totals(held)["P1", 1]
    assert (figures.subtotal, figures.discount, figures.contingency, figures.overhead) == (
        120_000,
        12_000,
        5_400,
        7_560,
    )
    computed = version_columns(held).frame().iloc[0]
    # VAT 20 % = 241.92 € ; margin 409.60 / 1 209.60 = 0.33862…
    assert computed.tolist() == [120_960, 24_192, 145_152, 40_960, Decimal("0.3386")]


def test_a_version_without_any_line_comes_to_nothing():
    computed = version_columns(quoted()).frame().iloc[0]
    assert computed.tolist() == [0, 0, 0, 0, None]


def test_vat_is_that_of_the_client_of_the_project():
    held = quoted(
        line(),
        Projets=table_rows("Projets", [{"code": "P1", "client": "C1"}]),
        Clients=table_rows("Clients", [{"code": "C1", "vat_regime": "DOM", "postcode": "97400"}]),
    )
    assert version_columns(held).column("vat_cents") == [10_200]  # 1 200 € × 8.5 %


def test_a_quote_dated_before_any_known_rate_has_no_vat_and_says_so():
    held = quoted(line(), versions=[version(day=date(2010, 1, 1))])
    assert column(version_columns(held), "total_with_vat_cents") == [None]
    assert [problem.heading for problem in quote_problems(held)] == ["Date"]


def test_a_second_accepted_version_is_blocking_at_its_own_row():
    held = quoted(versions=[version(1), version(2)])
    (problem,) = quote_problems(held)
    assert (problem.is_blocking, problem.table, problem.row, problem.heading) == (
        True,
        "Versions",
        6,
        "Statut",
    )
    assert accepted_versions(held) == {"P1": 1}


def test_a_line_of_an_unknown_version_is_a_warning_and_blocking_when_the_project_has_none():
    held = quoted(line("A", 2), line("B", 2), {**line("C", 1), "project": "P9"})
    warned, blocked = quote_problems(held)
    assert (warned.row, warned.is_blocking, blocked.row, blocked.is_blocking) == (5, False, 7, True)
    assert "la version 2 de P1 n'existe pas dans Versions" in warned.message


def test_a_unit_other_than_the_rate_card_s_is_a_warning():
    (problem,) = quote_problems(quoted(line(unit="heure")))
    assert (problem.heading, problem.found, problem.expected) == ("Unité", "heure", "jour")
    assert "comptées" not in problem.message


def test_a_unit_whose_hours_cannot_be_counted_says_so():
    (problem,) = quote_problems(quoted(line(unit="forfait")))
    assert "ses heures ne peuvent pas être comptées" in problem.message


def test_the_margin_of_a_line_is_on_its_amount():
    computed = quote_columns(quoted(line(unit_cost_cents=37_200, discount_rate=Decimal("0.5"))))
    # 2 × 600 × 0.5 = 600 € ; cost 744 € ; -144 / 600
    assert computed.frame().loc[5, ["amount_cents", "cost_cents", "margin_rate"]].tolist() == [
        60_000,
        74_400,
        Decimal("-0.24"),
    ]


def test_a_line_without_quantity_or_price_is_worth_nothing_and_has_no_margin():
    computed = quote_columns(quoted(line(quantity=None), line("L2", unit_price_cents=None)))
    assert column(computed, "amount_cents") == [0, 0]
    assert column(computed, "margin_rate") == [None, None]
    assert column(computed, "sold_minutes") == [0, 960]


@pytest.mark.parametrize(
    ("item", "unit", "minutes"),
    [
        ("IMG-20", "jour", 2 * 480),
        ("IMG-20", "", 2 * 480),
        ("COO-10", "semaine", 2 * 2340),
        ("COO-10", "jour", 2 * 468),  # a fifth of the week of 39 h of the rate card
        ("COO-10", "demi-journée", 2 * 234),
        ("IMG-20", "semaine", 2 * 2400),  # five days of 8 h
        ("", "semaine", 2 * 2400),
        ("LIV-20", "jour", None),  # the rate card counts no hours of it
        ("LIV-20", "heure", 2 * 60),
        ("IMG-20", "séance", None),
        ("IMG-20", "heure", 2 * 60),
        ("IMG-20", "demi-journée", 2 * 240),
        ("", "jour", 2 * 480),
        ("LIV-20", "unité", None),
        ("", "forfait", None),
    ],
)
def test_sold_hours_are_those_of_the_unit_sold(item, unit, minutes):
    assert column(quote_columns(quoted(line(item=item, unit=unit))), "sold_minutes") == [minutes]


def test_a_regie_line_whose_item_counts_no_hours_is_named_since_it_is_billed_as_quoted():
    untimed = table_rows("Tarifs", [{"item": "ASS", "unit": "jour"}])
    held = quoted(line(item="ASS", mode="Régie")).with_rows("Tarifs", untimed)
    (problem,) = quote_problems(held)
    assert (problem.heading, problem.is_blocking) == ("Mode", False)
    assert "son poste ASS ne compte pas d'heures" in problem.message
    assert quote_problems(quoted(line(item="ASS")).with_rows("Tarifs", untimed)) == []
    assert quote_problems(quoted(line(mode="Régie"))) == []


def worked_office(*sessions, **rest):
    """Two days sold, a task of 1.5 day on the line, sessions of 9:00 to 18:00 less one hour unless said."""
    usual = {
        "project": "P1",
        "task": "T1",
        "day": date(2026, 11, 20),
        "start": 540,
        "end": 1080,
        "pause_minutes": 60,
    }
    return quoted(
        line("L1", 1, **rest.pop("line", {})),
        Planning=table_rows(
            "Planning",
            [
                {"task": "T1", "project": "P1", "line": "L1", "duration_days": Decimal("1.5")},
                {"task": "T2", "project": "P1", "line": "L1", "duration_days": Decimal(4), "state": "Annulé"},
            ],
        ),
        Seances=table_rows(
            "Seances", [{"number": f"S{n}", **usual, **session} for n, session in enumerate(sessions)]
        ),
        **rest,
    )


def test_planned_leaves_cancelled_tasks_out_and_worked_adds_the_sessions():
    computed = quote_columns(worked_office({}, {"end": 600, "pause_minutes": None}))
    # 1.5 × 8 h planned ; 8 h + 1 h worked
    assert computed.frame().loc[5, ["planned_minutes", "worked_minutes"]].tolist() == [720, 540]


def test_sessions_without_hours_or_without_a_line_are_worked_on_no_line():
    computed = quote_columns(worked_office({}, {"end": None}, {"task": ""}))
    assert column(computed, "worked_minutes") == [480]


def test_only_the_reference_row_shows_planned_worked_and_to_invoice():
    held = quoted(line("A", 1), line("A", 2), versions=[version(1, "Remplacé"), version(2)])
    computed = quote_columns(held)
    assert column(computed, "planned_minutes") == [None, 0]
    assert column(computed, "to_invoice_cents") == [None, 120_000]


def test_an_agreed_price_invoices_the_extra_hours_on_top():
    held = worked_office(
        {"billing": "Incluse"}, {"billing": "En plus", "end": 780}, line={"discount_rate": Decimal("0.1")}
    )
    # 1 200 € × 0.9 = 1 080 € ; 3 h extra at 600 / 8 × 0.9 = 67.50 € : 202.50 €
    assert column(quote_columns(held), "to_invoice_cents") == [108_000 + 20_250]


def test_extra_hours_on_a_line_that_sells_none_have_no_price():
    held = worked_office({"billing": "En plus"}, line={"item": "LIV-20", "unit": "unité"})
    assert column(quote_columns(held), "to_invoice_cents") == [120_000]


def test_time_and_materials_invoice_the_hours_worked_that_were_not_free():
    held = worked_office(
        {}, {"billing": "Offerte"}, {"billing": "En plus", "end": 780}, line={"mode": "Régie"}
    )
    # (8 h + 3 h) × 75 €
    assert column(quote_columns(held), "to_invoice_cents") == [82_500]


def test_a_change_order_adds_to_the_hours_of_a_time_and_materials_line():
    orders = table_rows("Avenants", [order("A1", "Additif", 1)])
    held = worked_office({}, line={"mode": "Régie"}, Avenants=orders)
    # 8 h × 75 € + 1 × 500 €
    assert column(quote_columns(held), "to_invoice_cents") == [60_000 + 50_000]


def test_a_replacement_makes_a_time_and_materials_line_an_agreed_price():
    orders = table_rows("Avenants", [order("A1", "Remplacement", 3)])
    held = worked_office({}, {"billing": "En plus", "end": 780}, line={"mode": "Régie"}, Avenants=orders)
    # 3 × 500 € in place of the line, whatever was worked, and 3 h « En plus » × 75 €
    assert column(quote_columns(held), "to_invoice_cents") == [150_000 + 22_500]


def test_a_session_to_come_is_neither_worked_nor_to_invoice():
    held = worked_office({}, {"day": date(2026, 11, 24)}, line={"mode": "Régie"})
    computed = quote_columns(held)
    # today is the 23rd: 8 h × 75 €
    assert (column(computed, "worked_minutes"), column(computed, "to_invoice_cents")) == ([480], [60_000])


def test_two_days_of_seven_hours_sold_are_two_days_planned():
    rates = table_rows("Tarifs", [{"item": "IMG-20", "unit": "jour", "unit_minutes": 420}])
    computed = quote_columns(worked_office().with_rows("Tarifs", rates))
    # 2 × 7 h sold ; 1.5 day × 7 h planned
    assert computed.frame().loc[5, ["sold_minutes", "planned_minutes"]].tolist() == [840, 630]


def test_time_and_materials_without_hours_is_worth_its_amount():
    held = quoted(line(item="LIV-20", unit="unité", mode="Régie"))
    assert column(quote_columns(held), "to_invoice_cents") == [120_000]


def invoiced(*amounts):
    """One document per (type, cents), all on line L1."""
    documents = [(f"F{rank}", kind, cents) for rank, (kind, cents) in enumerate(amounts)]
    return {
        "Factures": table_rows(
            "Factures", [{"number": number, "type": kind, "project": "P1"} for number, kind, _ in documents]
        ),
        "LignesFacture": table_rows(
            "LignesFacture",
            [
                {"invoice": number, "rank": 1, "line": "L1", "amount_cents": cents}
                for number, _, cents in documents
            ],
        ),
    }


def test_what_was_invoiced_is_deducted_and_credit_notes_give_it_back():
    held = quoted(line(), **invoiced(("Facture", 100_000), ("Avoir", 30_000), ("Acompte", 5_000)))
    assert column(quote_columns(held), "to_invoice_cents") == [120_000 - 100_000 + 30_000]


def test_an_overinvoiced_line_goes_below_zero_and_is_a_warning():
    held = quoted(
        line(),
        line("L2"),
        line("L2", 2),
        line("L3", quantity=None),
        **invoiced(("Facture", 150_000)),
    )
    held = held.with_columns("Devis", quote_columns(held))
    (problem,) = overinvoiced_lines(held)
    assert column(held["Devis"], "to_invoice_cents") == [-30_000, 120_000, None, 0]
    assert (problem.row, problem.heading) == (5, "À facturer HT")
    assert "facturés de trop sur L1" in problem.message


def test_change_orders_that_take_more_than_the_line_sells_are_not_an_invoice_too_many():
    held = with_orders(order("A1", "Additif", -3))
    held = held.with_columns("Devis", quote_columns(held))
    (problem,) = overinvoiced_lines(held)
    # 1 200 € - 3 × 500 €
    assert problem.message.replace("\u00a0", " ") == (
        "L1 et ses avenants font -300,00 € : rien n'est dû, vérifiez les avenants"
    )


def order(number, kind, quantity, status="Accepté", **rest):
    usual = {"project": "P1", "line": "L1", "quantity": Decimal(quantity), "unit_price_cents": 50_000}
    return {"number": number, "type": kind, "status": status, **usual, **rest}


def with_orders(*orders):
    return quoted(line(), Avenants=table_rows("Avenants", list(orders)))


def test_an_added_change_order_adds_its_hours_and_its_amount():
    found = effects(with_orders(order("A1", "Additif", 1), order("A2", "Additif", 9, "Envoyé")))
    assert (found.minutes["L1"], found.cents["L1"], found.project_cents["P1"]) == (480, 50_000, 50_000)


def test_a_replacing_change_order_takes_the_place_of_what_the_line_held_that_day():
    found = effects(
        with_orders(
            order("A3", "Additif", 1, day=date(2026, 11, 3)),
            order("A2", "Remplacement", 5, day=date(2026, 11, 2)),
            order("A1", "Additif", 1, day=date(2026, 11, 1)),
        )
    )
    # 2 j sold, + 1 j, replaced by 5 j, + 1 j = 6 j, so 4 j more
    # 1 200 € -> 2 500 + 500 = 3 000 €, so 1 800 € more
    assert (found.minutes["L1"], found.cents["L1"]) == (4 * 480, 180_000)
    assert found.quantities["L1"] == 4


def test_half_a_minute_of_a_change_order_is_rounded_up():
    rates = table_rows("Tarifs", [{"item": "IMG-20", "unit": "jour", "unit_minutes": 450}])
    held = with_orders(order("A1", "Additif", "0.01")).with_rows("Tarifs", rates)
    # 450 min x 0.01 = 4.5
    assert effects(held).minutes["L1"] == 5


def test_a_change_order_on_a_line_of_no_quote_replaces_nothing_and_sells_no_hours():
    found = effects(with_orders(order("A1", "Remplacement", 2, line="L9")))
    assert (found.quantities["L9"], found.minutes["L9"], found.cents["L9"]) == (2, 0, 100_000)


def test_a_change_order_on_a_line_sold_otherwise_than_in_hours_changes_no_hours():
    orders = table_rows("Avenants", [order("A1", "Remplacement", 5)])
    found = effects(quoted(line(item="", unit="plan"), Avenants=orders))
    assert (found.quantities["L1"], found.minutes["L1"], found.cents["L1"]) == (3, 0, 130_000)


@pytest.mark.parametrize(("sold", "minutes"), [({"item": "", "unit": "plan"}, 0), ({}, 5 * 480)])
def test_a_change_order_on_a_line_of_a_draft_replaces_nothing_of_it(sold, minutes):
    draft = [version(), version(2, "Brouillon")]
    orders = table_rows("Avenants", [order("A1", "Remplacement", 5, line="L2")])
    found = effects(quoted(line(), line("L2", 2, **sold), versions=draft, Avenants=orders))
    assert (found.quantities["L2"], found.minutes["L2"], found.cents["L2"]) == (5, minutes, 250_000)


def test_a_change_order_on_a_line_without_quantity_replaces_nothing():
    orders = table_rows("Avenants", [order("A1", "Remplacement", 5)])
    found = effects(quoted(line(quantity=None), Avenants=orders))
    assert (found.quantities["L1"], found.minutes["L1"], found.cents["L1"]) == (5, 5 * 480, 250_000)


def test_a_change_order_without_a_line_counts_for_the_project_only():
    found = effects(with_orders(order("A1", "Additif", 2, line="")))
    assert (dict(found.cents), found.project_cents["P1"]) == ({}, 100_000)


def test_a_change_order_is_its_quantity_times_its_price_and_changes_what_is_to_invoice():
    held = with_orders(order("A1", "Additif", "1.5"))
    assert change_order_columns(held).column("amount_cents") == [75_000]
    assert column(quote_columns(held), "to_invoice_cents") == [120_000 + 75_000]


def test_a_change_order_on_a_line_of_another_project_is_a_warning():
    foreign = order("A1", "Additif", 1, project="P2", day=date(2026, 11, 2))
    (problem,) = change_order_problems(with_orders(foreign))
    assert (problem.table, problem.heading, problem.found) == ("Avenants", "Ligne", "L1")


def test_change_orders_without_a_date_are_taken_after_the_others_and_warned():
    held = with_orders(order("A1", "Remplacement", 5), order("A2", "Additif", 1, day=date(2026, 11, 2)))
    found = effects(held)
    # 2 j sold + 1 j, then replaced by 5 j: 3 j more; 1 200 € -> 2 500 €
    assert (found.quantities["L1"], found.minutes["L1"], found.cents["L1"]) == (3, 3 * 480, 130_000)
    (problem,) = change_order_problems(held)
    assert (problem.row, problem.heading) == (5, "Date")


def test_a_replacement_without_a_line_counts_for_nothing_and_is_a_warning():
    held = with_orders(order("A1", "Remplacement", 5, line="", day=date(2026, 11, 2)))
    assert effects(held).project_cents == {}
    (problem,) = change_order_problems(held)
    assert "sans ligne : rien à remplacer" in problem.message


def test_a_change_order_on_a_dropped_line_replaces_nothing():
    held = quoted(
        line("L1", 1),
        versions=[version(1, "Remplacé"), version(2)],
        Avenants=table_rows("Avenants", [order("A1", "Remplacement", 1)]),
    )
    # 1 j at 500 € in place of nothing
    assert (effects(held).minutes["L1"], effects(held).cents["L1"]) == (480, 50_000)


def test_an_office_without_any_quote_computes_nothing():
    empty = office()
    assert (len(quote_columns(empty)), len(version_columns(empty))) == (0, 0)
    assert reference_versions(empty) == {}
    assert effects(empty).cents == {}
    assert quote_problems(empty) == []


@given(
    st.lists(st.tuples(st.decimals(0, 99, places=2), st.integers(0, 999_999)), max_size=8),
    st.decimals(0, 1, places=2),
)
def test_a_total_is_the_sum_of_its_printed_lines_less_its_printed_discount(lines, discount):
    held = quoted(
        *(
            line(f"L{n}", quantity=quantity, unit_price_cents=price)
            for n, (quantity, price) in enumerate(lines)
        ),
        versions=[version(discount_rate=discount)],
    )
    figures = totals(held)["P1", 1]
    assert figures.total == sum(quote_columns(held).column("amount_cents")) - figures.discount
