"""The technical rules of a workbook: all of them in a new one, in one that gets the tabs, and after an upgrade."""

from __future__ import annotations

from pathlib import Path

import pytest

from postprod_xl.domain.technique.rules.registry import RULES
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.creation import create_master
from postprod_xl.hosts.files.families import add_to_file
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.upgrade import upgrade_file
from postprod_xl.hosts.runs import families, upgrading
from postprod_xl.schema.families import TECHNIQUE
from postprod_xl.workbook.version import MARK
from tests.fuzz.office import DAY
from tests.masters import schema_findings

IDS = [rule.id for rule in RULES]


def held(path: Path) -> list[str]:
    return read_master(path).tables["ReglesTechniques"].column("rule")


def test_a_new_workbook_with_the_tabs_has_them_all_and_a_refresh_changes_none(tmp_path: Path):
    path = tmp_path / "bureau.xlsx"
    create_master(path, families=("technique",))
    assert held(path) == IDS
    before = read_master(path).raw["ReglesTechniques"].values
    assert status_of(["refresh", str(path), "--today", f"{DAY}"]) == 0
    assert read_master(path).raw["ReglesTechniques"].values == before
    assert schema_findings(path) == []


def test_a_workbook_that_gets_the_tabs_gets_them_once(tmp_path: Path):
    path = tmp_path / "bureau.xlsx"
    create_master(path)
    assert "ReglesTechniques" not in read_master(path).declared
    add_to_file(path, TECHNIQUE)
    assert held(path) == IDS
    add_to_file(path, TECHNIQUE)
    assert held(path) == IDS
    assert schema_findings(path) == []


def test_an_upgrade_adds_those_that_came_since_and_says_how_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "bureau.xlsx"
    fewer = [{"rule": id} for id in IDS[:-2]]
    monkeypatch.setattr(families, "technical_rule_rows", lambda: fewer)
    create_master(path, families=("technique",))
    package = Package.open(path)
    listed = TabList(package)
    for name in listed.names():
        if name.get("name") == MARK:
            name.getparent().remove(name)
    listed.write()
    path.write_bytes(package.to_bytes())
    report = upgrade_file(path)
    assert "Règles techniques — 2 lignes ajoutées" in report.notes
    assert held(path) == IDS
    assert upgrading.technical_rule_rows(held(path)) == []
