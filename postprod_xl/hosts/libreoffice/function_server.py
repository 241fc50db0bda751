"""The process that computes the custom functions for the cells of one LibreOffice document.

The macro `AppelPython` starts it (through `postprod_xl.hosts.detached`) and calls it through UNO over a named pipe:
values cross typed and in bulk, a whole table at once, with nothing to quote or parse in Basic. The process never
calls the office, so a formula may wait for it while the office is busy calculating. The pipe has a random name,
is open to this user only (under Linux and macOS its socket is created without rights for others), takes one
connection and then closes.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

from postprod_xl.engines.calc.office.bridge import forget_pipe, uno_module
from postprod_xl.hosts.detached import READY
from postprod_xl.hosts.faults import fault_log, is_fault
from postprod_xl.hosts.libreoffice.function_values import answer_of, arguments_of
from postprod_xl.schema.versions import LATER_REMEDY, is_from_later, later_text, plain_mark

UNCALLED_SECONDS = 60.0
IDLE_SECONDS = 3600.0


class _UnoObject:
    """What UNO asks of an object of ours: which interfaces it answers to."""

    interfaces: tuple[str, ...] = ()

    def getTypes(self) -> tuple[Any, ...]:
        uno = uno_module()
        names = (*self.interfaces, "lang.XTypeProvider")
        return tuple(uno.getTypeByName(f"com.sun.star.{name}") for name in names)

    def getImplementationId(self) -> Any:
        return uno_module().ByteSequence(b"")


class Functions(_UnoObject):
    """The custom functions, called by name."""

    interfaces = ("sheet.XFunctionAccess",)

    def __init__(self) -> None:
        self.last_call = time.monotonic()

    def callFunction(self, called: str, values: Sequence[Any]) -> Any:
        """The answer of a custom function, as a cell shows it; a fault is logged and told in one line.

        After the name of the function, on a line of its own, stands the mark of the workbook's version, if it has one.
        """
        name, _, mark = called.partition("\n")
        if is_from_later(plain_mark(mark)):
            return f"{name} : {later_text(plain_mark(mark))} : {LATER_REMEDY}"
        try:
            from postprod_xl.hosts.functions import call

            return answer_of(call(name, arguments_of(values)))
        except BaseException as error:
            if not is_fault(error):
                raise
            # The outermost line of the host: a cell never shows a traceback.
            return f"{name} : erreur interne, le détail est dans {fault_log(error)}"
        finally:
            self.last_call = time.monotonic()


class _Provider(_UnoObject):
    """Hands the functions to the macro that connects."""

    interfaces = ("bridge.XInstanceProvider",)

    def __init__(self, functions: Functions) -> None:
        self._functions = functions

    def getInstance(self, name: str) -> Functions:
        return self._functions


class _Departure(_UnoObject):
    """Learns that the office, or the document, has gone."""

    interfaces = ("lang.XEventListener",)

    def __init__(self) -> None:
        self.gone = threading.Event()

    def disposing(self, source: Any) -> None:
        self.gone.set()


def serve(address: str) -> None:
    """Answer the office that connects at an address until it goes, or calls nothing for an hour.

    Parameters
    ----------
    address
        `pipe,name=…`, where nobody listens yet.
    """
    functions, departure, connected = Functions(), _Departure(), threading.Event()
    listener = threading.Thread(target=_listen, args=(address, functions, departure, connected), daemon=True)
    listener.start()
    print(READY, flush=True)  # noqa: T201  the launcher waits for this line
    if connected.wait(UNCALLED_SECONDS):
        while not departure.gone.wait(IDLE_SECONDS) and time.monotonic() - functions.last_call < IDLE_SECONDS:
            pass


def _listen(address: str, functions: Functions, departure: _Departure, connected: threading.Event) -> None:
    context = uno_module().getComponentContext()
    create = context.ServiceManager.createInstanceWithContext
    acceptor = create("com.sun.star.connection.Acceptor", context)
    connection = acceptor.accept(address)
    bridges = create("com.sun.star.bridge.BridgeFactory", context)
    bridge = bridges.createBridge("", "urp", connection, _Provider(functions))
    bridge.addEventListener(departure)
    connected.set()
    acceptor.stopAccepting()


def main(arguments: list[str]) -> None:
    """`python -m postprod_xl.hosts.libreoffice.function_server pipe,name=…`."""
    uno_module()
    serve(arguments[0])
    forget_pipe(arguments[0])
    # A thread of UNO may still be waiting for a connection: nothing of ours is left to write or close.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
