"""The examples of custom functions in the French guide, and the results it announces."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from tests.masters import ROOT

_EXAMPLE = re.compile(r"^\| `PP_.*\| `=(PP_\w+)\((.*)\)` : (.+) \|$", re.MULTILINE)
_WHOLE_TABLE = "[#Tout]"


class Example(NamedTuple):
    """One formula of the guide: its function, its arguments as written and its announced result."""

    function: str
    arguments: tuple[str, ...]
    result: str

    @property
    def in_libreoffice(self) -> str:
        """The formula as LibreOffice takes it."""
        return f"={self.function}({';'.join(self.arguments)})".replace(_WHOLE_TABLE, "")

    def values(self, tables: Mapping[str, Sequence[Sequence[Any]]]) -> list[Any]:
        """The arguments as a spreadsheet hands them over, the tables of a workbook being given."""
        return [_value(text, tables) for text in self.arguments]


def examples() -> list[Example]:
    guide = (ROOT / "workbooks" / "GUIDE.md").read_text(encoding="utf-8")
    found = _EXAMPLE.findall(guide)
    return [Example(function, tuple(given.split(";")), result) for function, given, result in found]


def _value(text: str, tables: Mapping[str, Sequence[Sequence[Any]]]) -> Any:
    if not text:
        return None
    if text.endswith(_WHOLE_TABLE):
        return tables[text.removesuffix(_WHOLE_TABLE)]
    if text.startswith('"'):
        return text.strip('"') or None
    return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def announced(value: Any) -> str:
    """A result as the guide writes it."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return value if isinstance(value, str) else f"{round(value, 4):.10g}".replace(".", ",")
