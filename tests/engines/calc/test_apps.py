from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from _pytest._io.saferepr import saferepr

from postprod_xl.engines.calc.errors import OfficeError, OfficeGone
from postprod_xl.engines.calc.office import apps, bridge, process

pytestmark = pytest.mark.libreoffice
BASIC = """
Function Somme(a, b)
  Somme = a + b
End Function
Function Annee(jour)
  Annee = Year(jour)
End Function
Sub Ecrire(texte)
  ThisComponent.Sheets(0).getCellByPosition(0, 0).String = texte
End Sub
Function Arret()
  zero = 0
  Arret = 1 / zero
End Function
"""
FROM_A_BUTTON = """
import xlwings as xw
from postprod_xl.engines.calc.engine import register
register().activate()
xw.books.active.sheets[0]["A1"].value = "vu de l'extérieur"
"""


@pytest.fixture
def with_macros(office_app: Any, book: Any, tmp_path: Path) -> Any:
    libraries = book.api.BasicLibraries
    # A new document may come with its library or without.
    if not libraries.hasByName("Standard"):
        libraries.createLibrary("Standard")
    libraries.getByName("Standard").insertByName("Module1", BASIC)
    book.save(tmp_path / "macros.ods")
    return book


def test_the_engine_is_registered_by_importing_the_package_and_once_only():
    import xlwings as xw

    from postprod_xl.engines.calc.engine import register

    assert register().name == xw.engines["libreoffice"].name == "libreoffice"
    assert [engine.name for engine in xw.engines].count("libreoffice") == 1


def test_an_application_tells_its_version_its_folder_and_its_process(office_app: Any):
    assert office_app.version.major >= 7
    assert Path(office_app.path).is_dir()
    assert office_app.pid > 0


def test_without_a_display_an_application_stays_invisible(office_app: Any):
    office_app.visible = True
    assert office_app.visible is False


def test_the_application_activated_last_comes_first(office_app: Any, second_app: Any):
    import xlwings as xw

    assert xw.apps.active == second_app
    office_app.activate()
    assert xw.apps.active == office_app
    assert xw.apps.keys() == [office_app.pid, second_app.pid]
    assert xw.apps[second_app.pid] == second_app


def test_an_application_that_quit_is_gone_and_leaves_no_profile(second_app: Any):
    import xlwings as xw

    profile = second_app.impl.office.profile
    assert profile.is_dir()
    second_app.quit()
    assert second_app.pid not in xw.apps.keys()  # noqa: SIM118 (keys of xlwings, not of a dict)
    assert not profile.exists()
    with pytest.raises(OfficeGone, match="ne répond plus"):
        len(second_app.books)


def test_an_application_killed_from_outside_is_told_at_once(second_app: Any):
    second_app.impl.office.process.kill()
    second_app.impl.office.process.wait()
    with pytest.raises(OfficeGone, match="ne répond plus"):
        second_app.books.add()


def test_the_objects_of_an_application_that_has_gone_can_be_shown(second_app: Any):
    sheet = second_app.books.active.sheets[0].api
    office = second_app.impl.office
    office.end()
    # Without this, the failure of a test that holds one is the end of Python.
    assert saferepr([sheet]) == "[<UNO>]"
    assert f"pid={office.pid}" in repr(office)


