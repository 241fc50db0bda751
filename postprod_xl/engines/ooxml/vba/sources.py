"""The sources of a macro project, as they are written and as VBA stores them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

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


def vba_text(text: str, code_page: str = CODE_PAGE) -> str:
    """A source as VBA stores it: its line endings, and only characters of its code page.

    Raises
    ------
    UnicodeEncodeError
        A character is not in the code page; the narrow no-break space of French is written as a plain one.
    """
    composed = unicodedata.normalize("NFC", text).replace(_NARROW_SPACE, _NO_BREAK_SPACE)
    composed.encode(code_page)
    return "\r\n".join(composed.splitlines()) + "\r\n"


def same_code(one: str, other: str) -> bool:
    """Whether two sources say the same, as VBA reads them.

    The editor of VBA rewrites what it loads: it aligns the case of a name on the other modules, moves spaces and adds
    hidden `Attribute` lines under procedures. None of this makes another program.
    """
    return _spoken(one) == _spoken(other)


def _spoken(source: str) -> str:
    lines = (line for line in source.splitlines() if not line.startswith("Attribute "))
    return "".join("".join(lines).split()).casefold()
