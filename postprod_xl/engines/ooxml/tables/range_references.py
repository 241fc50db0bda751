"""References to a table's range, resized with it: formats, validations, names, charts, sparklines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from postprod_xl.engines.ooxml.addresses import Area, with_last_row
from postprod_xl.engines.ooxml.escapes import decoded_entities
from postprod_xl.engines.ooxml.tables.places import TablePlace

_ATTRIBUTE_TEXT = r"""(?:[^>"']|"[^"]*"|'[^']*')*?"""
_CLASSIC_RANGES = re.compile(
    rf"""(<(?:\w+:)?(?:conditionalFormatting|dataValidation)\s{_ATTRIBUTE_TEXT}\bsqref\s*=\s*["'])([^"']+)"""
)
_EXTENSION_RANGES = re.compile(r"(<(?:\w+:)?sqref>)([^<]+)")
_POINTED = re.compile(r"(<(?:\w+:)?(?:f|formula1|formula2)>)([^<]+)(?=</)")
_REFERENCE = re.compile(
    r"""((?:'(?:[^']|'')+'|[^\s'!,()+*/&=<>:;"-]+)!)(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(:])"""
)
_OWN_RANGE = re.compile(r"""(?<![\w$!'":.\]\[])\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+(?![\w(:])""")
_NAME = re.compile(r"(<(?:\w+:)?definedName\s[^>]*>)([^<]+)")
_TABLE_RANGE = re.compile(rf"""(<(?:\w+:)?table\s{_ATTRIBUTE_TEXT}\bref\s*=\s*["'])([^"']+)""")
_FILTER_RANGE = re.compile(
    rf"""(<(?:\w+:)?(?:autoFilter|sortState|sortCondition)\s{_ATTRIBUTE_TEXT}\bref\s*=\s*["'])([^"']+)"""
)


@dataclass(frozen=True)
class Resized:
    """A table before and after its last row moved, and the other tables of its tab as they end up."""

    old: TablePlace
    new: TablePlace
    neighbours: tuple[TablePlace, ...] = ()

    def followed_range(self, text: str) -> str:
        """Give a range of the table's own tab, moved when it runs down to the table's last data row."""
        area = Area.parse(text)
        if area is None or not area.columns_within(self.old.data) or area.last_row != self.old.last_row:
            return text
        whole = area.first_row <= self.old.first_row
        if not whole and (area.first_row == area.last_row or area.first_row > self.new.last_row):
            return text
        return with_last_row(text, self.new.last_row)

    def followed_exact(self, text: str) -> str:
        """Give a range of the table's own tab, moved when it covers whole columns of the table."""
        area = Area.parse(text)
        if area is None or not area.columns_within(self.old.data):
            return text
        if area.first_row not in (self.old.first_row, self.old.header_row):
            return text
        if area.last_row == self.old.last_row:
            return with_last_row(text, self.new.last_row)
        return with_last_row(text, self.new.end_row) if area.last_row == self.old.end_row else text

    def followed_print_area(self, text: str) -> str:
        """Give a print area, moved when it stops where the table stopped; it never cuts another table."""
        area = Area.parse(text)
        if area is None or area.last_row != self.old.end_row:
            return text
        if area.last_column < self.old.first_column or self.old.last_column < area.first_column:
            return text
        others = [
            place.end_row
            for place in self.neighbours
            if place.first_column <= area.last_column and area.first_column <= place.last_column
        ]
        return with_last_row(text, max([self.new.end_row, *others]))


def followed_sheet(text: str, resized: Sequence[Resized]) -> str:
    """Give the end of the tab's own XML with its conditional formats and validations extended."""

    def follow(match: re.Match[str]) -> str:
        ranges = match[2].split(" ")
        for table in resized:
            ranges = [table.followed_range(one) for one in ranges]
        return match[1] + " ".join(ranges)

    return _EXTENSION_RANGES.sub(follow, _CLASSIC_RANGES.sub(follow, text))


def followed_pointers(text: str, resized: Sequence[Resized]) -> str:
    """Give the XML of a chart, or the end of a tab's, where what points at whole columns still does."""
    return _POINTED.sub(
        lambda match: match[1] + _followed_references(match[2], resized, Resized.followed_exact), text
    )


def followed_names(text: str, resized: Sequence[Resized]) -> str:
    """Give the workbook part with its defined names and print areas extended."""

    def follow(match: re.Match[str]) -> str:
        rule = Resized.followed_print_area if "_xlnm.Print_Area" in match[1] else Resized.followed_exact
        return match[1] + _followed_references(match[2], resized, rule)

    return _NAME.sub(follow, text)


def followed_formula(text: str, resized: Resized) -> str:
    """Give a formula of the table's own tab whose ranges over whole columns of the table still cover them."""
    return _OWN_RANGE.sub(lambda match: resized.followed_exact(match[0]), text)


def resized_table(resized: Resized, text: str) -> str:
    """Give a table's part once its range, its filter and its sort end on the new rows."""

    def follow_filter(match: re.Match[str]) -> str:
        area = Area.parse(match[2])
        ends = area is not None and area.last_row == resized.old.last_row
        return match[1] + (with_last_row(match[2], resized.new.last_row) if ends else match[2])

    text = _TABLE_RANGE.sub(
        lambda match: match[1] + with_last_row(match[2], resized.new.end_row), text, count=1
    )
    return _FILTER_RANGE.sub(follow_filter, text)


def _followed_references(text: str, resized: Sequence[Resized], rule: Callable[[Resized, str], str]) -> str:
    def follow(match: re.Match[str]) -> str:
        title = decoded_entities(match[1][:-1])
        if title.startswith("'"):
            title = title[1:-1].replace("''", "'")
        area = match[2]
        for table in resized:
            if table.old.sheet == title:
                area = rule(table, area)
        return match[1] + area

    return _REFERENCE.sub(follow, text) if "!" in text else text
