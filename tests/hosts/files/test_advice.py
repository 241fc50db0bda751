"""The sheets that technicians fill in: what is in them, where they go, and what is never written over."""

from __future__ import annotations

import io
import json
import stat
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl

from postprod_xl.documents.advice_form import AdviceForm, AskedLine
from postprod_xl.hosts.files.printing.forms import forms_beside, sheets_of, write_forms
from postprod_xl.hosts.runs.reporting import report_json
from postprod_xl.schema.vocabulary import Feasibility
from postprod_xl.workbook.draw.advice_form import advice_workbook
from postprod_xl.workbook.make.build import build
from tests.domain.offices import office, table_rows
from tests.masters import schema_findings

DAY = date(2026, 11, 23)
PEOPLE = [
    {"code": "T1", "last_name": "Aubry", "first_name": "Paule", "skills": "Chef monteur"},
    {"code": "T2", "last_name": "Aubry", "first_name": "Paule", "skills": "Mixeur"},
]
LABELS = [
    "=1+1",
    "<b>&amp;",
    "+33 6",
    "@nom",
    "-2",
    "'x",
    '=HYPERLINK("http://x")',
    "«\u00a0é »",
    "a\nb",
    "x" * 10_000,
]


def quoted(folder: Path, feasibility: str = "") -> Path:
    """An office that asks for an advice, whose group may read it."""
    path = folder / "bureau.xlsx"
    path.write_bytes(quoted_bytes(feasibility))
    path.chmod(0o640)
    return path


@cache
def quoted_bytes(feasibility: str) -> bytes:
    lines = [
        {"line": "P1-IMG-20", "item": "IMG-20", "label": "Montage"},
        {"line": "P1-SON-31", "item": "SON-31", "label": "Mixage"},
        {"line": "P1-LIV-10", "item": "LIV-10", "label": "PAD"},
    ]
    held = office(
        DAY,
        Projets=table_rows("Projets", [
            {"code": "P1", "title": "Le Film & Co", "director": "Inès", "type": "Documentaire", "client": "C1",
             "rushes_day": date(2026, 12, 7)},
            {"code": "P2", "title": "Film secret", "client": "C2"},
        ]),
        Clients=table_rows("Clients", [{"code": "C1", "name": "Client un"}, {"code": "C2", "name": "Client secret"}]),
        Versions=table_rows("Versions", [{"project": "P1", "version": 1, "status": "Brouillon"}]),
        Devis=table_rows("Devis", [
            {"project": "P1", "version": 1, "quantity": Decimal("2.5"), "unit_price_cents": 77_777,
             "unit_cost_cents": 55_555, "feasibility": feasibility, **line}
            for line in lines
        ]),
        Tarifs=table_rows("Tarifs", [
            {"item": "IMG-20", "unit": "jour", "unit_minutes": 480, "skill": "Chef monteur", "room_type": "Salle 1"},
            {"item": "SON-31", "unit": "jour", "unit_minutes": 480, "skill": "Mixeur"},
            {"item": "LIV-10", "unit": "unité"},
        ]),
        Equipe=table_rows("Equipe", PEOPLE),
    )  # fmt: skip
    return build({name: list(map(_record, rows)) for name, rows in held.tables.items()})


def _record(row):
    return dict(zip(row._fields[1:], row[1:], strict=True))


def form(*lines: AskedLine, **rest) -> AdviceForm:
    given = {
        "technician": "T1",
        "name": "Paule Aubry",
        "title": "Le Film",
        "facts": (("Réalisateur", "Inès"),),
    } | rest
    return AdviceForm(identifier="P1-V1-T1-0", project="P1", version=1, lines=lines, day=DAY, **given)


def asked(label: str) -> AskedLine:
    return AskedLine("P1-IMG-20", "IMG-20", label, Decimal("2.5"), "jour", Decimal("2.5"), "Salle 1", "abc")


