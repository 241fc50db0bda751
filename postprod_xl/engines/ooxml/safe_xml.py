"""Parsing of untrusted XML: no entity, no document type, no network."""

from __future__ import annotations

import re

from lxml import etree

from postprod_xl.engines.ooxml.errors import Refused

LARGEST_PART = 64 << 20
"""Bytes past which a tree of the part would take gigabytes; the cells of sheets are read without one."""

_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")
_FORBIDDEN = re.compile(
    b"|".join(
        re.escape(text.encode(code)) for text in _DECLARATIONS for code in ("ascii", "utf-16-le", "utf-16-be")
    )
)


def parse(data: bytes, part: str) -> etree._Element:
    """Give the root element of an XML part.

    Parameters
    ----------
    data
        The part, in UTF-8, UTF-16 or the encoding it declares.
    part
        Its name, for the message.

    Raises
    ------
    Refused
        If the part is not well-formed, declares a document type or an entity, or is larger than `LARGEST_PART`.
    """
    if len(data) > LARGEST_PART:
        raise Refused(f"« {part} » dépasse {LARGEST_PART >> 20} Mio : ce n'est pas un classeur de bureau.")
    if _FORBIDDEN.search(data):
        raise with_document_type(part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise malformed(part, error.lineno) from error
    # An encoding the search above does not read still shows its document type once parsed.
    if root.getroottree().docinfo.internalDTD is not None:
        raise with_document_type(part)
    return root


def malformed(part: str, line: int | None) -> Refused:
    """The refusal of a part that is not well-formed at a line."""
    return Refused(f"« {part} » est mal formé (ligne {line or 1}) : reprenez une copie ou une sauvegarde.")


def with_document_type(part: str) -> Refused:
    """The refusal of a part that declares a document type or an entity."""
    return Refused(
        f"« {part} » déclare un type de document ou une entité XML : fichier suspect, non ouvert ; "
        "demandez-en une autre copie."
    )
