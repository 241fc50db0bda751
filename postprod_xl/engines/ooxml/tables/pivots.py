"""Pivot tables over tables that change: their source follows the table, and Excel refreshes them on opening."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.escapes import attribute_text
from postprod_xl.engines.ooxml.tables.places import TablePlace

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

_SOURCE = re.compile(r"<(?:\w+:)?worksheetSource\b[^>]*>")
_ROOT = re.compile(r"<(?:\w+:)?pivotCacheDefinition\b[^>]*>")
_ON_LOAD = re.compile(r"""\srefreshOnLoad\s*=\s*["'](\w+)["']""")


def follow_tables(package: Package, before: Mapping[str, TablePlace], after: Sequence[TablePlace]) -> None:
    """Point the pivot caches at the tables as they are now, and ask for a refresh on opening.

    Parameters
    ----------
    package
        The workbook, its tables already written.
    before
        Where every table stood, by name.
    after
        Where the tables that changed stand.
    """
    for part in package.names:
        if "/pivotCacheDefinition" in part and part.endswith(".xml"):
            text = package.read(part).decode("utf-8", "surrogateescape")
            followed = _followed(text, before, after)
            if followed != text:
                package.replace(part, followed.encode("utf-8", "surrogateescape"))


def _followed(text: str, before: Mapping[str, TablePlace], after: Sequence[TablePlace]) -> str:
    source = _SOURCE.search(text)
    if source is None:
        return text
    for place in after:
        old = str(before[place.name].area)
        by_range = (
            attribute_text(source[0], "sheet") == place.sheet and attribute_text(source[0], "ref") == old
        )
        if by_range or attribute_text(source[0], "name").casefold() == place.name.casefold():
            moved = re.sub(rf"""(\sref\s*=\s*["']){old}(?=["'])""", rf"\g<1>{place.area}", source[0])
            return _refreshed(text[: source.start()] + moved + text[source.end() :])
    return text


def _refreshed(text: str) -> str:
    root = _ROOT.search(text)
    assert root, "a pivot cache part has its root element"
    asked = _ON_LOAD.search(root[0])
    if asked and asked[1] in ("1", "true"):
        return text
    plain = _ON_LOAD.sub("", root[0])
    return text[: root.start()] + f'{plain[:-1]} refreshOnLoad="1">' + text[root.end() :]
