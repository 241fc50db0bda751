"""Where the package compares a choice column with members of a vocabulary, and of which vocabularies."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from postprod_xl.schema import catalogue_vocabulary, technical_vocabulary, vocabulary
from postprod_xl.schema.tables import TABLES

VOCABULARIES: dict[str, type[StrEnum]] = {
    name: held
    for name, held in {**vars(vocabulary), **vars(technical_vocabulary), **vars(catalogue_vocabulary)}.items()
    if isinstance(held, type) and issubclass(held, StrEnum) and held is not StrEnum
}
# The tables whose column of that name is a choice, each with the vocabulary of the choice.
COLUMNS: dict[str, dict[str, str]] = {}
for _table in TABLES:
    for _column in filter(lambda column: column.choices, _table.columns):
        (_name,) = (name for name, held in VOCABULARIES.items() if set(_column.choices) <= set(held))
        COLUMNS.setdefault(_column.name, {})[_table.name] = _name
# What a row of a table is called, where several tables have a column of the same name.
NOUNS = {
    "project": "Projets",
    "version": "Versions",
    "order": "Avenants",
    "person": "Equipe",
    "contract": "Contrats",
    "step": "Echeancier",
    "invoice": "Factures",
    "entry": "Factures",
    "document": "Factures",
}
Known = Mapping[str, frozenset[str]]


class Comparison(NamedTuple):
    """A comparison of a column: the vocabularies it may hold, and those of the members on the other side."""

    line: int
    column: str
    of_column: frozenset[str]
    of_members: frozenset[str]

    @property
    def fault(self) -> str:
        """What is wrong, empty when nothing is."""
        strange = ", ".join(sorted(self.of_members - self.of_column))
        return strange and f"{self.line}: {self.column} with {strange}"


def constants(source: str) -> dict[str, frozenset[str]]:
    """The vocabularies of the members that each tuple, set or mapping of a module holds, by its name."""
    found: dict[str, frozenset[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and (held := _members(node.value, found)):
                found[target.id] = found.get(target.id, frozenset()) | held
    return found


def comparisons(source: str, known: Known) -> Iterator[Comparison]:
    """Every comparison of a choice column with members; `known` holds the constants that the module can name."""
    known = {**known, **constants(source)}
    scopes: list[ast.AST] = [ast.parse(source)]
    for scope in scopes:
        inside = [node for child in ast.iter_child_nodes(scope) for node in _own(child)]
        scopes += [node for node in inside if isinstance(node, ast.FunctionDef)]
        texts = {node.value for node in inside if isinstance(node, ast.Constant)}
        for node in inside:
            if isinstance(node, ast.Compare):
                for column, other in _pairs(node):
                    members = _members(other, known)
                    if members and (name := _column_of(column)):
                        yield Comparison(node.lineno, name, _vocabularies(column, name, texts), members)


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all in it, but the inside of its functions."""
    yield node
    if not isinstance(node, ast.FunctionDef):
        for child in ast.iter_child_nodes(node):
            yield from _own(child)


def _pairs(node: ast.Compare) -> Iterator[tuple[ast.expr, ast.expr]]:
    sides = [node.left, *node.comparators]
    for one, other in pairwise(sides):
        both = [(one, other)]
        if isinstance(one, ast.Tuple) and isinstance(other, ast.Tuple):
            both = list(zip(one.elts, other.elts, strict=False))
        for left, right in both:
            yield from ((left, right), (right, left))


def _members(node: ast.expr | None, known: Known) -> frozenset[str]:
    """The vocabularies of the members an expression names, itself or by its elements."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in VOCABULARIES:
        return frozenset({node.value.id})
    if isinstance(node, ast.Name):
        return known.get(node.id, frozenset())
    parts: list[ast.expr] = []
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        parts = node.elts
    elif isinstance(node, ast.Dict):
        parts = [key for key in node.keys if key is not None]
    elif isinstance(node, ast.BoolOp):
        parts = node.values
    elif isinstance(node, ast.Starred):
        parts = [node.value]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "frozenset":
        parts = node.args
    return frozenset().union(*(_members(part, known) for part in parts))


def _column_of(node: ast.expr) -> str:
    """The choice column that an expression reads: `row.status`, `status`, `row["status"]`; empty when none."""
    name: object = ""
    if isinstance(node, ast.Attribute):
        name = node.attr
    elif isinstance(node, ast.Name):
        name = node.id
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        name = node.slice.value
    return name if isinstance(name, str) and name in COLUMNS else ""


def _vocabularies(node: ast.expr, column: str, texts: set[object]) -> frozenset[str]:
    """Those of the table its row is called after, else of the tables its function names, else of all."""
    tables = COLUMNS[column]
    owner = node.value if isinstance(node, ast.Attribute | ast.Subscript) else None
    noun = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
    named = {NOUNS[noun]} if noun in NOUNS else texts
    return frozenset(held for table, held in tables.items() if table in named) or frozenset(tables.values())
