"""Books: the spreadsheet documents open in a LibreOffice instance."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from xlwings import base_classes

from postprod_xl.engines.calc.books.files import (
    csv_reading,
    filter_for,
    refuse_password,
    stored,
    stored_as_pdf,
)
from postprod_xl.engines.calc.books.names import Names
from postprod_xl.engines.calc.errors import OfficeError
from postprod_xl.engines.calc.office.bridge import exception_class, file_path, file_url, properties
from postprod_xl.engines.calc.sheets.sheet import Sheets
from postprod_xl.engines.calc.styles.number_formats import KnownFormats

if TYPE_CHECKING:
    from postprod_xl.engines.calc.office.apps import App

NEW_BOOK = "private:factory/scalc"
SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
UNREADABLE = (
    "{path} — classeur illisible : un classeur que LibreOffice ouvre (et son mot de passe) est attendu."
)
# com.sun.star.document.MacroExecMode: as configured; "no" to any question when nobody can be asked; and always,
# for a new book, whose macros can only be its author's.
MACROS_AS_CONFIGURED = 3
MACROS_AS_CONFIGURED_UNASKED = 5
MACROS_RUN = 4
# com.sun.star.document.UpdateDocMode
LINKS_LEFT, LINKS_UPDATED = 0, 3
# The arguments of xlwings' Books.open after the password, in its order.
FURTHER_ARGUMENTS = (
    "write_res_password", "ignore_read_only_recommended", "origin", "delimiter", "editable", "notify",
    "converter", "add_to_mru", "local", "corrupt_load",
)  # fmt: skip
# Accepted and ignored: opening through UNO neither recommends nor records anything.
HARMLESS_ARGUMENTS = {"ignore_read_only_recommended", "add_to_mru", "delimiter"}


class Books(base_classes.Books):
    """The spreadsheets open in one instance, oldest first."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        return self.app.desktop.Components

    @property
    def active(self) -> Book:
        document = self.app.desktop.CurrentComponent
        if document is not None and document.supportsService(SPREADSHEET):
            return Book(self.app, document)
        documents = self._documents()
        if not documents:
            raise OfficeError("LibreOffice — aucun classeur ouvert : un classeur est attendu.")
        return Book(self.app, documents[-1])

    def __call__(self, name_or_index: int | str) -> Book:
        if isinstance(name_or_index, int):
            return Book(self.app, self._documents()[name_or_index - 1])
        for book in self:
            if name_or_index.lower() in (book.name.lower(), book.fullname.lower()):
                return book
        raise KeyError(name_or_index)

    def __contains__(self, key: int | str) -> bool:
        if isinstance(key, int):
            return 1 <= key <= len(self)
        return any(key.lower() in (book.name.lower(), book.fullname.lower()) for book in self)

    def __len__(self) -> int:
        return len(self._documents())

    def __iter__(self) -> Iterator[Book]:
        return iter([Book(self.app, document) for document in self._documents()])

    def add(self) -> Book:
        media = properties(MacroExecutionMode=MACROS_RUN)
        document = self.app.desktop.loadComponentFromURL(NEW_BOOK, "_blank", 0, media)
        taken = {book.name.lower() for book in self}
        office = self.app.office
        office.books_made += 1
        while f"book{office.books_made}" in taken:
            office.books_made += 1
        document.setTitle(f"Book{office.books_made}")
        return Book(self.app, document)

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: Any = None,
        password: str | None = None,
        *further: Any,
    ) -> Book:
        given = dict(zip(FURTHER_ARGUMENTS, further, strict=False))
        refused = [name for name, value in given.items() if value is not None]
        refused = [name for name in refused if name not in HARMLESS_ARGUMENTS]
        if format is not None or refused:
            raise NotImplementedError(f"Books.open: {', '.join(refused) or 'format'}")
        media = properties(
            ReadOnly=read_only,
            Password=password,
            UpdateDocMode=LINKS_UPDATED if update_links else LINKS_LEFT,
            MacroExecutionMode=MACROS_AS_CONFIGURED if self.app.visible else MACROS_AS_CONFIGURED_UNASKED,
            **csv_reading(fullname, given.get("delimiter")),
        )
        return Book(self.app, self._loaded(fullname, media))

    def _loaded(self, fullname: str, media: tuple[Any, ...]) -> Any:
        """The document of a file; one that another LibreOffice holds is opened read-only, as Excel does."""
        document = self._load(fullname, media)
        if document is None and _lock_of(fullname).exists():
            document = self._load(fullname, (*media, *properties(ReadOnly=True)))
        if document is None or not document.supportsService(SPREADSHEET):
            raise OfficeError(UNREADABLE.format(path=fullname))
        return document

    def _load(self, fullname: str, media: tuple[Any, ...]) -> Any:
        refusals = (exception_class("lang.IllegalArgumentException"), exception_class("io.IOException"))
        try:
            return self.app.desktop.loadComponentFromURL(file_url(fullname), "_blank", 0, media)
        except refusals as refusal:
            raise OfficeError(UNREADABLE.format(path=fullname)) from refusal

    def _documents(self) -> list[Any]:
        """The spreadsheet documents, in the order they were opened."""
        components = self.app.desktop.Components.createEnumeration()
        found = []
        while components.hasMoreElements():
            component = components.nextElement()
            if component.supportsService(SPREADSHEET):
                found.append(component)
        return sorted(found, key=lambda document: int(document.RuntimeUID))


