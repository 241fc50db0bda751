"""Renaming a table in what refers to it: formulas, defined names, validations, charts, pivot caches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

_FORMULAS = re.compile(
    r"(<(?:\w+:)?(?:f|formula|formula1|formula2|definedName|calculatedColumnFormula|totalsRowFormula)"
    r"(?:\s[^>]*)?(?<!/)>)([^<]+)(?=</)"
)
_SOURCES = re.compile(r"""(<(?:\w+:)?worksheetSource\s(?:[^>]*?\s)?name=)(["'])([^"']*)\2""")
_TEXTS = re.compile(r"""("(?:[^"]|"")*"|&quot;.*?&quot;|'(?:[^']|'')*'!|\[[^\[\]]*\])""")


def rename_references(package: Package, old: str, new: str) -> None:
    """Make every formula that names a table by its old name use the new one; nothing else changes."""
    marks = old.casefold()
    for part in package.names:
        if not part.endswith(".xml"):
            continue
        data = package.read(part)
        text = data.decode("utf-8", "surrogateescape")
        if marks not in text.casefold():
            continue
        renamed = _FORMULAS.sub(lambda match: match[1] + renamed_formula(match[2], old, new), text)
        renamed = _SOURCES.sub(
            lambda match: (
                f"{match[1]}{match[2]}{new if match[3].casefold() == marks else match[3]}{match[2]}"
            ),
            renamed,
        )
        if renamed != text:
            package.replace(part, renamed.encode("utf-8", "surrogateescape"))


def renamed_formula(formula: str, old: str, new: str) -> str:
    """A formula where a table has its new name; texts, tabs, columns and longer names are left alone.

    >>> renamed_formula('SUM(Tableau3[Heures])+COUNTA(Tableau3)&"Tableau3"&Tableau31[Heures]', "Tableau3", "Seances")
    'SUM(Seances[Heures])+COUNTA(Seances)&"Tableau3"&Tableau31[Heures]'
    """
    name = re.compile(rf"(?<![\w.\\?]){re.escape(old)}(?![\w.\\?!(])", re.IGNORECASE)
    pieces = _TEXTS.split(formula)
    return "".join(piece if at % 2 else name.sub(new, piece) for at, piece in enumerate(pieces))
