from __future__ import annotations

import re
import zlib
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from postprod_xl.documents.facturx import attachments
from postprod_xl.documents.facturx.reading import read_invoice
from postprod_xl.documents.facturx.refusal import InvoiceUnreadable
from postprod_xl.domain.purchases.received.checks import invoice_problems
from postprod_xl.domain.purchases.received.compared import compared_problems
from tests.documents.facturx.samples import (
    IBAN,
    SELLER_SIREN,
    invoice_pdf,
    invoice_xml,
    sample_xml,
    terms,
)

DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "b">]>'


def refusal_of(data: bytes) -> str:
    with pytest.raises(InvoiceUnreadable) as refused:
        read_invoice(data)
    return str(refused.value)


@pytest.mark.parametrize("data", [invoice_pdf(), sample_xml(), invoice_xml(flavour="ubl-2.1")])
def test_a_pdf_its_xml_and_the_other_syntax_say_the_same(data: bytes):
    file = read_invoice(data)
    invoice = file.invoice
    assert (invoice.number, invoice.day, invoice.due_day, invoice.service_day) == (
        "SD-2026-117",
        date(2026, 11, 12),
        date(2026, 12, 12),
        date(2026, 11, 10),
    )
    assert (invoice.seller.name, invoice.seller.siren) == ("Studio des Docks", SELLER_SIREN)
    assert (invoice.ibans, invoice.order, invoice.profile) == ((IBAN,), "MOLE-118", "en16931")
    assert [(line.label, line.quantity, line.price, line.amount) for line in invoice.lines] == [
        ("Location de salle", Decimal(3), Decimal("400.00"), Decimal("1200.00")),
        ("Étalonnage", Decimal(1), Decimal("500.00"), Decimal("500.00")),
    ]
    assert [(share.rate, share.base, share.tax) for share in invoice.vat] == [
        (Decimal("0.20"), Decimal("1700.00"), Decimal("340.00"))
    ]
    assert (invoice.totals.with_tax, invoice.totals.payable) == (Decimal("2040.00"), Decimal("2040.00"))
    assert file.faults == ()


def test_the_text_of_a_pdf_is_read_and_a_lone_xml_has_none():
    assert "Total TTC 2 040,00" in (read_invoice(invoice_pdf()).text or "")
    assert read_invoice(sample_xml()).text is None


@pytest.mark.parametrize("name", ["FACTUR-X.XML", "zugferd-invoice.xml", "xrechnung.xml", "facture.xml"])
def test_the_xml_is_found_under_any_of_its_names(name: str):
    file = read_invoice(invoice_pdf({"notes.txt": b"rien", name: sample_xml()}))
    assert (file.xml_name, file.others) == (name, ("notes.txt",))


def test_a_profile_without_lines_is_read():
    bare = invoice_xml({"BG_25": []}, level="basicwl")
    assert (read_invoice(bare).invoice.profile, read_invoice(bare).invoice.lines) == ("basicwl", ())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (invoice_pdf({}), "PDF sans XML de facture"),
        (invoice_pdf({"a.xml": b"<a/>"}), "PDF sans XML de facture"),
        (
            invoice_pdf({"factur-x.xml": sample_xml(), "xrechnung.xml": invoice_xml({"BT_1": "X"})}),
            "2 XML de facture différents (factur-x.xml, xrechnung.xml)",
        ),
        (invoice_pdf(password="secret"), "protégé"),
        (invoice_pdf()[:1500], "endommagé"),
        (b"%PDF-1.7\n%%EOF", "endommagé"),
        (invoice_pdf().replace(b"/EmbeddedFile\n", b"/EmbeddedFile\n/Filter /Unknown\n"), "endommagé"),
        (b"", "ni un PDF ni un XML"),
        (b"PK\x03\x04", "ni un PDF ni un XML"),
        (b"<a/>", "« a »"),
        (b"<rsm:CrossIndustryDocument xmlns:rsm='urn:ferd:1'/>", "ZUGFeRD 1"),
        (DOCTYPE + sample_xml(), "type de document"),
        ((DOCTYPE.decode() + "<a/>").encode("utf-16"), "type de document"),
        (sample_xml()[:-20], "mal formé"),
        (b"<a>\0</a>", "mal formé"),
        (sample_xml().replace(b"urn:cen.eu:en16931:2017", b"urn:inconnu"), "profil"),
        (sample_xml().replace(b"20261112", b"20261345"), "« 20261345 »"),
        (sample_xml().replace(b">2040.00<", b">2,04e3<"), "« 2,04e3 »"),
        (sample_xml().replace(b"<ram:ID>SD-2026-117</ram:ID>", b""), "numéro (BT-1)"),
    ],
    # Two processes must name a case alike, and an encrypted file is another one each time.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_invoice_that_can_be_read_is_refused_in_one_line(data: bytes, words: str):
    said = refusal_of(data)
    assert words in said and "\n" not in said


