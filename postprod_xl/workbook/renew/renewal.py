"""The macros, buttons and ribbon of a workbook in use brought to those of this version, and nothing else touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.vba.sources import MacroProject
from postprod_xl.engines.ooxml.vba.workbook import add_project, project_of, workbook_module, write_project
from postprod_xl.workbook.make.button_shapes import ButtonFace
from postprod_xl.workbook.make.macros import EXCEL
from postprod_xl.workbook.renew.buttons import ButtonRenewal, renew_buttons
from postprod_xl.workbook.renew.modules import ModuleRenewal, host_of, placed_buttons, renew_modules
from postprod_xl.workbook.renew.ribbon import renew_ribbon, withdraw_ribbon

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package


@dataclass(frozen=True)
class Macros:
    """What a version of the program puts into a workbook for a host.

    Parameters
    ----------
    host
        The host.
    project
        The modules.
    buttons
        The buttons of each tab, by its title in a new workbook.
    ribbon
        The part of the ribbon, which only Excel shows.
    """

    host: str
    project: MacroProject
    buttons: Mapping[str, Sequence[ButtonFace]]
    ribbon: bytes


@dataclass
class Renewal:
    """What was renewed: the modules, the buttons, whether the ribbon was."""

    modules: ModuleRenewal = field(default_factory=ModuleRenewal)
    buttons: ButtonRenewal = field(default_factory=ButtonRenewal)
    ribbon: bool = False


def renew_macros(package: Package, macros: Macros) -> Renewal:
    """Bring our part of a workbook to what `new` writes.

    Parameters
    ----------
    package
        A workbook; one without macro project gets one.
    macros
        What this version writes.

    Raises
    ------
    NotOurs
        Modules of our names hold what is not ours.
    Refused
        The project or the ribbon is damaged, or a person's ribbon has an identifier of ours.
    UnicodeEncodeError
        The code page of the project lacks a character of our modules.
    """
    project = project_of(package)
    placed = placed_buttons(project)
    renewal = Renewal()
    project = add_project(package) if project is None else project
    renewal.modules = renew_modules(project, macros.project, workbook_module(package))
    if project.is_edited:
        write_project(package, project)
    renewal.buttons = renew_buttons(package, macros.buttons, placed)
    change = renew_ribbon if macros.host == EXCEL else withdraw_ribbon
    renewal.ribbon = change(package, macros.ribbon)
    return renewal


def written_for(package: Package) -> str | None:
    """The host for which the macros of a workbook were written, None when it has none of ours."""
    project = project_of(package)
    return None if project is None else host_of(project)
