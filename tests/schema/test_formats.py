"""Identifiers that a spreadsheet has eaten, or that are not what they should be, are named while checking."""

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.schema.cells.formats import (
    COUNTRY,
    DEPARTMENT,
    EMAIL,
    IBAN,
    INVOICE_NUMBERS,
    OBJECT_NUMBER,
    PAYROLL_ID,
    PHONE,
    POSTCODE,
    RASTER,
    SIREN,
    SIRET,
    TIMECODE,
    VAT_NUMBER,
)
from postprod_xl.schema.kinds import typed_csv
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import RawTable, typed_rows
from postprod_xl.schema.vocabulary import Severity
from tests.schema.test_validate import raw

CLIENTS, TEAM, PROJECTS = BY_NAME["Clients"], BY_NAME["Equipe"], BY_NAME["Projets"]


def messages(table, **columns):
    _, problems = typed_rows(table, raw(table, **columns))
    assert all(problem.severity in (Severity.WARNING, Severity.INFO) for problem in problems)
    return [(problem.heading, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("format", "right", "wrong"),
    [
        (SIREN, ["732829320", "732 829 320"], ["732829321", "abc", "73282932", "٧32829320"]),
        (SIRET, ["73282932000074", "732 829 320 00074"], ["73282932000075", "732829320"]),
        (VAT_NUMBER, ["FR44732829320", "BE0999012304", "CHE-107.787.577 TVA"], ["FR45732829320", "44732829320", "?"]),
        (IBAN, ["FR76 3000 1007 9412 3456 7890 185"], ["FR76 3000 1007 9412 3456 7890 186", "30001007"]),
        (INVOICE_NUMBERS, ["FA-2026-0047 ; AV-2026-0003", "FA-2026-10000"], ["47", "FA-2026-47", "FA-2026-0000"]),
        (POSTCODE, ["34200", "01000", "97133", "20137"], ["3420", "342000", "Sète", "34 200"]),
        (COUNTRY, ["FR", "be"], ["France", "XX", "FRA"]),
        (DEPARTMENT, ["75", "1", "01", "2A", "974"], ["Alsace", "99", "75000"]),
        (EMAIL, ["compta@mole.fr", "a.b+c@x-y.co.uk"], ["x@", "x@y", "compta mole.fr", "a@b.fr;c@d.fr", "a@b..fr"]),
        (PHONE, ["04 91 57 10 01", "+32 2 555 12 12", "0033491571001"], ["491571001", "12", "poste 12"]),
        (PAYROLL_ID, ["M0001", "000123", "7"], ["1234567", "M 01"]),
        (OBJECT_NUMBER, ["26LA45678037"], ["12345678900", "1,2E+10"]),
        (
            TIMECODE,
            ["10:00:00:00", "9:59:30:00", "01:00:00;02", "25:00:00:00", "00:00:00:119"],
            ["10:00:00", "10:60:00:00", "10:00:60:00", "10:00;00:00", "00:00:01,500", "10:00:00:0"],
        ),
        (
            RASTER,
            ["1920×1080", "1920x1080", "1920 X 1080", "1920*1080", "3840 × 2160 px"],
            ["1920", "HD", "1920×", "0×1080", "1920-1080", "192000×1080"],
        ),
    ],
)  # fmt: skip
def test_an_identifier_is_told_from_what_is_none(format, right, wrong):
    assert [text for text in right if format.complaint(text)] == []
    assert [text for text in wrong if not format.complaint(text)] == []


def test_zeros_that_a_spreadsheet_ate_are_given_back():
    assert messages(CLIENTS, code=["MOLE"], postcode=[1000.0], siren=[5520101.0]) == [
        ("Code postal", "« 1000 » a perdu un zéro de tête dans le tableur : écrivez 01000, au format Texte"),
        ("SIREN", "« 5520101 » a perdu 2 zéros de tête dans le tableur : écrivez 005520101, au format Texte"),
    ]
    [(_, message)] = messages(TEAM, code=["T1"], phone=[491571001.0])
    assert "écrivez 0491571001" in message


def test_digits_that_a_spreadsheet_ate_are_said():
    [(heading, message)] = messages(CLIENTS, code=["MOLE"], siret=["7,32829E+13"])
    assert heading == "SIRET" and "notation scientifique" in message
    [(heading, message)] = messages(PROJECTS, code=["P1"], purchase_order=["1,23457E+15"])
    assert heading == "N° commande" and "notation scientifique" in message
    [(heading, message)] = messages(PROJECTS, code=["P1"], purchase_order=[1234567890123460.0])
    assert message.startswith("« 1234567890123460 » est un nombre dont le tableur n'a gardé que 15 chiffres")


def test_a_code_that_became_a_date_is_said():
    [(heading, message)] = messages(PROJECTS, code=[date(2026, 12, 3)], title=[date(2026, 12, 3)])
    assert heading == "Code" and message.startswith(
        "« 03/12/2026 » est un code que le tableur a pris pour une date"
    )


def test_identifiers_of_france_are_not_expected_of_a_foreign_client():
    assert messages(CLIENTS, code=["MEUSE"], country=["be"], postcode=[4000.0], siren=["0999.012.304"]) == []
    [(heading, _)] = messages(CLIENTS, code=["MEUSE"], country=["BE"], vat_number=["BE0999012305"])
    assert heading == "N° TVA"


def test_a_country_is_read_in_any_case():
    rows, _ = typed_rows(CLIENTS, raw(CLIENTS, code=["A", "B"], country=["fr", "France"]))
    assert rows.column("country") == ["FR", "France"]


def test_numbers_of_two_companies_are_told():
    numbers = {"siren": ["552100554"], "siret": ["73282932000074"], "vat_number": ["FR44732829320"]}
    assert messages(CLIENTS, code=["A"], **numbers) == [
        ("SIRET", "« 73282932000074 » n'est pas le numéro de l'entreprise 552100554, son SIREN"),
        ("N° TVA", "« FR44732829320 » n'est pas le numéro de l'entreprise 552100554, son SIREN"),
    ]


def test_an_object_number_of_another_length_is_told_without_alarm():
    _, [problem] = typed_rows(PROJECTS, raw(PROJECTS, code=["P1"], object_number=["12345678900"]))
    assert problem.severity is Severity.INFO and "12 caractères" in problem.message


def test_a_code_that_lacks_the_zeros_of_its_neighbours_is_said():
    [(heading, message)] = messages(TEAM, code=["T1", "T2", "T3"], payroll_id=["000123", 124.0, "M7"])
    assert (
        heading == "Matricule"
        and message.startswith("« 124 » a perdu les zéros de tête")
        and "000124" in message
    )


def test_a_percentage_that_lost_its_sign_is_asked_about_in_a_csv():
    versions = BY_NAME["Versions"]
    cells = raw(versions, project=["P1"] * 3, version=["1", "2", "3"], discount_rate=["0,3", "30", "0.3 %"])
    rows, [problem] = typed_rows(versions, cells, typed_csv)
    assert rows.column("discount_rate") == [Decimal("0.003"), Decimal("0.3"), Decimal("0.003")]
    assert problem.message == "« 0,3 » se lit 0,3 % ; pour 30 %, écrivez 30 %"


def test_a_month_that_became_a_date_is_that_month():
    pay = BY_NAME["Paie"]
    cells = RawTable("Paie", [5, 6], {"Mois": [date(2026, 11, 1), "2026-12"], "Contrat": ["C1", "C1"]})
    rows, problems = typed_rows(pay, cells)
    assert rows.column("month") == ["2026-11", "2026-12"]
    assert "Mois" not in {problem.heading for problem in problems}


@pytest.mark.parametrize("text", ["1920x1080", "1920 X 1080", "1920*1080", "1920 × 1080", "1920×1080 px"])
def test_a_raster_has_one_spelling_that_rules_compare(text: str):
    assert RASTER.canonical(text) == "1920×1080"


def test_what_is_no_raster_is_kept_as_typed():
    assert RASTER.canonical("HD") == "HD"
