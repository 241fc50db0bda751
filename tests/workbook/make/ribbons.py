"""What Office asks of a ribbon part, for the elements that ours has ([MS-CUSTOMUI2] 2.2 and 2.3)."""

from __future__ import annotations

from lxml import etree

RIBBON = "http://schemas.microsoft.com/office/2009/07/customui"
PICTURES = (
    "AccountingFormat",
    "CalculateNow",
    "CalendarInsert",
    "Copy",
    "Cut",
    "DistributionListSelectMembers",
    "ErrorChecking",
    "FileOpen",
    "FilePrintPreview",
    "FilePrintQuick",
    "FileSaveAsPdfOrXps",
    "FileSendAsAttachment",
    "FillDown",
    "GetExternalDataFromText",
    "IndentIncreaseExcel",
    "Paste",
    "RefreshAll",
    "ReviewAllowUsersToEditRanges",
    "ReviewNewComment",
    "SheetInsert",
    "SheetProtect",
    "SheetRowsInsert",
    "TableInsertExcel",
    "Undo",
    "UpgradeWorkbook",
    "WindowSideBySide",
)
"""Pictures of Office that our buttons show; of another name, Excel shows none and says nothing.

Source: Microsoft's Office control identifiers for Excel, where each of these names a button.
"""
_PICTURES = "".join(f'<xsd:enumeration value="{name}"/>' for name in PICTURES)
_SCHEMA = f"""<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="{RIBBON}" xmlns="{RIBBON}"
    elementFormDefault="qualified">
  <xsd:simpleType name="identifier">
    <xsd:restriction base="xsd:ID"><xsd:minLength value="1"/><xsd:maxLength value="1024"/></xsd:restriction>
  </xsd:simpleType>
  <xsd:simpleType name="picture">
    <xsd:restriction base="xsd:NCName">{_PICTURES}</xsd:restriction>
  </xsd:simpleType>
  <xsd:simpleType name="string">
    <xsd:restriction base="xsd:string"><xsd:minLength value="1"/><xsd:maxLength value="1024"/></xsd:restriction>
  </xsd:simpleType>
  <xsd:simpleType name="keytip">
    <xsd:restriction base="xsd:token"><xsd:minLength value="1"/><xsd:maxLength value="3"/></xsd:restriction>
  </xsd:simpleType>
  <xsd:simpleType name="size">
    <xsd:restriction base="xsd:string">
      <xsd:enumeration value="normal"/><xsd:enumeration value="large"/>
    </xsd:restriction>
  </xsd:simpleType>
  <xsd:complexType name="button">
    <xsd:attribute name="id" type="identifier" use="required"/>
    <xsd:attribute name="label" type="string"/>
    <xsd:attribute name="imageMso" type="picture"/>
    <xsd:attribute name="size" type="size"/>
    <xsd:attribute name="onAction" type="string" use="required"/>
    <xsd:attribute name="screentip" type="string"/>
    <xsd:attribute name="supertip" type="string"/>
    <xsd:attribute name="keytip" type="keytip"/>
  </xsd:complexType>
  <xsd:complexType name="group">
    <xsd:sequence><xsd:element name="button" type="button" maxOccurs="1000"/></xsd:sequence>
    <xsd:attribute name="id" type="identifier" use="required"/>
    <xsd:attribute name="label" type="string"/>
  </xsd:complexType>
  <xsd:complexType name="tab">
    <xsd:sequence><xsd:element name="group" type="group" maxOccurs="100"/></xsd:sequence>
    <xsd:attribute name="id" type="identifier" use="required"/>
    <xsd:attribute name="label" type="string"/>
    <xsd:attribute name="keytip" type="keytip"/>
  </xsd:complexType>
  <xsd:complexType name="tabs">
    <xsd:sequence><xsd:element name="tab" type="tab" maxOccurs="100"/></xsd:sequence>
  </xsd:complexType>
  <xsd:complexType name="ribbon">
    <xsd:sequence><xsd:element name="tabs" type="tabs"/></xsd:sequence>
  </xsd:complexType>
  <xsd:element name="customUI">
    <xsd:complexType>
      <xsd:sequence><xsd:element name="ribbon" type="ribbon"/></xsd:sequence>
    </xsd:complexType>
    <xsd:unique name="keytips"><xsd:selector xpath=".//*"/><xsd:field xpath="@keytip"/></xsd:unique>
    <xsd:unique name="callbacks"><xsd:selector xpath=".//*"/><xsd:field xpath="@onAction"/></xsd:unique>
  </xsd:element>
</xsd:schema>"""


def ribbon_faults(part: bytes) -> list[str]:
    """What a ribbon part has against the grammar; the whole one is Microsoft's, this is what ours uses of it."""
    schema = etree.XMLSchema(etree.fromstring(_SCHEMA))
    schema.validate(etree.fromstring(part))
    return [str(error.message) for error in schema.error_log]
