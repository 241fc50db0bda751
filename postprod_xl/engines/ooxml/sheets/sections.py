"""What stands after the cells of a sheet, and its columns: added to in its text, the rest left to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from postprod_xl.engines.ooxml.markup import REL
from postprod_xl.engines.ooxml.sheets.cell_markup import attributes_of

_TAG = re.compile(r"""<(/?)([^\s<>/!?]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(/?)>""")
_COLUMN = re.compile(r"""<(?:\w+:)?col\s((?:[^>"']|"[^"]*"|'[^']*')*?)/?>(?:\s*</(?:\w+:)?col\s*>)?""")
_COUNT = re.compile(r"""(\scount\s*=\s*["'])\d+""")
_RELATIONS = re.compile(r"""\sxmlns:(\w+)\s*=\s*["'][^"']*officeDocument/2006/relationships["']""")
_WRAPPED = re.compile(r"<(?:\w+:)?AlternateContent\b[^>]*>\s*<(?:\w+:)?Choice\b[^>]*>\s*<(?:\w+:)?(\w+)")

# fmt: off
AFTER_CELLS = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties",
    "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture",
    "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)
# fmt: on
"""The elements that may follow the cells of a sheet, in the order of the schema (ISO/IEC 29500-1, 18.3.1.99)."""


@dataclass(frozen=True)
class Section:
    """One element at the top of a text: its local name, and where it begins and ends."""

    name: str
    start: int
    end: int


def sections(text: str) -> Iterator[Section]:
    """The elements at the top of the end of a sheet, in order; the closing mark of the sheet ends them."""
    depth = start = 0
    for tag in _TAG.finditer(text):
        if tag[1]:
            depth -= 1
        elif depth == 0:
            start = tag.start()
        if depth < 0:
            return
        depth += not (tag[1] or tag[4])
        if depth == 0:
            yield Section(tag[2].rpartition(":")[2], start, tag.end())


def with_section(tail: str, name: str, text: str) -> str:
    """The end of a sheet with one more element, after those of its name or where the schema wants it."""
    later = frozenset(AFTER_CELLS[AFTER_CELLS.index(name) + 1 :])
    at = next((section.start for section in sections(tail) if _placed_as(tail, section) in later), None)
    if at is None:
        at = tail.rindex("</")
    return tail[:at] + text + tail[at:]


def with_part(ends: tuple[str, str], prefix: str, name: str, relation: str) -> str:
    """The end of a sheet with one more element that names a part of its own, such as `drawing`.

    Parameters
    ----------
    ends
        The beginning and the end of the sheet.
    prefix
        That of its elements.
    name
        The element.
    relation
        The identifier of the relationship that leads to the part.
    """
    head, tail = ends
    found = _RELATIONS.search(head)
    bound, declared = (found[1], "") if found else ("r", f' xmlns:r="{REL}"')
    return with_section(tail, name, f"<{prefix}{name}{declared} {bound}:id={quoteattr(relation)}/>")


def _placed_as(tail: str, section: Section) -> str:
    """The name that gives a section its place: Excel wraps `controls` and `oleObjects` in an `AlternateContent`."""
    wrapped = _WRAPPED.match(tail, section.start)
    return wrapped[1] if wrapped else section.name


def with_entries(tail: str, name: str, prefix: str, entries: Sequence[str]) -> str:
    """The end of a sheet with more entries in one of its counted lists, such as `dataValidations`."""
    if not entries:
        return tail
    found = next((section for section in sections(tail) if section.name == name), None)
    if found is None:
        opening, closing = f'<{prefix}{name} count="{len(entries)}">', f"</{prefix}{name}>"
        return with_section(tail, name, opening + "".join(entries) + closing)
    text = tail[found.start : found.end]
    opening = text[: text.index(">") + 1]
    if opening.endswith("/>"):
        opening, body, closing = opening[:-2] + ">", "", f"</{prefix}{name}>"
    else:
        end = text.rindex("</")
        body, closing = text[len(opening) : end], text[end:]
    count = sum(1 for _ in sections(body)) + len(entries)
    opening = _COUNT.sub(rf"\g<1>{count}", opening, count=1)
    return tail[: found.start] + opening + body + "".join(entries) + closing + tail[found.end :]


def with_columns(head: str, prefix: str, added: Mapping[int, Mapping[str, str]]) -> str:
    """The beginning of a sheet once some of its columns have other attributes (width, format).

    A range of columns that one of them is in is cut around it.
    """
    found = re.search(rf"<{prefix}cols\b[^>]*>(.*?)</{prefix}cols\s*>", head, re.DOTALL)
    columns: list[tuple[int, str]] = []
    for match in _COLUMN.finditer(found[1] if found else ""):
        attributes = attributes_of(match[1])
        first, last = int(attributes["min"]), int(attributes["max"])
        if added.keys().isdisjoint(range(first, last + 1)):
            columns.append((first, match[0]))
        else:
            columns += [
                (start, _column(prefix, start, end, attributes)) for start, end in _left(first, last, added)
            ]
    columns += [(number, _column(prefix, number, number, given)) for number, given in added.items()]
    text = f"<{prefix}cols>{''.join(text for _, text in sorted(columns))}</{prefix}cols>"
    return head[: found.start()] + text + head[found.end() :] if found else head + text


def _left(first: int, last: int, taken: Mapping[int, object]) -> Iterator[tuple[int, int]]:
    """The runs of columns from `first` to `last` that are not taken."""
    start = first
    for number in range(first, last + 2):
        if number == last + 1 or number in taken:
            if start < number:
                yield start, number - 1
            start = number + 1


def _column(prefix: str, first: int, last: int, attributes: Mapping[str, str]) -> str:
    given = {**attributes, "min": str(first), "max": str(last)}
    ordered = ["min", "max", *(name for name in given if name not in ("min", "max"))]
    written = " ".join(f'{name}="{given[name]}"' for name in ordered)
    return f"<{prefix}col {written}/>"
