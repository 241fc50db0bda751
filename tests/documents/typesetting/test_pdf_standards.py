"""Every kind of paper is PDF/A-3a and PDF/UA-1, says a validator that finds the faults of others."""

from __future__ import annotations

import hashlib
import io
import re

import pikepdf
import pytest

from tests.documents.typesetting.extracted import words_of
from tests.documents.typesetting.papers import PAPERS, long_quote, pdfs
from tests.documents.typesetting.verapdf import faults_of

BROKEN = {"without metadata": "3a 6.6.2.1-1", "without language": "ua1 7.2-"}
# The first letters of the SHA-256 of each paper: another version of typst, or another template, is a decision.
FINGERPRINTS = {
    "quote": "145f28c60a94",
    "odd quote": "c719088992da",
    "change order": "db6ced493467",
    "plan": "edcbbfd79fde",
}


def broken(pdf: bytes) -> dict[str, bytes]:
    """The same PDF without its metadata, then without its language and its title."""
    made = {}
    for name in BROKEN:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            if name == "without metadata":
                del opened.Root.Metadata
            else:
                del opened.Root.Lang
            stream = io.BytesIO()
            opened.save(stream)
            made[name] = stream.getvalue()
    return made


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return pdfs()


@pytest.mark.slow
def test_every_paper_passes_and_a_broken_one_does_not(made, tmp_path):
    found = faults_of(made | broken(made["odd quote"]), tmp_path)
    assert not any(found[name] for name in PAPERS), found
    for name, rule in BROKEN.items():
        assert any(fault.startswith(rule) for fault in found[name]), found[name]


def test_the_papers_are_those_of_this_version_of_typst(made):
    assert {name: hashlib.sha256(pdf).hexdigest()[:12] for name, pdf in made.items()} == FINGERPRINTS


def test_a_quote_of_three_pages_repeats_its_headings_and_its_group_on_each(made):
    with pikepdf.open(io.BytesIO(made["quote"])) as pdf:
        assert len(pdf.pages) == 3
    words = words_of(made["quote"])
    assert words.count("Désignation Quantité Unité Prix unitaire HT Remise Montant HT") == 3
    assert words.count(" Son ") >= 2 and len(re.findall(r"Page \d/3", words)) == 3


def test_every_line_and_every_figure_of_a_quote_is_in_its_words(made):
    quote, words = long_quote(), words_of(made["quote"])
    for line in quote.lines:
        assert line.label in words
    assert words.count("3 086,40 €") == 75 and words.count("2 932,08 €") == 25
    assert "Bon pour accord" in words and "Remise globale 5 %" in words
