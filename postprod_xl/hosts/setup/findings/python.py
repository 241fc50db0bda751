"""The Python that runs `postprod`: its age, its place, and the packages it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl import __version__
from postprod_xl.hosts.setup.findings.finding import Finding, Mark
from postprod_xl.hosts.setup.machine import Machine

if TYPE_CHECKING:
    from packaging.requirements import Requirement

OLDEST_PYTHON = (3, 11)
# A launcher names its Python after `#!`, or after `exec` where that path has spaces or is long.
_INTERPRETER = re.compile(rb"""(?:#!\s*|'''exec' )"?([^"\r\n]*?python[^"\r\n/\\ ]*)""")


def python_findings(machine: Machine) -> Iterator[Finding]:
    """Look at Python itself, then at each package that `postprod` requires."""
    yield _age(machine)
    yield from _place(machine)
    for requirement in requirements():
        yield from _package(machine, requirement)
    if machine.is_windows:
        yield from _package(machine, "pywin32")


def _age(machine: Machine) -> Finding:
    version = ".".join(map(str, machine.python))
    if machine.python < OLDEST_PYTHON:
        return Finding(
            "Python", f"{version}, trop ancien", Mark.BROKEN, "installez Python 3.11 ou plus récent"
        )
    return Finding("Python", f"{version}, {machine.bits} bits, {machine.executable} ; postprod {__version__}")


def _place(machine: Machine) -> Iterator[Finding]:
    if machine.is_windows and "\\windowsapps\\" in str(machine.executable).replace("/", "\\").lower():
        yield Finding(
            "Python",
            "vient du Microsoft Store, que les boutons d'Excel ne savent pas lancer",
            Mark.BROKEN,
            "installez Python de python.org, puis refaites l'environnement",
        )
    former = _former_place(machine)
    if former is not None:
        folder = machine.executable.parent.parent
        yield Finding(
            "environnement",
            f"déplacé ou copié depuis {former.parent.parent} : la commande postprod n'y démarre plus",
            Mark.BROKEN,
            f"refaites-le : python -m venv --clear {folder}, puis réinstallez",
        )


def _former_place(machine: Machine) -> Path | None:
    """The Python that the `postprod` command of this environment starts, when it is another one."""
    name = "postprod.exe" if machine.is_windows else "postprod"
    launcher = machine.executable.parent / name
    found = _INTERPRETER.findall(launcher.read_bytes()) if launcher.is_file() else []
    if not found:
        return None
    started = Path(found[-1].decode(errors="replace"))
    if started.parent.exists() and started.parent.samefile(machine.executable.parent):
        return None
    return started


def requirements(extra: str = "") -> list[str]:
    """What `postprod` always needs, or what one of its extras adds: one requirement a package."""
    from packaging.requirements import Requirement

    try:
        wanted = map(Requirement, metadata.requires("postprod-xl") or [])
    except metadata.PackageNotFoundError:
        return []
    return [f"{one.name}{one.specifier}" for one in wanted if _is_of(one, extra)]


def _is_of(requirement: Requirement, extra: str) -> bool:
    if requirement.marker is None:
        return not extra
    return requirement.marker.evaluate({"extra": extra}) and not (
        extra and requirement.marker.evaluate({"extra": ""})
    )


def _package(machine: Machine, requirement: str) -> Iterator[Finding]:
    from packaging.requirements import Requirement

    wanted = Requirement(requirement)
    remedy = f'{machine.python_command} -m pip install "{requirement}"'
    version = machine.version_of(wanted.name)
    if not version:
        yield Finding(wanted.name, "absent", Mark.BROKEN, remedy)
    elif not wanted.specifier.contains(version, prereleases=True):
        yield Finding(wanted.name, f"{version}, attendu {wanted.specifier}", Mark.BROKEN, remedy)
    else:
        yield Finding(wanted.name, version)
