"""What a button says, and what it acts on, without any spreadsheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from postprod_xl.commands import COMMANDS
from postprod_xl.hosts.active_project import Misunderstood, options_of
from postprod_xl.hosts.buttons import said
from postprod_xl.hosts.computing import Report
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.schema.problems import blocking, warning
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import frame_of
from postprod_xl.workbook.places import TablePlace

PATH = Path("bureau.xlsm")
TODAY = date(2026, 11, 23)
LATE = warning("Projets", None, "", "", "", "livraison en retard")
WRONG = blocking("Projets", None, "", "", "", "date illisible")


def master(table: str, record: dict, row: int = 5):
    """A workbook of one table of one row, in row 5, where the selection stands in the row given."""
    declared = BY_NAME[table]
    place = TablePlace(table, declared.tab, "", "", 1, 4, 5, False, declared.headings)
    selection = SimpleNamespace(sheet=SimpleNamespace(name=declared.tab), row=row, column=2)
    frames = {name: frame_of(BY_NAME[name], []) for name in BY_NAME}
    frames[table] = frame_of(declared, [record], first_row=5)
    return SimpleNamespace(book=SimpleNamespace(selection=selection), places={table: place}, frames=frames)


def never(question):
    raise AssertionError(f"asked: {question}")


@pytest.mark.parametrize(
    ("asks", "table", "record", "options"),
    [
        ("project", "Projets", {"code": "CRUE"}, {"project": "CRUE"}),
        ("project", "Echeancier", {"project": "SETE", "rank": 1}, {"project": "SETE"}),
        ("project", "Comptes", {"project": "SETE"}, {"project": "SETE"}),
        ("credit", "Factures", {"number": "FA-1", "project": "CRUE"}, {"project": "CRUE", "credit": "FA-1"}),
        ("credit", "LignesFacture", {"invoice": "FA-2"}, {"project": "", "credit": "FA-2"}),
        ("month", "Paie", {"month": "2026-10"}, {"month": "2026-10"}),
        ("month", "Seances", {"number": "S1", "day": date(2026, 9, 30)}, {"month": "2026-09"}),
        ("task", "Planning", {"task": "CRUE-MIXAGE", "project": "CRUE"}, {"task": "CRUE-MIXAGE"}),
        ("task", "Reservations", {"task": "CRUE-MIXAGE", "project": "CRUE"}, {"task": "CRUE-MIXAGE"}),
        ("template", "Planning", {"task": "X", "project": "INCONNU"}, {"project": "INCONNU"}),
        ("", "Projets", {"code": "CRUE"}, {}),
    ],
)
def test_the_selected_row_says_what_to_act_on(asks, table, record, options):
    assert options_of(asks, master(table, record), TODAY, never) == options


@pytest.mark.parametrize(
    ("asks", "table", "record", "row", "proposal"),
    [
        ("project", "Equipe", {"code": "ANNE"}, 5, ""),
        ("project", "Projets", {"code": "CRUE"}, 9, ""),
        ("month", "Projets", {"code": "CRUE"}, 5, "2026-11"),
        ("month", "Seances", {"number": "S1"}, 5, "2026-11"),
    ],
)
def test_what_the_selection_does_not_say_is_asked(asks, table, record, row, proposal):
    questions = []

    def answer(question):
        questions.append(question.proposal)
        return " 2026-12 "

    assert options_of(asks, master(table, record, row), TODAY, answer) == {asks: "2026-12"}
    assert questions == [proposal]


def test_an_empty_answer_gives_up():
    assert options_of("project", master("Equipe", {"code": "ANNE"}), TODAY, lambda _: "") is None


@pytest.mark.parametrize("answer", ["novembre", "2026-13", "11/2026"])
def test_a_month_misspelt_is_not_run(answer):
    with pytest.raises(Misunderstood, match="attendu : 2026-11"):
        options_of("month", master("Equipe", {"code": "ANNE"}), TODAY, lambda _: answer)


def test_a_run_says_what_changed_and_where_its_problems_are():
    report = Report(PATH, DONE, "5 projets", [LATE, LATE], 214)
    assert said(report, COMMANDS["refresh"], "Actualiser") == (
        "Actualiser : 5 projets, 214 cellules changées.\n2 problèmes à voir dans l'onglet Contrôles."
    )


def test_a_blocked_run_says_what_blocks():
    report = Report(PATH, BLOCKED, "2 problèmes : 1 bloquant, 1 à voir", [LATE, WRONG])
    assert said(report, COMMANDS["invoice"], "Facturer").splitlines()[1:] == [
        "date illisible",
        "2 problèmes à voir dans l'onglet Contrôles.",
    ]


def test_a_command_that_leaves_the_controls_alone_says_its_problems_itself():
    report = Report(PATH, DONE, "paie de 2026-11", [LATE] * 7)
    assert said(report, COMMANDS["payroll"], "Préparer la paie").splitlines() == [
        "Préparer la paie : paie de 2026-11.",
        *["livraison en retard"] * 5,
        "Et 2 autres problèmes.",
    ]


def test_lines_kept_for_a_persons_notes_are_said():
    report = Report(PATH, DONE, "aucun problème", [], 1, notes=["ligne conservée"])
    assert said(report, COMMANDS["refresh"], "Actualiser").splitlines() == [
        "Actualiser : aucun problème, 1 cellule changée.",
        "ligne conservée",
    ]


def test_the_answer_of_a_command_is_said_and_nothing_of_the_controls():
    report = Report(PATH, DONE, "2 candidats pour MIX", notes=["1. ANNE : libre", "2. PAUL : pris 1 j"])
    assert said(report, COMMANDS["candidates"], "Proposer un technicien").splitlines() == [
        "Proposer un technicien : 2 candidats pour MIX.",
        "1. ANNE : libre",
        "2. PAUL : pris 1 j",
    ]


def test_a_project_that_says_its_type_is_planned_without_a_question():
    held = master("Projets", {"code": "CRUE", "type": "Long métrage"})
    assert options_of("template", held, TODAY, never) == {"project": "CRUE"}


def test_the_type_of_programme_is_asked_of_a_project_that_does_not_say_it():
    held = master("Projets", {"code": "CRUE"})
    assert options_of("template", held, TODAY, lambda _: " DOC52 ") == {
        "project": "CRUE",
        "template": "DOC52",
    }
    assert options_of("template", held, TODAY, lambda _: "") is None
