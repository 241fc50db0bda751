"""New master workbooks, empty or filled with the demonstration office."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from postprod_xl.commands import COMMANDS, RIBBON, Button, Command
from postprod_xl.engines.ooxml.errors import Refused, naming
from postprod_xl.engines.ooxml.files.saving import create
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.ribbon import add_ribbon
from postprod_xl.engines.ooxml.vba.workbook import with_macros
from postprod_xl.hosts.files.master import master_of
from postprod_xl.hosts.files.runs import written
from postprod_xl.hosts.runs.computing import compute
from postprod_xl.hosts.runs.families import starting_rows_of_families
from postprod_xl.schema.tables import BY_NAME, families_among, tables_of
from postprod_xl.workbook.families import tab_titles_of
from postprod_xl.workbook.make.build import build
from postprod_xl.workbook.make.button_macros import ButtonMacro
from postprod_xl.workbook.make.button_shapes import ButtonFace
from postprod_xl.workbook.make.macros import EXCEL, macro_project
from postprod_xl.workbook.make.ribbon import RibbonGroup, ribbon_xml
from postprod_xl.workbook.make.vba_functions import FunctionSignature, SignatureArgument

PLAIN, WITH_MACROS = ".xlsx", ".xlsm"
EVERY_WORKBOOK = ("",)
"""The family of the tabs of every workbook, without an optional one."""

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def create_master(path: Path, host: str | None = None, families: Collection[str] = ()) -> str:
    """Write a master workbook with the estimated rate card and the published pay rules; gives the line that says so.

    Parameters
    ----------
    path
        A file to create; `.xlsm` for one with buttons, ribbon and custom functions.
    host
        The spreadsheet that will run the macros of an `.xlsm`, `excel` (None too) or `libreoffice`.
    families
        The optional families of tabs that it has.

    Raises
    ------
    click.UsageError
        The name does not end in `.xlsx` or `.xlsm`, or a host is given for a workbook without macros.
    UnusableFile
        The file exists already or the folder cannot be written.
    """
    rows = {**starting_rows(), **starting_rows_of_families(families)}
    create(path, _package(path, with_families(rows, families), host).to_bytes())
    return f"{path} : classeur maître créé"


def starting_rows() -> Rows:
    """The rows that a house starts from: the estimated rate card, the published pay rules."""
    from postprod_xl.domain.payroll.rules.mirror import mirrored_rows
    from postprod_xl.domain.quotes.drafting.rate_card import starting_rates

    return {"Tarifs": starting_rates(), "Conventions": mirrored_rows()}


def with_families(rows: Rows, families: Collection[str]) -> Rows:
    """The rows of a workbook that has some optional families of tabs and no other: those given, or none."""
    held = {"", *families}
    kept = {name: records for name, records in rows.items() if BY_NAME[name].family in held}
    return {**kept, **{table.name: rows.get(table.name, ()) for table in tables_of(*families)}}


def create_demo(path: Path, today: date, host: str | None = None, families: Collection[str] = ()) -> str:
    """Write a master workbook filled with the demonstration office of a day, already computed.

    Same errors as `create_master`. Two demonstrations of one day are byte-identical.
    """
    from postprod_xl.domain.demo.whole import whole_demo

    rows = {**starting_rows_of_families(families), **whole_demo(today, families)}
    master = master_of(_package(path, with_families(rows, families), host))
    computed = compute(master, "refresh", today, {})
    if computed.report.status:
        raise AssertionError(
            "; ".join(problem.line for problem in computed.report.problems if problem.is_blocking)
        )
    written(master, computed)
    create(path, master.package.to_bytes())
    return f"{path} : bureau de démonstration créé au {today:%d/%m/%Y}, {computed.report.summary}"


def _package(path: Path, rows: Rows, host: str | None) -> Package:
    form = path.suffix.lower()
    if form not in (PLAIN, WITH_MACROS):
        raise click.UsageError(f"« {path.name or path} » : le nom d'un classeur finit par .xlsx ou .xlsm")
    if form == PLAIN and host is not None:
        raise click.UsageError(f"--host ne va pas avec « {path.name} » : seul un .xlsm porte des macros")
    with naming(path):
        if path.exists():
            raise Refused("ce fichier existe déjà : choisissez un autre nom")
    return Package(path, build(rows)) if form == PLAIN else _with_macros(path, rows, host or EXCEL)


def _with_macros(path: Path, rows: Rows, host: str) -> Package:
    families = families_among({name for name in rows if BY_NAME[name].family})
    package = Package(path, build(rows, tab_buttons(families)))
    with_macros(package, macro_project(button_macros(families), function_signatures(), host))
    if host == EXCEL:
        add_ribbon(package, ribbon_xml(ribbon_groups(families)))
    return package


def button_macros(families: Collection[str] = EVERY_WORKBOOK) -> list[ButtonMacro]:
    """The procedure of each button of a workbook with some families of tabs, in the order of the commands."""
    return [
        ButtonMacro(
            button.macro,
            command.name,
            "" if button.asks == command.buttons[0].asks else button.asks,
            tuple(tabs),
        )
        for command, button, tabs in _placed_buttons(families)
    ]


def ribbon_groups(families: Collection[str] = EVERY_WORKBOOK) -> list[RibbonGroup]:
    """The groups of the ribbon of a workbook with some families of tabs, each button as the registry words it."""
    buttons = {button.macro: button for _, button, _ in _placed_buttons(families)}
    groups = [
        RibbonGroup(
            name,
            title,
            [(_face(buttons[macro]), buttons[macro].image) for macro in macros if macro in buttons],
        )
        for name, title, macros in RIBBON
    ]
    return [group for group in groups if group.buttons]


def tab_buttons(families: Collection[str] = EVERY_WORKBOOK) -> dict[str, list[ButtonFace]]:
    """The buttons of each tab of some families, by its title, in the order of the commands."""
    tabs: dict[str, list[ButtonFace]] = {}
    for _, button, titles in _placed_buttons(families):
        for tab in titles:
            tabs.setdefault(tab, []).append(_face(button))
    return tabs


def _placed_buttons(families: Collection[str]) -> Iterator[tuple[Command, Button, list[str]]]:
    """Each button of a workbook with some families of tabs, and its tabs there.

    One all of whose tabs are those of families that the workbook has not is left out.
    """
    held = tab_titles_of(families)
    for command in COMMANDS.values():
        for button in command.buttons:
            tabs = [tab for tab in button.tabs if tab in held]
            if tabs or not button.tabs:
                yield command, button, tabs


def _face(button: Button) -> ButtonFace:
    return ButtonFace(button.macro, button.label, button.tip)


def function_signatures() -> list[FunctionSignature]:
    """The custom functions, as their VBA wrappers need to know them."""
    from postprod_xl.hosts import functions

    return [
        FunctionSignature(
            function.name,
            functions.__name__,
            tuple(SignatureArgument(given.name, given.help, given.optional) for given in function.arguments),
            function.help,
        )
        for function in functions.FUNCTIONS.values()
    ]
