"""What version a workbook is of, with its mark and without, and what it lacks of this one's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.files.master import master_of
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.table import text
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.declared import declared_places
from postprod_xl.workbook.make.build import build
from postprod_xl.workbook.places import find_tables
from postprod_xl.workbook.upgrade.package import upgrade_package
from postprod_xl.workbook.version import Additions, lacking, marked_in, refuse_later, version_of
from tests.later_schema import DELIVERABLES, LATER, LaterSchema, declared
from tests.masters import demo_bytes
from tests.optional_tabs import TRIAL

PRESENT = CURRENT  # the other name is that of the version to come, where one is declared
NEW = {"Journal": [(1, text("place", "Lieu", "Où la commande a été passée.", since=LATER))]}


@pytest.fixture(scope="module")
def found():
    return find_tables(Package(Path("bureau.xlsx"), demo_bytes()))


def test_a_new_workbook_says_the_version_of_the_program():
    assert marked_in(Package(Path("neuf.xlsx"), build({}))) == CURRENT


@pytest.mark.parametrize("mark", ["0.9", "1", f"{CURRENT}.1", "0.10"])
def test_a_later_version_is_refused_by_name(mark: str):
    with pytest.raises(UnusableFile, match=rf"^bureau.xlsx — classeur de la version {mark}, plus récente"):
        refuse_later("bureau.xlsx", mark)


@pytest.mark.parametrize("mark", [None, "", "0.1", "0.3", f"{CURRENT}.0", "brouillon", "0.3 bis", "=1+1"])
def test_any_other_mark_is_not(mark: str | None):
    refuse_later("bureau.xlsx", mark)


def test_without_a_mark_the_version_is_the_latest_that_the_workbook_holds_whole(found):
    assert version_of(None, found) == version_of("brouillon", found) == PRESENT
    with declared(LaterSchema(NEW)):
        assert version_of(None, found) == PRESENT
        assert version_of(None, with_heading(found, "Journal", "Lieu")) == LATER
        assert version_of("0.1", with_heading(found, "Journal", "lieu")) == "0.1"


def test_without_a_mark_a_column_of_a_persons_does_not_make_a_workbook_later(found):
    held = {setting.name for setting in SETTINGS}
    assert version_of(None, found, lambda: held) == version_of(None, found, lambda: None) == PRESENT
    assert version_of(None, found, lambda: {"Pénalités de retard"}) == "0.1"


def with_heading(found, table: str, heading: str):
    place = found[table]
    return {**found, table: replace(place, headings=(*place.headings, heading))}


def test_a_column_of_a_persons_that_bears_a_heading_to_come_is_filed_under_another(found):
    with declared(LaterSchema(NEW)):
        own = declared_places("bureau.xlsx", with_heading(found, "Journal", "Lieu"), "0.3")["Journal"]
        ours = declared_places("bureau.xlsx", with_heading(found, "Journal", "lieu"), LATER)["Journal"]
    assert own.headings[-1] == "Lieu (à vous)" and ours.headings[-1] == "Lieu"


def test_a_table_of_a_persons_that_bears_a_name_to_come_is_not_ours(found):
    taken = {**found, "Remises": replace(found["Journal"], name="Remises")}
    with declared(LaterSchema(tables=[DELIVERABLES])):
        assert "Remises" not in declared_places("bureau.xlsx", taken, PRESENT)


OPTIONAL = [
    replace(DELIVERABLES, family=TRIAL.name),
    replace(DELIVERABLES, name="Supports", tab="Supports", family=TRIAL.name),
]


def test_an_optional_family_is_missed_only_by_a_workbook_that_has_some_of_it(found):
    with declared(LaterSchema(tables=OPTIONAL, families=[TRIAL])):
        whole = declared_places("bureau.xlsx", found, PRESENT)
        assert not lacking(whole, PRESENT)
        some = {**whole, "Remises": found["Journal"]}
        assert [table.name for table in lacking(some, PRESENT).tables] == ["Supports"]


def test_a_new_workbook_has_no_optional_family_and_may_be_given_one():
    with declared(LaterSchema(tables=OPTIONAL, families=[TRIAL])):
        package = Package(Path("neuf.xlsx"), build({}))
        new = master_of(package)
        assert "Remises" not in new.declared and new.problems == []
        family = Additions({}, tuple(OPTIONAL), (), ())
        upgrade_package(package, new.declared, new.places, family, {})
        given = master_of(Package(Path("neuf.xlsx"), package.to_bytes()))
        assert {"Remises", "Supports"} <= given.declared.keys() and given.problems == []
