"""Excel on this machine: where it is, the folders it trusts, and what its buttons need to find Python."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PureWindowsPath

from postprod_xl.engines.ooxml.errors import Refused, naming
from postprod_xl.hosts.setup.changes import Change, FileChange, RegistryChange
from postprod_xl.hosts.setup.machine import Machine, is_on_network
from postprod_xl.hosts.setup.policies import ignores_trusted_folders
from postprod_xl.hosts.setup.registry import RegistryValue
from postprod_xl.hosts.setup.settings import (
    CONDA_SETTINGS,
    WORKBOOK_FOLDER,
    content_of,
    excel_settings_file,
    interpreter_key,
    is_plain,
    launcher,
    launcher_file,
    python_to_start,
    settings_in,
    with_settings,
)

_APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_OUTLOOK = (
    r"HKLM\SOFTWARE\Microsoft\Office\16.0\Outlook",
    r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Office\16.0\Outlook",
)
# Excel 2016, 2019, 2021, 2024 and 365 all call themselves 16.0.
TRUSTED_LOCATIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
_BITS = {"x86": 32, "x64": 64}


def excel_found(machine: Machine) -> str:
    """Where Excel is, "" when this machine has none."""
    if machine.is_windows:
        keys = (rf"{root}\{_APP_PATHS}" for root in ("HKCU", "HKLM"))
        return next((str(path) for key in keys if (path := machine.registry.values(key).get(""))), "")
    application = machine.applications / "Microsoft Excel.app"
    return str(application) if machine.is_macos and application.exists() else ""


def excel_bits(machine: Machine) -> int | None:
    """32 or 64, None where Windows does not say.

    Source: `Platform` of Click-to-Run, else `Bitness`, which Office writes for Outlook (Microsoft Learn).
    """
    registry = machine.registry
    found = [registry.values(_CLICK_TO_RUN).get("Platform")]
    found += [registry.values(key).get("Bitness") for key in _OUTLOOK]
    return next((_BITS[value] for value in found if value in _BITS), None)


def trusts(machine: Machine, path: Path) -> bool:
    """Whether Excel on Windows trusts the folder of a file, by this person's trusted locations."""
    return not ignores_trusted_folders(machine) and any(
        _covers(values, path) for values in _locations(machine).values()
    )


def script_file(machine: Machine) -> tuple[Path, Path] | None:
    """The script by which Excel on macOS starts Python: in xlwings, and where Excel looks for it."""
    package, version = machine.folder_of("xlwings"), machine.version_of("xlwings")
    if package is None or not version:
        return None
    name = f"xlwings-{version}.applescript"
    return package / name, machine.home / "Library" / "Application Scripts" / "com.microsoft.Excel" / name


def excel_changes(machine: Machine, folders: Sequence[Path]) -> list[Change]:
    """What must be written for the buttons of Excel to find this Python, and for Excel to trust folders.

    Raises
    ------
    UnusableFile
        A settings file cannot be read or written as the macros read it, or a folder lies on a network.
    """
    changes = _python_changes(machine)
    if machine.is_macos:
        changes += _script_change(machine)
    if machine.is_windows:
        changes += [_trust_change(machine, folder, rank) for rank, folder in enumerate(folders)]
    return changes


def excel_next_steps(machine: Machine, folders: Sequence[Path]) -> list[str]:
    """What is left to the person, in French."""
    steps = ["Excel : fermez-le et rouvrez-le, ouvrez votre classeur .xlsm, puis « Activer le contenu »."]
    if machine.is_macos:
        steps.append("Si macOS demande si le terminal peut lire les données d'Excel, acceptez.")
    if machine.is_macos and folders:
        steps.append(
            "Excel pour Mac n'a pas d'emplacements approuvés : --trust n'y change rien, cliquez "
            "« Activer les macros » à l'ouverture."
        )
    if machine.is_windows and folders and ignores_trusted_folders(machine):
        steps.append(
            "Une règle de l'entreprise fait ignorer à Excel les dossiers que vous approuvez : demandez au service "
            "informatique d'approuver celui-ci."
        )
    if machine.is_windows and not folders:
        steps.append(
            "Pour ne plus avoir à l'activer : postprod install --host excel --trust DOSSIER "
            "(le dossier de vos classeurs)."
        )
    return steps


