"""What a button says, and what it acts on, without any spreadsheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from postprod_xl.commands import COMMANDS
from postprod_xl.commands.declarations.copies import CODE, ISSUES
from postprod_xl.commands.declarations.quotes import COMPARE
from postprod_xl.commands.options import CREDIT, MONTH, PROJECT, TASK, TO
from postprod_xl.domain.wording import counted_problems
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.hosts import buttons
from postprod_xl.hosts.buttons import press, press_on, said
from postprod_xl.hosts.exits import BLOCKED, DONE, FAULT, UNUSABLE
from postprod_xl.hosts.live import calling_book, kept
from postprod_xl.hosts.live import runs as live_runs
from postprod_xl.hosts.live.questions import Misunderstood, Question, answers_of, options_of
from postprod_xl.hosts.runs.computing import Computed, Report
from postprod_xl.schema.problems import blocking, warning
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME

PATH = Path("bureau.xlsm")
TODAY = date(2026, 11, 23)
LATE = warning("Projets", None, "", "", "", "livraison en retard")
WRONG = blocking("Projets", None, "", "", "", "date illisible")


def master(table: str, record: dict, row: int = 5):
    """A workbook of one table of one row, in row 5, where the selection stands in the row given."""
    declared = BY_NAME[table]
    place = TablePlace(table, declared.tab, "", "", 1, 4, 5, False, declared.headings)
    selection = SimpleNamespace(sheet=SimpleNamespace(name=declared.tab), row=row, column=2)
    tables = {name: rows_of(BY_NAME[name], []) for name in BY_NAME}
    tables[table] = rows_of(declared, [record], first_row=5)
    return SimpleNamespace(book=SimpleNamespace(selection=selection), places={table: place}, tables=tables)


def never(question):
    raise AssertionError(f"asked: {question}")


class Application:
    """What a button needs of an application that is seen."""

    visible = True
    status_bar = False

    def __init__(self):
        self.alerts = []

    def alert(self, message, title, buttons, mode):
        self.alerts.append(message)
        return "cancel"


@pytest.mark.parametrize(
    ("asked", "table", "record", "options"),
    [
        (PROJECT, "Projets", {"code": "CRUE"}, {"project": "CRUE"}),
        (PROJECT, "Echeancier", {"project": "SETE", "rank": 1}, {"project": "SETE"}),
        (PROJECT, "Comptes", {"project": "SETE"}, {"project": "SETE"}),
        (CREDIT, "Factures", {"number": "FA-1", "project": "CRUE"}, {"credit": "FA-1"}),
        (CREDIT, "LignesFacture", {"invoice": "FA-2"}, {"credit": "FA-2"}),
        (TASK, "Planning", {"task": "CRUE-MIXAGE", "project": "CRUE"}, {"task": "CRUE-MIXAGE"}),
        (TASK, "Reservations", {"task": "CRUE-MIXAGE", "project": "CRUE"}, {"task": "CRUE-MIXAGE"}),
        (None, "Projets", {"code": "CRUE"}, {}),
        (COMMANDS["invoice"].button("draft").option, "Projets", {"code": "CRUE"}, {"draft": True}),
    ],
)
def test_the_selected_row_says_what_to_act_on(asked, table, record, options):
    assert options_of(asked, master(table, record), TODAY, never) == options


@pytest.mark.parametrize(
    ("asked", "table", "record", "row", "proposal"),
    [
        (PROJECT, "Equipe", {"code": "ANNE"}, 5, ""),
        (PROJECT, "Projets", {"code": "CRUE"}, 9, ""),
        (CREDIT, "Echeancier", {"project": "SETE", "rank": 1}, 5, ""),
        (MONTH, "Projets", {"code": "CRUE"}, 5, "2026-11"),
        (MONTH, "Seances", {"number": "S1"}, 5, "2026-11"),
        (MONTH, "Seances", {"number": "S1", "day": date(2026, 9, 30)}, 5, "2026-09"),
        (MONTH, "Paie", {"month": "2026-10"}, 5, "2026-10"),
    ],
)
def test_what_the_selection_does_not_say_is_asked_and_a_month_always_is(asked, table, record, row, proposal):
    questions = []

    def answer(question):
        questions.append(question.proposal)
        return " 2026-12 "

    assert options_of(asked, master(table, record, row), TODAY, answer) == {asked.name: "2026-12"}
    assert questions == [proposal]


@pytest.mark.parametrize("asked", [PROJECT, MONTH])
def test_an_empty_answer_gives_up(asked):
    assert options_of(asked, master("Equipe", {"code": "ANNE"}), TODAY, lambda _: "") is None


@pytest.mark.parametrize("answer", ["novembre", "2026-13", "2031-13", "11/2026"])
def test_a_month_misspelt_is_not_run(answer):
    with pytest.raises(Misunderstood, match="attendu : 2026-11"):
        options_of(MONTH, master("Equipe", {"code": "ANNE"}), TODAY, lambda _: answer)


def test_a_word_of_a_closed_list_is_asked_with_those_that_the_button_takes():
    form, questions = COMMANDS["payroll"].button("form").option, []

    def answer(question):
        questions.append((question.text, question.proposal))
        return " CSV "

    assert options_of(form, master("Paie", {"month": "2026-10"}), TODAY, answer) == {"form": "csv"}
    assert questions == [("Forme de l'export : csv, spaiectacle", "csv")]
    with pytest.raises(Misunderstood, match="« tables » n'est pas dans la liste : csv, spaiectacle"):
        options_of(form, master("Paie", {"month": "2026-10"}), TODAY, lambda _: "tables")


def test_whom_a_copy_is_for_is_answered_with_or_without_accents_and_then_its_project_is_asked():
    asked = COMMANDS["share"].button("audience").asked
    answers = iter(["REALISATEUR", "CRUE"])
    found = answers_of(asked, master("Equipe", {"code": "ANNE"}), TODAY, lambda _: next(answers))
    assert found == {"audience": "réalisateur", "project": "CRUE"}


@pytest.mark.parametrize("answer", ["demain", "31/02/2026", "26/11"])
def test_a_day_misspelt_is_not_run(answer):
    with pytest.raises(Misunderstood, match="attendu : une date"):
        options_of(TO, master("Planning", {"task": "MIX"}), TODAY, lambda _: answer)


@pytest.mark.parametrize("answer", ["0", "-3", "treize", "1,5"])
def test_a_number_misspelt_is_not_run(answer):
    with pytest.raises(Misunderstood, match="n'est pas un nombre entier d'au moins 1"):
        options_of(ISSUES, master("Projets", {"code": "MAG"}), TODAY, lambda _: answer)


@pytest.mark.parametrize(
    ("version", "answer", "proposal", "pair"),
    [(3, None, "2 3", (2, 3)), (1, " 1 ; 4", "1 2", (1, 4)), (2, "", "1 2", None)],
)
def test_two_versions_are_asked_that_of_the_selected_row_and_the_one_before(version, answer, proposal, pair):
    asked = []

    def said(question):
        asked.append(question.proposal)
        return proposal if answer is None else answer

    row = master("Versions", {"project": "CRUE", "version": version})
    assert options_of(COMPARE, row, TODAY, said) == (pair and {"compare": pair})
    assert asked == [proposal]


@pytest.mark.parametrize("answer", ["1", "1 2 3", "1 et 2", "0 1"])
def test_two_versions_misspelt_are_not_compared(answer):
    with pytest.raises(Misunderstood, match="n'est pas deux nombres entiers d'au moins 1, comme 1 2"):
        options_of(COMPARE, master("Versions", {"project": "CRUE", "version": 1}), TODAY, lambda _: answer)


def test_a_payment_proposes_what_the_selected_invoice_still_owes_and_the_present_day():
    button = COMMANDS["payment"].button("")
    row = master("Factures", {"number": "FA-2026-0001", "due_cents": 123_450, "day": date(2026, 9, 1)})
    paid = {"invoice": "FA-2026-0001", "amount": 123_450, "day": TODAY}
    assert answers_of(button.asked, row, TODAY, lambda question: question.proposal) == paid
    amount = button.asked[1:2]
    assert answers_of(amount, row, TODAY, lambda _: "-12,5 €") == {"amount": -1_250}
    assert answers_of(amount, row, TODAY, lambda _: "") is None
    with pytest.raises(Misunderstood, match="« douze » n'est pas un montant"):
        answers_of(amount, row, TODAY, lambda _: "douze")


def test_a_reminder_is_for_the_client_of_the_selected_row_or_for_all():
    (asked,) = COMMANDS["payment"].button("reminders").asked
    assert options_of(asked, master("Relances", {"client": "MOLE"}), TODAY, never) == {"reminders": "MOLE"}
    assert options_of(asked, master("Clients", {"code": "MOLE"}), TODAY, never) == {"reminders": "MOLE"}
    assert options_of(asked, master("Equipe", {"code": "A"}), TODAY, lambda _: "tous") == {
        "reminders": "tous"
    }


def test_the_next_issues_of_the_selected_project_are_asked_in_number_and_a_copy_for_its_code():
    row = master("Projets", {"code": "MAG", "title": "Le magazine"})
    assert answers_of([PROJECT, ISSUES], row, TODAY, lambda question: question.proposal) == {
        "project": "MAG",
        "issues": 1,
    }
    assert answers_of([PROJECT, CODE], row, TODAY, lambda _: "MAG2") == {"project": "MAG", "code": "MAG2"}


def test_a_button_that_asks_two_things_proposes_the_day_of_the_row_and_gives_up_at_the_first_empty_answer():
    row = master("Planning", {"task": "MIX", "start_day": date(2026, 11, 24)})
    asked = []

    def answer(question):
        asked.append(question.proposal)
        return "2026-11-26"

    assert answers_of([TASK, TO], row, TODAY, answer) == {"task": "MIX", "to": date(2026, 11, 26)}
    assert asked == ["24/11/2026"]
    assert answers_of([TASK, TO], row, TODAY, lambda _: "") is None


def test_an_application_that_shows_no_window_takes_what_is_proposed():
    person = buttons._person_at(SimpleNamespace(app=SimpleNamespace(visible=False)), "Préparer la paie")
    assert person.ask(Question("Mois :", "2026-11")) == "2026-11"


@pytest.mark.parametrize(
    ("command", "asks"), [("invoice", "number"), ("refresh", "month"), ("recompute", "")]
)
def test_a_button_that_nobody_declared_presses_no_other(command, asks):
    app = Application()
    assert press_on(SimpleNamespace(app=app), command, TODAY, asks) == FAULT
    assert [message.startswith("Défaut interne") for message in app.alerts] == [True]


def test_no_option_named_means_the_first_button_of_a_command():
    assert COMMANDS["invoice"].button("").macro == "Facturer"
    assert COMMANDS["invoice"].button("credit").macro == "EmettreAvoir"


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (UnusableFile("bureau.xlsm — ce classeur n'est plus ouvert"), UNUSABLE, "bureau.xlsm — ce classeur"),
        (RuntimeError("panne"), FAULT, "Défaut interne : rien n'a été fait"),
    ],
)
@pytest.mark.parametrize("seen", [True, False])
def test_a_button_that_does_not_find_its_workbook_says_so(monkeypatch, capsys, error, status, message, seen):
    def lost():
        raise error

    app = Application() if seen else None
    monkeypatch.setattr(calling_book, "calling_book", lost)
    monkeypatch.setattr(buttons, "_any_application", lambda: app)
    assert press("refresh") == status
    assert (app.alerts[0] if seen else capsys.readouterr().err).startswith(message)


def test_a_run_says_what_changed_and_where_its_problems_are():
    report = Report(PATH, DONE, "5 projets", [LATE, LATE], 214, in_controls=True)
    assert said(report, "Actualiser") == (
        "Actualiser : 5 projets, 214 cellules changées.\n2 problèmes à voir dans l'onglet Contrôles."
    )


def test_a_blocked_run_says_what_blocks():
    report = Report(PATH, BLOCKED, "2 problèmes : 1 bloquant, 1 à voir", [LATE, WRONG], in_controls=True)
    assert said(report, "Facturer").splitlines() == [
        "Facturer : rien d'autre n'a été changé que les contrôles, 2 problèmes : 1 bloquant, 1 à voir.",
        "date illisible",
        "2 problèmes à voir dans l'onglet Contrôles.",
    ]


def test_a_request_refused_says_why_and_that_nothing_was_changed():
    report = Report(PATH, BLOCKED, "1 problème bloquant", [LATE, WRONG])
    assert said(report, "Facturer") == "Facturer : rien n'a été changé.\ndate illisible"


@pytest.mark.parametrize(
    ("problems", "line"),
    [
        ([], "aucun problème"),
        ([WRONG], "1 problème bloquant"),
        ([LATE, LATE], "2 problèmes à voir"),
        ([LATE, WRONG, WRONG], "3 problèmes : 2 bloquants, 1 à voir"),
    ],
)
def test_problems_are_counted_once(problems, line):
    assert counted_problems(problems) == line


def test_a_command_that_leaves_the_controls_alone_says_its_problems_itself():
    report = Report(PATH, DONE, "paie de 2026-11", [LATE] * 7)
    assert said(report, "Préparer la paie").splitlines() == [
        "Préparer la paie : paie de 2026-11.",
        *["livraison en retard"] * 5,
        "Et 2 autres problèmes.",
    ]


@pytest.mark.parametrize(("in_cloud", "notes"), [(True, [live_runs.SAVED_BY_ITSELF]), (False, [])])
def test_what_a_cloud_may_have_saved_already_is_said_with_the_way_back(monkeypatch, in_cloud, notes):
    monkeypatch.setattr(live_runs, "is_in_cloud", lambda book: in_cloud)
    monkeypatch.setattr(live_runs, "journal_update", lambda *given: None)
    monkeypatch.setattr(live_runs, "settle_waiting", lambda master: [])
    monkeypatch.setattr(live_runs, "settle_exports", lambda master: [])
    monkeypatch.setattr(live_runs, "keep_saved_version", lambda book: [])
    monkeypatch.setattr(live_runs, "_write", lambda *given: None)
    computed = Computed(Report(PATH, DONE, "5 projets"))
    live_runs._carry_out(SimpleNamespace(book=None), "refresh", computed, TODAY, 0)
    assert computed.report.notes == notes


def test_a_saved_version_that_cannot_be_kept_is_said_and_stops_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(kept, "path_of", lambda book: tmp_path / "absent.xlsx")
    (line,) = kept.keep_saved_version(None)
    assert line.startswith("La version enregistrée n'a pas été gardée : absent.xlsx — ")
    monkeypatch.setattr(kept, "path_of", lambda book: Path("Classeur1"))
    assert kept.keep_saved_version(None) == []


def test_lines_kept_for_a_persons_notes_are_said():
    report = Report(PATH, DONE, "aucun problème", [], 1, notes=["ligne conservée"])
    assert said(report, "Actualiser").splitlines() == [
        "Actualiser : aucun problème, 1 cellule changée.",
        "ligne conservée",
    ]


def test_the_answer_of_a_command_is_said_and_nothing_of_the_controls():
    report = Report(PATH, DONE, "2 candidats pour MIX", notes=["1. ANNE : libre", "2. PAUL : pris 1 j"])
    report.in_controls = False
    assert said(report, "Proposer un technicien").splitlines() == [
        "Proposer un technicien : 2 candidats pour MIX.",
        "1. ANNE : libre",
        "2. PAUL : pris 1 j",
    ]
