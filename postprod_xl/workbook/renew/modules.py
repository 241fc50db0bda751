"""Our modules in the macro project of a workbook in use: recognised, replaced; a person's own are never touched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from postprod_xl.engines.ooxml.vba.project import VbaProject
from postprod_xl.engines.ooxml.vba.sources import MacroProject, same_code
from postprod_xl.schema.drawn_tabs import DRAWN_TABS
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.versions import FIRST
from postprod_xl.workbook.make.button_macros import BUTTONS, RIBBON
from postprod_xl.workbook.make.macros import EXCEL, LIBREOFFICE
from postprod_xl.workbook.make.vba_functions import MODULE as FUNCTIONS

BRIDGE, DIALOGS, CLASS = "xlwings", "Dialogues", "Dictionary"
_FLAGS = re.MULTILINE | re.IGNORECASE
_VERSION = re.compile(r'XLWINGS_VERSION As String = "([^"]+)"')
_OUR_BRIDGE = "postprod_xl.hosts.libreoffice"
_BRIDGES = (_OUR_BRIDGE, "XLWINGS_VERSION", "Zoomer Analytics")
_CLASS_NOTICE = "VBA-Dictionary"
# A procedure of ours, alone in its shape: what a person wrote into one of our modules is not taken for ours.
_PROCEDURES = {
    BUTTONS: re.compile(
        r"""^[ ]*(?:'[ ]Onglets[ ]:[^\n]*\n)?[ ]*Sub[ ](\w+)\(\)[ ]*\n
        [ ]*RunPython[ ]"import[ ]postprod_xl[^\n]*\n[ ]*End[ ]Sub""",
        _FLAGS | re.VERBOSE,
    ),
    RIBBON: re.compile(
        rf"^[ ]*Sub[ ]{RIBBON}(\w+)\(control[ ]As[ ]IRibbonControl\)[ ]*\n[ ]*\1[ ]*\n[ ]*End[ ]Sub",
        _FLAGS | re.VERBOSE,
    ),
    DIALOGS: re.compile(
        r"^[ ]*Function[ ](Demander)\([^\n]*\n[ ]*Demander[ ]=[ ]InputBox[^\n]*\n[ ]*End[ ]Function",
        _FLAGS | re.VERBOSE,
    ),
    FUNCTIONS: re.compile(
        r"""^[ ]*Function[ ](PP_\w+)\((?:(?!\n[ ]*End[ ]Function)[\s\S])*?
        (?:XLPy\.CallUDF|AppelPython)(?:(?!\n[ ]*End[ ]Function)[\s\S])*\n[ ]*End[ ]Function""",
        _FLAGS | re.VERBOSE,
    ),
}
_FIRST_TABS = frozenset(
    [table.tab for table in TABLES if not table.came_after(FIRST)]
    + [drawn.title for drawn in DRAWN_TABS if drawn.since == FIRST]
)
_HEADERS = re.compile(r"Option |#Const App = ", re.IGNORECASE)
_PROCEDURE = re.compile(r"^[ ]*(?:Public[ ]|Static[ ])*(?:Sub|Function)[ ](\w+)", _FLAGS)
_SHORTCUT = re.compile(r"^Attribute (\w+)\.VB_ProcData\.VB_Invoke_Func = .*$", re.MULTILINE)
_OPENING = re.compile(
    r"""^[ ]*Private[ ]Sub[ ]Workbook_Open\(\)[ ]*\n
    [ ]*Dim[ ]inchange[ ]As[ ]Boolean,[ ]classeur[ ]As[ ]String[ ]*\n
    [ ]*inchange[ ]=[^\n]*\n[ ]*classeur[ ]=[^\n]*\n[ ]*On[ ]Error[ ]Resume[ ]Next[ ]*\n
    (?:[ ]*Application\.MacroOptions[ ]Macro:=classeur[^\n]*(?:(?<=[ ]_)\n[^\n]*)*\n)*
    [ ]*ThisWorkbook\.Saved[ ]=[ ]inchange[ ]*\n[ ]*End[ ]Sub[ ]*\n?""",
    _FLAGS | re.VERBOSE,
)


