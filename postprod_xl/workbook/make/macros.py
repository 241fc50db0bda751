"""The macros of a workbook: the modules of the project of Excel, and those of LibreOffice's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from postprod_xl.engines.ooxml.vba.sources import MacroProject
from postprod_xl.workbook.make.button_macros import BUTTONS, RIBBON, ButtonMacro, button_module, ribbon_module
from postprod_xl.workbook.make.vba_functions import MODULE as FUNCTIONS
from postprod_xl.workbook.make.vba_functions import FunctionSignature, function_module, opening_code

EXCEL, LIBREOFFICE = "excel", "libreoffice"
_PACKAGE = Path(__file__).parents[2]


def macro_text(name: str) -> str:
    """The text of a file of `macros/`: a VBA module, such as `Dialogues.bas`.

    An installed product holds the folder in its package, a checkout beside it.
    """
    installed = _PACKAGE / "macros"
    folder = installed if installed.is_dir() else _PACKAGE.parent / "macros"
    return (folder / name).read_text(encoding="utf-8")


def macro_project(
    buttons: Sequence[ButtonMacro], functions: Sequence[FunctionSignature], host: str
) -> MacroProject:
    """The macro project for a host, `excel` or `libreoffice`.

    Parameters
    ----------
    buttons
        The procedures of the buttons.
    functions
        The custom functions that cells may call.

    Raises
    ------
    KeyError
        The host is unknown.

    Notes
    -----
    Excel's has the `xlwings` module of the installed xlwings (standalone: no add-in to install), with its
    licence notice, and the `Dictionary` class that it needs on macOS. LibreOffice compiles neither that
    module nor one that names `IRibbonControl`, and a module that does not compile silences the others: its
    project has its own `xlwings` and no ribbon.
    """
    return HOSTS[host](buttons, functions)


def _excel_project(buttons: Sequence[ButtonMacro], functions: Sequence[FunctionSignature]) -> MacroProject:
    return MacroProject(
        {
            "xlwings": xlwings_module(),
            BUTTONS: button_module(buttons),
            RIBBON: ribbon_module(buttons),
            "Dialogues": macro_text("Dialogues.bas"),
            FUNCTIONS: function_module(functions, EXCEL),
        },
        {"Dictionary": dictionary_class()},
        opening_code(functions),
    )


def _libreoffice_project(
    buttons: Sequence[ButtonMacro], functions: Sequence[FunctionSignature]
) -> MacroProject:
    return MacroProject(
        {
            "xlwings": macro_text("xlwings_libreoffice.bas"),
            BUTTONS: button_module(buttons),
            "Dialogues": macro_text("Dialogues.bas"),
            FUNCTIONS: function_module(functions, LIBREOFFICE),
        }
    )


HOSTS: dict[str, Callable[[Sequence[ButtonMacro], Sequence[FunctionSignature]], MacroProject]] = {
    EXCEL: _excel_project,
    LIBREOFFICE: _libreoffice_project,
}


def xlwings_module() -> str:
    """The VBA module of the installed xlwings, its licence notice included: both always have one version."""
    return (_xlwings_folder() / "xlwings.bas").read_text(encoding="utf-8")


@cache
def dictionary_class() -> str:
    """The `Dictionary` class (MIT licence, notice included) that xlwings adds to a standalone workbook."""
    from pyopenvba import ExcelFile

    with ExcelFile(_xlwings_folder() / "quickstart_standalone.xlsm") as book:
        return book.get_module("Dictionary")


def _xlwings_folder() -> Path:
    found = find_spec("xlwings")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("xlwings", name="xlwings")
    return Path(found.origin).parent
