"""Credit notes: whole or of some lines, what refuses them, what they leave to refund."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.invoicing.credits.issue import Credit, issue_credit
from postprod_xl.domain.invoicing.credits.standing import standings
from postprod_xl.domain.invoicing.receivables import unpaid_invoices
from postprod_xl.domain.invoicing.register.damage import amount_damage
from postprod_xl.domain.invoicing.register.ledger import invoiced_steps
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.schema.vocabulary import Severity
from tests.domain.invoicing.houses import (
    PROJECT,
    QUOTE,
    TODAY,
    VERSION,
    amounts,
    credit,
    house,
    issued,
    written,
)
from tests.domain.offices import records_of, table_rows

PLAIN = {**VERSION, "discount_rate": None, "contingency_rate": None, "overhead_rate": None}
BALANCE = [{"project": "P001", "rank": 1, "type": "Solde"}]


def of_lines(*cents: int) -> Office:
    """FA-2026-0001 of one forfait a quote line, of these amounts, at 20 %."""
    lines = [
        {**QUOTE[0], "line": f"L{rank}", "quantity": Decimal(1), "unit_price_cents": price, "unit": "forfait"}
        for rank, price in enumerate(cents, start=1)
    ]
    home = house(Devis=lines, Versions=[PLAIN], Echeancier=BALANCE)
    return written(home, issued(home))


def refused(home: Office, lines: str = "", number: str = "FA-2026-0001", project: str = "") -> str:
    issue, [problem] = issue_credit(home, Credit(number, lines, project), TODAY)
    assert issue is None and problem.severity is Severity.BLOCKING
    return plain(problem.message)


def plain(message: str) -> str:
    return message.replace("\u00a0", " ").replace("\u202f", " ")


def test_some_lines_of_an_invoice_are_credited_and_its_step_stays_invoiced() -> None:
    home = of_lines(40_000, 25_000, 10_000)
    note = credit(home, "FA-2026-0001", lines="2 ; 1=150.50")
    # 250,00 + 150,50 = 400,50; VAT 80,10
    assert amounts(note) == [("Montage", 25_000), ("Montage", 15_050)]
    assert note.lines.column("credited_rank") == [2, 1] and note.lines.column("line") == ["L2", "L1"]
    row = note.invoice
    assert (row["number"], row["type"], row["origin"]) == ("AV-2026-0001", "Avoir", "FA-2026-0001")
    assert (row["total_cents"], row["vat_cents"], row["payable_cents"]) == (40_050, 8_010, 48_060)
    assert row["subject"].startswith("Avoir partiel sur FA-2026-0001")
    home = written(home, note)
    assert invoiced_steps(home) == {5: "FA-2026-0001"} and amount_damage(home) == []
    # 900,00 - 480,60
    assert [unpaid.cents for unpaid in unpaid_invoices(home)] == [41_940]


def test_a_quantity_is_credited_at_the_price_and_discount_of_its_line() -> None:
    home = house()
    home = written(home, issued(home, rank=3))
    # 0,5 x 1 000 less 10 %
    note = credit(home, "FA-2026-0001", lines="L2x0.5")
    assert amounts(note) == [("Mixage", 45_000)]
    assert note.lines.column("quantity") == [Decimal("0.5")]


def test_the_rest_of_an_invoice_credited_in_part_is_its_whole_credit_note() -> None:
    home = of_lines(40_000, 25_000)
    home = written(home, credit(home, "FA-2026-0001", lines="1=100"))
    note = credit(home, "FA-2026-0001")
    assert amounts(note) == [("Montage", 30_000), ("Montage", 25_000)]
    assert note.step_row == 5 and note.invoice["subject"].startswith("Avoir du reste sur")
    home = written(home, note)
    assert invoiced_steps(home) == {} and standings(home)["FA-2026-0001"].is_annulled
    assert refused(home) == "FA-2026-0001 est déjà annulée par les avoirs AV-2026-0001 et AV-2026-0002"


def test_three_lines_credited_one_by_one_give_back_the_vat_billed_on_their_sum() -> None:
    home = of_lines(3_333, 3_333, 3_333)
    # VAT of 99,99: 20,00; of 33,33: 6,67 twice, and the 6,66 left
    for rank, vat in (("1", 667), ("2", 667), ("3", 666)):
        note = credit(home, "FA-2026-0001", lines=rank)
        assert note.invoice["vat_cents"] == vat
        home = written(home, note)
    assert amount_damage(home) == []
    assert standings(home)["FA-2026-0001"].is_annulled


@given(
    prices=st.lists(st.integers(1, 200_000), min_size=1, max_size=5),
    parts=st.lists(st.tuples(st.integers(0, 4), st.decimals("0.01", "0.99", places=2)), max_size=4),
)
def test_credit_notes_and_their_invoice_make_zero(prices: list[int], parts: list) -> None:
    home = of_lines(*prices)
    for at, part in parts:
        if at < len(prices) and (cents := int(prices[at] * part)):
            issue, _ = issue_credit(home, Credit("FA-2026-0001", f"{at + 1}={cents / 100:.2f}"), TODAY)
            home = written(home, issue) if issue else home
    home = written(home, credit(home, "FA-2026-0001"))
    invoice, *notes = records_of(home["Factures"])
    for name in ("total_cents", "vat_cents", "total_with_vat_cents", "deposits_cents", "payable_cents"):
        assert invoice[name] == sum(note[name] for note in notes)
    assert amount_damage(home) == [] and invoiced_steps(home) == {}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("4", "FA-2026-0001 n'a pas de ligne « 4 » : ses rangs vont de 1 à 2"),
        ("2=250.01", "la ligne 2 de FA-2026-0001 (« Montage ») ne porte plus que 250,00 € HT"),
        ("2x1.1", "275,00 € ne peuvent pas en être crédités"),
        ("2=0", "0,00 € ne peuvent pas en être crédités"),
        ("2=-5", "-5,00 € ne peuvent pas en être crédités"),
        ("2 2=5", "la ligne 2 de FA-2026-0001 est demandée deux fois"),
        ("2=beaucoup", "« 2=beaucoup » n'est pas un montant à créditer"),
        (
            "2=300,5",
            "« 2=300,5 » se lit de deux façons : « 2=300.5 » si la virgule est décimale, « 2=300 ; 5 »",
        ),
        (" ; ", "aucune ligne à créditer"),
    ],
)
def test_lines_that_cannot_be_credited_are_refused_by_name(lines: str, message: str) -> None:
    assert message in refused(of_lines(40_000, 25_000), lines)


def test_lines_that_come_to_the_whole_without_being_all_of_it_are_asked_for_whole() -> None:
    home = house()
    home = written(home, issued(home, rank=3))
    # 999,99 + 900,00 + 15,20 of contingency is 1 915,19, as all five lines with the discount
    assert "demandez son avoir entier, sans lignes" in refused(home, "1 2 4=15.20")
    assert credit(home, "FA-2026-0001", lines="1 2 3 4 5").step_row == 7


def test_a_line_is_not_credited_twice() -> None:
    home = of_lines(40_000, 25_000)
    home = written(home, credit(home, "FA-2026-0001", lines="2"))
    assert refused(home, "2") == "la ligne 2 de FA-2026-0001 (« Montage ») est déjà créditée en entier"
    assert "ne porte plus que 400,00 € HT" in refused(home, "1=400.01")


def test_the_credit_note_of_another_project_is_refused() -> None:
    home = of_lines(40_000)
    assert refused(home, project="P009") == (
        "FA-2026-0001 est une facture de P001, pas de P009 : donnez le numéro d'une facture de P009, ou demandez "
        "l'avoir sans projet"
    )
    assert issue_credit(home, Credit("FA-2026-0001", project=PROJECT["code"]), TODAY)[0]


def test_a_credit_note_of_one_line_says_the_overhead_that_it_leaves_to_pay() -> None:
    home = house()
    home = written(home, issued(home, rank=3))
    odd = [plain(problem.message) for problem in credit(home, "FA-2026-0001", lines="2").odd]
    assert odd[0] == (
        "l'avoir ne reprend pas « Remise globale 10 % » (-190,00 € HT), « Imprévus 5 % » (85,50 € HT) et « Frais "
        "généraux 7 % » (119,70 € HT) de FA-2026-0001"
    )


def test_lines_above_what_an_invoice_less_its_discounts_asks_for_are_refused() -> None:
    home = house()
    home = written(home, issued(home, rank=3))
    # 999,99 + 900,00 + 85,50 + 119,70 is more than the 1 915,19 that the discount leaves
    assert "FA-2026-0001 ne porte plus que 1 915,19 € HT : 2 105,19 €" in refused(home, "1 2 4 5")
    odd = [problem.message for problem in credit(home, "FA-2026-0001", lines="1").odd]
    assert "l'avoir ne reprend pas « Remise globale 10 % »" in odd[0]
    assert "redeviennent à facturer sur P001" in odd[1]


def test_a_deposit_that_a_balance_deducted_is_credited_after_the_balance() -> None:
    home = house()
    for _ in range(3):
        home = written(home, issued(home))
    expected = "l'acompte FA-2026-0001 est déduit par FA-2026-0003 : créditez d'abord FA-2026-0003"
    assert refused(home).startswith(expected) and refused(home, "1=10").startswith(expected)
    home = written(home, credit(home, "FA-2026-0003"))
    assert credit(home, "FA-2026-0001").invoice["payable_cents"] == 68_947


def test_what_a_balance_no_longer_asks_for_is_not_credited_line_by_line() -> None:
    home = house()
    home = written(home, issued(home))
    home = written(home, issued(home, rank=3))
    # 2 298,23 with VAT, less the deposit of 689,47: 1 608,76 asked for; the lines 1 and 2 make 2 279,99
    assert "acomptes déduits : au-delà, demandez son avoir entier" in refused(home, "1 2", "FA-2026-0002")


def test_what_was_paid_beyond_what_stands_is_to_be_refunded() -> None:
    home = of_lines(40_000, 25_000)

    def refund(paid: int, lines: str) -> int:
        paid_home = home.with_rows("Factures", home["Factures"].with_columns({"paid_cents": [paid]}))
        return credit(paid_home, "FA-2026-0001", lines=lines).refund_cents

    # 780,00 asked for; the line 2 is 300,00 with VAT
    assert refund(78_000, "2") == 30_000
    assert refund(60_000, "2") == 12_000
    assert refund(40_000, "2") == 0
    assert refund(78_000, "") == 78_000


def test_a_part_of_the_quote_credited_in_part_is_shared_on_its_lines_and_billed_again_by_the_balance() -> (
    None
):
    steps = [
        {"project": "P001", "rank": 1, "type": "Situation", "share_rate": Decimal("0.4")},
        {**BALANCE[0], "rank": 2},
    ]
    home = house(Echeancier=steps)
    home = written(home, issued(home))
    note = credit(home, "FA-2026-0001", lines="1=100")
    assert note.lines.column("version") == [1]
    assert "100,00 € HT redeviennent à facturer" in note.odd[0].message.replace("\u00a0", " ")
    home = written(home, note)
    # 1 915,19 - (766,08 - 100,00)
    balance = issued(home)
    assert balance.invoice["total_cents"] == 124_911
    home = written(home, balance)
    assert quote_columns(home).column("to_invoice_cents") == [0, 0]


def test_credit_notes_of_more_than_their_invoice_are_named() -> None:
    home = of_lines(40_000, 25_000)
    home = written(home, credit(home, "FA-2026-0001", lines="2"))
    rows = records_of(home["Factures"])
    rows[1] |= {
        "total_cents": 70_000,
        "vat_cents": 14_000,
        "total_with_vat_cents": 84_000,
        "payable_cents": 84_000,
    }
    typed_over = home.with_rows("Factures", table_rows("Factures", rows))
    said = [problem.message.replace("\u00a0", " ") for problem in amount_damage(typed_over)]
    assert any(text.startswith("AV-2026-0001 reprend 50,00 € HT de plus que FA-2026-0001") for text in said)


def test_an_older_credit_note_that_names_no_line_leaves_its_invoice_to_be_credited_whole() -> None:
    home = of_lines(40_000, 25_000)
    home = written(home, credit(home, "FA-2026-0001", lines="2"))
    lines = [{**line, "credited_rank": None} for line in records_of(home["LignesFacture"])]
    home = home.with_rows("LignesFacture", table_rows("LignesFacture", lines))
    assert refused(home).startswith("AV-2026-0001 ne dit pas quelles lignes de FA-2026-0001 sont créditées")