class NotOurs(Exception):
    """Modules of our names hold something that is not ours: one French line each."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


@dataclass
class ModuleRenewal:
    """What was renewed among the modules.

    Parameters
    ----------
    changed
        The names of the modules replaced, added or taken out.
    notes
        What a person should know besides.
    """

    changed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def host_of(project: VbaProject) -> str | None:
    """The host for which our modules of a project were written, None when it has none of them."""
    if BRIDGE in project:
        return LIBREOFFICE if _OUR_BRIDGE in project.source(BRIDGE) else EXCEL
    return None


def bridge_version(source: str) -> str | None:
    """The version of xlwings that the module of Excel's buttons comes from, None for that of LibreOffice's."""
    found = _VERSION.search(source)
    return found[1] if found else None


def placed_buttons(project: VbaProject | None) -> Placed:
    """Where the version that wrote our modules had put its buttons."""
    if project is None or BUTTONS not in project:
        return Placed(frozenset(), frozenset())
    source = project.source(BUTTONS).replace("\r\n", "\n")
    macros = frozenset(found[1].casefold() for found in _PROCEDURES[BUTTONS].finditer(_code(source)))
    pairs = re.findall(r"^[ ]*' Onglets : ([^\n]*)\n(?:Attribute[^\n]*\n)*[ ]*Sub (\w+)", source, _FLAGS)
    return Placed(
        macros,
        frozenset((tab.strip(), macro.casefold()) for tabs, macro in pairs for tab in tabs.split(" ; ")),
    )


@dataclass(frozen=True)
class Placed:
    """The buttons of the version that wrote a project: its macros in lower case, and where each was put.

    The first versions noted no place: they put each of their buttons wherever this one does, on the tabs they had.
    """

    macros: frozenset[str]
    places: frozenset[tuple[str, str]]

    def had(self, tab: str, macro: str) -> bool:
        """Whether that version put a button of this macro on a tab: one that is missing was taken away since."""
        if self.places:
            return (tab, macro.casefold()) in self.places
        return macro.casefold() in self.macros and tab in _FIRST_TABS


def renew_modules(project: VbaProject, wanted: MacroProject, book: str) -> ModuleRenewal:
    """Make our modules those of `wanted`; the bytes of every other module stay.

    Parameters
    ----------
    project
        A project; one that has none of our modules gets them.
    wanted
        What `new` writes for a host.
    book
        The name of the module of the workbook, whose opening procedure is ours.

    Raises
    ------
    NotOurs
        Modules of our names hold what is not ours; nothing was changed.
    UnicodeEncodeError
        The code page of the project lacks a character of ours.
    """
    _refuse_foreign(project, wanted)
    renewal = ModuleRenewal()
    for name, text in wanted.modules.items():
        _renew(project, name, text, "Module", renewal)
    for name, text in wanted.classes.items():
        if name in project and name.casefold() not in project.plain_classes:
            # LibreOffice saves a class without declaring it, and Excel does not open the project any more.
            project.remove(name)
        if name not in project:
            _renew(project, name, text, "Class", renewal)
    for name in (*_PROCEDURES, CLASS):
        if name not in wanted.modules and name not in wanted.classes and name in project:
            _withdraw(project, name, renewal)
    _renew_opening(project, wanted.workbook_code, book, renewal)
    renewal.notes += _ambiguous(project, wanted)
    return renewal


def _refuse_foreign(project: VbaProject, wanted: MacroProject) -> None:
    names = dict.fromkeys((*wanted.modules, *wanted.classes, *_PROCEDURES))
    lines = [line for name in names if name in project and (line := _foreign(project, name))]
    referred = {name.casefold() for name in project.references}
    lines += [
        f"votre projet VBA a une référence « {name} », qui est aussi le nom d'un module du programme : ôtez-la dans "
        "l'éditeur, Outils > Références"
        for name in names
        if name.casefold() in referred and name not in project
    ]
    if lines:
        raise NotOurs(lines)


def _foreign(project: VbaProject, name: str) -> str:
    """What is wrong with a module of one of our names, empty when it is ours."""
    source = project.source(name)
    yours = f"votre projet VBA a déjà un module « {name} », qui n'est pas du programme : renommez-le"
    if name == CLASS:
        return "" if _CLASS_NOTICE in source and not project.is_procedural(name) else yours
    if not project.is_procedural(name):
        return yours
    code = _code(source)
    if name == BRIDGE:
        known = not code.strip() or any(mark in source for mark in _BRIDGES)
        return "" if known else yours
    rest = _PROCEDURES[name].sub("", code)
    others = [line.strip() for line in rest.split("\n") if line.strip() and not _HEADERS.match(line.strip())]
    if not others:
        return ""
    if rest == code:
        return yours
    return (
        f"votre projet VBA a, dans le module « {name} » du programme, « {others[0]} », qui n'est pas de lui : "
        "déplacez vos lignes dans un module à vous"
    )


def _code(source: str) -> str:
    """A source without its hidden attributes, its lines ended in one way."""
    lines = (line.rstrip().replace("\t", "    ") for line in source.splitlines())
    return "\n".join(line for line in lines if not line.startswith("Attribute ")) + "\n"


def _renew(project: VbaProject, name: str, text: str, declared: str, renewal: ModuleRenewal) -> None:
    if name in project and same_code(project.source(name), text):
        return
    kept = _shortcuts(project.source(name)) if name in project else {}
    project.put(name, _with_shortcuts(text, kept), declared)
    renewal.changed.append(name)


def _shortcuts(source: str) -> Mapping[str, str]:
    """The hidden lines that hold the keyboard shortcut of each macro."""
    return {found[1].casefold(): found[0].rstrip() for found in _SHORTCUT.finditer(source)}


def _with_shortcuts(text: str, kept: Mapping[str, str]) -> str:
    lines = []
    for line in text.splitlines():
        lines.append(line)
        named = _PROCEDURE.match(line)
        if named and named[1].casefold() in kept:
            lines.append(kept[named[1].casefold()])
    return "\n".join(lines) + "\n"


def _withdraw(project: VbaProject, name: str, renewal: ModuleRenewal) -> None:
    """Take out a module of ours that the host cannot compile, unless a person's code names it."""
    others = (other for other in project.names if other.casefold() != name.casefold())
    ours = {module.casefold() for module in (*_PROCEDURES, BRIDGE)}
    if any(
        re.search(rf"\b{name}\b", project.source(other), re.IGNORECASE)
        for other in others
        if other.casefold() not in ours
    ):
        renewal.notes.append(f"module « {name} » gardé : vos macros s'en servent")
        return
    project.remove(name)
    renewal.changed.append(name)


