"""A macro project put into a workbook that has none, on any system and without Excel."""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

CODE_PAGE = "cp1252"
_NARROW_SPACE, _NO_BREAK_SPACE = "\u202f", "\u00a0"


@dataclass(frozen=True)
class MacroProject:
    """The sources of a macro project.

    Parameters
    ----------
    modules
        Text of each standard module by name, with its `Attribute VB_Name` line.
    classes
        Text of each class module by name, as it is stored in a project.
    workbook_code
        What stands under the header of the workbook's own module.
    """

    modules: Mapping[str, str]
    classes: Mapping[str, str] = field(default_factory=dict)
    workbook_code: str = ""


def with_macros(workbook: bytes, project: MacroProject) -> bytes:
    """The workbook with the project in it, and its code names.

    Parameters
    ----------
    workbook
        A whole macro-enabled workbook without macros.
    project
        The sources. Lines may end in any way: VBA's own ending is written.

    Returns
    -------
    bytes
        The file; the same for the same arguments. Document modules of the workbook and of each tab are added.

    Raises
    ------
    UnicodeEncodeError
        A source holds a character that a VBA module cannot hold (Windows code page 1252).
    """
    from pyopenvba import ExcelFile, VBAModuleKind

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "classeur.xlsm"
        path.write_bytes(workbook)
        with ExcelFile(path) as book:
            held = book.add_vba_project()
            for name, text in project.modules.items():
                held.add_module(name, vba_text(text))
            for name, text in project.classes.items():
                held.add_module(name, vba_text(text), kind=VBAModuleKind.other)
            if project.workbook_code:
                book.set_module("ThisWorkbook", vba_text(project.workbook_code))
            book.save()
        return path.read_bytes()


def vba_text(text: str) -> str:
    """A source as VBA stores it: its line endings, and only characters of its code page.

    Raises
    ------
    UnicodeEncodeError
        A character is not in the code page; the narrow no-break space of French is written as a plain one.
    """
    composed = unicodedata.normalize("NFC", text).replace(_NARROW_SPACE, _NO_BREAK_SPACE)
    composed.encode(CODE_PAGE)
    return "\r\n".join(composed.splitlines()) + "\r\n"
