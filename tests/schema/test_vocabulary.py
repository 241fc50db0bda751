"""A word of a closed list is spelled once, in the vocabulary: everywhere else it is a member of its list."""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

import pandas as pd
import pytest

from postprod_xl.schema import vocabulary
from postprod_xl.schema.kinds import Kind, cell_value, csv_text
from postprod_xl.schema.tables import TABLES
from postprod_xl.workbook.update import cell_values
from tests.masters import ROOT

PACKAGE = ROOT / "postprod_xl"
VOCABULARIES = [
    held
    for held in vars(vocabulary).values()
    if isinstance(held, type) and issubclass(held, StrEnum) and held is not StrEnum
]
WORDS = frozenset(member.value for held in VOCABULARIES for member in held)
# Where the same letters are another word: a table, a command, an argument of a formula, an attribute, a noun.
OTHER_WORDS = {
    "commands": {"Devis", "plan"},
    "domain": {"Devis"},
    "hosts": {"Devis", "jour", "plan"},
    "workbook": {"Devis"},
}
# Machines that know no workbook.
STRANGERS = {"engines"}
# What is left of the literals of before; it only falls.
LEFT = {"documents": 10, "domain": 150, "workbook": 1}


def literals(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every string of a module, but docstrings, pieces of f-strings and nouns to count."""
    tree = ast.parse(source)
    skipped = {id(part) for node in ast.walk(tree) for part in _not_a_value(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value


def _not_a_value(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Expr):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return node.values
    is_count = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "counted"
    return node.args if is_count else []


def spelled_out(place: str, source: str) -> list[str]:
    """The words of closed lists that a module spells instead of naming them."""
    others = OTHER_WORDS.get(place.partition("/")[0], set())
    return [
        f"{place}:{line}: {text}"
        for line, text in literals(source)
        if text in WORDS and text not in others and place.partition("/")[0] not in STRANGERS
    ]


def all_spelled_out() -> list[str]:
    places = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
    return [
        fault
        for place, path in places.items()
        if not place.startswith("schema/")
        for fault in spelled_out(place, path.read_text("utf-8"))
    ]


def test_no_word_of_a_closed_list_is_spelled_outside_the_schema():
    faults = all_spelled_out()
    found = Counter(fault.partition("/")[0] for fault in faults)
    assert all(count <= LEFT.get(part, 0) for part, count in found.items()), "\n".join(faults)


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("DONE = 'Terminé'", ["domain/x.py:1: Terminé"]),
        ("LOOKS = {'Option 1': 1}", ["domain/x.py:1: Option 1"]),
        ("def f():\n    'Terminé'\n    return state == 'Annulé'", ["domain/x.py:3: Annulé"]),
        ("message = f'{code} Annulé'", []),
        ("extent = counted(2, 'séance')", []),
    ],
)
def test_a_word_spelled_out_would_be_seen(source: str, faults: list[str]):
    assert spelled_out("domain/x.py", source) == faults


def test_the_choices_of_a_column_are_the_plain_words_of_one_vocabulary():
    for table in TABLES:
        for column in table.columns:
            assert all(type(word) is str for word in column.choices)
            if column.choices:
                lists = [tuple(member.value for member in held) for held in VOCABULARIES]
                assert any(set(column.choices) <= set(held) for held in lists), column.name
                assert len(set(column.choices)) == len(column.choices)


def test_a_member_is_written_as_plain_text():
    state = vocabulary.TaskState.UNDER_WAY
    assert state == "En cours" and {"En cours": 1}[state] == 1
    assert json.dumps({"state": state}, ensure_ascii=False) == '{"state": "En cours"}'
    for written in (cell_value(Kind.CHOICE, state), csv_text(Kind.CHOICE, state), f"{state}", str(state)):
        assert type(written) is str and written == "En cours"


def test_a_computed_column_of_members_is_written_as_plain_text():
    states = pd.Series([vocabulary.TaskState.DONE, "", "Annulé"], dtype=object)
    written = cell_values(Kind.CHOICE, states)
    assert written == ["Terminé", None, "Annulé"] and type(written[0]) is str
