"""What a cell of a returned file says, in the kind of its column, whatever program or language wrote it."""

from __future__ import annotations

from typing import Any

from postprod_xl.domain.mapping.known_names import KnownNames
from postprod_xl.domain.mapping.values import PLAIN, CellForm, converted
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import Kind, Unreadable, is_empty, shown_in
from postprod_xl.schema.languages import Language
from postprod_xl.schema.table import Column
from postprod_xl.schema.units import MINUTES_PER_DAY


def answer(column: Column, raw: Any, form: CellForm = PLAIN, names: KnownNames | None = None) -> Any:
    """The typed value that a returned cell gives a column, held to what the column accepts.

    Parameters
    ----------
    column
        The declaration.
    raw
        What the file holds.
    form
        How the cells of the file are written.
    names
        The codes of the office, for a column that refers to a table; without them a text is taken as a code.

    Raises
    ------
    Unreadable
        It is no value of the column; the text says what is expected.
    """
    value = converted(column, raw, form, names)
    if column.kind is Kind.CLOCK and value is not None:
        # The end of a session is the next day where it comes before its start.
        return value % MINUTES_PER_DAY
    return value


def says(column: Column | None, raw: Any, value: Any, language: Language, form: CellForm = PLAIN) -> bool:
    """Whether a returned cell says a value, as a cell or as the text that shows it.

    Parameters
    ----------
    column
        The declaration; None for a name that only helps to read a row.
    raw, form
        As for `answer`.
    value
        What was sent, typed.
    language
        That of the copy.
    """
    if is_empty(raw):
        return is_blank(value)
    if is_empty(value):
        return False
    if column is None:
        return _same_text(Kind.TEXT, raw, value)
    try:
        is_same = bool(answer(column, raw, form) == value)
    except Unreadable:
        is_same = False
    return is_same or _same_text(column.kind, raw, language.shown(column, value))


def is_blank(value: Any) -> bool:
    """Whether a cell shows nothing, or a Oui/Non that nobody said."""
    return is_empty(value) or value is False


def _same_text(kind: Kind, raw: Any, value: Any) -> bool:
    """Whether what a cell shows is the text of a value; line ends and spaces around lines tell nothing apart."""
    return _lines(shown_in(kind, raw)) == _lines(shown(value))


def _lines(text: str) -> list[str]:
    return [*map(cleaned, cleaned(text).splitlines())]