def test_an_application_that_answers_no_more_is_ended_when_it_should_quit(
    second_app: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(apps, "CLOSE_SECONDS", 0.2)
    monkeypatch.setattr(process, "QUIT_SECONDS", 0.2)
    office = second_app.impl.office
    os.killpg(office.process.pid, signal.SIGSTOP)
    second_app.quit()
    assert office.process.poll() is not None and not office.profile.exists()


STARTED_THEN_KILLED = """
import os
from postprod_xl.engines.calc.office.process import started
office = started(None, False, [])
print(office.address, office.profile, flush=True)
os.kill(os.getpid(), 9)
"""


def test_an_application_ends_with_the_python_that_started_it_even_killed():
    run = subprocess.run(
        [sys.executable, "-c", STARTED_THEN_KILLED], capture_output=True, text=True, check=False
    )
    address, profile = run.stdout.split()
    deadline = time.monotonic() + 10
    while Path(profile).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(profile).exists()
    with pytest.raises(OfficeError, match="connexion impossible"):
        bridge.connected(address, timeout_seconds=0)
    bridge.forget_pipe(address)


def test_an_error_of_uno_crosses_a_context_manager_as_it_is(office_app: Any):
    wrong = bridge.exception_class("lang.IllegalArgumentException")("mauvais argument", None, 2)
    wrong.ArgumentPosition = 3
    with (
        pytest.raises(type(wrong), match="mauvais argument") as told,
        office_app.properties(display_alerts=False),
    ):
        raise wrong
    assert (told.value.ArgumentPosition, told.value) == (3, wrong)


DEAF = """#!{python}
import os, socket, sys, time
name = next(given for given in sys.argv if given.startswith("--accept=")).split("name=")[1].split(";")[0]
listener = socket.socket(socket.AF_UNIX)
listener.bind(f"/tmp/OSL_PIPE_{{os.getuid()}}_{{name}}")
listener.listen()
time.sleep(60)
"""


def test_a_program_that_takes_connections_and_serves_none_is_refused_in_time(
    office_app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    import xlwings as xw

    deaf = tmp_path / "soffice"
    deaf.write_text(DEAF.format(python=sys.executable))
    deaf.chmod(0o700)
    monkeypatch.setattr(process, "START_SECONDS", 0.5)
    monkeypatch.setattr(process, "QUIT_SECONDS", 0.5)
    with pytest.raises(OfficeError, match="connexion impossible"):
        xw.App(visible=False, spec=str(deaf))


def test_an_open_office_that_answers_no_more_is_told_in_time(monkeypatch: pytest.MonkeyPatch):
    name = f"sourd{os.getpid()}"
    monkeypatch.setattr(bridge, "ANSWER_SECONDS", 0.2)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"/tmp/OSL_PIPE_{os.getuid()}_{name}")
        listener.listen()
        with pytest.raises(OfficeError, match=f"connexion impossible à « pipe,name={name} »"):
            bridge.connected(f"pipe,name={name}")
    bridge.forget_pipe(f"pipe,name={name}")


def test_a_wrong_program_is_refused(office_app: Any):
    import xlwings as xw

    with pytest.raises(OfficeError, match="introuvable"):
        xw.App(visible=False, spec="/nulle/part/soffice")


def test_a_program_that_is_not_libreoffice_is_refused_at_once(office_app: Any):
    import xlwings as xw

    with pytest.raises(OfficeError, match="arrêt au démarrage"):
        xw.App(visible=False, spec="/bin/true")


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("state", ["screen_updating", "display_alerts", "interactive"])
def test_a_state_set_is_read_back(office_app: Any, state: str):
    with office_app.properties(**{state: False}):
        assert getattr(office_app, state) is False
    assert getattr(office_app, state) is True


def test_manual_calculation_waits_for_calculate(office_app: Any, book: Any):
    sheet = book.sheets[0]
    sheet["A1"].value, sheet["B1"].formula = 2, "=A1*2"
    with office_app.properties(calculation="manual"):
        assert office_app.calculation == "manual"
        sheet["A1"].value = 4
        assert sheet["B1"].value == 4
        office_app.calculate()
        assert sheet["B1"].value == 8
    assert office_app.calculation == "automatic"


@pytest.mark.usefixtures("book")
def test_the_status_bar_gives_back_its_text_and_false_when_it_is_empty(office_app: Any):
    assert office_app.status_bar is False
    office_app.status_bar = "Lecture des tableaux"
    assert office_app.status_bar == "Lecture des tableaux"
    office_app.status_bar = None
    assert office_app.status_bar is False


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("buttons", "answer"), [("ok", "ok"), ("ok_cancel", "ok"), ("yes_no", "yes"), ("yes_no_cancel", "yes")]
)
def test_a_message_nobody_can_see_is_kept_and_answered_by_its_proposed_button(
    office_app: Any, buttons: str, answer: str
):
    assert office_app.alert("Calculé.", title="Postproduction", buttons=buttons) == answer
    assert office_app.impl.office.silent_alerts[-1] == ("Calculé.", "Postproduction")


def test_unknown_buttons_are_refused(office_app: Any):
    with pytest.raises(ValueError, match="yes_no_cancel sont attendus"):
        office_app.alert("Calculé.", buttons="peut-être")


@pytest.mark.parametrize(
    ("member", "value"),
    [("enable_events", False), ("calculation", "semiautomatic"), ("cut_copy_mode", False)],
)
def test_what_libreoffice_cannot_hold_is_said(office_app: Any, member: str, value: Any):
    with pytest.raises(NotImplementedError):
        setattr(office_app, member, value)


@pytest.mark.parametrize("member", ["hwnd", "startup_path", "cut_copy_mode"])
def test_what_libreoffice_does_not_tell_is_said(office_app: Any, member: str):
    with pytest.raises(NotImplementedError):
        getattr(office_app, member)


def test_a_macro_takes_arguments_and_gives_its_result(with_macros: Any):
    assert with_macros.macro("Module1.Somme")(2, 3.5) == 5.5
    assert with_macros.macro("somme")("a", "b") == "ab"
    assert with_macros.app.macro("Standard.Module1.Somme")(1, 1) == 2
    assert with_macros.macro("Annee")(dt.date(2026, 5, 1)) == 2026


def test_a_sub_writes_and_gives_nothing(with_macros: Any):
    assert with_macros.macro("Ecrire")("écrit") is None
    assert with_macros.sheets[0]["A1"].value == "écrit"


def test_a_function_that_stops_on_an_error_is_an_error(with_macros: Any):
    with pytest.raises(OfficeError, match="sans résultat"):
        with_macros.macro("Arret")()


def test_an_unknown_macro_is_an_error(with_macros: Any):
    with pytest.raises(OfficeError, match="« Absente » introuvable"):
        with_macros.macro("Absente")()


def test_a_macro_runs_in_a_trusted_folder_and_nowhere_else(with_macros: Any, second_app: Any, tmp_path: Path):
    # The first application trusts the folder of the tests, the second none.
    path = Path(with_macros.fullname)
    copy = tmp_path / "copie.ods"
    copy.write_bytes(path.read_bytes())
    trusting = with_macros.app.books.open(copy)
    assert trusting.macro("Somme")(1, 2) == 3
    trusting.close()
    wary = second_app.books.open(copy)
    with pytest.raises(OfficeError, match="désactivée"):
        wary.macro("Somme")(1, 2)


def test_a_program_started_from_the_office_finds_its_workbook(office_app: Any, book: Any):
    address = f"uno:{office_app.impl.office.address};urp;StarOffice.ComponentContext"
    book.activate()
    environment = {**os.environ, "POSTPROD_LIBREOFFICE": address}
    subprocess.run([sys.executable, "-c", FROM_A_BUTTON], env=environment, check=True)
    assert book.sheets[0]["A1"].value == "vu de l'extérieur"
