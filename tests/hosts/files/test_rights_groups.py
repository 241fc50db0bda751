"""The groups of rights of a workbook: all of them in a new one, in one that gets the tabs, and after an upgrade."""

from __future__ import annotations

from pathlib import Path

import pytest

from postprod_xl.domain.catalogue.grounds.mirror import group_rows
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.creation import create_master
from postprod_xl.hosts.files.families import add_to_file
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.upgrade import upgrade_file
from postprod_xl.hosts.runs import families
from postprod_xl.schema.families import CATALOGUE
from postprod_xl.schema.tables.catalogue import RIGHTS_GROUPS
from postprod_xl.workbook.version import MARK
from tests.fuzz.office import DAY
from tests.masters import schema_findings

NAMES = [(row["group"], row["nature"]) for row in group_rows()]


def held(path: Path) -> list[tuple[str, str]]:
    return [*read_master(path).tables[RIGHTS_GROUPS.name].select("group", "nature")]


def test_a_new_workbook_with_the_tabs_has_them_all_and_a_refresh_changes_no_name(tmp_path: Path):
    path = tmp_path / "bureau.xlsx"
    create_master(path, families=(CATALOGUE.name,))
    assert held(path) == NAMES
    assert status_of(["refresh", str(path), "--today", f"{DAY}"]) == 0
    assert held(path) == NAMES
    assert schema_findings(path) == []


def test_a_workbook_that_gets_the_tabs_gets_them_once(tmp_path: Path):
    path = tmp_path / "bureau.xlsx"
    create_master(path, families=("technique",))
    assert RIGHTS_GROUPS.name not in read_master(path).declared
    add_to_file(path, CATALOGUE)
    add_to_file(path, CATALOGUE)
    assert held(path) == NAMES


def test_an_upgrade_adds_those_that_came_since_and_says_how_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "bureau.xlsx"
    fewer = group_rows()[:-2]
    monkeypatch.setattr(families, "group_rows", lambda: fewer)
    create_master(path, families=(CATALOGUE.name,))
    package = Package.open(path)
    listed = TabList(package)
    for name in listed.names():
        if name.get("name") == MARK:
            name.getparent().remove(name)
    listed.write()
    path.write_bytes(package.to_bytes())
    report = upgrade_file(path)
    assert f"{RIGHTS_GROUPS.tab} — 2 lignes ajoutées" in report.notes
    assert held(path) == NAMES
