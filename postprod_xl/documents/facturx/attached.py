"""The XML of an invoice put into its PDF: an attachment of PDF/A-3, and metadata that say so (Factur-X 1.09, ch. 6).

typst writes no metadata of ours (typst#5667), so that both are added to the file that it made.
"""

from __future__ import annotations

import io
from datetime import date

NAME = "factur-x.xml"
PROFILE = "EN 16931"
NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_DESCRIPTION = "Facture électronique Factur-X, la même que ces pages"
_PROPERTIES = {
    "DocumentFileName": ("name of the embedded XML invoice file", NAME),
    "DocumentType": ("INVOICE", "INVOICE"),
    "Version": ("The actual version of the Factur-X XML schema", "1.0"),
    "ConformanceLevel": ("The conformance level of the embedded Factur-X data", PROFILE),
}
_END_OF_SCHEMAS = "</rdf:Bag></pdfaExtension:schemas>"
_END_OF_METADATA = "</rdf:RDF>"


def with_xml(pdf: bytes, xml: bytes, day: date) -> bytes:
    """A PDF/A-3 with the XML of its invoice inside; the same bytes for the same two and day.

    Parameters
    ----------
    pdf
        As typst made it: its metadata have one bag of extension schemas, to which that of Factur-X is added. A second
        bag, or the same XML attached twice, would no longer be PDF/A.
    xml
        The invoice.
    day
        Its day, the only date in the file.
    """
    import pikepdf

    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as book:
        stamp = pikepdf.String(f"D:{day:%Y%m%d}000000Z")
        stream = book.make_stream(
            xml,
            Type=pikepdf.Name.EmbeddedFile,
            Subtype=pikepdf.Name("/text/xml"),
            Params=pikepdf.Dictionary(Size=len(xml), ModDate=stamp),
        )
        attachment = book.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Filespec,
                F=pikepdf.String(NAME),
                UF=pikepdf.String(NAME),
                Desc=pikepdf.String(_DESCRIPTION),
                AFRelationship=pikepdf.Name.Alternative,
                EF=pikepdf.Dictionary(F=stream, UF=stream),
            )
        )
        book.Root.AF = pikepdf.Array([attachment])
        names = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String(NAME), attachment]))
        book.Root.Names = pikepdf.Dictionary(EmbeddedFiles=names)
        metadata = _with_properties(book.Root.Metadata.read_bytes().decode())
        book.Root.Metadata.write(metadata.encode())
        book.save(output, deterministic_id=True)
    return output.getvalue()


def _with_properties(metadata: str) -> str:
    assert metadata.count(_END_OF_SCHEMAS) == metadata.count(_END_OF_METADATA) == 1
    described = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:category>external</pdfaProperty:category>'
        f"<pdfaProperty:description>{what}</pdfaProperty:description><pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li>"
        for name, (what, _) in _PROPERTIES.items()
    )
    schema = (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
    values = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, (_, value) in _PROPERTIES.items())
    said = f'<rdf:Description rdf:about="" xmlns:fx="{NAMESPACE}">{values}</rdf:Description>'
    return metadata.replace(_END_OF_SCHEMAS, schema + _END_OF_SCHEMAS).replace(
        _END_OF_METADATA, said + _END_OF_METADATA
    )
