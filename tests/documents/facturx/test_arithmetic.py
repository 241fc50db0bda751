"""What our own checks see of an invoice before its XML: the schema of Factur-X and its writer see none of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.documents.facturx.arithmetic import faults
from postprod_xl.documents.facturx.xml import invoice_xml
from postprod_xl.documents.invoice import InvoiceDocument, VatShare
from tests.documents.facturx.invoices import (
    BALANCE,
    CREDIT,
    DAY,
    DEPOSIT,
    FOUR_LINES,
    GUIANA,
    INVOICES,
    REVERSE_CHARGE,
    SELLER,
)


@pytest.mark.parametrize("name", INVOICES)
def test_nothing_is_wrong_in_an_invoice_of_the_house(name: str) -> None:
    assert faults(INVOICES[name]) == []


def test_the_total_of_four_lines_less_a_discount_is_the_one_by_hand() -> None:
    invoice = INVOICES["by hand"]
    assert (invoice.total_cents, invoice.vat_cents, invoice.total_with_vat_cents) == (
        1_011_512,
        202_302,
        1_213_814,
    )
    assert b"TaxBasisTotalAmount>10115.12<" in invoice_xml(invoice)


def test_the_vat_of_three_thirds_is_that_of_their_sum() -> None:
    # 3 x 33,33 = 99,99; 20 % = 19,998: 20,00, where three lines at 6,67 would make 20,01.
    assert INVOICES["thirds"].vat_cents == 2_000


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(BALANCE, number="F" * 36), "son numéro a 36 caractères, 35 au plus"),
        (replace(BALANCE, number="FA 2026"), "son numéro « FA 2026 » a d'autres signes"),
        (replace(BALANCE, number=""), "elle n'a pas de numéro"),
        (replace(BALANCE, day=date(1926, 11, 23)), "sa date du 23/11/1926 n'est pas entre 2000 et 2099"),
        (replace(BALANCE, due_day=date(2026, 11, 22)), "son échéance du 22/11/2026 est avant sa date"),
        (replace(BALANCE, service_days=(DAY, date(2026, 11, 1))), "sa période commence le 23/11/2026"),
        (replace(BALANCE, type_code="999"), "son type « 999 » n'est pas l'un de 380, 381, 386, 503"),
        (replace(BALANCE, process="Z1"), "son cadre de facturation « Z1 »"),
        (replace(DEPOSIT, process="S4"), "un acompte ne peut pas être une facture finale"),
        (replace(CREDIT, origin_day=None), "c'est un avoir sans le numéro et la date"),
        (replace(CREDIT, origin_day=date(2026, 11, 24)), "la facture d'origine est du 24/11/2026"),
        (replace(BALANCE, lines=(), vat=()), "elle n'a aucune ligne"),
        (
            replace(BALANCE, lines=(replace(FOUR_LINES[0], amount_cents=480_001), *FOUR_LINES[1:])),
            "la ligne « Montage » porte 4800,01 €, et sa quantité à son prix, remise déduite, donne 4800,00 €",
        ),
        (replace(BALANCE, vat=(VatShare(Decimal("0.2"), 1_011_511, 202_302),)), "la base à 20 % est 10115,11 €"),
        (replace(BALANCE, vat=(VatShare(Decimal("0.2"), 1_011_512, 202_303),)), "la TVA à 20 % est 2023,03 €"),
        (replace(BALANCE, vat=(VatShare(Decimal("0.1"), 1_011_512, 101_151),)), "les taux de sa TVA"),
        (replace(BALANCE, vat_category="QQ"), "sa catégorie de TVA « QQ »"),
        (replace(GUIANA, vat_reason=""), "une ligne est sans TVA, et rien ne dit pourquoi"),
        (
            replace(REVERSE_CHARGE, buyer=replace(REVERSE_CHARGE.buyer, vat_number="")),
            "le client n'a pas de numéro de TVA",
        ),
        (replace(BALANCE, seller=replace(SELLER, siren="à compléter")), "le SIREN de la maison"),
        (replace(BALANCE, seller=replace(SELLER, siret="55210055400013")), "le SIRET 55210055400013"),
        (replace(BALANCE, buyer=replace(BALANCE.buyer, name="")), "le client n'a pas de nom"),
        (replace(BALANCE, mentions=BALANCE.mentions[1:]), "la mention de les pénalités"),
        (replace(BALANCE, mentions=BALANCE.mentions * 2), "(AAB) y est 2 fois, et non une"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_named(wrong: InvoiceDocument, said: str) -> None:
    assert any(said in fault for fault in faults(wrong)), faults(wrong)


def test_the_schema_sees_no_forged_total() -> None:
    forged = replace(BALANCE, vat=(VatShare(Decimal("0.2"), 1_011_512, 999_900),))
    assert b"GrandTotalAmount>20114.12<" in invoice_xml(forged)
    assert faults(forged)
