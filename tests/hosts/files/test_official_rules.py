"""A document is issued in a file once the official rules of electronic invoices approve it, where installed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from postprod_xl.documents.facturx import issued
from postprod_xl.documents.facturx.rules import NOT_RUN, Objection
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.runs.computing import Report
from tests.fuzz.office import DAY, PROJECT, put_office


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "petit.xlsx"
    put_office(path)
    return path


def invoiced(path: Path) -> Report:
    return run_file(path, "invoice", DAY, {"project": PROJECT, "step": None, "credit": None, "day": DAY})


def contents(folder: Path) -> dict[str, str]:
    """What every file of a folder holds, but the journal of the program."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and ".postprod" not in path.parts
    }


def test_without_the_rules_the_document_is_issued_and_says_that_they_were_not_run(office: Path) -> None:
    report = invoiced(office)
    assert report.status == 0
    assert any(NOT_RUN in note for note in report.notes)


def test_the_document_that_a_house_issues_follows_the_rules(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issued, "can_run", lambda: True)
    report = invoiced(office)
    assert report.status == 0
    assert not any("règle" in note for note in report.notes)


def test_what_a_rule_refuses_is_not_issued_and_nothing_is_written(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = [[Objection("BR-CO-15", "le total TTC", is_blocking=True)]]
    monkeypatch.setattr(issued, "can_run", lambda: True)
    monkeypatch.setattr(issued, "objections", lambda xmls, french: refusal)
    before = contents(office.parent)
    report = invoiced(office)
    assert report.status == 1 and contents(office.parent) == before
    assert any("règle BR-CO-15 : le total TTC" in problem.message for problem in report.problems)
