"""Where an open workbook lies, told by stand-ins of Excel's: a folder, a cloud, nowhere."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.live.location import file_of, is_in_cloud, path_of

CLOUD = (
    "https://d.docs.live.net/782ea9e4ee2349ed/Post/bureau.xlsm",
    "https://studio-my.sharepoint.com/personal/anne_studio_fr/Documents/Post/bureau.xlsm",
    "https://studio.sharepoint.com/sites/Post/Documents partages/bureau.xlsm",
    "https://studio.sharepoint.com/teams/Post Production/bureau.xlsm",
)


class Book:
    """A workbook of Excel: what it says of itself, and what xlwings makes of it."""

    def __init__(self, address: str, found: str | Exception = "") -> None:
        self.name = address.replace("\\", "/").rpartition("/")[2]
        self._found = found
        self.app = SimpleNamespace(engine=SimpleNamespace(name="excel"))
        self.api = SimpleNamespace(FullName=address, properties=lambda: {"full_name": address})

    @property
    def fullname(self) -> str:
        if isinstance(self._found, Exception):
            raise self._found
        return self._found


@pytest.fixture(params=["win32", "darwin"], autouse=True)
def platform(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(sys, "platform", request.param)
    keywords = SimpleNamespace(k=SimpleNamespace(full_name="full_name"))
    monkeypatch.setitem(sys.modules, "appscript", keywords)


@pytest.mark.parametrize("address", CLOUD)
@pytest.mark.parametrize(
    "failure",
    [
        xlwings.XlwingsError("not recognized as valid OneDrive/SharePoint link."),
        UnboundLocalError("cannot access local variable 'root'"),
    ],
)
def test_a_workbook_of_a_cloud_is_named_as_such_with_what_to_do(address: str, failure: Exception):
    book = Book(address, failure)
    assert is_in_cloud(book) and path_of(book) == Path("bureau.xlsm")
    with pytest.raises(UnusableFile) as refused:
        file_of(book)
    said = str(refused.value)
    assert said.startswith(
        f"bureau.xlsm — classeur ouvert depuis OneDrive, SharePoint ou un autre site ({address})"
    )
    assert "synchronise" in said and "enregistrez-en une copie" in said and "\n" not in said
    assert "pas encore d'emplacement" not in said


def test_a_workbook_of_a_cloud_that_is_kept_in_step_here_has_that_file():
    book = Book(CLOUD[1], "/Users/anne/OneDrive - Studio/Post/bureau.xlsm")
    assert file_of(book) == Path("/Users/anne/OneDrive - Studio/Post/bureau.xlsm")


def test_reading_a_workbook_of_a_cloud_does_not_look_for_its_copy():
    assert path_of(Book(CLOUD[2], AssertionError("looked for"))) == Path("bureau.xlsm")


def test_a_workbook_in_a_folder_is_there():
    book = Book("/Bureau/bureau.xlsm", AssertionError("looked for"))
    assert file_of(book) == path_of(book) == Path("/Bureau/bureau.xlsm")


def test_a_workbook_never_saved_is_to_be_saved():
    with pytest.raises(UnusableFile, match="Classeur1 — ce classeur n'a pas encore d'emplacement"):
        file_of(Book("Classeur1"))
