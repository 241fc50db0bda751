"""The ribbon of a workbook: one part of the package, beside the sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

PART = "customUI/customUI14.xml"
# Of Office 2010 and later ([MS-CUSTOMUI2] 2.1); the part is of the default content type of XML.
RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
# Of Office 2007 ([MS-CUSTOMUI]): read by later versions too where the workbook has no other.
_FORMER = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"


def ribbon_part(package: Package) -> str | None:
    """The part whose ribbon Office shows, None when the workbook has none: one of 2010 hides one of 2007."""
    links = package.relationships("")
    for kind in (RELATIONSHIP, _FORMER):
        for link in links:
            if link.type == kind and link.target in package:
                return link.target
    return None


def add_ribbon(package: Package, ribbon: bytes) -> None:
    """Add a ribbon to a workbook that has none.

    Raises
    ------
    ValueError
        The workbook has one.
    """
    package.add(PART, ribbon)
    link_ribbon(package)


def link_ribbon(package: Package) -> None:
    """Tell Office of the ribbon that stands in the package: some programs keep its part and lose the link to it."""
    package.add_relationship("", RELATIONSHIP, PART)


def remove_ribbon(package: Package, part: str) -> None:
    """Take a ribbon out of a workbook."""
    for link in package.relationships(""):
        if link.target == part and link.type in (RELATIONSHIP, _FORMER):
            package.remove_relationship("", link.id)
    package.remove_override(part)
    package.remove(part)
