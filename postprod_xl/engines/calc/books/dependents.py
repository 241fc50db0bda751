"""Uses of a table or a defined name: Calc does not update them when it is renamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from postprod_xl.engines.calc.books.book import Book

USED = (
    "{place} — « {name} » est employé par {formula} : Calc ne suit pas un changement de nom, un nom que rien "
    "n'emploie est attendu."
)
_TEXT = re.compile(r'"(?:[^"]|"")*"')
# com.sun.star.sheet.FormulaResult: numbers, texts, errors.
_ALL_RESULTS = 7
# com.sun.star.sheet.ConditionEntryType; colour scales, data bars and icons have no formula here.
_CONDITION = 0


def refuse_used(book: Book, name: str) -> None:
    """Refuse to rename what a formula uses: it would show #NAME?.

    Raises
    ------
    NotImplementedError
        A cell, another name, a validation or a conditional format of the book uses it.
    """
    word = re.compile(rf"(?<![\w.\\?]){re.escape(name)}(?![\w.(?])", re.IGNORECASE)
    for place, formula in _formulas(book.xl):
        if word.search(_TEXT.sub("", formula)):
            raise NotImplementedError(USED.format(place=place, name=name, formula=formula))


def _formulas(document: Any) -> Iterator[tuple[str, str]]:
    """Every formula of a document and its place; cells last, as the most numerous."""
    yield from _definitions(document.NamedRanges, "Noms")
    for sheet in document.Sheets:
        yield from _definitions(sheet.NamedRanges, sheet.Name)
        yield from _conditions(sheet)
    for sheet in document.Sheets:
        for area in sheet.queryFormulaCells(_ALL_RESULTS):
            yield from ((sheet.Name, formula) for row in area.getFormulaArray() for formula in row)


def _definitions(names: Any, place: str) -> Iterator[tuple[str, str]]:
    for name in names.ElementNames:
        yield place, names.getByName(name).getContent()


def _conditions(sheet: Any) -> Iterator[tuple[str, str]]:
    """The formulas of the validations and of the conditional formats of a sheet."""
    for cells in sheet.getUniqueCellFormatRanges():
        yield sheet.Name, cells.Validation.getFormula1()
        yield sheet.Name, cells.Validation.getFormula2()
    for conditions in sheet.ConditionalFormats.getConditionalFormats():
        for place in range(conditions.getCount()):
            entry = conditions.getByIndex(place)
            if entry.getType() == _CONDITION:
                yield sheet.Name, entry.Formula1
                yield sheet.Name, entry.Formula2
