"""The French guide says every button, every function and every command of the program."""

from __future__ import annotations

import re
import unicodedata

import pytest

from postprod_xl.commands import COMMANDS
from postprod_xl.engines.ooxml.files.saving import BACKUPS_KEPT
from postprod_xl.hosts.cli.app import app
from postprod_xl.hosts.functions import FUNCTIONS
from postprod_xl.hosts.setup.policies import DEFENDER_RULES
from postprod_xl.schema.tables import TABLES
from tests.masters import ROOT

GUIDE = (ROOT / "workbooks" / "GUIDE.md").read_text(encoding="utf-8")


def plain(text: str) -> str:
    """A word of the guide as VBA may name it: small letters without accents."""
    letters = unicodedata.normalize("NFD", text.lower().replace(" ", "_"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def row_of(start: str) -> list[str]:
    """The cells of the only row of a table of the guide whose first cell starts so."""
    rows = [line.strip("|").split("|") for line in GUIDE.splitlines() if line.startswith(f"| {start}")]
    (cells,) = rows
    return [cell.strip() for cell in cells]


@pytest.mark.parametrize("button", [button for command in COMMANDS.values() for button in command.buttons])
def test_every_button_is_in_the_guide_with_the_tabs_where_it_stands(button):
    assert row_of(f"{button.label} ")[1] == ", ".join(button.tabs)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_guide_gives_the_arguments_of_every_function_in_their_order(function):
    written = row_of(f"`{function.name}(")[0].strip("`").partition("(")[2].removesuffix(")")
    said = [plain(word) for word in re.split("; ", written.removesuffix("; …"))]
    names = [plain(f"[{a.name}]" if a.optional else a.name) for a in function.arguments]
    assert said == names[: len(said)]
    assert len(said) == len(names) or written.endswith("…")


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_every_function_has_an_example_with_as_many_arguments_as_it_takes(function):
    example = re.search(rf"`={function.name}\((.*)\)`", row_of(f"`{function.name}(")[2])
    assert example, function.name
    given = len(example[1].split(";"))
    needed = sum(not argument.optional for argument in function.arguments)
    assert needed <= given <= len(function.arguments)


@pytest.mark.parametrize("rule", DEFENDER_RULES, ids=lambda rule: rule.guid[:8])
def test_the_guide_names_the_rules_of_defender_as_doctor_does(rule):
    assert f"« {rule.name} », `{rule.guid}`" in GUIDE


def test_the_versions_that_the_guide_says_are_kept_are_those_that_saving_keeps():
    assert BACKUPS_KEPT == 10 and GUIDE.count("(les dix dernières)") == 2


def test_every_command_the_guide_names_exists():
    named = set(re.findall(r"postprod (\w+)", GUIDE))
    assert named <= set(app.commands)


def test_every_column_and_every_choice_the_guide_quotes_exists():
    columns = [column for table in TABLES for column in table.columns]
    known = {column.heading for column in columns} | {word for column in columns for word in column.choices}
    assert set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", GUIDE)) <= known
