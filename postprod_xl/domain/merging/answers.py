"""What a cell of a returned file says, in the kind of its column, whatever program or language wrote it."""

from __future__ import annotations

from typing import Any

from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import Kind, Unreadable, is_empty, shown_in, typed
from postprod_xl.schema.languages import Language
from postprod_xl.schema.table import Column
from postprod_xl.schema.validate import accepted


def answer(column: Column, raw: Any, language: Language) -> Any:
    """The typed value that a returned cell gives a column, held to what the column accepts.

    Parameters
    ----------
    column
        The declaration.
    raw
        What the file holds.
    language
        That of the copy.

    Raises
    ------
    Unreadable
        It is no value of the column; the text says what is expected.
    """
    return accepted(column, value_of(column, raw, language))


def value_of(column: Column, raw: Any, language: Language) -> Any:
    """As `answer`, whatever the column accepts."""
    if isinstance(raw, str):
        raw = language.read(column, cleaned(raw))
    return typed(column.kind, raw)


def says(column: Column | None, raw: Any, value: Any, language: Language) -> bool:
    """Whether a returned cell says a value, as a cell or as the text that shows it.

    Parameters
    ----------
    column
        The declaration; None for a name that only helps to read a row.
    raw, language
        As for `answer`.
    value
        What was sent, typed.
    """
    if is_empty(raw):
        return is_blank(value)
    if is_empty(value):
        return False
    if column is None:
        return _same_text(Kind.TEXT, raw, value)
    try:
        return bool(value_of(column, raw, language) == value) or _same_text(column.kind, raw, value)
    except Unreadable:
        return _same_text(column.kind, raw, value)


def is_blank(value: Any) -> bool:
    """Whether a cell shows nothing, or a Oui/Non that nobody said."""
    return is_empty(value) or value is False


def _same_text(kind: Kind, raw: Any, value: Any) -> bool:
    """Whether what a cell shows is the text of a value; line ends and spaces around lines tell nothing apart."""
    return _lines(shown_in(kind, raw)) == _lines(shown(value))


def _lines(text: str) -> list[str]:
    return [*map(cleaned, cleaned(text).splitlines())]
