"""A heading is written once, in its declaration: messages and guides read it from there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from postprod_xl.schema.tables import TABLES
from tests.literals import literals, sources

# One word of a heading is most often a word like any other.
HEADINGS = {column.heading for table in TABLES for column in table.columns if " " in column.heading}
NAMED = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(HEADINGS, key=len, reverse=True)))})(?!\w)")
REPORTS = {"blocking", "info", "warning"}
# A printed invoice and the arguments of a formula have words of their own.
OTHER_WORDS = ("domain/invoicing/lines.py", "hosts/cell_functions/", "workbook/draw/invoice/")


def typed_by_hand(place: str, source: str) -> list[str]:
    """The headings of several words that stand in the texts of a module."""
    return [
        f"{place}:{found.line}: {heading}"
        for found in literals(source)
        if not place.startswith(OTHER_WORDS)
        for heading in NAMED.findall(found.text)
    ]


def reported_by_hand(place: str, source: str) -> Iterator[str]:
    """The problems whose heading is a text instead of that of a column."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REPORTS:
            heading = node.args[2] if len(node.args) > 2 else None
            if isinstance(heading, ast.Constant) and heading.value:
                yield f"{place}:{node.lineno}: {heading.value}"


def test_no_text_outside_the_schema_names_a_column_by_hand():
    assert not [fault for place, source in sources().items() for fault in typed_by_hand(place, source)]


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("message = f'{code} : sans Durée (j), ou nulle'", ["domain/x.py:1: Durée (j)"]),
        ("message = 'le Début fixé est passé'", ["domain/x.py:1: Début fixé"]),
        ("def f():\n    'The days of `Début fixé`.'", []),
        ("message = f'{heading} : attendu'", []),
    ],
)
def test_a_column_named_by_hand_would_be_seen(source: str, faults: list[str]):
    assert typed_by_hand("domain/x.py", source) == faults


def test_a_problem_stands_at_a_declared_column():
    assert not [fault for place, source in sources().items() for fault in reported_by_hand(place, source)]


def test_a_problem_at_a_heading_typed_by_hand_would_be_seen():
    source = "warning('Projets', 4, 'Code', found, expected, message)"
    assert list(reported_by_hand("domain/x.py", source)) == ["domain/x.py:1: Code"]
