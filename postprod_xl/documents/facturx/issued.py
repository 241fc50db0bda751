"""An issued invoice as the one file that leaves the house: a PDF/A-3 for people, its XML inside for programs."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace

from postprod_xl.documents.facturx.arithmetic import faults
from postprod_xl.documents.facturx.attached import with_xml
from postprod_xl.documents.facturx.rules import FAILED, NOT_RUN, can_run, objections
from postprod_xl.documents.facturx.xml import check_schema, invoice_xml
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
    """The Factur-X file of a document about to be issued, or the pages of a draft, once what it says is checked.

    Raises
    ------
    PaperRefused
        A figure, a date or a mention does not hold (`arithmetic.faults`), the logo is no picture, or a template of the
        house has a fault.
    """
    if not document.is_draft and (wrong := faults(document)):
        raise PaperRefused(" ; ".join(wrong))
    paper = laid_out(document, house)
    if paper.xml:
        check_schema(paper.xml)
    return paper


def laid_out(document: InvoiceDocument, house: HouseStyle) -> IssuedPaper:
    """The same file, nothing of it checked; the same document in the same house gives the same bytes.

    It is how an issued document is made again: it was checked under the rules of its day, and newer ones have no say.

    Raises
    ------
    PaperRefused
        The logo is no picture, or a template of the house has a fault.
    """
    paper = set_paper(invoice_paper(document), house)
    if document.is_draft:
        return IssuedPaper(paper.pdf, b"", paper.remarks)
    xml = invoice_xml(document)
    return IssuedPaper(with_xml(paper.pdf, xml, document.day), xml, paper.remarks)


def checked(paper: IssuedPaper, document: InvoiceDocument) -> IssuedPaper:
    """The same paper, once the official rules were run over its XML, or a remark that they were not.

    It is for a document about to be issued: one that was is never checked again, rules being dated (`rules` of the
    record says under which it was made).

    Raises
    ------
    PaperRefused
        A rule refuses it; the message says which ones, by their ids.
    """
    if not paper.xml:
        return paper
    if not can_run():
        return replace(paper, remarks=(*paper.remarks, NOT_RUN))
    try:
        [told] = objections([paper.xml], french=document.treatment == "B2B")
    except (RuntimeError, OSError, subprocess.TimeoutExpired):
        return replace(paper, remarks=(*paper.remarks, FAILED))
    if broken := [each for each in told if each.is_blocking]:
        lines = dict.fromkeys(f"règle {each.rule} : {each.text}" for each in broken)
        raise PaperRefused(
            f"{document.number} n'est pas une facture électronique valable : {' ; '.join(lines)}"
        )
    remarks = (f"règle {each.rule} : {each.text}" for each in told)
    return replace(paper, remarks=(*paper.remarks, *remarks))
