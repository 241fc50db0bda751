from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.documents.facturx.received import (
    DocumentAdjustment,
    ReceivedFile,
    TradeParty,
    TradeVat,
)
from postprod_xl.domain.purchases.received.checks import invoice_problems
from postprod_xl.domain.purchases.received.compared import compared_problems
from postprod_xl.domain.purchases.received.known import known_problems
from tests.domain.offices import office, table_rows
from tests.domain.purchases.invoices import SAMPLE, STANDARD, TODAY, line, totals

D = Decimal
TEXT = """Facture SD-117 du 12 novembre 2026
3 x 400,00 1 200,00
500,00
Total HT 1 700,00 TVA 340,00
Total TTC 2 040,00
FR76 3000 6000 0112 3456 7890 189"""


def found(**changed: Any) -> list[str]:
    return [problem.line for problem in invoice_problems(replace(SAMPLE, **changed), TODAY)]


def said_of(**changed: Any) -> str:
    lines = found(**changed)
    assert lines, "nothing was found"
    return " | ".join(lines)


def test_an_invoice_that_holds_together_raises_nothing():
    assert found() == []


def test_a_discount_and_two_rates_add_up():
    # 4 800 + 3 450 + 1 780 + 617.50 = 10 647.50, less 532.38 = 10 115.12 ; × 20 % = 2 023.024
    lines = tuple(
        line(str(n), "1", price, price) for n, price in enumerate(("4800.00", "3450.00", "1780.00", "617.50"))
    )
    discount = DocumentAdjustment(False, D("-532.38"), "Remise 5 %", "S", STANDARD)
    assert (
        found(
            lines=lines,
            adjustments=(discount,),
            vat=(TradeVat("S", STANDARD, D("10115.12"), D("2023.02")),),
            totals=totals("10115.12", "2023.02", "12138.14", lines=D("10647.50"), allowances=D("532.38")),
        )
        == []
    )
    two = (line("1", "1", "100.00", "100.00"), line("2", "1", "50.00", "50.00", D("0.055")))
    shares = (TradeVat("S", STANDARD, D(100), D(20)), TradeVat("S", D("0.055"), D(50), D("2.75")))
    assert found(lines=two, vat=shares, totals=totals("150.00", "22.75", "172.75")) == []


