"""Setting this machine's Excel or LibreOffice up for the buttons: all that is to write, then writing it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from postprod_xl.engines.ooxml.errors import Refused, UnusableFile, naming_in_full
from postprod_xl.engines.ooxml.files.disk_record import recorded
from postprod_xl.hosts.runs.computing import warning_lines
from postprod_xl.hosts.setup.changes import Change
from postprod_xl.hosts.setup.excel import excel_changes, excel_found, excel_next_steps
from postprod_xl.hosts.setup.libreoffice import office_changes, office_found, office_next_steps
from postprod_xl.hosts.setup.machine import Machine

_DOWNLOADS = ("downloads", "téléchargements")


@dataclass(frozen=True)
class Host:
    """A spreadsheet program that buttons live in, and how it is set up."""

    label: str
    found: Callable[[Machine], str]
    changes: Callable[[Machine, Sequence[Path]], list[Change]]
    next_steps: Callable[[Machine, Sequence[Path]], list[str]]


HOSTS = {
    "excel": Host("Excel", excel_found, excel_changes, excel_next_steps),
    "libreoffice": Host("LibreOffice", office_found, office_changes, office_next_steps),
}


@dataclass(frozen=True)
class InstallPlan:
    """What setting a machine up writes, and what is left to the person."""

    changes: tuple[Change, ...]
    next_steps: tuple[str, ...]

    def preview(self) -> list[str]:
        """One French line for each change; nothing is written."""
        return self._told("à écrire")

    def carry_out(self) -> list[str]:
        """Write what is missing; one French line for each change, and what to do next.

        Raises
        ------
        UnusableFile
            A file or a registry key cannot be written.
        """
        told = self._told("écrit")
        with recorded() as record:
            try:
                for change in self.changes:
                    if change.is_needed:
                        change.carry_out()
            except UnusableFile as error:
                already = f" ({record.said})" if record.written else ""
                raise UnusableFile(f"{error}{already}") from error
        return [*warning_lines(record), *told]

    def _told(self, verb: str) -> list[str]:
        lines = [f"{verb if change.is_needed else 'déjà là'} : {change.line}" for change in self.changes]
        if not any(change.is_needed for change in self.changes):
            lines.append("rien à changer : cette machine est déjà réglée")
        return [*lines, *self.next_steps]


def planned(machine: Machine, name: str | None, folders: Iterable[Path]) -> InstallPlan:
    """All that is to be written for one host, or for every host this machine has; nothing is written yet.

    Parameters
    ----------
    name
        `excel` or `libreoffice`; None for every one found.
    folders
        The folders of the workbooks, to be trusted.

    Raises
    ------
    UnusableFile
        The host is absent, a folder is missing, LibreOffice is open, or a file cannot be read.
    click.UsageError
        A folder is too wide to be trusted.
    """
    hosts = _hosts(machine, name)
    trusted = [_trustworthy(machine, folder) for folder in folders]
    changes = [change for host in hosts for change in host.changes(machine, trusted)]
    steps = [step for host in hosts for step in host.next_steps(machine, trusted)]
    return InstallPlan(_merged(changes), tuple(steps))


def _hosts(machine: Machine, name: str | None) -> list[Host]:
    if name is None:
        found = [host for host in HOSTS.values() if host.found(machine)]
        if not found:
            raise UnusableFile(
                "ni Excel ni LibreOffice sur cette machine : la ligne de commande suffit, ou installez l'un d'eux"
            )
        return found
    host = HOSTS[name]
    if not host.found(machine):
        raise UnusableFile(f"{host.label} est introuvable sur cette machine{_instead(machine, host)}")
    return [host]


def _instead(machine: Machine, absent: Host) -> str:
    others = [name for name, host in HOSTS.items() if host is not absent and host.found(machine)]
    return f" ; essayez postprod install --host {others[0]}" if others else " : installez-le d'abord"


def _trustworthy(machine: Machine, folder: Path) -> Path:
    """The full path of a folder narrow enough to be trusted."""
    full = Path(os.path.abspath(folder))
    with naming_in_full(full):
        if not full.is_dir():
            raise Refused("dossier introuvable ; un dossier existant est attendu.")
    too_wide = machine.home.is_relative_to(full) or full == Path(full.anchor)
    if too_wide or full.name.lower() in _DOWNLOADS:
        raise click.UsageError(
            f"« {full} » est trop large pour être approuvé : donnez le dossier de vos classeurs, à eux seuls"
        )
    return full


def _merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Each file or key once: Excel and LibreOffice share their settings file on Windows."""
    first: dict[str, Change] = {}
    for change in changes:
        first.setdefault(change.line.partition(" — ")[0], change)
    return tuple(first.values())
