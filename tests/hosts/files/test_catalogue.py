"""What leaves the catalogue of a workbook, in a file of the kind asked for; the workbook is only read."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.catalogue import write_extract
from postprod_xl.schema.catalogue_vocabulary import WorkType
from postprod_xl.workbook.make.build import build
from tests.documents.typesetting.extracted import words_of
from tests.domain.catalogue.avails.offices import STARTING, sale, term
from tests.domain.catalogue.cues.scores import DAY, WHOLE
from tests.masters import schema_findings

WORK = {"work": "CRUE", "title": "La Crue", "type": WorkType.FILM, "minutes": 90}
CUES = [
    {**WHOLE, "rank": 1, "timecode": "10:00:12:05", "duration_seconds": 205, "isrc": "FRZ039800212"},
    {
        **WHOLE,
        "rank": 2,
        "title": "=Final",
        "composers": "",
        "timecode": "11:20:00:00",
        "iswc": "T-034.524.680-2",
    },
]
ASKED = {"work": "CRUE", "version": ""}


@pytest.fixture(scope="module")
def master(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("catalogue") / "bureau.xlsx"
    path.write_bytes(build({"Oeuvres": [WORK], "RelevesMusicaux": CUES}))
    return path


def cuesheet(master: Path, output: Path, **asked: str):
    return write_extract(master, "cuesheet", DAY, {**ASKED, **asked}, output)


def test_a_cue_sheet_is_a_workbook_of_values_that_a_spreadsheet_opens(master, tmp_path):
    before, output = master.read_bytes(), tmp_path / "releve.xlsx"
    report = cuesheet(master, output)
    assert report.status == 0, report.problems
    assert master.read_bytes() == before
    assert schema_findings(output) == []
    (sheet,) = openpyxl.load_workbook(output).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (header,) = (at for at, row in enumerate(rows) if row[0] == "Ordre")
    assert rows[header + 1][:5] == [1, "10:00:12:05", timedelta(seconds=205), "La montée des eaux", "Ana Sol"]
    assert rows[header + 2][:5] == [2, "11:20:00:00", "à compléter", "=Final", "à compléter"]
    assert rows[header + 3][3] == "non connue (durée à compléter : 2) ; les autres : 00:03:25"
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_what_is_missing_or_wrong_is_said_by_rank_and_keeps_nothing_from_being_written(master, tmp_path):
    report = cuesheet(master, tmp_path / "releve.csv")
    assert report.notes == [
        "Relevés musicaux, rang 2 : compositeurs à compléter",
        "Relevés musicaux, rang 2 : durée utilisée à compléter",
        "Relevés musicaux, rang 2 — ISWC : « T-034.524.680-2 » : le chiffre de contrôle est 2, attendu 1 avec ces "
        "chiffres",
    ]
    assert report.summary.startswith(
        "Relevé musical CRUE, 2 musiques, durée totale non connue (durée à compléter : 2) ; les autres : 00:03:25, "
        "écrit : "
    )


def test_a_cue_sheet_is_a_csv_file_whose_texts_are_never_computed(master, tmp_path):
    cuesheet(master, tmp_path / "releve.csv")
    with (tmp_path / "releve.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.reader(file, delimiter=";")]
    assert [row[2:6] for row in rows[1:]] == [
        ["1", "10:00:12:05", "00:03:25", "La montée des eaux"],
        ["2", "11:20:00:00", "à compléter", "'=Final"],
    ]
    assert rows[1][12] == "FR-Z03-98-00212"


def test_a_cue_sheet_is_a_paper(master, tmp_path):
    report = cuesheet(master, tmp_path / "releve.pdf")
    assert report.status == 0, report.problems
    words = words_of((tmp_path / "releve.pdf").read_bytes())
    assert "Relevé musical CRUE" in words and "00:03:25" in words


def test_a_work_that_does_not_exist_makes_no_file(master, tmp_path):
    report = cuesheet(master, tmp_path / "releve.xlsx", work="CRUES")
    assert (report.status, [problem.message for problem in report.problems]) == (
        1,
        ["l'œuvre « CRUES » n'existe pas ; vouliez-vous dire « CRUE » ?"],
    )
    assert not (tmp_path / "releve.xlsx").exists()


def test_a_kind_of_file_that_nothing_makes_is_refused(master, tmp_path):
    report = cuesheet(master, tmp_path / "releve.docx")
    assert report.status == 3
    assert report.summary == (
        "releve.docx — le nom du fichier finit par .pdf, .xlsx ou .csv : donnez-en un autre."
    )


def test_a_file_that_is_there_already_is_never_written_over(master, tmp_path):
    output = tmp_path / "releve.csv"
    output.write_text("à moi")
    assert cuesheet(master, output).status == 3
    assert output.read_text() == "à moi"


RIGHTS = {
    "Oeuvres": [{**WORK, "type": WorkType.TV_FILM, "eidr": "10.5240/7EC7-228A-510A-053E-CBB8-J"}],
    "Clients": [{"code": "NORD", "name": "Studio Nord"}],
    **{name: STARTING[name] for name in ("Mandats", "TermesMandat")},
    "Ventes": [{**sale("V1"), "price": 54_321}],
    "TermesVente": [term("V1", date(2027, 3, 1), date(2027, 5, 31))],
}
QUESTION = ["--media", "SVOD", "--territory", "FR", "--from", "2027-01-01", "--to", "2027-12-31"]


@pytest.fixture(scope="module")
def rights(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("droits") / "bureau.xlsx"
    path.write_bytes(build(RIGHTS))
    return path


def run(*arguments: object) -> int:
    return status_of([*map(str, arguments), "--today", DAY.isoformat()])


def test_the_list_of_a_buyer_is_a_printable_workbook_without_price_contract_or_client(rights, tmp_path):
    output = tmp_path / "liste.xlsx"
    assert run("avails", rights, "--list", output, *QUESTION) == 0
    assert schema_findings(output) == []
    (sheet,) = openpyxl.load_workbook(output).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (header,) = (at for at, row in enumerate(rows) if row[0] == "Titre")
    assert rows[header][:3] == ["Titre", "Type", "Durée (min)"]
    assert [row[3:] for row in rows[header + 1 :]] == [
        ["SVOD", "France", datetime(2027, 1, 1), datetime(2027, 2, 28)],
        ["SVOD", "France", datetime(2027, 6, 1), datetime(2027, 12, 31)],
    ]
    texts = " ".join(str(value) for row in rows for value in row)
    assert not [name for name in ("V1", "M1", "NORD", "Nord", "54321") if name in texts]
    assert sheet.page_setup.fitToHeight == 0 and sheet.page_setup.orientation == "landscape"
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_the_rows_of_a_platform_are_a_workbook_or_a_csv_file(rights, tmp_path, capsys):
    output = tmp_path / "avails.xlsx"
    assert run("avails", rights, "--movielabs", output, "--format", "hd", *QUESTION) == 0
    assert schema_findings(output) == []
    (sheet,) = openpyxl.load_workbook(output).worksheets
    assert len([*sheet.iter_rows()]) == 3 + 2
    assert run("avails", rights, "--movielabs", tmp_path / "avails.csv", "--format", "HD", *QUESTION) == 0
    assert len((tmp_path / "avails.csv").read_text("utf-8").splitlines()) == 3 + 2
    assert "avails MovieLabs : 2 lignes, 1 œuvre sur 1, écrit : " in capsys.readouterr().out


def test_rows_that_a_sheet_cannot_hold_are_refused_as_a_workbook_and_not_lost(rights, tmp_path, monkeypatch):
    monkeypatch.setattr("postprod_xl.hosts.files.catalogue._MOST_ROWS", 1)
    asked = ["--format", "HD", *QUESTION]
    assert run("avails", rights, "--movielabs", tmp_path / "avails.xlsx", *asked) == 3
    assert not (tmp_path / "avails.xlsx").exists()
    assert run("avails", rights, "--movielabs", tmp_path / "avails.csv", *asked) == 0


def test_a_list_that_would_be_empty_is_not_written_and_says_why(rights, tmp_path, capsys):
    output = tmp_path / "liste.xlsx"
    days = ["--media", "SVOD", "--territory", "FR", "--from", "2027-03-01", "--to", "2027-05-31"]
    assert run("avails", rights, "--list", output, *days) == 1
    said = capsys.readouterr()
    assert "rien n'est listé, non libre : vendu à Studio Nord" in said.out + said.err
    assert not output.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--list", "a.xlsx", "--movielabs", "b.xlsx"], "--list et --movielabs ne vont pas ensemble"),
        (["--list", "a.xlsx", "--format", "HD"], "--format et --price ne vont qu'avec --movielabs"),
        (["--price", "EST=Tier:1"], "--format et --price ne vont qu'avec --movielabs"),
    ],
)
def test_options_that_do_not_go_together_are_refused(rights, capsys, options, said):
    assert run("avails", rights, *options) == 2
    assert said in capsys.readouterr().err


def test_a_list_for_a_buyer_is_a_workbook_and_nothing_else(rights, tmp_path):
    for name in ("liste.pdf", "liste.csv"):
        report = write_extract(rights, "avails", DAY, {"form": "liste"}, tmp_path / name)
        assert report.summary == f"{name} — le nom du fichier finit par .xlsx : donnez-en un autre."


def test_a_question_of_one_work_needs_a_work_and_days(rights, capsys):
    assert run("avails", rights, "--media", "SVOD", "--territory", "FR") == 2
    said = capsys.readouterr()
    assert "--work, --media, --territory, --from et --to : de quelle œuvre" in said.out + said.err
