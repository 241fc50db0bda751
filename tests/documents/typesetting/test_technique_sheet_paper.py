"""The technical sheet on paper: codes of people and names of files, as long as they come, stay in their columns."""

from __future__ import annotations

from postprod_xl.documents.papers.technique_sheet import technique_sheet_paper
from postprod_xl.documents.technique_sheet import SheetFinding, SheetObject, TechniqueSheet
from postprod_xl.documents.typesetting.engine import set_paper
from tests.documents.typesetting.extracted import covering, words_of
from tests.documents.typesetting.papers import DAY, HOUSE

CODE, WITHOUT_SIGN = "SETE-MONTAGE_PAROLES", "ARCHIVESDELATELEVISION"
RECIPIENT = "FRANCETELEVISIONS_NATIONALES"
FILE = "MER_PAD-FTV_v2_20261130_FINAL_MIXDEF_STEREO51.mxf"
RULE = "PRO-FRANCE_TELEVISIONS-loudness_lufs"
LONG = TechniqueSheet(
    "MER", "La Mer", DAY, "1 bloquant.",
    sources=(SheetObject((WITHOUT_SIGN, "Archives", "1920×1080 · 25 i/s", "Rec.709", "son direct", "2 copies")),),
    deliverables=(SheetObject((CODE, f"PAD HD · {RECIPIENT}", "1920×1080", "5.1", "SME : oui", "à livrer")),),
    findings=(SheetFinding("Avertissement", RULE, CODE, "Le master est en 1440×1080.", "Réencoder.", "MAR"),),
    files=((WITHOUT_SIGN, FILE, "Fichier média", "30/11/2026", "aucun défaut"),),
)  # fmt: skip


def test_no_code_recipient_or_file_name_covers_the_next_column():
    pdf = set_paper(technique_sheet_paper(LONG), HOUSE).pdf
    assert [*covering(pdf)] == []


def test_a_code_is_cut_after_its_signs_and_a_rate_keeps_its_unit():
    words = words_of(set_paper(technique_sheet_paper(LONG), HOUSE).pdf)
    assert "SETE-MONTAGE_" in words and "25 i/s" in words
