"""What stands of an invoice: its amounts and its lines, less whole and partial credit notes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from postprod_xl.domain.invoicing.billing.lines import standing_lines
from postprod_xl.domain.invoicing.credits.standing import standings
from postprod_xl.domain.invoicing.receivables import receivables, unpaid_invoices
from postprod_xl.domain.invoicing.register.ledger import deposits_left, entries, invoiced_steps, standing
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.lines import invoiced_by_line
from tests.domain.invoicing.houses import TODAY, credit, house, issued, written
from tests.domain.offices import records_of, table_rows


def invoiced_house(documents: int = 2) -> Office:
    """The deposit FA-2026-0001 (574,56 €), then the situation FA-2026-0002 of 40 % (766,08 €)."""
    home = house()
    for _ in range(documents):
        home = written(home, issued(home))
    return home


def credited(home: Office, origin: str, cents: int, **line: Any) -> Office:
    """The office once AV-2026-0001 credits some cents of the line of rank 1 of an invoice, at 20 %."""
    row = {
        "number": "AV-2026-0001",
        "type": "Avoir",
        "day": TODAY,
        "project": "P001",
        "client": "PRO",
        "subject": f"Avoir sur {origin}",
        "origin": origin,
        "total_cents": cents,
        "vat_cents": cents // 5,
        "total_with_vat_cents": cents * 6 // 5,
        "deposits_cents": 0,
        "payable_cents": cents * 6 // 5,
    }
    detail = {
        "invoice": "AV-2026-0001",
        "rank": 1,
        "label": "Montage",
        "quantity": Decimal(1),
        "unit_price_cents": cents,
        "vat_rate": Decimal("0.2"),
        "amount_cents": cents,
        "credited_rank": 1,
        **line,
    }
    home = home.with_rows("Factures", table_rows("Factures", [*records_of(home["Factures"]), row]))
    lines = [*records_of(home["LignesFacture"]), detail]
    return home.with_rows("LignesFacture", table_rows("LignesFacture", lines))


def test_a_partial_credit_note_lowers_the_invoice_and_annuls_nothing() -> None:
    home = credited(invoiced_house(), "FA-2026-0002", 10_000, line="L1")
    # 766,08 - 100,00; VAT 153,22 - 20,00
    assert standings(home)["FA-2026-0002"] == (66_608, 13_322, 79_930, 0, 79_930, ("AV-2026-0001",))
    assert not standings(home)["FA-2026-0002"].is_annulled
    assert [entry.number for entry in standing(entries(home))] == ["FA-2026-0001", "FA-2026-0002"]
    assert invoiced_steps(home) == {5: "FA-2026-0001", 6: "FA-2026-0002"}
    assert invoiced_by_line(home)["L1"] == 30_000


def test_a_whole_credit_note_leaves_nothing_of_its_invoice() -> None:
    home = invoiced_house(3)
    home = written(home, credit(home, "FA-2026-0003"))
    stands = standings(home)["FA-2026-0003"]
    assert stands.is_annulled and stands == (0, 0, 0, 0, 0, ("AV-2026-0001",))


def test_an_invoice_credited_in_part_owes_what_stands_of_it_less_what_was_paid_and_not_refunded() -> None:
    home = credited(invoiced_house(), "FA-2026-0002", 10_000)
    # 919,30 - 120,00
    assert unpaid_invoices(home)[1].cents == 79_930

    def owed(paid: int, refunded: int) -> list[int]:
        paid_cents = [None, paid, refunded]
        after = home.with_rows("Factures", home["Factures"].with_columns({"paid_cents": paid_cents}))
        return [unpaid.cents for unpaid in unpaid_invoices(after)][1:]

    assert owed(50_000, 0) == [29_930]
    assert owed(91_930, 0) == []
    assert owed(91_930, 12_000) == []
    assert owed(91_930, 20_000) == [8_000]


def test_what_stands_of_a_deposit_is_what_the_balance_deducts() -> None:
    home = credited(invoiced_house(1), "FA-2026-0001", 10_000)
    # 689,47 - 120,00
    [deposit] = deposits_left(entries(home), "P001")
    assert (deposit.number, deposit.amount_cents) == ("FA-2026-0001", 56_947)
    balance = issued(home, rank=3).invoice
    assert balance["deposits_cents"] == 56_947
    # 1 915,19: deposits are billed once
    assert receivables(written(home, issued(home, rank=3))).invoiced["P001"] == 191_519


def test_the_balance_bills_again_what_a_credit_note_gave_back_of_a_situation() -> None:
    home = credited(invoiced_house(), "FA-2026-0002", 10_000, line="L1")
    assert [
        (line.line, line.amount_cents)
        for line in standing_lines(home, {"FA-2026-0002"})["FA-2026-0002"].values()
    ][:2] == [("L1", 30_000), ("L2", 36_000)]
    balance = issued(home, rank=3)
    # 1 915,19 - 666,08
    assert balance.invoice["total_cents"] == 124_911
    printed = balance.document.lines[-1]
    assert printed.label == "Situation déjà facturée : FA-2026-0002 du 23/11/2026, AV-2026-0001 déduit"


def test_a_line_credited_whole_is_no_longer_taken_back() -> None:
    home = credited(invoiced_house(), "FA-2026-0002", 40_000, line="L1")
    assert 1 not in standing_lines(home, {"FA-2026-0002"})["FA-2026-0002"]
