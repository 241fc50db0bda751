"""An office whose file is spelled in another way is refreshed like any other, and keeps its spelling."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.parts.dialects import is_xml, strict_again
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.schema.validate import RawTable
from postprod_xl.workbook.places import find_tables
from postprod_xl.workbook.reader import read_tables
from tests.fuzz.office import DAY, small_office
from tests.masters import contents, repacked

TRANSITIONAL = re.compile(rb"http://schemas\.openxmlformats\.org/(?:spreadsheetml|officeDocument)/")
SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")


def in_utf16(part: str, data: bytes) -> bytes:
    if not part.startswith("xl/") or not part.endswith(".xml"):
        return data
    return data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"', 1).encode("utf-16")


def in_strict(part: str, data: bytes) -> bytes:
    return strict_again(data, None) if is_xml(part) else data


def without_addresses(part: str, data: bytes) -> bytes:
    """Rows right under the one before and cells right of another lose their address; a comment stands between."""
    if not SHEET.fullmatch(part):
        return data
    last = 0

    def opening(row: re.Match[str]) -> str:
        nonlocal last
        before, last = last, int(row[1])
        return "<!-- <row r='9'> --><row" if last == before + 1 else row[0]

    text = re.sub(r'<row r="(\d+)"', opening, data.decode())
    return re.sub(r'(<c r="A\d+"[^>]*/?>(?:(?!<c )[^/])*?</c>)<c r="B\d+"', r"\1<c", text).encode()


def between_apostrophes(part: str, data: bytes) -> bytes:
    if not SHEET.fullmatch(part):
        return data
    return re.sub(r' ([rst])="(\w+)"', r"\n \1 = '\2'", data.decode()).encode()


def respelled(spelling: Callable[[str, bytes], bytes]) -> bytes:
    return repacked(
        {part: spelling(part, data) for part, data in contents(io.BytesIO(small_office())).items()}
    )


def refreshed(path: Path, office: bytes) -> dict[str, RawTable]:
    """The tables of an office once refreshed, but the journal, which says when."""
    path.write_bytes(office)
    report = run_file(path, "refresh", DAY + timedelta(days=9), {})
    assert report.status == 0 and report.changed, report.summary
    package = Package.open(path)
    places = find_tables(package)
    tables = read_tables(package, places, places).tables
    return {name: table for name, table in tables.items() if name != "Journal"}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, RawTable]:
    return refreshed(tmp_path_factory.mktemp("plain") / "bureau.xlsx", small_office())


@pytest.mark.parametrize("spelling", [in_strict, in_utf16, without_addresses, between_apostrophes])
def test_an_office_in_another_spelling_is_refreshed_to_the_same_values(
    spelling: Callable[[str, bytes], bytes], expected: dict[str, RawTable], tmp_path: Path
) -> None:
    path = tmp_path / "bureau.xlsx"
    office = respelled(spelling)
    assert office != small_office()
    found = refreshed(path, office)
    assert found.keys() == expected.keys()
    for name, table in found.items():
        assert table.values == expected[name].values, name
    if spelling is in_strict:
        assert not [
            part for part, data in contents(path).items() if is_xml(part) and TRANSITIONAL.search(data)
        ]
