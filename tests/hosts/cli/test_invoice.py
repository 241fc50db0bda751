"""`postprod invoice`: what is asked before issuing, what is refused where nobody can be asked, drafts."""

from __future__ import annotations

import sys

import openpyxl
import pytest

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master

DAY = "2026-11-23"
INVOICE = ("--project", "P1", "--date", DAY, "--today", DAY)


@pytest.fixture
def run(capsys, small_file):
    """Run `postprod invoice` on a small office whose next step is due; gives the exit status and what is said."""

    def command(*arguments):
        status = status_of(["invoice", str(small_file), *map(str, arguments)])
        captured = capsys.readouterr()
        return status, (captured.out + captured.err).replace("\xa0", " ").replace("\u202f", " ")

    return command


class Terminal:
    """The standard input of a person who answers."""

    def __init__(self, answer):
        self._answer = answer

    def isatty(self):
        return True

    def readline(self):
        return f"{self._answer}\n"


def numbers(path):
    return read_master(path).tables["Factures"].column("number")


def test_a_step_ahead_of_its_day_is_refused_unasked_asked_at_a_terminal_and_issued_with_yes(
    run, small_file, monkeypatch
):
    with monkeypatch.context() as terminal:
        terminal.setattr(sys, "stdin", Terminal("O"))
        status, said = run(*INVOICE)
    assert status == 0 and "échéance le 23/12/2026 ?" in said and "[o/N]" in said
    before = small_file.read_bytes()
    status, said = run(*INVOICE)
    assert status == 1 and small_file.read_bytes() == before
    assert "l'étape 3 de P1 (Solde, " in said and "est prévue le 18/12/2026, 25 jours après" in said
    assert "--yes pour l'émettre quand même, ou --step 3" in said
    with monkeypatch.context() as terminal:
        terminal.setattr(sys, "stdin", Terminal("non"))
        status, said = run(*INVOICE)
    assert status == 1 and small_file.read_bytes() == before
    question = "Émettre FA-2026-0003, étape 3 de P1 (Solde), "
    assert question in said and "est prévue le 18/12/2026" in said and "vous n'avez pas répondu oui" in said
    status, said = run(*INVOICE, "--yes")
    assert status == 0 and question not in said and "est prévue le 18/12/2026" in said
    assert numbers(small_file) == ["FA-2026-0001", "FA-2026-0002", "FA-2026-0003"]


def test_a_draft_has_no_number_and_takes_the_place_of_the_one_before(run, small_file):
    held = read_master(small_file).tabs
    assert run(*INVOICE, "--draft")[0] == 0
    status, said = run("--credit", "FA-2026-0001", "--lines", "1=100", "--draft", "--today", DAY)
    assert (status, "brouillon dans l'onglet BROUILLON, avoir pour P1, net -120,00 €" in said) == (0, True)
    book = openpyxl.load_workbook(small_file)
    assert book.sheetnames[-1] == "BROUILLON" and {*book.sheetnames} == {*held, "BROUILLON"}
    texts = [str(cell) for row in book["BROUILLON"].values for cell in row if cell is not None]
    assert texts[0] == "BROUILLON — sans numéro, ne vaut pas facture" and "sans numéro" in texts
    assert "Avoir partiel sur FA-2026-0001 — Le Phare — Acompte 30 % (étape 1)" in texts
    assert not any("FA-2026-0002" in text or "AV-2026" in text for text in texts)
    assert numbers(small_file) == ["FA-2026-0001"]
