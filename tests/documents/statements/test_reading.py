"""Bank statements read from the files of banks."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest

from postprod_xl.documents.statements.reading import read_statement
from postprod_xl.documents.statements.statement import UnreadableStatement
from tests.documents.statements.files import CSV, IBAN, OFX, camt, detail, entry


def test_a_csv_of_a_french_bank_has_its_account_above_its_headings_and_two_columns_of_amounts():
    lines = read_statement(CSV.encode("cp1252")).lines
    assert [(line.day.day, line.cents, line.label) for line in lines] == [
        (23, 120_000, "VIR SEPA LA CRUE FA 2026 0001"),
        (24, -95_050, "LOYER"),
        (24, 6_000, "CHQ 12"),
        (24, 6_000, "CHQ 12"),
    ]
    assert {line.account for line in lines} == {IBAN}
    assert [line.mark for line in lines[2:]] == ["2026-11-24 60.00 CHQ 12", "2026-11-24 60.00 CHQ 12 #2"]


def test_a_csv_with_one_column_of_amounts_and_a_currency_is_read_in_utf_8_too():
    text = "Date;Libellé;Montant;Devise\n2026-11-23;VIR;-1 200,00;USD\n23/11/26;VIR;+12,5;EUR\n"
    lines = read_statement(text.encode()).lines
    assert [(line.cents, line.currency) for line in lines] == [(-120_000, "USD"), (1_250, "EUR")]


def test_a_csv_row_is_one_line_whatever_stands_in_its_label():
    text = 'Date;Libellé;Montant\n23/11/2026;VIR\u2028FA-1\x0bA;10,00\n24/11/2026;"VIR\nFA-2";20,00\n'
    lines = read_statement(text.encode()).lines
    assert [(line.label, line.cents) for line in lines] == [("VIR FA-1 A", 1_000), ("VIR FA-2", 2_000)]


def test_a_csv_row_without_its_day_or_its_amount_is_said_to_be_left_out():
    text = "Date;Libellé;Montant\n23/11/2026;VIR A\n24/11/2026;VIR B;20,00\n\n;;1,00\n"
    found = read_statement(text.encode())
    assert [line.label for line in found.lines] == ["VIR B"]
    assert found.left_out == ("lignes du fichier sans date ou sans montant, laissées : 2, 5",)


def test_an_ofx_says_its_account_and_the_reference_of_each_line():
    first, second = read_statement(OFX.encode("cp1252")).lines
    assert first == (
        "F77", date(2026, 11, 23), 120_000, "VIR LA CRUE FA-2026-0001 & solde", "", "EUR", "300010079412345678901",
    )  # fmt: skip
    assert second.cents == -95_050


def test_the_amount_of_a_camt_line_is_that_of_the_account_not_the_one_that_the_payer_ordered():
    (line,) = read_statement(camt(entry("1200.00", detail("FA-2026-0001")))).lines
    assert (line.cents, line.currency, line.payer) == (120_000, "EUR", "La Crue SAS")
    assert (line.mark, line.account, line.label) == ("R1", IBAN, "FA-2026-0001")


def test_the_payments_of_one_camt_entry_are_told_apart_where_they_add_up_to_it():
    whole = entry("1500.00", detail("FA-1", "1200.00") + detail("FA-2", "300.00"))
    parts = [(line.mark, line.cents) for line in read_statement(camt(whole)).lines]
    assert parts == [("R1/1", 120_000), ("R1/2", 30_000)]
    odd = entry("1500.00", detail("FA-1", "1200.00") + detail("FA-2", "299.00"))
    assert [(line.cents, line.label) for line in read_statement(camt(odd)).lines] == [(150_000, "FA-1 FA-2")]


def test_a_camt_debit_is_negative_and_an_entry_that_waits_is_left_out():
    waiting = entry("5.00", "", status="PDNG", reference="R2")
    found = read_statement(camt(entry("10.00", "", sign="DBIT"), waiting))
    assert [line.cents for line in found.lines] == [-1_000]
    assert found.left_out == ("lignes que la banque n'a pas encore comptabilisées, laissées : 1",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "ce CSV n'a pas une ligne d'en-têtes"),
        (b"%PDF-1.7", "c'est un PDF"),
        (b"PK\3\4", "c'est un classeur ou une archive"),
        (b"<a/>", "n'est pas un relevé CAMT.053"),
        (b"<a", "le XML est mal formé"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "fichier suspect"),
        (b"<OFX><CCSTMTRS></CCSTMTRS></OFX>", "ne contient pas de relevé de compte"),
        (OFX.replace("1200.00", "douze").encode(), "« douze » n'est pas un montant de relevé OFX"),
        (OFX.replace("1200.00", "12.005").encode(), "« 12.005 » n'est pas un montant de relevé OFX"),
        (OFX.replace("20261123120000", "20261399").encode(), "n'est pas une date de relevé OFX"),
        (camt(), "aucune opération"),
        (camt(entry("1,2.3", "")), "n'est pas un montant de relevé CAMT.053"),
        (camt(entry("1.00", "", sign="X")), "au crédit ou au débit"),
        (
            CSV.replace("24/11/2026;24", "31/13/2026;24").encode("cp1252"),
            "ligne 6 du relevé : « 31/13/2026 »",
        ),
        (CSV.replace("60,00", "soixante").encode("cp1252"), "ligne 7 du relevé : « soixante »"),
        (CSV.replace("CHQ 12", "C" * 200_000).encode("cp1252"), "ligne 7 du relevé : trouvé « champ de"),
        (CSV.replace('0001"', "0001").encode("cp1252"), "ligne 5 du relevé : trouvé « guillemet mal fermé »"),
        (CSV.replace("-950,50;", "-950,50;12,00").encode("cp1252"), "attendu : l'un des deux"),
        (OFX.replace("</STMTTRN>", "", 1).encode(), "n'est pas fermée"),
        (camt(entry("1.00", "")).replace(b"2026-11-23", b"2026-13-23"), "n'est pas une date de relevé CAMT"),
        (b"<a>\0</a>", "le XML est mal formé"),
    ],
)
def test_what_is_no_statement_is_refused_in_one_line(data: bytes, said: str):
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(data)
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_a_cut_file_is_read_or_refused():
    for whole in (CSV.encode("cp1252"), OFX.encode("cp1252"), camt(entry("1.00", detail("x")))):
        for end in range(0, len(whole), 7):
            with suppress(UnreadableStatement):
                assert read_statement(whole[:end]).lines