def lost_conda(machine: Machine) -> str:
    """The conda that the settings have the macros activate and that is no longer there, "" when all is well.

    Source: `CheckConda` of xlwings' VBA module, without which no button starts Python.
    """
    folder = settings_in(excel_settings_file(machine), machine).get(CONDA_SETTINGS[0].lower(), "")
    is_lost = machine.is_windows and folder and not Path(folder, "condabin", "conda.bat").is_file()
    return folder if is_lost else ""


def _python_changes(machine: Machine) -> list[Change]:
    """The settings that the macros read, and the launcher they name where they could not start Python itself.

    Excel's script on macOS gives the path of Python to a shell without quotes.
    """
    path, started = excel_settings_file(machine), f"les boutons d'Excel lancent {machine.executable}"
    needs_launcher = machine.is_macos and not is_plain(machine.executable)
    with naming(path):
        if needs_launcher and not is_plain(launcher_file(machine)):
            raise Refused(
                f"Excel pour Mac ne sait pas lancer {machine.executable} : installez Python dans un dossier dont "
                "le chemin n'a ni espace ni accent."
            )
        python = str(launcher_file(machine)) if needs_launcher else python_to_start(path, machine)
        content = content_of(path)
        settings = {interpreter_key(machine): python, WORKBOOK_FOLDER: "False", **_conda(machine)}
        changes: list[Change] = [FileChange(path, with_settings(content, settings, machine), started)]
    if needs_launcher:
        says = f"lance {machine.executable}, dont le chemin a une espace ou un accent"
        changes.append(FileChange(launcher_file(machine), launcher(machine), says, is_program=True))
    return changes


def _conda(machine: Machine) -> dict[str, str | None]:
    """The settings by which xlwings activates a conda environment, whose libraries need it on Windows.

    It does not quote the environment: one whose path has a space is started without being activated.
    """
    program, name = (machine.environment.get(key, "") for key in ("CONDA_EXE", "CONDA_DEFAULT_ENV"))
    if machine.is_windows and program and name and " " not in name:
        folder = str(PureWindowsPath(program).parent.parent)
        return dict(zip(CONDA_SETTINGS, (folder, name), strict=True))
    return dict.fromkeys(CONDA_SETTINGS) if lost_conda(machine) else {}


def _script_change(machine: Machine) -> list[FileChange]:
    found = script_file(machine)
    if found is None:
        return []
    source, target = found
    with naming(source):
        return [FileChange(target, source.read_bytes(), "le script par lequel Excel lance Python")]


def _trust_change(machine: Machine, folder: Path, rank: int) -> RegistryChange:
    with naming(folder):
        if is_on_network(machine, folder):
            raise Refused(
                "Excel n'approuve pas un dossier du réseau sans l'accord de l'administrateur : "
                "travaillez sur une copie locale, ou voyez avec lui."
            )
    says = f"Excel approuve {folder}"
    for key, held in _locations(machine).items():
        if _covers(held, folder / "classeur.xlsm"):
            return RegistryChange(machine.registry, key, held, says)
    values: dict[str, RegistryValue] = {
        "Path": f"{str(folder).rstrip(os.sep)}{os.sep}",
        "Description": "Classeurs de postproduction",
        "AllowSubfolders": 1,
    }
    key = rf"{TRUSTED_LOCATIONS}\{_free_name(machine, rank)}"
    return RegistryChange(machine.registry, key, values, says)


def _free_name(machine: Machine, rank: int) -> str:
    """A name no location has; the rank keeps two new locations of one run apart."""
    taken = {name.lower() for name in machine.registry.subkeys(TRUSTED_LOCATIONS)}
    free = (f"Location{n}" for n in range(len(taken) + rank + 1) if f"location{n}" not in taken)
    return list(free)[rank]


def _locations(machine: Machine) -> dict[str, dict[str, RegistryValue]]:
    names = machine.registry.subkeys(TRUSTED_LOCATIONS)
    return {
        rf"{TRUSTED_LOCATIONS}\{name}": machine.registry.values(rf"{TRUSTED_LOCATIONS}\{name}")
        for name in names
    }


def _covers(values: dict[str, RegistryValue], path: Path) -> bool:
    """Whether a location covers a file: it lies in its folder, or below where subfolders are allowed."""
    trusted = str(values.get("Path", ""))
    if not trusted:
        return False
    folder, parent = PureWindowsPath(trusted), PureWindowsPath(path).parent
    return parent == folder or (values.get("AllowSubfolders") == 1 and parent.is_relative_to(folder))