class Book(base_classes.Book):
    """One spreadsheet document; ``xl`` is its UNO model."""

    def __init__(self, app: App, document: Any) -> None:
        self._app = app
        self.xl = document

    @property
    def app(self) -> App:
        return self._app

    @property
    def api(self) -> Any:
        return self.xl

    @cached_property
    def spreadsheets(self) -> Any:
        """The UNO collection of the sheets, asked for once."""
        return self.xl.Sheets

    @cached_property
    def database_ranges(self) -> Any:
        """The UNO collection of the tables, asked for once."""
        return self.xl.DatabaseRanges

    @cached_property
    def formats(self) -> KnownFormats:
        """The number formats, each looked up once."""
        return KnownFormats(self.xl)

    @property
    def controller(self) -> Any:
        """The UNO view of the book."""
        return self.xl.CurrentController

    @property
    def window(self) -> Any:
        """The UNO window of the book."""
        return self.controller.Frame.ContainerWindow

    @property
    def name(self) -> str:
        url = self.xl.URL
        if not url.startswith("file:"):
            return unquote(url.rpartition("/")[2]) or self.xl.Title
        return os.path.basename(file_path(url))

    @property
    def fullname(self) -> str:
        url = self.xl.URL
        return file_path(url) if url else self.xl.Title

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    @property
    def selection(self) -> Any:
        """The selected cells, as a range; None when something else is selected, or several ranges."""
        from postprod_xl.engines.calc.sheets.sheet import Sheet

        selected = self.controller.getSelection()
        if selected is None or not selected.supportsService("com.sun.star.sheet.SheetCellRange"):
            return None
        return Sheet(self, selected.Spreadsheet).range_of(selected)

    def activate(self) -> None:
        self.controller.Frame.activate()

    def close(self) -> None:
        self.xl.setModified(False)
        self.xl.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        saved_before = self.xl.hasLocation()
        target = path or (self.fullname if saved_before else f"{self.name}.xlsx")
        refuse_password(target, self.xl, password)
        if path is None and saved_before and password is None:
            stored(self.xl, target, None)
            return
        media = properties(FilterName=filter_for(target), Overwrite=True, Password=password)
        stored(self.xl, os.path.abspath(target), media)
        self.xl.setTitle(os.path.basename(target))

    def to_pdf(self, path: str, quality: str | None = None) -> None:
        stored_as_pdf(self.xl, path, quality or "standard")

    def json(self) -> dict[str, Any]:
        raise NotImplementedError("the content of a book as JSON serves xlwings Server only")


def _lock_of(fullname: str) -> Path:
    """The file LibreOffice keeps beside an open document."""
    path = Path(os.path.realpath(fullname))
    return path.with_name(f".~lock.{path.name}#")
