"""A workbook's macros, and whether the place it lies in lets them run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from postprod_xl.domain.wording import counted
from postprod_xl.engines.ooxml.errors import naming, naming_in_full
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.vba.workbook import project_of
from postprod_xl.hosts.runs.master import added_text
from postprod_xl.hosts.setup.excel import excel_found, trusts
from postprod_xl.hosts.setup.findings.finding import Finding, Mark
from postprod_xl.hosts.setup.findings.overrides import override_findings
from postprod_xl.hosts.setup.libreoffice import macro_security, office_found, profile_folder
from postprod_xl.hosts.setup.machine import Machine, is_on_network
from postprod_xl.hosts.setup.policies import ignores_trusted_folders
from postprod_xl.schema.versions import LATER_REMEDY, is_from_later, later_text
from postprod_xl.workbook.declared import (
    macros_command,
    repair_command,
    spelled_as_declared,
    upgrade_command,
    workbook_version,
)
from postprod_xl.workbook.places import find_tables
from postprod_xl.workbook.reader import read_tables
from postprod_xl.workbook.renew.modules import BRIDGE, bridge_version
from postprod_xl.workbook.repair.lost_tables import lost_tables
from postprod_xl.workbook.version import lacking, marked_in

# Excel refuses longer full names (Microsoft: Excel specifications and limits).
LONGEST_PATH = 218
_INTERNET_ZONE = 3
_SHELL_LETTERS = '"$`\\|'
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_ZONE = re.compile(rb"ZoneId=(\d)")


def workbook_findings(machine: Machine, path: Path) -> Iterator[Finding]:
    """Look at the macros of a workbook, then at the folder it lies in; a later version knows its own macros.

    Raises
    ------
    UnusableFile
        The file is missing or is not a workbook.
    """
    full = path.absolute()
    with naming_in_full(full):
        full.stat()
    package = Package.open(path)
    mark = marked_in(package)
    if is_from_later(mark):
        yield Finding(path.name, later_text(mark), Mark.BROKEN, LATER_REMEDY)
    else:
        yield from _version(package, mark)
        yield from _lost(package)
        yield from _macros(machine, package)
    yield from _place(machine, full)


def _version(package: Package, mark: str | None) -> Iterator[Finding]:
    """What a workbook of an earlier version has not yet."""
    found = find_tables(package)
    version = workbook_version(mark, found, partial(read_tables, package))
    lacks = lacking(spelled_as_declared(found, version), version)
    if lacks:
        name = package.path.name
        said = f"classeur de la version {version}, sans {added_text(lacks)} des suivantes"
        yield Finding(name, said, Mark.NOTE, upgrade_command(name))


def _lost(package: Package) -> Iterator[Finding]:
    """The tables that another program left as plain cells, or under another name."""
    names = [one.table.name for one in lost_tables(package)[0]]
    if names:
        shown = f"{', '.join(names[:3])}{'…' if len(names) > 3 else ''}"
        yield Finding(
            package.path.name,
            f"{counted(len(names), 'table')} à rétablir, qu'un autre programme a perdues ou renommées : {shown}",
            Mark.BROKEN,
            repair_command(package.path.name),
        )


def _macros(machine: Machine, package: Package) -> Iterator[Finding]:
    path, module = package.path, _bridge_module(package)
    if module is None:
        remedy = macros_command(path.name) if path.suffix.lower() == ".xlsm" else ""
        yield Finding(path.name, "sans boutons ; la ligne de commande suffit", Mark.NOTE, remedy)
    elif version := bridge_version(module):
        yield from _excel_workbook(machine, package, version)
        yield from override_findings(machine, package, path.absolute())
    else:
        yield from _office_workbook(machine, package)


def _bridge_module(package: Package) -> str | None:
    """The macro module by which buttons start Python, None when the workbook has none."""
    with naming(package.path):
        project = project_of(package)
        return project.source(BRIDGE) if project is not None and BRIDGE in project else None


def _age(package: Package) -> Iterator[Finding]:
    """Macros, buttons or ribbon that another version of the program wrote."""
    from postprod_xl.hosts.files.macros import is_current

    if not is_current(package):
        yield Finding(
            package.path.name,
            "macros, boutons ou ruban d'une autre version du programme",
            Mark.NOTE,
            macros_command(package.path.name),
        )


def _excel_workbook(machine: Machine, package: Package, version: str) -> Iterator[Finding]:
    path = package.path.absolute()
    if office_found(machine) and not excel_found(machine):
        yield _for_the_other(path, "Excel", "libreoffice")
        return
    installed = machine.version_of("xlwings")
    if version == installed:
        yield Finding(path.name, f"boutons pour Excel, xlwings {version}")
        yield from _age(package)
    else:
        yield Finding(
            path.name,
            f"boutons faits pour xlwings {version}, et {installed or 'aucun'} est installé",
            Mark.BROKEN,
            macros_command(path.name)
            if installed
            else f"{machine.python_command} -m pip install xlwings=={version}",
        )
    if machine.is_macos:
        yield from _name_on_macos(path)
    if machine.is_windows:
        yield from _mark_of_the_web(path)
        yield from _excel_trust(machine, path)


def _for_the_other(path: Path, spoken: str, host: str) -> Finding:
    """A workbook whose macros are those of the spreadsheet this machine has not."""
    return Finding(
        path.name,
        f"ses boutons et formules ne parlent qu'à {spoken}",
        Mark.BROKEN,
        macros_command(path.name, "--host", host),
    )


def _office_workbook(machine: Machine, package: Package) -> Iterator[Finding]:
    path = package.path.absolute()
    if excel_found(machine) and not office_found(machine):
        yield _for_the_other(path, "LibreOffice", "excel")
        return
    yield Finding(path.name, "boutons pour LibreOffice")
    yield from _age(package)
    if not office_found(machine):
        return
    security = macro_security(profile_folder(machine))
    if security.level > 1 and not security.trusts(path):
        yield Finding(
            path.name,
            "hors des dossiers de confiance de LibreOffice : ses boutons y sont muets",
            Mark.BROKEN,
            f'postprod install --host libreoffice --trust "{path.parent}"',
        )


def _name_on_macos(path: Path) -> Iterator[Finding]:
    """The letters of a path that the script of Excel for Mac hands to a shell as they are (`xlwings.applescript`)."""
    odd = [letter for letter in _SHELL_LETTERS if letter in str(path)]
    if odd:
        yield Finding(
            path.name,
            f"son chemin contient {' '.join(odd)}, que le script d'Excel pour Mac ne sait pas transmettre",
            Mark.BROKEN,
            "renommez le classeur ou son dossier",
        )


def _mark_of_the_web(path: Path) -> Iterator[Finding]:
    """The second stream in which Windows notes that a file came from elsewhere."""
    try:
        stream = Path(f"{path}:Zone.Identifier").read_bytes()
    except OSError:
        return
    zone = _ZONE.search(stream)
    if zone and int(zone[1]) >= _INTERNET_ZONE:
        yield Finding(
            path.name,
            "vient d'Internet ou d'un courriel : Excel bloque ses macros",
            Mark.BROKEN,
            "clic droit sur le fichier > Propriétés > cochez « Débloquer »",
        )


def _excel_trust(machine: Machine, path: Path) -> Iterator[Finding]:
    if excel_found(machine) and not ignores_trusted_folders(machine) and not trusts(machine, path):
        yield Finding(
            path.name,
            "hors des emplacements approuvés : Excel demande « Activer le contenu »",
            Mark.NOTE,
            f'postprod install --host excel --trust "{path.parent}"',
        )


def _place(machine: Machine, path: Path) -> Iterator[Finding]:
    if is_synchronised(machine, path):
        yield Finding(
            path.name,
            "dans un dossier OneDrive ou SharePoint, qui peut renvoyer une version plus ancienne",
            Mark.NOTE,
            "travaillez dans un dossier local, et n'y copiez que les versions finies",
        )
    if is_on_network(machine, path):
        yield Finding(
            path.name,
            "sur le réseau : Excel peut bloquer ses macros, et une coupure interrompre une écriture",
            Mark.NOTE,
            "travaillez sur une copie locale",
        )
    if len(str(path)) > LONGEST_PATH:
        yield Finding(
            path.name,
            f"chemin de {len(str(path))} caractères, Excel en accepte {LONGEST_PATH}",
            Mark.BROKEN,
            "rapprochez le classeur de la racine du disque",
        )


def is_synchronised(machine: Machine, path: Path) -> bool:
    """Whether a file lies in a folder that OneDrive or SharePoint keeps in step with the cloud."""
    folders = [machine.environment.get(name, "") for name in _ONEDRIVE_VARIABLES]
    if any(folder and path.is_relative_to(folder) for folder in folders):
        return True
    cloud = machine.is_macos and path.is_relative_to(machine.home / "Library" / "CloudStorage")
    return cloud or any(part == "OneDrive" or part.startswith("OneDrive - ") for part in path.parts)
