"""Each document issued has its file: named in the ledger, missed when it goes, made again to the byte."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from postprod_xl.documents.typesetting.refusal import PaperRefused
from postprod_xl.engines.ooxml.files.locking import temporary_path
from postprod_xl.engines.ooxml.files.waiting import waiting_path
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import check_file, run_file
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.schema.problems import Problem
from tests.fuzz.office import DAY, PROJECT, put_office

FIRST = "petit_factures/FA-2026-0001.pdf"
ISSUING: dict[str, Any] = {"project": PROJECT, "step": 2, "credit": None, "day": DAY}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    put_office(tmp_path / "petit.xlsx")
    return tmp_path / "petit.xlsx"


def invoiced(path: Path, **options: Any) -> Report:
    return run_file(path, "invoice", DAY, ISSUING | options)


def rebuilt(path: Path, number: str = "FA-2026-0001") -> Report:
    return run_file(path, "invoice", DAY, {"rebuild": number})


def of_ledger(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.table in ("Factures", "LignesFacture", "Originaux")]


def type_over(path: Path, tab: str, cell: str, value: Any) -> None:
    """Type in a cell; the computed formulas of our tables lose their values, as openpyxl keeps none."""
    book = openpyxl.load_workbook(path, data_only=True)
    book[tab][cell] = value
    book.save(path)


def test_a_document_issued_has_its_file_and_the_ledger_its_sha_256(office: Path):
    report = invoiced(office)
    assert report.status == 0 and report.details["file"] == "petit_factures/FA-2026-0002.pdf"
    row = read_master(office).tables["Factures"].records[-1]
    content = (office.parent / row.file).read_bytes()
    assert row.fingerprint == sha256(content).hexdigest() == report.details["sha256"]
    assert not of_ledger(check_file(office, DAY).problems)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda file: file.unlink(), "le fichier de FA-2026-0001 a disparu"),
        (lambda file: file.write_bytes(file.read_bytes()[:-1] + b"?"), "n'est plus celui qui a été émis"),
    ],
    ids=["lost", "altered"],
)
def test_a_file_lost_or_altered_is_named_and_nothing_is_issued_until_it_is_made_again(
    office: Path, harm: Any, said: str
):
    before = (office.parent / FIRST).read_bytes()
    harm(office.parent / FIRST)
    for report in (check_file(office, DAY), run_file(office, "refresh", DAY, {})):
        [problem] = of_ledger(report.problems)
        assert report.status == 0 and said in problem.message
    refused = invoiced(office)
    assert refused.status == 1 and said in refused.problems[-1].message
    assert rebuilt(office).status == 0
    assert (office.parent / FIRST).read_bytes() == before
    assert invoiced(office).status == 0


def without_originals(path: Path) -> openpyxl.Workbook:
    book = openpyxl.load_workbook(path)
    book["Originaux"].delete_rows(5, 100)
    return book


def test_an_original_erased_is_named_even_when_all_of_them_are(office: Path):
    without_originals(office).save(office)
    [problem] = of_ledger(check_file(office, DAY).problems)
    assert "FA-2026-0001 n'a pas d'original" in problem.message
    assert invoiced(office).status == 1


def test_a_lost_file_of_a_workbook_that_kept_no_original_does_not_stop_invoices_for_ever(office: Path):
    book = without_originals(office)
    ledger = book["Factures"]
    [rules] = [cell for cell in ledger[4] if cell.value == "Règles"]
    ledger.cell(5, rules.column).value = None
    book.save(office)
    (office.parent / FIRST).unlink()
    [problem] = of_ledger(check_file(office, DAY).problems)
    assert "a disparu : son original n'est pas gardé ici" in problem.message
    assert "FA-2026-0001 : son original n'est pas dans « Originaux »" in rebuilt(office, "all").notes[0]
    assert invoiced(office).status == 0


def test_a_link_to_nothing_beside_the_files_hides_none_of_them(office: Path):
    for name in ("A.pdf", "FA-2026-0000.pdf", "Z.pdf"):
        (office.parent / "petit_factures" / name).symlink_to("nulle part")
    assert not of_ledger(check_file(office, DAY).problems)


def test_a_lost_file_is_made_again_with_the_logo_of_its_day(office: Path):
    before = (office.parent / FIRST).read_bytes()
    (office.parent / FIRST).unlink()
    row = next(
        row.row for row in read_master(office).tables["Parametres"] if row.name == "Couleur des documents"
    )
    type_over(office, "Paramètres", f"B{row}", "#AA0000")
    assert rebuilt(office, "all").details["remade"] == ["FA-2026-0001"]
    assert (office.parent / FIRST).read_bytes() == before


def test_a_document_is_made_again_without_being_checked_under_the_rules_of_today(
    office: Path, monkeypatch: pytest.MonkeyPatch
):
    from postprod_xl.documents.facturx import issued

    def refused(*_: Any) -> Any:
        raise PaperRefused("une règle plus récente")

    for check in ("faults", "check_schema", "checked", "objections"):
        monkeypatch.setattr(issued, check, refused)
    before = (office.parent / FIRST).read_bytes()
    (office.parent / FIRST).unlink()
    assert rebuilt(office).details["remade"] == ["FA-2026-0001"]
    assert (office.parent / FIRST).read_bytes() == before
    assert "une règle plus récente" in invoiced(office).problems[-1].message, (
        "the checks of a new one are these"
    )


def test_a_file_that_can_no_longer_be_made_the_same_is_a_copy_and_what_differs_is_said(
    office: Path, monkeypatch: pytest.MonkeyPatch
):
    from postprod_xl.documents.typesetting import kept_style

    (office.parent / FIRST).unlink()
    monkeypatch.setattr(kept_style, "style_of", lambda text, house: house.__class__("Une autre maison"))
    report = rebuilt(office)
    assert "son XML est le même (le nom et l'identité de la maison" in report.notes[0]
    assert [file.name for file in (office.parent / "petit_factures").iterdir()] == [
        "FA-2026-0001 (refait).pdf"
    ]
    assert of_ledger(check_file(office, DAY).problems)
    assert invoiced(office).status == 0, "a house whose layout changed is not kept from invoicing for ever"


def test_a_file_of_that_name_that_is_another_document_is_refused_and_kept(office: Path):
    other = office.parent / "petit_factures" / "FA-2026-0002.pdf"
    other.write_bytes(b"autre chose")
    before = office.read_bytes()
    report = invoiced(office)
    assert report.status == 3 and "FA-2026-0002.pdf — un autre fichier porte déjà ce nom" in report.summary
    assert (office.read_bytes(), other.read_bytes()) == (before, b"autre chose")


def test_a_workbook_opened_by_a_link_of_another_folder_has_its_files_beside_itself(
    office: Path, tmp_path: Path
):
    link = tmp_path / "raccourcis" / "bureau.xlsx"
    link.parent.mkdir()
    link.symlink_to(office)
    assert invoiced(link).details["file"] == "petit_factures/FA-2026-0002.pdf"
    assert (office.parent / "petit_factures" / "FA-2026-0002.pdf").exists()
    for path in (office, link):
        assert not of_ledger(check_file(path, DAY).problems)


def test_a_workbook_copied_without_its_folder_says_so_in_one_line(office: Path, tmp_path: Path):
    assert invoiced(office).status == 0
    alone = tmp_path / "ailleurs" / "petit.xlsx"
    alone.parent.mkdir()
    shutil.copy(office, alone)
    [problem] = of_ledger(check_file(alone, DAY).problems)
    assert "les fichiers de 2 documents ne sont pas à côté de ce classeur" in problem.message


def test_a_run_that_died_before_its_file_had_its_name_is_finished_by_the_next_one(office: Path):
    target = office.parent / FIRST
    content = target.read_bytes()
    waiting = waiting_path(target, office)
    target.rename(waiting)
    assert "attend son nom" in of_ledger(check_file(office, DAY).problems)[0].message
    report = run_file(office, "refresh", DAY, {})
    assert target.read_bytes() == content and not waiting.exists()
    assert any("il l'a" in note for note in report.notes) and not of_ledger(report.problems)


def test_a_run_that_died_before_its_workbook_was_saved_issued_nothing(office: Path):
    stray = waiting_path(office.parent / "petit_factures" / "FA-2026-0002.pdf", office)
    stray.write_bytes(b"jamais emise")
    half = temporary_path(stray, stray.parent)
    half.write_bytes(b"jamais")
    assert invoiced(office).status == 0
    assert not stray.exists() and not half.exists()


@pytest.mark.parametrize(
    ("tab", "cell", "value", "said"),
    [
        ("Factures", "F5", "Autre chose", "« Objet » a été modifié depuis l'émission"),
        ("Factures", "C5", "2026-11-01", "« Date » a été modifié depuis l'émission, 23/11/2026 alors"),
        ("Factures", "A5", "FA-2026-0007", "FA-2026-0007 est FA-2026-0001, renumérotée à la main"),
        ("Lignes de facture", "D5", "Autre libellé", "« Libellé » a été modifié depuis l'émission"),
        ("Originaux", "C9", "{}", "« Originaux » (onglet masqué) n'est plus tel"),
    ],
    ids=["subject", "day", "number", "line", "original"],
)
def test_a_document_changed_by_hand_is_named(office: Path, tab: str, cell: str, value: Any, said: str):
    type_over(office, tab, cell, value)
    assert said in " / ".join(problem.message for problem in check_file(office, DAY).problems)
