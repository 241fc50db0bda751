"""The words that closed lists gained, put into the menus of a workbook; a list that a person changed stays."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.escapes import decoded_entities, escaped_xml
from postprod_xl.engines.ooxml.sheets.sections import sections
from postprod_xl.engines.ooxml.sheets.sheet import SheetText
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import folded
from postprod_xl.workbook.make.validations import validation

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package
    from postprod_xl.engines.ooxml.tables.places import TablePlace

ChoiceColumn: TypeAlias = "tuple[TablePlace, Column]"
"""Where a table stands, and one of its columns of closed lists."""
_RANGES = re.compile(r"""\ssqref\s*=\s*["']([^"']*)["']""")
_LIST = re.compile(r"""(<(?:\w+:)?formula1>)\s*(?:"|&quot;)([^<]*?)(?:"|&quot;)\s*(?=</)""")
_ERROR = re.compile(r"""(\serror\s*=\s*)("[^"]*"|'[^']*')""")


def choice_columns(places: Mapping[str, TablePlace]) -> Iterator[ChoiceColumn]:
    """The columns of closed lists that a person fills in."""
    for name, place in places.items():
        table = BY_NAME.get(name)
        for column in table.typed if table else ():
            if column.choices and column.heading in place.headings:
                yield place, column


def is_outgrown(words: Sequence[str], column: Column) -> bool:
    """Whether a menu is ours and lacks words: each of its own is declared, and not every declared one is there."""
    declared, held = {folded(word) for word in column.choices}, {folded(word) for word in words}
    return bool(held) and held < declared


def complete_lists(package: Package, places: Mapping[str, TablePlace]) -> list[ChoiceColumn]:
    """Complete the menus of a workbook's file; gives the columns whose menu gained words."""
    by_part: defaultdict[str, list[ChoiceColumn]] = defaultdict(list)
    for place, column in choice_columns(places):
        by_part[place.sheet_part].append((place, column))
    completed = []
    for part, columns in by_part.items():
        sheet = SheetText(package.read(part), columns[0][0].sheet)
        for place, column in columns:
            tail = _completed(sheet.tail, place, column)
            if tail != sheet.tail:
                sheet.tail = tail
                completed.append((place, column))
        package.replace(part, sheet.to_bytes())
    return completed


def _completed(tail: str, place: TablePlace, column: Column) -> str:
    """The end of a sheet whose rules on the first row of a column have the whole list."""
    found = next((section for section in sections(tail) if section.name == "dataValidations"), None)
    if found is None:
        return tail
    text = tail[found.start : found.end]
    start = text.index(">") + 1
    rules = list(sections(text[start:]))
    for rule in reversed(rules):
        old = text[start + rule.start : start + rule.end]
        text = text[: start + rule.start] + _rule(old, place, column) + text[start + rule.end :]
    return tail[: found.start] + text + tail[found.end :]


def _rule(text: str, place: TablePlace, column: Column) -> str:
    ranges, listed = _RANGES.search(text), _LIST.search(text)
    areas = [Area.parse(one) for one in ranges[1].split()] if ranges else []
    at = place.column_of(column.heading)
    if not listed or not any(area and area.contains(place.first_row, at) for area in areas):
        return text
    words = [word.strip() for word in decoded_entities(listed[2]).replace('""', '"').split(",")]
    if not is_outgrown(words, column):
        return text
    rule = validation(column, place.cell(place.first_row, column.heading))
    source = escaped_xml(",".join(column.choices).replace('"', '""'))
    error = escaped_xml(rule["error_message"]).replace('"', "&quot;")
    text = text[: listed.end(1)] + f'"{source}"' + text[listed.end() :]
    return _ERROR.sub(lambda match: f'{match[1]}"{error}"', text, count=1)
