"""Which open workbook a button acts on: the one that called, in the Excel that called."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
import xlwings

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.live.calling_book import calling_book


@pytest.fixture(autouse=True)
def two_excels(monkeypatch: pytest.MonkeyPatch):
    """Two Excels, each with a workbook of one name."""
    apps = [
        SimpleNamespace(hwnd=hwnd, books={"bureau = 2026.xlsm": f"celui de {hwnd}"})
        for hwnd in (657_412, 1_180)
    ]
    monkeypatch.setattr(xlwings, "apps", apps)
    monkeypatch.delenv("POSTPROD_LIBREOFFICE", raising=False)


def test_a_workbook_whose_name_has_an_equals_sign_is_found_in_the_excel_that_called(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=bureau = 2026.xlsm", "--from_xl=1", "--hwnd=1180"])
    assert calling_book() == "celui de 1180"


def test_a_workbook_closed_meanwhile_is_said_to_be(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=paie = 2026.xlsm", "--from_xl=1", "--hwnd=1180"])
    with pytest.raises(UnusableFile, match="paie = 2026.xlsm — ce classeur n'est plus ouvert dans Excel"):
        calling_book()


def test_on_macos_which_gives_no_window_the_active_excel_has_it(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=bureau = 2026.xlsm", "--from_xl=1"])
    assert calling_book() == "celui de 657412"


def test_any_other_name_is_for_xlwings_to_find(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=bureau.xlsm", "--from_xl=1", "--hwnd=1180"])
    monkeypatch.setattr(xlwings.Book, "caller", lambda: "celui d'xlwings")
    assert calling_book() == "celui d'xlwings"
