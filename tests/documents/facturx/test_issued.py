"""The one file of an issued invoice: a PDF that people read, the XML inside, and the same figures in both."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from lxml import etree

from postprod_xl.documents.facturx import issued as module
from postprod_xl.documents.facturx.issued import IssuedPaper, checked, invoice_pdf
from postprod_xl.documents.facturx.rules import FAILED, NOT_RUN, Objection
from postprod_xl.documents.typesetting.refusal import PaperRefused
from tests.documents.facturx.invoices import BALANCE, INVOICES, REVERSE_CHARGE
from tests.documents.typesetting.extracted import words_in_order, words_of
from tests.documents.typesetting.papers import HOUSE

# What a program reads and a person need not: codes of lists, of which the paper has the words.
CODED = {
    "GuidelineSpecifiedDocumentContextParameter", "SubjectCode", "DueDateTypeCode", "InvoiceCurrencyCode", "Indicator",
    "CategoryCode", "ReasonCode", "ExemptionReasonCode", "CountryID", "LineID",
}  # fmt: skip


@pytest.fixture(scope="module")
def issued() -> dict[str, IssuedPaper]:
    return {name: invoice_pdf(invoice, HOUSE) for name, invoice in INVOICES.items()}


def test_the_xml_is_attached_once_as_the_alternative_of_the_pages(issued: dict[str, IssuedPaper]) -> None:
    paper = issued["balance"]
    with pikepdf.open(io.BytesIO(paper.pdf)) as pdf:
        assert list(pdf.attachments) == ["factur-x.xml"]
        [attachment] = pdf.Root.AF
        assert attachment.AFRelationship == "/Alternative" and attachment.EF.F.Subtype == "/text/xml"
        assert pdf.attachments["factur-x.xml"].get_file().read_bytes() == paper.xml
        metadata = pdf.Root.Metadata.read_bytes().decode()
    assert metadata.count("<pdfaExtension:schemas>") == 1
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in metadata


def test_the_same_invoice_gives_the_same_bytes(issued: dict[str, IssuedPaper]) -> None:
    assert invoice_pdf(BALANCE, HOUSE) == issued["balance"]


def objection(*rules: str, flag: str = "") -> list[list[Objection]]:
    return [[Objection.of({"id": rule, "flag": flag, "text": "le total"}) for rule in rules]]


def test_an_invoice_that_the_official_rules_refuse_is_not_issued(issued, monkeypatch) -> None:
    monkeypatch.setattr(module, "can_run", lambda: True)
    monkeypatch.setattr(module, "objections", lambda xmls, french: objection("BR-CO-15"))
    with pytest.raises(PaperRefused, match="FA-2026-0002 n'est pas une facture .* règle BR-CO-15 : le total"):
        checked(issued["balance"], BALANCE)


def test_what_the_official_rules_only_remark_is_said(issued, monkeypatch) -> None:
    monkeypatch.setattr(module, "can_run", lambda: True)
    monkeypatch.setattr(module, "objections", lambda xmls, french: objection("BR-X", flag="warning"))
    assert checked(issued["balance"], BALANCE).remarks == ("règle BR-X : le total",)


def test_the_rules_of_france_are_for_a_french_client(issued, monkeypatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(module, "can_run", lambda: True)
    monkeypatch.setattr(module, "objections", lambda xmls, french: asked.append(french) or objection())
    checked(issued["balance"], BALANCE)
    checked(issued["reverse charge"], REVERSE_CHARGE)
    assert asked == [True, False]


@pytest.mark.parametrize("installed", [False, True])
def test_rules_that_are_not_installed_or_that_fail_are_said_and_approve_nothing(
    issued, monkeypatch, installed: bool
) -> None:
    def failing(xmls: object, french: bool) -> None:
        raise RuntimeError

    monkeypatch.setattr(module, "can_run", lambda: installed)
    monkeypatch.setattr(module, "objections", failing)
    paper = checked(issued["balance"], BALANCE)
    assert paper.remarks == (FAILED if installed else NOT_RUN,) and paper.pdf == issued["balance"].pdf


def test_an_invoice_that_does_not_hold_is_not_set() -> None:
    with pytest.raises(PaperRefused, match="FA-2026-0002 : elle n'a aucune ligne"):
        invoice_pdf(replace(BALANCE, lines=(), vat=()), HOUSE)


def test_a_draft_has_no_number_no_xml_and_says_what_it_is() -> None:
    paper = invoice_pdf(replace(BALANCE, number=""), HOUSE)
    words = words_of(paper.pdf)
    assert paper.xml == b"" and "BROUILLON" in words and "FA-2026-0002" not in words
    with pikepdf.open(io.BytesIO(paper.pdf)) as pdf:
        assert not pdf.attachments


@pytest.mark.parametrize("name", INVOICES)
def test_the_pages_say_everything_that_the_xml_says(issued: dict[str, IssuedPaper], name: str) -> None:
    printed = squeezed(words_in_order(issued[name].pdf))
    lacking = [said for said in told(issued[name].xml) if squeezed(said) not in printed]
    assert not lacking


def squeezed(text: str) -> str:
    """A text without its spaces and the hyphens of its lines, whatever they are."""
    return "".join(text.split()).replace("\u00ad", "")


def told(xml: bytes) -> list[str]:
    """What an XML says, as a person would have it printed."""
    found = []
    for element in etree.fromstring(xml).iter():
        tag, text = etree.QName(element).localname, (element.text or "").strip()
        if (
            not text
            or text == "VAT"
            or tag in CODED
            or {etree.QName(p).localname for p in element.iterancestors()} & CODED
        ):
            continue
        found += [as_printed(tag, part) for part in (text.split(", ") if tag == "Description" else [text])]
    return found


def as_printed(tag: str, text: str) -> str:
    if tag == "DateTimeString":
        return f"{text[6:]}/{text[4:6]}/{text[:4]}"
    if tag.endswith("Amount"):
        whole, cents = text.lstrip("-").split(".")
        return f"{int(whole):,}".replace(",", " ") + f",{cents}"
    if tag.endswith("Percent"):
        return text.replace(".", ",") + "%"
    if tag == "BilledQuantity":
        return text.lstrip("-").replace(".", ",")
    return text
