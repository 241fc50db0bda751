"""Questions asked and messages shown by the application whose button was pressed; they wait as long as the person does.

On macOS an application that has not answered after a minute raises « AppleEvent timed out » (-1712), for which nothing
of xlwings' `App.alert` and `App.macro` provides: there they are asked of Excel without a limit, as xlwings does for a
file to open or to save (`timeout` of appscript).
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xlwings import App, Book

TITLE = "Postproduction"
ASKING_MACRO = "Demander"
Mode = Literal["info", "critical"]
_NO_LIMIT = -1
_OK, _CANCEL = "OK", "Annuler"


def is_seen(app: App) -> bool:
    """Whether the application shows a window; on macOS one whose button was pressed does.

    There xlwings would ask System Events, for which macOS wants one more permission, without which nothing is seen.
    """
    return is_excel_on_macos(app) or app.visible


def show(app: App, message: str, mode: Mode) -> None:
    """Show a message until the person has read it."""
    if is_excel_on_macos(app):
        _alert_on_macos(app, message, TITLE, [_OK], mode)
    else:
        app.alert(message, TITLE, "ok", mode)


def confirm(app: App, question: str, label: str) -> bool:
    """Ask whether to go on."""
    title = f"{TITLE} — {label}"
    if is_excel_on_macos(app):
        return _alert_on_macos(app, question, title, [_CANCEL, _OK], "info") == _OK
    return app.alert(question, title, "ok_cancel", "info") == "ok"


def ask(book: Book, text: str, proposal: str) -> str:
    """Ask for a line of text, by a macro of the workbook; empty when the person gives up."""
    macro, given = book.macro(ASKING_MACRO), (text, TITLE, proposal)
    if not is_excel_on_macos(book.app):
        return str(macro(*given) or "")
    arguments = {f"arg{place}": value for place, value in enumerate(given, 1)}
    return str(book.app.api.run_VB_macro(macro.macro, **arguments, timeout=_NO_LIMIT) or "")


def is_excel_on_macos(app: App) -> bool:
    """Whether an application is Excel, on macOS."""
    return sys.platform == "darwin" and app.engine.name == "excel"


def _alert_on_macos(app: App, message: str, title: str, buttons: list[str], mode: Mode) -> str:
    """Show an alert of macOS over Excel; gives the button that was clicked."""
    keyword = import_module("appscript").k
    additions = import_module("osax").OSAX(pid=app.pid)
    additions.activate()
    kinds = {"info": keyword.informational, "critical": keyword.critical}
    answer = additions.display_alert(
        title, message=message, buttons=buttons, as_=kinds[mode], timeout=_NO_LIMIT
    )
    return str(answer[keyword.button_returned])
