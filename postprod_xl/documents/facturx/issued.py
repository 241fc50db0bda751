"""An issued invoice as the one file that leaves the house: a PDF/A-3 for people, its XML inside for programs."""

from __future__ import annotations

from dataclasses import dataclass

from postprod_xl.documents.facturx.arithmetic import faults
from postprod_xl.documents.facturx.attached import with_xml
from postprod_xl.documents.facturx.xml import invoice_xml
from postprod_xl.documents.invoice import InvoiceDocument
from postprod_xl.documents.papers.invoice import invoice_paper
from postprod_xl.documents.typesetting.engine import set_paper
from postprod_xl.documents.typesetting.house import HouseStyle
from postprod_xl.documents.typesetting.refusal import PaperRefused


@dataclass(frozen=True)
class IssuedPaper:
    """A Factur-X file, the XML it holds, and what there is to say of both: a French line each.

    The XML of a draft, which has no number, is empty.
    """

    pdf: bytes
    xml: bytes
    remarks: tuple[str, ...] = ()


def invoice_pdf(document: InvoiceDocument, house: HouseStyle) -> IssuedPaper:
    """The Factur-X file of an invoice; the same document in the same house gives the same bytes.

    Raises
    ------
    PaperRefused
        A figure, a date or a mention does not hold (`arithmetic.faults`), the logo is no picture, or a template of the
        house has a fault.
    """
    if not document.is_draft and (wrong := faults(document)):
        raise PaperRefused(" ; ".join(wrong))
    paper = set_paper(invoice_paper(document), house)
    if document.is_draft:
        return IssuedPaper(paper.pdf, b"", paper.remarks)
    xml = invoice_xml(document)
    return IssuedPaper(with_xml(paper.pdf, xml, document.day), xml, paper.remarks)
