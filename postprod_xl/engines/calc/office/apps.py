"""Applications: the LibreOffice instances Python started, and the one it was called from."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from postprod_xl.engines.calc.books.book import Book, Books
from postprod_xl.engines.calc.errors import OfficeError
from postprod_xl.engines.calc.office import process
from postprod_xl.engines.calc.office.alerts import answer_to
from postprod_xl.engines.calc.office.bridge import accept_address, file_path, properties
from postprod_xl.engines.calc.office.macros import run_macro
from postprod_xl.engines.calc.office.process import Office

ATTACHED = "POSTPROD_LIBREOFFICE"
NO_INSTANCE = "LibreOffice — instance {pid} inconnue : une instance ouverte est attendue."
MODES = "LibreOffice — mode de calcul « {mode} » inconnu : « automatic » ou « manual » est attendu."
CLOSE_SECONDS = 60.0
SETUP = "/org.openoffice.Setup/Product"


class Apps(base_classes.Apps):
    """The running LibreOffice instances, the active one first.

    Besides those started here, the office whose address stands in the environment variable POSTPROD_LIBREOFFICE
    is one of them: that is how a button pressed inside LibreOffice finds its own workbook.

    Attributes
    ----------
    trusted_folders
        Folders whose documents may run their macros, for the instances started from now on.
    """

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.trusted_folders: list[str] = []
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self._living()]

    def add(
        self,
        spec: str | None = None,
        add_book: bool | None = None,
        xl: Any = None,
        visible: bool | None = None,
    ) -> App:
        if xl is not None:
            raise NotImplementedError(
                "an office is started here; the one we were called from joins by itself"
            )
        office = process.started(spec, visible is not False, self.trusted_folders)
        app = App(self, office)
        self._apps.insert(0, app)
        if add_book:
            app.books.add()
        return app

    def cleanup(self) -> None:  # type: ignore[override]  # static where the instances are the system's
        """Drop the instances that have stopped; nothing of theirs is left to clean up."""
        self._living()

    def put_first(self, app: App) -> None:
        """Make an instance the active one."""
        self._apps.remove(app)
        self._apps.insert(0, app)

    def __iter__(self) -> Iterator[App]:
        return iter(self._living())

    def __len__(self) -> int:
        return len(self._living())

    def __getitem__(self, pid: int) -> App:
        for app in self._living():
            if app.pid == pid:
                return app
        raise KeyError(NO_INSTANCE.format(pid=pid))

    def _living(self) -> list[App]:
        self._attach()
        for app in [app for app in self._apps if not app.office.alive]:
            self._apps.remove(app)
            if app.office.process is not None:
                app.office.kill()
        return list(self._apps)

    def _attach(self) -> None:
        """Add the calling office, unless it is already listed or has stopped."""
        url = os.environ.get(ATTACHED)
        if url and all(app.office.address != accept_address(url) for app in self._apps):
            with contextlib.suppress(OfficeError):
                self._apps.insert(0, App(self, process.attached(url)))


class App(base_classes.App):
    """One LibreOffice instance."""

    def __init__(self, apps: Apps, office: Office) -> None:
        self._app_list = apps
        self.office = office

    @property
    def engine(self) -> Any:
        return self._app_list.engine

    @property
    def desktop(self) -> Any:
        """The UNO desktop, root of everything the instance holds."""
        return self.office.desktop

    @property
    def api(self) -> Any:
        return self.desktop

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def pid(self) -> int:
        return self.office.pid

    @property
    def version(self) -> str:
        provider = self.office.service("configuration.ConfigurationProvider")
        access = "com.sun.star.configuration.ConfigurationAccess"
        setup = provider.createInstanceWithArguments(access, properties(nodepath=SETUP))
        return setup.ooSetupVersionAboutBox

    @property
    def path(self) -> str:
        return self._folder("$(prog)")

    @property
    def startup_path(self) -> str:
        raise NotImplementedError("LibreOffice Calc opens no folder of workbooks when it starts")

    @property
    def hwnd(self) -> int:
        raise NotImplementedError("LibreOffice does not tell the handle of its windows")

    @property
    def selection(self) -> Any:
        books = self.books
        return books.active.selection if len(books) else None

    def activate(self, steal_focus: bool = False) -> None:
        self._app_list.put_first(self)
        if steal_focus and self.visible:
            self.books.active.window.toFront()

    @property
    def visible(self) -> bool:
        if self.office.headless:
            return False
        return any(book.window.isVisible() for book in self.books)

    @visible.setter
    def visible(self, value: bool) -> None:
        if not self.office.headless:
            for book in self.books:
                book.window.setVisible(value)

    def quit(self) -> None:
        with self.office.leaving(CLOSE_SECONDS):
            for book in self.books:
                book.close()
        self.office.quit()

    def kill(self) -> None:
        self.office.kill()

    @property
    def screen_updating(self) -> bool:
        return not any(book.xl.hasControllersLocked() for book in self.books)

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        for book in self.books:
            locked = book.xl.hasControllersLocked()
            if value and locked:
                book.xl.unlockControllers()
            elif not value and not locked:
                book.xl.lockControllers()
            if self.office.headless and locked is value:
                # Nobody sees it, and LibreOffice 7.4 sometimes crashes painting a window whose tabs change.
                book.window.setVisible(value)

    @property
    def display_alerts(self) -> bool:
        return self.office.display_alerts

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self.office.display_alerts = bool(value)

    @property
    def enable_events(self) -> bool:
        return True

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        if not value:
            raise NotImplementedError("LibreOffice Calc cannot hold its events back")

    @property
    def interactive(self) -> bool:
        return all(book.window.isEnabled() for book in self.books)

    @interactive.setter
    def interactive(self, value: bool) -> None:
        for book in self.books:
            book.window.setEnable(bool(value))

    @property
    def calculation(self) -> str:
        automatic = all(book.xl.isAutomaticCalculationEnabled() for book in self.books)
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value == "semiautomatic":
            raise NotImplementedError("LibreOffice Calc has no semiautomatic calculation")
        if value not in ("automatic", "manual"):
            raise ValueError(MODES.format(mode=value))
        for book in self.books:
            book.xl.enableAutomaticCalculation(value == "automatic")

    def calculate(self) -> None:
        for book in self.books:
            # Where a person calculates by hand, `calculate` leaves 0 in a formula read with an empty text for value.
            book.xl.calculateAll()

    @property
    def status_bar(self) -> str | bool:
        return self.office.status_text or False

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        while self.office.indicators:
            self.office.indicators.pop().end()
        self.office.status_text = None if value in (None, False) else str(value)
        # Without a display nobody reads it, and LibreOffice 7.4 sometimes crashes painting the bar that shows it.
        if self.office.status_text is not None and not self.office.headless:
            for book in self.books:
                self._show_status(book, self.office.status_text)

    def _show_status(self, book: Book, text: str) -> None:
        indicator = book.controller.Frame.createStatusIndicator()
        indicator.start(text, 0)
        self.office.indicators.append(indicator)

    @property
    def cut_copy_mode(self) -> None:
        raise NotImplementedError("LibreOffice Calc does not tell what its clipboard holds")

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: bool) -> None:
        raise NotImplementedError("LibreOffice Calc has no cut or copy mode to leave")

    def run(self, macro: str, args: list[Any]) -> Any:
        return run_macro(self, macro, args)

    def alert(
        self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: str | None
    ) -> str:
        if callback is not None:
            raise NotImplementedError("the answer of a message box is returned, not called back")
        return answer_to(self, (prompt or "", title or ""), buttons or "ok", mode or "info")

    def _folder(self, variable: str) -> str:
        substitution = self.office.service("util.PathSubstitution")
        return file_path(substitution.substituteVariables(variable, True))
