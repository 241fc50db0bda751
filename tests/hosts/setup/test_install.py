"""Setting a machine up for the buttons: what is written, what stays, what is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest

from postprod_xl.engines.ooxml.errors import Refused, UnusableFile
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.setup.excel import TRUSTED_LOCATIONS, excel_changes
from postprod_xl.hosts.setup.install import planned
from postprod_xl.hosts.setup.libreoffice import macro_security, profile_folder, trusting
from postprod_xl.hosts.setup.machine import this_machine
from postprod_xl.hosts.setup.settings import (
    excel_settings_file,
    home_settings_file,
    interpreter_in,
    launcher_file,
    settings_in,
    with_settings,
)
from tests.hosts.setup.machines import EXCEL, linux, macos, windows

STRICT_PROFILE = b"""<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooLocale" oor:op="fuse"><value>fr</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="SecureURL" oor:op="fuse"><value><it>$(work)/x</it></value></prop></item>
</oor:items>
"""  # noqa: E501
CLOUD_LINE = '"ADD_WORKBOOK_TO_PYTHONPATH","False"'


def folder_of_workbooks(machine):
    folder = machine.home / "Bureau d'été"
    folder.mkdir()
    return folder


def test_excel_on_windows_is_told_which_python_to_start(tmp_path):
    machine = windows(tmp_path)
    planned(machine, "excel", []).carry_out()
    text = (machine.home / ".xlwings" / "xlwings.conf").read_bytes()
    expected = f'"INTERPRETER_WIN","{machine.executable}"\r\n"ADD_WORKBOOK_TO_PYTHONPATH","False"\r\n'
    assert text == expected.encode("cp1252")


def test_excel_on_macos_is_told_inside_its_own_folder_and_gets_its_script(tmp_path):
    machine = macos(tmp_path)
    planned(machine, "excel", []).carry_out()
    assert "Library/Containers/com.microsoft.Excel/Data" in excel_settings_file(machine).as_posix()
    assert interpreter_in(excel_settings_file(machine), machine) == str(machine.executable)
    scripts = machine.home / "Library" / "Application Scripts" / "com.microsoft.Excel"
    assert (scripts / "xlwings-0.37.8.applescript").read_bytes().startswith(b"on VbaHandler")


def test_libreoffice_on_linux_is_told_which_python_to_start(tmp_path):
    machine = linux(tmp_path)
    planned(machine, "libreoffice", []).carry_out()
    assert home_settings_file(machine).read_text() == f'"INTERPRETER_LINUX","{machine.executable}"\n'


def test_what_a_person_put_in_the_settings_stays_and_the_file_before_is_kept(tmp_path):
    machine = windows(tmp_path)
    path = home_settings_file(machine)
    path.parent.mkdir()
    before = '"PYTHONPATH","C:\\Été"\r\n"INTERPRETER_WIN","C:\\vieux\\python.exe"\r\n'.encode("cp1252")
    path.write_bytes(before)
    planned(machine, "excel", []).carry_out()
    lines = path.read_bytes().decode("cp1252").splitlines()
    assert lines == ['"PYTHONPATH","C:\\Été"', f'"INTERPRETER_WIN","{machine.executable}"', CLOUD_LINE]
    (backup,) = (path.parent / ".postprod" / "backups").iterdir()
    assert backup.read_bytes() == before


@pytest.mark.parametrize("make", [windows, macos, linux])
def test_a_second_run_changes_nothing_and_says_so(tmp_path, make):
    machine = make(tmp_path)
    folder = folder_of_workbooks(machine)
    planned(machine, None, [folder]).carry_out()
    before = {path: path.read_bytes() for path in machine.home.rglob("*.*") if path.is_file()}
    plan = planned(machine, None, [folder])
    assert not any(change.is_needed for change in plan.changes)
    assert "rien à changer : cette machine est déjà réglée" in plan.carry_out()
    assert before == {path: path.read_bytes() for path in machine.home.rglob("*.*") if path.is_file()}


def test_a_dry_run_says_every_file_and_writes_none(tmp_path):
    machine = linux(tmp_path)
    lines = planned(machine, None, [folder_of_workbooks(machine)]).preview()
    assert [line.partition(" : ")[0] for line in lines[:2]] == ["à écrire", "à écrire"]
    assert [path.name for path in machine.home.iterdir()] == ["Bureau d'été"]


def test_the_same_python_under_another_of_its_names_is_left_as_it_is(tmp_path):
    machine = linux(tmp_path)
    other = machine.executable.with_name("python3")
    other.symlink_to(machine.executable)
    home_settings_file(machine).parent.mkdir()
    home_settings_file(machine).write_text(f'"INTERPRETER_LINUX","{other}"\n')
    assert not planned(machine, "libreoffice", []).changes[0].is_needed


def test_a_key_said_twice_is_said_once():
    machine = this_machine()
    content = b'"A","1"\n"A","2"\n"B","3"\n'
    assert with_settings(content, {"A": "1"}, machine) == b'"B","3"\n"A","1"\n'
    assert with_settings(b'"B","3"\n"A","1"\n', {"A": "1"}, machine) == b'"B","3"\n"A","1"\n'


def test_a_path_that_a_macro_could_not_read_is_refused(tmp_path):
    with pytest.raises(Refused, match="ne savent pas lire"):
        with_settings(b"", {"INTERPRETER_WIN": "C:\\Пётр\\python.exe"}, windows(tmp_path))
    with pytest.raises(Refused, match="ne savent pas lire"):
        with_settings(b"", {"INTERPRETER_LINUX": '/home/"x"/python'}, linux(tmp_path))


def test_a_conda_environment_of_windows_is_activated_by_xlwings(tmp_path):
    conda = {"CONDA_EXE": r"C:\miniconda3\Scripts\conda.exe", "CONDA_DEFAULT_ENV": "post"}
    machine = windows(tmp_path, environment=conda)
    planned(machine, "excel", []).carry_out()
    lines = home_settings_file(machine).read_text().splitlines()
    assert lines[1:] == [CLOUD_LINE, '"CONDA PATH","C:\\miniconda3"', '"CONDA ENV","post"']


def test_a_conda_environment_whose_path_has_a_space_is_started_without_being_activated(tmp_path):
    conda = {"CONDA_EXE": r"C:\miniconda3\Scripts\conda.exe", "CONDA_DEFAULT_ENV": r"C:\Mes outils\post"}
    machine = windows(tmp_path, environment=conda)
    planned(machine, "excel", []).carry_out()
    assert "CONDA" not in home_settings_file(machine).read_text()


def test_a_conda_that_was_removed_no_longer_keeps_buttons_from_starting(tmp_path):
    machine = windows(tmp_path)
    home_settings_file(machine).parent.mkdir()
    home_settings_file(machine).write_text('"CONDA PATH","/disparu"\n"CONDA ENV","post"\n')
    planned(machine, "excel", []).carry_out()
    assert "CONDA" not in home_settings_file(machine).read_text()


@pytest.mark.parametrize("make", [windows, macos])
def test_a_workbook_of_the_cloud_starts_python_as_another_whatever_the_settings_said(tmp_path, make):
    machine = make(tmp_path)
    path = excel_settings_file(machine)
    path.parent.mkdir(parents=True)
    path.write_text('"add_workbook_to_pythonpath","True"\n"ONEDRIVE_COMMERCIAL_WIN","D:\\Nuage"\n')
    planned(machine, "excel", []).carry_out()
    text = path.read_text()
    assert CLOUD_LINE in text and '"ONEDRIVE_COMMERCIAL_WIN","D:\\Nuage"' in text
    assert settings_in(path, machine)["add_workbook_to_pythonpath"] == "False"


@pytest.mark.parametrize("before", ["\n\n{}", "{}\n", "# réglages\n{}", '"PYTHONPATH"\n{}'])
def test_lines_that_shift_what_the_macros_read_are_dropped(tmp_path, before):
    machine = linux(tmp_path)
    path = home_settings_file(machine)
    path.parent.mkdir()
    path.write_text(before.format(f'"INTERPRETER_LINUX","{machine.executable}"\n'))
    planned(machine, "libreoffice", []).carry_out()
    assert path.read_text() == f'"INTERPRETER_LINUX","{machine.executable}"\n'


def test_a_blank_line_hides_the_settings_after_it_from_the_macros(tmp_path):
    machine = linux(tmp_path)
    path = tmp_path / "xlwings.conf"
    path.write_text('\n"INTERPRETER_LINUX","/opt/python"\n')
    assert interpreter_in(path, machine) == ""


def test_excel_on_macos_starts_a_python_whose_path_has_a_space_by_a_launcher(tmp_path):
    folder = tmp_path / "Mes outils d'été"
    folder.mkdir()
    python = folder / "python3"
    python.symlink_to(sys.executable)
    machine = replace(macos(tmp_path), executable=python)
    planned(machine, "excel", []).carry_out()
    named = settings_in(excel_settings_file(machine), machine)["interpreter_mac"]
    assert named == str(machine.home / ".xlwings" / "postprod-python") and " " not in named
    assert interpreter_in(excel_settings_file(machine), machine) == str(python)
    # As `xlwings.applescript` does it: the path without quotes, in a shell.
    run = subprocess.run(
        f"{named} -c \"print('oui')\"", shell=True, capture_output=True, text=True, check=True
    )
    assert run.stdout == "oui\n"
    assert not any(change.is_needed for change in planned(machine, "excel", []).changes)
    launcher_file(machine).chmod(0o600)
    assert [change.path for change in planned(machine, "excel", []).changes if change.is_needed] == [
        launcher_file(machine)
    ]


def test_a_home_that_excel_on_macos_could_not_name_either_is_refused(tmp_path):
    machine = replace(macos(tmp_path), home=tmp_path / "Anne Durand", executable=Path("/Mes outils/python3"))
    with pytest.raises(UnusableFile, match="ne sait pas lancer /Mes outils/python3"):
        planned(machine, "excel", [])


def test_excel_trusts_a_folder_under_a_name_that_is_free(tmp_path):
    taken = {rf"{TRUSTED_LOCATIONS}\Location0": {"Path": "C:\\Modèles\\"}}
    machine = windows(tmp_path, {**EXCEL, **taken})
    folder = folder_of_workbooks(machine)
    planned(machine, "excel", [folder]).carry_out()
    assert machine.registry.subkeys(TRUSTED_LOCATIONS) == ["Location0", "Location1"]
    written = machine.registry.values(rf"{TRUSTED_LOCATIONS}\Location1")
    assert Path(written["Path"]) == folder and written["AllowSubfolders"] == 1


def test_two_folders_trusted_at_once_have_a_location_each(tmp_path):
    machine = windows(tmp_path)
    folders = [machine.home / "A", machine.home / "B"]
    for folder in folders:
        folder.mkdir()
    planned(machine, "excel", folders).carry_out()
    assert machine.registry.subkeys(TRUSTED_LOCATIONS) == ["Location0", "Location1"]


def test_a_share_of_the_network_is_not_trusted(tmp_path):
    with pytest.raises(UnusableFile, match="dossier du réseau"):
        excel_changes(windows(tmp_path), [Path(r"\\serveur\post")])


def test_excel_and_libreoffice_of_one_windows_share_one_line(tmp_path):
    office = {r"HKLM\SOFTWARE\LibreOffice\UNO\InstallPath": {"": r"C:\Program Files\LibreOffice\program"}}
    plan = planned(windows(tmp_path, {**EXCEL, **office}), None, [])
    assert len(plan.changes) == 1
    assert [step.partition(" ")[0] for step in plan.next_steps].count("Excel") == 1


def test_a_folder_joins_those_that_libreoffice_trusts_and_the_rest_of_the_profile_stays(tmp_path):
    machine = linux(tmp_path)
    choices = profile_folder(machine) / "user" / "registrymodifications.xcu"
    choices.parent.mkdir(parents=True)
    choices.write_bytes(STRICT_PROFILE)
    folder = folder_of_workbooks(machine)
    planned(machine, "libreoffice", [folder]).carry_out()
    security = macro_security(profile_folder(machine))
    assert security.level == 3, "the level of security is the person's own"
    assert security.folders == ("$(work)/x", folder.as_uri())
    assert security.trusts(folder / "sous-dossier" / "bureau.xlsm")
    assert not security.trusts(machine.home / "bureau.xlsm")
    assert b"ooLocale" in choices.read_bytes()


def test_a_folder_trusted_already_leaves_the_profile_byte_for_byte():
    assert trusting(STRICT_PROFILE, ["$(work)/x"]) == STRICT_PROFILE


def test_nothing_is_written_while_libreoffice_is_open(tmp_path):
    machine = linux(tmp_path)
    folder = folder_of_workbooks(machine)
    profile_folder(machine).mkdir(parents=True)
    (profile_folder(machine) / ".lock").write_text("[Lockdata]\n")
    with pytest.raises(UnusableFile, match="LibreOffice est ouvert : fermez-le"):
        planned(machine, "libreoffice", [folder])
    assert not home_settings_file(machine).exists()


@pytest.mark.parametrize("name", ["", "..", "Downloads"])
def test_a_folder_too_wide_to_be_trusted_is_refused(tmp_path, name):
    machine = linux(tmp_path)
    (machine.home / name).mkdir(exist_ok=True)
    with pytest.raises(click.UsageError, match="trop large"):
        planned(machine, "libreoffice", [machine.home / name])


def test_a_folder_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(UnusableFile, match=f"^{tmp_path}/absent — dossier introuvable"):
        planned(linux(tmp_path), "libreoffice", [tmp_path / "absent"])


def test_a_host_this_machine_has_not_is_refused_and_the_other_named(tmp_path):
    with pytest.raises(UnusableFile, match="Excel est introuvable.*--host libreoffice"):
        planned(linux(tmp_path), "excel", [])


def test_a_machine_without_a_spreadsheet_is_told_that_the_command_line_is_enough(tmp_path):
    with pytest.raises(UnusableFile, match="ni Excel ni LibreOffice"):
        planned(windows(tmp_path, {}), None, [])


def test_trusting_a_folder_on_macos_is_said_to_change_nothing_in_excel(tmp_path):
    machine = macos(tmp_path)
    steps = planned(machine, "excel", [folder_of_workbooks(machine)]).next_steps
    assert any("Excel pour Mac n'a pas d'emplacements approuvés" in step for step in steps)


def test_the_command_of_an_unknown_host_is_a_wrong_use(capsys):
    assert status_of(["install", "--host", "numbers"]) == 2
    assert "« numbers » n'est pas admis, attendu : excel, libreoffice" in capsys.readouterr().err


def test_the_command_says_what_it_wrote_and_what_to_do_next(tmp_path, monkeypatch, capsys):
    machine = linux(tmp_path, version_of={"numba": "0.60.0"}.get)
    monkeypatch.setattr("postprod_xl.hosts.setup.machine.this_machine", lambda: machine)
    monkeypatch.setattr("postprod_xl.hosts.setup.plan_search.prepared_search", lambda: "Recherche préparée")
    folder = folder_of_workbooks(machine)
    assert status_of(["install", "--trust", str(folder), "--dry-run"]) == 0
    assert not home_settings_file(machine).exists()
    assert status_of(["install", "--trust", str(folder)]) == 0
    said = capsys.readouterr().out
    assert f"à écrire : {home_settings_file(machine)} — les boutons de LibreOffice lancent" in said
    assert f"écrit : {home_settings_file(machine)}" in said and "postprod new bureau.xlsm" in said
    assert said.count("recherche de plans") == 1 and said.endswith("Recherche préparée\n")


@pytest.mark.libreoffice
def test_libreoffice_reads_the_profile_it_is_given_and_keeps_the_folder(tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice absent")
    machine = linux(tmp_path)
    folder = folder_of_workbooks(machine)
    planned(machine, "libreoffice", [folder]).carry_out()
    profile = profile_folder(machine)
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--terminate_after_init"]
    subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert b"ooSetupInstCompleted" in (profile / "user" / "registrymodifications.xcu").read_bytes()
    assert macro_security(profile).folders == (folder.as_uri(),)
    assert not planned(machine, "libreoffice", [folder]).changes[1].is_needed
