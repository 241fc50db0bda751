"""The technical sheets on their tab: their rows, a page a project, what is blocking or lacking in red."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.documents.technique_sheet import (
    SheetDemand,
    SheetFinding,
    SheetObject,
    TechniqueSheet,
    TechniqueSheets,
)
from postprod_xl.schema.drawn_tabs import TECHNIQUE_SHEETS
from postprod_xl.workbook.draw.drawn_tabs import drawn_workbook
from postprod_xl.workbook.draw.page import FIRST_ROW
from tests.documents.typesetting.papers import DAY
from tests.engines.ooxml.building import assert_valid, opened

FOUND = SheetFinding(
    "Bloquant", "SON-03", "PAD", "Trop fort.", "Remixer.", "MAR (Léa Marin)", "MIXAGE, 1 j", is_blocking=True
)
SHEET = TechniqueSheet(
    "TERR", "Terres", DAY, "1 bloquant.", (("Durée", "52 min"),), (("Cadence timeline", "25 i/s"),),
    (("À compléter", "balayage"),),
    (SheetObject(("CAM-A", "Drone", "=XAVC", "4:2:2", "", "80 %"), (("À compléter", "gamma"),)),),
    (), (FOUND,), (replace(FOUND, rule="SON-05", waiver="Mme Roux", is_blocking=False),), ("Codec non compris",),
    (SheetDemand(("PAD",), "CST-RT-040", ("Cadence : 25 i/s", "Balayage : PsF")),),
)  # fmt: skip


def tab(*sheets: TechniqueSheet) -> Worksheet:
    drawn = drawn_workbook({TECHNIQUE_SHEETS: TechniqueSheets(DAY, ("1 projet.",), sheets)})
    return openpyxl.load_workbook(io.BytesIO(drawn))[TECHNIQUE_SHEETS.title]


def rows(sheet: Worksheet) -> list[list[object]]:
    written = sheet.iter_rows(min_row=FIRST_ROW + 1, values_only=True)
    return [kept for row in written if (kept := [value for value in row if value is not None])]


def test_a_sheet_is_written_part_by_part():
    assert rows(tab(SHEET)) == [
        ["TERR", "Terres"],
        ["Durée : 52 min"],
        ["1 bloquant."],
        ["Sources"],
        ["Source", "Rôle et appareil", "Image", "Couleur", "Son", "Part et copies"],
        ["CAM-A", "Drone", "=XAVC", "4:2:2", "80 %"],
        ["À compléter : gamma"],
        ["Flux"],
        ["Cadence timeline : 25 i/s"],
        ["À compléter : balayage"],
        ["Livrables"],
        ["Aucun livrable déclaré."],
        ["Ce qui ne va pas ensemble"],
        ["Gravité", "Règle", "Objet", "Constat et correction", "Qui consulter"],
        ["Bloquant", "SON-03", "PAD", "Trop fort.\nRemixer.\nTâche : MIXAGE, 1 j", "MAR (Léa Marin)"],
        ["Accepté par dérogation"],
        ["SON-05 PAD — Trop fort. Accepté : Mme Roux"],
        ["Ce qui n'a pas pu être évalué"],
        ["Codec non compris"],
        ["Ce que demandent les destinataires"],
        ["PAD — CST-RT-040"],
        ["Cadence : 25 i/s  ·  Balayage : PsF"],
        ["Fichiers lus"],
        ["Aucun fichier lu."],
    ]


def test_a_project_with_nothing_says_so_of_every_part_that_is_expected():
    bare = TechniqueSheet("X", "Vide", DAY, "Aucun constat ouvert.")
    told = [row[0] for row in rows(tab(bare))]
    assert "Aucune ligne du projet dans Flux." in told and "Aucune source déclarée." in told
    assert "Accepté par dérogation" not in told and "Ce que demandent les destinataires" not in told


def test_each_project_begins_a_page_and_one_that_fits_takes_no_other():
    sheet = tab(SHEET, replace(SHEET, project="LAC"), replace(SHEET, project="MER"))
    starts = [row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value in ("LAC", "MER")]
    assert [each.id + 1 for each in sheet.row_breaks.brk] == starts


def test_a_project_with_many_findings_goes_on_to_the_next_page_under_the_same_headings():
    sheet = tab(replace(SHEET, findings=(replace(FOUND, message="Trop fort. " * 40),) * 20))
    headings = [row for row in rows(sheet) if row[0] == "Gravité"]
    assert len(sheet.row_breaks.brk) == len(headings) - 1 >= 1


def test_what_blocks_and_what_lacks_are_red_and_what_only_warns_is_not():
    sheet = tab(replace(SHEET, findings=(FOUND, replace(FOUND, severity="Avertissement", is_blocking=False))))
    ink = {cell.value: cell.font.color.rgb for row in sheet.iter_rows() for cell in row if cell.value}
    assert ink["Bloquant"] == ink["À compléter : gamma"] == "FFC00000"
    assert ink["Avertissement"] != "FFC00000"


def test_the_tab_is_what_a_spreadsheet_accepts(tmp_path):
    drawn = drawn_workbook({TECHNIQUE_SHEETS: TechniqueSheets(DAY, ("",), (SHEET, SHEET))})
    assert_valid(opened(drawn), tmp_path)
