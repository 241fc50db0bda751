"""Every kind of paper is PDF/A-3a and PDF/UA-1, says a validator that finds the faults of others."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace

import pikepdf
import pytest

from postprod_xl.documents.papers.quote import quote_paper
from postprod_xl.documents.quote import LineGroup
from postprod_xl.documents.typesetting.engine import set_paper
from tests.documents.typesetting.extracted import words_of
from tests.documents.typesetting.papers import HOUSE, INVOICE, KINDS, long_quote, pdfs
from tests.documents.typesetting.verapdf import faults_of

BROKEN = {"without metadata": "3a 6.6.2.1-1", "without language": "ua1 7.2-"}
# What is undone of an invoice whose XML is attached as it should be, and the rule that sees it.
DAMAGED = {"without relationship": "3a 6.8-", "two bags of schemas": "3a 6.6.2."}
# The first letters of the SHA-256 of each paper: another version of typst, or another template, is a decision.
FINGERPRINTS = {
    "quote": "a27eb1b552d2",
    "odd quote": "0416d3eba49d",
    "change order": "0b986dc9c8ee",
    "plan": "e571afae5b01",
    "call sheets": "0fc17151efba",
    "service sheets": "eb2dd20a2424",
    "service board": "c02ab30c34f6",
    "statement": "72c0518f3eae",
    "reminder": "6d014cd97eb6",
    "cost report": "f9531f6496f0",
    "pay sheet": "2b0b537adc9c",
    "project copy": "6d6add4bb8b2",
    "cue sheet": "9f0e252b8216",
    "royalty statement": "b55aa0064cb2",
    "draft royalty statement": "6b7b8c8b3b4d",
    "technique sheet": "a91286ded4e9",
    "bare technique sheet": "fe559a205016",
    "invoice": "913a0d435d8d",
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


def damaged(pdf: bytes) -> dict[str, bytes]:
    """The same invoice, its XML attached as nothing in particular, then its metadata with two lists of schemas."""
    made = {}
    for name in DAMAGED:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            if name == "without relationship":
                del opened.Root.AF[0].AFRelationship
            else:
                said = opened.Root.Metadata.read_bytes()
                start, end = said.index(b"<pdfaExtension:schemas>"), said.index(b"</pdfaExtension:schemas>")
                bag = said[start : end + len(b"</pdfaExtension:schemas>")]
                opened.Root.Metadata.write(said.replace(bag, bag * 2))
            stream = io.BytesIO()
            opened.save(stream)
            made[name] = stream.getvalue()
    return made


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return pdfs()


@pytest.mark.slow
def test_every_paper_passes_and_a_broken_one_does_not(made, tmp_path):
    found = faults_of(made | broken(made["odd quote"]) | damaged(made[INVOICE]), tmp_path)
    assert not any(found[name] for name in KINDS), found
    for name, rule in (BROKEN | DAMAGED).items():
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


@pytest.mark.parametrize("lines", [34, 35])
def test_the_total_of_a_group_is_on_the_page_of_its_last_line(lines):
    quote = long_quote(lines)
    words = words_of(
        set_paper(quote_paper(replace(quote, groups=(LineGroup("Image", quote.lines),))), HOUSE).pdf
    )
    assert words.count("Désignation") == 2 and "Image Total Image" not in words


def test_what_is_signed_is_on_the_page_of_its_totals():
    # The totals of 24 lines fit on the first page, the frame to sign does not.
    pages = words_of(set_paper(quote_paper(long_quote(24)), HOUSE).pdf).split("Page 1/2")
    assert "Total TTC" in pages[1] and "Bon pour accord" in pages[1]


def test_conditions_of_many_short_lines_are_all_printed():
    quote = replace(long_quote(24), conditions=tuple(f"Art. {at}." for at in range(100)))
    words = words_of(set_paper(quote_paper(quote), HOUSE).pdf)
    assert "Art. 99." in words and words.index("Art. 99.") < words.index("Page 3/3")


def test_a_word_longer_than_its_column_is_printed_whole():
    quote = long_quote(1)
    line = replace(quote.lines[0], label="§" * 5000)
    pdf = set_paper(quote_paper(replace(quote, groups=(LineGroup("Image", (line,)),))), HOUSE).pdf
    assert words_of(pdf).count("§") == 5000


def test_the_stamp_of_a_draft_is_a_word_and_no_letter_of_it_is_between_lines(made):
    words = words_of(made["quote"])
    assert words.count("BROUILLON") == 3 and not re.search(r"\b(N|LO|IL|OU|BR)\b", words)
