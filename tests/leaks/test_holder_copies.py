"""What people wrote everywhere in a catalogue, looked for in the copies of its rights holders: 0 leak."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from postprod_xl.hosts.files.catalogue import write_extract
from postprod_xl.hosts.files.merging import merge_file
from postprod_xl.hosts.files.sharing import share_holder
from tests.domain.sharing.holders.offices import ADA, MOLE, RIVE, ROWS, TODAY
from tests.leaks.holders import TwoHolders, named_in
from tests.leaks.search import figures_in, words_in
from tests.masters import schema_findings

HOLDERS = (MOLE, RIVE, ADA)


class Written(NamedTuple):
    """The copies of an office, by holder and kind."""

    office: TwoHolders
    path: Path
    copies: dict[tuple[str, str], bytes]
    lines: dict[str, list[str]]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("ayants")
    made = TwoHolders()
    path = made.write(folder)
    copies: dict[tuple[str, str], bytes] = {}
    lines = {}
    for holder in HOLDERS:
        for language in ("fr", "en"):
            output, pdf = folder / f"{holder}-{language}.xlsx", folder / f"{holder}-{language}.pdf"
            report = share_holder(path, holder, output, TODAY, pdf, language=language)
            assert report.status == 0, [problem.line for problem in report.problems]
            copies[holder, f"{language}.xlsx"], copies[holder, f"{language}.pdf"] = (
                output.read_bytes(),
                pdf.read_bytes(),
            )
            lines[holder] = report.notes
    return Written(made, path, copies, lines)


def test_no_copy_holds_a_word_that_its_holder_may_not_read(written: Written):
    assert len(written.office.words) > 250 and len(written.office.around) > 100
    for (holder, kind), data in written.copies.items():
        leaked = words_in(data) - written.office.words_of(holder)
        assert not {(planted, written.office.words.get(planted)) for planted in leaked}, (holder, kind)


def test_no_copy_holds_an_amount_that_its_holder_may_not_read(written: Written):
    secrets = set(written.office.figures)
    assert len(secrets) > 60
    for (holder, kind), data in written.copies.items():
        leaked = figures_in(data) & secrets - written.office.figures_of(holder)
        assert not {(figure, written.office.figures[figure]) for figure in leaked}, (holder, kind)


def test_no_copy_names_another_holder_nor_anything_of_his(written: Written):
    for (holder, kind), data in written.copies.items():
        names = written.office.codes_of_others(holder)
        assert len(names) > 15
        assert not named_in(texts_of(data), names), (holder, kind)


def test_what_is_his_is_in_the_copy_the_search_finds_what_is_there(written: Written):
    for holder in (MOLE, RIVE):
        data = written.copies[holder, "fr.xlsx"]
        assert words_in(data) >= {
            planted
            for planted in written.office.words_of(holder)
            if written.office.words[planted].table
            in ("Oeuvres", "VersionsOeuvre", "Materiel", "Frais", "RelevesMusicaux")
        }
        assert figures_in(data) & written.office.figures_of(holder)
        assert words_in(written.copies[holder, "fr.pdf"]) & written.office.words_of(holder)


def test_the_list_of_a_buyer_holds_no_other_word_no_amount_and_nobody_s_name(
    written: Written, tmp_path: Path
):
    output = tmp_path / "liste.xlsx"
    report = write_extract(written.path, "avails", TODAY, {"form": "liste"}, output)
    assert report.status == 0, [problem.line for problem in report.problems]
    data, told = output.read_bytes(), {("Oeuvres", "title"), ("Oeuvres", "original_title"), ("Oeuvres", "countries"),
                                       ("VersionsOeuvre", "title"), ("VersionsOeuvre", "cut")}  # fmt: skip
    found = words_in(data)
    assert found and {written.office.words[planted][:2] for planted in found} <= told
    assert not figures_in(data) & set(written.office.figures)
    names = {name for holder in HOLDERS for name in written.office.codes_of_others(holder)}
    works = {value for _, row in ROWS["Oeuvres"] for value in (row["work"], row["title"])}
    versions = {row["title"] for _, row in ROWS["VersionsOeuvre"]}
    assert not named_in(texts_of(data), names - works - versions)


def test_a_copy_has_neither_formula_nor_hidden_tab_nor_a_column_of_codes_of_the_house(written: Written):
    data = written.copies[MOLE, "fr.xlsx"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert not re.search(
        rb"<f[ >]|<hyperlink|<drawing|<picture|state=\"(?:veryH|h)idden\"|Identifiant", parts
    )
    assert all(sheet.protection.sheet for sheet in openpyxl.load_workbook(io.BytesIO(data)))


def test_a_copy_is_a_valid_workbook(written: Written, tmp_path: Path):
    for holder in HOLDERS:
        path = tmp_path / f"{holder}.xlsx"
        path.write_bytes(written.copies[holder, "fr.xlsx"])
        assert not schema_findings(path)


def test_a_copy_that_comes_back_is_refused_in_one_line(written: Written, tmp_path: Path):
    returned = tmp_path / "retour.xlsx"
    returned.write_bytes(written.copies[MOLE, "fr.xlsx"])
    report = merge_file(written.path, returned, ("all", ""), TODAY)
    (problem,) = (each for each in report.problems if each.is_blocking)
    assert report.status == 1
    assert "est la copie d'un ayant droit : rien ne s'y répond, et rien n'en est repris" in problem.message


def texts_of(data: bytes) -> list[str]:
    """What the cells of a workbook, or the pages of a PDF, say."""
    if data.startswith(b"%PDF"):
        run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
        return run.stdout.decode().splitlines()
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells: list[Any] = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    return [str(value) for value in cells if value is not None]
