"""What a company's Windows forbids to the macros of Excel, from registries as Microsoft documents them."""

from __future__ import annotations

from typing import Any

import pytest

from postprod_xl.hosts.setup.excel import excel_next_steps, trusts
from postprod_xl.hosts.setup.findings.company import company_findings
from postprod_xl.hosts.setup.findings.finding import Finding, Mark
from postprod_xl.hosts.setup.install import planned
from tests.hosts.setup.machines import EXCEL, EXCEL_KEY, linux, windows

POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
RULES = rf"{POLICY}\Windows Defender Exploit Guard\ASR\Rules"
LOCAL_RULES = r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
CHILDREN, WIN32 = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A", "92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B"
OFFICE = r"HKCU\Software\Policies\Microsoft\Office\16.0"
SECURITY, OWN = rf"{OFFICE}\Excel\Security", r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
LOCATIONS = rf"{SECURITY}\Trusted Locations"
USER_LOCATIONS = rf"{OFFICE}\Common\Security\Trusted Locations"


def findings(folder: Any, keys: dict[str, dict[str, Any]]) -> list[Finding]:
    return list(company_findings(windows(folder, {**EXCEL, **keys})))


def test_a_windows_that_forbids_nothing_has_nothing_to_say(tmp_path):
    allowed = {
        RULES: {CHILDREN: "0", WIN32: "2"},
        SECURITY: {"VBAWarnings": 2},
        LOCATIONS: {"AllLocationsDisabled": 0},
        USER_LOCATIONS: {"Allow User Locations": 1},
        rf"{OFFICE}\Common": {"VbaOff": 0},
    }
    assert findings(tmp_path, allowed) == findings(tmp_path, {}) == []


@pytest.mark.parametrize(
    "keys",
    [
        {RULES: {CHILDREN.lower(): "1"}},
        {LOCAL_RULES: {CHILDREN: 1}},
        {rf"{POLICY}\Policy Manager": {"ASRRules": f"{{{WIN32.lower()}}}=2|{CHILDREN.lower()}=1"}},
    ],
)
def test_the_rule_of_defender_that_keeps_excel_from_starting_python_is_named(tmp_path, keys):
    (found,) = findings(tmp_path, keys)
    assert found.line.startswith(
        "!!  Defender : la règle « Block all Office applications from creating child processes » "
        f"({CHILDREN}) bloque : Excel ne peut plus lancer Python, un bouton donne « Erreur 70"
    )
    assert "service informatique" in found.remedy and "ligne de commande" in found.remedy


def test_a_rule_that_warns_or_has_exclusions_is_told_and_is_no_fault(tmp_path):
    (warns,) = findings(tmp_path, {RULES: {WIN32: "6"}})
    assert warns.mark is Mark.NOTE and "« Block Win32 API calls from Office macros »" in warns.state
    assert "demande votre accord" in warns.state
    excluded = {RULES.replace("Rules", "ASROnlyExclusions"): {r"C:\Windows\System32\cmd.exe": "0"}}
    (found,) = findings(tmp_path, {RULES: {CHILDREN: "1"}, **excluded})
    assert found.mark is Mark.NOTE and "sauf si une exclusion vous couvre" in found.state


@pytest.mark.parametrize(
    ("keys", "mark", "said"),
    [
        ({SECURITY: {"vbawarnings": 4}}, Mark.NOTE, "l'entreprise désactive toutes les macros sans le dire, sauf dans"),
        ({SECURITY: {"VBAWarnings": 3}}, Mark.NOTE, "l'entreprise n'accepte que les macros signées"),
        ({SECURITY.replace("Microsoft", "Microsoft\\Cloud", 1): {"vbawarnings": 4}}, Mark.NOTE, "l'entreprise"),
        ({OWN: {"VBAWarnings": 4}}, Mark.NOTE, "votre réglage désactive toutes les macros"),
        ({rf"{OFFICE}\Common": {"vbaoff": 1}}, Mark.BROKEN, "VBA est désactivé par l'entreprise"),
    ],
)  # fmt: skip
def test_a_policy_that_stops_macros_is_told_with_the_way_round(tmp_path, keys, mark, said):
    (found,) = findings(tmp_path, keys)
    assert found.mark is mark and said in found.state and found.remedy


def test_the_choice_of_the_company_goes_before_that_of_the_person(tmp_path):
    assert findings(tmp_path, {SECURITY: {"VBAWarnings": 2}, OWN: {"VBAWarnings": 4}}) == []


@pytest.mark.parametrize(
    "keys", [{LOCATIONS: {"AllLocationsDisabled": 1}}, {USER_LOCATIONS: {"Allow User Locations": 0}}]
)
def test_folders_that_a_policy_ignores_are_not_trusted_and_install_says_so(tmp_path, keys):
    machine = windows(tmp_path, {**EXCEL, **keys})
    folder = machine.home / "Bureau"
    folder.mkdir()
    planned(machine, "excel", [folder]).carry_out()
    assert not trusts(machine, folder / "bureau.xlsm")
    assert any(
        "fait ignorer à Excel les dossiers que vous approuvez" in step
        for step in excel_next_steps(machine, [folder])
    )
    (found,) = company_findings(machine)
    assert "ignorés par décision de l'entreprise" in found.state
    assert findings(tmp_path, {**keys, SECURITY: {"VBAWarnings": 4}})[0].is_broken


def test_an_excel_of_the_store_is_told_for_its_functions(tmp_path):
    store = {EXCEL_KEY: {"": r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16051\EXCEL.EXE"}}
    (found,) = company_findings(windows(tmp_path, store))
    assert "Could not activate Python COM server" in found.state and not found.is_broken


def test_a_system_or_a_machine_without_excel_has_nothing_to_say(tmp_path):
    assert not list(company_findings(linux(tmp_path)))
    assert not list(company_findings(windows(tmp_path, {RULES: {CHILDREN: "1"}})))
