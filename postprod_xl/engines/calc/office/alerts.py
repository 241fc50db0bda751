"""Message boxes: shown when the office has a window, recorded when it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postprod_xl.engines.calc.office.bridge import uno_module

if TYPE_CHECKING:
    from postprod_xl.engines.calc.office.apps import App

# xlwings' sets of buttons: their number in com.sun.star.awt.MessageBoxButtons, and the one proposed.
BUTTONS = {"ok": (1, "ok"), "ok_cancel": (2, "ok"), "yes_no": (3, "yes"), "yes_no_cancel": (4, "yes")}
# com.sun.star.awt.MessageBoxResults
ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
UNKNOWN_BUTTONS = "LibreOffice — boutons « {found} » inconnus : {expected} sont attendus."
UNKNOWN_MODE = "LibreOffice — message de genre « {found} » inconnu : « info » ou « critical » est attendu."


def answer_to(app: App, message: tuple[str, str], buttons: str, mode: str) -> str:
    """The button pressed under a message, or the proposed one at once when no window is shown.

    Parameters
    ----------
    app
        The application that speaks. Unseen messages go to its ``office.silent_alerts``, oldest first.
    message
        The text and the title.
    buttons
        ``ok``, ``ok_cancel``, ``yes_no`` or ``yes_no_cancel``.
    mode
        ``info`` or ``critical``.

    Raises
    ------
    ValueError
        The buttons or the mode are none of those.
    """
    if buttons not in BUTTONS:
        raise ValueError(UNKNOWN_BUTTONS.format(found=buttons, expected=", ".join(BUTTONS)))
    if mode not in ("info", "critical"):
        raise ValueError(UNKNOWN_MODE.format(found=mode))
    number, proposed = BUTTONS[buttons]
    if not app.visible:
        app.office.silent_alerts.append(message)
        return proposed
    box = app.office.service("awt.Toolkit").createMessageBox(
        app.books.active.window, _kind(buttons, mode), number, message[1], message[0]
    )
    return ANSWERS[box.execute()]


def _kind(buttons: str, mode: str) -> object:
    """The type of box: an information box has a single button, so a choice takes the question box."""
    if mode == "critical":
        name = "ERRORBOX"
    else:
        name = "INFOBOX" if buttons == "ok" else "QUERYBOX"
    return uno_module().Enum("com.sun.star.awt.MessageBoxType", name)
