"""The XML that a PDF carries, and the text that its pages show; a file of a stranger is never trusted."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from postprod_xl.documents.facturx.refusal import InvoiceUnreadable
from postprod_xl.schema.tables.purchases import PURCHASES

if TYPE_CHECKING:
    from pypdf import PdfReader

INVOICE_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
"""Names of the XML of an invoice in Factur-X, in ZUGFeRD 1 and 2.0, in XRechnung, whatever their case."""
LARGEST_FILE = 50 << 20
LARGEST_XML = 20 << 20
"""Bytes of a file, and of its XML, past which nobody invoices anything."""
MOST_PAGES, MOST_ATTACHMENTS = 300, 100
TYPE_IT = (
    f"saisissez la ligne à la main dans {PURCHASES.tab}, ou demandez une facture Factur-X au fournisseur"
)


@dataclass(frozen=True)
class PdfContents:
    """The XML of a PDF under its name, the names of what else is attached, and the text of its pages."""

    xml_name: str
    xml: bytes
    others: tuple[str, ...]
    text: str


def pdf_contents(data: bytes) -> PdfContents:
    """What a PDF holds of an electronic invoice.

    Raises
    ------
    InvoiceUnreadable
        It is damaged, protected or too large, or holds no invoice, or several.
    """
    from pypdf.errors import PyPdfError

    # It warns of every oddity of a file, on stderr.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = _reader(data)
        attached = list(_attached(reader))
        name, xml = _invoice_of(attached)
        return PdfContents(name, xml, tuple(other for other, _ in attached if other != name), _text(reader))
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
        NotImplementedError,
    ) as error:
        raise InvoiceUnreadable(
            f"PDF endommagé ({type(error).__name__}) : demandez-en une autre copie au fournisseur"
        ) from error


def _reader(data: bytes) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(BytesIO(data), strict=False)
    try:
        is_open = not reader.is_encrypted or bool(reader.decrypt(""))
    except DependencyError:
        is_open = False
    if not is_open:
        raise InvoiceUnreadable(
            "PDF protégé par un mot de passe ou un chiffrement : demandez au fournisseur une copie sans protection"
        )
    if len(reader.pages) > MOST_PAGES:
        raise InvoiceUnreadable(f"PDF de plus de {MOST_PAGES} pages : ce n'est pas une facture")
    return reader


def _attached(reader: PdfReader) -> Iterator[tuple[str, bytes]]:
    """Name and content of each attachment that may be an invoice; the content of others is left empty."""
    for rank, attached in enumerate(reader.attachment_list):
        if rank >= MOST_ATTACHMENTS:
            raise InvoiceUnreadable(
                f"PDF de plus de {MOST_ATTACHMENTS} pièces jointes : ce n'est pas une facture"
            )
        name = attached.alternative_name or attached.name
        yield name, attached.content if name.casefold().endswith(".xml") else b""


def _invoice_of(attached: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """The XML of the invoice: under a known name, else the only one that looks like one."""
    named = [(name, xml) for name, xml in attached if name.casefold() in INVOICE_NAMES]
    found = named or [(name, xml) for name, xml in attached if b"CrossIndustry" in xml[:2000]]
    if not found:
        raise InvoiceUnreadable(f"PDF sans XML de facture : {TYPE_IT}")
    if len({xml for _, xml in found}) > 1:
        names = ", ".join(name for name, _ in found)
        raise InvoiceUnreadable(
            f"PDF qui porte {len(found)} XML de facture différents ({names}) : impossible de savoir lequel "
            "fait foi, demandez une facture qui n'en porte qu'un"
        )
    return found[0]


def _text(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)
