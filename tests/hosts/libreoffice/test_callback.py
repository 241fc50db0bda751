"""The Python that a button of LibreOffice starts: what it is asked, and what it does once only."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

from postprod_xl.hosts.libreoffice import callback
from postprod_xl.hosts.libreoffice.callback import Request, main, run, taken
from postprod_xl.hosts.live.alone import ALREADY, alone

CODE = "import os, sys\nos.environ['ESSAI'] = f\"{os.environ['POSTPROD_LIBREOFFICE']} {sys.argv[1:]}\""


@pytest.fixture(autouse=True)
def restored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """What a press sets in its process, set back."""
    import xlwings

    before = xlwings.engines.active
    monkeypatch.setenv("POSTPROD_LIBREOFFICE", "")
    monkeypatch.setenv("ESSAI", "")
    monkeypatch.setattr(sys, "argv", ["callback"])
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    xlwings.engines.active = before


def test_a_request_is_read_and_its_file_deleted(tmp_path: Path):
    path = tmp_path / "demande à lire.tmp"
    path.write_text("pipe,name=x;urp\nfile:///a%20b.xlsm\na = 1\nb = 2", "utf-8")
    assert taken(path.as_uri()) == Request("pipe,name=x;urp", "file:///a%20b.xlsm", "a = 1\nb = 2")
    assert not path.exists()
    assert taken(path.as_uri()) is None


def test_the_code_runs_with_the_office_and_the_workbook_of_the_button():
    run(Request("pipe,name=x;urp", "file:///a.xlsm", CODE))
    assert os.environ["ESSAI"] == "pipe,name=x;urp ['--wb=file:///a.xlsm']"


def test_a_second_press_says_that_the_first_still_works(monkeypatch: pytest.MonkeyPatch):
    told = []
    monkeypatch.setattr(callback, "_tell", lambda address, message, kind: told.append((message, kind)))
    request = Request("pipe,name=x;urp", "file:///a.xlsm", CODE)
    run(request)
    os.environ["ESSAI"] = ""
    with alone("pipe,name=x;urp", "file:///a.xlsm"):
        run(request)
    assert os.environ["ESSAI"] == ""
    assert told == [(ALREADY, "INFOBOX")]


def test_a_press_leaves_no_file_behind(tmp_path: Path):
    run(Request("pipe,name=x;urp", "file:///a.xlsm", CODE))
    with pytest.raises(ZeroDivisionError):
        run(Request("pipe,name=x;urp", "file:///a.xlsm", "1 / 0"))
    assert list(tmp_path.glob("postprod-*.lock")) == []


@pytest.mark.parametrize(
    ("code", "name"),
    [("1 / 0", "ZeroDivisionError"), ("class Panic(BaseException): pass\nraise Panic", "Panic")],
    ids=["of Python", "of a library in Rust"],
)
def test_a_fault_is_logged_and_told_in_one_french_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, name: str
):
    told = []
    monkeypatch.setattr(callback, "_tell", lambda address, message, kind: told.append((address, message)))
    path = tmp_path / "demande"
    path.write_text(f"pipe,name=x;urp\nfile:///a.xlsm\n{code}", "utf-8")
    main([path.as_uri()])
    [(address, message)] = told
    log = message.removeprefix(f"{callback.FAULT_SAID} ")
    assert address == "pipe,name=x;urp"
    assert name in Path(log).read_text("utf-8")


def test_a_request_taken_back_runs_nothing(tmp_path: Path):
    main([(tmp_path / "absente").as_uri()])
    assert os.environ["ESSAI"] == ""
