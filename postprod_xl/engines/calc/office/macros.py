"""Macros of an open document, run by their name as Excel spells it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.calc.errors import OfficeError

if TYPE_CHECKING:
    from postprod_xl.engines.calc.books.book import Book
    from postprod_xl.engines.calc.office.apps import App

FULL_NAME = re.compile(r"(?:'(?P<quoted>.+)'!|(?P<book>[^!']+)!)?(?P<macro>[^!]+)")
NOT_FOUND = "{book} — macro « {macro} » introuvable : une macro de ce document est attendue."
NOT_TRUSTED = (
    "{book} — macro « {macro} » désactivée : un document rangé dans un emplacement approuvé (Outils, Options, "
    "Sécurité des macros) est attendu."
)
# LibreOffice reports neither a macro that stops on an error nor a module that does not compile.
NO_RESULT = (
    "{book} — macro « {macro} » sans résultat : une fonction qui se compile et va à son terme est attendue."
)
SCRIPT = "vnd.sun.star.script:{place}?language=Basic&location=document"
DAY_ZERO = dt.datetime(1899, 12, 30)


def run_macro(app: App, name: str, args: list[Any]) -> Any:
    """What a macro returns: None for a Sub.

    Parameters
    ----------
    app
        The application; a name without a document means the active one.
    name
        ``Macro``, ``Module.Macro`` or ``'Book.xlsm'!Module.Macro``.
    args
        Values, or UNO objects as they are.

    Raises
    ------
    OfficeError
        The macro does not exist, may not run in this document, or is a Function that returned nothing: the only sign
        of an error that LibreOffice gives. A Sub that stops on an error cannot be distinguished from success.
    """
    match = FULL_NAME.fullmatch(name)
    if match is None:
        raise OfficeError(NOT_FOUND.format(book="LibreOffice", macro=name))
    book_name = match["quoted"] or match["book"]
    book = app.books(book_name.replace("''", "'")) if book_name else app.books.active
    return _invoked(book, match["macro"], tuple(_as_uno(value) for value in args))


def _invoked(book: Book, macro: str, args: tuple[Any, ...]) -> Any:
    place, kind = _place_of(book, macro)
    if _locked_out(book):
        raise OfficeError(NOT_TRUSTED.format(book=book.name, macro=macro))
    script = book.xl.getScriptProvider().getScript(SCRIPT.format(place=place))
    result = script.invoke(args, (), ())[0]
    if result is None and kind == "function":
        raise OfficeError(NO_RESULT.format(book=book.name, macro=macro))
    return result


def _locked_out(book: Book) -> bool:
    """Whether the office keeps the macros of an opened file from running; those of a new book always run."""
    opened = any(value.Name == "MacroExecutionMode" for value in book.xl.getArgs())
    return opened and not book.xl.AllowMacroExecution


def _place_of(book: Book, macro: str) -> tuple[str, str]:
    """``Library.Module.Macro`` of a macro, and whether it is a ``sub`` or a ``function``: its source tells."""
    module_name, _, name = macro.rpartition(".")
    declared = re.compile(rf"^[ \t]*(?:Public\s+)?(Sub|Function)\s+({re.escape(name)})\b", re.I | re.M)
    for library, module, source in _modules(book):
        named = module_name.lower() in ("", module.lower(), f"{library}.{module}".lower())
        match = declared.search(source) if named else None
        if match:
            return f"{library}.{module}.{match[2]}", match[1].lower()
    raise OfficeError(NOT_FOUND.format(book=book.name, macro=macro))


def _modules(book: Book) -> list[tuple[str, str, str]]:
    """Library, name and source of every module of a document."""
    libraries = book.xl.BasicLibraries
    modules = []
    for library in libraries.ElementNames:
        libraries.loadLibrary(library)
        content = libraries.getByName(library)
        modules += [(library, module, content.getByName(module)) for module in content.ElementNames]
    return modules


def _as_uno(value: Any) -> Any:
    """A Python value as LibreOffice Basic takes it: a date is its serial number."""
    if isinstance(value, (list, tuple)):
        return tuple(_as_uno(item) for item in value)
    if isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        return (moment - DAY_ZERO) / dt.timedelta(days=1)
    return value
