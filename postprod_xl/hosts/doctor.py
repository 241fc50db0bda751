"""What is installed, what is missing, and the one command that mends each."""

from __future__ import annotations

import shutil
import struct
import sys
from dataclasses import dataclass
from importlib import metadata, util

from postprod_xl import __version__

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what, how it is, and the command that mends it when it is not well."""

    subject: str
    state: str
    is_well: bool = True
    remedy: str = ""

    @property
    def line(self) -> str:
        mark = "ok " if self.is_well else "!! "
        return f"{mark} {self.subject} : {self.state}" + (f" → {self.remedy}" if self.remedy else "")


def examined() -> list[Finding]:
    """Look at Python, the packages the product needs, and the spreadsheets this machine has."""
    return [_python(), *_packages(), *_spreadsheets()]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    bits = struct.calcsize("P") * 8
    if sys.version_info < OLDEST_PYTHON:
        return Finding("Python", f"{version}, trop ancien", False, "installez Python 3.11 ou plus récent")
    return Finding("Python", f"{version}, {bits} bits, {sys.executable} ; postprod {__version__}")


def _packages() -> list[Finding]:
    return [_package(requirement) for requirement in _requirements()]


def _requirements() -> list[str]:
    try:
        wanted = metadata.requires("postprod-xl") or []
    except metadata.PackageNotFoundError:
        return []
    return [line for line in wanted if "extra ==" not in line]


def _package(requirement: str) -> Finding:
    from packaging.requirements import Requirement

    wanted = Requirement(requirement)
    remedy = f'{sys.executable} -m pip install "{requirement}"'
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return Finding(wanted.name, "absent", False, remedy)
    if not wanted.specifier.contains(version, prereleases=True):
        return Finding(wanted.name, f"{version}, attendu {wanted.specifier}", False, remedy)
    return Finding(wanted.name, version)


def _spreadsheets() -> list[Finding]:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    found = [
        Finding("LibreOffice", office or "absent (facultatif : sert à imprimer et à recalculer sans Excel)")
    ]
    if sys.platform in ("win32", "darwin"):
        found.append(_excel_bridge())
    return found


def _excel_bridge() -> Finding:
    if util.find_spec("xlwings") is None:
        return Finding(
            "xlwings",
            "absent : les boutons d'Excel ont besoin de lui",
            False,
            f"{sys.executable} -m pip install xlwings",
        )
    return Finding("xlwings", metadata.version("xlwings"))
