"""Electronic invoices made in memory: the XML by the factur-x library, the PDF with nothing but lines of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from facturx import generate_xml
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

SELLER_SIREN, HOUSE_SIREN, IBAN = "732829320", "552100554", "FR7630006000011234567890189"
PRINTED = (
    "STUDIO DES DOCKS",
    "Facture SD-2026-117 du 12/11/2026",
    "Location 3 jours x 400,00 = 1 200,00",
    "Étalonnage 500,00",
    "Total HT 1 700,00",
    "TVA 20 % 340,00",
    "Total TTC 2 040,00 EUR",
    f"IBAN {IBAN}",
)
"""The lines of the PDF of the usual sample."""


def terms(**changed: Any) -> dict[str, Any]:
    """The business terms of an invoice of 1 700,00 € before tax in two lines, at 20 %, some of them changed."""
    return {
        "BT-1": "SD-2026-117",
        "BT-2": date(2026, 11, 12),
        "BT-3": "380",
        "BT-5": "EUR",
        "BT-9": date(2026, 12, 12),
        "BT-13": "MOLE-118",
        "BT-23": "S1",
        "BT-24": "urn:cen.eu:en16931:2017",
        "BT-72": date(2026, 11, 10),
        "BT-81": "30",
        "BT-84": IBAN,
        "BT-106": "1700.00",
        "BT-109": "1700.00",
        "BT-110": "340.00",
        "BT-112": "2040.00",
        "BT-115": "2040.00",
        "BG-4": {
            "name": "Studio des Docks",
            "legal_identifier": SELLER_SIREN,
            "legal_identifier_schemeid": "0002",
            "vat_identifier": "FR44732829320",
            "country_code": "FR",
            "city": "Sète",
        },
        "BG-7": {
            "name": "Atelier du Môle",
            "legal_identifier": HOUSE_SIREN,
            "legal_identifier_schemeid": "0002",
            "country_code": "FR",
            "city": "Sète",
        },
        "BG-23": [{"BT-116": "1700.00", "BT-117": "340.00", "BT-118": "S", "BT-119": "20.00"}],
        "BG-25": [
            line("1", "Location de salle", "3", "400.00", "1200.00"),
            line("2", "Étalonnage", "1", "500.00", "500.00"),
        ],
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }


def line(
    number: str, label: str, quantity: str, price: str, amount: str, rate: str = "20.00"
) -> dict[str, Any]:
    """A line of an invoice, at the standard rate of VAT."""
    return {
        "BT-126": number,
        "BT-129": quantity,
        "BT-130": "DAY",
        "BT-131": amount,
        "BT-146": price,
        "BT-151": "S",
        "BT-152": rate,
        "BT-153": label,
    }


def invoice_xml(
    changed: Mapping[str, Any] | None = None, flavour: str = "factur-x", level: str = "en16931"
) -> bytes:
    """The XML of the sample, some terms changed; `BT_1` stands for `BT-1`."""
    made = generate_xml(terms(**(changed or {})), flavour, level, check_xsd=False, check_schematron=False)
    return made if isinstance(made, bytes) else bytes(made, "utf-8")


@cache
def sample_xml() -> bytes:
    return invoice_xml()


def invoice_pdf(
    attached: Mapping[str, bytes] | None = None, printed: Sequence[str] = PRINTED, password: str = ""
) -> bytes:
    """A PDF of one page of some lines, with files attached: the sample's XML unless others are given."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    font = {
        "/Type": "/Font",
        "/Subtype": "/Type1",
        "/BaseFont": "/Helvetica",
        "/Encoding": "/WinAnsiEncoding",
    }
    fonts = DictionaryObject({NameObject("/F1"): DictionaryObject(_names(font))})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    shown = "".join(f"({_escaped(text)}) Tj T* " for text in printed)
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 11 Tf 14 TL 50 800 Td {shown} ET".encode("cp1252"))
    page[NameObject("/Contents")] = writer._add_object(content)
    for name, data in ({"factur-x.xml": sample_xml()} if attached is None else attached).items():
        writer.add_attachment(name, data)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def _names(texts: Mapping[str, str]) -> dict[Any, Any]:
    return {NameObject(key): NameObject(value) for key, value in texts.items()}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def to_house(siren: str = "999123458") -> bytes:
    """The XML of the sample for a house: that of the demonstration office."""
    return invoice_xml({"BG_7": {**terms()["BG-7"], "legal_identifier": siren, "name": "Atelier de Sète"}})