def cells(content: bytes):
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Avis technique"]
    (table,) = sheet.tables.values()
    rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    return sheet, [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_each_technician_gets_the_lines_to_answer_and_nothing_of_the_rest(tmp_path: Path):
    path, folder = quoted(tmp_path), tmp_path / "fiches"
    before = path.read_bytes()
    report = write_forms(path, "advice", {"project": "P1"}, folder, DAY)
    assert report.status == 0 and path.read_bytes() == before
    names = ["P1 v1 - avis de T1 Paule Aubry.xlsx", "P1 v1 - avis de T2 Paule Aubry.xlsx"]
    assert sorted(one.name for one in folder.iterdir()) == names
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o640}
    sheet, (row,) = cells((folder / names[0]).read_bytes())
    assert {name: row[name] for name in ("Ligne", "Poste", "Libellé", "Quantité", "Unité", "Jours vendus")} == {
        "Ligne": "P1-IMG-20", "Poste": "IMG-20", "Libellé": "Montage", "Quantité": 2.5, "Unité": "jour",
        "Jours vendus": 2.5,
    }  # fmt: skip
    assert (row["Projet"], row["Version"], row["Type de salle"]) == ("P1", 1, "Salle 1")
    assert row["Formulaire"].startswith("P1-V1-T1-") and len(row["Empreinte"]) == 12
    texts = " ".join(str(cell) for cells in sheet.iter_rows(values_only=True) for cell in cells if cell)
    assert "Inès" in texts and "07/12/2026" in texts and "non connu : « Livraison PAD » est vide" in texts
    assert not [word for word in ("777", "555", "secret", "Client", "Mixage") if word in texts]
    assert not schema_findings(folder / names[0])


def test_what_a_technician_fills_in_is_unlocked_and_checked(tmp_path: Path):
    sheet, (row,) = cells(advice_workbook(form(asked("Montage"))))
    headings = ["Faisabilité", "Jours demandés", "Avis technique", "Validé par", "Validé le"]
    assert [row[heading] for heading in headings] == [None] * 5
    (table,) = sheet.tables.values()
    below = {cell.value: sheet.cell(cell.row + 1, cell.column) for cell in sheet[table.ref][0]}
    assert sheet.protection.sheet and {
        name for name, cell in below.items() if not cell.protection.locked
    } == {*headings}
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert lists == [f'"{",".join(Feasibility)}"']
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0
    assert sheet.print_area == "'Avis technique'!$A$1:$L$9" and sheet.print_title_rows == "$8:$8"


def test_a_text_that_a_person_typed_is_a_text(tmp_path: Path):
    facts = tuple((label, label) for label in LABELS)
    content = advice_workbook(form(*map(asked, LABELS), title=LABELS[-1], facts=facts))
    sheet, rows = cells(content)
    assert [row["Libellé"] for row in rows] == LABELS
    assert not [cell for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"]
    (tmp_path / "fiche.xlsx").write_bytes(content)
    assert not schema_findings(tmp_path / "fiche.xlsx")


def test_two_people_whose_names_make_one_file_name_have_two_sheets():
    codes = ["A/B", "A:B", "a/b", "é" * 200, "é" * 201]
    names = list(sheets_of([form(asked("x"), technician=code, name="N") for code in codes]))
    assert len({name.casefold() for name in names}) == len(codes)


def test_a_sheet_that_may_be_filled_in_is_not_written_over(tmp_path: Path):
    path, folder = quoted(tmp_path), tmp_path / "fiches"
    write_forms(path, "advice", {"project": "P1"}, folder, DAY)
    filled = folder / "P1 v1 - avis de T2 Paule Aubry.xlsx"
    filled.write_bytes(b"rempli")
    report = write_forms(path, "advice", {"project": "P1"}, folder, DAY)
    assert report.status == 3
    assert "cette fiche existe déjà, peut-être remplie" in report.summary and filled.read_bytes() == b"rempli"
    beside = [forms_beside([form(asked(label))], path)[0].name for label in ("x", "x", "y")]
    assert beside == [f"P1 - avis techniques 2026-11-23{number}" for number in ("", "", " (2)")]


def test_a_folder_that_cannot_be_one_is_refused_in_one_line(tmp_path: Path):
    path = quoted(tmp_path)
    (tmp_path / "un fichier").write_text("x")
    report = write_forms(path, "advice", {"project": "P1"}, tmp_path / "un fichier" / "dedans", DAY)
    assert report.status == 3 and "un fichier" in report.summary and "\n" not in report.summary


def test_nothing_is_written_when_no_advice_is_missing(tmp_path: Path):
    path, folder = quoted(tmp_path, feasibility="Faisable"), tmp_path / "fiches"
    report = write_forms(path, "advice", {"project": "P1"}, folder, DAY)
    assert report.status == 0 and not folder.exists()
    assert report.summary.endswith("aucun avis technique ne manque")
    (said,) = json.loads(report_json("advice", [report]))["files"]
    assert said["sheets"] == [] == said["asked"] and said["delay"]["missing_days"] is None
