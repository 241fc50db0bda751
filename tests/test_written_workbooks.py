"""Every workbook we write is one that Excel would open, by the schemas and by LibreOffice."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from postprod_xl.hosts.files.creation import create_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.files.sharing import share_project
from postprod_xl.hosts.files.tables import export_file, import_folder
from postprod_xl.hosts.files.tour import WORKBOOK, run_tour
from postprod_xl.schema.families import OPTIONAL_FAMILIES
from tests.engines.ooxml.reading.second_reader import differences
from tests.fuzz.office import PROJECT, put_office, small_office
from tests.libreoffice import all_converted
from tests.masters import DEMO_DAY, contents, demo_bytes, repacked, schema_findings, shared


def new(folder: Path) -> Path:
    path = folder / "vide.xlsx"
    create_master(path)
    return path


def new_with_macros(folder: Path) -> Path:
    path = folder / "vide.xlsm"
    create_master(path)
    return path


def demo(folder: Path) -> Path:
    path = folder / "bureau.xlsx"
    path.write_bytes(demo_bytes())
    return path


def small(folder: Path) -> Path:
    path = folder / "petit.xlsx"
    put_office(path)
    return path


def refreshed(folder: Path) -> Path:
    path = small(folder)
    assert run_file(path, "refresh", DEMO_DAY.replace(day=30), {}).status == 0
    return path


def imported(folder: Path) -> Path:
    """The tables of an office, taken out as CSV and put into an empty master."""
    assert export_file(small(folder), folder / "tables").status == 0
    path = new(folder)
    report = import_folder(path, folder / "tables")
    assert report.status == 0, [problem.line for problem in report.problems]
    return path


def sample_office(folder: Path) -> Path:
    path = new(folder)
    report = import_folder(path, shared("data/office"))
    assert report.status == 0, [problem.line for problem in report.problems]
    assert run_file(path, "refresh", DEMO_DAY, {}).status == 0
    return path


def paid(folder: Path) -> Path:
    path = small(folder)
    assert run_file(path, "payroll", DEMO_DAY, {"month": f"{DEMO_DAY:%Y-%m}"}).status == 0
    return path


def toured(folder: Path) -> Path:
    """After the whole tour: an invoice issued, a month paid."""
    lines: list[str] = []
    assert run_tour(folder / "tour", DEMO_DAY, lines.append) == 0, lines
    return folder / "tour" / WORKBOOK


def toured_with_families(folder: Path) -> Path:
    """After the whole tour with every optional family of tabs: the account of a holder too."""
    lines: list[str] = []
    names = [family.name for family in OPTIONAL_FAMILIES]
    assert run_tour(folder / "tour", DEMO_DAY, lines.append, names) == 0, lines
    assert "relevé REL-2026-0001 de MOLE pour 2026-S1" in lines[-2]
    return folder / "tour" / WORKBOOK


def shared_copy(folder: Path) -> Path:
    path = folder / "copie.xlsx"
    report = share_project(small(folder), PROJECT, path, DEMO_DAY)
    assert report.status == 0, report.summary
    return path


WRITTEN: tuple[Callable[[Path], Path], ...] = (
    new, new_with_macros, demo, refreshed, imported, sample_office, paid, toured, toured_with_families, shared_copy,
)  # fmt: skip


Writer = Callable[[Path], Path]


@pytest.fixture(scope="module")
def written_by(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Writer], Path]:
    """The workbook of a writer, written once."""
    return cache(lambda write: write(tmp_path_factory.mktemp(write.__name__)))


@pytest.fixture(params=WRITTEN, ids=lambda write: write.__name__)
def written(request: pytest.FixtureRequest, written_by: Callable[[Writer], Path]) -> Path:
    return written_by(request.param)


# Ten workbooks written, then judged by two programs: more than ten seconds together.
@pytest.mark.slow
def test_every_workbook_we_write_follows_the_schemas(written: Path):
    assert schema_findings(written) == []


@pytest.mark.slow
def test_every_cell_of_every_workbook_we_write_is_read_alike_by_an_independent_reader(written: Path):
    assert openpyxl.load_workbook(io.BytesIO(written.read_bytes()), read_only=True).sheetnames
    assert not list(differences(written))


@pytest.mark.libreoffice
def test_libreoffice_prints_what_we_write(written_by: Callable[[Writer], Path], tmp_path: Path):
    for printed in all_converted([written_by(toured), written_by(shared_copy)], "pdf", tmp_path / "pdf"):
        assert printed.read_bytes().startswith(b"%PDF")


def planted(path: Path, part: str, old: bytes, new: bytes) -> Path:
    parts = contents(path)
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    path.write_bytes(repacked(parts))
    return path


@pytest.mark.parametrize(
    ("part", "old", "new", "finding"),
    [
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b'<sheetData couleur="rouge">', "couleur"),
        ("[Content_Types].xml", b"/xl/styles.xml", b"/xl/absent.xml", "absent part"),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet2.xml", b"worksheets/sheet99.xml", "absent part"),
        ("xl/workbook.xml", b'r:id="rId1"', b'r:id="rId999"', "without relationship"),
        ("xl/tables/table1.xml", b"</table>", b"</tables>", "malformed"),
    ],
)
def test_a_planted_fault_is_found(part: str, old: bytes, new: bytes, finding: str, small_file: Path):
    found = schema_findings(planted(small_file, part, old, new))
    assert any(finding in message for _, message in found), found


def test_a_part_without_content_type_is_found(small_file: Path):
    parts = contents(small_file) | {"xl/media/son.wav": b"RIFF"}
    small_file.write_bytes(repacked(parts))
    assert ("xl/media/son.wav", "no content type") in schema_findings(small_file)


def test_two_demonstrations_of_one_day_are_the_same_bytes(tmp_path: Path):
    assert demo_bytes.__wrapped__(DEMO_DAY) == demo_bytes()


def test_repacking_alone_plants_no_fault(small_file: Path):
    small_file.write_bytes(repacked(contents(small_file)))
    assert schema_findings(small_file) == []
    assert contents(io.BytesIO(small_office())) == contents(small_file)
