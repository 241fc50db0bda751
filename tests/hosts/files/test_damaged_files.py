"""Whatever a file holds, it is read right, named cell by cell (1) or refused (3); it never stops the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.faults import is_fault
from postprod_xl.hosts.files.batch import preview_all, refresh_all
from postprod_xl.hosts.files.runs import check_file
from postprod_xl.hosts.files.sharing import share_project
from postprod_xl.hosts.files.tables import export_file
from postprod_xl.workbook.places import find_tables
from tests.fuzz.office import put_office, small_office
from tests.masters import contents, repacked, shared

TODAY = date(2026, 11, 23)
WORKBOOK, LINKS, STYLES, TEXTS = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
)
Change = Callable[[dict[str, bytes]], None]


class Panic(BaseException):
    """What a library in Rust raises, outside `Exception`."""


@pytest.fixture
def office(tmp_path: Path) -> Callable[[Change], Path]:
    """A small office whose parts were changed."""

    def made(change: Change) -> Path:
        path = tmp_path / "petit.xlsx"
        put_office(path)
        parts = contents(path)
        change(parts)
        path.write_bytes(repacked(parts))
        return path

    return made


def place(table: str = "Seances"):
    return find_tables(Package(Path("petit.xlsx"), small_office()))[table]


def cell(heading: str, written: bytes, table: str = "Seances") -> Change:
    """The first cell of a column written anew, its format kept."""
    at = place(table)
    reference = at.cell(at.first_row, heading).encode()

    def change(parts: dict[str, bytes]) -> None:
        found = re.search(rb'<c r="%s"( s="\d+")?[^>]*?(?:/>|>.*?</c>)' % reference, parts[at.sheet_part])
        assert found
        new = b"<c r='%s'%s %s</c>" % (reference, found[1] or b"", written)
        parts[at.sheet_part] = parts[at.sheet_part].replace(found[0], new)

    return change


def replaced(part: str, pattern: bytes, new: bytes) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        parts[part], count = re.subn(pattern, new, parts[part], count=1, flags=re.DOTALL)
        assert count

    return change


def without(part: str) -> Change:
    return lambda parts: parts.__delitem__(part)


def lines(path: Path) -> list[str]:
    report = check_file(path, TODAY)
    assert report.status == 1, report.summary
    return [problem.line for problem in report.problems if problem.is_blocking]


@pytest.mark.parametrize(
    "code",
    ["#SPILL!", "#GETTING_DATA", "#PYTHON!", "#N/A"],
)
def test_an_error_value_of_any_age_is_named_in_its_cell(office, code: str):
    path = office(cell("Début", f"\n t='e'><v>{code}</v>".encode()))
    assert [
        line for line in lines(path) if f"l'erreur {code}" in line and "Séances!" in line and "Début" in line
    ]


@pytest.mark.parametrize("heading", ["Date", "Début", "Nuit (h)"])
@pytest.mark.parametrize("written", [b"-1e15", b"1e308"])
def test_a_number_that_no_calendar_holds_is_named_or_healed(office, heading: str, written: bytes):
    path = office(cell(heading, b"><v>%s</v>" % written))
    report = check_file(path, TODAY)
    named = [problem.line for problem in report.problems if heading in problem.line]
    computed = heading == "Nuit (h)"
    assert (report.status, bool(named)) == ((0, False) if computed else (1, True))
    (refreshed,) = refresh_all([path], TODAY, jobs=1)
    assert refreshed.status == report.status


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (cell("Début", b"><f>1/3</f>\n"), "la formule « =1/3 » n'a pas encore été calculée"),
        (cell("N°", b"t='s'><v>99999</v>"), "son texte n° 99999 manque au classeur"),
        (replaced(LINKS, rb'<Relationship [^>]*/styles"[^>]*/>', b""), "son format manque au classeur"),
        (
            replaced(place().table_part, rb'ref="[^"]*"', b'ref="A:C"'),
            "plage « A:C » du tableau « Seances » illisible",
        ),
    ],
)
def test_what_a_cell_or_a_table_lacks_is_named(office, change: Change, said: str):
    assert [line for line in lines(office(change)) if said in line and "Séances" in line]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (replaced(LINKS, rb'<Relationship [^>]*worksheets/sheet3.xml"[^>]*/>', b""), "a perdu son contenu"),
        (replaced(WORKBOOK, rb' r:id="rId3"', b""), "a perdu son contenu"),
    ],
)
def test_a_tab_without_its_sheet_is_named_beside_its_table(office, change: Change, said: str):
    report = check_file(office(change), TODAY)
    assert report.status == 1
    assert [problem for problem in report.problems if said in problem.message]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without(TEXTS), "« xl/sharedStrings.xml » manque"),
        (without(STYLES), "« xl/styles.xml » manque"),
        (without(place().sheet_part), "manque"),
        (lambda parts: parts.update({place().sheet_part: parts[place().sheet_part][:3000]}), "est mal formé"),
        (replaced(place().sheet_part, b"<sheetData>.*</sheetData>", b""), "ses cellules sont introuvables"),
        (lambda parts: parts.update({STYLES: parts[STYLES][:500]}), "est mal formé"),
    ],
)
def test_a_part_that_is_missing_or_cut_is_refused_by_name(office, change: Change, said: str):
    path = office(change)
    before = path.read_bytes()
    report = check_file(path, TODAY)
    assert (report.status, said in report.summary) == (3, True), report.summary
    assert refresh_all([path], TODAY, jobs=1)[0].status == 3
    assert path.read_bytes() == before


def test_a_table_without_range_is_said_alike_by_every_command(office):
    part = place("Contrats").table_part

    def emptied(parts: dict[str, bytes]) -> None:
        parts[part] = b"<table/>"

    path = office(emptied)
    reports = (
        check_file(path, TODAY),
        export_file(path, path.parent / "sortie"),
        share_project(path, "P1", path.parent / "copie.xlsx", TODAY),
    )
    assert {(report.status, report.problems[0].line) for report in reports} == {
        (
            1,
            "Contrats — plage «  » du tableau «  » illisible : ouvrez le classeur dans Excel, laissez-le réparer ce "
            "tableau, puis enregistrez.",
        )
    }


def test_a_calculation_chain_declared_and_absent_stops_nothing(office):
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    chain = b'<Relationship Id="rIdChain" Type="%s" Target="calcChain.xml"/></Relationships>' % kind
    path = office(replaced(LINKS, b"</Relationships>", chain))
    assert refresh_all([path], date(2026, 12, 2), jobs=1)[0].status == 0


@pytest.mark.parametrize(
    "name", ["D_calcchain_part_missing", "G_cell_format_in_alternative_content", "I_excel4_macro_sheet"]
)
def test_the_workbooks_handed_to_us_have_the_problems_of_their_office(name: str):
    report = check_file(shared(f"data/cases/{name}.xlsx"), TODAY)
    assert report.status == 0, report.summary
    earlier, *of_the_office = report.problems
    assert "classeur de la version 0.1" in earlier.message and "postprod upgrade" in earlier.message
    # With the agreement that ended and the permanents without contract.
    assert len(of_the_office) == 13


@pytest.mark.parametrize("error", [Panic("range overflow"), RuntimeError("panne"), MemoryError()])
def test_a_fault_inside_a_library_stops_no_other_file(tmp_path: Path, monkeypatch, error: BaseException):
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    for path in paths:
        put_office(path)
    from postprod_xl.workbook import reader

    genuine = reader.read_tables

    def read(package, *arguments):
        if package.path.name == "b.xlsx":
            raise error
        return genuine(package, *arguments)

    monkeypatch.setattr("postprod_xl.hosts.files.master.read_tables", read)
    reports = preview_all(paths, TODAY, jobs=1)
    assert [report.status for report in reports] == [0, 4, 0]
    Path(reports[1].summary.rsplit(" ", 1)[1]).unlink()


def test_a_wish_to_stop_is_no_fault():
    assert is_fault(Panic()) and is_fault(ValueError())
    assert not is_fault(KeyboardInterrupt()) and not is_fault(SystemExit())
