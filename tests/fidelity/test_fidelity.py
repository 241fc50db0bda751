"""A refresh changes our own parts and no other, whatever else stands in the workbook."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

from postprod_xl.engines.ooxml.grafting.graft import graft_sheets
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.tables.places import sheets
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.schema.memory_tab import MEMORY
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

OF_EVERY_WORKBOOK = [table for table in TABLES if not table.family]
TABS = list(dict.fromkeys(table.tab for table in OF_EVERY_WORKBOOK))
CALCULATION = re.compile(rb"<calcPr[^>]*/>")


def template(name: str) -> bytes:
    return files("xlwings").joinpath(name).read_bytes()


HOSTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "rich": ("classeur.xlsx", rich_workbook),
    "macros": ("classeur.xlsm", lambda: template("quickstart.xlsm")),
    "standalone macros": ("classeur.xlsm", lambda: template("quickstart_standalone.xlsm")),
}


@dataclass(frozen=True)
class Host:
    """A workbook of somebody's: as it was, with our tabs not yet computed, then refreshed."""

    original: Path
    grafted: Path
    refreshed: Path


@pytest.fixture(scope="module", params=HOSTS)
def host(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Host:
    """Made once for all the comparisons; nothing writes in its files afterwards."""
    name, make = HOSTS[request.param]
    folder = tmp_path_factory.mktemp("host")
    host = Host(folder / "original.xlsx", folder / f"greffe-{name}", folder / name)
    host.original.write_bytes(make())
    host.refreshed.write_bytes(make())
    package = Package.open(host.refreshed)
    graft_sheets(package, Package(Path("bureau.xlsx"), uncomputed_demo_bytes()), [*TABS, GUIDE, MEMORY.title])
    for path in (host.grafted, host.refreshed):
        path.write_bytes(package.to_bytes())
    refresh(host.refreshed)
    return host


def owned_parts(path: Path) -> set[str]:
    """The tabs that hold our tables, those tables, the memory of the plans, and the workbook's own part."""
    package = Package.open(path)
    places = find_tables(package)
    ours = [place for name, place in places.items() if any(table.name == name for table in OF_EVERY_WORKBOOK)]
    assert len(ours) == len(OF_EVERY_WORKBOOK)
    memory = next(sheet.part for sheet in sheets(package) if sheet.title == MEMORY.title)
    parts = {part for place in ours for part in (place.sheet_part, place.table_part)}
    return parts | {memory, package.workbook_part}


def changed_parts(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def refresh(path: Path) -> None:
    report = run_file(path, "refresh", DEMO_DAY, {})
    assert report.status == 0, [problem.line for problem in report.problems]
    assert report.changed and report.backup


def test_a_refresh_leaves_every_part_that_is_not_ours_byte_for_byte(host: Host):
    ours = owned_parts(host.grafted)
    assert changed_parts(contents(host.grafted), contents(host.refreshed)) <= ours
    assert changed_parts(packed(host.grafted), packed(host.refreshed)) <= ours


def test_a_refresh_asks_for_recalculation_and_changes_nothing_else_in_the_workbook_part(host: Host):
    before, after = (contents(path)["xl/workbook.xml"] for path in (host.grafted, host.refreshed))
    assert CALCULATION.sub(b"", after) == CALCULATION.sub(b"", before)


def test_parts_keep_their_order_in_the_archive(host: Host):
    assert list(contents(host.refreshed)) == list(contents(host.grafted))


def test_the_graft_leaves_the_parts_of_the_host_alone(host: Host):
    original, grafted = contents(host.original), contents(host.grafted)
    listing = {"[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "docProps/app.xml"}
    listing.add("xl/_rels/workbook.xml.rels")
    assert {name for name, data in original.items() if grafted.get(name) != data} <= listing


def test_a_refreshed_host_has_no_finding_that_it_had_not(host: Host):
    original = schema_findings(host.original)
    assert [finding for finding in schema_findings(host.refreshed) if finding not in original] == []


def test_an_independent_reader_opens_a_refreshed_host_with_its_macros(host: Host):
    with warnings.catch_warnings():
        # openpyxl warns about what it would lose if it saved.
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(host.refreshed, keep_vba=True)
    assert set(TABS) <= set(book.sheetnames)
    assert {table.name for table in OF_EVERY_WORKBOOK} <= table_names(book.worksheets)


def table_names(sheets: Iterable[openpyxl.worksheet.worksheet.Worksheet]) -> set[str]:
    return {name for sheet in sheets for name in sheet.tables}


def test_a_second_refresh_changes_the_journal_and_the_line_about_it_alone(host: Host, tmp_path: Path):
    again = tmp_path / host.refreshed.name
    again.write_bytes(host.refreshed.read_bytes())
    report = run_file(again, "refresh", DEMO_DAY, {})
    assert (report.status, report.changed) == (0, 0)
    places = find_tables(Package.open(again))
    journal, home = places["Journal"], places["Accueil"]
    expected = {journal.sheet_part, journal.table_part, home.sheet_part}
    assert changed_parts(contents(host.refreshed), contents(again)) <= expected


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
