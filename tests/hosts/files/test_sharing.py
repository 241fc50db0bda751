"""The producer's copy of a workbook in which people left words of their own everywhere, and where it is written."""

from __future__ import annotations

import errno
import html
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import TableColumn

from postprod_xl.documents.sharing.copy import SharedCopy
from postprod_xl.documents.sharing.manifest import from_json
from postprod_xl.documents.typesetting.house import HouseStyle
from postprod_xl.documents.typesetting.refusal import PaperRefused
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.files import shares, sharing
from postprod_xl.hosts.files.merging import returned_file
from postprod_xl.hosts.files.sharing import CopyFiles, share_beside, share_project, write_copy
from postprod_xl.schema.vocabulary import Audience
from tests.fuzz.office import DAY, PROJECT
from tests.masters import contents


@pytest.fixture
def annotated(small_file):
    """An office, with words of people beside our tables and in them."""
    book = openpyxl.load_workbook(small_file)
    book.properties.creator = book.properties.lastModifiedBy = "fuite auteur"
    book.properties.company = book.properties.keywords = book.properties.description = "fuite propriété"
    book.custom_doc_props.append(StringProperty(name="Dossier", value="fuite réglage"))
    book.defined_names["fuite_nom"] = DefinedName("fuite_nom", attr_text='"fuite constante"')
    hidden = book.create_sheet("Fuite masquée")
    hidden.sheet_state, hidden["A1"] = "hidden", "fuite d'onglet"
    for name in ("Planning", "Devis", "Avenants", "Factures"):
        sheet = book[name]
        (table,) = sheet.tables.values()
        area = sheet[table.ref]
        column = area[0][-1].column + 1
        for at, row in enumerate(area):
            sheet.cell(row[0].row, column, f"fuite de la maison {at}" if at else "Fuite d'usage")
        end = sheet.cell(area[-1][0].row, column).coordinate
        table.ref, table.autoFilter = f"{area[0][0].coordinate}:{end}", None
        table.tableColumns.append(TableColumn(id=1 + len(table.tableColumns), name="Fuite d'usage"))
        area[1][0].comment = Comment("fuite en note", "fuite auteur")
        sheet.cell(area[-1][0].row + 3, 1, "fuite sous la table")
        sheet.oddHeader.center.text = "fuite en tête"
    orders = book["Avenants"][book["Avenants"].tables["Avenants"].ref]
    reason = [cell.value for cell in orders[0]].index("Motif")
    for row in orders[1:]:
        row[reason].value = "fuite du motif"
    book.save(small_file)
    return small_file


def test_nothing_that_people_left_around_the_shared_columns_is_in_the_copy(annotated, tmp_path):
    copy = tmp_path / "copie.xlsx"
    report = share_project(annotated, PROJECT, copy, DAY)
    assert report.status == 0, [problem.line for problem in report.problems]
    parts = contents(copy)
    text = html.unescape("".join(f"{name} {data.decode()}" for name, data in parts.items())).casefold()
    assert "fuite" not in text
    assert "rushes arrivés une semaine après" in text and "une journée de plus" in text
    tabs = [
        "Avenants",
        "Devis",
        "Factures",
        "Livraison du projet",
        "Planning",
        "Planning dessiné",
        "Épisodes",
    ]
    assert sorted(openpyxl.load_workbook(copy).sheetnames) == tabs


@pytest.mark.parametrize("code", ["../x", "/tmp/x", r"..\x", "a/b/c", "CON", "é" * 250])
def test_a_copy_is_written_beside_its_workbook_whatever_the_code_of_the_project(tmp_path: Path, code: str):
    workbook = tmp_path / "bureau" / "bureau.xlsx"
    workbook.parent.mkdir()
    copy = SharedCopy(code, "Titre", Audience.PRODUCER, "", "", (), (), date(2026, 11, 23))
    written = {
        files.workbook: number for files, number, _ in (share_beside(copy, workbook) for _ in range(2))
    }
    assert {*workbook.parent.glob("*.xlsx")} == {*written} and len(written) == 2
    manifests = workbook.parent.glob(".postprod/shares/*.json")
    assert {from_json(path.read_text()).number for path in manifests} == {*written.values()}
    assert list(tmp_path.iterdir()) == [workbook.parent]


def test_a_return_is_told_the_later_copy_of_a_project_whose_code_no_file_can_have(tmp_path: Path):
    workbook = tmp_path / "bureau.xlsx"
    copy = SharedCopy("A/B", "Titre", Audience.PRODUCER, "", "", (), (), date(2026, 11, 23))
    (first, number, _), (_, later, _) = (share_beside(copy, workbook) for _ in range(2))
    assert returned_file(first.workbook, workbook, number).later == (later,)


def test_a_copy_that_cannot_be_kept_is_not_written(small_file: Path, tmp_path: Path, monkeypatch):
    def refused(folder: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    copy, folder = tmp_path / "copie.xlsx", small_file.parent / ".postprod" / "shares"
    monkeypatch.setattr(shares, "make_folder_within", refused)
    report = share_project(small_file, PROJECT, copy, DAY)
    assert report.status == 3 and report.summary.startswith(f"{folder} — accès refusé par le système")
    monkeypatch.undo()
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("une note")
    assert (
        "« .postprod/shares », à côté de lui, n'est pas un dossier"
        in share_project(small_file, PROJECT, copy, DAY).summary
    )
    assert not copy.exists()


def test_the_manifest_of_a_copy_that_cannot_be_written_is_taken_back(small_file: Path, tmp_path: Path):
    copy = tmp_path / "copie.xlsx"
    copy.write_bytes(b"celle de la veille")
    assert share_project(small_file, PROJECT, copy, DAY).status == 3
    assert copy.read_bytes() == b"celle de la veille"
    assert [*small_file.parent.glob(".postprod/shares/*")] == []


@pytest.mark.parametrize("taken", ["copie.xlsx", "copie.pdf"])
def test_a_copy_of_which_one_file_is_there_already_leaves_nothing_of_the_other(tmp_path: Path, taken: str):
    (tmp_path / taken).write_bytes(b"autre chose")
    copy = SharedCopy("P1", "Titre", Audience.PRODUCER, "", "", (), (), date(2026, 11, 23))
    files = CopyFiles(tmp_path / "copie.xlsx", tmp_path / "copie.pdf", HouseStyle("Studio"))
    with pytest.raises(UnusableFile):
        write_copy(copy, files, tmp_path / "bureau.xlsx")
    assert {path.name for path in tmp_path.iterdir()} == {taken, ".postprod"}
    assert (tmp_path / taken).read_bytes() == b"autre chose"
    assert not list(tmp_path.glob(".postprod/shares/*.json"))


def test_a_logo_that_cannot_be_used_is_one_line_and_nothing_is_written(small_file, tmp_path, monkeypatch):
    def refuse(*_):
        raise PaperRefused("le logo est introuvable", "logo")

    monkeypatch.setattr(sharing, "house_of", refuse)
    output, pdf = tmp_path / "copie.xlsx", tmp_path / "copie.pdf"
    report = share_project(small_file, PROJECT, output, DAY, pdf)
    (problem,) = report.problems
    assert report.status == 1 and "le logo est introuvable" in problem.line
    assert not output.exists() and not pdf.exists()
