"""Questions and messages on macOS, where an application that does not answer in a minute is given up by default."""

from __future__ import annotations

import sys
import tempfile
from types import SimpleNamespace

import pytest

from postprod_xl.hosts import buttons
from postprod_xl.hosts.buttons import press
from postprod_xl.hosts.exits import DONE, UNUSABLE
from postprod_xl.hosts.live import calling_book
from postprod_xl.hosts.live.alone import ALREADY, alone
from postprod_xl.hosts.live.dialogues import ask, confirm, is_seen, show
from postprod_xl.workbook.live.tabs.passing_file import passing_file


class Patient:
    """Excel for Mac and its alerts: whoever sets a limit, or none of the caller's own, gets the error of macOS."""

    def __init__(self, answer: str) -> None:
        self.answer, self.asked = answer, []
        self.pid, self.engine, self.api = 7, SimpleNamespace(name="excel"), self

    def run_VB_macro(self, macro: str, *, arg1: str, arg2: str, arg3: str, timeout: int = 60) -> str:
        return self._answered(timeout, macro, arg1, arg2, arg3)

    def OSAX(self, *, pid: int):
        return SimpleNamespace(activate=lambda: None, display_alert=self._alert)

    def _alert(
        self, title: str, *, message: str, buttons: list[str], as_: str, timeout: int = 60
    ) -> dict[str, str]:
        return {"button": self._answered(timeout, title, message, buttons, as_)}

    def _answered(self, timeout: int, *asked) -> str:
        # appscript takes zero or less for no limit.
        if timeout > 0:
            raise TimeoutError("AppleEvent timed out (-1712)")
        self.asked.append(asked)
        return self.answer

    @property
    def visible(self) -> bool:
        raise PermissionError("The user has declined permission (-1743)")

    def alert(self, *given):
        raise AssertionError("App.alert of xlwings has a limit of a minute")


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch):
    def running(answer: str) -> Patient:
        app = Patient(answer)
        keyword = SimpleNamespace(informational="info", critical="critique", button_returned="button")
        monkeypatch.setattr(sys, "platform", "darwin")
        monkeypatch.setitem(sys.modules, "osax", app)
        monkeypatch.setitem(sys.modules, "appscript", SimpleNamespace(k=keyword))
        return app

    return running


def test_a_question_waits_for_its_answer(excel):
    app = excel("2026-11")
    book = SimpleNamespace(app=app, macro=lambda name: SimpleNamespace(macro=f"'bureau.xlsm'!{name}"))
    assert ask(book, "Mois :", "2026-10") == "2026-11"
    assert app.asked == [("'bureau.xlsm'!Demander", "Mois :", "Postproduction", "2026-10")]


def test_whether_excel_is_seen_asks_for_no_permission(excel):
    assert is_seen(excel(""))


def test_a_second_press_while_the_first_still_works_runs_nothing(excel, monkeypatch, tmp_path):
    app, run = excel("OK"), []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    book = SimpleNamespace(app=app, name="bureau.xlsm")
    monkeypatch.setattr(calling_book, "calling_book", lambda: book)
    monkeypatch.setattr(buttons, "press_on", lambda *given: run.append(given) or DONE)
    assert press("refresh") == DONE and len(run) == 1
    with alone("7", "bureau.xlsm"):
        assert press("refresh") == UNUSABLE
    assert len(run) == 1 and app.asked[0][1] == ALREADY
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("clicked", "goes_on"), [("OK", True), ("Annuler", False)])
def test_a_confirmation_waits_for_its_answer(excel, clicked, goes_on):
    app = excel(clicked)
    assert confirm(app, "Émettre ?", "Facturer") is goes_on
    assert app.asked == [("Postproduction — Facturer", "Émettre ?", ["Annuler", "OK"], "info")]


def test_a_message_stays_until_it_is_read(excel):
    app = excel("OK")
    show(app, "Facturer : rien n'a été changé.", "critical")
    assert app.asked == [("Postproduction", "Facturer : rien n'a été changé.", ["OK"], "critique")]


@pytest.mark.parametrize("has_folder", [True, False])
def test_what_excel_for_mac_opens_for_a_moment_lies_in_its_own_folder(
    excel, monkeypatch, tmp_path, has_folder
):
    own = tmp_path / "Library" / "Containers" / "com.microsoft.Excel" / "Data"
    if has_folder:
        own.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    with passing_file(excel(""), b"classeur") as path:
        assert path.read_bytes() == b"classeur" and path.name.startswith("postprod-")
        assert path.is_relative_to(own) == has_folder
    assert not path.parent.exists()
