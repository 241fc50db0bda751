"""The ribbon tab of a workbook: one part of the package, beside the sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

PART = "customUI/customUI14.xml"
# Of Office 2010 and later ([MS-CUSTOMUI2] 2.1); the part is of the default content type of XML.
RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


def add_ribbon(package: Package, ribbon: bytes) -> None:
    """Add a ribbon to a workbook that has none.

    Raises
    ------
    ValueError
        The workbook has one.
    """
    package.add(PART, ribbon)
    package.add_relationship("", RELATIONSHIP, PART)
