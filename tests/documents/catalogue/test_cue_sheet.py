"""A cue sheet on paper and as CSV: what it says, to be completed where it must, in its columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postprod_xl.documents.catalogue.cue_sheet import Cue, CueSheet, duration_text, headings
from postprod_xl.documents.catalogue.cue_sheet_csv import cue_sheet_csv
from postprod_xl.documents.papers.cue_sheet import cue_sheet_paper
from postprod_xl.documents.typesetting.engine import set_paper
from tests.documents.typesetting.extracted import covering, words_of
from tests.documents.typesetting.papers import DAY, HOUSE, cue_sheet

CUE = Cue(1, "10:00:12:05", 205, "=Crue", "Ana Sol", isrc="FR-Z03-98-00212")
SHEET = CueSheet("CRUE", "", "La Crue", DAY, "Studio des Quais", (("Titre", "La Crue"),), (CUE,))


@pytest.mark.parametrize(("seconds", "said"), [(59, "00:00:59"), (60, "00:01:00"), (360_000, "100:00:00")])
def test_a_duration_is_read_as_a_clock(seconds, said):
    assert duration_text(seconds) == said


def test_the_total_is_the_sum_of_the_durations():
    # 205 × 3 = 615 s
    assert replace(SHEET, cues=(CUE,) * 3).total == "00:10:15"


def test_nothing_of_a_long_sheet_covers_the_next_column():
    assert [*covering(set_paper(cue_sheet_paper(cue_sheet()), HOUSE).pdf)] == []


def test_a_sheet_prints_its_total_and_what_is_to_be_completed():
    words = words_of(set_paper(cue_sheet_paper(cue_sheet(2)), HOUSE).pdf)
    assert "à compléter" in words.replace("\xa0", " ").replace("\n", " ")
    assert "Durée totale" in words.replace("\xa0", " ")


def test_a_csv_file_has_a_line_a_cue_and_computes_nothing():
    data = cue_sheet_csv(SHEET).decode("utf-8-sig")
    heading, line = data.splitlines()
    assert heading.split(";") == ["Œuvre", "Version", *headings()]
    assert line.split(";")[:7] == ["CRUE", "", "1", "10:00:12:05", "00:03:25", "'=Crue", "Ana Sol"]


def test_a_heading_says_what_its_column_holds():
    assert headings()[2:5] == ("Durée", "Titre", "Compositeurs")
