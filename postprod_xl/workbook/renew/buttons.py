"""Our buttons on the tabs of a workbook in use: renewed where they stand, those of later commands added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.controls.sheet_buttons import NewButton, Place, SheetButtons
from postprod_xl.engines.ooxml.controls.vml import VmlButton
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.schema.drawn_tabs import DRAWN_TABS
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.units import folded
from postprod_xl.workbook.draw.drawn_tabs import drawn_place
from postprod_xl.workbook.make.build import HOME_BUTTONS, HOME_TOP, TAB_BUTTONS, TAB_BUTTONS_HEIGHT, TAB_TOP
from postprod_xl.workbook.make.button_shapes import GAP, HEIGHT, ButtonFace, button_width
from postprod_xl.workbook.make.table_tab import HOME
from postprod_xl.workbook.places import find_tables
from postprod_xl.workbook.renew.modules import Placed

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package


@dataclass
class ButtonRenewal:
    """What was renewed among the buttons: each as a person reads it, `Planning « Planifier »`.

    Parameters
    ----------
    renewed
        Those whose label or tip was another.
    added
        Those that the former version did not have.
    removed
        Those that a person took away, and that are not put back.
    orphans
        Those of a command that this version has no more.
    """

    renewed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)


def renew_buttons(
    package: Package, buttons: Mapping[str, Sequence[ButtonFace]], placed: Placed
) -> ButtonRenewal:
    """Make our buttons those of this version; every other shape stays as it is, byte for byte.

    A button keeps the place and the size that a person gave it. One that runs a macro of ours on a tab where `new`
    puts none is a person's own copy, and is left. A button that the former version had put on a tab and that is not
    there any more was taken away by a person: it is not put back. The others are added on the row of the buttons of
    the tab, after what stands there.

    Parameters
    ----------
    package
        The workbook.
    buttons
        The buttons of each tab, by its title in a new workbook; the tab is found by its tables, whatever its title.
    placed
        What the former version had put.
    """
    renewal = ButtonRenewal()
    parts = _tab_parts(package)
    known = {face.macro.casefold() for faces in buttons.values() for face in faces}
    for tab, faces in buttons.items():
        if tab in parts:
            title, part = parts[tab]
            _renew_tab(SheetButtons(package, part, title), tab, faces, placed, renewal)
    for _, part in dict.fromkeys(parts.values()):
        _note_orphans(package, part, placed.macros - known, renewal)
    return renewal


def _tab_parts(package: Package) -> dict[str, tuple[str, str]]:
    """Title and part of each tab of ours in the workbook, by its title in a new one."""
    places = {folded(name): place for name, place in find_tables(package).items()}
    found: dict[str, tuple[str, str]] = {}
    for table in TABLES:
        if place := places.get(folded(table.name)):
            found.setdefault(table.tab, (place.sheet, place.sheet_part))
    listed = TabList(package)
    for drawn in DRAWN_TABS:
        if tab := drawn_place(listed, drawn):
            found[drawn.title] = (tab.title, tab.part)
    return found


def _renew_tab(
    sheet: SheetButtons, tab: str, faces: Sequence[ButtonFace], placed: Placed, renewal: ButtonRenewal
) -> None:
    wanted = {face.macro.casefold(): VmlButton(face.macro, face.label, face.tip) for face in faces}
    present = {button.macro.casefold() for button in sheet.buttons}
    changed = {macro.casefold() for macro in sheet.renew(wanted)}
    new = []
    for face in faces:
        said = f"{tab} « {face.label} »"
        if face.macro.casefold() in changed:
            renewal.renewed.append(said)
        if face.macro.casefold() in present:
            continue
        if placed.had(tab, face.macro):
            renewal.removed.append(said)
            continue
        renewal.added.append(said)
        new.append(NewButton(wanted[face.macro.casefold()], button_width(face), HEIGHT))
    if new and tab != HOME:
        sheet.heighten(TAB_BUTTONS[0], TAB_BUTTONS_HEIGHT)
    (row, column), top = (HOME_BUTTONS, HOME_TOP) if tab == HOME else (TAB_BUTTONS, TAB_TOP)
    sheet.add(new, Place(row, column, top, GAP))
    if new or changed:
        sheet.write()


def _note_orphans(package: Package, part: str, macros: frozenset[str], renewal: ButtonRenewal) -> None:
    if macros:
        sheet = SheetButtons(package, part, "")
        renewal.orphans += [button.label for button in sheet.buttons if button.macro.casefold() in macros]
