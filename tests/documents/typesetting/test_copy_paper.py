"""The copy of a project on paper: a table too wide for a sheet goes on in another, under the same first column."""

from __future__ import annotations

import pytest

from postprod_xl.documents.papers.project_copy import project_copy_paper
from postprod_xl.documents.sharing.copy import SharedColumn, SharedCopy, SharedTable
from postprod_xl.documents.typesetting.engine import set_paper
from postprod_xl.schema.languages import Language
from postprod_xl.schema.tables.technique import DELIVERABLES
from postprod_xl.schema.vocabulary import Audience
from tests.documents.typesetting.extracted import covering, words_of
from tests.documents.typesetting.papers import DAY, HOUSE

TOLD = {
    "deliverable": "PAD-FTV",
    "type": "PAD HD",
    "standard": "CST-RT-040",
    "recipient": "France Télévisions",
    "raster": "1920×1080",
    "frame_rate": "25",
    "scan": "Progressif",
    "codec": "XDCAM HD422 50",
    "container": "MXF AS-10",
    "colour_space": "Rec.709",
    "audio_layout": "5.1 + stéréo",
    "mix": "Mixage TV",
    "first_timecode": "10:00:00:00",
    "subtitle_format": "EBU STL",
    "specification": "Cahier des charges PAD",
    "specification_version": "2026",
    "state": "Fabriqué",
    "measured_duration": "00:52:00:00",
}


def printed(names: list[str], language: Language = Language.FRENCH) -> bytes:
    columns = tuple(
        SharedColumn(DELIVERABLES.by_name[name], DELIVERABLES.heading(name), (TOLD[name],)) for name in names
    )
    table = SharedTable(DELIVERABLES, "Livrables", columns, ("L/1",), ((),), ((),), "Ce qui est livré")
    copy = SharedCopy(
        "P1",
        "La Crue",
        Audience.LABORATORY,
        "",
        "Studio des Quais",
        ("au 30/11/2026",),
        (table,),
        DAY,
        language,
    )
    return set_paper(project_copy_paper(copy), HOUSE).pdf


def test_a_table_too_wide_for_a_sheet_goes_on_under_its_first_column():
    pdf = printed([*TOLD])
    words = words_of(pdf)
    assert [*covering(pdf)] == []
    assert words.count("Livrables (suite)") == words.count("PAD-FTV") - 1 == 1
    assert words.count("Ce qui est livré") == 1
    assert all(text in words for text in TOLD.values())


def test_a_table_that_a_sheet_holds_is_one():
    words = words_of(printed([*TOLD][:10]))
    assert "suite" not in words and words.count("PAD-FTV") == 1


@pytest.mark.parametrize(("language", "said"), [(Language.FRENCH, "suite"), (Language.ENGLISH, "continued")])
def test_what_goes_on_is_said_in_the_language_of_the_copy(language: Language, said: str):
    assert f"Livrables ({said})" in words_of(printed([*TOLD], language))
