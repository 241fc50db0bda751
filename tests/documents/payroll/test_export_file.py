"""The files of pay, read back as a payroll software does."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

from postprod_xl.documents.payroll.export import ExportedItem, PayExport, PayForm
from postprod_xl.documents.payroll.export_file import export_bytes

# 9.3333 h at 7.0975 € (28.39 € and 25 %), and an item whose rate nobody knows.
PREMIUM = ExportedItem(
    "M0001", date(2026, 11, 2), date(2026, 11, 6), "0125", Decimal("9.3333"), Decimal("709.75"), 6624
)
UNKNOWN = replace(PREMIUM, code="MD", base=Decimal(8), rate_cents=None, amount_cents=None)


def rows(export: PayExport, encoding: str = "utf-8") -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(export_bytes(export).decode(encoding), newline=""), delimiter=";")]


def test_the_neutral_file_has_the_documented_columns_and_decimal_commas() -> None:
    assert rows(PayExport(PayForm.NEUTRAL, "2026-11", (PREMIUM, UNKNOWN))) == [
        {
            "matricule": "M0001",
            "date_debut": "02/11/2026",
            "date_fin": "06/11/2026",
            "code_rubrique": "0125",
            "base": "9,3333",
            "taux": "7,0975",
            "montant": "66,24",
        },
        {
            "matricule": "M0001",
            "date_debut": "02/11/2026",
            "date_fin": "06/11/2026",
            "code_rubrique": "MD",
            "base": "8,00",
            "taux": "",
            "montant": "",
        },
    ]


def test_the_file_of_spaiectacle_names_the_year_the_person_and_the_first_day_of_each_item() -> None:
    assert rows(PayExport(PayForm.SPAIECTACLE, "2026-11", (PREMIUM,)), "utf-8-sig") == [
        {
            "Exercice": "2026",
            "Matricule": "M0001",
            "Date début": "02/11/2026",
            "Code rubrique": "0125",
            "Base": "9,3333",
            "Taux": "7,0975",
            "Montant": "66,24",
        }
    ]


def test_a_code_that_a_spreadsheet_would_compute_is_shown_unless_the_file_is_raw() -> None:
    export = PayExport(PayForm.NEUTRAL, "2026-11", (replace(PREMIUM, code="=1+1"),))
    assert [rows(each)[0]["code_rubrique"] for each in (export, replace(export, is_raw=True))] == [
        "'=1+1",
        "=1+1",
    ]


def test_an_amount_taken_back_is_negative_and_remains_a_number() -> None:
    taken_back = replace(PREMIUM, base=Decimal("-1.5"), amount_cents=-5)
    assert [*rows(PayExport(PayForm.NEUTRAL, "2026-11", (taken_back,)))[0].values()][4:] == [
        "-1,50",
        "7,0975",
        "-0,05",
    ]
