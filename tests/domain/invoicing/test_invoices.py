"""Invoices, deposits, balances and credit notes: lines, amounts and mentions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postprod_xl.domain.accounts.projects import accounts
from postprod_xl.domain.invoicing.issue import Issue, issue_step
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.follow_up.overruns import overruns
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.versions.totals import version_columns
from tests.domain.invoicing.houses import (
    BY_PROGRESS,
    PROGRESS,
    PROJECT,
    QUOTE,
    STEPS,
    TODAY,
    TOTAL,
    VERSION,
    amounts,
    credit,
    house,
    issued,
    refusal,
    written,
)
from tests.domain.offices import records_of, table_rows


def test_a_deposit_is_one_line_of_its_part_of_the_accepted_quote() -> None:
    issue = issued(house())
    # 1 915,19 x 30 % = 574,557: 574,56; VAT 20 % = 114,912: 114,91; 689,47
    assert amounts(issue) == [("Acompte 30 % — devis accepté v1 du 31/08/2026", 57_456)]
    assert issue.lines.column("quantity") == [1] and issue.lines.column("unit") == ["forfait"]
    row = issue.invoice
    assert (row["number"], row["type"], row["client"]) == ("FA-2026-0001", "Acompte", "PRO")
    assert row["subject"] == "La Crue — Acompte 30 % (étape 1)"
    assert (row["total_cents"], row["vat_cents"], row["total_with_vat_cents"]) == (57_456, 11_491, 68_947)
    assert (row["deposits_cents"], row["payable_cents"]) == (0, 68_947)
    assert row["due_day"] == date(2026, 12, 23)
    assert (issue.step_row, issue.step_invoice) == (5, "FA-2026-0001")
    assert issue.problems == []


def test_a_deposit_of_a_fixed_amount_is_that_amount() -> None:
    step = {"project": "P001", "rank": 1, "type": "Acompte", "amount_cents": 50_000}
    issue = issued(house(Echeancier=[step]))
    assert amounts(issue) == [("Acompte — devis accepté v1 du 31/08/2026", 50_000)]


def test_a_situation_of_a_part_is_one_line_on_the_whole_quote() -> None:
    issue = issued(house(Echeancier=STEPS), rank=2)
    # 40 % of 1 915,19: 766,076
    assert amounts(issue) == [("Situation de 40 % sur le devis accepté v1 du 31/08/2026", 76_608)]
    assert issue.lines.column("line") == [""] and issue.lines.column("version") == [1]
    # its lines bear it: 400,00 of 999,99 and 360,00 of 900,00, the rest goes with them
    assert left_to_invoice(written(house(), issue)) == ([59_999, 54_000], TOTAL - 76_608)
    assert (issue.lines.column("quantity"), issue.lines.column("unit")) == ([1], ["forfait"])
    named = [STEPS[0], {**STEPS[1], "label": "Fin de montage"}]
    assert amounts(issued(house(Echeancier=named), rank=2))[0][0] == (
        "Fin de montage — situation de 40 % sur le devis accepté v1 du 31/08/2026"
    )


def test_a_situation_by_progress_bills_what_each_line_has_reached() -> None:
    issue = issued(house(), rank=2)
    # 40 % of 999,99 and of 900,00; 40 % of 190,00, 85,50 and 119,70
    assert shown_amounts(issue) == [
        ("Montage — avancement 40 % de 999,99 €", 40_000),
        ("Mixage — avancement 40 % de 900,00 €", 36_000),
        ("Remise globale 10 %", -7_600),
        ("Imprévus 5 %", 3_420),
        ("Frais généraux 7 %", 4_788),
    ]
    assert issue.lines.column("line") == ["L1", "L2", "", "", ""]
    assert issue.lines.column("quantity") == [1] * 5
    assert (issue.invoice["type"], issue.invoice["total_cents"]) == ("Facture", 76_608)
    assert [line.group for line in issue.document.lines][:3] == [
        "Image",
        "Son",
        "Remise, imprévus et frais généraux",
    ]


def test_the_cents_of_rounding_stand_on_their_own_line() -> None:
    progress = [{**typed, "progress_rate": Decimal("0.33")} for typed in PROGRESS]
    issue = issued(house(Echeancier=[STEPS[0], BY_PROGRESS], Avancements=progress), rank=2)
    # 330,00 + 297,00 = 627,00 of 1 899,99: 33,0002 %; - 62,70 + 28,22 (28,2151) + 39,50 = 5,02, of 15,20: 5,016
    assert [cents for _, cents in amounts(issue)] == [33_000, 29_700, -6_270, 2_822, 3_950]
    progress[1]["progress_rate"] = Decimal("0.3303")
    issue = issued(house(Echeancier=[STEPS[0], BY_PROGRESS], Avancements=progress), rank=2)
    # 330,00 + 297,27: 33,0144 %; - 62,73 + 28,23 + 39,52 = 5,02, and 5,0182 of 15,20
    assert issue.invoice["total_cents"] == 63_229


def test_a_progress_invoice_of_a_fixed_amount_is_one_line() -> None:
    step = {
        "project": "P001",
        "rank": 4,
        "type": "Situation",
        "label": "Fin de montage",
        "amount_cents": 70_000,
    }
    assert amounts(issued(house(Echeancier=[step]))) == [
        ("Fin de montage — devis accepté v1 du 31/08/2026", 70_000)
    ]


def test_the_lines_of_one_family_are_printed_together() -> None:
    third = {**QUOTE[0], "line": "L3", "label": "Étalonnage"}
    issue = issued(house(Devis=[*QUOTE, third]), rank=3)
    assert issue.lines.column("label")[:3] == ["Montage", "Étalonnage", "Mixage"]


def test_the_balance_takes_back_situations_and_deducts_deposits() -> None:
    home = house(
        Echeancier=STEPS,
        Avenants=[
            {
                "number": "AV1",
                "project": "P001",
                "status": "Accepté",
                "type": "Additif",
                "line": "L1",
                "label": "Retouches",
                "quantity": Decimal(2),
                "unit_price_cents": 60_000,
            },
            {
                "number": "AV2",
                "project": "P001",
                "status": "Envoyé",
                "type": "Additif",
                "line": "L1",
                "quantity": Decimal(9),
                "unit_price_cents": 60_000,
            },
        ],
    )
    for _ in range(2):
        home = written(home, issued(home))
    issue = issued(home)
    # 1 915,19 + 2 x 600 - 766,08 = 2 349,11; VAT 469,82; 2 818,93 less the deposit 689,47 = 2 129,46
    row = issue.invoice
    assert (row["number"], row["type"], row["total_cents"]) == ("FA-2026-0003", "Facture", 234_911)
    assert (row["vat_cents"], row["total_with_vat_cents"]) == (46_982, 281_893)
    assert (row["deposits_cents"], row["payable_cents"]) == (68_947, 212_946)
    assert ("Avenant AV1 — Retouches", 120_000) in amounts(issue)
    assert issue.lines.column("version")[-1] == 1
    assert [(line.label, line.amount_cents) for line in issue.document.lines][-1] == (
        "Situation déjà facturée : FA-2026-0002 du 23/11/2026",
        -76_608,
    )
    assert [deposit.number for deposit in issue.document.deposits] == ["FA-2026-0001"]


def test_after_the_balance_nothing_is_left_to_invoice_on_any_line() -> None:
    home = house()
    for _ in range(3):
        home = written(home, issued(home))
    assert quote_columns(home).column("to_invoice_cents") == [0, 0]
    # 574,56 of deposit stay outside: 766,08 + 1 149,11 = 1 915,19
    assert sum(home["Factures"].column("total_cents")[1:]) == TOTAL
    assert refusal(home) == "P001 n'a plus d'étape à facturer : complétez l'échéancier"


def test_a_replacement_changes_the_balance_by_the_difference() -> None:
    order = {
        "number": "AV1",
        "project": "P001",
        "status": "Accepté",
        "type": "Remplacement",
        "line": "L2",
        "quantity": Decimal(1),
        "unit_price_cents": 120_000,
    }
    issue = issued(house(Avenants=[order]), rank=3)
    # 1 200,00 instead of 900,00: + 300,00
    assert issue.invoice["total_cents"] == TOTAL + 30_000
    assert amounts(issue)[-2:] == [("Avenant AV1", 120_000), ("Remplacé par avenant : L2", -90_000)]


def test_a_balance_below_zero_is_refused() -> None:
    steps = [
        {"project": "P001", "rank": 1, "type": "Situation", "share_rate": Decimal(1)},
        {"project": "P001", "rank": 2, "type": "Solde"},
    ]
    home = house(Echeancier=steps)
    home = written(home, issued(home))
    home = home.with_rows("Avenants", table_rows("Avenants", [{**LESS, "unit_price_cents": 8_481}]))
    assert "84,81" in refusal(home) and "émettez un avoir" in refusal(home)


LESS = {"number": "AV1", "project": "P001", "status": "Accepté", "type": "Additif", "line": "L1",
        "day": TODAY, "quantity": Decimal(-1)}  # fmt: skip


def test_a_quote_its_change_orders_bring_below_zero_owes_nothing() -> None:
    home = house(Avenants=[{**LESS, "unit_price_cents": TOTAL + 19_970}])
    message = refusal(home, rank=3).replace("\u00a0", " ")
    assert message == (
        "le devis accepté et les avenants de P001 font -199,70 € HT : rien n'est dû, vérifiez les avenants"
    )


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("Situation", "Situation"), "l'étape 2 porterait les situations à 120 % des"),
        (("Acompte", "Situation"), "l'étape 2 porterait les acomptes et situations à 120 % des"),
        (("Acompte", "Acompte"), "l'étape 2 porterait les acomptes à 120 % des"),
    ],
)
def test_parts_above_the_whole_are_refused(kinds: tuple[str, str], expected: str) -> None:
    steps = [
        {"project": "P001", "rank": rank, "type": kind, "share_rate": Decimal("0.6")}
        for rank, kind in enumerate(kinds, 1)
    ]
    home = house(Echeancier=steps)
    home = written(home, issued(home))
    # 60 % of 1 915,19 twice: 1 149,11 + 1 149,11 = 2 298,22, 120 % to the ten thousandth above
    assert expected in refusal(home)
    # 1 915,19 + 400,00 of change order: 99,3 %
    more = [{**LESS, "quantity": Decimal(1), "unit_price_cents": 40_000}]
    assert issued(home.with_rows("Avenants", table_rows("Avenants", more))).invoice["total_cents"] == 114_911


def test_two_halves_of_an_odd_total_are_the_total() -> None:
    steps = [
        {"project": "P001", "rank": rank, "type": "Situation", "share_rate": Decimal("0.5")}
        for rank in (1, 2)
    ]
    home = house(Echeancier=steps)
    home = written(home, issued(home))
    # 957,595 is 957,60 twice, 1 915,20: the second half is what is left
    assert issued(home).invoice["total_cents"] == 95_759


REGIE = [{**QUOTE[0], "mode": "Régie"}, QUOTE[1]]


def shown_amounts(issue: Issue) -> list[tuple[str, int]]:
    return [(label.replace("\u00a0", " "), cents) for label, cents in amounts(issue)]


def bon(hours: float, line_task: str = "T1", **rest) -> dict:
    return {"day": TODAY, "project": "P001", "task": line_task, "start": 0, "end": round(hours * 60), **rest}


def worked_house(*sessions: dict, **tables: list[dict]) -> Office:
    tasks = [{"task": "T1", "project": "P001", "line": "L1"}, {"task": "T2", "project": "P001", "line": "L2"}]
    numbered = [{**session, "number": f"B{rank}"} for rank, session in enumerate(sessions)]
    return house(Planning=tasks, Seances=numbered, **tables)


def left_to_invoice(home: Office) -> tuple[list[int], int]:
    """`À facturer HT` of each line, and `Reste à facturer HT` of the project."""
    home = home.with_columns("Devis", quote_columns(home)).with_columns("Versions", version_columns(home))
    home = home.with_rows("Depassements", overruns(home, {}))
    [rest] = accounts(home, {})[0].column("to_invoice_cents")
    return [cents for cents in home["Devis"].column("to_invoice_cents") if cents is not None], rest


def test_the_balance_bills_the_hours_worked_of_a_time_and_materials_line() -> None:
    to_come = bon(8, day=date(2026, 11, 24))
    home = worked_house(bon(7), bon(3, billing="En plus"), bon(2, billing="Offerte"), to_come, Devis=REGIE)
    issue = issued(home, rank=3)
    # 10 h of 8 h a day: 1,25 x 333,33 = 416,6625; the discount, contingency and overhead stay those of the
    # quote: 1 915,19 - 999,99 + 416,66 = 1 331,86
    assert amounts(issue)[:2] == [("Montage", 41_666), ("Mixage", 90_000)]
    assert issue.lines.column("quantity")[0] == Decimal("1.25")
    assert issue.invoice["total_cents"] == 133_186
    assert left_to_invoice(home) == ([41_666, 90_000], 133_186)
    assert left_to_invoice(written(home, issue)) == ([0, 0], 0)
    # the annex prints the three sessions done
    assert len(issue.document.sessions) == 3


def test_a_time_and_materials_line_nobody_quoted_or_worked_is_billed_for_what_was_worked() -> None:
    quote = [{**REGIE[0], "quantity": Decimal(0)}, QUOTE[1]]
    worked = issued(worked_house(bon(8), Devis=quote), rank=3)
    assert ("Montage", 33_333) in amounts(worked)
    idle = issued(worked_house(Devis=REGIE), rank=3)
    assert "Montage" not in [label for label, _ in amounts(idle)]


def test_the_balance_of_an_earlier_day_bills_the_hours_worked_by_then() -> None:
    home = worked_house(bon(8, day=date(2026, 11, 19)), bon(8), Devis=REGIE)
    issue = issued(home, rank=3, day=date(2026, 11, 20))
    assert amounts(issue)[0] == ("Montage", 33_333)


def test_the_balance_bills_extra_hours_on_a_line_of_their_own() -> None:
    home = worked_house(bon(8), bon(3, billing="En plus"))
    issue = issued(home, rank=3)
    # 3 h of 8 h a day: 0,375 x 333,33 = 124,99875
    assert ("Heures en plus — Montage", 12_500) in amounts(issue)
    [row] = [row for row in issue.lines if row.label == "Heures en plus — Montage"]
    assert (row.line, row.quantity, row.unit) == ("L1", Decimal("0.375"), "jour")
    assert issue.invoice["total_cents"] == TOTAL + 12_500
    assert left_to_invoice(home) == ([99_999 + 12_500, 90_000], TOTAL + 12_500)
    assert left_to_invoice(written(home, issue)) == ([0, 0], 0)


def test_after_a_credited_balance_the_next_bills_what_was_worked_since() -> None:
    home = worked_house(bon(8), Devis=REGIE, Echeancier=STEPS[1:])
    for _ in range(2):
        home = written(home, issued(home))
    number = home["Factures"].column("number")[-1]
    home = written(home, credit(home, number))
    sessions = [*records_of(home["Seances"]), {**bon(8), "number": "B9"}]
    home = home.with_rows("Seances", table_rows("Seances", sessions))
    again = issued(home)
    # 2 days instead of 1: 1 915,19 - 999,99 + 666,66 = 1 581,86, less the situation of 766,08
    assert again.invoice["total_cents"] == 158_186 - 76_608
    assert left_to_invoice(written(home, again)) == ([0, 0], 0)


def test_a_line_the_accepted_version_dropped_is_given_back_by_the_balance() -> None:
    home = house(Echeancier=[BY_PROGRESS, STEPS[2]], Avancements=PROGRESS)
    home = written(home, issued(home))
    versions = [{**VERSION, "status": "Remplacé"}, {**VERSION, "version": 2}]
    home = home.with_rows("Versions", table_rows("Versions", versions))
    home = home.with_rows("Devis", table_rows("Devis", [*QUOTE, {**QUOTE[0], "version": 2}]))
    # Mixage, of which 360,00 were billed, is in version 1 alone
    assert left_to_invoice(home)[0] == [-36_000, 99_999 - 40_000]
    assert left_to_invoice(written(home, issued(home))) == ([0, 0], 0)


@settings(max_examples=30)
@given(
    minutes=st.lists(
        st.tuples(st.integers(0, 1439), st.sampled_from(["", "En plus", "Offerte"])), max_size=4
    ),
    modes=st.tuples(*[st.sampled_from(["Forfait", "Régie"])] * 2),
    orders=st.lists(
        st.tuples(
            st.sampled_from(["Additif", "Remplacement"]), st.sampled_from(["L1", "L2", ""]), st.integers(0, 9)
        ),
        max_size=3,
    ),
    part=st.decimals("0.01", "0.3", places=2),
)
def test_after_any_balance_nothing_is_left_to_invoice(
    minutes: list, modes: tuple[str, str], orders: list, part: Decimal
) -> None:
    sessions = [
        bon(0, ("T1", "T2")[rank % 2], end=end, billing=billing)
        for rank, (end, billing) in enumerate(minutes)
    ]
    quote = [{**line, "mode": mode, "unit": "jour"} for line, mode in zip(QUOTE, modes, strict=True)]
    home = worked_house(
        *sessions,
        Devis=quote,
        Avenants=[
            {**LESS, "number": f"AV{rank}", "type": kind, "line": line, "quantity": Decimal(quantity),
             "unit_price_cents": 12_345}
            for rank, (kind, line, quantity) in enumerate(orders)
        ],
        Echeancier=[{**STEPS[0], "share_rate": part}, {**STEPS[1], "share_rate": part}, STEPS[2]],
    )  # fmt: skip
    for rank in (1, 2, 3):
        issue, _ = issue_step(home, "P001", rank, TODAY)
        if issue is None:
            return
        home = written(home, issue)
    assert left_to_invoice(home) == ([0, 0], 0)


def test_deposits_above_what_is_left_to_pay_are_refused() -> None:
    steps = [
        {"project": "P001", "rank": 1, "type": "Acompte", "share_rate": Decimal("0.6")},
        {"project": "P001", "rank": 2, "type": "Situation", "share_rate": Decimal("0.3")},
        {"project": "P001", "rank": 3, "type": "Solde"},
    ]
    home = house(Echeancier=steps)
    for _ in range(2):
        home = written(home, issued(home))
    # 1 915,19 - 400,00 - 574,56 = 940,63, 1 128,76 with VAT, less a deposit of 1 378,93
    home = home.with_rows("Avenants", table_rows("Avenants", [{**LESS, "unit_price_cents": 40_000}]))
    assert "acomptes" in refusal(home)


def test_an_empty_balance_is_refused() -> None:
    steps = [
        {"project": "P001", "rank": 1, "type": "Situation", "share_rate": Decimal(1)},
        {"project": "P001", "rank": 2, "type": "Solde"},
    ]
    home = house(Echeancier=steps)
    home = written(home, issued(home))
    assert refusal(home) == (
        "l'étape 2 de P001 est nulle : il n'y a rien à facturer, FA-2026-0001 facture déjà tout ce que vaut P001 à ce "
        "jour"
    )


def test_a_credit_note_cancels_the_whole_invoice_and_frees_its_step() -> None:
    home = house()
    home = written(home, issued(home))
    issue = credit(home, "FA-2026-0001")
    row = issue.invoice
    assert (row["number"], row["type"], row["origin"]) == ("AV-2026-0001", "Avoir", "FA-2026-0001")
    assert (row["total_cents"], row["vat_cents"], row["payable_cents"]) == (57_456, 11_491, 68_947)
    assert row["due_day"] is None and row["subject"].startswith("Avoir sur FA-2026-0001")
    assert (issue.step_row, issue.step_invoice) == (5, "")
    home = written(home, issue)
    assert home["Echeancier"].column("invoice") == ["", "", ""]
    again = issued(home)
    assert (again.invoice["number"], again.step_row) == ("FA-2026-0002", 5)


def test_a_credited_situation_and_a_credited_deposit_do_not_count_in_the_balance() -> None:
    home = house()
    for _ in range(2):
        home = written(home, issued(home))
    for number in ("FA-2026-0001", "FA-2026-0002"):
        home = written(home, credit(home, number))
    issue = issued(home, rank=3)
    assert (issue.invoice["total_cents"], issue.invoice["deposits_cents"]) == (TOTAL, 0)


def test_a_credited_balance_is_the_mirror_of_its_lines_and_gives_the_deposits_back() -> None:
    home = house()
    for _ in range(3):
        home = written(home, issued(home))
    balance = records_of(home["Factures"])[-1]
    issue = credit(home, "FA-2026-0003")
    for name in ("total_cents", "vat_cents", "deposits_cents", "payable_cents"):
        assert issue.invoice[name] == balance[name]
    assert len(issue.document.lines) < len(issue.lines)
    again = issued(written(home, issue))
    assert again.invoice["deposits_cents"] == 68_947


@pytest.mark.parametrize(
    ("tables", "rank", "message"),
    [
        ({"Projets": [{**PROJECT, "code": "P009"}]}, None, "le projet « P001 » n'existe pas"),
        ({"Projets": [{**PROJECT, "client": ""}]}, None, "P001 n'a pas de client"),
        ({"Echeancier": []}, None, "P001 n'a plus d'étape à facturer"),
        ({}, 7, "P001 n'a pas d'étape 7"),
        ({"Versions": [{**VERSION, "status": "Envoyé"}]}, None, "P001 n'a pas de devis accepté"),
        ({"Versions": []}, None, "P001 n'a pas de devis accepté"),
        ({"Echeancier": [{**STEPS[0], "share_rate": None}]}, None, "porte ni part ni montant"),
        ({"Echeancier": [{**STEPS[0], "amount_cents": 100}]}, None, "porte une part et un montant"),
        ({"Echeancier": [{**STEPS[0], "share_rate": Decimal(0)}]}, None, "rien à facturer"),
    ],
)
def test_what_stops_an_invoice_is_said_in_one_line(tables: dict, rank: int | None, message: str) -> None:
    assert message in refusal(house(**tables), rank)


@given(
    quantities=st.lists(st.decimals(0, 40, places=2), min_size=1, max_size=6),
    prices=st.lists(st.integers(0, 300_000), min_size=6, max_size=6),
    part=st.decimals("0.01", "0.99", places=4),
    rates=st.tuples(*[st.decimals(0, "0.3", places=3)] * 3),
)
def test_situation_and_balance_make_the_quote_to_the_cent(
    quantities: list[Decimal], prices: list[int], part: Decimal, rates: tuple[Decimal, Decimal, Decimal]
) -> None:
    lines = [
        {**QUOTE[0], "line": f"L{i}", "quantity": quantity, "unit_price_cents": price}
        for i, (quantity, price) in enumerate(zip(quantities, prices, strict=False))
    ]
    version = {
        **VERSION,
        **dict(zip(("discount_rate", "contingency_rate", "overhead_rate"), rates, strict=True)),
    }
    steps = [{"project": "P001", "rank": 1, "type": "Situation", "share_rate": part}, {**STEPS[2], "rank": 2}]
    home = house(Devis=lines, Versions=[version], Echeancier=steps)
    issue, _ = issue_step(home, "P001", 1, TODAY)
    if issue is None:
        return
    assert sum(issue.lines.column("amount_cents")) == issue.invoice["total_cents"]
    last, _ = issue_step(written(home, issue), "P001", 2, TODAY)
    whole, _ = issue_step(home, "P001", 2, TODAY)
    assert last is not None and whole is not None
    assert issue.invoice["total_cents"] + last.invoice["total_cents"] == whole.invoice["total_cents"]
    assert sum(last.lines.column("amount_cents")) == last.invoice["total_cents"]
