"""What is pinned to a cell beside its value: comments, their boxes, hyperlinks; each follows its row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.addresses import Area, column_letters

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

_COMMENT = re.compile(
    r"""(<(?:\w+:)?(?:comment|threadedComment)\s(?:[^>]*?\s)?ref\s*=\s*["'])([A-Z]{1,3}[0-9]+)"""
)
_HYPERLINK = re.compile(
    r"""<(?:\w+:)?hyperlink\s(?:[^>]*?\s)?ref\s*=\s*["']([A-Z]{1,3}[0-9]+)["'][^>]*?(?:/>|>\s*</(?:\w+:)?hyperlink>)"""
)
_EMPTY_HYPERLINKS = re.compile(r"<(?:\w+:)?hyperlinks>\s*</(?:\w+:)?hyperlinks>")
_SHAPE = re.compile(r"<v:shape\b.*?</v:shape>", re.DOTALL)
_NOTE_ROW = re.compile(r"(<x:Row>\s*)(\d+)(\s*</x:Row>)")
_NOTE_COLUMN = re.compile(r"<x:Column>\s*(\d+)\s*</x:Column>")
_NOTE_ANCHOR = re.compile(r"(<x:Anchor>)([^<]*)(</x:Anchor>)")

Moves = Mapping[int, int]
"""New row number by old row number."""


def commented_rows(package: Package, sheet_part: str, columns: Area) -> frozenset[int]:
    """Give the rows of ``columns`` where a comment is pinned."""
    rows = set()
    for part in _related(package, sheet_part, ("/comments", "/threadedComment")):
        for match in _COMMENT.finditer(_text(package, part)):
            area = Area.parse(match[2])
            if area and area.columns_within(columns):
                rows.add(area.first_row)
    return frozenset(rows)


def move_comments(package: Package, sheet_part: str, columns: Area, moves: Moves) -> None:
    """Pin the comments of ``columns`` to the new numbers of their rows, boxes included."""
    for part in _related(package, sheet_part, ("/comments", "/threadedComment")):
        _rewrite(
            package,
            part,
            lambda text: _COMMENT.sub(lambda match: match[1] + _moved(match[2], columns, moves), text),
        )
    for part in _related(package, sheet_part, ("/vmlDrawing",)):
        _rewrite(
            package, part, lambda text: _SHAPE.sub(lambda match: _moved_note(match[0], columns, moves), text)
        )


def moved_hyperlinks(tail: str, columns: Area, moves: Moves) -> str:
    """Give the end of a sheet with its hyperlinks on the new rows; those of rows that are gone are taken out."""

    def follow(match: re.Match[str]) -> str:
        area = Area.parse(match[1])
        if area is None or not area.intersects(columns):
            return match[0]
        if area.first_row not in moves:
            return ""
        return match[0].replace(match[1], _moved(match[1], columns, moves), 1)

    return _EMPTY_HYPERLINKS.sub("", _HYPERLINK.sub(follow, tail)) if "hyperlink" in tail else tail


def _related(package: Package, part: str, kinds: tuple[str, ...]) -> list[str]:
    return [relation.target for relation in package.relationships(part) if relation.type.endswith(kinds)]


def _text(package: Package, part: str) -> str:
    return package.read(part).decode("utf-8", "surrogateescape")


def _rewrite(package: Package, part: str, rewritten: Callable[[str], str]) -> None:
    old = _text(package, part)
    new = rewritten(old)
    if new != old:
        package.replace(part, new.encode("utf-8", "surrogateescape"))


def _moved(reference: str, columns: Area, moves: Moves) -> str:
    area = Area.parse(reference)
    if area is None or not area.columns_within(columns):
        return reference
    return f"{column_letters(area.first_column)}{moves.get(area.first_row, area.first_row)}"


def _moved_note(shape: str, columns: Area, moves: Moves) -> str:
    """Give a comment's box on the new row of its cell; the file counts rows and columns from 0."""
    row, column = _NOTE_ROW.search(shape), _NOTE_COLUMN.search(shape)
    if not row or not column or not columns.first_column <= int(column[1]) + 1 <= columns.last_column:
        return shape
    old = int(row[2]) + 1
    shift = moves.get(old, old) - old
    if not shift:
        return shape
    shape = _NOTE_ROW.sub(lambda match: f"{match[1]}{old + shift - 1}{match[3]}", shape, count=1)
    return _NOTE_ANCHOR.sub(
        lambda match: match[1] + _moved_anchor(match[2], shift) + match[3], shape, count=1
    )


def _moved_anchor(anchor: str, shift: int) -> str:
    """Shift the top and bottom rows of a box: left, dx, top, dy, right, dx, bottom, dy."""
    numbers = anchor.split(",")
    if len(numbers) != 8:
        return anchor
    for position in (2, 6):
        numbers[position] = f" {max(0, int(numbers[position]) + shift)}"
    return ",".join(numbers)