def test_three_lines_of_33_33_bear_20_euros_of_tax():
    lines = tuple(line(str(n), "1", "33.33", "33.33") for n in range(3))
    shares = (TradeVat("S", STANDARD, D("99.99"), D("20.00")),)
    assert found(lines=lines, vat=shares, totals=totals("99.99", "20.00", "119.99")) == []
    # Rounded line by line, 6.67 × 3 = 20.01: looked at, not refused.
    shares = (TradeVat("S", STANDARD, D("99.99"), D("20.01")),)
    problems = invoice_problems(
        replace(SAMPLE, lines=lines, vat=shares, totals=totals("99.99", "20.01", "120.00")), TODAY
    )
    assert [problem.is_blocking for problem in problems] == [False]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"lines": (line("1", "3", "400.00", "1300.00"), line("2", "1", "500.00", "400.00"))},
            "ligne 1, « Ligne 1 »",
        ),
        ({"lines": (line("1", "-3", "-400.00", "1200.00"), SAMPLE.lines[1])}, "ligne 1 : prix négatif"),
        ({"lines": SAMPLE.lines[:1]}, "total des lignes (BT-106) : 1 700,00 € dans le XML, 1 200,00 €"),
        ({"lines": ()}, "aucune ligne"),
        ({"totals": totals("1700.00", "340.00", "9999.00")}, "9 999,00 € dans le XML, 2 040,00 €"),
        ({"totals": totals("1700.00", "300.00", "2000.00")}, "TVA (BT-110) : 300,00 € dans le XML, 340,00 €"),
        ({"totals": totals("1700.00", "340.00", "2040.00", payable=D(40))}, "net à payer (BT-115)"),
        ({"totals": totals("1700.00", "340.00", "2040.00", allowances=D(5))}, "total des remises (BT-107)"),
        ({"totals": replace(SAMPLE.totals, with_tax=None)}, "le XML n'a pas de total TTC"),
        ({"totals": totals("1700.001", "340.00", "2040.001")}, "deux décimales"),
        (
            {"vat": (TradeVat("S", STANDARD, D(1700), D(300)),)},
            "300,00 € dans le XML, 340,00 € d'après sa base",
        ),
        ({"vat": (TradeVat("S", D("0.10"), D(1700), D(170)),)}, "base de TVA 10 % (BT-116)"),
        ({"vat": (TradeVat("S", D("0.196"), D(1700), D("333.20")),)}, "aucun taux français"),
        ({"vat": (TradeVat("QQ", STANDARD, D(1700), D(340)),)}, "code de TVA « QQ » inconnu"),
        ({"vat": (TradeVat("E", STANDARD, D(1700), D(340)),)}, "l'un contredit l'autre"),
        ({"vat": (TradeVat("AE", D(0), D(1700), D(0)),)}, "autoliquidation sans les deux numéros"),
        ({"type_code": "999"}, "le type de document « 999 »"),
        (
            {"type_code": "381", "totals": totals("-1700.00", "-340.00", "-2040.00")},
            "avoir dont le total est négatif",
        ),
        ({"currency": "USD"}, "facture en USD"),
        ({"seller": TradeParty("Docks", "732829321")}, "SIREN du vendeur « 732829321 »"),
        (
            {"seller": TradeParty("Docks", "552100554", "", "FR44732829320")},
            "ce n'est pas celui du SIREN 552100554",
        ),
        ({"seller": TradeParty("Docks")}, "le vendeur n'a pas de SIREN"),
        ({"buyer": TradeParty("")}, "le client n'a pas de nom"),
        ({"ibans": ("FR7630006000011234567890180",)}, "IBAN « FR7630006000011234567890180 »"),
        ({"due_day": date(2026, 11, 1)}, "échéance du 01/11/2026, avant la facture"),
        ({"day": date(2026, 12, 1)}, "après aujourd'hui"),
        ({"period": (date(2026, 11, 30), date(2026, 11, 1))}, "finit avant de commencer"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_hold_is_named(changed: dict[str, Any], words: str):
    assert words in said_of(**changed)


def test_a_charge_taken_back_is_a_charge():
    # 1 700 € of lines, a charge of 100 € and one of -100 €
    charges = tuple(DocumentAdjustment(True, D(amount), "Port", "S", STANDARD) for amount in (100, -100))
    assert found(adjustments=charges) == []
    assert "total des frais (BT-108)" in said_of(adjustments=charges[:1])


def test_an_account_that_is_no_iban_is_looked_at_and_an_iban_with_a_wrong_key_refused():
    blocks = [
        [problem.is_blocking for problem in invoice_problems(replace(SAMPLE, ibans=(account,)), TODAY)]
        for account in ("44421800", "FR7630006000011234567890180")
    ]
    assert blocks == [[False], [True]]


def test_a_line_that_is_not_its_quantity_times_its_price_is_looked_at():
    lines = (line("1", "3", "410.00", "1200.00"), SAMPLE.lines[1])
    (problem,) = invoice_problems(replace(SAMPLE, lines=lines), TODAY)
    assert not problem.is_blocking and "1 230,00 € d'après sa quantité et son prix" in problem.message


def test_a_price_printed_rounded_does_not_make_its_line_wrong():
    # 7.5 h at 66.67, which stands for 66.6667: 500.00 € and not 500.03 €
    lines = (line("1", "7.5", "66.67", "500.00"), line("2", "3", "400.00", "1200.00"))
    assert found(lines=lines) == []


def test_a_deposit_may_be_due_before_its_day_and_a_minimum_profile_says_only_totals():
    assert found(type_code="386", due_day=date(2026, 11, 1)) == []
    bare = totals("1700.00", "340.00", "2040.00", lines=None, payable=D(1040))
    assert found(profile="minimum", lines=(), vat=(), totals=bare) == []


def compared(text: str, **changed: Any) -> list[str]:
    return [problem.message for problem in compared_problems(replace(SAMPLE, **changed), text)]


def test_a_pdf_that_says_what_its_xml_says_raises_nothing():
    assert compared(TEXT) == []
    assert compared(TEXT.replace("2 040,00", "2\u202f040,00").replace("1 700,00", "1.700,00")) == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("2 040,00", "2 400,00", "total TTC"),
        ("2 040,00", "040,00", "total TTC"),
        ("2 040,00", "12 040,00", "total TTC"),
        ("1 700,00", "1 701,00", "total HT"),
        ("SD-117", "SD-118", "le numéro du XML"),
        ("FR76 3000 6000 0112 3456 7890 189", "FR14 2004 1010 0505 0001 3M02 606", "demande de payer sur"),
        ("12 novembre", "13 novembre", "la date du XML"),
        ("TVA 340,00", "TVA 430,00", "tout ce que dit le XML : la TVA"),
    ],
)
def test_a_pdf_altered_since_is_named(before: str, after: str, words: str):
    assert words in " | ".join(compared(TEXT.replace(before, after)))


def test_a_page_without_text_is_compared_with_nothing_and_said_so():
    (said,) = compared("logo")
    assert "ne se lit pas" in said


def file(**changed: Any) -> ReceivedFile:
    return ReceivedFile(replace(SAMPLE, **changed), b"", "factur-x.xml", TEXT, "ab" * 32)


def ledger(**row: Any):
    held = {"number": "SD-117", "total_with_vat_cents": 204_000, **row}
    return office(TODAY, {"company_siren": "732 829 320"}, Factures=table_rows("Factures", [held]))


@pytest.mark.parametrize(
    ("row", "words", "blocks"),
    [
        ({"fingerprint": "AB" * 32}, "c'est le document émis", False),
        ({"fingerprint": "cd" * 32}, "ce fichier n'est pas celui qui a été émis", True),
        ({}, "pas d'empreinte", False),
        ({"number": "SD-118"}, "que le registre Factures n'a pas", True),
        ({"fingerprint": "ab" * 32, "total_with_vat_cents": 204_001}, "dans le registre", True),
    ],
)
def test_an_invoice_of_the_house_is_compared_with_its_ledger(row: dict[str, Any], words: str, blocks: bool):
    problems = known_problems(ledger(**row), file())
    assert words in problems[-1].message and any(problem.is_blocking for problem in problems) is blocks


def test_a_file_received_before_is_named_with_its_purchase():
    held = table_rows("Achats", [{"purchase": "HA-7", "fingerprint": "ab" * 32}])
    (problem,) = known_problems(office(TODAY, Achats=held), file())
    assert "achat HA-7" in problem.message
