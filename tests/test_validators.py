"""Microsoft's own validator and a second, independent one find nothing in what we write."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from postprod_xl.engines.ooxml.grafting.graft import graft_sheets
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.files.creation import create_master
from postprod_xl.hosts.files.macros import renew_file
from postprod_xl.hosts.files.repair import repair_file
from postprod_xl.hosts.files.sharing import share_project
from postprod_xl.hosts.files.upgrade import upgrade_file
from postprod_xl.workbook.make.guide import GUIDE
from tests.damage import without_tables
from tests.fidelity.rich_workbook import rich_workbook
from tests.fuzz.office import DAY, PROJECT, put_office, small_office
from tests.hosts.files.person_macros import person_buttons, person_project, person_ribbon
from tests.later_schema import SCHEMA, declared, old_office
from tests.masters import contents, demo_bytes, repacked
from tests.released import released_workbooks
from tests.validators import audit_findings, sdk_findings

# Two validators over every kind of workbook: more than ten seconds, most of them in programs that are not ours.
pytestmark = pytest.mark.slow

Findings = dict[Path, list[tuple[str, str]]]


def new(path: Path) -> None:
    create_master(path)


def demo(path: Path) -> None:
    path.write_bytes(demo_bytes())


def excel_macros(path: Path) -> None:
    create_master(path, "excel")


def libreoffice_macros(path: Path) -> None:
    create_master(path, "libreoffice")


def invoiced_and_paid(path: Path) -> None:
    """Refreshed with charts, an invoice and its tab, a month paid."""
    put_office(path)


def producer_copy(path: Path) -> None:
    master = path.with_name("bureau.xlsx")
    invoiced_and_paid(master)
    report = share_project(master, PROJECT, path, DAY)
    assert report.status == 0, report.summary
    master.unlink()


def host(path: Path) -> None:
    """A workbook of somebody else's, with a little of everything."""
    path.write_bytes(rich_workbook())


def grafted(path: Path) -> None:
    """The same, with our tabs in it, invoice and charts included."""
    host(path)
    package = Package.open(path)
    ours = Package(Path("bureau.xlsx"), small_office())
    graft_sheets(package, ours, [title for title in _titles(ours) if title != GUIDE])
    path.write_bytes(package.to_bytes())


def repaired(path: Path) -> None:
    """An office whose tables were all lost, and put back."""
    invoiced_and_paid(path)
    path.write_bytes(repacked(without_tables(contents(path))))
    report = repair_file(path)
    assert report.status == 0, report.summary


def renewed(path: Path) -> None:
    """An office with macros, buttons and a ribbon of its own, ours renewed among them."""
    excel_macros(path)
    for give in (person_buttons, person_ribbon, person_project):
        give(path)
    report = renew_file(path)
    assert report.status == 0, report.summary


def with_macros_since(path: Path) -> None:
    """A workbook made without macros, which got them since."""
    plain = path.with_suffix(".xlsx")
    create_master(plain)
    plain.rename(path)
    report = renew_file(path)
    assert report.status == 0, report.summary


def upgraded(path: Path) -> None:
    """A workbook of the first version, with macros, brought to the present one."""
    path.write_bytes(released_workbooks()["0.1.0_excel.xlsm"])
    report = upgrade_file(path)
    assert report.status == 0, report.summary


def upgraded_further(path: Path) -> None:
    """An office brought to a made-up later version: columns of every kind, a tab, a setting, a word."""
    path.write_bytes(old_office())
    with declared(SCHEMA):
        report = upgrade_file(path)
    assert report.status == 0, report.summary


def _titles(package: Package) -> list[str]:
    book = package.parse_xml(package.workbook_part)
    return [sheet.get("name") for sheet in book.iter("{*}sheet")]


WRITTEN: dict[str, Callable[[Path], None]] = {
    "vide.xlsx": new,
    "mis à niveau.xlsm": upgraded,
    "plus tard.xlsx": upgraded_further,
    "demo.xlsx": demo,
    "excel.xlsm": excel_macros,
    "libreoffice.xlsm": libreoffice_macros,
    "renouvele.xlsm": renewed,
    "macros_depuis.xlsm": with_macros_since,
    "facture.xlsx": invoiced_and_paid,
    "copie.xlsx": producer_copy,
    "greffe.xlsx": grafted,
    "hote.xlsx": host,
    "retabli.xlsx": repaired,
}

# Part, what stands there, what is put in its place, and the word of both validators for it.
PLANTED = {
    "ordre.xlsx": ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<pageMargins/><sheetData>", "pageMargins"),
    "valeur.xlsx": ("xl/worksheets/sheet1.xml", b'<row r="1"', b'<row r="un"', "un"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("classeurs")


@pytest.fixture(scope="module")
def written(folder: Path) -> list[Path]:
    for name, write in WRITTEN.items():
        write(folder / name)
    return [folder / name for name in WRITTEN]


@pytest.fixture(scope="module")
def planted(folder: Path) -> list[Path]:
    for name, (part, old, new, _) in PLANTED.items():
        parts = contents(_one_cell())
        assert old in parts[part], name
        (folder / name).write_bytes(repacked({**parts, part: parts[part].replace(old, new, 1)}))
    return [folder / name for name in PLANTED]


def _one_cell() -> io.BytesIO:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        book.add_worksheet().write("A1", 1)
    return data


@pytest.fixture(scope="module")
def said_by_microsoft(written: list[Path], planted: list[Path]) -> Findings:
    return sdk_findings([*written, *planted])


@pytest.fixture(scope="module")
def said_by_audit(written: list[Path], planted: list[Path]) -> Findings:
    return {file: audit_findings(file) for file in [*written, *planted]}


@pytest.fixture(params=["said_by_microsoft", "said_by_audit"])
def said(request: pytest.FixtureRequest) -> Findings:
    return request.getfixturevalue(request.param)


def test_nothing_is_found_in_what_we_write(said: Findings, written: list[Path]):
    *ours, hosts = written
    before = {message for _, message in said[hosts]}
    found = {file.name: [line for line in said[file] if line[1] not in before] for file in ours}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(name: str, said: Findings, planted: list[Path]):
    found = said[next(file for file in planted if file.name == name)]
    assert any(PLANTED[name][-1] in message for _, message in found), found
