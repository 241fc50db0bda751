"""What the doctor finds: each fault it names, and the remedy it gives."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.vba.workbook import project_of, write_project
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.creation import create_master
from postprod_xl.hosts.setup.doctor import examined
from postprod_xl.hosts.setup.findings.excel import excel_findings
from postprod_xl.hosts.setup.findings.finding import Finding, Mark
from postprod_xl.hosts.setup.findings.libreoffice import office_findings
from postprod_xl.hosts.setup.findings.python import python_findings
from postprod_xl.hosts.setup.findings.workbook import is_synchronised, workbook_findings
from postprod_xl.hosts.setup.install import planned
from postprod_xl.hosts.setup.libreoffice import profile_folder
from postprod_xl.hosts.setup.machine import is_on_network, this_machine
from postprod_xl.hosts.setup.settings import excel_settings_file, home_settings_file
from tests.damage import without_tables
from tests.hosts.setup.machines import EXCEL, linux, macos, windows
from tests.later_schema import LATER, marked_as
from tests.masters import contents, repacked

CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
DAY = date(2026, 11, 23)


def lines(findings) -> str:
    return "\n".join(finding.line for finding in findings)


def broken(findings) -> list[str]:
    return [finding.line for finding in findings if finding.is_broken]


def profile_of(machine, choice: str) -> None:
    """A LibreOffice profile that makes one choice: `path name value`."""
    path, name, value = choice.split()
    choices = profile_folder(machine) / "user" / "registrymodifications.xcu"
    choices.parent.mkdir(parents=True)
    choices.write_text(
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}"><value>{value}</value></prop>'
        "</item></oor:items>"
    )


def with_tabs(book: Path, tabs: dict[str, list[list[str]]]) -> bytes:
    """A workbook with more tabs, whose first rows hold texts."""
    found = openpyxl.load_workbook(book, keep_vba=True)
    for title, rows in tabs.items():
        sheet = found.create_sheet(title)
        for row in rows:
            sheet.append(row)
    kept = BytesIO()
    found.save(kept)
    return kept.getvalue()


@pytest.fixture(scope="module")
def excel_book(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("excel") / "bureau.xlsm"
    create_master(path, "excel")
    return path


@pytest.fixture(scope="module")
def office_book(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("office") / "bureau.xlsm"
    create_master(path, "libreoffice")
    return path


def test_a_finding_is_one_line_with_its_remedy():
    assert Finding("xlwings", "0.37.8").line == "ok  xlwings : 0.37.8"
    assert (
        Finding("lxml", "absent", Mark.BROKEN, "pip install lxml").line
        == "!!  lxml : absent → pip install lxml"
    )


def test_a_python_too_old_is_broken(tmp_path):
    assert "3.10.2, trop ancien" in broken(python_findings(linux(tmp_path, python=(3, 10, 2))))[0]


def test_a_package_too_old_is_broken_and_its_remedy_is_one_command(tmp_path):
    machine = linux(tmp_path, version_of={"click": "7.0"}.get)
    (line,) = [line for line in broken(python_findings(machine)) if "click" in line]
    assert (
        line.startswith("!!  click : 7.0, attendu") and f'{machine.executable} -m pip install "click' in line
    )


def test_windows_needs_pywin32(tmp_path):
    assert "pywin32 : 311" in lines(python_findings(windows(tmp_path)))
    without = windows(tmp_path, version_of=lambda name: "")
    assert "pywin32 : absent" in lines(python_findings(without))


def test_the_python_of_the_windows_store_is_refused_for_the_buttons(tmp_path):
    machine = windows(tmp_path / "Microsoft" / "WindowsApps")
    assert "Microsoft Store" in lines(python_findings(machine))


@pytest.mark.parametrize(
    "launcher",
    [
        "#!{}/bin/python3\nimport re\n",
        "#!/bin/sh\n'''exec' \"{}/bin/python3\" \"$0\" \"$@\"\n' '''\n",
    ],
)
def test_an_environment_that_was_moved_is_found(tmp_path, launcher):
    machine = linux(tmp_path)
    command = machine.executable.parent / "postprod"
    command.write_text(launcher.format("/ancien dossier"))
    assert "déplacé ou copié depuis /ancien dossier" in lines(python_findings(machine))
    command.write_text(f"#!{machine.executable}\nimport re\n")
    assert "déplacé" not in lines(python_findings(machine))


def test_without_excel_the_doctor_says_so_and_finds_nothing_broken(tmp_path):
    findings = list(excel_findings(windows(tmp_path, {})))
    assert [finding.mark for finding in findings] == [Mark.NOTE]
    assert "n'existe pas sous ce système" in lines(excel_findings(linux(tmp_path)))


def test_buttons_that_were_never_set_up_are_no_fault(tmp_path):
    machine = macos(tmp_path)
    assert "pas encore réglés" in lines(excel_findings(machine))
    assert not broken(excel_findings(machine))
    planned(machine, "excel", []).carry_out()
    assert all(finding.mark is Mark.WELL for finding in excel_findings(machine))


@pytest.mark.parametrize(("name", "said"), [("absent.exe", "qui n'existe plus"), ("autre.exe", "et non")])
def test_buttons_that_start_another_python_are_broken(tmp_path, name, said):
    machine = windows(tmp_path)
    (tmp_path / "autre.exe").touch()
    excel_settings_file(machine).parent.mkdir()
    excel_settings_file(machine).write_text(f'"INTERPRETER_WIN","{tmp_path / name}"\n')
    (line,) = [line for line in broken(excel_findings(machine)) if "boutons" in line]
    assert said in line and line.endswith("→ postprod install --host excel")


def test_buttons_that_a_workbook_of_the_cloud_would_stop_are_told(tmp_path):
    machine = windows(tmp_path)
    excel_settings_file(machine).parent.mkdir()
    excel_settings_file(machine).write_text(f'"INTERPRETER_WIN","{machine.executable}"\n')
    told = [finding for finding in excel_findings(machine) if "OneDrive" in finding.state]
    assert [(finding.mark, finding.remedy) for finding in told] == [
        (Mark.NOTE, "postprod install --host excel")
    ]


def test_a_conda_that_is_no_longer_there_is_broken(tmp_path):
    machine = windows(tmp_path)
    planned(machine, "excel", []).carry_out()
    with excel_settings_file(machine).open("a") as settings:
        settings.write('"CONDA PATH","/disparu"\n')
    assert "activent conda dans /disparu, qui n'y est plus" in broken(excel_findings(machine))[0]


def test_a_launcher_whose_python_is_gone_is_broken(tmp_path):
    machine = replace(macos(tmp_path), executable=tmp_path / "Mes outils" / "python3")
    planned(machine, "excel", []).carry_out()
    assert f"lancent {machine.executable}, qui n'existe plus" in broken(excel_findings(machine))[0]


@pytest.mark.parametrize(("platform", "said"), [("x64", ", 64 bits"), ("x86", "32 bits, et Python 64 bits")])
def test_an_excel_of_other_bits_is_told_and_is_no_fault(tmp_path, platform, said):
    machine = windows(tmp_path, {**EXCEL, CLICK_TO_RUN: {"Platform": platform}})
    excel = next(excel_findings(machine))
    assert said in excel.state and not excel.is_broken


def test_the_library_that_excel_loads_must_lie_beside_python_or_above(tmp_path):
    machine = windows(tmp_path, {**EXCEL, CLICK_TO_RUN: {"Platform": "x86"}})
    assert "xlwings32-0.37.8.dll n'est pas à côté de Python" in broken(excel_findings(machine))[0]
    (machine.executable.parent.parent / "xlwings32-0.37.8.dll").touch()
    assert not broken(excel_findings(machine))


def test_a_libreoffice_in_order_is_well(tmp_path):
    machine = linux(tmp_path)
    (machine.home / "Bureau").mkdir()
    planned(machine, "libreoffice", [machine.home / "Bureau"]).carry_out()
    assert {finding.mark for finding in office_findings(machine)} == {Mark.WELL}


def test_a_libreoffice_that_does_not_answer_is_broken(tmp_path):
    machine = linux(tmp_path, answer=lambda command: "")
    assert "/usr/bin/soffice ne répond pas" in broken(office_findings(machine))[0]


def test_a_missing_bridge_is_broken_only_once_the_buttons_are_set_up(tmp_path):
    machine = linux(tmp_path, answer=lambda command: "LibreOffice 24.8" if "--version" in command else "")
    assert not broken(office_findings(machine))
    planned(machine, "libreoffice", []).carry_out()
    assert "sudo apt install python3-uno" in broken(office_findings(machine))[0]


def test_a_variable_that_goes_before_the_settings_is_told(tmp_path):
    machine = linux(tmp_path, environment={"POSTPROD_PYTHON": "/opt/python"})
    assert "POSTPROD_PYTHON leur fait lancer /opt/python" in lines(office_findings(machine))


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("Common/Security/Scripting MacroSecurityLevel 0", "sécurité faible"),
        ("Common/Security/Scripting MacroSecurityLevel 3", "très élevée, aucun dossier de confiance"),
        ("Common/Security/Scripting MacroSecurityLevel 1", "moyenne, aucun dossier de confiance : LibreOffice demande"),
        ("Common/Security/Scripting DisableMacrosExecution true", "désactivées par le profil"),
        ("Calc/Filter/Import/VBA Executable false", "désactivées par le profil"),
    ],
)  # fmt: skip
def test_what_the_profile_lets_macros_do_is_told(tmp_path, choice, said):
    machine = linux(tmp_path)
    profile_of(machine, choice)
    assert said in lines(office_findings(machine))


def test_a_workbook_without_macros_needs_nothing(tmp_path, demo_file):
    (finding,) = workbook_findings(linux(tmp_path), demo_file)
    assert finding.mark is Mark.NOTE and "sans boutons" in finding.state


def test_a_workbook_whose_tables_were_lost_is_broken_and_the_command_said(tmp_path, demo_file):
    demo_file.write_bytes(repacked(without_tables(contents(demo_file), ["Seances", "Paie"])))
    assert broken(workbook_findings(linux(tmp_path), demo_file)) == [
        "!!  bureau.xlsx : 2 tables à rétablir, qu'un autre programme a perdues ou renommées : Seances, Paie "
        "→ postprod tables repair bureau.xlsx"
    ]


def test_a_workbook_made_for_another_xlwings_is_broken(tmp_path, excel_book):
    installed = this_machine().version_of("xlwings")
    same = windows(tmp_path, version_of={"xlwings": installed}.get)
    assert f"boutons pour Excel, xlwings {installed}" in lines(workbook_findings(same, excel_book))
    other = windows(tmp_path, version_of={"xlwings": "0.30.0"}.get)
    (line,) = [line for line in broken(workbook_findings(other, excel_book)) if "xlwings" in line]
    assert line.endswith("et 0.30.0 est installé → postprod macros bureau.xlsm")


def test_a_workbook_whose_macro_project_is_damaged_is_named(tmp_path, excel_book):
    damaged = tmp_path / "bureau.xlsm"
    damaged.write_bytes(repacked({**contents(excel_book), "xl/vbaProject.bin": b"rien"}))
    with pytest.raises(UnusableFile, match="bureau.xlsm — projet de macros illisible"):
        lines(workbook_findings(windows(tmp_path), damaged))


def test_a_workbook_whose_macros_another_version_wrote_is_to_be_renewed(tmp_path, excel_book):
    machine = windows(tmp_path, version_of={"xlwings": this_machine().version_of("xlwings")}.get)
    assert "postprod macros" not in lines(workbook_findings(machine, excel_book))
    old = tmp_path / "un bureau.xlsm"
    package = Package.open(excel_book)
    project = project_of(package)
    project.put("Dialogues", project.source("Dialogues").replace("titre", "entete"))
    write_project(package, project)
    old.write_bytes(package.to_bytes())
    assert (
        "--  un bureau.xlsm : macros, boutons ou ruban d'une autre version du programme "
        '→ postprod macros "un bureau.xlsm"'
    ) in lines(workbook_findings(machine, old))


@pytest.mark.parametrize("made", ["excel_book", "office_book"])
def test_of_a_workbook_of_a_later_version_only_the_update_of_the_program_is_said(tmp_path, request, made):
    later = tmp_path / "bureau.xlsm"
    later.write_bytes(request.getfixturevalue(made).read_bytes())
    marked_as(later, LATER)
    (line,) = lines(workbook_findings(linux(tmp_path), later)).splitlines()
    assert "plus récente que ce programme" in line and line.endswith("→ mettez postprod à jour")


def test_a_workbook_of_the_spreadsheet_this_machine_has_not_is_to_be_renewed_for_the_other(
    tmp_path, excel_book, office_book
):
    said = "ses boutons et formules ne parlent qu'à"
    assert lines(workbook_findings(linux(tmp_path), excel_book)) == (
        f"!!  bureau.xlsm : {said} Excel → postprod macros bureau.xlsm --host libreoffice"
    )
    assert lines(workbook_findings(macos(tmp_path), office_book)) == (
        f"!!  bureau.xlsm : {said} LibreOffice → postprod macros bureau.xlsm --host excel"
    )
    alone = linux(tmp_path, program={}.get)
    assert not broken(workbook_findings(alone, office_book))


def test_a_workbook_outside_the_trusted_folders_of_libreoffice_is_broken(tmp_path, office_book):
    machine = linux(tmp_path)
    (line,) = broken(workbook_findings(machine, office_book))
    assert line.endswith(f'postprod install --host libreoffice --trust "{office_book.parent}"')
    planned(machine, "libreoffice", [office_book.parent]).carry_out()
    assert lines(workbook_findings(machine, office_book)) == "ok  bureau.xlsm : boutons pour LibreOffice"


def test_a_workbook_outside_the_locations_that_excel_trusts_is_told(tmp_path, excel_book):
    machine = windows(tmp_path)
    assert "hors des emplacements approuvés" in lines(workbook_findings(machine, excel_book))
    planned(machine, "excel", [excel_book.parent]).carry_out()
    assert "emplacements approuvés" not in lines(workbook_findings(machine, excel_book))


def test_a_workbook_that_came_by_mail_is_to_be_unblocked(tmp_path, excel_book):
    path = tmp_path / "bureau.xlsm"
    path.write_bytes(excel_book.read_bytes())
    machine = windows(tmp_path)
    stream = tmp_path / "bureau.xlsm:Zone.Identifier"
    stream.write_text("[ZoneTransfer]\nZoneId=3\n")
    assert "cochez « Débloquer »" in lines(workbook_findings(machine, path))
    stream.write_text("[ZoneTransfer]\nZoneId=1\n")
    assert "Débloquer" not in lines(workbook_findings(machine, path))


def test_settings_beside_a_workbook_that_choose_another_python_are_broken(tmp_path, excel_book):
    path = tmp_path / "bureau.xlsm"
    path.write_bytes(excel_book.read_bytes())
    (tmp_path / "xlwings.conf").write_text('"INTERPRETER_WIN","C:\\\\python.exe"\n')
    assert "choisit un autre Python" in lines(workbook_findings(windows(tmp_path), path))


def test_a_name_that_excel_for_mac_could_not_hand_over_is_broken(tmp_path, excel_book):
    path = tmp_path / "paie | 2026 $.xlsm"
    path.write_bytes(excel_book.read_bytes())
    assert "son chemin contient $ |, que le script" in broken(workbook_findings(macos(tmp_path), path))[-1]
    assert "son chemin" not in lines(workbook_findings(windows(tmp_path), path))
    assert "son chemin" not in lines(workbook_findings(macos(tmp_path), excel_book))


def test_what_lies_beside_a_workbook_or_in_its_tabs_goes_before_the_settings_of_the_machine(
    tmp_path, excel_book
):
    path = tmp_path / "bureau.xlsm"
    rows = [["ADD_WORKBOOK_TO_PYTHONPATH", "TRUE"], ["Interpreter_Win", "C:\\python.exe"]]
    path.write_bytes(with_tabs(excel_book, {"xlwings.conf": rows, "notes.py": []}))
    (tmp_path / "xlwings.conf").write_text('"ADD_WORKBOOK_TO_PYTHONPATH","True"\n')
    told = [line.partition(" → ") for line in lines(workbook_findings(windows(tmp_path), path)).splitlines()]
    assert [remedy for state, _, remedy in told if "OneDrive" in state] == [
        f"ôtez la ligne ADD_WORKBOOK_TO_PYTHONPATH de {place}"
        for place in ("l'onglet xlwings.conf", tmp_path / "xlwings.conf")
    ]
    states = "\n".join(state for state, _, _ in told)
    assert "l'onglet xlwings.conf choisit un autre Python" in states
    assert "!!  bureau.xlsm : l'onglet « notes.py », qu'xlwings prend pour un programme" in states


def test_a_name_longer_than_excel_accepts_is_broken(tmp_path, demo_file):
    folder = tmp_path / ("d" * 120) / ("e" * 120)
    folder.mkdir(parents=True)
    path = folder / "bureau.xlsx"
    path.write_bytes(demo_file.read_bytes())
    assert "Excel en accepte 218" in broken(workbook_findings(linux(tmp_path), path))[0]


def test_folders_that_the_cloud_keeps_in_step_are_known(tmp_path):
    by_name = linux(tmp_path)
    assert is_synchronised(by_name, Path("/Users/a/OneDrive - Studio/bureau.xlsm"))
    assert not is_synchronised(by_name, Path("/Users/a/Studio/bureau.xlsm"))
    by_variable = windows(tmp_path, environment={"OneDriveCommercial": "/studio"})
    assert is_synchronised(by_variable, Path("/studio/post/bureau.xlsm"))
    cloud = macos(tmp_path).home / "Library" / "CloudStorage" / "SharePoint-Studio" / "bureau.xlsm"
    assert is_synchronised(macos(tmp_path), cloud)


def test_a_share_and_a_letter_given_to_one_are_known_as_the_network(tmp_path):
    machine = windows(tmp_path, {**EXCEL, r"HKCU\Network\P": {"RemotePath": r"\\serveur\post"}})
    assert is_on_network(machine, Path(r"P:\bureau.xlsm"))
    assert is_on_network(machine, Path(r"\\serveur\post\bureau.xlsm"))
    assert not is_on_network(machine, Path(r"C:\bureau.xlsm"))
    assert not is_on_network(linux(tmp_path), Path("P:/bureau.xlsm"))


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "note.txt").write_text("bonjour")
    with pytest.raises(UnusableFile, match="note.txt"):
        list(workbook_findings(linux(tmp_path), tmp_path / "note.txt"))


def test_a_workbook_that_is_not_there_is_told_with_its_whole_path(tmp_path):
    with pytest.raises(UnusableFile, match=f"^{tmp_path}/absent.xlsx — fichier ou dossier introuvable"):
        list(workbook_findings(linux(tmp_path), tmp_path / "absent.xlsx"))


def test_the_whole_visit_goes_from_python_to_the_workbook(tmp_path, demo_file):
    subjects = [finding.subject for finding in examined(linux(tmp_path), demo_file)]
    assert subjects[0] == "Python" and subjects[-1] == demo_file.name
    assert "LibreOffice" in subjects and "Excel" in subjects


def test_the_command_exits_with_one_when_something_is_broken(capsys, monkeypatch, tmp_path):
    machine = linux(tmp_path, python=(3, 9, 0))
    monkeypatch.setattr("postprod_xl.hosts.setup.machine.this_machine", lambda: machine)
    assert status_of(["doctor"]) == 1
    assert "!!  Python : 3.9.0, trop ancien" in capsys.readouterr().out


def test_this_machine_describes_the_python_that_runs():
    machine = this_machine()
    assert machine.executable == Path(sys.executable) and machine.python == sys.version_info[:3]
    assert machine.version_of("click") and not machine.version_of("absent-distribution")
    assert machine.folder_of("click") and machine.folder_of("absent_package") is None
    assert machine.answer([sys.executable, "-c", "print('oui')"]) == "oui"
    assert machine.answer(["/absent"]) == "" == machine.answer([sys.executable, "-c", "raise SystemExit(3)"])
    assert home_settings_file(machine) == Path.home() / ".xlwings" / "xlwings.conf"


@pytest.mark.parametrize(
    ("installed", "state", "remedy"),
    [({"saxonche": "13.1.1"}, "prêtes", ""), ({}, "absentes, facultatives", "-m pip install saxonche")],
)
def test_the_rules_of_electronic_invoices_are_an_extra(tmp_path, installed, state, remedy):
    found = [finding.line for finding in examined(linux(tmp_path, version_of=installed.get))]
    [line] = [line for line in found if "règles" in line]
    assert f"règles des factures électroniques : {state}" in line and line.endswith(remedy)