def _renew_opening(project: VbaProject, code: str, book: str, renewal: ModuleRenewal) -> None:
    """Put our procedure into the module of the workbook, in the place of the one of ours it has.

    A module that holds a person's code and none of ours is left as it is: the functions then have no description.
    """
    if book not in project:
        return
    source = project.source(book).replace("\r\n", "\n")
    found = _OPENING.search(source)
    if found:
        if same_code(found[0], code):
            return
        source = source[: found.start()] + code + source[found.end() :]
    elif not code:
        return
    elif _has_code(source):
        renewal.notes.append(
            f"module « {book} » laissé tel quel : il est à vous, et les fonctions n'y gagnent pas leur description"
        )
        return
    else:
        source = source.rstrip("\n") + "\n" + code
    project.put(book, source)
    renewal.changed.append(book)


def _has_code(source: str) -> bool:
    return any(line.strip() and not _HEADERS.match(line.strip()) for line in _code(source).split("\n"))


def _ambiguous(project: VbaProject, wanted: MacroProject) -> list[str]:
    """The macros of ours whose name a person's module bears too: VBA would not know which one to run."""
    ours = {
        macro.casefold(): macro for macro in _PROCEDURE.findall(wanted.modules[BUTTONS].replace("\r\n", "\n"))
    }
    known = {name.casefold() for name in (*wanted.modules, *wanted.classes)}
    lines = []
    for name in project.names:
        if name.casefold() in known or not project.is_procedural(name):
            continue
        twice = [m for m in _PROCEDURE.findall(_code(project.source(name))) if m.casefold() in ours]
        lines += [
            f"« {macro} » est aussi une macro de votre module « {name} » : renommez-la, un bouton ne saurait "
            "laquelle lancer"
            for macro in twice
        ]
    return lines
