"""The two registries say everything once: tables and columns, commands."""

from __future__ import annotations

import click
import pytest

from postprod_xl.commands import COMMANDS
from postprod_xl.hosts.cli.app import app
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.settings import SETTINGS
from postprod_xl.schema.table import COMPLETED, COMPUTED, Column, Table, TableKind, euro, reference, text
from postprod_xl.schema.tables import BY_NAME, TABLES
from tests.masters import ROOT
from tests.registries import (
    bound_faults,
    documentation_faults,
    link_faults,
    listed_in_readme,
    missing_on_one_side,
    name_faults,
    role_faults,
)

# Doors to files and to the machine: they make, copy or look at workbooks, and compute nothing in them.
OUTSIDE_A_WORKBOOK = {
    *("new", "demo", "gantt", "install", "doctor"),
    *("tables export", "tables import", "tables repair"),
}


def table(*columns: Column, name: str = "Essais", key: tuple[str, ...] = (), **rest: str) -> Table:
    return Table(name, rest.pop("tab", "Essais"), TableKind.INPUT, "Les essais.", columns, key, **rest)


def cli_commands(group: click.Group, prefix: str = "") -> set[str]:
    names = set()
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            names |= cli_commands(command, f"{prefix}{name} ")
        else:
            names.add(prefix + name)
    return names


def test_every_table_and_column_is_explained_in_one_sentence():
    assert not documentation_faults(TABLES)


def test_every_name_is_unique_and_one_that_excel_takes():
    assert not name_faults(TABLES)


def test_every_key_reference_and_formula_names_something_that_exists():
    assert not link_faults(BY_NAME)


def test_no_declaration_contradicts_itself():
    assert not role_faults(TABLES)


def test_every_quantity_and_setting_is_bounded_and_usual_within_its_bounds():
    assert not bound_faults(TABLES, SETTINGS)


@pytest.mark.parametrize(
    ("column", "fault"),
    [
        (euro("a", "A", "A."), "Essais.a"),
        (euro("a", "A", "A.", bounds=(0, None)), "Essais.a"),
        (euro("a", "A", "A.", bounds=(0, 9), usual=(1, 10)), "Essais.a: usual 10"),
    ],
)
def test_a_quantity_without_bounds_is_found(column: Column, fault: str):
    assert bound_faults([table(column)], ()) == [fault]


@pytest.mark.parametrize("sentence", ["", " ", "Sans point", ".", " Un blanc devant."])
def test_a_column_without_a_sentence_is_found(sentence: str):
    assert documentation_faults([table(text("code", "Code", sentence))]) == ["Essais.code"]


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ([table(name="Été 1")], "no Excel name: Été 1"),
        ([table(name="AB12")], "no Excel name: AB12"),
        ([table(tab="Un/deux")], "no tab title: Un/deux"),
        ([table(name="Essais"), table(name="ESSAIS")], "twice: essais"),
        ([table(text("a", "Code", "Un."), text("b", "CODE", "Deux."))], "twice: Essais[code]"),
        ([table(text("a", "Un", "Un."), text("a", "Deux", "Deux."))], "twice: Essais.a"),
        ([table(text("a", " ", "Un."))], "empty heading: Essais.a"),
    ],
)
def test_a_name_that_excel_refuses_or_that_two_things_share_is_found(planted: list[Table], fault: str):
    assert name_faults(planted) == [fault]


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        (table(text("a", "A", "A."), key=("b",)), "Essais: no column b"),
        (table(text("a", "A", "A."), keeps="b"), "Essais: no column b"),
        (table(reference("a", "A", "A.", "Absente")), "Essais.a: reference to Absente"),
        (table(euro("a", "A", "A.", role=COMPUTED, formula="{b}*2")), "Essais.a: formula of b"),
    ],
)
def test_a_link_to_something_absent_is_found(planted: Table, fault: str):
    assert link_faults({planted.name: planted}) == [fault]


@pytest.mark.parametrize(
    ("column", "fault"),
    [
        (euro("a", "A", "A.", formula="1+1"), "a formula in a typed column"),
        (text("a", "A", "A.", choices=("x",)), "choices in a column of texte"),
        (Column("a", "A", Kind.EURO, "A.", references=("Essais",)), "a reference in a column of euros"),
        (Column("a", "A", Kind.CHOICE, "A."), "a choice among nothing"),
        (text("a", "A", "A.", role=COMPLETED), "to be completed in a table of typed rows"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_found(column: Column, fault: str):
    assert role_faults([table(column)]) == [f"Essais.a: {fault}"]


def test_every_command_reads_and_writes_tables_that_exist():
    used = {name for command in COMMANDS.values() for name in (*command.reads, *command.writes)}
    assert used <= BY_NAME.keys()


def test_every_command_has_a_french_label_and_is_filed_under_its_name():
    assert all(command.name == name and command.label for name, command in COMMANDS.items())


def test_the_command_line_has_every_command_of_the_registry_and_no_other_that_computes():
    assert not missing_on_one_side(COMMANDS, cli_commands(app) - OUTSIDE_A_WORKBOOK)


def test_every_command_of_the_command_line_is_explained():
    contexts = [(name, click.Context(app)) for name in app.commands]
    assert all(app.get_command(context, name).get_short_help_str() for name, context in contexts)


def test_the_readme_lists_the_commands_of_the_command_line():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not missing_on_one_side(listed_in_readme(readme), cli_commands(app))


def test_a_command_on_one_side_only_is_found():
    assert missing_on_one_side({"refresh", "check"}, {"refresh", "quote"}) == ["check", "quote"]


def test_only_the_first_cell_of_a_table_row_lists_a_command():
    text = "Lancez `postprod merge`.\n| `postprod tables export FICHIER` | après `postprod check` |\n"
    assert listed_in_readme(text) == {"tables export"}
