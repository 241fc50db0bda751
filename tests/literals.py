"""The texts that a module spells: strings and pieces of f-strings, docstrings left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from tests.masters import ROOT

PACKAGE = ROOT / "postprod_xl"


class Literal(NamedTuple):
    """A text and where it stands; a piece is one of an f-string, a noun one that is counted."""

    line: int
    text: str
    is_piece: bool
    is_noun: bool


def literals(source: str) -> Iterator[Literal]:
    """Every text of a module in the order of its tree."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    unused = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    pieces = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    nouns = {id(given) for node in nodes if _counts(node) for given in node.args}  # type: ignore[attr-defined]
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unused:
            yield Literal(node.lineno, node.value, id(node) in pieces, id(node) in nouns)


def sources() -> dict[str, str]:
    """The text of every module outside of the schema, by its place in the package."""
    paths = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
    return {place: path.read_text("utf-8") for place, path in paths.items() if part_of(place) != "schema"}


def part_of(place: str) -> str:
    """The part of the house a module stands in: `domain/vat.py` → `domain`."""
    return place.partition("/")[0]


def _counts(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "counted"
