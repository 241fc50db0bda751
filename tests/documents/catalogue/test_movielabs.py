"""Rows of MovieLabs avails: each check of theirs refuses the row that fails it, and no other."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

from postprod_xl.documents.catalogue.movielabs import COLUMNS, MovielabsAvails, row_faults
from postprod_xl.documents.catalogue.movielabs_csv import movielabs_csv
from postprod_xl.workbook.draw.catalogue.movielabs import movielabs_workbook
from tests.masters import schema_findings

DAY = date(2026, 11, 30)
EIDR = "7EC7-228A-510A-053E-CBB8-J"
SVOD = {
    "Territory": "FR",
    "WorkType": "Movie",
    "EntryType": "Full Extract",
    "TitleInternalAlias": "La Crue",
    "LicenseType": "SVOD",
    "FormatProfile": "HD",
    "Start": date(2027, 1, 1),
    "End": date(2027, 12, 31),
    "ContentID": f"md:cid:eidr-s:{EIDR}",
    "ALID": f"md:alid:eidr-s:{EIDR}",
}
EST = {**SVOD, "LicenseType": "EST", "PriceType": "Tier", "PriceValue": 4}
WSP = {**EST, "PriceType": "WSP", "PriceValue": "9.99", "PriceCurrency": "EUR"}
PREORDER = {**EST, "LicenseType": "POEST", "SuppressionLiftDate": DAY}


def faults(row, **cells):
    return [*row_faults({**row, **cells})]


def without(row, name):
    return {column: cell for column, cell in row.items() if column != name}


@pytest.mark.parametrize(
    "row",
    [
        SVOD,
        EST,
        WSP,
        PREORDER,
        {**WSP, "PriceType": "TPR-WSP"},
        {**SVOD, "AssetLanguage": "fr,en"},
        {**EST, "AssetLanguage": "fr"},
        {**EST, "Start": "Immediate", "End": "Open"},
        {**SVOD, "Start": DAY, "End": DAY},
        {**SVOD, "ALID": "md:alid:isan:0000-0000-D07A-0090-Q-0000-0000-X"},
        {**SVOD, "ALID": "md:alid:org:studio:CRUE"},
    ],
)
def test_a_right_row_has_nothing_against_it(row):
    assert faults(row) == []


@pytest.mark.parametrize("name", [*SVOD])
def test_every_required_column_is_named_when_it_is_empty(name):
    assert faults(without(SVOD, name))[0] == f"{name} manque"
    assert faults(SVOD, **{name: ""})[0] == f"{name} manque"


@pytest.mark.parametrize("name", ["PriceType", "PriceValue"])
def test_a_licence_that_is_not_svod_needs_a_price(name):
    assert faults(without(EST, name)) == [f"{name} manque"]


@pytest.mark.parametrize(
    ("row", "cells", "said"),
    [
        (
            SVOD,
            {"LicenseType": "AVOD", "PriceType": "Tier", "PriceValue": 1},
            "LicenseType : « AVOD » n'est pas du vocabulaire, attendu : EST, VOD, SVOD, POEST, Pre-Release, Library",
        ),
        (
            SVOD,
            {"WorkType": "Episode"},
            "WorkType : « Episode » n'est pas du vocabulaire, attendu : Movie, Short",
        ),
        (SVOD, {"Territory": "UK"}, "Territory : « UK » n'est pas un code ISO 3166-1 à deux lettres"),
        (
            SVOD,
            {"Start": "TBD"},
            "Start : « TBD » n'est ni un jour ni une condition, attendu : Open, Immediate, ESTStart, EST, Broadcast, "
            "Completed, Theatrical",
        ),
        (SVOD, {"End": date(2026, 12, 31)}, "End : 2026-12-31 est avant Start, 2027-01-01"),
        (
            PREORDER,
            {"SuppressionLiftDate": ""},
            "SuppressionLiftDate : un jour est attendu d'une licence POEST",
        ),
        (
            EST,
            {"SpecialPreOrderFulfillDate": DAY},
            "SpecialPreOrderFulfillDate : admis d'une licence POEST seulement",
        ),
        (
            EST,
            {"PriceType": "SRP"},
            "PriceType : « SRP » n'est pas un prix, attendu : Tier, Category, LicenseFee, WSP, DMRP, SMRP",
        ),
        (WSP, {"PriceValue": "9,99"}, "PriceValue : un montant est attendu d'un prix WSP, comme 9.99"),
        (WSP, {"PriceCurrency": ""}, "PriceCurrency : trois lettres sont attendues d'un prix WSP, comme EUR"),
        (
            EST,
            {"AssetLanguage": "fr, en"},
            "AssetLanguage : une seule langue est admise hors SVOD, trouvé fr, en",
        ),
        (
            SVOD,
            {"ALID": f"md:cid:eidr-s:{EIDR}"},
            f"ALID : « md:cid:eidr-s:{EIDR} » n'a pas la forme md:alid:système:identifiant",
        ),
        (SVOD, {"ContentID": "CRUE"}, "ContentID : « CRUE » n'a pas la forme md:cid:système:identifiant"),
        (
            SVOD,
            {"ContentID": "md:cid:eidr-s:10.5240/7EC7"},
            "ContentID : « 10.5240/7EC7 » n'est pas un identifiant eidr-s",
        ),
    ],
)
def test_each_check_refuses_the_row_that_fails_it(row, cells, said):
    assert faults(row, **cells) == [said]


def test_the_columns_are_those_of_the_template():
    assert len(COLUMNS) == 78
    assert COLUMNS[:4] == (
        ("Avail", "DisplayName"),
        ("Avail", "Licensee"),
        ("AvailTrans", "AssetLanguage"),
        ("AvailTrans", "Territory"),
    )
    assert COLUMNS[43] == ("Avail", "ALID") and COLUMNS[-1] == ("AvailAsset", "PackageLabel")


def test_a_workbook_of_avails_has_three_heading_rows_then_days_that_are_days(tmp_path):
    path = tmp_path / "avails.xlsx"
    path.write_bytes(movielabs_workbook(MovielabsAvails(DAY, (SVOD, WSP))))
    assert schema_findings(path) == []
    (sheet,) = openpyxl.load_workbook(path).worksheets
    rows = [*sheet.iter_rows(values_only=True)]
    assert sheet.title == "Movies" and len(rows) == 5
    assert (*zip(rows[0], rows[1], strict=True),) == COLUMNS
    # The third row is no avail: its ALID is a comment.
    assert rows[2][0] == 1.9 and rows[2][43] == "//REQ" and rows[2][1] == "//Opt"
    named = dict(zip(rows[1], rows[3], strict=True))
    assert (
        named["Start"] == datetime(2027, 1, 1) and named["Territory"] == "FR" and named["PriceType"] is None
    )


def test_a_csv_file_of_avails_has_the_same_rows():
    data = movielabs_csv(MovielabsAvails(DAY, ({**SVOD, "TitleInternalAlias": "=Crue, la"},))).decode()
    rows = [*csv.reader(io.StringIO(data))]
    assert (*zip(rows[0], rows[1], strict=True),) == COLUMNS
    named = dict(zip(rows[1], rows[3], strict=True))
    assert named["Start"] == "2027-01-01" and named["TitleInternalAlias"] == "'=Crue, la"
