"""The two registries say everything once: tables and columns, commands."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import click
import pytest

from postprod_xl.commands import COMMANDS, RIBBON, Command, OptionKind
from postprod_xl.hosts.cli.app import app
from postprod_xl.hosts.cli.runs import RUNS
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.table import COMPLETED, COMPUTED, Column, Table, TableKind, euro, reference, text
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.versions import CURRENT
from tests.masters import ROOT
from tests.readme import built_tables, marked, remarked
from tests.registries import (
    SENTENCE,
    bound_faults,
    documentation_faults,
    idle_helps,
    link_faults,
    missing_on_one_side,
    name_faults,
    role_faults,
)
from tests.released import released, version_faults

# As a person types it, between quotes or at the start of a remedy: « postprod tables repair … ».
NAMED_COMMAND = re.compile(r"(?:« |`|'|\"| {3})postprod ((?:tables )?[a-z]+)\b")


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


def parameters(function: Callable[..., object]) -> list[str]:
    return list(inspect.signature(function).parameters)


def rule_of(command: Command) -> Callable[..., object]:
    module, _, function = command.rule.partition(":")
    return getattr(import_module(module), function)


def test_every_table_and_column_is_explained_in_one_sentence():
    assert not documentation_faults(TABLES)


def test_the_help_of_every_column_says_more_than_its_heading():
    assert not idle_helps(TABLES)


@pytest.mark.parametrize(
    "column",
    [
        text("a", "Projet", "Projet."),
        text("a", "Date de signature", "La date de la signature."),
        text("a", "Ville", "Nom de la ville."),
    ],
)
def test_a_help_that_repeats_its_heading_would_be_seen(column: Column):
    assert idle_helps([table(column)]) == ["Essais.a"]


def test_every_name_is_unique_and_one_that_excel_takes():
    assert not name_faults(TABLES)


def test_every_key_reference_and_formula_names_something_that_exists():
    assert not link_faults(BY_NAME)


def test_no_declaration_contradicts_itself():
    assert not role_faults(TABLES)


def test_what_is_new_says_since_which_version_and_what_was_released_stays():
    assert not version_faults(TABLES)


@pytest.mark.parametrize(
    ("column", "fault"),
    [
        (text("a", "A", "A."), f"Journal[A] is not of version 0.1: say since={CURRENT!r}"),
        (text("a", "A", "A.", since="9"), f"Journal[A] is of version 9, and the workbook of {CURRENT}"),
        (
            text("a", "A", "A.", since=CURRENT, required=True),
            "Journal[A] is required and has no default for the rows there are",
        ),
        (text("a", "A", "A.", since=CURRENT, required=True, default="x"), None),
    ],
)
def test_a_column_without_its_version_is_found(column: Column, fault: str | None):
    journal = replace(BY_NAME["Journal"], columns=(*BY_NAME["Journal"].columns, column))
    tables = [table for table in TABLES if table.name != "Journal"]
    assert version_faults([*tables, journal]) == ([fault] if fault else [])


def test_what_a_released_workbook_holds_cannot_be_taken_away_nor_come_later():
    journal = BY_NAME["Journal"]
    first = journal.columns[0]
    tables = [table for table in TABLES if table.name != "Journal"]
    gone = replace(journal, columns=journal.columns[1:])
    late = replace(journal, columns=(replace(first, since=CURRENT), *journal.columns[1:]))
    assert version_faults([*tables, gone]) == [
        f"Journal: {first.heading} is gone, and workbooks of version {list(released())[-1]} hold it"
    ]
    assert version_faults([*tables, late]) == [
        f"Journal[{first.heading}] is of version 0.1 already, not {CURRENT}"
    ]


def test_a_word_added_to_a_closed_list_makes_a_later_version():
    rows = BY_NAME["Absences"]
    kind = rows.by_name["half_day"]
    more = replace(kind, choices=(*kind.choices, "Soir"))
    grown = replace(rows, columns=tuple(more if c is kind else c for c in rows.columns))
    tables = [grown if table is rows else table for table in TABLES]
    assert version_faults(tables, current="0.1") != [] and version_faults(tables) == []


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


def test_every_command_is_filed_under_its_name_and_explained_in_both_languages():
    assert all(command.name == name for name, command in COMMANDS.items())
    assert [c.name for c in COMMANDS.values() if not SENTENCE.fullmatch(c.help) or not c.about] == []


def test_every_option_says_what_it_does_in_one_sentence():
    faults = [
        f"{command.name} {option.name}"
        for command in COMMANDS.values()
        for option in command.options
        if option.flags and not SENTENCE.fullmatch(option.help)
    ]
    assert faults == []


def test_the_command_line_has_every_command_of_the_registry_and_no_other():
    assert not missing_on_one_side(COMMANDS, cli_commands(app))


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_option_reaches_the_function_that_carries_the_command_out(command: Command):
    run = RUNS.get(command.name)
    if run is None:
        # Computed in its file: what is not read there is an option of its rule.
        taken = ["file", *parameters(rule_of(command))[2:], "today", "as_json"]
        assert sorted(option.name for option in command.options) == sorted(taken)
    else:
        assert [option.name for option in command.options] == parameters(run)


@pytest.mark.parametrize("command", [c for c in COMMANDS.values() if c.rule], ids=lambda c: c.name)
def test_every_rule_is_a_function_of_an_office(command: Command):
    assert command.rule.startswith("postprod_xl.commands.")
    assert parameters(rule_of(command))[:2] == ["office", "known"]


@pytest.mark.parametrize("command", [c for c in COMMANDS.values() if c.buttons], ids=lambda c: c.name)
def test_what_a_button_asks_is_an_option_of_its_command_read_in_columns_that_exist(command: Command):
    for option in (option for button in command.buttons for option in button.asked):
        assert option in command.options
        # A command without a rule is carried out by hosts, the open workbook's among them.
        assert not command.rule or option.name in parameters(rule_of(command))
        if option.kind is OptionKind.FLAG:
            continue  # set by its button, without asking
        assert option.ask
        columns = {name: BY_NAME[name].by_name for name in option.ask.columns}
        assert all(option.ask.columns[name] in known for name, known in columns.items())
        # What is new, or too easily left selected as the day of the sessions, is read in no row.
        assert any(map(option.ask.column_of, TABLES)) or not (option.ask.column or option.ask.columns)


def test_every_command_that_a_message_names_exists():
    sources = [*(ROOT / "postprod_xl").rglob("*.py"), *(ROOT / "macros").glob("*.bas")]
    named = {name for path in sources for name in NAMED_COMMAND.findall(path.read_text(encoding="utf-8"))}
    assert {"refresh", "tables repair"} <= named <= COMMANDS.keys()


def test_what_a_command_makes_again_are_tables_that_keep_rows():
    for command in COMMANDS.values():
        options = {option.name for option in command.options}
        assert all(BY_NAME[name].keeps in options for name in command.remakes)


def test_the_ribbon_holds_every_button_once():
    shown = [macro for _, _, macros in RIBBON for macro in macros]
    assert sorted(shown) == sorted(b.macro for command in COMMANDS.values() for b in command.buttons)


@pytest.mark.parametrize(("path", "mark", "table"), built_tables())
def test_the_tables_of_the_readme_and_of_the_guide_are_those_of_the_registry(path, mark, table):
    assert marked(path.read_text(encoding="utf-8"), mark) == table, "run: python -m tests.readme"


def test_a_marked_part_is_replaced_and_the_rest_is_kept():
    text = "un\n<!-- deux -->\nold\n<!-- /deux -->\ntrois\n"
    assert marked(text, "deux") == "old"
    assert remarked(text, "deux", "new") == text.replace("old", "new")


def test_a_command_on_one_side_only_is_found():
    assert missing_on_one_side({"refresh", "check"}, {"refresh", "quote"}) == ["check", "quote"]
