"""What is kept of a share is read back as it was written, or refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.documents.sharing.manifest import (
    Manifest,
    SentColumn,
    SentRow,
    SentTable,
    UnreadableManifest,
    from_json,
)
from postprod_xl.schema.languages import Language
from postprod_xl.schema.versions import CURRENT
from postprod_xl.schema.vocabulary import Audience

PLANNING = SentTable(
    "Planning",
    "Planning",
    "Identifiant",
    (
        SentColumn("task", "Tâche"),
        SentColumn("", "Nom de la salle"),
        SentColumn("start_day", "Début"),
        SentColumn("late_days", "Retard (j)"),
        SentColumn("validation", "Validation", True),
        SentColumn("comment", "Commentaire", True),
    ),
    (
        SentRow(
            "Planning/P001-MON-10",
            ("P001-MON-10", "Montage 1", date(2026, 12, 10), Decimal("1.5"), "À valider", ""),
            (("comment", "Prévenir le mixeur"),),
        ),
        SentRow("Planning/P001-PAD", ("P001-PAD", "", None, None, "Validé", ""), closed=("validation",)),
    ),
)
MANIFEST = Manifest(
    "P001-PROD-003-M4TX",
    "Studio Lumière",
    "4f2a",
    "P001",
    Audience.PRODUCER,
    "",
    Language.FRENCH,
    date(2026, 11, 30),
    "copie.xlsx",
    "0" * 64,
    CURRENT,
    (PLANNING,),
)


def test_a_manifest_is_read_back_with_days_exact_decimals_and_what_may_be_answered():
    read = from_json(MANIFEST.to_json())
    assert read == MANIFEST
    [table] = read.tables
    first, second = table.rows
    assert table.shown(first)["start_day"] == date(2026, 12, 10)
    assert table.answerable(first) == ("validation", "comment") and table.answerable(second) == ("comment",)
    assert table.by_identifier["Planning/P001-PAD"] is second


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        MANIFEST.to_json()[:-40],
        replace(MANIFEST, tables=(replace(PLANNING, table="Essais"),)).to_json(),
        MANIFEST.to_json().replace('"start_day"', '"begin_day"'),
        MANIFEST.to_json().replace("2026-12-10", "2026-13-10"),
        MANIFEST.to_json().replace('"1.5"', '"x"'),
        MANIFEST.to_json().replace('"producteur"', '"voisin"'),
    ],
)
def test_a_damaged_manifest_is_refused(text: str):
    with pytest.raises(UnreadableManifest):
        from_json(text)
