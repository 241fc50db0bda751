"""A refresh changes our own parts and no other, whatever else stands in the workbook."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

from postprod_xl.engines.ooxml.grafting.graft import graft_sheets
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.schema.tables import TABLES
from postprod_xl.workbook.make.guide import GUIDE
from postprod_xl.workbook.places import find_tables
from tests.fidelity.rich_workbook import rich_workbook
from tests.masters import (
    DEMO_DAY,
    contents,
    packed,
    schema_findings,
    uncomputed_demo_bytes,
)

TABS = list(dict.fromkeys(table.tab for table in TABLES))
CALCULATION = re.compile(rb"<calcPr[^>]*/>")


def template(name: str) -> bytes:
    return files("xlwings").joinpath(name).read_bytes()


HOSTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "rich": ("classeur.xlsx", rich_workbook),
    "macros": ("classeur.xlsm", lambda: template("quickstart.xlsm")),
    "standalone macros": ("classeur.xlsm", lambda: template("quickstart_standalone.xlsm")),
}


@pytest.fixture(params=HOSTS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A workbook of somebody's that has received our tabs, not yet computed."""
    name, make = HOSTS[request.param]
    path = tmp_path / name
    path.write_bytes(make())
    (tmp_path / "original.xlsx").write_bytes(make())
    package = Package.open(path)
    graft_sheets(package, Package(Path("bureau.xlsx"), uncomputed_demo_bytes()), [*TABS, GUIDE])
    path.write_bytes(package.to_bytes())
    return path


def owned_parts(path: Path) -> set[str]:
    """The tabs that hold our tables, those tables, and the workbook's own part."""
    package = Package.open(path)
    places = find_tables(package)
    ours = [place for name, place in places.items() if any(table.name == name for table in TABLES)]
    assert len(ours) == len(TABLES)
    return {part for place in ours for part in (place.sheet_part, place.table_part)} | {package.workbook_part}


def changed_parts(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def refreshed(path: Path) -> None:
    report = run_file(path, "refresh", DEMO_DAY, {})
    assert report.status == 0, [problem.line for problem in report.problems]
    assert report.changed and report.backup


def test_a_refresh_leaves_every_part_that_is_not_ours_byte_for_byte(host: Path):
    before, packed_before, ours = contents(host), packed(host), owned_parts(host)
    refreshed(host)
    assert changed_parts(before, contents(host)) <= ours
    assert changed_parts(packed_before, packed(host)) <= ours


def test_a_refresh_asks_for_recalculation_and_changes_nothing_else_in_the_workbook_part(host: Path):
    before = contents(host)["xl/workbook.xml"]
    refreshed(host)
    after = contents(host)["xl/workbook.xml"]
    assert CALCULATION.sub(b"", after) == CALCULATION.sub(b"", before)


def test_parts_keep_their_order_in_the_archive(host: Path):
    before = list(contents(host))
    refreshed(host)
    assert list(contents(host)) == before


def test_the_graft_leaves_the_parts_of_the_host_alone(host: Path):
    original = contents(host.with_name("original.xlsx"))
    listing = {"[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "docProps/app.xml"}
    listing.add("xl/_rels/workbook.xml.rels")
    grafted = contents(host)
    assert {name for name, data in original.items() if grafted.get(name) != data} <= listing


def test_a_refreshed_host_has_no_finding_that_it_had_not(host: Path):
    original = schema_findings(host.with_name("original.xlsx"))
    refreshed(host)
    assert [finding for finding in schema_findings(host) if finding not in original] == []


def test_an_independent_reader_opens_a_refreshed_host_with_its_macros(host: Path):
    refreshed(host)
    with warnings.catch_warnings():
        # openpyxl warns about what it would lose if it saved.
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(host, keep_vba=True)
    assert set(TABS) <= set(book.sheetnames)
    assert {table.name for table in TABLES} <= table_names(book.worksheets)


def table_names(sheets: Iterable[openpyxl.worksheet.worksheet.Worksheet]) -> set[str]:
    return {name for sheet in sheets for name in sheet.tables}


def test_a_second_refresh_changes_the_journal_and_the_line_about_it_alone(host: Path):
    refreshed(host)
    before = contents(host)
    report = run_file(host, "refresh", DEMO_DAY, {})
    assert (report.status, report.changed) == (0, 0)
    places = find_tables(Package.open(host))
    journal, home = places["Journal"], places["Accueil"]
    expected = {journal.sheet_part, journal.table_part, home.sheet_part}
    assert changed_parts(before, contents(host)) <= expected


def test_the_rich_workbook_has_everything_that_programs_lose():
    parts = contents(io.BytesIO(rich_workbook()))
    page = parts["xl/worksheets/sheet1.xml"]
    for mark in (
        b"x14:sparklineGroup ",
        b"x14:dataValidation ",
        b"x14:dataBar",
        b"legacyDrawing",
        b"mergeCell",
    ):
        assert mark in page, mark
    for folder in ("charts", "chartsheets", "comments", "ctrlProps", "pivotTables", "pivotCache", "media"):
        assert any(name.startswith(f"xl/{folder}") for name in parts), folder
    assert b"<rPr>" in parts["xl/sharedStrings.xml"]


def test_a_changed_part_would_be_seen():
    assert changed_parts({"a": b"1", "b": b"2"}, {"a": b"1", "b": b"3", "c": b""}) == {"b", "c"}
