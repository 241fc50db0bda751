"""A button of a LibreOffice document: the Python it asks for, run on the office that is open."""

from __future__ import annotations

import contextlib
import os
import sys
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from postprod_xl.engines.calc.errors import OfficeError
from postprod_xl.engines.calc.office.bridge import connected, uno_module
from postprod_xl.hosts.faults import fault_log, is_fault
from postprod_xl.hosts.live.alone import ALREADY, AlreadyRunning, alone
from postprod_xl.schema.tables.home import JOURNAL

ADDRESS = "POSTPROD_LIBREOFFICE"
FAULT_SAID = f"Défaut interne : l'onglet {JOURNAL.tab} dit si la commande a abouti ; le détail est dans"


@dataclass(frozen=True)
class Request:
    """What the macro `RunPython` asks.

    Parameters
    ----------
    address
        Where the office accepts connections, `pipe,name=…;urp`.
    workbook
        Address of the document, or its title when it was never saved.
    code
        The Python to run.
    """

    address: str
    workbook: str
    code: str


def taken(url: str) -> Request | None:
    """The request written in a file, deleted: that is how the macro knows that Python has started.

    None when the macro no longer waits for an answer: it has deleted the file, and told the person so.
    """
    path = Path(urllib.request.url2pathname(urllib.parse.urlsplit(url).path))
    try:
        text = path.read_text(encoding="utf-8-sig")
        path.unlink()
    except FileNotFoundError:
        return None
    address, workbook, code = text.split("\n", 2)
    return Request(address, workbook, code)


def run(request: Request) -> None:
    """Run the code as xlwings would: the office is that of the environment, the workbook that of `--wb`.

    A second press while the first still works runs nothing, and says so: both would write the same cells.
    """
    from postprod_xl.engines.calc.engine import register

    os.environ[ADDRESS] = request.address
    sys.argv = [sys.argv[0], f"--wb={request.workbook}"]
    register().activate()
    try:
        with alone(request.address, request.workbook):
            exec(request.code, {"__name__": "__main__"})
    except AlreadyRunning:
        _tell(request.address, ALREADY, "INFOBOX")


def main(arguments: list[str]) -> None:
    """`python -m postprod_xl.hosts.libreoffice.callback file:///…`."""
    request = taken(arguments[0])
    if request is None:
        return
    try:
        run(request)
    except BaseException as error:
        if not is_fault(error):
            raise
        # The outermost line of the host: a person never sees a traceback.
        log = fault_log(error)
        # An office that answers no more shows no message.
        with contextlib.suppress(OfficeError):
            _tell(request.address, f"{FAULT_SAID} {log}", "ERRORBOX")


def _tell(address: str, message: str, kind: str) -> None:
    """A message box of a kind of UNO over the office's window; nothing when it has none to show."""
    context = connected(address)
    create = context.ServiceManager.createInstanceWithContext
    frame = create("com.sun.star.frame.Desktop", context).getCurrentFrame()
    if frame is None or not frame.ContainerWindow.isVisible():
        return
    toolkit = create("com.sun.star.awt.Toolkit", context)
    icon = uno_module().Enum("com.sun.star.awt.MessageBoxType", kind)
    toolkit.createMessageBox(frame.ContainerWindow, icon, 1, "Postproduction", message).execute()


if __name__ == "__main__":
    main(sys.argv[1:])
    # A thread of UNO may still wait for an office that answers no more: leaving it at the usual end is a crash.
    os._exit(0)
