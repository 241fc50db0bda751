"""Excel on this machine, and whether its buttons find this Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from postprod_xl.hosts.setup.excel import excel_bits, excel_found, lost_conda, script_file
from postprod_xl.hosts.setup.findings.finding import Finding, Mark
from postprod_xl.hosts.setup.machine import Machine
from postprod_xl.hosts.setup.settings import (
    WORKBOOK_FOLDER,
    excel_settings_file,
    interpreter_in,
    is_this_python,
    leads_to_a_file,
    settings_in,
)

INSTALL = "postprod install --host excel"


def excel_findings(machine: Machine) -> Iterator[Finding]:
    """Look at Excel, at the Python its buttons start, and at what xlwings needs beside that Python."""
    found = excel_found(machine)
    if not found:
        yield Finding("Excel", _absence(machine), Mark.NOTE)
        return
    yield Finding("Excel", f"{found}{_bits_told(machine)}")
    yield from _button_findings(machine)
    if machine.is_windows:
        yield from _library_findings(machine)
    if machine.is_macos:
        yield _script_finding(machine)


def _button_findings(machine: Machine) -> Iterator[Finding]:
    """What the settings that the macros read make of a button."""
    settings = excel_settings_file(machine)
    yield interpreter_finding("boutons d'Excel", settings, machine, INSTALL)
    if interpreter_in(settings, machine) and adds_workbook_folder(settings_in(settings, machine)):
        state = "un classeur ouvert depuis OneDrive ou SharePoint les arrêterait avant qu'ils ne commencent"
        yield Finding("boutons d'Excel", state, Mark.NOTE, INSTALL)
    if folder := lost_conda(machine):
        yield Finding(
            "boutons d'Excel", f"activent conda dans {folder}, qui n'y est plus", Mark.BROKEN, INSTALL
        )


def adds_workbook_folder(settings: Mapping[str, str], default: str = "true") -> bool:
    """Whether settings have xlwings look for the folder of the workbook, which a cloud has not."""
    return settings.get(WORKBOOK_FOLDER.lower(), default).lower() == "true"


def interpreter_finding(subject: str, settings: Path, machine: Machine, remedy: str) -> Finding:
    """Whether the settings file that macros read names this Python, and a Python that exists."""
    named = interpreter_in(settings, machine)
    if not named:
        return Finding(subject, f"pas encore réglés ({settings})", Mark.NOTE, remedy)
    if not leads_to_a_file(named):
        return Finding(subject, f"lancent {named}, qui n'existe plus", Mark.BROKEN, remedy)
    if not is_this_python(named, machine):
        return Finding(subject, f"lancent {named}, et non {machine.executable}", Mark.BROKEN, remedy)
    return Finding(subject, f"lancent {named}")


def _absence(machine: Machine) -> str:
    if machine.is_windows or machine.is_macos:
        return "absent (facultatif : la ligne de commande et LibreOffice s'en passent)"
    return "n'existe pas sous ce système (la ligne de commande et LibreOffice s'en passent)"


def _bits_told(machine: Machine) -> str:
    bits = excel_bits(machine) if machine.is_windows else None
    if bits is None:
        return ""
    if bits == machine.bits:
        return f", {bits} bits"
    return f", {bits} bits, et Python {machine.bits} bits : sans conséquence, ils se parlent entre programmes"


def _library_findings(machine: Machine) -> Iterator[Finding]:
    """The library of xlwings that Excel loads, beside Python or one folder above."""
    version = machine.version_of("xlwings")
    if not version:
        return
    name = f"xlwings{excel_bits(machine) or machine.bits}-{version}.dll"
    folders = machine.executable.parent, machine.executable.parent.parent
    if any((folder / name).is_file() for folder in folders):
        yield Finding("bibliothèque d'xlwings", name)
        return
    yield Finding(
        "bibliothèque d'xlwings",
        f"{name} n'est pas à côté de Python (un antivirus l'a peut-être ôtée) : les formules PP_ ne répondront pas",
        Mark.BROKEN,
        f"{machine.python_command} -m pip install --force-reinstall xlwings=={version}",
    )


def _script_finding(machine: Machine) -> Finding:
    found = script_file(machine)
    if found and found[1].is_file():
        return Finding("script d'Excel pour Mac", str(found[1]))
    return Finding(
        "script d'Excel pour Mac", "absent, ou d'un autre xlwings que celui installé", Mark.NOTE, INSTALL
    )
