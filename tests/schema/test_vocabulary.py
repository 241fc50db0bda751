"""A word of a closed list is spelled once, in the vocabulary: everywhere else it is a member of its list."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from postprod_xl.schema import vocabulary
from postprod_xl.schema.kinds import Kind, cell_value, csv_text
from postprod_xl.schema.tables import TABLES
from postprod_xl.workbook.update import cell_values
from tests.comparisons import VOCABULARIES, Comparison, comparisons, constants
from tests.literals import literals, part_of, sources

WORDS = frozenset(member.value for held in VOCABULARIES.values() for member in held)
# Where the same letters are another word: a table, a command, an argument of a formula, an attribute, a noun, a button,
# a property.
OTHER_WORDS = {
    "commands": {"Brouillon", "Devis", "plan"},
    "documents": {"AAF", "Horaire", "Image", "Maison", "Son", "Son seul", "Version"},
    "domain": {"Devis", "laboratoire", "Flux", "IMF", "Libre"},
    "hosts": {"Devis", "Libre", "OK", "jour", "plan", "technicien"},
    "workbook": {"Devis", "Flux", "Signé"},
}
# Machines that know no workbook.
STRANGERS = {"engines"}


def spelled_out(place: str, source: str) -> list[str]:
    """The words of closed lists that a module spells instead of naming them."""
    others = OTHER_WORDS.get(part_of(place), set())
    return [
        f"{place}:{found.line}: {found.text}"
        for found in literals(source)
        if found.text in WORDS - others and not found.is_piece and not found.is_noun
    ]


def all_spelled_out() -> list[str]:
    return [
        fault
        for place, source in sources().items()
        if part_of(place) not in STRANGERS
        for fault in spelled_out(place, source)
    ]


def test_no_word_of_a_closed_list_is_spelled_outside_the_schema():
    assert not all_spelled_out()


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


def all_comparisons() -> dict[str, list[Comparison]]:
    """The comparisons of each module of the package, with the constants that it imports."""
    texts = {place: source for place, source in sources().items() if part_of(place) not in STRANGERS}
    held = {place: constants(source) for place, source in texts.items()}
    shared = {name: words for names in held.values() for name, words in names.items() if name[0] != "_"}
    return {place: list(comparisons(source, shared)) for place, source in texts.items()}


def test_a_choice_is_compared_with_members_of_its_own_vocabulary():
    found = all_comparisons()
    faults = [f"{place}:{seen.fault}" for place, all_seen in found.items() for seen in all_seen if seen.fault]
    assert not faults
    assert sum(map(len, found.values())) > 100


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("project.status == TaskState.CANCELLED", ["1: status with TaskState"]),
        ("row.state not in (TaskState.DONE, ProjectStatus.CANCELLED)", ["1: state with ProjectStatus"]),
        ("OVER = (ProjectStatus.CANCELLED,)\nstate in OVER", ["2: state with ProjectStatus"]),
        ("row['state'] == CLOSED", ["1: state with ProjectStatus"]),
        ("version.status != ChangeOrderStatus.ACCEPTED", ["1: status with ChangeOrderStatus"]),
        ("(p, order.status) == (q, QuoteStatus.SENT)", ["1: status with QuoteStatus"]),
        ("def f():\n    for s, status in office['Versions']:\n        status == ChangeOrderStatus.SENT",
         ["3: status with ChangeOrderStatus"]),
        ("invoice.type == StepType.DEPOSIT", ["1: type with StepType"]),
        ("contract.genre == ProjectType.DOCUMENTARY", ["1: genre with ProjectType"]),
        ("task.state == TaskState.CANCELLED and status == QuoteStatus.SENT", []),
    ],
)  # fmt: skip
def test_a_member_of_a_sister_vocabulary_would_be_seen(source: str, faults: list[str]):
    known = {"CLOSED": frozenset({"ProjectStatus"})}
    assert [seen.fault for seen in comparisons(source, known) if seen.fault] == faults


def test_the_choices_of_a_column_are_the_plain_words_of_one_vocabulary():
    for table in TABLES:
        for column in table.columns:
            assert all(type(word) is str for word in column.choices)
            if column.choices:
                lists = [tuple(member.value for member in held) for held in VOCABULARIES.values()]
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