def test_a_siret_written_where_the_siren_belongs_is_read_as_one():
    seller = {**terms()["BG-4"], "legal_identifier": "73282932000074"}
    party = read_invoice(invoice_xml({"BG_4": seller})).invoice.seller
    assert (party.siren, party.siret) == (SELLER_SIREN, "73282932000074")
    seller = {**terms()["BG-4"], "legal_identifier": None, "identifiers": {"0009": "73282932000074"}}
    assert read_invoice(invoice_xml({"BG_4": seller})).invoice.seller.siren == SELLER_SIREN


def test_the_charges_of_delivery_of_the_extended_profile_are_read():
    charge = (
        b"<ram:SpecifiedLogisticsServiceCharge><ram:Description>Port</ram:Description><ram:AppliedAmount>15.00"
        b"</ram:AppliedAmount><ram:AppliedTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S"
        b"</ram:CategoryCode><ram:RateApplicablePercent>20.</ram:RateApplicablePercent></ram:AppliedTradeTax>"
        b"</ram:SpecifiedLogisticsServiceCharge>"
    )
    xml = invoice_xml(level="extended").replace(
        b"<ram:SpecifiedTradePaymentTerms>", charge + b"<ram:SpecifiedTradePaymentTerms>"
    )
    (found,) = read_invoice(xml).invoice.adjustments
    assert (found.is_charge, found.amount, found.vat_rate) == (True, Decimal(15), Decimal("0.2"))


def test_the_same_xml_attached_twice_is_one():
    twice = invoice_pdf({"factur-x.xml": sample_xml(), "zugferd-invoice.xml": sample_xml()})
    assert read_invoice(twice).invoice.number == "SD-2026-117"


def test_an_attachment_that_swells_when_it_is_opened_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("postprod_xl.documents.facturx.reading.LARGEST_XML", 1 << 20)
    assert "plus de 1 Mio" in refusal_of(inflated("factur-x.xml", sample_xml() + b" " * (2 << 20)))


def inflated(name: str, content: bytes) -> bytes:
    """A PDF whose attachment is compressed."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(invoice_pdf({name: b"."}))))
    for held in writer._objects:
        if isinstance(held, dict) and held.get("/Type") == "/EmbeddedFile":
            held[NameObject("/Filter")] = NameObject("/FlateDecode")
            held._data = zlib.compress(content, 9)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_file_too_large_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("postprod_xl.documents.facturx.reading.LARGEST_FILE", 1 << 20)
    assert "plus de 1 Mio" in refusal_of(b"%PDF-" + b" " * (1 << 20))
    monkeypatch.setattr(attachments, "MOST_PAGES", 0)
    assert "pages" in refusal_of(invoice_pdf())


def test_what_does_not_follow_the_schema_says_where():
    misplaced = re.sub(rb"<ram:TypeCode>380</ram:TypeCode>", rb"", sample_xml(), count=1)
    assert "BT-3" in refusal_of(misplaced)
    (fault,) = read_invoice(
        sample_xml().replace(b"<ram:Name>Atelier du M", b"<ram:Nom/><ram:Name>Atelier du M")
    ).faults
    assert re.match(r"ligne \d+ : .*Nom", fault)


def test_whatever_amount_of_the_xml_is_altered_it_is_named():
    xml = sample_xml()
    places = [match.span() for match in re.finditer(rb"(?<=>)[0-9]+[.][0-9]{2}(?=<)", xml)]
    assert len(places) == 14
    for start, end in places:
        forged = xml[:start] + f"{Decimal(xml[start:end].decode()) + 1}".encode() + xml[end:]
        file = read_invoice(invoice_pdf({"factur-x.xml": forged}))
        found = [
            *invoice_problems(file.invoice, date(2026, 12, 1)),
            *compared_problems(file.invoice, file.text or ""),
        ]
        is_price = xml[:start].endswith(b"ChargeAmount>")
        assert found and any(problem.is_blocking for problem in found) is not is_price, xml[start - 40 : end]
